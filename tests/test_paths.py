"""How files are named to people."""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath

import pytest

from checklist.paths import shortest_names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (("财务/甲.yaml", "运营/乙.yaml"), ["甲.yaml", "乙.yaml"]),
        (("甲/店.yaml", "乙/店.yaml", "丙.yaml"), ["甲/店.yaml", "乙/店.yaml", "丙.yaml"]),
        (("家/甲/一/店.yaml", "家/乙/一/店.yaml"), ["甲/一/店.yaml", "乙/一/店.yaml"]),
        (("店.yaml", "乙/店.yaml"), ["店.yaml", "乙/店.yaml"]),
        (("../店.yaml", "店.yaml", "/店.yaml"), ["../店.yaml", "店.yaml", "/店.yaml"]),
    ],
)
def test_a_file_is_named_by_as_few_folders_as_tell_it_apart(
    paths: tuple[str, ...], names: list[str]
) -> None:
    assert shortest_names([PurePath(path) for path in paths]) == [
        str(PurePath(name)) for name in names
    ]


def test_drives_tell_apart_too() -> None:
    paths = [PureWindowsPath("C:\\店.yaml"), PureWindowsPath("D:\\店.yaml")]
    assert shortest_names(paths) == ["C:\\店.yaml", "D:\\店.yaml"]
