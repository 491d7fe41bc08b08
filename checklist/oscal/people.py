"""Who is named: the respondent, and everybody who prepared, answered, mends or reviews."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.assessment.model import Answer, Assessment
from checklist.law.as_data import Data
from checklist.oscal.ids import Names
from checklist.oscal.values import NS, filled, line

CREDIT_CODE = f"{NS}#unified-social-credit-code"
"""The scheme of 统一社会信用代码 as an external id; there is no registered URI for it."""
ROLES = {
    "prepared-for": "填报单位",
    "prepared-by": "填报人",
    "remediation-owner": "责任人",
    "remediation-reviewer": "复核人",
}
OWNER, REVIEWER = "remediation-owner", "remediation-reviewer"


def organization_uuid(names: Names) -> str:
    """The respondent as a party."""
    return names.own("organization")


def person_uuid(names: Names, name: str) -> str:
    """A person as a party: whoever is called that within one respondent's documents."""
    return names.own("person", line(name))


def respondent(names: Names, assessment: Assessment) -> Data:
    """The respondent as a party; 个体工商户 and natural persons are organizations here too."""
    one = assessment.respondent
    code, address = line(one.credit_code or ""), line(one.address or "")
    return filled(
        {
            "uuid": organization_uuid(names),
            "type": "organization",
            "name": line(one.name) or "（未填写）",
            "external-ids": [{"scheme": CREDIT_CODE, "id": code}] if code else [],
            "addresses": [{"addr-lines": [address]}] if address else [],
        }
    )


def people(names: Names, assessment: Assessment, *, everybody: bool) -> Data:
    """Roles, parties and who has prepared this for whom; `everybody`: answers' people as well."""
    prepared_by = line(assessment.respondent.prepared_by or "")
    named = dict.fromkeys([prepared_by, *(_named(assessment) if everybody else ())])
    responsible = {"prepared-for": organization_uuid(names)}
    if prepared_by:
        responsible["prepared-by"] = person_uuid(names, prepared_by)
    return {
        "roles": [{"id": id, "title": name} for id, name in ROLES.items()],
        "parties": [
            respondent(names, assessment),
            *(
                {"uuid": person_uuid(names, name), "type": "person", "name": name}
                for name in named
                if name
            ),
        ],
        "responsible-parties": [
            {"role-id": role, "party-uuids": [party]} for role, party in responsible.items()
        ],
    }


def _named(assessment: Assessment) -> Iterator[str]:
    for answer in (*assessment.facts.values(), *assessment.answers.values()):
        yield from names_in(answer)


def names_in(answer: Answer) -> Iterator[str]:
    """The people an answer names, as they are written."""
    for name in (answer.by, answer.owner, answer.reviewer):
        if name and line(name):
            yield line(name)
