"""Programs that stand where a browser would and misbehave as browsers do, and the least PDF."""

from __future__ import annotations

import sys
from pathlib import Path

LEAST = (
    b"%PDF-1.4\n1 0 obj\n<</Producer (Skia/PDF m156)>>\nendobj\n"
    b"2 0 obj\n<</Type /Page>>\nendobj\n%%EOF\n"
)
_BEGIN = """#!{python} -S
import os, subprocess, sys, time
target = next(one.partition("=")[2] for one in sys.argv if one.startswith("--print-to-pdf="))
folder = os.path.dirname(target)
def write(data):
    with open(target, "wb") as file:
        file.write(data)
"""
BEHAVIOUR = {
    "honest": "write({pdf!r})",
    "silent": "pass",
    "failing": "print('糟了', file=sys.stderr); sys.exit(3)",
    "torn": "write({pdf!r}[:40])",
    "wordless": "write(b'<html>not a PDF</html>')",
    "old": "write({pdf!r}.replace(b'm156', b'm109'))",
    "lingering": "write({pdf!r}); time.sleep(600)",
    "hanging": "subprocess.Popen(['sleep', '600']); time.sleep(600)",
    "handing on": "os.fork() and os._exit(0); time.sleep(1); write({pdf!r})",
}


def fake(kind: str, folder: Path) -> Path:
    """A program that behaves so; its folder is made."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "browser"
    code = _BEGIN + BEHAVIOUR[kind]
    program.write_text(code.format(python=sys.executable, pdf=LEAST), encoding="utf-8")
    program.chmod(0o755)
    return program
