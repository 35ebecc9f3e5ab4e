"""What can be asked about the city's map: the shapes to draw, and which areas wait for a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.places.rules import Likely, likely_quarters
from db.places.tables import MapArea, Neighbourhood

Rings = tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class Shape:
    """One shape of a map: the quarters it stands for (several, where the city draws them as one; none, where it is
    no quarter of ours), its polygons (of each the first ring is the outer one; longitude, latitude) and how many
    people live there (None: not known for all of it).
    """

    key: str
    name: str
    quarter_ids: tuple[str, ...]
    polygons: tuple[Rings, ...]
    inhabitants: int | None


@dataclass(frozen=True)
class AreaCard:
    """An area of the file as the desk for the doubtful shows it: decided for quarters, for none (empty), or not yet.

    `likely` is filled for those that wait.
    """

    key: str
    name: str
    polygons: tuple[Rings, ...]
    inhabitants: int | None
    quarter_ids: tuple[str, ...] | None
    likely: tuple[Likely, ...]


@dataclass(frozen=True)
class MapStanding:
    """How the map stands: quarters there are, those with an outline, those with their inhabitants; areas waiting."""

    quarters: int
    drawn: int
    counted: int
    waiting: int
    areas: int


def shapes(session: Session) -> tuple[Shape, ...]:
    """What is drawn of the city: each quarter with an outline, those that share one area together, by name; then, on
    the laptop that took the file in, the areas that are no quarter of ours.
    """
    quarters = [one for one in _quarters(session) if one.polygon]
    groups = _sharing(quarters)
    found = [_shape(group) for group in groups]
    found += [
        Shape(f"area:{area.folded}", area.name, (), _polygons(area.outline), None)
        for area in _areas(session)
        if not area.neighbourhood_ids
    ]
    return tuple(found)


def map_areas(session: Session) -> tuple[AreaCard, ...]:
    """Every area of the file that was taken in here, in its order."""
    names = {one.id: one.name for one in _quarters(session)}
    taken = {one for area in _areas(session) for one in area.neighbourhood_ids or ()}
    free = {one: name for one, name in names.items() if one not in taken}
    return tuple(
        AreaCard(
            area.folded, area.name, _polygons(area.outline), area.inhabitants,
            None if area.neighbourhood_ids is None else tuple(area.neighbourhood_ids),
            _likely(area.name, free, names) if area.neighbourhood_ids is None else (),
        )
        for area in _areas(session)
    )  # fmt: skip


def joined_areas(session: Session) -> tuple[str, ...]:
    """Names of the areas that are several quarters, as any laptop of the city decided."""
    told: dict[str, int] = {}
    for quarter in _quarters(session):
        for name in (quarter.polygon or {}).get("areas", ()):
            told[str(name)] = told.get(str(name), 0) + 1
    return tuple(name for name, number in told.items() if number > 1)


def standing(session: Session) -> MapStanding:
    """Counts of quarters and areas."""
    quarters, areas = _quarters(session), _areas(session)
    return MapStanding(
        len(quarters), sum(bool(one.polygon) for one in quarters), sum(one.inhabitants is not None for one in quarters),
        sum(one.neighbourhood_ids is None for one in areas), len(areas),
    )  # fmt: skip


def inhabitants_by_district(session: Session) -> dict[str, int]:
    """How many people live in each district, where that is known of all its quarters. Units: people."""
    told: dict[str, list[int | None]] = {}
    quarters = _quarters(session)
    for group in (*_sharing(one for one in quarters if one.polygon), *([one] for one in quarters if not one.polygon)):
        if len({one.district_id for one in group}) == 1:
            told.setdefault(group[0].district_id, []).append(_heads(group))
        else:  # an area across a boundary: of each side only what is known of its quarters
            for one in group:
                told.setdefault(one.district_id, []).append(one.inhabitants)
    return {
        district: sum(one for one in heads if one)
        for district, heads in told.items()
        if all(one is not None for one in heads)
    }


def _likely(name: str, free: dict[str, str], names: dict[str, str]) -> tuple[Likely, ...]:
    """Quarters that nothing else was taken for come first: a map seldom draws one twice under two names."""
    first = likely_quarters(name, free)
    known = {one.quarter_ids for one in first}
    return (*first, *(one for one in likely_quarters(name, names) if one.quarter_ids not in known))


def _quarters(session: Session) -> list[Neighbourhood]:
    return list(
        session.scalars(select(Neighbourhood).where(Neighbourhood.removed_at.is_(None)).order_by(Neighbourhood.folded))
    )


def _areas(session: Session) -> list[MapArea]:
    return [one for one in session.scalars(select(MapArea).order_by(MapArea.position)) if one.outline is not None]


def _sharing(quarters: Iterable[Neighbourhood]) -> list[list[Neighbourhood]]:
    """Quarters put together that are drawn by an area they have in common."""
    groups: list[tuple[set[str], list[Neighbourhood]]] = []
    for quarter in quarters:
        names, members = {str(one) for one in (quarter.polygon or {}).get("areas", ())}, [quarter]
        apart = []
        for group in groups:
            if group[0] & names:
                names |= group[0]
                members = group[1] + members
            else:
                apart.append(group)
        groups = [*apart, (names, members)]
    return [members for _, members in groups]


def _heads(quarters: Sequence[Neighbourhood]) -> int | None:
    """How many live in quarters that are drawn together; None: not known of all of them."""
    heads = [one.inhabitants for one in quarters if one.inhabitants is not None]
    if len(heads) == len(quarters):
        return sum(heads)
    outlines = {str(one.polygon): one.polygon for one in quarters if one.polygon}
    return next(iter(outlines.values())).get("inhabitants") if len(outlines) == 1 else None


def _shape(quarters: Sequence[Neighbourhood]) -> Shape:
    outlines = {str(one.polygon): one.polygon for one in quarters if one.polygon}
    polygons = dict.fromkeys(polygon for outline in outlines.values() for polygon in _polygons(outline))
    name = " · ".join(one.name for one in quarters)
    return Shape(quarters[0].id, name, tuple(one.id for one in quarters), tuple(polygons), _heads(quarters))


def _polygons(outline: dict[str, Any] | None) -> tuple[Rings, ...]:
    return tuple(
        tuple(tuple((float(x), float(y)) for x, y in ring) for ring in polygon)
        for polygon in (outline or {}).get("coordinates", ())
    )
