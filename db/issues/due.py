"""What is due: the commitments of all councils, with where they were promised; the lists that were sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.folding import fold, words
from db.issues.queries import CommitmentCard, commitment_cards
from db.issues.rules import COMMITMENT_STATES, TERMS, term
from db.issues.tables import Commitment, Dispatch
from db.organisations.tables import Organisation
from db.places.tables import District
from db.sittings.tables import Council, Sitting


@dataclass(frozen=True)
class Narrow:
    """Which commitments are looked at; what is empty narrows nothing. `state` "" are all, settled ones too."""

    text: str = ""
    state: str = "open"
    term: str = ""
    responsible_id: str = ""
    council_id: str = ""
    district_id: str = ""


@dataclass(frozen=True)
class Due:
    """One commitment, with the council and the sitting that heard it, and when it is due seen from today.

    `term` is one of TERMS while it is open, and empty once it is settled.
    """

    card: CommitmentCard
    council: str
    district_id: str
    district: str
    sitting: str
    sitting_state: str
    held_at: datetime | None
    told_at: datetime | None
    term: str

    @property
    def id(self) -> str:
        """The commitment's own."""
        return self.card.id


@dataclass(frozen=True)
class DueShown:
    """The commitments that are looked at, the most pressing first.

    `terms` counts the open ones and `states` all of them, each leaving its own narrowing aside: the numbers of either
    add up. `responsibles` are all who answer for one of the open ones, by name, nobody ("") last.
    """

    dues: tuple[Due, ...]
    terms: Mapping[str, int]
    states: Mapping[str, int]
    responsibles: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Sent:
    """A list that was sent: to which department ("" for issues without one), to whom, when, how many issues."""

    id: str
    department: str
    sent_to: str
    sent_on: date
    issues: int


def due(session: Session, *, narrow: Narrow, today: date) -> DueShown:
    """What was promised, at whichever council, and when it is due. Texts match as in the search of issues."""
    every = _every(session, today, whole=narrow.state != "open")
    asked = words(narrow.text)
    known = [
        one
        for one in every
        if (not narrow.responsible_id or (one.card.responsible_id or NOBODY) == narrow.responsible_id)
        and (not narrow.council_id or one.card.council_id == narrow.council_id)
        and (not narrow.district_id or one.district_id == narrow.district_id)
        and (not asked or _says(one, asked))
    ]
    states = _counted(COMMITMENT_STATES, (one.card.state for one in known))
    of_state = [one for one in known if not narrow.state or one.card.state == narrow.state]
    terms = _counted(TERMS, (one.term for one in of_state if one.term))
    shown = [one for one in of_state if not narrow.term or one.term == narrow.term]
    who = {(one.card.responsible_id or NOBODY): one.card.responsible for one in every if one.card.state == "open"}
    names = sorted(who.items(), key=lambda told: (told[0] == NOBODY, fold(told[1])))
    return DueShown(tuple(sorted(shown, key=_pressing)), terms, states, tuple(names))


NOBODY = "-"  # as a responsible: nobody in particular yet


def overdue(session: Session, *, today: date) -> int:
    """How many commitments are past their day."""
    query = select(func.count()).where(
        Commitment.state == "open", Commitment.due_on < today, Commitment.removed_at.is_(None)
    )
    return session.scalar(query) or 0


def sent_lists(session: Session, *, limit: int = 200) -> tuple[Sent, ...]:
    """The lists that were sent, the newest first."""
    rows = session.execute(
        select(Dispatch, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Dispatch.department_id)
        .where(Dispatch.removed_at.is_(None))
        .order_by(Dispatch.sent_on.desc(), Dispatch.id.desc())
        .limit(limit)
    )
    return tuple(Sent(row.id, name or "", row.sent_to, row.sent_on, len(row.issue_ids)) for row, name in rows)


def _every(session: Session, today: date, *, whole: bool) -> tuple[Due, ...]:
    conditions = () if whole else (Commitment.state == "open",)
    return _dues(session, commitment_cards(session, *conditions), today)


def _dues(session: Session, cards: Iterable[CommitmentCard], today: date) -> tuple[Due, ...]:
    cards = tuple(cards)
    councils = {row.id: row.name for row in session.execute(select(Council.id, Council.name))}
    districts = {row.id: row.name for row in session.execute(select(District.id, District.name))}
    sittings = {one.id: one for one in session.scalars(select(Sitting))}
    made = []
    for card in cards:
        held, told = sittings.get(card.sitting_id), sittings.get(card.settled_in_id or "")
        made.append(
            Due(
                card=card,
                council=councils.get(card.council_id, ""),
                district_id=held.district_id if held else "",
                district=districts.get(held.district_id, "") if held else "",
                sitting=held.title if held else "",
                sitting_state=held.state if held else "",
                held_at=held.starts_at if held else None,
                told_at=told.starts_at if told else None,
                term=term(card.due_on, today=today) if card.state == "open" else "",
            )
        )
    return tuple(made)


def _says(one: Due, asked: Iterable[str]) -> bool:
    known = words(f"{one.card.text} {one.card.responsible} {one.council} {one.card.outcome} {one.card.due_reason}")
    return all(any(word.startswith(begun) for word in known) for begun in asked)


def _counted(names: Iterable[str], told: Iterable[str]) -> dict[str, int]:
    counts = dict.fromkeys(names, 0)
    for one in told:
        counts[one] += 1
    return counts


def _pressing(one: Due) -> tuple[bool, bool, date, str]:
    return one.card.state != "open", one.card.due_on is None, one.card.due_on or date.max, one.id
