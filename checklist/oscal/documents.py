"""Report -> the OSCAL documents, as plain data and as one ZIP file.

They refer to one another by file name: results -> plan -> system -> catalog, and the plan of action
and milestones, which is there exactly when there is a gap, -> system.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from checklist.law.as_data import Data
from checklist.oscal.audit import audit
from checklist.oscal.catalog import catalog
from checklist.oscal.results import results
from checklist.oscal.risks import milestones
from checklist.oscal.system import plan, system
from checklist.oscal.values import finished
from checklist.report.forms.json import written
from checklist.report.view.model import Report

CATALOG = "catalog.json"
SYSTEM = "system-security-plan.json"
PLAN = "assessment-plan.json"
RESULTS = "assessment-results.json"
MILESTONES = "plan-of-action-and-milestones.json"


def documents(report: Report) -> Mapping[str, Data]:
    """The documents by file name. Whatever a document refers to stands in one of the others."""
    one = audit(report)
    found = results(one, plan=PLAN)
    documents = {
        CATALOG: catalog(one.rulebook, as_of=report.findings.as_of),
        SYSTEM: system(one, catalog=CATALOG),
        PLAN: plan(one, system=SYSTEM),
        RESULTS: found,
        MILESTONES: milestones(one, found, system=SYSTEM),
    }
    return {name: finished(data) for name, data in documents.items() if data is not None}


def render(report: Report) -> bytes:
    """All documents as one ZIP file: the same report, the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in documents(report).items():
            entry = zipfile.ZipInfo(name)  # dated 1980, the earliest there is: no clock is read
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (written(data, ascii=False) + "\n").encode())
    return packed.getvalue()
