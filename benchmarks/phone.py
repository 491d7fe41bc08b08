"""How the page feels on a phone, by Lighthouse: `python benchmarks/phone.py`, then read phone.md.

Needs Node.js with `npx lighthouse` and a Chromium (CHROME_PATH). Pages are served from memory on
this computer, compressed as web servers do. Runs alternate; the middle one of each page counts.
Further pages, such as the report of another tool, may be named: they are measured in the same run.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from checklist.report.page import html  # noqa: E402
from tests.report.kinds import ninety_gaps, reported, sample_agency  # noqa: E402

RUNS = 5
_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"
_ELEMENT = re.compile(rb"<[a-z]")


def main() -> None:
    pages = {
        "sample agency": html.render(sample_agency()).encode(),
        "ninety gaps": html.render(reported(ninety_gaps())).encode(),
        **{Path(name).name: Path(name).read_bytes() for name in sys.argv[1:]},
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(dict(enumerate(pages.values()))))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
    for _ in range(RUNS):
        for at, name in enumerate(pages):
            runs[name].append(_measured(f"http://127.0.0.1:{server.server_port}/{at}"))
            print(name, runs[name][-1], flush=True)
    server.shutdown()
    told = "\n".join(_row(name, pages[name], found) for name, found in runs.items())
    (ROOT / "benchmarks" / "phone.md").write_text(_PAGE.format(RUNS, told), encoding="utf-8")


def _handler(pages: dict[int, bytes]) -> type[BaseHTTPRequestHandler]:
    packed = {f"/{at}": gzip.compress(page) for at, page in pages.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = packed.get(self.path)
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if page:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(page or b"")))
            self.end_headers()
            self.wfile.write(page or b"")

        def log_message(self, *_: object) -> None:
            """Nothing: the figures are what is told."""

    return Handler


def _measured(address: str) -> dict[str, float]:
    npx = shutil.which("npx")
    if npx is None:
        raise SystemExit("npx is missing: install Node.js")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lighthouse.json"
        categories = "--only-categories=performance,accessibility"
        output = ("--quiet", "--output=json", f"--output-path={file}")
        options = (f"--chrome-flags={_FLAGS}", categories, *output)
        command = [npx, "--yes", "lighthouse", address, *options]
        subprocess.run(command, check=True, capture_output=True)
        data = json.loads(file.read_text(encoding="utf-8"))
    scores = {name: 100 * one["score"] for name, one in data["categories"].items()}
    audits = {"blocked": "total-blocking-time", "first": "first-contentful-paint"}
    times = {name: data["audits"][audit]["numericValue"] for name, audit in audits.items()}
    return scores | times | {"power": data["environment"]["benchmarkIndex"]}


def _row(name: str, page: bytes, runs: list[dict[str, float]]) -> str:
    middle = {key: median(run[key] for run in runs) for key in runs[0]}
    numbers = [middle[key] for key in ("performance", "blocked", "accessibility", "first", "power")]
    size, elements = f"{len(page) / 1000:,.0f}", f"{len(_ELEMENT.findall(page)):,}"
    return f"| {name} | {size} | {elements} | {' | '.join(f'{one:,.0f}' for one in numbers)} |"


_PAGE = """# On a phone

Lighthouse, its phone (processor slowed down four times, slow 4G), the middle of {} alternating runs
of each page. Written by `python benchmarks/phone.py`. Wanted: performance at least 90, blocked less
than 150 ms, accessibility 100. The last column is Lighthouse's own index of how fast this computer
was: one that is shared or slow makes the rest worse. `oscap.html` is the report of OpenSCAP 1.3.7
on `ssg-debian11-ds.xml`.

| page | kB | elements | performance | blocked, ms | accessibility | first, ms | power |
|---|---:|---:|---:|---:|---:|---:|---:|
{}
"""

if __name__ == "__main__":
    main()
