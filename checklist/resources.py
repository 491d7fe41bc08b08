"""Finds the rulebooks, templates and examples that come with the program, wherever it runs from.

In a wheel they lie in `_bundled` inside the package; in an sdist, an editable install and a
checkout they lie beside the package, where they are edited.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent


def beside_the_code() -> bool:
    """Whether these are the files people edit: a checkout, an sdist or an editable install."""
    return not _BUNDLED.is_dir()


RULEBOOKS = ("livestream", "mcn", "ai-label")
"""The ids of the rulebooks that come with the program, in the order in which they are asked."""


def rules_file(id: str = RULEBOOKS[0]) -> Path:
    """The bundled rulebook with this id."""
    return _ROOT / "rules" / f"{id}.yaml"


def forms_file() -> Path:
    """The list of record forms."""
    return rules_file().parent / "forms" / "records.yaml"


def templates_dir() -> Path:
    """The folder of the report's templates."""
    return _ROOT / "templates"


def examples_dir() -> Path:
    """The folder of example answer files."""
    return _ROOT / "examples"
