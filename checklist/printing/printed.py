"""The report as a PDF: printed once to learn where its parts lie, and once more with the numbers of
those pages in its contents."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from checklist.errors import WrongUsage, reason
from checklist.streams import print_note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checklist.printing.browser import PrintingError
    from checklist.report.page.view import Part
    from checklist.report.view.model import Report
    from checklist.report.view.quotes import OfficialText

_PAGES_OF_A_BRIEF = 2
_NUMBERS_PAGES = 131
"""Since this version Chromium fills the margins of a page as a style sheet says."""
_BY_HAND = (
    "不装也可以：去掉 --pdf 写出网页，用浏览器打开，按 Ctrl+P 存成 PDF（不勾选“页眉和页脚”），"
    "内容相同，只是目录没有页码"
)
_GET_ONE = {
    "win32": "Windows 一般自带 Edge；没有的，从官方网站安装 Edge 或者 Chrome",
    "darwin": "从官方网站安装 Chrome 或者 Edge，放进“应用程序”",
}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_UNSEEN = re.compile(r"<(style|script|template)\b.*?</\1>|<[^>]*>", re.DOTALL)
_MOST_LACKING = 0.2
_GET_A_FONT = (
    "安装中文字体，例如 sudo apt install fonts-noto-cjk 或者 sudo dnf install "
    "google-noto-sans-cjk-fonts；没有管理员权限的，把字体文件放进 ~/.local/share/fonts"
)
_GET_ONE_ELSEWHERE = "安装 Chromium，例如 sudo apt install chromium 或者 sudo dnf install chromium"


def printed(
    report: Report,
    *,
    part: Part = "report",
    cover: bool = False,
    text: OfficialText | None = None,
    browser: Path | None = None,
) -> bytes:
    """The PDF. Raises WrongUsage where there is no browser or it prints nothing."""
    from checklist.printing import pdf
    from checklist.report.page import html

    program = _program(browser)
    print_note(f"正在用 {program.stem} 打印，要几秒到一分钟 ……")

    def print_once(pages: Mapping[str, int], dense: int = 0) -> bytes:
        page = html.render(report, part=part, cover=cover, text=text, pages=pages, dense=dense)
        data = _print(page.encode("utf-8", errors="replace"), program)
        _refuse_boxes(page, pdf.characters(data))
        return data

    data = print_once({})
    version = pdf.milestone(data)
    if version is not None and version < _NUMBERS_PAGES:
        print_note(
            f"这个浏览器是第 {version} 版，太旧：PDF 没有页眉和“第 x 页 共 y 页”。"
            f"升级到第 {_NUMBERS_PAGES} 版以上再打印。"
        )
    if part == "brief":
        for dense in range(1, html.DENSEST + 1):
            if pdf.count(data) > _PAGES_OF_A_BRIEF:
                data = print_once({}, dense)
    if report.topic is not None or (part in {"report", "brief"} and not cover):
        return data  # there are no contents
    pages = pdf.pages_of_places(data)
    numbered = print_once(pages) if pages else data
    if not pages or pdf.pages_of_places(numbered) != pages:
        print_note("看不出各章在第几页，目录没有写页码。")
        return data
    return numbered


def _refuse_boxes(page: str, held: frozenset[str]) -> None:
    """Raise WrongUsage where the fonts hold a shape for too few of the Chinese characters.

    A browser that misses a font prints empty boxes and says that all went well. Some characters
    are in no font, and some of the page are never printed: hence the share.
    """
    wanted = set(_HAN.findall(_UNSEEN.sub("", page)))
    lacking = wanted - held
    if not held or len(lacking) <= len(wanted) * _MOST_LACKING:
        return
    what = "这台电脑没有中文字体"
    if held & wanted:
        what = f"这台电脑的字体里没有这份报告 {len(wanted)} 个汉字里的 {len(lacking)} 个"
    get = _GET_A_FONT if sys.platform == "linux" else "装上系统自带的中文字体"
    mend = f"{get}，再打印一次；或者去掉 --pdf 写出网页（.html），到有中文字体的电脑上打印"
    raise WrongUsage.because(f"{what}，印出来是方框，没有写 PDF", mend)


def _program(browser: Path | None) -> Path:
    """The browser to print with: the one named, else one that is installed."""
    from checklist.printing.places import NAMED_BY, installed

    named = str(browser) if browser else os.environ.get(NAMED_BY, "")
    if named:
        path = shutil.which(named)
        if path is None:
            what = "这里没有可以运行的浏览器"
            mend = f"检查 --browser 或者环境变量 {NAMED_BY}，写到程序文件本身，不是文件夹"
            raise WrongUsage.because(what, mend, file=named)
        return Path(path).absolute()
    program = installed()
    if program is None:
        what = "没有找到 Chrome、Edge 或者 Chromium，打印不了 PDF"
        get = _GET_ONE.get(sys.platform, _GET_ONE_ELSEWHERE)
        mend = f"{get}；装在别处的，用 --browser 写明位置。{_BY_HAND}"
        raise WrongUsage.because(what, mend)
    return program


def _print(page: bytes, program: Path) -> bytes:
    from checklist.printing.browser import PrintingError, print_page

    try:
        return print_page(page, program)
    except PrintingError as error:
        what = _reason(error)
    except OSError as error:
        what = f"启动不了浏览器，或者建不了临时文件夹（{reason(error)}）"
    mend = f"用 --browser 换一个浏览器（Chrome、Edge 或者 Chromium）。{_BY_HAND}"
    raise WrongUsage.because(what, mend, file=program)


def _reason(error: PrintingError) -> str:
    from checklist.printing.browser import TIMEOUT

    words = f"，它说：{error.words}" if error.words else ""
    if error.hung:
        return f"浏览器 {TIMEOUT:.0f} 秒还没有打印完，已经结束它{words}"
    if error.code:
        return f"浏览器打印失败，退出码 {error.code}{words}"
    return f"浏览器自称完成，却没有写出完整的 PDF{words}"
