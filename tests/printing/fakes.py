"""Programs that stand where a browser would and misbehave as browsers do, and the least PDF."""

from __future__ import annotations

import sys
from pathlib import Path

LEAST = (
    b"%PDF-1.4\n1 0 obj\n<</Producer (Skia/PDF m156)>>\nendobj\n"
    b"2 0 obj\n<</Type /Page>>\nendobj\n%%EOF\n"
)


def document(*objects: str, trailer: str = "<</Root 1 0 R>>") -> bytes:
    """A PDF of these objects, numbered from 1, with the table that says where they lie."""
    data = b"%PDF-1.4\n"
    offsets = []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    start = len(data)
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(offsets) + 1}\n0000000000 65535 f \n{table}"
    return data + f"{head}trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()


CATALOG = "<</Type /Catalog /Pages 2 0 R /Dests 6 0 R>>"
INNER = "<</Type /Pages /Count 2 /Kids [4 0 R 5 0 R]>>"
OUTER = "<</Type /Pages /Count 3 /Kids [3 0 R 7 0 R]>>"
PAGE = "<</Type /Page /StructParents 0>>"
PLACES = "<</conclusion [4 0 R /XYZ 0 8 0]\n/gap-1 [7 0 R /XYZ 0 8 0] /f#231 [5 0 R /XYZ 0 0 0]>>"
WHOLE = (CATALOG, OUTER, INNER, PAGE, PAGE, PLACES, PAGE)
FIRST = document(*WHOLE)
MOVED = document(*WHOLE[:5], PLACES.replace("conclusion [4", "conclusion [7"), PAGE)


def with_font(*mappings: str) -> bytes:
    """The least PDF with a font that has the shapes these lines of a ToUnicode table name."""
    font = "<</Type /Font /ToUnicode 4 0 R>>"
    table = "\n".join(mappings)
    return document(
        "<</Type /Catalog>>", "<</Type /Page>>", font,
        f"<</Length {len(table)}>>\nstream\n{table}\nendstream",
    )  # fmt: skip


BOXES = with_font("1 beginbfrange", "<0003> <005f> <0020>", "endbfrange")
"""Latin letters only."""
FOREIGN = with_font("1 beginbfrange", "<0003> <1502> <4e00>", "endbfrange")
"""The first quarter of the Chinese characters."""
_BEGIN = """#!{python} -S
import os, subprocess, sys, time
target = next(one.partition("=")[2] for one in sys.argv if one.startswith("--print-to-pdf="))
folder = os.path.dirname(target)
def write(data):
    with open(target, "wb") as file:
        file.write(data)
def numbered():
    with open(os.path.join(folder, "page.html"), encoding="utf-8") as file:
        return 'class="at"' in file.read()
"""
BEHAVIOUR = {
    "honest": "write({pdf!r})",
    "silent": "pass",
    "failing": "print('糟了', file=sys.stderr); sys.exit(3)",
    "torn": "write({pdf!r}[:40])",
    "wordless": "write(b'<html>not a PDF</html>')",
    "old": "write({pdf!r}.replace(b'm156', b'm109'))",
    "first to number": "write({pdf!r}.replace(b'm156', b'm131'))",
    "steady": "write({first!r} + (b'\\n' if numbered() else b''))",
    "shifting": "write({moved!r} if numbered() else {first!r})",
    "boxes": "write({boxes!r})",
    "foreign": "write({foreign!r})",
    "lingering": "write({pdf!r}); time.sleep(600)",
    "hanging": "print('等待中', file=sys.stderr, flush=True); "
    "subprocess.Popen(['sleep', '600']); time.sleep(600)",
    "handing on": "os.fork() and os._exit(0); time.sleep(0.3); write({pdf!r})",
}


def fake(kind: str, folder: Path) -> Path:
    """A program that behaves so; its folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "browser"
    code = _BEGIN + BEHAVIOUR[kind]
    written = code.format(
        python=sys.executable, pdf=LEAST, first=FIRST, moved=MOVED, boxes=BOXES, foreign=FOREIGN
    )
    program.write_text(written, encoding="utf-8")
    program.chmod(0o755)
    return program
