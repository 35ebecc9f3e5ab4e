"""What can be asked about places."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

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
    query = select(Neighbourhood).where(Neighbourhood.removed_at.is_(None)).order_by(Neighbourhood.folded)
    if district_id:
        query = query.where(Neighbourhood.district_id == district_id)
    return tuple(NeighbourhoodCard(n.id, n.name, n.district_id) for n in session.scalars(query))
