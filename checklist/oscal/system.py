"""A minimal system security plan: who the respondent is, its rooms, and which entries bind them.

OSCAL wants one, for the plan to import. It says nothing of how a duty is met: nobody asked that.
"""

from __future__ import annotations

from collections.abc import Iterator

from checklist.law.applicability import Applies
from checklist.law.as_data import Data
from checklist.law.model import Obligation
from checklist.oscal.ids import Names
from checklist.oscal.metadata import metadata
from checklist.oscal.people import people
from checklist.oscal.subjects import components, room_uuid, system_uuid
from checklist.oscal.values import filled, line, prop, prose
from checklist.report.view.model import Line, Paper, Report
from checklist.report.words import wording as words

_BY_UUID = "https://ietf.org/rfc/rfc4122"
_NO_PLAN = (
    "填报单位没有系统安全计划；OSCAL 的评估计划必须指向一份，所以写了这一份最小的。"
    "它只写谁、哪些直播间、哪些义务适用，不写怎样履行：问卷没有问。"
)
_APPLIES = {Applies.YES: "适用", Applies.NO: "不适用", Applies.UNKNOWN: "是否适用未定"}


def system(report: Report, names: Names, *, catalog: str) -> Data:
    """`catalog` is the file name of the catalog."""
    findings = report.findings
    assessment = findings.assessment
    name = assessment.respondent.name
    return {
        "system-security-plan": {
            "uuid": names.of("system-security-plan"),
            "metadata": metadata(
                findings.rulebook,
                f"{name}的主体情况",
                version=report.number,
                as_of=findings.as_of,
                people=people(names, assessment, everybody=False),
                remarks=_NO_PLAN,
            ),
            "import-profile": {"href": catalog},
            "system-characteristics": _characteristics(names, name),
            "system-implementation": {"components": components(names, assessment)},
            "control-implementation": {
                "description": "各项义务对谁适用，由主体情况得出。",
                "implemented-requirements": [
                    _requirement(report, names, paper) for paper in report.papers
                ],
            },
        }
    }


def _characteristics(names: Names, name: str) -> Data:
    return {
        "system-ids": [{"identifier-type": _BY_UUID, "id": system_uuid(names)}],
        "system-name": f"{line(name) or '（未填写）'}的直播电商业务",
        "description": "填报单位在自查期间的直播电商业务。",
        "system-information": {
            "information-types": [
                {
                    "uuid": names.own("information"),
                    "title": "直播电商业务信息",
                    "description": "问卷不给信息分级。",
                }
            ]
        },
        "status": {"state": "other", "remarks": "问卷不问运行状态。"},
        "authorization-boundary": {"description": "自查范围：填报单位和所列的直播间。"},
    }


def _requirement(report: Report, names: Names, paper: Paper) -> Data:
    one = paper.obligation
    return {
        "uuid": names.of("requirement", one.id),
        "control-id": one.id,
        "by-components": [
            _by_component(report, names, one, room, found)
            for room, found in by_subject(report, paper)
        ],
    }


def by_subject(report: Report, paper: Paper) -> Iterator[tuple[str | None, Line]]:
    """The findings of an entry one by one: its rooms in their order, or the respondent (None)."""
    found: dict[str | None, Line] = {}
    for each in paper.lines:
        rooms: list[str | None] = [room.id for room in each.subject.rooms]
        found.update(dict.fromkeys(rooms or [None], each))
    order = [None, *(room.id for room in report.findings.assessment.rooms)]
    yield from ((id, found[id]) for id in order if id in found)


def _by_component(
    report: Report, names: Names, one: Obligation, room: str | None, told: Line
) -> Data:
    binding = told.finding.binding
    why = f"{_APPLIES[binding.applies]}。{applicability(report, told)}"
    no = {"state": "not-applicable"} if binding.applies is Applies.NO else None
    return filled(
        {
            "component-uuid": system_uuid(names) if room is None else room_uuid(names, room),
            "uuid": names.of("applicability", one.id, room),
            "description": prose(why),
            "props": binding_props(told),
            "implementation-status": no,
        }
    )


def applicability(report: Report, line: Line) -> str:
    """As whom an entry binds, and by which facts; or by which it does not."""
    binding = line.finding.binding
    who = words.addressees(report.findings.rulebook, binding.bound_as)
    told = (
        f"义务主体：{who}" if who else "",
        words.UNWRITTEN if binding.in_doubt else "",
        words.because(line.because),
    )
    return "。".join(one for one in told if one)


def binding_props(line: Line) -> list[Data]:
    """Whether an entry binds, as whom, on what ground, and the facts that say so."""
    binding = line.finding.binding
    return [
        *prop("applies", binding.applies),
        *prop("in-doubt", binding.in_doubt),
        *(each for who in binding.bound_as for each in prop("bound-as", who.holder)),
        *(
            each
            for who in binding.bound_as
            for each in prop("bound-via-article", who.via, of=who.holder)
        ),
        *(
            each
            for who in binding.bound_as
            if who.liability
            for each in prop(
                "liability-article", who.liability.article, of=who.holder, remarks=who.liability.why
            )
        ),
        *(
            each
            for says in line.because
            for each in prop("because", says.fact.id, remarks=words.because((says,)))
        ),
        *(
            each
            for says in line.because
            for each in prop("fact-value", says.value, of=says.fact.id)
        ),
    ]
