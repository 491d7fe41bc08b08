"""The pictures of docs/pictures, made from the examples: `python -m tests.pictures [NAME…]`.

Needs Chromium, LibreOffice, pdftoppm and the Noto CJK fonts. Run again after a change to what is
shown; the same inputs on the same machine give the same pictures.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from msgspec.structs import replace
from openpyxl.comments import Comment
from openpyxl.styles import Font
from PIL import Image

from checklist import resources
from checklist.assessment.model import Assessment, Choice, Mark, Picks, Value
from checklist.assessment.stored.file import load, save
from checklist.cli.app import run
from checklist.law.model import Rulebook
from checklist.law.periods import Period
from tests import terminal_picture
from tests.conftest import ROOT
from tests.given.bundled import LIVESTREAM
from tests.given.records import ROOMS, agency
from tests.given.respondents import passing
from tests.given.workbooks import saved as saved_as
from tests.many import many
from tests.report.devtools import Tab, launched

HERE = ROOT / "docs" / "pictures"
DAY = ("--as-of", "2026-11-22")
MOST = 150_000
"""Bytes of one picture: they are looked at on slow lines, too."""
_PAPER = "#dedbd4"


class Studio:
    """Where pictures are taken: a folder with copies of the examples, and a browser."""

    def __init__(self, folder: Path, tab: Tab) -> None:
        self.folder = folder
        self.tab = tab
        for name in ("agency", "brand", "host"):
            answers = resources.examples_dir() / f"{name}.yaml"
            (folder / f"{name}.yaml").write_bytes(answers.read_bytes())

    def checklist(self, *arguments: str | Path) -> None:
        """Runs a command that may find gaps; other endings are errors."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = run([str(one) for one in arguments])
        assert code in (0, 1, 4), (code, said.getvalue())

    def report(self) -> Path:
        page = self.folder / "报告.html"
        if not page.exists():
            self.checklist("report", self.folder / "agency.yaml", *DAY, "-o", page)
        return page

    def page(self, page: Path, *, height: int = 900, **look: object) -> Image.Image:
        self.tab.look(height=height, **look)  # type: ignore[arg-type]
        self.tab.open(page)
        return Image.open(io.BytesIO(self.tab.picture()))

    def sheet(self, pdf: Path, number: int, *, dpi: int) -> Image.Image:
        """A page of a PDF, the first is 1."""
        chosen = ["-f", str(number), "-l", str(number), "-singlefile"]
        stem = self.folder / f"{pdf.stem}-{number}"
        subprocess.run(["pdftoppm", "-r", str(dpi), "-png", *chosen, pdf, stem], check=True)
        return Image.open(stem.with_suffix(".png"))

    def printed(self, document: Path) -> Path:
        """A workbook or a Word document as an office program prints it."""
        profile = f"-env:UserInstallation={(self.folder / 'office').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir"]
        subprocess.run([*command, self.folder, document], check=True, capture_output=True)
        return self.folder / f"{document.stem}.pdf"


def report_light(studio: Studio) -> Image.Image:
    return studio.page(studio.report())


def report_dark(studio: Studio) -> Image.Image:
    return studio.page(studio.report(), dark=True)


def report_phone(studio: Studio) -> Image.Image:
    return studio.page(studio.report(), width=390, height=1100)


def report_print(studio: Studio) -> Image.Image:
    """A spread of four pages: conclusion, what to do, findings, the signatures."""
    studio.tab.look()
    studio.tab.open(studio.report())
    pdf = studio.folder / "打印.pdf"
    pdf.write_bytes(studio.tab.printed())
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True).stdout
    pages = text.decode().split("\f")[:-1]
    chosen = [1, 2, _first(pages, "三、不符合事项") + 1, _first(pages, "八、签署")]
    return _beside([studio.sheet(pdf, number, dpi=58) for number in chosen])


def _first(pages: list[str], begins: str) -> int:
    """The page, from 1, on which a chapter begins."""
    return next(number for number, text in enumerate(pages, 1) if begins in text)


def _beside(sheets: list[Image.Image], *, gap: int = 22) -> Image.Image:
    width, height = sheets[0].size
    spread = Image.new("RGB", (gap + (width + gap) * len(sheets), height + 2 * gap), _PAPER)
    for number, sheet in enumerate(sheets):
        spread.paste(sheet, (gap + (width + gap) * number, gap))
    return spread


def brief(studio: Studio) -> Image.Image:
    """The two pages for whoever signs."""
    page, pdf = studio.folder / "摘要.html", studio.folder / "摘要.pdf"
    studio.checklist("report", studio.folder / "agency.yaml", *DAY, "--brief", "-o", page)
    studio.tab.look()
    studio.tab.open(page)
    pdf.write_bytes(studio.tab.printed())
    return _beside([studio.sheet(pdf, number, dpi=72) for number in (1, 2)])


def word(studio: Studio) -> Image.Image:
    """The report in Word: its beginning, what to do, a gap."""
    document = studio.folder / "报告.docx"
    studio.checklist("report", studio.folder / "agency.yaml", *DAY, "-o", document)
    pdf = studio.printed(document)
    return _beside([studio.sheet(pdf, number, dpi=62) for number in (1, 2, 4)])


def pack(studio: Studio) -> Image.Image:
    """What one department gets: its rows of the register, and a form that a remedy names."""
    folder = studio.folder / "整改包"
    studio.checklist("pack", studio.folder / "agency.yaml", *DAY, "-o", folder)
    rows = studio.sheet(studio.printed(folder / "整改-直播运营部 陈立.xlsx"), 1, dpi=70)
    form = studio.printed(folder / "记录样表" / "开播前审核单.docx")
    return _beside([rows, studio.sheet(form, 1, dpi=70)])


def records(studio: Studio) -> Image.Image:
    """The chapter on the company's own records, made from the planted ones."""
    answers, page = studio.folder / "自查.yaml", studio.folder / "核对.html"
    answers.write_bytes((studio.folder / "agency.yaml").read_bytes())
    lists = studio.folder / "记录"
    lists.mkdir()
    planted = agency(lists, rooms=ROOMS[:5])
    studio.checklist("records", answers, *planted.files, *DAY)
    studio.checklist("report", answers, *DAY, "-o", page)
    studio.tab.look(height=1300)
    studio.tab.open(page)
    chapter = "document.getElementById('records')"
    studio.tab.run(f"{chapter}.closest('details') && ({chapter}.closest('details').open = true)")
    studio.tab.run(f"{chapter}.scrollIntoView()")
    return Image.open(io.BytesIO(studio.tab.picture()))


def questionnaire(studio: Studio) -> Image.Image:
    """The moment in which somebody answers a question option by option."""
    answers = (studio.folder / "agency.yaml").read_text(encoding="utf-8")
    begun = answers[: answers.index("  art37-prompt/")]
    (studio.folder / "自查.yaml").write_text(begun, encoding="utf-8")
    screen = terminal_picture.captured(
        ["ask", "自查.yaml"], folder=studio.folder, typed=["1 2"], size=(80, 36)
    )
    page = studio.folder / "终端.html"
    page.write_text(
        terminal_picture.page(screen, title="checklist ask 自查.yaml"), encoding="utf-8"
    )
    studio.tab.look(width=760, height=400)
    studio.tab.open(page)
    width, height = studio.tab.run("[document.body.offsetWidth, document.body.offsetHeight]")
    return studio.page(page, width=width, height=height)


def menu(studio: Studio) -> Image.Image:
    """What a double-click on the archive for Windows shows, with the answers that are there."""
    folder = studio.folder / "直播电商合规自查"
    folder.mkdir()
    screen = terminal_picture.captured(["menu"], folder=folder, typed=["2"], size=(80, 20))
    # Where this machine keeps temporary files is nobody's business, and not where users do.
    shown = terminal_picture.page(screen, title="开始自查.bat").replace(
        str(folder), r"D:\直播电商合规自查"
    )
    page = studio.folder / "菜单.html"
    page.write_text(shown.replace("/我的自查", r"\我的自查"), encoding="utf-8")
    studio.tab.look(width=760, height=400)
    studio.tab.open(page)
    width, height = studio.tab.run("[document.body.offsetWidth, document.body.offsetHeight]")
    return studio.page(page, width=max(width, 600), height=height)  # less is taken for a phone


def register(studio: Studio) -> Image.Image:
    """The upper half of the first page, as a spreadsheet program lays it out."""
    book = studio.folder / "整改台账.xlsx"
    studio.checklist("report", studio.folder / "agency.yaml", *DAY, "-o", book)
    sheet = studio.sheet(studio.printed(book), 1, dpi=150)
    width, height = sheet.size
    return sheet.crop((int(width * 0.01), int(height * 0.05), int(width * 0.99), height // 2))


def unread(studio: Studio) -> Image.Image:
    """A register that came back with a comment, a struck cell, a column and a sheet more."""
    answers, book = studio.folder / "自查.yaml", studio.folder / "台账.xlsx"
    answers.write_bytes((studio.folder / "agency.yaml").read_bytes())
    studio.checklist("report", answers, *DAY, "-o", book)
    filled = openpyxl.load_workbook(book)
    page = filled["整改台账"]
    page["G4"].value, page["G7"].value = "赵六", "张三"
    page["G7"].font = Font(strike=True)
    page["N5"].comment = Comment("等法务确认后再填", "法务")
    page["S3"].value, page["S4"].value = "处理人电话", "138"
    filled.create_sheet("现场照片")["A1"].value = "见图"
    saved_as(filled, book)
    arguments = ["remediation", "import", "台账.xlsx", "自查.yaml"]
    screen = terminal_picture.captured(arguments, folder=studio.folder, typed=[], size=(100, 20))
    shown = studio.folder / "终端.html"
    title = f"checklist {' '.join(arguments)}"
    shown.write_text(terminal_picture.page(screen, title=title), encoding="utf-8")
    studio.tab.look(width=920, height=400)
    studio.tab.open(shown)
    width, height = studio.tab.run("[document.body.offsetWidth, document.body.offsetHeight]")
    return studio.page(shown, width=width, height=height)


def compared(studio: Studio) -> Image.Image:
    """The example against itself a month later: three gaps mended, one answer worse."""
    before = load(studio.folder / "agency.yaml", LIVESTREAM)
    answers = {
        key: replace(
            before.answers[key], value=value, exceptions={}, at="2026-12-18T10:00:00+08:00"
        )
        for key, value in _LATER.items()
    }
    later, new = studio.folder / "十二月.yaml", studio.folder / "十二月.html"
    save(later, replace(before, answers={**before.answers, **answers}), LIVESTREAM)
    studio.checklist("report", later, "--as-of", "2026-12-20", "-o", new)
    page = studio.folder / "对比.html"
    studio.checklist("compare", studio.report(), new, "-o", page)
    return studio.page(page)


_THEN = "2026-12-18T10:00:00+08:00"
_LATER: dict[str, Value] = {
    "art27-records/period": Period(years=3),
    "art27-records/clock": Choice("stream_end"),
    "art37-prompt/shown": Picks(
        dict.fromkeys(("opening", "pitch", "interaction", "other"), Mark.YES)
    ),
    "art31-interaction/managed": Picks({"live": Mark.NO, "handled": Mark.YES}),
}


def summary(studio: Studio) -> Image.Image:
    """An agency's hosts, some brands and itself, in one page."""
    folder = studio.folder / "各家"
    folder.mkdir()
    for number, one in enumerate(many(LIVESTREAM, 24)):
        told = one if number % 3 else _without_gaps(LIVESTREAM, one)
        save(folder / f"{one.respondent.name}.yaml", told, LIVESTREAM)
    page = studio.folder / "汇总.html"
    studio.checklist("summary", folder, *DAY, "-o", page)
    return studio.page(page, height=1100)


def _without_gaps(rulebook: Rulebook, one: Assessment) -> Assessment:
    asked = rulebook.questions()
    answers = one.answers.items()
    return replace(
        one, answers={key: replace(said, value=passing(asked[key])) for key, said in answers}
    )


PICTURES: dict[str, Callable[[Studio], Image.Image]] = {
    "report": report_light,
    "report-dark": report_dark,
    "report-phone": report_phone,
    "report-print": report_print,
    "brief": brief,
    "word": word,
    "pack": pack,
    "records": records,
    "questionnaire": questionnaire,
    "menu": menu,
    "register": register,
    "unread": unread,
    "compare": compared,
    "summary": summary,
}


def saved(picture: Image.Image, file: Path) -> None:
    """As few colours as keep it legible and the file small."""
    for colours in (256, 128, 64, 32, 16):
        plain = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        plain.save(file, optimize=True)
        if file.stat().st_size <= MOST:
            return
    raise AssertionError(f"{file.name} is {file.stat().st_size} bytes")


def main(names: list[str]) -> None:
    HERE.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        studio = Studio(Path(folder), browser.tab())
        for name in names or PICTURES:
            file = HERE / f"{name}.png"
            saved(PICTURES[name](studio), file)
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size:,}")


if __name__ == "__main__":
    main(sys.argv[1:])
