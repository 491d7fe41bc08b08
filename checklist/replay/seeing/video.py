"""Opens recordings and decodes as little of them as is wanted. Runs in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import av
import numpy as np
from av.error import FFmpegError

from checklist.replay.implicit import implicit
from checklist.replay.model import Implicit
from checklist.replay.sampling import Plan

Luma: TypeAlias = Any
"""How bright each point of a picture is, from 0 to 255: an array of rows."""
FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,flv,live_flv,mpegts,mpeg,avi,asf"
"""What is opened: containers that hold pictures, and none that lead elsewhere, as playlists do."""
MOST_SECONDS = 12 * 3600
MOST_SIDE = 4096
_MOST_PACKETS = 8_000_000
_EIGHT_BITS = ("yuv", "nv12", "nv21", "gray")


class BadMedia(Exception):
    """A recording that cannot be looked at: why, and what to do about it, in Chinese."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.what, self.mend = what, mend


class Video:
    """A recording that was opened, with the moments of its keyframes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []
        with self._opened() as container:
            stream = container.streams.video[0]
            context = stream.codec_context
            self.codec = str(context.name)
            self.width, self.height = int(context.width), int(context.height)
            self._check_size()
            self.implicit: Implicit = implicit({**container.metadata, **stream.metadata})
            self._index(container, stream)
        first = next(self._from(0.0), None)
        if first is None:
            raise BadMedia("画面一帧也解不开", "先用剪辑软件另存为 H.264 的 mp4，再给出")
        self.rotation = round(float(first.rotation) / 90) * 90
        if self.rotation % 180:
            self.width, self.height = self.height, self.width

    def _opened(self) -> Any:
        options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
        try:
            container = av.open(f"file:{self.path}", options=options, metadata_errors="replace")
        except FFmpegError as error:
            mend = "检查是不是选错了文件、有没有下载完；能播放的，先用剪辑软件另存为 mp4"
            raise BadMedia(f"认不出这是录像（{type(error).__name__}）", mend) from None
        if not container.streams.video:
            container.close()
            raise BadMedia("这个文件里没有画面，可能只有声音", "给出有画面的录像") from None
        # One thread, so that two recordings at a time share two cores and memory stays bounded.
        container.streams.video[0].codec_context.thread_count = 1
        return container

    def _check_size(self) -> None:
        if not self.width or not self.height:
            raise BadMedia("读不出画面的大小", "先用剪辑软件另存为 mp4，再给出")
        if max(self.width, self.height) > MOST_SIDE:
            what = f"画面是{self.width}×{self.height}，超过{MOST_SIDE}像素，没有看"
            raise BadMedia(what, "先转成1080p再给出")

    def _index(self, container: Any, stream: Any) -> None:
        """Read where the pictures are, without decoding any."""
        base, keys, first, end = float(stream.time_base), [], None, 0.0
        for count, packet in enumerate(self._packets(container, stream), 1):
            at = _stamp(packet) * base
            first = at if first is None else min(first, at)
            end = max(end, at + float(packet.duration or 0) * base)
            if packet.is_keyframe:
                keys.append(at)
            if end - first > MOST_SECONDS or count > _MOST_PACKETS:
                what = f"录像超过{MOST_SECONDS // 3600}小时，没有看"
                raise BadMedia(what, "先切成几段再给出")
        if first is None or not keys:
            raise BadMedia("文件里没有完整的画面", "检查有没有下载完，或者先用剪辑软件另存为 mp4")
        self.offset: float = first
        self.base: float = base
        self.keyframes = [self._since(at) for at in keys]
        self.seconds = end - first

    def _since(self, at: float) -> float:
        return max(0.0, at - self.offset)

    # --- decoding --------------------------------------------------------------------------------

    def pictures(
        self, plan: Plan, whole: set[int], after: float
    ) -> Iterator[tuple[int, float, Luma, bool]]:
        """The pictures wanted later than `after`, and every one of the groups in `whole`.

        With the number of its group, its moment, and whether it is wanted itself.
        """
        number_of = {group.start: number for number, group in enumerate(plan.groups)}
        with self._opened() as container:
            stream = container.streams.video[0]
            number, context = -1, stream.codec_context
            for packet in self._packets(container, stream):
                if packet.is_keyframe:
                    if number >= 0 and plan.groups[number].start > after:
                        yield from self._drained(context, number)
                    number = number_of.get(self._since(_stamp(packet) * self.base), number)
                    context.skip_frame = "DEFAULT" if number in whole else "NONREF"
                    self._wanted = [] if number < 0 else [*plan.groups[number].moments]
                    self._is_whole = number in whole
                if number < 0 or plan.groups[number].start <= after:
                    continue
                if not packet.is_keyframe and not self._is_needed(packet):
                    continue
                yield from self._decoded(context, packet, number)
            if number >= 0:
                yield from self._drained(context, number)

    def _is_needed(self, packet: Any) -> bool:
        """Whether a picture that is still wanted may need this packet."""
        if self._is_whole:
            return True
        stamp = packet.dts if packet.dts is not None else packet.pts
        return bool(self._wanted) and self._since(stamp * self.base) <= self._wanted[-1] + 0.5

    def _decoded(
        self, context: Any, packet: Any, number: int
    ) -> Iterator[tuple[int, float, Luma, bool]]:
        try:
            frames = context.decode(packet)
        except FFmpegError:
            self._note("有的画面解不开，跳过了")
            return
        for frame in frames:
            if frame.is_corrupt:
                self._note("有的画面有损坏，看不到提示的不一定就没有，请人工看")
            at = self._time(frame)
            is_wanted = bool(self._wanted) and at >= self._wanted[0] - 1e-6
            while self._wanted and at >= self._wanted[0] - 1e-6:
                self._wanted.pop(0)
            if is_wanted or self._is_whole:
                yield number, at, self._upright(frame), is_wanted

    def _drained(self, context: Any, number: int) -> Iterator[tuple[int, float, Luma, bool]]:
        yield from self._decoded(context, None, number)
        context.flush_buffers()

    def _packets(self, container: Any, stream: Any) -> Iterator[Any]:
        try:
            for packet in container.demux(stream):
                if packet.pts is not None or packet.dts is not None:
                    yield packet
        except FFmpegError:
            self._note("文件中间有损坏，后面的可能没有看到")

    def between(self, start: float, end: float) -> Iterator[tuple[float, Luma]]:
        """Every picture from `start` until before `end`."""
        for frame in self._from(start):
            at = self._time(frame)
            if at >= end - 1e-6:
                return
            if at >= start - 1e-6:
                yield at, self._upright(frame)

    def colored(self, at: float) -> Any:
        """The picture at a moment, or the first after it, as an image; None where there is none."""
        for frame in self._from(at):
            if self._time(frame) >= at - 1e-6:
                return frame.to_image().rotate(self.rotation, expand=True)
        return None

    def _from(self, start: float) -> Iterator[Any]:
        with self._opened() as container:
            stream = container.streams.video[0]
            if start > 0:
                stamp = int((start + self.offset) / self.base)
                container.seek(stamp, stream=stream, backward=True)
            try:
                yield from container.decode(stream)
            except FFmpegError:
                self._note("有的画面解不开，跳过了")

    def _upright(self, frame: Any) -> Luma:
        picture = luma(frame)
        return np.rot90(picture, self.rotation // 90) if self.rotation else picture

    def _time(self, frame: Any) -> float:
        return self._since(float(frame.pts or 0) * self.base)

    def _note(self, what: str) -> None:
        if what not in self.notes:
            self.notes.append(what)


def _stamp(packet: Any) -> int:
    """When a packet is shown, or else decoded, as its file counts."""
    return int(packet.pts if packet.pts is not None else packet.dts)


def luma(frame: Any) -> Luma:
    """How bright each point of a picture is, from 0 to 255."""
    if max(frame.width, frame.height) > MOST_SIDE:
        raise BadMedia(f"中途画面变成{frame.width}×{frame.height}，没有看", "先转成1080p再给出")
    name = frame.format.name
    if name.startswith(_EIGHT_BITS) and frame.format.components[0].bits == 8:
        plane = frame.planes[0]
        flat = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
        return flat[:, : plane.width].copy()
    gray: Luma = frame.reformat(format="gray").to_ndarray()
    return gray
