"""What can be asked about surveys: which there are, and how each question was answered, with its denominators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from db.errors import Refused
from db.folding import fold
from db.places.tables import Neighbourhood
from db.sittings.tables import Sitting
from db.surveys.counting import counted
from db.surveys.rules import NUMBER, TEXT
from db.surveys.tables import Questionnaire, Reply


@dataclass(frozen=True)
class QuestionnaireCard:
    """A questionnaire as screens show it, and how many replies it has."""

    id: str
    code: str
    name: str
    subject: str
    anonymous: bool
    questions: tuple[Mapping[str, Any], ...]
    replies: int


@dataclass(frozen=True)
class Asked:
    """Which replies are meant: days from `since` to `until`, both included; None leaves a side open.

    A reply belongs to a district by its sitting; one without a sitting by its quarter.
    """

    since: date | None = None
    until: date | None = None
    district_id: str | None = None
    council_id: str | None = None
    sitting_id: str | None = None


@dataclass(frozen=True)
class Answered:
    """One option: how many chose it."""

    key: str
    text: str
    count: int


@dataclass(frozen=True)
class QuestionResult:
    """One question. `answered` of `replies` said something; the rest is without data. For a number `options` is empty
    and `total` is its sum; for a text `words` are the answers themselves, in no order that tells who wrote them.
    """

    key: str
    text: str
    kind: str
    options: tuple[Answered, ...]
    replies: int
    answered: int
    total: int | None = None
    words: tuple[str, ...] = ()

    @property
    def no_data(self) -> int:
        return self.replies - self.answered


@dataclass(frozen=True)
class ReplyCard:
    """One sheet of answers as it was typed, for setting it right; `resident_id` only where it was not anonymous."""

    id: str
    answered_on: date
    way: str
    sitting_id: str | None
    resident_id: str | None
    neighbourhood: str | None
    answers: Mapping[str, Any]
    words: Mapping[str, str]


def questionnaires(session: Session) -> tuple[QuestionnaireCard, ...]:
    """What is asked at present, by name."""
    replies = (
        select(Reply.questionnaire_id, func.count().label("replies"))
        .where(Reply.removed_at.is_(None), counted())
        .group_by(Reply.questionnaire_id)
        .subquery()
    )
    query = (
        select(Questionnaire, func.coalesce(replies.c.replies, 0))
        .outerjoin(replies, replies.c.questionnaire_id == Questionnaire.id)
        .where(Questionnaire.removed_at.is_(None))
        .order_by(Questionnaire.name, Questionnaire.id)
    )
    return tuple(
        QuestionnaireCard(
            one.id, one.code, one.name, one.subject, one.anonymous, tuple(one.questions), count
        )
        for one, count in session.execute(query)
    )  # fmt: skip


def resolve_questionnaire(session: Session, *, text: str) -> str:
    """The id of the questionnaire that a person means by its code, its name or the beginning of its id.

    Of several with one code it is the latest defined that is meant. Raises Refused: survey_unknown.
    """
    told = fold(text).strip()
    for card in reversed(questionnaires(session)):
        if told in (fold(card.code), fold(card.name)) or (len(told) >= 6 and card.id.startswith(told)):
            return card.id
    raise Refused("survey_unknown")


def results(session: Session, *, questionnaire_id: str, asked: Asked = Asked()) -> tuple[QuestionResult, ...]:
    """How each question was answered, in its order. Raises Refused: survey_unknown."""
    one = session.get(Questionnaire, questionnaire_id)
    if one is None:
        raise Refused("survey_unknown")
    rows = session.execute(
        _meant(asked)
        .with_only_columns(Reply.answers, Reply.words)
        .where(Reply.questionnaire_id == questionnaire_id, counted())
    ).all()
    in_words = [_words(told) for _, told in rows]
    return tuple(_result(question, [row[0] for row in rows], in_words) for question in one.questions)


def replies(session: Session, *, questionnaire_id: str, asked: Asked = Asked()) -> tuple[ReplyCard, ...]:
    """The sheets themselves, the latest first."""
    query = (
        _meant(asked)
        .add_columns(Neighbourhood.name)
        .where(Reply.questionnaire_id == questionnaire_id)
        .order_by(Reply.answered_on.desc(), Reply.id.desc())
    )
    return tuple(
        ReplyCard(
            one.id, one.answered_on, one.way, one.sitting_id, one.resident_id, quarter, one.answers, _words(one.words)
        )
        for one, quarter in session.execute(query)
    )  # fmt: skip


def resolve_reply(session: Session, *, text: str) -> str:
    """The id of the one sheet whose id begins or ends like this (six letters or more).

    Raises Refused: reply_unknown; reply_ambiguous, when several do.
    """
    told = text.strip().lower()
    meant = or_(Reply.id.startswith(told, autoescape=True), Reply.id.endswith(told, autoescape=True))
    found = session.scalars(select(Reply.id).where(Reply.removed_at.is_(None), meant).limit(2)).all()
    if len(told) < 6 or not found:
        raise Refused("reply_unknown")
    if len(found) > 1:
        raise Refused("reply_ambiguous", text=told)
    return found[0]


def left_to_the_poll(session: Session, *, questionnaire_id: str, asked: Asked = Asked()) -> int:
    """How many sheets typed as of the call are not counted, for the poll of the call is (`counting`)."""
    query = _meant(asked).where(Reply.questionnaire_id == questionnaire_id, ~counted())
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _meant(asked: Asked) -> Select[Any]:
    query = (
        select(Reply)
        .outerjoin(Sitting, Sitting.id == Reply.sitting_id)
        .outerjoin(Neighbourhood, Neighbourhood.id == Reply.neighbourhood_id)
        .where(Reply.removed_at.is_(None))
    )
    if asked.since:
        query = query.where(Reply.answered_on >= asked.since)
    if asked.until:
        query = query.where(Reply.answered_on <= asked.until)
    if asked.sitting_id:
        query = query.where(Reply.sitting_id == asked.sitting_id)
    if asked.council_id:
        query = query.where(Sitting.council_id == asked.council_id)
    if asked.district_id:
        query = query.where(
            or_(
                Sitting.district_id == asked.district_id,
                and_(Reply.sitting_id.is_(None), Neighbourhood.district_id == asked.district_id),
            )
        )
    return query


def _result(
    question: Mapping[str, Any], told: Sequence[Mapping[str, Any]], in_words: Iterable[Mapping[str, str]]
) -> QuestionResult:  # fmt: skip
    key, kind = question["key"], question["kind"]
    if kind == TEXT:
        said = sorted((words[key] for words in in_words if key in words), key=fold)
        return QuestionResult(key, question["text"], kind, (), len(told), len(said), words=tuple(said))
    given = [one[key] for one in told if key in one]
    if kind == NUMBER:
        return QuestionResult(key, question["text"], kind, (), len(told), len(given), total=sum(given))
    counted = Counter(choice for one in given for choice in (one if isinstance(one, list) else [one]))
    options = tuple(Answered(one["key"], one["text"], counted[one["key"]]) for one in question["options"])
    return QuestionResult(key, question["text"], kind, options, len(told), len(given))


def _words(told: str | None) -> dict[str, str]:
    return {key: words for key, _, words in (line.partition("\t") for line in (told or "").splitlines())}
