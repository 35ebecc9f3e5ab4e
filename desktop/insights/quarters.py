"""From where people come, as a map and a table want it: places, their numbers, and the classes they fall into.

Plain values in and out. What could point at somebody is held back before anything is drawn, so that the screen, the
table and every file say the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from db.insights.by_quarter import FromQuarter
from db.insights.guarding import TOTAL, Key, guard
from db.places.drawing import Rings, Shape

QUARTERS, DISTRICTS = "quarters", "districts"
PEOPLE, RATE, CHANGE = "people", "rate", "change"
MEASURES = (PEOPLE, RATE, CHANGE)
MOST_CLASSES = 5
NOWHERE, ELSEWHERE = "nowhere", "elsewhere"
"""Lines of the table that no map can show: people of whom no quarter is known, and quarters taken off the list."""


@dataclass(frozen=True)
class Place:
    """Somewhere people may come from: a quarter, quarters drawn as one, or a district.

    `homes` are the identifiers of what it stands for; without any it is only drawn. `polygons` is empty where nothing
    is drawn of it. `inhabitants` None: not known.
    """

    key: str
    name: str
    homes: tuple[str, ...]
    polygons: tuple[Rings, ...]
    inhabitants: int | None = None


@dataclass(frozen=True)
class PlaceLine:
    """A place in numbers: people now and in the period before (None: held back), each per 1,000 inhabitants.

    `counted_before` is False where there is no period before to compare with.
    """

    place: Place
    people: int | None
    before: int | None
    counted_before: bool

    @property
    def rate(self) -> float | None:
        """People per 1,000 inhabitants; None where either is not known."""
        if self.people is None or not self.place.inhabitants:
            return None
        return self.people * 1000 / self.place.inhabitants

    @property
    def change(self) -> int | None:
        """People more than in the period before; None where either is held back."""
        if self.people is None or self.before is None or not self.counted_before:
            return None
        return self.people - self.before

    def value(self, measure: str) -> float | None:
        """One of MEASURES."""
        told: Mapping[str, float | None] = {PEOPLE: self.people, RATE: self.rate, CHANGE: self.change}
        return told[measure]

    def held(self, measure: str) -> bool:
        """Whether there is a number that is not told."""
        return self.people is None or (measure == CHANGE and self.counted_before and self.before is None)


@dataclass(frozen=True)
class Origins:
    """From where the people of a period come: a line a place, and those whom no place has.

    `total` is of distinct people; `geographic`: the polygons are longitude and latitude.
    """

    level: str
    geographic: bool
    lines: tuple[PlaceLine, ...]
    total: int
    compared: bool

    @property
    def drawn(self) -> tuple[PlaceLine, ...]:
        return tuple(line for line in self.lines if line.place.polygons)


@dataclass(frozen=True)
class Classes:
    """The classes of a measure: the first value of each, lowest first, and the highest value of each."""

    starts: tuple[float, ...]
    ends: tuple[float, ...]
    zero: bool = False

    def of(self, value: float) -> int:
        """Which class a value is in."""
        return max(0, bisect_right(self.starts, value) - 1)


def places_of_quarters(shapes: Sequence[Shape], quarters: Mapping[str, str]) -> tuple[Place, ...]:
    """The shapes of the map, and each quarter (names by identifier) that none of them is."""
    drawn = {one for shape in shapes for one in shape.quarter_ids}
    return (
        *(Place(one.key, one.name, one.quarter_ids, one.polygons, one.inhabitants) for one in shapes),
        *(Place(one, name, (one,), ()) for one, name in quarters.items() if one not in drawn),
    )


def origins(
    level: str,
    places: Sequence[Place],
    now: Iterable[FromQuarter],
    before: Iterable[FromQuarter] | None,
    words: Callable[[str], str],
    drawn_as: Mapping[str, str] | None = None,
) -> Origins:
    """Counts people by place, holds back what is too small, and says what no place has.

    `words` names NOWHERE and ELSEWHERE. A place without people is a line only where it is drawn. `drawn_as` tells under
    which key the map has a quarter: what is told of districts is held against the quarters as the other map tells them.
    """
    (people, shown), (old, shown_old) = (_by_place(level, places, told, drawn_as or {}) for told in (now, before or ()))
    apart = tuple(Place(code, words(code), (code,), ()) for code in (ELSEWHERE, NOWHERE))
    lines = tuple(
        PlaceLine(one, shown.get(one.key, 0), shown_old.get(one.key, 0), before is not None)
        for one in (*places, *apart)
        if one.polygons or people.get(one.key) or old.get(one.key)
    )
    return Origins(level, level == QUARTERS, lines, sum(people.values()), before is not None)


def _by_place(
    level: str, places: Sequence[Place], told: Iterable[FromQuarter], drawn_as: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, int | None]]:
    """The people of each place, and the same as it may be told beside the total, the quarters and the districts."""
    key_of = {home: place.key for place in places for home in place.homes}
    counted: dict[str, int] = {}
    cells: dict[Key, int] = {}
    sides: dict[str, Key] = {}
    for one in told:
        quarter, district = one.quarter_id or NOWHERE, one.district_id or NOWHERE
        home = quarter if level == QUARTERS else district
        key = NOWHERE if home == NOWHERE else key_of.get(home, ELSEWHERE)
        counted[key] = counted.get(key, 0) + one.people
        cell = (district, key) if level == QUARTERS else (key, drawn_as.get(quarter, quarter))
        cells[cell] = cells.get(cell, 0) + one.people
        sides[key] = (TOTAL, key) if level == QUARTERS else (key, TOTAL)
    told_of = guard(cells) if cells else {}
    return counted, {key: told_of[side] for key, side in sides.items()}


def classes(values: Iterable[float], *, digits: int = 0) -> Classes:
    """At most MOST_CLASSES classes with about as many different values in each, cut between values that are there.

    Nothing at all (0) is a class of its own, which does not count. Values are rounded to `digits` first. No values:
    no classes.
    """
    told = sorted(round(value, digits) for value in values)
    zero = bool(told) and told[0] == 0
    distinct = sorted({value for value in told if value > 0})
    if len(distinct) <= MOST_CLASSES:
        starts = distinct
    else:
        cut = (distinct[round(part * len(distinct) / MOST_CLASSES)] for part in range(1, MOST_CLASSES))
        starts = sorted({distinct[0], *cut})
    ends = [max(value for value in distinct if value < following) for following in starts[1:]] + distinct[-1:]
    lead = [0.0] if zero else []
    return Classes((*lead, *starts), (*lead, *ends), zero)


def change_classes(values: Iterable[float]) -> Classes:
    """Five classes around nothing: much less, less, the same, more, much more.

    Much is more than half of all changes come to, and at least 2 people.
    """
    sizes = [abs(value) for value in values if value]
    much = max(2, round(median(sizes))) if sizes else 2
    high = max([much, *sizes])
    return Classes((-high, -much + 1, 0, 1, much), (-much, -1, 0, much - 1, high))
