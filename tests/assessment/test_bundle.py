"""Answers and what belongs to them travel as one archive; what was not made by us is refused."""

from __future__ import annotations

import hashlib
import io
import json
import random
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checklist.assessment.stored.bundle import MANIFEST, Contents, Listed, Manifest, Part, pack
from checklist.assessment.stored.file import load, load_history
from checklist.assessment.stored.unpacking import unpack
from checklist.cli.app import run
from checklist.errors import NotWritten, UnreadableFile
from checklist.paths import faulty_name, two_alike
from tests.conftest import ROOT, Run
from tests.given.bundled import LIVESTREAM, write_example

AT = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)


def most_memory() -> int:
    """What this process has held at most, in KB; a test that asks skips where nothing tells."""
    resource = pytest.importorskip("resource", reason="memory is counted as POSIX does")
    used: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Answers with a history and two pieces of evidence: one beside them, one copied in."""
    folder = tmp_path_factory.mktemp("bundle")
    (folder / "elsewhere" / "证据").mkdir(parents=True)
    home = write_example("agency", folder / "elsewhere" / "自查.yaml")
    (home.parent / "证据" / "培训 签到.png").write_bytes(b"\x89PNG" * 1000)
    (folder / "合同.pdf").write_bytes(b"%PDF-")
    typed = f"e 证据/培训 签到.png\ne {folder / '合同.pdf'}\ne https://a.example/x\nq\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.StringIO(typed))
        run(["ask", str(home), "--only", "gaps"])
    return home


@pytest.fixture(scope="module")
def bundled(home: Path) -> Path:
    packed = home.parents[1] / "自查.zip"
    assert run(["bundle", str(home), "-o", str(packed)]) == 0
    return packed


@pytest.fixture
def own(home: Path, tmp_path: Path) -> Path:
    return shutil.copytree(home.parent, tmp_path / "elsewhere") / home.name


@pytest.fixture
def packed(own: Path, bundled: Path) -> Path:
    return shutil.copyfile(bundled, own.with_suffix(".zip"))


class TestThereAndBack:
    def test_everything_arrives_and_is_verified(
        self, own: Path, packed: Path, checklist: Run, tmp_path: Path
    ) -> None:
        there = tmp_path / "another machine"
        there.mkdir()
        shutil.move(packed, there / "收到.zip")
        before = load(own, LIVESTREAM), load_history(own)
        shutil.rmtree(own.parent)
        ran = checklist("bundle", "open", there / "收到.zip")
        assert ran.code == 0, ran.err
        assert "已解开 5 个文件，与清单逐个相符" in ran.err
        assert "相符：用这份答案文件和规则册重新写一遍" in ran.out
        assert "佐证和登记" not in ran.err
        answers = there / "收到" / "自查.yaml"
        assert (load(answers, LIVESTREAM), load_history(answers)) == before
        names = {each.relative_to(answers.parent).as_posix() for each in answers.parent.rglob("*")}
        assert names == {
            "自查.yaml", "自查.历史.jsonl", "自查.html", "证据", "证据/培训 签到.png",
            "证据/合同.pdf", MANIFEST,
        }  # fmt: skip
        assert checklist("bundle", answers, "-o", there / "再.zip").code == 0
        assert checklist("bundle", "open", there / "再.zip").code == 0

    @pytest.mark.slow
    def test_another_rulebook_is_needed_again(self, own: Path, checklist: Run) -> None:
        rules = own.with_name("my-rules.yaml")
        text = (ROOT / "rules" / "livestream.yaml").read_text("utf-8")
        rules.write_text(text.replace("为什么", "为何"), "utf-8")
        archive = own.with_suffix(".zip")
        assert checklist("bundle", own, "--rules", rules).code == 0
        opened = checklist("bundle", "open", archive, "--rules", rules, "-o", own.parent / "a")
        assert (opened.code, "相符：用这份答案文件和规则册重新写一遍" in opened.out) == (0, True)
        opened = checklist("bundle", "open", archive, "-o", own.parent / "b")
        assert (opened.code, "无法复算：需要规则册" in opened.out) == (4, True)

    def test_names_are_utf_8_and_nothing_is_open_to_others(self, packed: Path) -> None:
        with zipfile.ZipFile(packed) as archive:
            for entry in archive.infolist():
                assert entry.flag_bits & 0x800 or entry.filename.isascii()
                assert stat.S_IMODE(entry.external_attr >> 16) == 0o600

    def test_both_ends_name_the_same_digest(self, own: Path, checklist: Run) -> None:
        told = [
            checklist("bundle", own).err,
            checklist("bundle", "open", own.with_suffix(".zip")).err,
        ]
        digests = [each.partition("清单摘要 ")[2][:64] for each in told]
        assert len(digests[0]) == 64
        assert digests[0] == digests[1]

    @pytest.mark.slow
    @pytest.mark.parametrize("way", ["gone", "changed"])
    def test_evidence_that_is_not_as_recorded_is_told_on_both_ends(
        self, own: Path, checklist: Run, way: str
    ) -> None:
        file = own.parent / "证据" / "合同.pdf"
        file.unlink() if way == "gone" else file.write_bytes(b"forged")
        for words in (("bundle", own), ("bundle", "open", own.with_suffix(".zip"))):
            ran = checklist(*words)
            assert ran.code == 1
            assert "有 1 件佐证和登记的不一样" in ran.err
            assert "证据/合同.pdf：" in ran.err

    def test_papers_known_by_name_alone_are_told_not_to_be_there(
        self, own: Path, checklist: Run
    ) -> None:
        text, names = own.read_text(encoding="utf-8"), "截图一.png、截图二.png"
        assert "https://a.example/x" in text
        own.write_text(text.replace("https://a.example/x", names), encoding="utf-8")
        ran = checklist("bundle", own)
        assert ran.code == 0
        told = next(line for line in ran.err.splitlines() if "只写了文件名" in line)
        assert names in told
        assert "合同.pdf" not in told

    def test_nothing_is_written_over(self, own: Path, packed: Path, checklist: Run) -> None:
        before = packed.read_bytes()
        ran = checklist("bundle", own)
        assert (ran.code, "没有覆盖" in ran.err) == (2, True)
        assert packed.read_bytes() == before
        ran = checklist("bundle", "open", packed, "-o", own.parent)
        assert (ran.code, "这里已经有文件，没有解开" in ran.err) == (2, True)
        target = own.parent / "链接"
        target.symlink_to(own.parent.parent)
        assert checklist("bundle", "open", packed, "-o", target).code == 2
        (own.parent / "空").mkdir()
        assert checklist("bundle", "open", packed, "-o", own.parent / "空").code == 0

    def test_a_failure_leaves_nothing(
        self, packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: Path, __: Path) -> Path:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "rename", full)
        with pytest.raises(NotWritten, match="解不开到这里（磁盘满了）"):
            unpack(packed, tmp_path / "新")
        assert not [each.name for each in tmp_path.iterdir() if "新" in each.name]

    @pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
    def test_private_answers_give_a_private_archive(self, own: Path, checklist: Run) -> None:
        own.chmod(0o600)
        checklist("bundle", own)
        assert stat.S_IMODE(own.with_suffix(".zip").stat().st_mode) == 0o600


class TestWhatDoesNotGoAlong:
    def test_no_place_of_one_computer(self, own: Path, checklist: Run) -> None:
        text = own.read_text("utf-8")
        schema = text.splitlines()[0]
        text = text.replace(schema, "# yaml-language-server: $schema=/home/LOGIN/schema.json")
        text = text.replace(
            "[证据/档案管理制度-2025版.pdf]", "[{ text: a, path: /home/LOGIN/a.pdf }]"
        )
        own.write_text(text, "utf-8")
        history = own.with_name("自查.历史.jsonl")
        old = {"evidence": [{"text": "a.pdf", "path": "C:\\Users\\LOGIN\\a.pdf"}, "/home/LOGIN/b"]}
        line = {"at": AT.isoformat(), "by": None, "section": "answers", "key": "x", "old": None}
        torn = '{"at": "2026", "old": "/home/LOGIN'
        added = f"{json.dumps({**line, 'new': old})}\n{torn}\n"
        history.write_text(history.read_text("utf-8") + added, "utf-8")
        before = load_history(own)
        assert checklist("bundle", own).code == 0
        folder = own.parent / "新"
        unpack(own.with_suffix(".zip"), folder)
        for file in folder.rglob("*.*"):
            assert b"LOGIN" not in file.read_bytes(), file
        after = load_history(folder / "自查.yaml")
        assert [entry.number for entry in after.entries] == [e.number for e in before.entries]
        assert after.entries[:-1] == before.entries[:-1]
        assert after.entries[-1].new == {"evidence": [{"text": "a.pdf"}, "b"]}

    @pytest.mark.slow
    def test_links_out_of_the_folder_stay(self, own: Path, checklist: Run, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_bytes(b"SECRET")
        file = own.parent / "证据" / "合同.pdf"
        file.unlink()
        file.symlink_to(secret)
        assert checklist("bundle", own).code == 1
        assert b"SECRET" not in own.with_suffix(".zip").read_bytes()
        history = own.with_name("自查.历史.jsonl")
        history.unlink()
        history.symlink_to(secret)
        ran = checklist("bundle", own, "-o", own.parent / "b.zip")
        assert (ran.code, "修改历史是一个链接，没有打包" in ran.err) == (2, True)

    @pytest.mark.slow
    @pytest.mark.skipif(sys.platform == "win32", reason="Windows makes no such files")
    @pytest.mark.parametrize(
        ("names", "what"),
        [
            (["CON.pdf"], "“证据/CON.pdf”是 Windows 的设备名"),
            (["10:30.png"], "“证据/10:30.png”是 Windows 的设备名，或者名称里有冒号"),
            (["A.png", "a.png"], "同名，或者在 Windows 上是同一个文件"),
            (["尾.", "b.png"], "以空格、句点结尾"),
        ],
    )
    def test_names_that_cannot_be_unpacked_everywhere_are_refused(
        self, own: Path, checklist: Run, names: list[str], what: str
    ) -> None:
        for name in names:
            (own.parent / "证据" / name).write_bytes(name.encode())
        typed = "".join(f"e {own.parent / '证据' / name}\n" for name in names) + "q\n"
        checklist("ask", own, "--only", "gaps", typed=typed)
        ran = checklist("bundle", own)
        assert (ran.code, what in ran.err) == (2, True), ran.err
        assert "改法：改文件名，在 checklist ask 里用 e 重新登记" in ran.err
        assert not own.with_suffix(".zip").exists()

    @pytest.mark.slow
    def test_a_report_named_as_evidence_keeps_its_place(self, own: Path, checklist: Run) -> None:
        checklist("report", own)
        page = own.with_suffix(".html")
        checklist("ask", own, "--only", "gaps", typed=f"e {page}\nq\n")
        assert checklist("bundle", own).code == 0
        assert checklist("bundle", "open", own.with_suffix(".zip")).code == 0
        assert (own.with_suffix("") / "自查.html").read_bytes() == page.read_bytes()
        assert (own.with_suffix("") / "自查-2.html").is_file()


# --- what somebody else made ---------------------------------------------------------------------

GOOD = {"自查.yaml": b"answers", "自查.html": b"page", "证据/a.png": b"a" * 4000}


def manifest(files: dict[str, bytes]) -> bytes:
    listed = tuple(
        Listed(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
        for name, data in files.items()
    )
    whole = Manifest(
        program="x",
        made_at="x",
        answers="自查.yaml",
        history=None,
        report="自查.html",
        files=listed,
    )
    return whole.as_bytes()


def archive(
    path: Path, files: dict[str, bytes] = GOOD, *more: tuple[zipfile.ZipInfo | str, bytes]
) -> Path:
    """An archive with these files, a manifest of them, and more that it may name or not."""
    named = {str(getattr(each, "filename", each)): data for each, data in more}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
        for entry, data in more:
            target.writestr(entry, data)
        target.writestr(MANIFEST, manifest({**files, **named}))
    return path


def entry(name: str, **attributes: object) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("x")
    made.filename = name
    for attribute, value in attributes.items():
        setattr(made, attribute, value)
    return made


def refused(path: Path) -> str:
    """The sentence with which an archive is refused, before anything is written."""
    before = {each.name for each in path.parent.iterdir()}
    with pytest.raises(UnreadableFile) as error:
        unpack(path, path.parent / "新")
    assert {each.name for each in path.parent.iterdir()} == before
    assert "改法：请对方用 checklist bundle 重新打包" in str(error.value)
    return error.value.complaints[0].what


@pytest.mark.filterwarnings("ignore:Duplicate name")
class TestHostileArchives:
    def test_a_good_one_is_unpacked(self, tmp_path: Path) -> None:
        unpack(archive(tmp_path / "a.zip"), tmp_path / "新")
        assert (tmp_path / "新" / "证据" / "a.png").read_bytes() == GOOD["证据/a.png"]

    @pytest.mark.parametrize(
        ("name", "what"),
        [
            ("/etc/cron.d/x", "是绝对路径"),
            ("//host/share/x", "是绝对路径"),
            ("C:/Windows/x", "是绝对路径"),
            ("c:x", "是绝对路径"),
            ("../x", "绕到文件夹外面（..）"),
            ("证据/../../x", "绕到文件夹外面（..）"),
            ("..\\x", "的名称里有反斜杠"),
            ("\\\\host\\share\\x", "的名称里有反斜杠"),
            ("证据\\x", "的名称里有反斜杠"),
            ("NUL", "是 Windows 的设备名"),
            ("证据/com1.txt", "是 Windows 的设备名"),
            ("自查.yaml:流", "名称里有冒号"),
            ("~/.bashrc", "以 ~ 开头"),
            ("a//b", "的路径里有空的一段"),
            ("./x", "的路径里有空的一段"),
            ("x.", "以空格、句点结尾"),
            ("证据 /x", "以空格、句点结尾"),
            ("证据/", "不是文件"),
            ("x\x00.png", "不允许的字符"),
            ("x\n\x1b[31m", "不允许的字符"),
            ("\u202egnp.exe", "不允许的字符"),
            ("a?b", "不允许的字符"),
            ("/".join("a" * 30), "文件夹套得太深"),
            ("长" * 100, "名称太长"),
        ],
    )
    def test_names_that_lead_elsewhere(self, tmp_path: Path, name: str, what: str) -> None:
        assert what in refused(archive(tmp_path / "a.zip", GOOD, (entry(name), b"x")))

    @pytest.mark.parametrize(
        ("name", "what"),
        [
            ("证据/a.png", "“证据/a.png”出现了两次"),
            ("证据/A.PNG", "“证据/a.png”和“证据/A.PNG”在 Windows 上是同一个文件"),
            ("证据", "在 Windows 上是同一个文件"),
            ("证据/a.png/b", "在 Windows 上是同一个文件"),
            ("清单.JSON", "在 Windows 上是同一个文件"),
        ],
    )
    def test_names_that_are_one_file_somewhere(self, tmp_path: Path, name: str, what: str) -> None:
        assert what in refused(archive(tmp_path / "a.zip", GOOD, (entry(name), b"x")))

    @pytest.mark.parametrize(
        ("kind", "what"),
        [
            (stat.S_IFLNK, "是一个链接"),
            (stat.S_IFIFO, "不是文件"),
            (stat.S_IFCHR, "不是文件"),
            (stat.S_IFDIR, "不是文件"),
        ],
    )
    def test_links_and_devices(self, tmp_path: Path, kind: int, what: str) -> None:
        link = entry("证据/b.png", external_attr=(kind | 0o777) << 16, create_system=3)
        assert what in refused(archive(tmp_path / "a.zip", GOOD, (link, b"/etc/passwd")))

    def test_passwords_and_methods_we_do_not_read(self, tmp_path: Path) -> None:
        path = archive(tmp_path / "a.zip")
        data = path.read_bytes()
        at = data.index(b"PK\x01\x02")
        path.write_bytes(data[: at + 8] + bytes([data[at + 8] | 1]) + data[at + 9 :])
        assert "加了密码" in refused(path)
        path.write_bytes(data[: at + 10] + bytes([12]) + data[at + 11 :])
        assert "用的压缩方法读不了" in refused(path)

    @pytest.mark.slow
    def test_a_bomb(self, tmp_path: Path) -> None:
        bomb = archive(tmp_path / "a.zip", {**GOOD, "证据/b.png": bytes(300_000_000)})
        assert bomb.stat().st_size < 1_000_000
        began = time.monotonic()
        assert "像是压缩包炸弹" in refused(bomb)
        assert time.monotonic() - began < 1

    def test_a_size_that_is_not_true(self, tmp_path: Path) -> None:
        """The directory says 4,000 bytes; the stream holds 50 MB."""
        path = archive(tmp_path / "a.zip", {**GOOD, "证据/a.png": bytes(50_000_000)})
        data = path.read_bytes()
        path.write_bytes(
            data.replace((50_000_000).to_bytes(4, "little"), (4000).to_bytes(4, "little"))
        )
        assert "传送中损坏" in refused(path)

    def test_too_many_files(self, tmp_path: Path) -> None:
        many = {**GOOD, **{f"证据/{number}": b"" for number in range(5_100)}}
        assert "超过 5000 个" in refused(archive(tmp_path / "a.zip", many))

    def test_a_directory_of_a_gigabyte_is_not_even_read(self, tmp_path: Path) -> None:
        path = tmp_path / "a.zip"
        end = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff"
        with path.open("wb") as stream:
            stream.seek(1 << 30)
            stream.write(end + (1 << 30).to_bytes(4, "little") + bytes(6))
        before = most_memory()
        assert "损坏" in refused(path)
        assert most_memory() - before < 50_000

    @pytest.mark.parametrize(
        ("change", "what"),
        [
            ({"证据/a.png": b"b" * 4000}, "“证据/a.png”与清单里的摘要不符"),
            ({"证据/a.png": None}, "“证据/a.png”清单里有，压缩包里没有"),
            ({"证据/b.exe": b""}, "“证据/b.exe”压缩包里有，清单里没有"),
            ({MANIFEST: None}, "里面没有“清单.json”"),
            ({MANIFEST: b"{}"}, "“清单.json”看不懂"),
            ({MANIFEST: b"[" * 100_000}, "“清单.json”看不懂"),
            ({MANIFEST: manifest(GOOD).replace(b"-1", b"-2")}, "可能由更新的程序写成"),
            ({MANIFEST: manifest(GOOD).replace(b"checklist-bundle", b"x")}, "看不懂"),
        ],
    )
    def test_what_the_manifest_does_not_say(
        self, tmp_path: Path, change: dict[str, bytes | None], what: str
    ) -> None:
        files: dict[str, bytes | None] = {**GOOD, MANIFEST: manifest(GOOD), **change}
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as target:
            for name, data in files.items():
                if data is not None:
                    target.writestr(name, data)
        assert what in refused(tmp_path / "a.zip")

    @pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
    def test_what_is_no_archive_of_ours(self, tmp_path: Path, data: bytes) -> None:
        (tmp_path / "a.zip").write_bytes(data)
        assert "checklist bundle 写出的" in refused(tmp_path / "a.zip")

    def test_folders_and_what_is_missing(self, tmp_path: Path, checklist: Run) -> None:
        for name in (".", "没有.zip"):
            ran = checklist("bundle", "open", tmp_path / name, "-o", tmp_path / "新")
            assert ran.code == 3
            assert "改法：" in ran.err


@pytest.mark.slow
def test_evidence_that_compresses_well_is_no_bomb(tmp_path: Path) -> None:
    (tmp_path / "空白.bmp").write_bytes(bytes(250_000_000))
    file = tmp_path / "a.zip"
    told = Contents(
        answers=Part("自查.yaml", b"answers"),
        history=None,
        report=Part("自查.html", b"page"),
        evidence=(Part("空白.bmp", tmp_path / "空白.bmp"),),
    )
    with file.open("wb") as stream:
        pack(told, stream, at=AT)
    unpack(file, tmp_path / "新")
    assert (tmp_path / "新" / "空白.bmp").stat().st_size == 250_000_000


@pytest.mark.parametrize("seed", range(3))
def test_damage_anywhere_is_refused_in_one_sentence(tmp_path: Path, seed: int) -> None:
    assert survivors(tmp_path, seed, times=100) < 40


@pytest.mark.torture
@pytest.mark.parametrize("seed", range(100, 110))
def test_much_damage_is_refused_in_one_sentence(tmp_path: Path, seed: int) -> None:
    survivors(tmp_path, seed, times=2000)
    assert most_memory() < 500_000


def survivors(tmp_path: Path, seed: int, *, times: int) -> int:
    """How many archives stay whole of which bytes are changed, cut out and put in at random."""
    chance = random.Random(seed)
    whole = archive(tmp_path / "good.zip").read_bytes()
    survived = 0
    for _ in range(times):
        (tmp_path / "a.zip").write_bytes(damaged(whole, chance))
        began = time.monotonic()
        try:
            unpack(tmp_path / "a.zip", tmp_path / "新")
        except UnreadableFile:
            assert not (tmp_path / "新").exists()
        else:
            survived += 1
            for name, content in GOOD.items():
                assert (tmp_path / "新" / name).read_bytes() == content
            shutil.rmtree(tmp_path / "新")
        assert time.monotonic() - began < 5
    assert not list(tmp_path.glob(".*.tmp"))
    return survived


def damaged(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.choice([1, 1, 2, 8])):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.choice([1, 4, 300])]
            case 2:
                data[at:at] = chance.randbytes(chance.choice([1, 4, 50]))
            case _:
                data[at : at + 4] = chance.choice([b"\xff" * 4, bytes(4), b"PK\x01\x02"])
    return bytes(data)


@pytest.mark.parametrize("name", ["自查.yaml", "证据/合同　终稿 (1).pdf", "证据/䶮.png", "a/b/c.d"])
def test_ordinary_names_are_taken(name: str) -> None:
    assert faulty_name(name) is None


def test_folders_that_several_files_share_are_no_clash() -> None:
    assert two_alike(["a/b", "a/c", "a/d/e", "a/d/f", "b"]) is None
    assert two_alike(["a/b", "A/c"]) == ("a/b", "A/c")
    assert two_alike(["e\u0301", "\u00e9"]) is not None


@pytest.mark.slow
def test_another_program_can_read_it(packed: Path, tmp_path: Path) -> None:
    """The archive is an ordinary one: Python's own command takes it apart."""
    target = tmp_path / "out"
    subprocess.run([sys.executable, "-m", "zipfile", "-e", packed, target], check=True)
    assert (target / "证据" / "培训 签到.png").read_bytes() == b"\x89PNG" * 1000
    assert io.BytesIO(packed.read_bytes()).read(2) == b"PK"
