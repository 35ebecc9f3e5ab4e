"""Who belongs to an organisation, and who came to the sittings for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.residents.persons import persons_among
from db.residents.tables import Resident
from db.sittings.tables import Council, Sitting


@dataclass(frozen=True)
class Member:
    """Somebody of the roll who belongs to it; `role` is what she is there."""

    resident_id: str
    name: str
    role: str | None


@dataclass(frozen=True)
class CameFor:
    """One sitting, and who was there for the organisation, by name."""

    sitting_id: str
    title: str
    council: str
    starts_at: datetime
    people: tuple[str, ...]


def members(session: Session, *, organisation_id: str) -> tuple[Member, ...]:
    """Who of the roll belongs to an organisation, by family name; who was merged once."""
    rows = session.scalars(
        select(Resident)
        .where(Resident.organisation_id == organisation_id, Resident.removed_at.is_(None))
        .order_by(Resident.family_name, Resident.given_names, Resident.id)
    ).all()
    persons = persons_among(session, [row.id for row in rows])
    found: dict[str, Member] = {}
    for row in rows:
        told = persons.row(row.id, row) or row
        found.setdefault(persons.of(row.id), Member(persons.of(row.id), _name(told), row.organisation_role))
    return tuple(found.values())


def who_came_for(session: Session, *, organisation_id: str) -> tuple[CameFor, ...]:
    """The sittings at which somebody was for an organisation, the newest first: who represented it that evening, or
    belongs to it and represented nobody else.
    """
    rows = session.execute(
        select(Sitting, Council.name, Resident)
        .join(Presence, Presence.sitting_id == Sitting.id)
        .join(Resident, Resident.id == Presence.resident_id)
        .outerjoin(Council, Council.id == Sitting.council_id)
        .where(
            Presence.removed_at.is_(None),
            Sitting.removed_at.is_(None),
            or_(
                Presence.representing_id == organisation_id,
                Presence.representing_id.is_(None) & (Resident.organisation_id == organisation_id),
            ),
        )
        .order_by(Sitting.starts_at.desc(), Sitting.id, Resident.family_name, Resident.given_names)
    ).all()
    persons = persons_among(session, [resident.id for _, _, resident in rows])
    found: dict[str, tuple[Sitting, str, dict[str, str]]] = {}
    for sitting, council, resident in rows:
        _, _, people = found.setdefault(sitting.id, (sitting, council or "", {}))
        people.setdefault(persons.of(resident.id), _name(persons.row(resident.id, resident) or resident))
    return tuple(
        CameFor(sitting.id, sitting.title, council, sitting.starts_at, tuple(people.values()))
        for sitting, council, people in found.values()
    )


def _name(row: Resident) -> str:
    return f"{row.chosen_name or row.given_names} {row.family_name}"
