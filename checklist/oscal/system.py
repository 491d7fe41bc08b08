"""The system security plan and the assessment plan: OSCAL wants both for the results to import.

The first says who the respondent is, its rooms, and which entries bind them, but nothing of how a
duty is met: nobody asked that. The second says how a self-audit goes: it is the same for all.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.law.applicability import Applies
from checklist.law.as_data import Data
from checklist.oscal.audit import NO_STATUS, Audit, assets, components, head
from checklist.oscal.values import About, Props, line, prose
from checklist.report.view.model import Line, Paper, Report
from checklist.report.words import liability
from checklist.report.words import wording as words

LIMITS = (
    words.ATTESTED_ONLY,
    f"{words.ONLY_THIS_LAW}；处罚由执法机关依法裁量，本报告不预测结果，也不是法律意见。",
)
_ACTIVITIES = {"interview": "填写问卷", "examine": "比对答复与要求"}
_EVERYTHING = [{"type": "component", "include-all": {}}]
_NOT_APPROVED = "由程序依规则册生成，说明自查是怎样做的；不是事先批准的方案。"
_BY_UUID = "https://ietf.org/rfc/rfc4122"
_NO_PLAN = (
    "填报单位没有系统安全计划；OSCAL 的评估计划必须指向一份，所以写了这一份最小的。"
    "它只写谁、哪些直播间、哪些义务适用，不写怎样履行：问卷没有问。"
)
_APPLIES = {Applies.YES: "适用", Applies.NO: "不适用", Applies.UNKNOWN: "是否适用未定"}


def system(audit: Audit, *, catalog: str) -> Data:
    """`catalog` is the file name of the catalog."""
    return {
        "system-security-plan": {
            **head(audit, "system-security-plan", "的主体情况", remarks=_NO_PLAN),
            "import-profile": {"href": catalog},
            "system-characteristics": _characteristics(audit),
            "system-implementation": {"components": components(audit)},
            "control-implementation": {
                "description": "各项义务对谁适用，由主体情况得出。",
                "implemented-requirements": [
                    _requirement(audit, paper) for paper in audit.report.papers
                ],
            },
        }
    }


def _characteristics(audit: Audit) -> Data:
    name = line(audit.assessment.respondent.name) or "（未填写）"
    return {
        "system-ids": [{"identifier-type": _BY_UUID, "id": audit.component(None)}],
        "system-name": f"{name}的直播电商业务",
        "description": "填报单位在自查期间的直播电商业务。",
        "system-information": {
            "information-types": [
                {
                    "uuid": audit.own_uuid("information"),
                    "title": "直播电商业务信息",
                    "description": "问卷不给信息分级。",
                }
            ]
        },
        "status": NO_STATUS,
        "authorization-boundary": {"description": "自查范围：填报单位和所列的直播间。"},
    }


def _requirement(audit: Audit, paper: Paper) -> Data:
    entry = paper.obligation.id
    return {
        "uuid": audit.uuid("requirement", entry),
        "control-id": entry,
        "by-components": [
            _by_component(audit, entry, room, line)
            for room, line in by_subject(audit.report, paper)
        ],
    }


def by_subject(report: Report, paper: Paper) -> Iterator[tuple[str | None, Line]]:
    """The findings of an entry one by one: its rooms in their order, or the respondent (None)."""
    lines: dict[str | None, Line] = {}
    for each in paper.lines:
        rooms: list[str | None] = [room.id for room in each.subject.rooms]
        lines.update(dict.fromkeys(rooms or [None], each))
    order = [None, *(room.id for room in report.findings.assessment.rooms)]
    yield from ((id, lines[id]) for id in order if id in lines)


def _by_component(audit: Audit, entry: str, room: str | None, line: Line) -> Data:
    applies = line.finding.binding.applies
    no = {"state": "not-applicable"} if applies is Applies.NO else None
    return {
        "component-uuid": audit.component(room),
        "uuid": audit.uuid("applicability", entry, room),
        "description": prose(f"{_APPLIES[applies]}。{applicability(line)}"),
        "props": binding(line),
        "implementation-status": no,
    }


def applicability(line: Line) -> str:
    """As whom an entry binds, and by which facts; or by which it does not."""
    binding = line.finding.binding
    who = liability.addressees(line)
    sentences = (
        f"义务主体：{who}" if who else "",
        words.UNWRITTEN if binding.in_doubt else "",
        words.because(line.because),
    )
    return "。".join(sentence for sentence in sentences if sentence)


def binding(line: Line) -> Props:
    """The props of whether an entry binds, as whom, on what ground, and the facts that say so."""
    binding = line.finding.binding
    return {
        "applies": binding.applies,
        "in-doubt": binding.in_doubt,
        "bound-as": tuple(who.holder for who in binding.bound_as),
        "bound-via-article": tuple(About(who.via, of=who.holder) for who in binding.bound_as),
        "liability-article": tuple(
            About(who.liability.article, of=who.holder, remarks=who.liability.why)
            for who in binding.bound_as
            if who.liability
        ),
        "because": tuple(
            About(says.fact.id, remarks=words.because((says,))) for says in line.because
        ),
        "fact-value": tuple(About(says.value, of=says.fact.id) for says in line.because),
    }


def plan(audit: Audit, *, system: str) -> Data:
    """`system` is the file name of the system security plan."""
    activities = [
        {
            "uuid": audit.uuid("activity", method),
            "title": name,
            "description": description,
            "props": {"method": method.upper()},
        }
        for (method, name), description in zip(_ACTIVITIES.items(), words.METHOD, strict=True)
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
            "assessment-assets": assets(),
            "tasks": [task],
        }
    }
