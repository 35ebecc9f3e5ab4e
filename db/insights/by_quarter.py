"""From where people come: the distinct people of a scope by the quarter they live in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.insights.queries import Scope, _within
from db.places.tables import Neighbourhood
from db.residents.persons import persons_among
from db.residents.tables import Resident
from db.sittings.tables import Sitting


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
        .where(Presence.removed_at.is_(None), *_within(scope))
        .distinct()
    )
    rows = session.execute(query).all()
    merged = persons_among(session, (row[0] for row in rows))
    homes: dict[str, tuple[str | None, str | None]] = {}
    for resident_id, quarter, district in rows:
        homes[merged.of(resident_id)] = (quarter, district)
    for who, whole in merged.whole.items():
        homes[who] = (whole.neighbourhood_id, whole.district_id)
    district_of = dict(session.execute(select(Neighbourhood.id, Neighbourhood.district_id)).tuples().all())
    counted = Counter((quarter, district_of.get(quarter or "", district)) for quarter, district in homes.values())
    return tuple(
        FromQuarter(quarter, district, people)
        for (quarter, district), people in sorted(counted.items(), key=lambda one: (one[0][0] or "", one[0][1] or ""))
    )
