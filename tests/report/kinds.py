"""The kinds of page that are looked at in a browser: add a page here and every such test sees it.

`python -m tests.report.kinds FOLDER` writes them all, to be opened by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from msgspec import convert
from msgspec.structs import replace

from checklist import resources
from checklist.assessment.model import (
    Answer,
    Assessment,
    Evidence,
    Mark,
    Respondent,
    Room,
    SelfAuditPeriod,
    Value,
)
from checklist.cli.common import judge
from checklist.comparing import html as comparison_html
from checklist.comparing.compare import compare
from checklist.comparing.result import Result
from checklist.errors import Complaint, Where
from checklist.evaluation.evaluate import evaluate
from checklist.law.model import Per, Topic
from checklist.records.recorded import Recorded, observations_of
from checklist.replay.model import Implicit, Label, Seen
from checklist.report.beside import Beside
from checklist.report.forms.json import as_data
from checklist.report.page import html
from checklist.report.view.build import about, build
from checklist.report.view.model import Report
from checklist.summary import html as summary_html
from checklist.summary.judging import Rows
from checklist.summary.model import Overview, UnreadFile
from tests.given import bundled
from tests.given.bundled import LIVESTREAM
from tests.given.recordings import PROMPT, SMALL_JPEG, absent, recording, replayed
from tests.given.records import recorded
from tests.given.respondents import KINDS, all_passing, fact_answer, failing, passing
from tests.given.sample import AGENCY, CLEAN, judged
from tests.many import many

DAY = date(2026, 11, 22)
LONG = "新疆维吾尔自治区伊犁哈萨克自治州霍尔果斯经济开发区某某数字文化传媒科技集团股份有限公司"
_AGENCY = "agency that operates rooms"
_WHO = ("林晓（合规专员）", "陈立（运营总监）", "周敏（法务）")


@cache
def example(name: str) -> Report:
    return reported(bundled.example(name))


def reported(assessment: Assessment) -> Report:
    return build(evaluate(LIVESTREAM, assessment, as_of=DAY))


@cache
def sample_agency() -> Report:
    """The example agency as it comes: held against every regulation that it was answered to."""
    return judge(resources.examples_dir() / "agency.yaml", as_of="2026-11-29", rules=None)


def unanswered() -> Assessment:
    """Somebody who has only just begun."""
    return Assessment(respondent=Respondent(name="刚开始填报的公司"))


def no_gap() -> Assessment:
    """An agency with one room that does everything that is asked of it."""
    passing = all_passing(LIVESTREAM, "agency that operates rooms")
    return replace(passing, respondent=example("agency").findings.assessment.respondent)


def hurried() -> Report:
    """An agency that answers a question a second, and admits what is asked first."""
    clean = all_passing(LIVESTREAM, _AGENCY)
    began = datetime(2026, 11, 2, 9, tzinfo=UTC)
    answers = {
        key: replace(answer, at=(began + timedelta(seconds=at)).isoformat())
        for at, (key, answer) in enumerate(clean.answers.items())
    }
    for entry in (
        "art25-entity/items",
        "art26-display/items",
        "art27-verify/seller_items",
        "art27-records/period",
        "art28-records/period",
        "art30-review/scope",
    ):
        answers[entry] = replace(answers[entry], value=next(failing(LIVESTREAM.questions()[entry])))
    return reported(replace(clean, answers=answers))


def thirty_rooms(count: int = 30) -> Assessment:
    """The example agency with many rooms: most alike, each tenth of them otherwise somewhere."""
    agency = example("agency").findings.assessment
    rooms = tuple(Room(id=f"r{n}", name=f"青禾优选{n}号直播间") for n in range(1, count + 1))
    per_room = [
        (obligation.key(question), question)
        for obligation in LIVESTREAM.obligations
        if obligation.per is Per.ROOM
        for question in obligation.questions
    ]
    answers: dict[str, Answer] = {}
    for at, (key, question) in enumerate(per_room):
        answer = agency.answers.get(key) or Answer(value=passing(question), by=_WHO[0])
        bad = next(failing(question))
        exceptions: dict[str, Value] = {rooms[at % count].id: bad} if at % 3 == 0 else {}
        exceptions |= {rooms[(at * 7) % count].id: Mark.UNKNOWN} if at % 5 == 0 else {}
        answers[key] = replace(answer, exceptions=exceptions)
    facts = dict(agency.facts)
    for fact in LIVESTREAM.facts:
        if fact.per is Per.ROOM and fact.is_yes_no and fact.id in facts:
            some = {room.id: Mark.YES for room in rooms[::9]}
            facts[fact.id] = replace(facts[fact.id], value=Mark.NO, exceptions=some)
    return replace(agency, rooms=rooms, facts=facts, answers={**agency.answers, **answers})


def ninety_gaps() -> Assessment:
    """A group that does everything, and does everything wrong."""
    facts = KINDS["agency that operates rooms"] | {
        "opens_room": "yes",
        "appears_on_stream": "yes",
        "acts_for_employer": "no",
        "publishes_clips": "yes",
        "other_advertising": "yes",
        "provides_other_service": "yes",
        "service_admits_operators": "yes",
        "service_holds_transactions": "no",
        "offers_selection": "yes",
    }
    return Assessment(
        respondent=Respondent(
            name=LONG,
            credit_code="91330100MA0000000X",
            address="霍尔果斯市某某路 1 号某某大厦 A 座 1801 室",
            prepared_by=_WHO[0],
        ),
        period=SelfAuditPeriod(first=date(2026, 2, 1), last=date(2026, 10, 31)),
        facts={
            fact.id: replace(
                fact_answer(fact, facts[fact.id]), by=_WHO[0], at="2026-11-02T09:00:00+08:00"
            )
            for fact in LIVESTREAM.facts
            if fact.id in facts
        },
        answers={
            key: Answer(
                value=next(failing(question)),
                by=_WHO[at % 3],
                at="2026-11-03T10:00:00+08:00",
                note="已经在整改，月底以前由运营部报送整改情况。" if at % 4 == 0 else None,
                owner=_WHO[at % 3] if at % 2 else None,
                due=date(2026, 11, 1 + at % 28) if at % 2 else None,
                evidence=(Evidence("", path=f"证据/{key}.pdf", sha256="0a" * 32),)
                if at % 5 == 0
                else (),
            )
            for at, (key, question) in enumerate(LIVESTREAM.questions().items())
        },
    )


def all_failing(kind: str) -> Assessment:
    """A respondent of this kind that does nothing of what is asked, and does not know a tenth."""
    answers = {
        key: Answer(value=next(failing(question)) if at % 10 else Mark.UNKNOWN)
        for at, (key, question) in enumerate(LIVESTREAM.questions().items())
    }
    return replace(all_passing(LIVESTREAM, kind), answers=answers)


def evil(text: str) -> Assessment:
    """The sample agency, with `text` typed wherever something can be typed."""
    answers = {
        key: replace(
            answer,
            by=text,
            at=text,
            note=text,
            reason=text,
            who_could_know=text,
            owner=text,
            evidence=(Evidence(text), Evidence(text, path=text, sha256="0" * 64, seen_at=text)),
        )
        for key, answer in AGENCY.answers.items()
    }
    return replace(
        AGENCY,
        respondent=replace(
            AGENCY.respondent, name=text, credit_code=text, address=text, prepared_by=text
        ),
        rooms=tuple(replace(room, name=text) for room in AGENCY.rooms),
        facts={id: replace(one, by=text, note=text) for id, one in AGENCY.facts.items()},
        answers=answers,
    )


def readable(text: str) -> str:
    """`text` as it can come out of a file: without halves of characters."""
    return text.encode("utf-8", "replace").decode()


def with_records(assessment: Assessment, records: Recorded) -> Report:
    """What the bundled rulebook says of answers beside which records lie."""
    seen = observations_of(records, LIVESTREAM)
    return build(evaluate(LIVESTREAM, assessment, seen, as_of=DAY), Beside(records=records))


def with_recordings(assessment: Assessment, text: str = "回放") -> Report:
    """The same of answers beside which lies what recordings show; `text` names them."""
    missing = (absent(12, 20), absent(52, 60.04), absent(90, 91.5, Seen.UNSURE))
    room = assessment.rooms[0] if assessment.rooms else None
    beside = Beside(
        replayed=replayed(
            recording(
                name=f"{text}.mp4", room=room and room.id, absences=missing, notes=(text,),
                prompt=replace(PROMPT, text=text), thumbnails=(SMALL_JPEG,) * 4,
                implicit=Implicit(label=Label.FOUND, field=text, value=text),
            ),
            recording(name="好.mp4", room=room and room.id, sha256="f" * 64),
            rooms={room.id: readable(room.name)} if room else {},
        )
    )  # fmt: skip
    seen = beside.observations(LIVESTREAM)
    return build(evaluate(LIVESTREAM, assessment, seen, as_of=DAY), beside)


def comparison_page(old: Assessment, new: Assessment) -> str:
    """Two results of the bundled rulebook side by side."""
    was, now = (convert(as_data(reported(one)), Result) for one in (old, new))
    return comparison_html.render(compare(was, now))


def summary_page(assessments: Iterable[Assessment]) -> str:
    """Many respondents in one page, with a file that could not be read and one told twice."""
    rows = Rows(LIVESTREAM)
    told = [
        rows.row(
            evaluate(LIVESTREAM, one, as_of=DAY),
            file=f"各家/{number}-{one.respondent.name}.yaml",
            report=f"reports/{number}.html",
        )
        for number, one in enumerate(assessments)
    ]
    unread = UnreadFile(
        file="各家/坏的.yaml",
        complaints=(
            Complaint(what="第 3 行读不懂", mend="照样例改写", where=Where(file="坏的.yaml")),
        ),
    )
    overview = Overview(
        rulebook=LIVESTREAM,
        rows=(*told, told[0]),
        unread=(unread,),
        folder=told[0].name,
        as_of=DAY,
    )
    return b"".join(summary_html.render(overview)).decode()


PAGES: Mapping[str, Callable[[], str]] = {
    "agency": lambda: html.render(example("agency")),
    "brand": lambda: html.render(example("brand")),
    "host": lambda: html.render(example("host")),
    "thirty-rooms": lambda: html.render(reported(thirty_rooms())),
    "eight-rooms": lambda: html.render(reported(thirty_rooms(8))),
    "ninety-gaps": lambda: html.render(reported(ninety_gaps())),
    "no-gap": lambda: html.render(reported(no_gap())),
    "unanswered": lambda: html.render(reported(unanswered())),
    "service": lambda: html.render(reported(all_failing("network service"))),
    "records": lambda: html.render(with_records(all_passing(LIVESTREAM, _AGENCY), recorded())),
    "recordings": lambda: html.render(with_recordings(all_passing(LIVESTREAM, _AGENCY, ["r1"]))),
    "compare": lambda: comparison_page(example("agency").findings.assessment, thirty_rooms()),
    "annex": lambda: html.render(example("agency"), part="annex"),
    "brief": lambda: html.render(example("agency"), part="brief"),
    "report": lambda: html.render(example("agency"), part="report", cover=True),
    "topic-retention": lambda: html.render(about(example("agency"), Topic.RETENTION)),
    "topic-figures": lambda: html.render(about(example("agency"), Topic.AI_FIGURE)),
    "summary": lambda: summary_page(many(LIVESTREAM, 40)),
}
"""By name, a page as it is written; each must please axe in light, dark, print and on a phone."""

HOSTILE: Mapping[str, Callable[[str], str]] = {
    "report": lambda text: html.render(judged(evil(text))),
    "compare": lambda text: comparison_html.render(
        compare(
            convert(as_data(judged(CLEAN)), Result), convert(as_data(judged(evil(text))), Result)
        )
    ),
    "records": lambda text: html.render(with_records(evil(text), recorded(*[readable(text)] * 2))),
    "recordings": lambda text: html.render(with_recordings(evil(text), readable(text))),
    "topic": lambda text: html.render(about(judged(evil(text)), Topic.AI_FIGURE)),
    "summary": lambda text: summary_page([evil(text)] * 12),
}
"""By kind, the page in which `text` was typed wherever it can be; it must run and ask nothing."""


def written(folder: Path) -> Iterator[Path]:
    """Every page as a file in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        file = folder / f"{name}.html"
        file.write_text(make(), encoding="utf-8")
        yield file


if __name__ == "__main__":
    for file in written(Path(sys.argv[1])):
        print(file)
