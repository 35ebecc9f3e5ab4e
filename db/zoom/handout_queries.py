"""What can be asked about registrations, polls, chat and transcripts, and about the files that were taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.zoom.tables import Call, ChatLine, Handout, PollAnswer, Registrant, TranscriptLine

_LINES: dict[str, type[Registrant | PollAnswer | ChatLine | TranscriptLine]] = {
    "registrations": Registrant,
    "polls": PollAnswer,
    "chat": ChatLine,
    "transcript": TranscriptLine,
}


@dataclass(frozen=True)
class HandoutCard:
    """A handout as screens show it: kind registrations, polls, chat or transcript, and how many lines it has."""

    id: str
    sitting_id: str
    kind: str
    topic: str | None
    zoom_number: str | None
    source: str
    file_name: str | None
    rows: int
    private: int


@dataclass(frozen=True)
class RegistrantCard:
    """Who registered, as she told it; `quarter` is the neighbourhood in her own words."""

    id: str
    email: str | None
    family_name: str
    given_names: str
    phone: str | None
    document: str | None
    quarter: str | None
    organisation: str | None
    registrant_id: str | None
    registered_at: datetime | None
    status: str | None
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PollCard:
    """One answer; `name` is None where the poll was anonymous."""

    id: str
    poll: str
    question: str
    answers: tuple[str, ...]
    name: str | None
    email: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class WordsCard:
    """A message of the chat or words of the recording, with the moment they belong to.

    `exact` is False where the moment was made from the recording's offset and the call's beginning, for nobody tells
    when the recording began; `at` is None where no call is known either.
    """

    id: str
    who: str | None
    text: str
    at: datetime | None
    exact: bool
    offset: timedelta | None


def handouts(session: Session, *, sitting_id: str) -> tuple[HandoutCard, ...]:
    """What Zoom handed out of a sitting beside its participants, kind by kind."""
    found = session.scalars(
        select(Handout)
        .where(Handout.sitting_id == sitting_id, Handout.removed_at.is_(None))
        .order_by(Handout.kind, Handout.id)
    )
    return tuple(
        HandoutCard(
            id=one.id,
            sitting_id=one.sitting_id,
            kind=one.kind,
            topic=one.topic,
            zoom_number=one.zoom_number,
            source=one.source,
            file_name=one.file_name,
            rows=_count(session, one),
            private=one.private,
        )
        for one in found
    )


def known_files(session: Session, *, sitting_id: str) -> frozenset[str]:
    """The SHA-256 of every file that a sitting has, those too that a later export replaced."""
    stands = select(Call.sha256).where(
        Call.sitting_id == sitting_id, or_(Call.removed_at.is_(None), Call.replaced_by_id.is_not(None))
    )
    beside = select(Handout.sha256).where(
        Handout.sitting_id == sitting_id, or_(Handout.removed_at.is_(None), Handout.replaced_by_id.is_not(None))
    )
    return frozenset(one for query in (stands, beside) for one in session.scalars(query) if one)


def registrants(session: Session, *, sitting_id: str) -> tuple[RegistrantCard, ...]:
    """Who registered for a sitting's call, in the order they did."""
    found = session.scalars(
        select(Registrant)
        .where(Registrant.sitting_id == sitting_id, Registrant.removed_at.is_(None))
        .order_by(Registrant.registered_at, Registrant.number)
    )
    return tuple(
        RegistrantCard(
            id=one.id,
            email=one.email,
            family_name=one.family_name,
            given_names=one.given_names,
            phone=one.phone,
            document=one.document,
            quarter=one.quarter,
            organisation=one.organisation,
            registrant_id=one.registrant_id,
            registered_at=one.registered_at,
            status=one.status,
            answers=tuple(_pair(line) for line in (one.answers or "").splitlines()),
        )
        for one in found
    )


def poll_answers(session: Session, *, sitting_id: str) -> tuple[PollCard, ...]:
    """What was answered in a sitting's polls, poll by poll."""
    found = session.scalars(
        select(PollAnswer)
        .where(PollAnswer.sitting_id == sitting_id, PollAnswer.removed_at.is_(None))
        .order_by(PollAnswer.handout_id, PollAnswer.number)
    )
    return tuple(
        PollCard(one.id, one.poll, one.question, tuple(one.answers.splitlines()), one.name, one.email, one.answered_at)
        for one in found
    )


def chat_lines(session: Session, *, sitting_id: str) -> tuple[WordsCard, ...]:
    """The public chat of a sitting, in the order it was written."""
    began = _began(session, sitting_id)
    found = session.scalars(
        select(ChatLine)
        .where(ChatLine.sitting_id == sitting_id, ChatLine.removed_at.is_(None))
        .order_by(ChatLine.said_at, ChatLine.offset_ms, ChatLine.number)
    )
    return tuple(_words(one.id, one.author, one.text, one.said_at, one.offset_ms, began) for one in found)


def transcript_lines(
    session: Session, *, sitting_id: str, since: datetime | None = None, until: datetime | None = None
) -> tuple[WordsCard, ...]:
    """The words of a sitting's recording, or those between two moments (the time of an item)."""
    began = _began(session, sitting_id)
    found = session.scalars(
        select(TranscriptLine)
        .where(TranscriptLine.sitting_id == sitting_id, TranscriptLine.removed_at.is_(None))
        .order_by(TranscriptLine.begins_ms, TranscriptLine.number)
    )
    told = (_words(one.id, one.speaker, one.text, None, one.begins_ms, began) for one in found)
    return tuple(
        one
        for one in told
        if (since is None or (one.at is not None and one.at >= since))
        and (until is None or (one.at is not None and one.at < until))
    )


def _words(
    row_id: str, who: str | None, text: str, at: datetime | None, offset_ms: int | None, began: datetime | None
) -> WordsCard:
    offset = None if offset_ms is None else timedelta(milliseconds=offset_ms)
    exact = at is not None
    if at is None and began is not None and offset is not None:
        at = began + offset
    return WordsCard(row_id, who or None, text, at, exact, offset)


def _began(session: Session, sitting_id: str) -> datetime | None:
    """When the first call of a sitting began: the nearest thing to the recording's beginning that is told."""
    return session.scalar(
        select(func.min(Call.started_at)).where(Call.sitting_id == sitting_id, Call.removed_at.is_(None))
    )


def _count(session: Session, handout: Handout) -> int:
    kind = _LINES[handout.kind]
    return session.scalar(select(func.count()).select_from(kind).where(kind.handout_id == handout.id)) or 0


def _pair(line: str) -> tuple[str, str]:
    title, _, told = line.partition("\t")
    return title, told
