"""What several publications tell together: whether a count of few people is the difference of numbers that are told.

Each file is guarded by itself (`guarding`). Months inside a year, a district inside the city, or periods that overlap
are published on different days, and a reader may add and subtract what all of them say (Willenborg & de Waal 2001,
"differencing"). A number is told of a *region*: a stretch of days, of a district, a council and a mode, or of all.

- Of what adds up (attendances, turns, sheets), every count that a reader can work out is a combination of the numbers
  told. The regions cut time and places into pieces; a count of some pieces can be worked out when it lies in the row
  space of the regions told. Looked at are all stretches of time by all places, and every region less those inside it.
- Distinct people do not add up. What a reader knows is how many more are in a region than in one inside it.

Not looked at: what bounds alone would tell across publications (that none is below zero), and the difference between a
number and the same number after a correction. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from db.insights.rules import SMALLEST_CELL

Series = tuple[str, tuple[str, ...]]
"""Numbers that can be held against each other: a figure, and one cell of it (none for its value)."""
_CLOSE, _DAY = 1e-6, timedelta(days=1)
_AT_ONCE = 4096
_SUBTRACTED = 6
"""Of more places inside one than these not every choice of them is subtracted, but each one, and all."""


@dataclass(frozen=True, order=True)
class Region:
    """What a number is of: the days from `since` to `until`, both of them in it; "" is every one of a kind.

    A region with a council names its district as well.
    """

    since: date
    until: date
    district: str = ""
    council: str = ""
    mode: str = ""

    @property
    def place(self) -> tuple[str, str, str]:
        return self.district, self.council, self.mode

    def holds(self, other: Region) -> bool:
        """Whether all of another region is in this one."""
        inside = all(mine in ("", hers) for mine, hers in zip(self.place, other.place, strict=True))
        return inside and self.since <= other.since and other.until <= self.until


Told = Mapping[Series, Mapping[Region, int]]
"""The numbers of one publication, or of several together."""


def tells_of_few(
    earlier: Told, now: Told, *, distinct: Iterable[str] = (), districts: Iterable[str] = ()
) -> frozenset[Series]:
    """The series of a new publication that, with what was published before, would tell a count of 1 to 4.

    `distinct`: the figures that count distinct people. `districts`: all that the city has; whoever is told of each of
    them knows that there is nobody elsewhere. What the new one tells by itself is not looked at: that is what the guard
    of its tables is for.
    """
    apart, city = set(distinct), frozenset(districts)
    return frozenset(
        series
        for series, new in now.items()
        if (old := earlier.get(series))
        and (_more_than_inside(old, new) if series[0] in apart else _differences(old, new, city))
    )


def _more_than_inside(old: Mapping[Region, int], new: Mapping[Region, int]) -> bool:
    pairs = [(one, other) for one in old.items() for other in new.items()]
    return any(
        0 < whole - part < SMALLEST_CELL
        for (one, a), (other, b) in pairs
        for (around, whole), (inside, part) in (((one, a), (other, b)), ((other, b), (one, a)))
        if around != inside and around.holds(inside)
    )


def _differences(old: Mapping[Region, int], new: Mapping[Region, int], city: frozenset[str]) -> bool:
    every = tuple(sorted({**old, **new}))
    covered = bool(city) and city <= {one.district for one in every}
    return any(
        _few({**old, **new}, every, elsewhere=elsewhere)
        - _few(old, every, elsewhere=elsewhere)
        - _few(new, every, elsewhere=elsewhere)
        for elsewhere in ((True, False) if covered else (True,))
    )


def _few(told: Mapping[Region, int], every: tuple[Region, ...], *, elsewhere: bool) -> set[int]:
    """By their places among the unions: those of which these numbers tell that 1 to 4 are in them. `elsewhere`: there
    may be somebody in a district of which nothing is told."""
    regions = tuple(sorted(told))
    found, ways = _worked_out(regions, every, elsewhere=elsewhere)
    values = ways @ np.array([told[one] for one in regions], dtype=float)
    few = (values > 1 - _CLOSE) & (values < SMALLEST_CELL - 1 + _CLOSE)
    return set(found[few].tolist())


@lru_cache(maxsize=64)
def _worked_out(
    regions: tuple[Region, ...], every: tuple[Region, ...], *, elsewhere: bool
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:  # fmt: skip
    """Which unions of the pieces that `every` cuts can be worked out of numbers of `regions`, and how much of each
    number it takes."""
    pieces, wanted = _cut(every, elsewhere=elsewhere)
    if not wanted.size:
        return np.array([], dtype=np.int64), np.zeros((0, len(regions)))
    rows = np.array([[one.holds(piece) for piece in pieces] for one in regions], dtype=float)
    back = np.linalg.pinv(rows)
    found, ways = [], []
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE].astype(float)
        way = some @ back
        right = np.flatnonzero(np.abs(way @ rows - some).max(axis=1) < _CLOSE)
        found.append(right + start)
        ways.append(way[right])
    return np.concatenate(found), np.concatenate(ways)


@lru_cache(maxsize=16)
def _cut(every: tuple[Region, ...], *, elsewhere: bool) -> tuple[list[Region], NDArray[np.bool_]]:
    """The pieces, and the unions of them that are looked at, one a row."""
    pieces = _pieces(every, elsewhere=elsewhere)
    unions = b"".join(_unions(every, pieces))
    return pieces, np.frombuffer(unions, dtype=bool).reshape(-1, len(pieces))


def _pieces(regions: Sequence[Region], *, elsewhere: bool) -> list[Region]:
    """Time and places cut wherever a region begins or ends; what is in none of the told places stands as `~`."""
    days = sorted({day for one in regions for day in (one.since, one.until + _DAY)})
    places = {
        (district, "~") for district in (*(one.district for one in regions), "~" if elsewhere else "") if district
    }
    places |= {(one.district, one.council) for one in regions if one.council}
    modes = {one.mode for one in regions if one.mode} | {"~"}
    return [
        Region(since, until - _DAY, district, council, mode)
        for since, until in pairwise(days)
        for district, council in sorted(places)
        for mode in sorted(modes)
    ]


def _unions(regions: Sequence[Region], pieces: Sequence[Region]) -> list[bytes]:
    """As a row of noughts and ones each: every region less what is told inside it, and every stretch of time by every
    place. The regions themselves are not among them: these are told."""
    masks = [np.array([one.holds(piece) for piece in pieces]) for one in regions]
    found: dict[bytes, None] = {}
    for place, mask in enumerate(masks):
        inside = [other for at, other in enumerate(masks) if at != place and not (other & ~mask).any()]
        for some in (*([one] for one in inside), inside):
            found.setdefault(_less(mask, some).tobytes())
    firsts = np.array([piece.since.toordinal() for piece in pieces])
    lasts = np.array([piece.until.toordinal() for piece in pieces])
    spans = [(firsts >= first) & (lasts <= last) for first in np.unique(firsts) for last in np.unique(lasts)]
    for where in _places(regions, pieces):
        for span in spans:
            found.setdefault((where & span).tobytes())
    told = {mask.tobytes() for mask in masks}
    return [one for one in found if any(one) and one not in told]


def _places(regions: Sequence[Region], pieces: Sequence[Region]) -> Iterator[NDArray[np.bool_]]:
    """Every piece of the city by itself, every place told, and every one less some of those inside it."""
    every = sorted({one.place for one in regions} | {piece.place for piece in pieces})
    anywhere = [Region(date.min, date.max, *place) for place in every]
    masks = [np.array([one.holds(piece) for piece in pieces]) for one in anywhere]
    for place, mask in enumerate(masks):
        yield mask
        inside = [
            other for at, other in enumerate(masks)
            if at != place and "~" not in every[at] and not (other & ~mask).any() and (mask & ~other).any()
        ]  # fmt: skip
        most = len(inside) if len(inside) <= _SUBTRACTED else 1
        for number in range(1, most + 1):
            for some in combinations(inside, number):
                yield _less(mask, some)
        yield _less(mask, inside)


def _less(mask: NDArray[np.bool_], some: Iterable[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    rest = mask.copy()
    for one in some:
        rest &= ~one
    return rest
