"""A sitting is killed at random moments of all one can do in it: what was confirmed stays."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from checklist.assessment.model import Answer, Assessment
from checklist.assessment.stored.file import load, load_history
from checklist.assessment.stored.recovery import recover
from checklist.sitting.kept import Kept
from checklist.sitting.session import Session
from checklist.sitting.terminal import Terminal
from tests.assessment.killing import Heard
from tests.given import bundled

BOOK = bundled.LIVESTREAM
ROOT = Path(__file__).parents[2]
RULES = ROOT / "rules" / "livestream.yaml"
OPENING = ["某某公司", "张三", "", "", "", "旗舰店、美妆间、清仓间"]
ANSWERS = [
    "是",
    "是",
    "否",
    "否",
    "不清楚",
    "1",
    "2",
    "1 2",
    "3年",
    "3个工作日",
    "每年1次",
    "全不选",
]
ELSE = [
    *["", "u", "b", "s", "v", "?", "不知道什么", "2 3", "美妆间", "更正", "整改", "2026-03-01"],
    *["m", "问过仓库", "e", "合同在柜子里", "p", "李四", "g 第27条", "g 主体", "g 1"],
    *["g 直播间", "加 新房", "去掉 2", "改名 1 甲"],
]
"""Keys, and what their prompts want, in any order: slips are part of it."""
FINE_CLOCK = """
from datetime import UTC, datetime
from checklist.cli import ask
ask.now = lambda: datetime.now(UTC)
from checklist.__main__ import main
main()
"""
"""The program with the clock of `Played`. By its own, an answer given once more within one second
is no change, and what `u` takes back would depend on the speed of the machine."""


class Played:
    """A sitting with random lines: what was typed where, and what stood in the file before each."""

    def __init__(self, path: Path, seed: int, lines: int) -> None:
        self._chance = random.Random(seed)
        self._lines = lines
        self._path = path
        self.echoes: list[str] = []
        self.typed: list[str] = []
        self.stood: list[Assessment | None] = []
        terminal = Terminal(
            read=self._read, write=lambda _: None, width=lambda: 80, height=None, styled=False
        )
        kept = Kept(
            path=path,
            rulebook=BOOK,
            now=lambda: datetime.now(UTC),
            tell=terminal.show,
        )
        session = Session(kept=kept, terminal=terminal, today=datetime.now(UTC).date())
        with pytest.raises(EOFError):  # noqa: PT012 - the lines may end in either
            session.open()
            session.run()
        path.unlink()
        history = path.with_name(f"{path.stem}.历史.jsonl")
        history.unlink(missing_ok=True)

    def _read(self, prompt: str) -> str:
        self.stood.append(stands(self._path))
        at = len(self.typed)
        if at == self._lines:
            raise EOFError
        if at < len(OPENING):
            line = OPENING[at]
        else:
            line = self._chance.choice(ANSWERS if self._chance.random() < 0.6 else ELSE)
        self.typed.append(line)
        self.echoes.append(prompt + line)
        return line

    def confirmed(self, output: str) -> int:
        """How many lines were read, as their echoes tell."""
        place = 0
        for number, echo in enumerate(self.echoes):
            place = output.find(echo, place)
            if place < 0:
                return number
            place += len(echo)
        return len(self.echoes)


def stands(path: Path) -> Assessment | None:
    """What stands in the file, without the moments."""
    if not path.exists():
        return None
    file = load(path, BOOK)

    def timeless(answers: dict[str, Answer]) -> dict[str, Answer]:
        return {key: replace(answer, at=None) for key, answer in answers.items()}

    return replace(file, facts=timeless(dict(file.facts)), answers=timeless(dict(file.answers)))


def play_and_kill(played: Played, path: Path, chance: random.Random) -> tuple[bool, str]:
    """Type the same lines, and kill at some moment; whether it was alive, and what it said."""
    process = subprocess.Popen(
        [sys.executable, "-c", FINE_CLOCK, "ask", str(path), "--rules", str(RULES)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdin is not None
    heard = Heard(process)
    process.stdin.write("".join(f"{line}\n" for line in played.typed).encode())
    process.stdin.flush()
    until = chance.randrange(len(played.typed))
    length = 0
    while process.poll() is None:
        if played.confirmed(heard.said.decode("utf-8", "replace")) >= until:
            break
        heard.wait_for_more(than=length)
        length = len(heard.said)
    time.sleep(chance.uniform(0, 0.02))
    return heard.kill(), heard.said.decode("utf-8", "replace")


def recorded_after_all(path: Path) -> set[tuple[str, str]]:
    """What is answered as the history tells it, once the file was opened again."""
    recover(path, load(path, BOOK), BOOK, at=datetime.now(UTC))
    last = {(entry.section, entry.key): entry.new for entry in load_history(path).entries}
    return {(section, key) for (section, key), new in last.items() if key and new is not None}


def stood_at_last(path: Path) -> set[tuple[str, str]]:
    file = load(path, BOOK)
    return {("facts", key) for key in file.facts} | {("answers", key) for key in file.answers}


def kill_again_and_again(folder: Path, *, times: int, seed: int) -> None:
    path = folder / "自查.yaml"
    played = Played(path, seed, lines=80)
    chance = random.Random(seed)
    killed = 0
    while killed < times:
        alive, said = play_and_kill(played, path, chance)
        killed += alive
        read = played.confirmed(said)
        may_stand = played.stood[max(read - 1, 0) : read + 1]
        assert stands(path) in may_stand, f"seed {seed}, {read} lines read:\n{said[-2000:]}"
        if path.exists():
            assert recorded_after_all(path) == stood_at_last(path)
        for left in folder.iterdir():
            left.unlink()


@pytest.mark.slow
def test_ten_kills_anywhere_lose_at_most_the_line_being_typed(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, times=10, seed=100)


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_kills_anywhere_lose_at_most_the_line_being_typed(
    tmp_path: Path, seed: int
) -> None:
    kill_again_and_again(tmp_path, times=100, seed=seed)
