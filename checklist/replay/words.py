"""What is told of a recording, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from checklist.law.on_screen import OnScreen
from checklist.replay.absences import total
from checklist.replay.model import Absence, Implicit, Label, Prompt, Recording, Seen

SEEN = {Seen.PRESENT: "看得到", Seen.ABSENT: "看不到", Seen.UNSURE: "看不清"}
OVERLAY = "平台界面另加的标识不在录像里，请对照手机录屏"
NO_SPANS = "没有给出该形象出现的时段，整段录像都按可能出现算"
SHOWS = (
    "录像核查是抽查：看到的只支持或者反驳答复，不能代替答复；没有给出的录像、没有抽到的画面看不出来。"
    f"{OVERLAY}。"
)
_ACROSS, _DOWN = ("左", "", "右"), ("上", "", "下")
_SHOWN = 20


def clock(seconds: float) -> str:
    """00:01:00.04: hours, minutes, seconds and hundredths."""
    hundredths = round(seconds * 100)
    minutes, rest = divmod(hundredths, 6000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 100:02}.{rest % 100:02}"


def long(seconds: float) -> str:
    """2分40秒, 1小时3分, 45.2秒 where it is less than a minute."""
    if seconds < 60:
        return f"{seconds:.1f}秒"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "小时"), (minutes, "分"), (rest, "秒"))
    return "".join(f"{count}{unit}" for count, unit in parts if count)


def place(prompt: Prompt) -> str:
    """左上角, 下边, 画面中间: by thirds of the picture."""
    x, y = prompt.box.center
    across, down = (names[max(0, min(2, int(at * 3)))] for names, at in ((_ACROSS, x), (_DOWN, y)))
    if across and down:
        return f"{across}{down}角"
    return f"{across or down}边" if across or down else "画面中间"


def recording_lines(recording: Recording) -> Iterator[str]:
    """What is said of a recording, line by line."""
    yield guarantee(recording)
    yield prompt(recording)
    yield from _stretches(recording)
    yield _blinking(recording)
    yield from recording.notes
    if recording.spans is None and recording.absences:
        yield NO_SPANS


def guarantee(recording: Recording) -> str:
    """How short an absence may be that was not seen."""
    rounded_up = ceil(recording.widest * 100 - 1e-6) / 100
    widest = f"{rounded_up:.2f}".removesuffix("0") + "秒"
    return (
        f"关键帧最大间隔{recording.keyframes:.1f}秒，看了{recording.looked}帧，"
        f"最多相隔{widest}：{widest}以上的缺失都会抽到；更短的可能漏掉"
    )


def prompt(recording: Recording) -> str:
    """提示“由人工智能生成”：左上角，字高约40像素（最短边720的5.6%）…"""
    seen = recording.prompt
    if seen is None:
        needed = "和".join("或".join(f"“{word}”" for word in group) for group in recording.says)
        return f"整段录像里没有看到写有{needed}的提示"
    parts = [f"提示“{seen.text}”：{place(seen)}"]
    if seen.height is None:
        parts.append("字高量不出来")
    else:
        side = recording.shortest_side
        share = f"最短边{side}的{100 * seen.height / side:.1f}%"
        parts.append(f"字高约{seen.height:.0f}像素（±{seen.within:.0f}，{share}）")
    if seen.contrast:
        parts.append(f"明暗对比约{seen.contrast:.1f}:1")
    return "，".join(parts)


def summary(recording: Recording) -> str:
    """看不到提示 5 处，共45.2秒（全长2分40秒）."""
    missing = recording.missing
    whole = f"全长{long(recording.seconds)}"
    if recording.spans is not None:
        there = sum(span.seconds for span in recording.spans)
        whole = f"该形象出现{long(there)}，{whole}"
    if missing:
        return f"看不到提示{len(missing)}处，共{long(total(missing))}（{whole}）"
    return f"没有抽到看不到提示的时段（{whole}）"


def absence(each: Absence) -> str:
    """00:00:52.00–00:01:00.04　8.0秒."""
    seen = "" if each.seen is Seen.ABSENT else f"　{SEEN[each.seen]}，请人工看"
    return f"{clock(each.span.start)}–{clock(each.span.end)}　{each.seconds:.1f}秒{seen}"


def _stretches(recording: Recording) -> Iterator[str]:
    absences = recording.absences
    unsure = len(absences) - len(recording.missing)
    more = f"；另有{unsure}处看不清，请人工看" if unsure else ""
    exact = "；起止是逐帧找到的" if recording.is_exact else "；起止只精确到相邻两次抽看之间"
    yield summary(recording) + more + (f"{exact}：" if absences else "")
    for number, each in enumerate(absences[:_SHOWN], 1):
        yield f"　{number} {absence(each)}"
    if len(absences) > _SHOWN:
        yield f"　…… 另外{len(absences) - _SHOWN}处在 缺失时段.csv 里"


def _blinking(recording: Recording) -> str:
    if not recording.stretches:
        return "没有逐帧看有没有闪烁（录像太短，或者提示没有稳定出现）"
    checked = f"逐帧看有没有闪烁{recording.stretches}段"
    if not recording.flickers:
        return f"{checked}：没有发现闪烁"
    first = recording.flickers[0]
    return (
        f"{checked}：发现{len(recording.flickers)}次闪烁，"
        f"第一次在{clock(first.start)}，{first.seconds:.2f}秒"
    )


def implicit(metadata: Implicit) -> str:
    """文件元数据：没有 AIGC 字段 …"""
    match metadata.label:
        case Label.NONE:
            return "文件元数据：没有 AIGC 字段（转存过的文件会丢掉它，说明不了什么）"
        case Label.FOUND:
            return f"文件元数据：有 AIGC 字段（{metadata.field}）"
        case Label.UNREADABLE:
            return f"文件元数据：有 AIGC 字段（{metadata.field}），内容不是标准的写法"


def shown(recording: Recording, demanded: OnScreen, *, holds: bool) -> str:
    """What a recording shows of what is demanded, and whether it `holds`, in one sentence."""
    name = f"录像“{recording.name}”"
    if demanded.height is not None or demanded.seconds is not None:
        kept = f"，最长持续{long(recording.prompt.longest)}" if recording.prompt else ""
        return f"{name}：{prompt(recording)}{kept if demanded.seconds else ''}"
    if demanded.from_start:
        return f"{name}：该形象出现的起始画面{'看得到' if holds else '看不到'}提示"
    what = summary(recording)
    if recording.flickers:
        what += f"，闪烁{len(recording.flickers)}次"
    first = recording.missing[0].span.start if recording.missing else None
    begins = "" if first is None else f"，第一处从{clock(first)[:8]}起"
    beside = f"；{NO_SPANS}" if recording.spans is None else ""
    return f"{name}：{what}{begins}{beside}；{OVERLAY}"
