"""What can be done with the city's map: taking its areas in, and deciding which quarters each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from db.errors import Refused
from db.folding import fold
from db.places.city_map import Area
from db.places.outlines import Outline, joined
from db.places.rules import MOST_INHABITANTS, sure_quarter
from db.places.tables import MapArea, Neighbourhood
from db.work import Work


@dataclass(frozen=True)
class TakenIn:
    """How a map was taken in: areas whose quarter is known, those that wait for a person, those decided to be none."""

    areas: int
    known: int
    waiting: int
    none_of_ours: int


def take_in_map(work: Work, *, areas: Sequence[Area]) -> TakenIn:
    """The areas take the place of those of the last map; what was decided about a name before goes for it again.

    Quarters whose areas are gone lose their outline. Raises Refused: map_empty.
    """
    if not areas:
        raise Refused("map_empty")
    quarters = _quarters(work)
    names = {one.id: one.name for one in quarters}
    before = _decided_before(work, quarters)
    for old in work.session.scalars(select(MapArea)):
        old.outline = None
    for position, area in enumerate(areas):
        folded = fold(area.name)
        row = work.session.get(MapArea, folded) or MapArea(folded=folded, neighbourhood_ids=None)
        row.name, row.position, row.outline, row.inhabitants = area.name, position, area.outline, area.inhabitants
        decided = row.neighbourhood_ids if row.neighbourhood_ids is not None else before.get(folded)
        if decided is None and (sure := sure_quarter(area.name, names)):
            decided = [sure]
        row.neighbourhood_ids = None if decided is None else [one for one in decided if one in names]
        work.session.add(row)
    work.session.flush()
    _draw(work, quarters)
    told = [one.neighbourhood_ids for one in _drawn(work)]
    return TakenIn(
        len(told), sum(bool(one) for one in told), sum(one is None for one in told), sum(one == [] for one in told)
    )


def decide_area(work: Work, *, area: str, quarter_ids: Sequence[str] | None) -> tuple[str, ...] | None:
    """Which quarters an area (its folded name) is: one, several drawn as one, none of ours (empty), or open again
    (None). Answers what was decided before, which is what takes it back.

    Raises Refused: area_unknown, quarter_unknown.
    """
    row = work.session.get(MapArea, area)
    if row is None or row.outline is None:
        raise Refused("area_unknown")
    quarters = _quarters(work)
    known = {one.id for one in quarters}
    for one in quarter_ids or ():
        if one not in known:
            raise Refused("quarter_unknown", quarter=one)
    before = row.neighbourhood_ids
    row.neighbourhood_ids = None if quarter_ids is None else list(dict.fromkeys(quarter_ids))
    work.session.flush()
    _draw(work, quarters)
    return None if before is None else tuple(before)


def forget_map(work: Work) -> None:
    """No quarter is drawn any more; what was decided about names stays for the next file."""
    for row in work.session.scalars(select(MapArea)):
        row.outline = None
    work.session.flush()
    for quarter in _quarters(work):
        quarter.polygon = None


def count_inhabitants(work: Work, *, inhabitants: Mapping[str, int], together: Mapping[str, int] | None = None) -> int:
    """How many people live in these quarters (by identifier); the others keep theirs. `together`: of areas of the map
    that are several quarters, by folded name; whose number was told for each keeps those. Answers how many changed.

    Raises Refused: quarter_unknown, inhabitants_unreadable.
    """
    quarters = {one.id: one for one in _quarters(work)}
    changed = 0
    for area, people in (together or {}).items():
        changed += _count_together(work, quarters.values(), area, people)
    for one, people in inhabitants.items():
        if one not in quarters:
            raise Refused("quarter_unknown", quarter=one)
        if not 0 < people < MOST_INHABITANTS:
            raise Refused("inhabitants_unreadable", told=str(people))
        changed += quarters[one].inhabitants != people
        quarters[one].inhabitants = people
    return changed


def _count_together(work: Work, quarters: Iterable[Neighbourhood], area: str, people: int) -> int:
    """Of an area that is several quarters nobody knows how many live in each: it stands with what is drawn."""
    if not 0 < people < MOST_INHABITANTS:
        raise Refused("inhabitants_unreadable", told=str(people))
    row = work.session.get(MapArea, area)
    if row is not None:
        row.inhabitants = people
    changed = 0
    for one in quarters:
        drawn = one.polygon or {}
        if [fold(str(name)) for name in drawn.get("areas", ())] == [area] and drawn.get("inhabitants") != people:
            one.polygon = {**drawn, "inhabitants": people}
            changed += 1
    return changed


def _quarters(work: Work) -> list[Neighbourhood]:
    return list(work.session.scalars(select(Neighbourhood).where(Neighbourhood.removed_at.is_(None))))


def _drawn(work: Work) -> list[MapArea]:
    found = work.session.scalars(select(MapArea).order_by(MapArea.position))
    return [one for one in found if one.outline is not None]


def _decided_before(work: Work, quarters: Iterable[Neighbourhood]) -> dict[str, list[str]]:
    """What any desk decided: the quarters know by which names they are drawn, on every laptop of the city."""
    told: dict[str, list[str]] = {}
    for quarter in quarters:
        for name in (quarter.polygon or {}).get("areas", ()):
            told.setdefault(fold(str(name)), []).append(quarter.id)
    return told


def _draw(work: Work, quarters: Iterable[Neighbourhood]) -> None:
    """Gives every quarter the outline of its areas, and where the file counted heads for it alone, those."""
    areas: dict[str, list[MapArea]] = {}
    for area in _drawn(work):
        for one in area.neighbourhood_ids or ():
            areas.setdefault(one, []).append(area)
    for quarter in quarters:
        hers = areas.get(quarter.id, [])
        drawn = _outline(hers) if hers else None
        before = quarter.polygon or {}
        if drawn and "inhabitants" not in drawn and before.get("areas") == drawn["areas"] and "inhabitants" in before:
            drawn["inhabitants"] = before["inhabitants"]  # another laptop of the city took them from a list
        if quarter.polygon != drawn:
            quarter.polygon = drawn
            alone = all(one.neighbourhood_ids == [quarter.id] for one in hers)
            if hers and alone and drawn and "inhabitants" in drawn:
                quarter.inhabitants = drawn["inhabitants"]


def _outline(areas: Sequence[MapArea]) -> Outline:
    drawn = joined([one.outline for one in areas if one.outline])
    drawn["areas"] = [one.name for one in areas]
    heads = [one.inhabitants for one in areas if one.inhabitants is not None]
    if len(heads) == len(areas):
        drawn["inhabitants"] = sum(heads)
    return drawn
