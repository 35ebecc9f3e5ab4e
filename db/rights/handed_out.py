"""Which lines of what Zoom handed out are about a person: her registrations, answers, messages and words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.folding import fold
from db.residents.tables import Alias, Resident
from db.zoom.tables import ChatLine, Participant, PollAnswer, Registrant, TranscriptLine


@dataclass(frozen=True)
class HandedOut:
    """The lines about her, those that were taken out again among them."""

    registrations: tuple[Registrant, ...] = ()
    answers: tuple[PollAnswer, ...] = ()
    messages: tuple[ChatLine, ...] = ()
    words: tuple[TranscriptLine, ...] = ()

    @property
    def rows(self) -> tuple[Registrant | PollAnswer | ChatLine | TranscriptLine, ...]:
        return (*self.registrations, *self.answers, *self.messages, *self.words)


def handed_out(
    session: Session, residents: Sequence[Resident], aliases: Sequence[Alias], lines: Sequence[Participant]
) -> HandedOut:
    """What is hers by her e-mail, her registration, her document, or the name under which she was in that very call.

    `lines` are those of connections that are hers alone. A name that somebody else had in the same call tells nobody,
    and an e-mail of two neighbours only the one who gave her own name with it.
    """
    signs = _signs(session, residents, aliases, lines)
    sittings = {one.sitting_id for one in lines}
    wrote = session.scalars(select(ChatLine).where(ChatLine.sitting_id.in_(sittings)).order_by(ChatLine.id))
    spoke = session.scalars(
        select(TranscriptLine).where(TranscriptLine.sitting_id.in_(sittings)).order_by(TranscriptLine.id)
    )
    return HandedOut(
        registrations=_registrations(session, signs),
        answers=_answers(session, signs, sittings),
        messages=tuple(one for one in wrote if (one.sitting_id, fold(one.author)) in signs.called),
        words=tuple(one for one in spoke if (one.sitting_id, fold(one.speaker or "")) in signs.called),
    )


@dataclass(frozen=True)
class _Signs:
    """By what a line is known as hers. `called` are the names she had in each sitting's calls and nobody else had."""

    emails: frozenset[str]
    shared: frozenset[str]
    numbers: frozenset[str]
    documents: frozenset[str]
    names: frozenset[str]
    called: frozenset[tuple[str, str]]

    def is_hers(self, email: str | None, name: str) -> bool:
        """Whether an e-mail is hers; one of two neighbours only beside her own name."""
        told = (email or "").casefold()
        return told in self.emails and (told not in self.shared or fold(name) in self.names)


def _signs(
    session: Session, residents: Sequence[Resident], aliases: Sequence[Alias], lines: Sequence[Participant]
) -> _Signs:
    emails = {one.email.casefold() for one in residents if one.email}
    emails |= {one.email.casefold() for one in lines if one.email}
    emails |= {one.value.casefold() for one in aliases if one.kind == "email"}
    numbers = {one.registrant_id for one in lines if one.registrant_id}
    numbers |= {one.value for one in aliases if one.kind == "registrant"}
    return _Signs(
        emails=frozenset(emails),
        shared=frozenset(_of_others(session, emails, {one.id for one in residents})),
        numbers=frozenset(numbers),
        documents=frozenset(one.document for one in residents if one.document),
        names=frozenset(fold(f"{one.given_names} {one.family_name}") for one in residents),
        called=frozenset(_called(session, lines)),
    )


def _registrations(session: Session, signs: _Signs) -> tuple[Registrant, ...]:
    found = session.scalars(
        select(Registrant)
        .where(
            or_(
                func.lower(Registrant.email).in_(signs.emails),
                Registrant.registrant_id.in_(signs.numbers),
                Registrant.document.in_(signs.documents),
            )
        )
        .order_by(Registrant.id)
    )
    return tuple(
        one
        for one in found
        if one.registrant_id in signs.numbers
        or one.document in signs.documents
        or signs.is_hers(one.email, f"{one.given_names} {one.family_name}")
    )


def _answers(session: Session, signs: _Signs, sittings: Collection[str]) -> tuple[PollAnswer, ...]:
    found = session.scalars(
        select(PollAnswer)
        .where(or_(func.lower(PollAnswer.email).in_(signs.emails), PollAnswer.sitting_id.in_(sittings)))
        .order_by(PollAnswer.id)
    )
    return tuple(
        one
        for one in found
        if signs.is_hers(one.email, one.name or "")
        or (not one.email and (one.sitting_id, fold(one.name or "")) in signs.called)
    )


def _of_others(session: Session, emails: Collection[str], ids: Collection[str]) -> set[str]:
    """The e-mails that somebody else on the roll has too."""
    found = session.scalars(
        select(Resident.email).where(
            func.lower(Resident.email).in_(emails), Resident.id.not_in(ids), Resident.removed_at.is_(None)
        )
    )
    return {one.casefold() for one in found if one}


def _called(session: Session, lines: Sequence[Participant]) -> set[tuple[str, str]]:
    """The names she had in each sitting's calls and nobody else had there."""
    own = {one.id for one in lines}
    found = {(one.sitting_id, fold(name)) for one in lines for name in (one.name, one.original_name) if name}
    sittings = {one.sitting_id for one in lines}
    others = session.scalars(
        select(Participant).where(
            Participant.sitting_id.in_(sittings), Participant.id.not_in(own), Participant.removed_at.is_(None)
        )
    )
    return found - {(one.sitting_id, fold(one.name)) for one in others if one.name}
