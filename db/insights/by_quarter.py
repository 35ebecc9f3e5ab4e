"""From where people come: the figure of quarters with the district of each, and the sittings behind a place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.insights.answers import Answer
from db.insights.scope import Scope, within
from db.insights.tally import NO_DATA
from db.places.tables import Neighbourhood
from db.residents.tables import Resident
from db.sittings.tables import Council, Sitting


@dataclass(frozen=True)
class FromQuarter:
    """How many distinct people of a scope live in a quarter of a district. Both None: the roll does not say where."""

    quarter_id: str | None
    district_id: str | None
    people: int


def district_of_quarters(session: Session) -> dict[str, str]:
    """The district of every quarter, those too that were taken off the city's list."""
    homes = session.execute(select(Neighbourhood.id, Neighbourhood.district_id))
    return {row[0]: row[1] for row in homes}


def from_quarters(quarters: Answer, district_of: Mapping[str, str]) -> tuple[FromQuarter, ...]:
    """The parts of an answer to «quarters» with the district of each, empty ones left out; they sum to «people».

    Units: people. A quarter that was taken off the city's list is said like any other: whoever draws it knows which
    there are.
    """
    told = {part.at[0]: int(part.value) for part in quarters.parts}
    return tuple(
        FromQuarter(None if quarter == NO_DATA else quarter, district_of.get(quarter), people)
        for quarter, people in sorted(told.items())
        if people
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
