"""What can be asked about places."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused
from db.folding import fold
from db.places.tables import District, Neighbourhood


@dataclass(frozen=True)
class DistrictCard:
    """A district as screens show it."""

    id: str
    code: str
    name: str
    centre: str
    address: str | None


@dataclass(frozen=True)
class NeighbourhoodCard:
    """A neighbourhood as screens show it."""

    id: str
    name: str
    district_id: str


def districts(session: Session) -> tuple[DistrictCard, ...]:
    """All districts, in the order of the city's file."""
    found = session.scalars(select(District).where(District.removed_at.is_(None)).order_by(District.position))
    return tuple(DistrictCard(d.id, d.code, d.name, d.centre, d.address) for d in found)


def neighbourhoods(session: Session, *, district_id: str | None = None) -> tuple[NeighbourhoodCard, ...]:
    """The neighbourhoods of a district, or of the city, by name."""
    # Not whole rows: each has an outline of a map.
    query = select(Neighbourhood.id, Neighbourhood.name, Neighbourhood.district_id)
    query = query.where(Neighbourhood.removed_at.is_(None)).order_by(Neighbourhood.folded)
    if district_id:
        query = query.where(Neighbourhood.district_id == district_id)
    return tuple(NeighbourhoodCard(*row) for row in session.execute(query))


def neighbourhood_named(session: Session, *, name: str, district_id: str | None = None) -> NeighbourhoodCard:
    """The neighbourhood of that name; where two districts have one, that of the district given.

    Raises Refused: quarter_unknown, quarter_of_several.
    """
    found = [one for one in neighbourhoods(session) if fold(one.name) == fold(name)]
    if not found:
        raise Refused("quarter_unknown", quarter=name)
    own = [one for one in found if one.district_id == district_id] or found
    if len(own) > 1:
        raise Refused("quarter_of_several", quarter=name)
    return own[0]
