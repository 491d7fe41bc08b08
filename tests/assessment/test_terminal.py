"""`checklist ask` as a program: from a pipe, and on a real terminal of 80 columns."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from wcwidth import wcswidth

from checklist import exits
from tests.conftest import Process, Run

ROOT = Path(__file__).parents[2]
_PATIENCE = 120
"""Seconds after which a test gives up waiting; far more than a busy machine needs."""


class TestPiped:
    """Answers line by line from standard input."""

    def test_the_end_of_input_is_an_interruption_that_loses_nothing(
        self, process: Process, checklist: Run, tmp_path: Path
    ) -> None:
        path = tmp_path / "自查.yaml"
        ran = process("ask", path, input="某某公司\n张三\n\n\n\n1\n".encode())
        assert ran.returncode == exits.INTERRUPTED, ran.stderr.decode()
        out = ran.stdout.decode()
        assert "答（? 说明）：某某公司" in out.splitlines()
        assert "输入到此为止。已答 6 题" in out
        assert "name: 某某公司" in path.read_text(encoding="utf-8")
        again = checklist("ask", path, typed="q\n")
        assert again.code == exits.DONE, again.err
        assert "接着上次（某某公司）：已答 6 题" in again.out

    def test_a_period_does_not_begin_before_the_regulation_was_in_force(
        self, checklist: Run, tmp_path: Path
    ) -> None:
        path = tmp_path / "自查.yaml"
        typed = "某某公司\n张三\n\n\n2025-07-01 至 2026-06-30\n2026-02-01 至 2026-06-30\nq\n"
        ran = checklist("ask", path, typed=typed)
        assert ran.code == exits.DONE, ran.err
        assert "2026-02-01 之前还没有施行" in ran.out
        assert "period: { from: 2026-02-01, to: 2026-06-30 }" in path.read_text(encoding="utf-8")

    def test_chinese_windows_may_pipe_gbk(self, process: Process, tmp_path: Path) -> None:
        path = tmp_path / "自查.yaml"
        env = {"PYTHONIOENCODING": "gbk"}
        ran = process("ask", path, input="杭州某某公司\n䶮哥\nq\n".encode("gb18030"), env=env)
        assert ran.returncode == exits.DONE, ran.stderr.decode("gbk")
        assert "直播电商合规自查" in ran.stdout.decode("gbk")
        assert "prepared_by: " in path.read_text(encoding="utf-8")
        assert "䶮哥" in path.read_text(encoding="utf-8")

    def test_a_bad_file_is_told_and_left_alone(self, checklist: Run, tmp_path: Path) -> None:
        path = tmp_path / "自查.yaml"
        path.write_text("format: 1\nfacts: { nonsense: 是 }\n", encoding="utf-8")
        ran = checklist("ask", path, typed="q\n")
        assert ran.code == exits.BAD_FILE
        assert "nonsense" in ran.err
        assert path.read_text(encoding="utf-8") == "format: 1\nfacts: { nonsense: 是 }\n"

    def test_a_folder_is_no_answers_file(self, checklist: Run, tmp_path: Path) -> None:
        ran = checklist("ask", tmp_path)
        assert ran.code == exits.BAD_FILE
        assert "文件夹" in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
class TestOnATerminal:
    """Keys are typed; what stands on the screen is read back."""

    @pytest.fixture
    def screen(self, tmp_path: Path) -> Screen:
        return Screen(tmp_path)

    def test_a_sitting_reads_well_at_eighty_columns(self, screen: Screen) -> None:
        screen.wait_to_answer("填报单位的全称？")
        for line in ("杭州某某文化传媒有限公司", "张三", "", "", ""):
            screen.type(line)
            screen.wait_to_answer()
        screen.wait("主体情况 1/")
        screen.type("?")
        screen.wait_to_answer("为什么问：")
        screen.type("b")
        screen.wait("（直接回车保留）")
        screen.type("q")
        screen.wait("checklist ask 自查.yaml")
        assert screen.ended() == exits.DONE
        shown = screen.rows
        assert any(row.startswith("主体情况 1/") for row in shown)
        assert "-" * 79 in shown
        assert max(wcswidth(line) for line in screen.everything.split("\r\n")) <= 80

    def test_chinese_can_be_erased_while_it_is_typed(self, screen: Screen) -> None:
        screen.wait_to_answer("填报单位的全称？")
        screen.type("某某公司错了\x7f\x7f")
        screen.wait_to_answer("填报人姓名？")
        screen.type("q")
        screen.wait("接着答：")
        assert "name: 某某公司," in (screen.folder / "自查.yaml").read_text(
            encoding="utf-8"
        ).replace(" }", ",")

    @pytest.mark.slow
    @pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
    def test_leaving_by_a_key_says_how_to_go_on(self, screen: Screen, key: str) -> None:
        screen.wait_to_answer("填报单位的全称？")
        screen.type("某某公司")
        screen.wait_to_answer("填报人姓名？")
        screen.press(key)
        screen.wait("接着答：")
        assert screen.ended() == exits.INTERRUPTED

    def test_the_question_stands_out(self, screen: Screen) -> None:
        screen.wait("\x1b[1m填报单位的全称？\x1b[0m")

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("arguments", "env"),
        [(["--plain"], {}), ([], {"NO_COLOR": "1"}), ([], {"TERM": "dumb"})],
        ids=["--plain", "NO_COLOR", "TERM=dumb"],
    )
    def test_plain_text_has_no_escape_sequences_and_can_be_left(
        self, tmp_path: Path, arguments: list[str], env: dict[str, str]
    ) -> None:
        screen = Screen(tmp_path, "ask", *arguments, env=env)
        screen.wait_to_answer("填报单位的全称？")
        screen.type("某某公司")
        screen.wait_to_answer("填报人姓名？")
        screen.type("\N{FULLWIDTH LATIN SMALL LETTER Q}")
        screen.wait("checklist ask")
        assert screen.ended() == exits.DONE
        assert "\x1b" not in screen.everything

    @pytest.mark.parametrize(
        "plain",
        [
            pytest.param(False, id="brackets"),
            pytest.param(True, id="lines that wait", marks=pytest.mark.slow),
        ],
    )
    def test_a_paste_never_answers_a_question_that_was_not_shown(
        self, tmp_path: Path, *, plain: bool
    ) -> None:
        screen = Screen(tmp_path, "ask", *(["--plain"] if plain else []))
        screen.wait_to_answer("填报单位的全称？")
        screen.paste("某某公司\r张三\r\r2026")
        screen.wait_to_answer("一次贴进来 3 行，没有算作回答：“某某公司 / 张三 / 2026”")
        screen.type("另一公司")
        screen.wait_to_answer("填报人姓名？")
        screen.type("q")
        screen.wait("接着答：")
        assert screen.ended() == exits.DONE
        text = (tmp_path / "自查.yaml").read_text(encoding="utf-8")
        assert "另一公司" in text
        assert "张三" not in text

    @pytest.mark.slow
    def test_a_paste_of_one_line_is_that_line(self, screen: Screen) -> None:
        screen.wait_to_answer("填报单位的全称？")
        screen.paste("某某公司\r")
        screen.wait_to_answer("填报人姓名？")
        screen.type("q")
        assert screen.ended() == exits.DONE
        assert "name: 某某公司" in (screen.folder / "自查.yaml").read_text(encoding="utf-8")

    @pytest.mark.slow
    def test_what_is_typed_before_a_question_stands_there_does_not_answer_it(
        self, tmp_path: Path
    ) -> None:
        screen = Screen(tmp_path)
        screen.type("1")  # the program is still starting
        screen.wait_to_answer("“1”是在提问以前输入的，没有算作回答")
        screen.type("q")
        assert screen.ended() == exits.DONE
        assert not (tmp_path / "自查.yaml").exists()

    @pytest.mark.slow
    @pytest.mark.parametrize("key", ["q\r", "\x03", "\x04", None], ids=["q", "C-c", "C-d", "kill"])
    def test_the_terminal_is_given_back_on_every_way_out(
        self, screen: Screen, key: str | None
    ) -> None:
        screen.wait_to_answer("填报单位的全称？")
        if key is None:
            screen.kill()
        else:
            screen.press(key)
        screen.wait("没有建立文件")
        screen.ended()
        on, off = "\x1b[?2004h", "\x1b[?2004l"
        assert screen.everything.count(on) == screen.everything.count(off) > 0
        assert screen.everything.rindex(off) > screen.everything.rindex(on)

    def test_a_second_terminal_is_told(self, screen: Screen) -> None:
        screen.wait_to_answer("填报单位的全称？")
        second = Screen(screen.folder)
        second.wait("正在另一个窗口里作答")
        assert second.ended() == exits.BAD_FILE


class Screen:
    """`checklist` on a terminal of 80 columns, and what one sees there."""

    def __init__(
        self,
        folder: Path,
        command: str = "ask",
        *arguments: str,
        rows: int = 40,
        env: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        import pexpect
        import pyte

        self.folder = folder
        self._seen = pyte.Screen(80, rows)
        self._stream = pyte.ByteStream(self._seen)
        self._raw = b""
        self.everything = ""
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "checklist", command, *arguments],
            cwd=folder,
            dimensions=(rows, 80),
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "LANG": "C.UTF-8",
                "TERM": "xterm",
                "NO_COLOR": "",
                **env,
            },
            timeout=_PATIENCE,
        )

    @property
    def rows(self) -> list[str]:
        """What stands on the screen now, row by row."""
        return [row.rstrip() for row in self._seen.display]

    @property
    def text(self) -> str:
        return self._raw.decode("utf-8", errors="replace")

    def wait(self, for_: str) -> None:
        while for_.encode() not in self._raw:
            assert self._read(), f"{for_!r} never came:\n{self.text}"

    def wait_to_answer(self, question: str = "") -> None:
        """Until the prompt below the question stands: what is typed sooner, the terminal gets."""
        self.wait(question)
        while not re.search(f"{re.escape(question)}.*答（.*）：", self.text, re.DOTALL):
            assert self._read(), f"no prompt after {question!r}:\n{self.text}"

    def type(self, line: str) -> None:
        self._raw = b""
        self._child.send(line + "\r")

    def paste(self, text: str) -> None:
        """What a terminal sends for a paste, in brackets where it was asked for them."""
        brackets = self.everything.rfind("\x1b[?2004h") > self.everything.rfind("\x1b[?2004l")
        self._raw = b""
        self._child.send(f"\x1b[200~{text}\x1b[201~\r" if brackets else text)

    def kill(self) -> None:
        """Asks it to end, once more while nothing comes of it.

        CPython's readline sleeps through a signal that arrives just before it begins to wait.
        """
        for _ in range(_PATIENCE):
            self._child.kill(signal.SIGTERM)
            if self._read(patience=1) or not self._child.isalive():
                break

    def press(self, key: str) -> None:
        """Presses a key; Ctrl-C, which is a signal, once more while nothing comes of it: `kill`."""
        self._child.send(key)
        for _ in range(_PATIENCE // 5 if key == "\x03" else 0):
            if self._read(patience=5) or not self._child.isalive():
                break
            self._child.send(key)

    def ended(self) -> int | None:
        import pexpect

        self._child.expect(pexpect.EOF)
        self._child.wait()
        self._child.close()
        code: int | None = self._child.exitstatus
        return code

    def _read(self, patience: int = _PATIENCE) -> bool:
        """Takes in what was written next; False at the end, or when nothing came for long."""
        import pexpect

        try:
            data: Any = self._child.read_nonblocking(65536, timeout=patience)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self._raw += data
        self.everything += data.decode("utf-8", errors="ignore")
        self._stream.feed(data)
        return True
