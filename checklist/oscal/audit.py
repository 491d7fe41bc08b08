"""What the documents about one report share: UUIDs, their head, people, rooms and this program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct

from checklist import PROGRAM, __version__
from checklist.assessment.model import Answer, Assessment
from checklist.assessment.names import Spellings
from checklist.law.as_data import Data
from checklist.law.model import Rulebook
from checklist.oscal.values import NS, OSCAL_VERSION, Props, day_begins, line, prose, title, uid
from checklist.report.view.model import Line, Paper, Report

_TOOL_NAME = "livestream-checklist"
CREDIT_CODE = f"{NS}#unified-social-credit-code"
"""The scheme of 统一社会信用代码 as an external id; there is no registered URI for it."""
NO_STATUS = {"state": "other", "remarks": "问卷不问运行状态。"}
OWNER, REVIEWER = "remediation-owner", "remediation-reviewer"
_ROLES = {
    "prepared-for": "填报单位",
    "prepared-by": "填报人",
    OWNER: "责任人",
    REVIEWER: "复核人",
}
_NO_CLOCK = (
    "程序不读时钟：last-modified 是判断基准日的零点（北京时间），不是写出文件的时刻。"
    "相同的输入写出相同的文件。"
)
_TOOL = uid("tool", _TOOL_NAME)
TOOL_ORIGIN = {"actors": [{"type": "tool", "actor-uuid": _TOOL}]}
"""The origin of what the program noticed, by comparing or by looking for an answer."""
ASSETS = {
    "components": [
        {
            "uuid": _TOOL,
            "type": "software",
            "title": _TOOL_NAME,
            "description": "在填报单位自己的电脑上运行，不联网。",
            "props": {"version": __version__},
            "status": {"state": "operational"},
        }
    ],
    "assessment-platforms": [
        {
            "uuid": uid("platform", _TOOL_NAME),
            "title": "填报单位的电脑",
            "uses-components": [{"component-uuid": _TOOL}],
        }
    ],
}
"""What the audit is done with: this program, on the respondent's own computer."""


class Audit(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """One report with the names that its documents have for its parts.

    A UUID hangs on who the respondent is, on the id of the first rulebook and on the thing named,
    never on the day, the edition or what was answered: the same entry, question or room has the
    same UUID in every report.
    """

    report: Report

    @property
    def rulebook(self) -> Rulebook:
        return self.report.findings.rulebook

    @property
    def assessment(self) -> Assessment:
        return self.report.findings.assessment

    @property
    def name(self) -> str:
        """What the respondent is called, as one line."""
        return line(self.assessment.respondent.name) or "（未填写）"

    @property
    def respondent(self) -> str:
        """The 统一社会信用代码 where there is one, else the name."""
        respondent = self.assessment.respondent
        return line(respondent.credit_code or "").upper() or line(respondent.name)

    @property
    def judged_on(self) -> str:
        """The day of judging, as a moment."""
        return day_begins(self.report.findings.as_of)

    def uuid(self, what: str, *ids: str | None) -> str:
        """The UUID of what has to do with the rulebook: documents, findings, answers, risks."""
        return uid(
            what, self.respondent, self.rulebook.regulations[0].id, *(id or "" for id in ids)
        )

    def own_uuid(self, what: str, *ids: str) -> str:
        """The UUID of what is the respondent's, by any rulebook: people, rooms, evidence."""
        return uid(what, self.respondent, *ids)

    @cached_property
    def own(self) -> Mapping[tuple[str, str | None], Answer]:
        """By key and room, the answer with what stands beside it as far as it is about the room."""
        return {
            (judged.key, finding.room): judged.answer
            for finding in self.report.findings.findings
            for judged in finding.judged
            if judged.answer
        }

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self.assessment)

    def person(self, name: str | None) -> str:
        """What a person is called, as one line, in the first spelling of the answers."""
        return line(self._spellings.first(name)) if name else ""

    def party(self, name: str | None) -> str:
        """The UUID of whoever is called that; of the respondent where no name is given."""
        person = self.person(name)
        return self.own_uuid("person", person) if person else self.own_uuid("organization")

    def component(self, room: str | None) -> str:
        """The UUID of a live room by its id, as names change; of the whole business for None."""
        return self.own_uuid("system") if room is None else self.own_uuid("room", room)

    def by_room(self, paper: Paper) -> list[tuple[str | None, Line]]:
        """The findings of an entry one by one: rooms in their order, or the respondent (None)."""
        lines: dict[str | None, Line] = {}
        for each in paper.lines:
            for room in each.subject.rooms or (None,):
                lines[room.id if room else None] = each
        order = (None, *(room.id for room in self.assessment.rooms))
        return [(room, lines[room]) for room in order if room in lines]


# --- the head of a document ----------------------------------------------------------------------


def metadata(
    rulebook: Rulebook,
    name: str,
    *,
    version: str,
    as_of: date,
    remarks: str,
    more: Props | None = None,
    people: Data | None = None,
) -> Data:
    """`people`: roles, parties and responsible-parties, where the document names any."""
    of = rulebook.regulations
    return {
        "title": title(name),
        "last-modified": day_begins(as_of),
        "version": line(version) or "0",
        "oscal-version": OSCAL_VERSION,
        "props": {
            "program": PROGRAM,
            "rulebook-id": tuple(each.id for each in of),
            "rulebook-edition": tuple(each.edition for each in of),
            "rulebook-sha256": tuple(each.sha256 for each in of),
            "rulebook-bundled": rulebook.bundled,
            **(more or {}),
        },
        **(people or {}),
        "remarks": prose(_NO_CLOCK, remarks),
    }


def head(
    audit: Audit,
    kind: str,
    name: str,
    *,
    everybody: bool = False,
    remarks: str = "",
    more: Props | None = None,
) -> Data:
    """The UUID and metadata of a document about the respondent, whose name stands before `name`."""
    return {
        "uuid": audit.uuid(kind),
        "metadata": metadata(
            audit.rulebook,
            f"{audit.assessment.respondent.name}{name}",
            version=audit.report.number,
            as_of=audit.report.findings.as_of,
            remarks=remarks,
            more=more,
            people=_people(audit, everybody=everybody),
        ),
    }


# --- people --------------------------------------------------------------------------------------


def _people(audit: Audit, *, everybody: bool) -> Data:
    """Roles, parties and who has prepared this for whom; `everybody`: answers' people as well."""
    respondent = audit.assessment.respondent
    code, address = line(respondent.credit_code or ""), line(respondent.address or "")
    organization = {
        "uuid": audit.party(None),
        "type": "organization",  # 个体工商户 and natural persons are organizations here too
        "name": audit.name,
        "external-ids": [{"scheme": CREDIT_CODE, "id": code}] if code else [],
        "addresses": [{"addr-lines": [address]}] if address else [],
    }
    prepared_by = audit.person(respondent.prepared_by)
    names = [prepared_by]
    for answer in recorded(audit.assessment) if everybody else ():
        signers = (signer.by for signer in answer.signed.values())
        people = (answer.by, *signers, answer.owner, answer.reviewer)
        names += [audit.person(name) for name in people]
    persons = [
        {"uuid": audit.party(name), "type": "person", "name": name}
        for name in dict.fromkeys(names)
        if name
    ]
    responsible = {"prepared-for": audit.party(None)}
    if prepared_by:
        responsible["prepared-by"] = audit.party(prepared_by)
    return {
        "roles": [{"id": id, "title": name} for id, name in _ROLES.items()],
        "parties": [organization, *persons],
        "responsible-parties": [
            {"role-id": role, "party-uuids": [party]} for role, party in responsible.items()
        ],
    }


def recorded(assessment: Assessment) -> Iterable[Answer]:
    """Everything that was answered: the facts, then the questions."""
    return (*assessment.facts.values(), *assessment.answers.values())


# --- what is assessed ----------------------------------------------------------------------------


def components(audit: Audit) -> list[Data]:
    """The respondent's business, then its live rooms in their order."""
    business = {
        "uuid": audit.component(None),
        "type": "this-system",
        "title": f"{title(audit.assessment.respondent.name)}的直播电商业务",
        "description": "填报单位作为一个整体；按单位判断的义务以它为对象。",
        "status": NO_STATUS,
    }
    rooms = [
        {
            "uuid": audit.component(room.id),
            "type": "live-room",
            "title": title(room.name),
            "description": prose(f"直播间 {room.id}：{room.name}"),
            "props": {"room-id": room.id},
            "status": NO_STATUS,
        }
        for room in audit.assessment.rooms
    ]
    return [business, *rooms]


def subjects(audit: Audit, rooms: Iterable[str | None]) -> list[Data]:
    """References to rooms; to the respondent as a whole for None, or where there are no rooms."""
    names = {room.id: room.name for room in audit.assessment.rooms}
    return [
        {
            "subject-uuid": audit.component(room),
            "type": "component",
            "title": title(audit.assessment.respondent.name if room is None else names[room]),
        }
        for room in tuple(rooms) or (None,)
    ]
