"""What compliance-trestle finds wrong with folders of documents; run by test_validators.py.

`python trestle_says.py FOLDER…` prints {folder: [complaint, …]} as JSON. A process of its own,
because trestle imports half a hundred packages, and some of them warn.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SEEN: set[bytes] = set()
"""Documents already looked at: most folders hold the same catalog."""


def in_utc(data: Any) -> Any:
    """A document with its moments in UTC, as trestle writes them: a lost field shows as one."""
    if isinstance(data, dict):
        return {key: in_utc(value) for key, value in data.items()}
    if isinstance(data, list):
        return [in_utc(one) for one in data]
    with contextlib.suppress(TypeError, ValueError):
        return datetime.fromisoformat(data).astimezone(UTC).isoformat()
    return data


def complaints(folder: Path) -> list[str]:
    """Every document is read by its model, then shown to each of trestle's validators."""
    from trestle.core.validator_factory import validator_factory
    from trestle.oscal.assessment_plan import AssessmentPlan
    from trestle.oscal.assessment_results import AssessmentResults
    from trestle.oscal.catalog import Catalog
    from trestle.oscal.poam import PlanOfActionAndMilestones
    from trestle.oscal.ssp import SystemSecurityPlan

    models: dict[str, Any] = {
        "catalog.json": Catalog,
        "system-security-plan.json": SystemSecurityPlan,
        "assessment-plan.json": AssessmentPlan,
        "assessment-results.json": AssessmentResults,
        "plan-of-action-and-milestones.json": PlanOfActionAndMilestones,
    }
    # trestle resolves references within a workspace of its own, from where it was called.
    (folder / ".trestle").mkdir(exist_ok=True)
    os.chdir(folder)
    found = []
    for name, model in models.items():
        # Where there is no gap there is no plan of action and milestones.
        if not (folder / name).exists() or (folder / name).read_bytes() in SEEN:
            continue
        SEEN.add((folder / name).read_bytes())
        try:
            read = model.oscal_read(folder / name)
        except Exception as error:  # noqa: BLE001  whatever it says is what we want to hear
            found.append(f"{name}: {error}")
            continue
        ours, theirs = (folder / name).read_text(encoding="utf-8"), read.oscal_serialize_json()
        if in_utc(json.loads(ours)) != in_utc(json.loads(theirs)):
            found.append(f"{name}: trestle writes something else than it has read")
        for validator in validator_factory.get_all():
            kind = type(validator).__name__
            if kind != "AllValidator" and not validator.model_is_valid(read, True, folder):
                found.append(f"{name}: {kind}: {validator.error_msg()}")
    return found


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    print(json.dumps({one: complaints(Path(one)) for one in sys.argv[1:]}))
