"""Months and districts of one period as one table: what each list tells alone, both together give away.

Everybody can read in the agenda which district met in which month. Where Ribera met in November only, what November has
more than Ribera is what Loma had there: were it two people, the two lists would say so, though neither has a cell
of it. So the cells of both, which nobody publishes, are guarded with the lists as their sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from db.insights.guarding import TOTAL, Key, guard
from db.insights.publishing import PublishedTable
from db.insights.reading import Line, month_of


def attendances(one: Line) -> int:
    """Everybody who was at a sitting."""
    return one.only_room + one.only_online + one.both


# What adds up over sittings, and what a row that hides it hides with it.
_ADDS_UP: Mapping[str, tuple[Callable[[Line], int], tuple[str, ...]]] = {
    "attendances": (attendances, ("attendances", "people", "new", "unorganised")),
    "new": (lambda one: one.new, ("new",)),
}
_WHOLE: Key = (TOTAL, TOTAL)


def place_of(one: Line, zone: ZoneInfo) -> Key:
    """The district and the month of a sitting."""
    return one.held.district_id, month_of(one.held.starts_at, zone)


def guarded_places(lines: Sequence[Line], zone: ZoneInfo, name: str = "attendances") -> dict[Key, int | None]:
    """What districts had in months, with the sums of both, as a reader of the sums may know it; None is hidden."""
    cells: Counter[Key] = Counter()
    for one in lines:
        cells[place_of(one, zone)] += _ADDS_UP[name][0](one)
    return guard(cells, kept=[_WHOLE]) if cells else {}


def uncrossed(
    by_month: PublishedTable, by_district: PublishedTable, lines: Sequence[Line], zone: ZoneInfo
) -> tuple[PublishedTable, PublishedTable]:
    """Both lists, without the sums that would give a small number away when they are held against each other."""
    for name, (_, hidden) in _ADDS_UP.items():
        untold = {key for key, value in guarded_places(lines, zone, name).items() if value is None}
        by_month = _without(by_month, {month for place, month in untold if place == TOTAL}, hidden)
        by_district = _without(by_district, {place for place, month in untold if month == TOTAL}, hidden)
    return by_month, by_district


def _without(cut: PublishedTable, keys: Collection[str], names: Collection[str]) -> PublishedTable:
    rows = tuple(
        (key, {name: None if key in keys and name in names and value else value for name, value in values.items()})
        for key, values in cut.rows
    )
    return replace(cut, rows=rows)


def sittings_shown(
    by_month: PublishedTable, by_district: PublishedTable, lines: Sequence[Line], zone: ZoneInfo
) -> Mapping[str, int | None]:
    """The attendances of each sitting as they may stand beside the sums of its month and of its district."""
    told_sums = guarded_places(lines, zone)
    untold = {key for cut in (by_district, by_month) for key, row in cut.rows if row["attendances"] is None}
    places: dict[Key, list[Line]] = {}
    for one in lines:
        places.setdefault(place_of(one, zone), []).append(one)
    shown: dict[str, int | None] = {}
    for place, some in places.items():
        if told_sums[place] is None or untold & set(place):
            shown |= dict.fromkeys([one.held.id for one in some])
        else:
            found = guard({(one.held.id,): attendances(one) for one in some}, kept=[(TOTAL,)])
            shown |= {one.held.id: found[one.held.id,] for one in some}
    return shown
