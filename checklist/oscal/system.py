"""The system security plan and the assessment plan: OSCAL wants both for the results to import.

The first says who the respondent is, its rooms, and which entries bind them, but nothing of how a
duty is met: nobody asked that. The second says how a self-audit goes: it is the same for all.
"""

from __future__ import annotations

from collections.abc import Iterable

from checklist.law.applicability import Applies
from checklist.law.as_data import Data
from checklist.oscal.audit import ASSETS, NO_STATUS, Audit, components, head
from checklist.oscal.values import About, Props, prose
from checklist.report.view.model import FactSays, Line, Paper
from checklist.report.words import liability, observed
from checklist.report.words import wording as words

LIMITS = (
    observed.ATTESTED_ONLY,
    f"{words.ONLY_THIS_LAW}；处罚由执法机关依法裁量，本报告不预测结果，也不是法律意见。",
)
_METHODS = (("interview", "填写问卷"), ("examine", "比对答复与要求"))
_EVERYTHING = [{"type": "component", "include-all": {}}]
_NOT_APPROVED = "由程序依规则册生成，说明自查是怎样做的；不是事先批准的方案。"
_BY_UUID = "https://ietf.org/rfc/rfc4122"
_NO_PLAN = (
    "填报单位没有系统安全计划；OSCAL 的评估计划必须指向一份，所以写了这一份最小的。"
    "它只写谁、哪些直播间、哪些义务适用，不写怎样履行：问卷没有问。"
)
_APPLIES = {Applies.YES: "适用", Applies.NO: "不适用", Applies.UNKNOWN: "是否适用未定"}


def system(audit: Audit, *, catalog: str) -> Data:
    """`catalog` is the file name of the catalog, or of the profile of several."""
    information = {
        "uuid": audit.own_uuid("information"),
        "title": "直播电商业务信息",
        "description": "问卷不给信息分级。",
    }
    return {
        "system-security-plan": {
            **head(audit, "system-security-plan", "的主体情况", remarks=_NO_PLAN),
            "import-profile": {"href": catalog},
            "system-characteristics": {
                "system-ids": [{"identifier-type": _BY_UUID, "id": audit.component(None)}],
                "system-name": f"{audit.name}的直播电商业务",
                "description": "填报单位在自查期间的直播电商业务。",
                "system-information": {"information-types": [information]},
                "status": NO_STATUS,
                "authorization-boundary": {"description": "自查范围：填报单位和所列的直播间。"},
            },
            "system-implementation": {"components": components(audit)},
            "control-implementation": {
                "description": "各项义务对谁适用，由主体情况得出。",
                "implemented-requirements": [
                    _requirement(audit, paper) for paper in audit.report.papers
                ],
            },
        }
    }


def _requirement(audit: Audit, paper: Paper) -> Data:
    entry = paper.obligation.id
    by_components = []
    for room, line in audit.by_room(paper):
        applies = line.finding.binding.applies
        not_applicable = {"state": "not-applicable"}
        by_components.append(
            {
                "component-uuid": audit.component(room),
                "uuid": audit.uuid("applicability", entry, room),
                "description": prose(f"{_APPLIES[applies]}。{applicability(line)}"),
                "props": binding(line),
                "implementation-status": not_applicable if applies is Applies.NO else None,
            }
        )
    return {
        "uuid": audit.uuid("requirement", entry),
        "control-id": entry,
        "by-components": by_components,
    }


def applicability(line: Line) -> str:
    """As whom an entry binds, and by which facts; or by which it does not."""
    addressees = liability.addressees(line)
    sentences = (
        f"义务主体：{addressees}" if addressees else "",
        words.UNWRITTEN if line.finding.binding.in_doubt else "",
        words.because(line.because),
    )
    return "。".join(filter(None, sentences))


def binding(line: Line) -> Props:
    """The props of whether an entry binds, as whom, on what ground, and the facts that say so."""
    binding = line.finding.binding
    return {
        "applies": binding.applies,
        "in-doubt": binding.in_doubt,
        "bound-as": tuple(bound.holder for bound in binding.bound_as),
        "bound-via-article": tuple(About(bound.via, of=bound.holder) for bound in binding.bound_as),
        "liability-article": tuple(
            About(bound.liability.article, of=bound.holder, remarks=bound.liability.why)
            for bound in binding.bound_as
            if bound.liability
        ),
        "because": because(line.because),
        "fact-value": tuple(About(says.value, of=says.fact.id) for says in line.because),
    }


def because(facts: Iterable[FactSays]) -> tuple[About, ...]:
    """The facts that say so, each with its answer in words."""
    return tuple(About(says.fact.id, remarks=words.because((says,))) for says in facts)


def plan(audit: Audit, *, system: str) -> Data:
    """`system` is the file name of the system security plan."""
    activities = [
        {
            "uuid": audit.uuid("activity", method),
            "title": name,
            "description": description,
            "props": {"method": method.upper()},
        }
        for (method, name), description in zip(_METHODS, words.METHOD, strict=True)
    ]
    task = {
        "uuid": audit.uuid("task"),
        "type": "action",
        "title": "合规自查",
        "associated-activities": [
            {"activity-uuid": activity["uuid"], "subjects": _EVERYTHING} for activity in activities
        ],
    }
    return {
        "assessment-plan": {
            **head(audit, "assessment-plan", "合规自查方案", remarks=_NOT_APPROVED),
            "import-ssp": {"href": system},
            "local-definitions": {"activities": activities},
            "reviewed-controls": {
                "description": prose(*words.METHOD),
                "control-selections": [{"include-all": {}}],
                "remarks": prose(*LIMITS),
            },
            "assessment-subjects": _EVERYTHING,
            "assessment-assets": ASSETS,
            "tasks": [task],
        }
    }
