"""The assessment plan: how a self-audit goes, by whom and with what. It is the same for all."""

from __future__ import annotations

from checklist.law.as_data import Data
from checklist.oscal.ids import Names
from checklist.oscal.metadata import metadata
from checklist.oscal.people import people
from checklist.oscal.tool import assets
from checklist.oscal.values import own, prose
from checklist.report.view.model import Report

METHOD = (
    "先问主体情况，由此推出法律身份和适用的义务；再就适用的义务逐项提问，把答复与要求比对。",
    "没有回答、答“不清楚”或者答非所问，都不算符合；对禁止性规定只说“未发现违反”。",
)
LIMITS = (
    "自评：结论取决于答复是否属实，没有核对过业务记录、合同或者直播回放。",
    "只涉及这一部规章的义务和它写明的处罚；处罚由执法机关依法裁量，本报告不预测结果，也不是法律意见。",
)
_EVERYTHING = [{"type": "component", "include-all": {}}]


def plan(report: Report, names: Names, *, system: str) -> Data:
    """`system` is the file name of the system security plan."""
    findings = report.findings
    ask, compare = names.of("activity", "interview"), names.of("activity", "examine")
    return {
        "assessment-plan": {
            "uuid": names.of("assessment-plan"),
            "metadata": metadata(
                findings.rulebook,
                f"{findings.assessment.respondent.name}合规自查方案",
                version=report.number,
                as_of=findings.as_of,
                people=people(names, findings.assessment, everybody=False),
                remarks="由程序依规则册生成，说明自查是怎样做的；不是事先批准的方案。",
            ),
            "import-ssp": {"href": system},
            "local-definitions": {
                "activities": [
                    _activity(ask, "填写问卷", "INTERVIEW", METHOD[0]),
                    _activity(compare, "比对答复与要求", "EXAMINE", METHOD[1]),
                ]
            },
            "reviewed-controls": {
                "description": prose(*METHOD),
                "control-selections": [{"include-all": {}}],
                "remarks": prose(*LIMITS),
            },
            "assessment-subjects": _EVERYTHING,
            "assessment-assets": assets(),
            "tasks": [_task(names, ask, compare)],
        }
    }


def _task(names: Names, *activities: str) -> Data:
    return {
        "uuid": names.of("task"),
        "type": "action",
        "title": "合规自查",
        "associated-activities": [
            {"activity-uuid": one, "subjects": _EVERYTHING} for one in activities
        ],
    }


def _activity(id: str, name: str, method: str, description: str) -> Data:
    props = [own("method", method)]
    return {"uuid": id, "title": name, "description": description, "props": props}
