"""What the sheet 说明 says: how to fill the questionnaire, and that nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.sheets.form_sheet import NAME, Sheet


def guide(sheet: Sheet) -> Iterator[str]:
    """One paragraph a line; the first is the title."""
    yield f"{sheet.title}：怎样填写"
    yield f"依据《{sheet.rulebook_title}》，规则册 {sheet.rulebook} {sheet.edition}。"
    yield "1. 只填浅黄色的格子，其余的受保护，请不要解除保护、增删行列或者改表名。"
    yield (
        "2. 有下拉框的从下拉框里选；保存期限、间隔、工作日等照格子旁的提示写数字和单位，"
        "例如 3年、6个月、3个工作日。"
    )
    yield (
        "3. 拿不准就选 不清楚，比猜一个好：它不算符合，也不算违反，会列入待查清的事项。"
        "读回时什么都不会替您猜。"
    )
    yield "4. 不适用 只在下拉框里有这一项时才能选。"
    yield "5. 可以多选的题一项一行，每一项都要答。"
    yield (
        "6. 直播间的题先填共同的答案；“仅直播间：某某”那几行只在那个直播间不一样时填，"
        "空着就是相同。"
    )
    yield (
        "7. 空着的格子就是没有答，以后还会再问；把原有的答案删空不会撤回它，要撤回请改成 不清楚。"
    )
    yield "8. 请在上方写填写人，它会记在您改动的每个答案旁边。不要写公式，写了读不回来。"
    yield (
        f"9. 填好后存成 .xlsx 发回。收到的人运行：checklist form import {NAME}.xlsx 答案文件，"
        "先看改动，确认后才写入。"
    )
    yield "结果是自评，不是法律意见。"
