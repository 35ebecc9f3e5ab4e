"""What people answer to surveys, as counts: of a sitting by whoever was there, of households wherever they were asked.

Counts of a sitting, which add up over sittings (`leaves` puts them in its tally):

- `felt.way|way`: sheets of questionnaires of perception, by the way they came in
- `felt|question|answer`: of the questions of `ASKED`; `no_data` where a sheet left it empty. A poll of the call asks
  some of the questions: of its sheets those count that answered
- `heard_by`: sheets that were asked by which channel somebody heard of the sitting; `heard_by.no_data` of them said
  nothing; `heard_by.of|channel`: those that said so, of several each
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import JSON, ColumnElement, String, and_, func, or_, select, text
from sqlalchemy.orm import Session

from db.insights.scope import Scope
from db.insights.tally import NO_DATA, count_key
from db.places.tables import Neighbourhood
from db.sittings.tables import Sitting
from db.surveys.counting import POLL, counted
from db.surveys.tables import Reply

ASKED = ("listened", "clear", "useful", "would_come")
"""Questions of perception that are figures, by their keys in the questionnaire: one answer each."""
HEARD_BY = "heard_by"
_HOUSEHOLD = ("would_come", "internet", "help")


def felt(session: Session, where: Sequence[ColumnElement[bool]]) -> dict[str, Counter[str]]:
    """By sitting: the counts of its sheets of perception."""
    questions = _questions(session, "perception")
    if not questions:
        return {}
    rows = session.execute(
        select(Reply.sitting_id, Reply.questionnaire_id, Reply.way, Reply.answers)
        .join(Sitting, Sitting.id == Reply.sitting_id)
        .where(Reply.removed_at.is_(None), counted(), *where)
    )
    found: dict[str, Counter[str]] = {}
    for sitting, questionnaire, way, answers in rows:
        if questionnaire in questions:
            counts = found.setdefault(sitting, Counter())
            counts[count_key("felt.way", way)] += 1
            _count_sheet(counts, questions[questionnaire], answers, poll=way == POLL)
    return found


def _count_sheet(counts: Counter[str], asked: Collection[str], answers: Mapping[str, Any], *, poll: bool) -> None:
    for key in ASKED:
        if key in asked and (key in answers or not poll):
            counts[count_key("felt", key, _one(answers.get(key)))] += 1
    if HEARD_BY in asked and (HEARD_BY in answers or not poll):
        counts["heard_by"] += 1
        channels = _several(answers.get(HEARD_BY))
        counts["heard_by.no_data"] += not channels
        for channel in channels:
            counts[count_key("heard_by.of", channel)] += 1


@dataclass
class Households:
    """What households answered to the survey of connectivity. `would_come`: by quarter and answer; `internet`: by way
    of connecting, of several each, of `internet_asked` of which `internet_no_data` said nothing; `help`: by answer.
    """

    would_come: Counter[tuple[str, str]] = field(default_factory=Counter)
    internet: Counter[str] = field(default_factory=Counter)
    internet_asked: int = 0
    internet_no_data: int = 0
    help: Counter[str] = field(default_factory=Counter)


def households(session: Session, *, scope: Scope, zone: tzinfo) -> Households:
    """What was answered on the days of a scope. Units: replies, one a household.

    One that was asked at a sitting belongs to its district; one asked at home to that of its quarter, and to no council
    and no mode.
    """
    questions = _questions(session, "connectivity")
    found = Households()
    if not questions:
        return found
    told = [Reply.answers[key].as_string() for key in _HOUSEHOLD]
    query = (
        select(Reply.questionnaire_id, Reply.neighbourhood_id, *told, func.count())
        .outerjoin(Sitting, Sitting.id == Reply.sitting_id)
        .outerjoin(Neighbourhood, Neighbourhood.id == Reply.neighbourhood_id)
        .where(Reply.removed_at.is_(None), Reply.questionnaire_id.in_(sorted(questions)), *_meant(scope, zone))
        .group_by(Reply.questionnaire_id, Reply.neighbourhood_id, *told)
    )
    for questionnaire, quarter, would_come, internet, help_, number in session.execute(query):
        asked = questions[questionnaire]
        if "would_come" in asked:
            found.would_come[quarter or NO_DATA, would_come or NO_DATA] += number
        if "help" in asked:
            found.help[help_ or NO_DATA] += number
        if "internet" in asked:
            found.internet_asked += number
            ways = _several(json.loads(internet) if internet and internet.startswith("[") else internet)
            found.internet_no_data += 0 if ways else number
            for way in ways:
                found.internet[way] += number
    return found


def _meant(scope: Scope, zone: tzinfo) -> Iterable[ColumnElement[bool]]:
    if scope.since:
        yield Reply.answered_on >= _day(scope.since, zone)
    if scope.until:
        yield Reply.answered_on <= _day(scope.until - timedelta(microseconds=1), zone)
    if scope.council_id:
        yield Sitting.council_id == scope.council_id
    if scope.mode:
        yield Sitting.mode == scope.mode
    if scope.district_id:
        at_home = and_(Reply.sitting_id.is_(None), Neighbourhood.district_id == scope.district_id)
        yield or_(Sitting.district_id == scope.district_id, at_home)


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def _questions(session: Session, subject: str) -> dict[str, frozenset[str]]:
    """The keys of the questions of each questionnaire of a subject, of one that is asked no more as well."""
    rows = session.connection().execute(_OF_SUBJECT, {"subject": subject})
    return {row[0]: frozenset(one["key"] for one in row[1]) for row in rows}


# Every page of charts asks this, and most cities ask households nothing: building a query took longer than asking it.
_OF_SUBJECT = text("SELECT id, questions FROM questionnaire WHERE subject = :subject").columns(
    id=String, questions=JSON
)


def _one(told: Any) -> str | None:
    """The one answer of a question; of a questionnaire of one's own that allows several, the first."""
    some = _several(told)
    return some[0] if some else None


def _several(told: Any) -> list[str]:
    if told is None:
        return []
    return list(dict.fromkeys(str(one) for one in told)) if isinstance(told, list) else [str(told)]
