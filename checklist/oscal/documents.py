"""Report -> the OSCAL documents, as plain data and as one ZIP file.

They refer to one another by file name: results -> plan -> system -> catalog, and the plan of action
and milestones, which is there exactly when there is a gap, -> system.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from checklist.law.as_data import Data
from checklist.oscal.catalog import catalog
from checklist.oscal.ids import names
from checklist.oscal.milestones import milestones
from checklist.oscal.plan import plan
from checklist.oscal.results import results
from checklist.oscal.system import system
from checklist.report.forms.json import written
from checklist.report.view.model import Report

CATALOG = "catalog.json"
SYSTEM = "system-security-plan.json"
PLAN = "assessment-plan.json"
RESULTS = "assessment-results.json"
MILESTONES = "plan-of-action-and-milestones.json"


def documents(report: Report) -> Mapping[str, Data]:
    """The documents by file name. Whatever a document refers to stands in one of the others."""
    found = report.findings
    own = names(found.assessment.respondent, found.rulebook.id)
    told = results(report, own, plan=PLAN)
    documents = {
        CATALOG: catalog(found.rulebook, as_of=found.as_of),
        SYSTEM: system(report, own, catalog=CATALOG),
        PLAN: plan(report, own, system=SYSTEM),
        RESULTS: told,
        MILESTONES: milestones(report, own, told, system=SYSTEM),
    }
    return {name: data for name, data in documents.items() if data is not None}


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
