"""`checklist report seal`: the digest of a page, to be kept apart from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from checklist.cli.chinese import option
from checklist.cli.common import output_option, today
from checklist.cli.output import check_target, write
from checklist.cli.results.verify import PageArgument
from checklist.commands import command
from checklist.errors import UnreadableFile, WrongUsage
from checklist.streams import print_note, print_text
from checklist.text import inert


def seal(
    page: PageArgument,
    by: Annotated[str, option("--by", "姓名", "谁封记的。", otherwise="不写")] = "",
    output: Annotated[
        Path | None, output_option("封记写到哪里。", otherwise="报告旁边，名称.封记.txt")
    ] = None,
) -> None:
    """给一份网页报告写一份封记（SHA-256），由另一个人留存，或者经另一条路送达。

    页面自带的摘要只防意外改动：改页面的人可以重算。封记在别人手里，改页面的人改不到，所以防得住伪造。
    先核对、再封记：checklist report verify 报告.html 自查.yaml
    收到报告的人：checklist report verify 报告.html --seal 报告.封记.txt
    封记说的只是“这一页与封记时一字不差”，不说页面内容对不对，也不证明封记人是谁；
    要证明是谁，用自己的工具给封记文件签名，例如 ssh-keygen -Y sign -n file -f 私钥 报告.封记.txt
    """
    from checklist.comparing.page_file import read_page_file
    from checklist.comparing.sealed import page_sha256, written
    from checklist.files import free_name, sibling

    sealed = read_page_file(page)
    if not sealed.intact:
        what = "这一页与它自带的页面摘要不符，写出以后被改动过，没有封记"
        raise UnreadableFile.because(what, "用 checklist report 重新写一份，再封记", file=page)
    target = output or free_name(sibling(page, "", page.stem, ".封记.txt"))
    check_target(target, example="报告.封记.txt", inputs=(page,))
    if target.exists():
        what = "这个文件已经存在，可能是别人的封记，没有覆盖"
        raise WrongUsage.because(what, "用 -o 另写一个文件名，或者先移走原来的", file=target)
    lies = write(target, written(sealed, page.name, by=by, on=today()), follow=output is not None)
    digest = page_sha256(sealed)
    print_note(f"SHA-256 {digest}（电话里核对末 16 位：{digest[-16:]}）。")
    print_note("与报告分开留存或者送达；核对：")
    print_note(f"  {command('report', 'verify', page, '--seal', lies)}")
    print_text(inert(str(lies)))
