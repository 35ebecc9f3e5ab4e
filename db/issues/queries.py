"""What can be asked about issues and commitments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.agenda.queries import gender_of, spoken_name, written_down
from db.agenda.tables import Item
from db.errors import Refused
from db.issues.tables import Commitment, Issue
from db.organisations.tables import Organisation
from db.residents.persons import Persons, persons_among
from db.residents.tables import Resident
from db.sittings.tables import Sitting


@dataclass(frozen=True)
class IssueCard:
    """What somebody asked for. `raised_by` is empty when it was nobody in particular."""

    id: str
    sitting_id: str
    kind: str
    text: str
    raised_by_id: str | None
    raised_by: str
    gender: str | None
    way: str | None
    topic: str | None
    place: str
    department_id: str | None
    department: str
    item_id: str | None
    item: str
    state: str
    source: str
    point: dict[str, Any] | None = None
    answer: str = ""
    answered_by: str = ""
    answered_on: date | None = None


@dataclass(frozen=True)
class CommitmentCard:
    """Who will do what by when; `since` is the start of the sitting that heard the promise."""

    id: str
    sitting_id: str
    council_id: str
    text: str
    responsible_kind: str | None
    responsible_id: str | None
    responsible: str
    gender: str | None
    due_on: date | None
    state: str
    since: datetime | None
    issue_id: str | None
    settled_at: datetime | None
    settled_in_id: str | None
    outcome: str = ""
    due_reason: str = ""

    def overdue(self, today: date) -> bool:
        """Open, and past its day."""
        return self.state == "open" and self.due_on is not None and self.due_on < today


def issues(session: Session, *, sitting_id: str) -> tuple[IssueCard, ...]:
    """What was asked for at a sitting, in the order it was written down."""
    rows = session.execute(
        select(Issue, Resident, Organisation.name, Item.title)
        .outerjoin(Resident, Resident.id == Issue.raised_by_id)
        .outerjoin(Organisation, Organisation.id == Issue.department_id)
        .outerjoin(Item, Item.id == Issue.item_id)
        .where(Issue.sitting_id == sitting_id, Issue.removed_at.is_(None))
    ).all()
    rows = sorted(rows, key=lambda row: written_down(row[0]))
    persons = persons_among(session, (row[0].raised_by_id for row in rows if row[0].raised_by_id))
    return tuple(
        IssueCard(
            id=row.id,
            sitting_id=row.sitting_id,
            kind=row.kind,
            text=row.text,
            raised_by_id=persons.of(row.raised_by_id) if row.raised_by_id else None,
            raised_by=spoken_name(persons.row(row.raised_by_id or "", person)),
            gender=gender_of(persons.row(row.raised_by_id or "", person)),
            way=row.way,
            topic=row.topic,
            place=row.place or "",
            department_id=row.department_id,
            department=department or "",
            item_id=row.item_id,
            item=item or "",
            state=row.state,
            source=row.source,
            point=row.point,
            answer=row.answer or "",
            answered_by=row.answered_by or "",
            answered_on=row.answered_on,
        )
        for row, person, department, item in rows
    )


def commitments(session: Session, *, sitting_id: str) -> tuple[CommitmentCard, ...]:
    """What was promised at a sitting, in the order it was written down."""
    return commitment_cards(session, Commitment.sitting_id == sitting_id)


def open_commitments(
    session: Session, *, council_id: str, before: datetime, told_in: str | None = None
) -> tuple[CommitmentCard, ...]:
    """What a council was promised at sittings that started before `before` and still waits for, the oldest first.

    With `told_in`, also those whose end was told at that sitting: its minutes speak of them.
    """
    waits = Commitment.state == "open"
    if told_in:
        waits = or_(waits, Commitment.settled_in_id == told_in)
    return commitment_cards(session, Commitment.council_id == council_id, Sitting.starts_at < before, waits)


def departments(session: Session) -> tuple[str, ...]:
    """The names of the municipal departments that the record knows, in order."""
    query = select(Organisation.name).where(Organisation.kind == "department", Organisation.removed_at.is_(None))
    return tuple(session.scalars(query.order_by(Organisation.folded)))


def resolve_issue(session: Session, *, text: str) -> str:
    """The id of an issue from the whole of it, its beginning, or its end as lists print it (six characters or more).

    Raises Refused: issue_unknown.
    """
    return _resolved(session, Issue, text, "issue_unknown")


def resolve_commitment(session: Session, *, text: str) -> str:
    """The id of a commitment, told in the same ways. Raises Refused: commitment_unknown."""
    return _resolved(session, Commitment, text, "commitment_unknown")


def _resolved(session: Session, kind: type[Issue] | type[Commitment], text: str, unknown: str) -> str:
    told = text.strip().lower()
    like = or_(kind.id.startswith(told, autoescape=True), kind.id.endswith(told, autoescape=True))
    found = session.scalars(select(kind.id).where(like, kind.removed_at.is_(None)).limit(2)).all()
    if len(told) < 6 or len(found) != 1:
        raise Refused(unknown)
    return found[0]


def commitment_cards(session: Session, *conditions: object) -> tuple[CommitmentCard, ...]:
    """The commitments of which the conditions hold, the oldest sitting first."""
    found = session.execute(
        select(Commitment, Sitting.starts_at)
        .outerjoin(Sitting, Sitting.id == Commitment.sitting_id)
        .where(Commitment.removed_at.is_(None), *conditions)  # type: ignore[arg-type]
    ).all()
    found = sorted(found, key=lambda row: (row[1] is not None, row[1], *written_down(row[0])))
    ids = {row.responsible_id for row, _ in found if row.responsible_id}
    persons = persons_among(session, ids)
    named = _responsibles(session, ids, persons)
    cards = []
    for row, since in found:
        who, gender = named.get(row.responsible_id or "", ("", None))
        cards.append(
            CommitmentCard(
                id=row.id,
                sitting_id=row.sitting_id,
                council_id=row.council_id,
                text=row.text,
                responsible_kind=row.responsible_kind,
                responsible_id=persons.of(row.responsible_id) if row.responsible_id else None,
                responsible=who,
                gender=gender,
                due_on=row.due_on,
                state=row.state,
                since=since,
                issue_id=row.issue_id,
                settled_at=row.settled_at,
                settled_in_id=row.settled_in_id,
                outcome=row.outcome or "",
                due_reason=row.due_reason or "",
            )
        )
    return tuple(cards)


def _responsibles(session: Session, ids: set[str], persons: Persons) -> dict[str, tuple[str, str | None]]:
    named: dict[str, tuple[str, str | None]] = {}
    for one in session.scalars(select(Resident).where(Resident.id.in_(ids))):
        person = persons.row(one.id, one)
        named[one.id] = spoken_name(person), gender_of(person)
    for key, name in session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))):
        named[key] = (name, None)
    return named
