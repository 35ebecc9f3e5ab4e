"""Whether a map may be that of another city: it lies far from everything that is known of this one, or hardly any of
its names is a quarter of ours. A person decides; this is what she is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.places.city_map import CityMap
from db.places.rules import sure_quarter
from db.places.tables import Neighbourhood

Place = tuple[float, float]
"""Longitude and latitude in degrees."""
_FAR = 60.0
_EARTH = 6371.0


@dataclass(frozen=True)
class Doubts:
    """What speaks against a map: how many of its areas are `known` by name, and that these are `few`; how many
    kilometres it is away, where that is `far` (None: it is here, or nothing is known of where this city is)."""

    known: int
    areas: int
    few: bool
    far: int | None

    @property
    def any(self) -> bool:
        return self.few or self.far is not None


def doubts(found: CityMap, quarters: Mapping[str, str], here: Sequence[Place]) -> Doubts:
    """Holds a map against the names of the quarters (by identifier) and against places that are known to be here.

    Few are less than one in five of as many as there could be: a city seldom gives all its quarters the names of the
    program's list, but another city hardly shares more than a «Centro».
    """
    areas = len(found.areas)
    known = sum(sure_quarter(area.name, quarters) is not None for area in found.areas)
    few = known * 5 < min(areas, len(quarters))
    away = None
    if here:
        away = round(_kilometres(found.centre, (median(x for x, _ in here), median(y for _, y in here))))
    return Doubts(known, areas, few, away if away is not None and away > _FAR else None)


def drawn_places(session: Session) -> tuple[Place, ...]:
    """Where the quarters are that are drawn already, a point of each."""
    polygons = session.scalars(select(Neighbourhood.polygon).where(Neighbourhood.removed_at.is_(None)))
    return tuple(_corner(one["coordinates"]) for one in polygons if one)


def _corner(coordinates: Iterable[object]) -> Place:
    point = coordinates
    while not isinstance(point[0], int | float):  # type: ignore[index]
        point = point[0]  # type: ignore[index]
    return float(point[0]), float(point[1])  # type: ignore[index]


def _kilometres(one: Place, other: Place) -> float:
    """The way between two places over the ground (haversine formula)."""
    (a, b), (c, d) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((d - b) / 2) ** 2 + cos(b) * cos(d) * sin((c - a) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))
