"""`checklist` and `python -m checklist`, which works where the scripts folder is not on PATH."""

from __future__ import annotations

import gc
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line."""
    # One short run makes little garbage: looking for it costs a tenth of the time to the result.
    gc.set_threshold(100_000)
    from checklist.cli import app  # noqa: PLC0415  only now, so that importing it is not searched

    app.main()


if __name__ == "__main__":
    main()
