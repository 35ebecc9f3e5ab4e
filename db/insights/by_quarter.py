"""From where people come: the distinct people of a scope by the quarter they live in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.insights.scope import Scope, within
from db.places.tables import Neighbourhood
from db.residents.persons import persons_among
from db.residents.tables import Resident
from db.sittings.tables import Council, Sitting


@dataclass(frozen=True)
class FromQuarter:
    """How many distinct people of a scope live in a quarter. None: the roll does not say in which one.

    `district_id` is that of the quarter, or what the roll says by itself; None: not even that.
    """

    quarter_id: str | None
    district_id: str | None
    people: int


def people_by_quarter(session: Session, *, scope: Scope) -> tuple[FromQuarter, ...]:
    """The distinct people of the scope by quarter, empty ones left out; they sum to `totals.people`. Units: people.

    A quarter that was taken off the city's list is said like any other: whoever draws it knows which there are.
    """
    query = (
        select(Presence.resident_id, Resident.neighbourhood_id, Resident.district_id)
        .select_from(Presence)
        .join(Sitting, Sitting.id == Presence.sitting_id)
        .outerjoin(Resident, Resident.id == Presence.resident_id)
        .where(Presence.removed_at.is_(None), *within(scope))
        .distinct()
    )
    rows = session.execute(query).all()
    merged = persons_among(session, (row[0] for row in rows))
    homes: dict[str, tuple[str | None, str | None]] = {}
    for resident_id, quarter, district in rows:
        homes[merged.of(resident_id)] = (quarter, district)
    for who, whole in merged.whole.items():
        homes[who] = (whole.neighbourhood_id, whole.district_id)
    homes_of = session.execute(select(Neighbourhood.id, Neighbourhood.district_id))
    district_of: dict[str, str] = {row[0]: row[1] for row in homes_of}
    counted = Counter((quarter, district_of.get(quarter or "", district)) for quarter, district in homes.values())
    return tuple(
        FromQuarter(quarter, district, people)
        for (quarter, district), people in sorted(counted.items(), key=lambda one: (one[0][0] or "", one[0][1] or ""))
    )


@dataclass(frozen=True)
class CameTo:
    """A sitting that somebody from some quarters came to; who and how many stays untold."""

    sitting_id: str
    starts_at: datetime
    council: str
    title: str


def sittings_with_people_from(session: Session, *, scope: Scope, homes: Collection[str]) -> tuple[CameTo, ...]:
    """The sittings of a scope to which people of some quarters or districts (identifiers) came, newest first."""
    of_quarter = select(Neighbourhood.id).where(Neighbourhood.district_id.in_(homes))
    lives_there = or_(
        Resident.neighbourhood_id.in_(homes),
        Resident.neighbourhood_id.in_(of_quarter),
        and_(Resident.neighbourhood_id.is_(None), Resident.district_id.in_(homes)),
    )
    came = (
        select(Presence.sitting_id)
        .join(Resident, Resident.id == Presence.resident_id)
        .where(Presence.removed_at.is_(None), lives_there)
    )
    query = (
        select(Sitting.id, Sitting.starts_at, Council.name, Sitting.title)
        .outerjoin(Council, Council.id == Sitting.council_id)
        .where(*within(scope), Sitting.id.in_(came))
        .order_by(Sitting.starts_at.desc(), Sitting.id)
    )
    return tuple(CameTo(one, at, council or "", title) for one, at, council, title in session.execute(query))
