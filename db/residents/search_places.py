"""The shape of the search index, and the order in it: where a person stands is how soon she is wanted.

Her place is a number: people who have been at some sitting stand before those who have not, and within these, district
by district and quarter by quarter. So "the people of this quarter" is a stretch of places, and a question to the index
reads that stretch and stops when its list is full, however many answer in the whole city.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from json import dumps
from typing import Any

from sqlalchemy import Connection

from db.engine import read

# A newer program that keeps other words in the index counts this up: older records are read into it anew when opened.
VERSION = 1

# The migration holds the same statements as text; a test compares them.
STATEMENTS = (
    """
    CREATE TABLE search_state (version INTEGER NOT NULL, sweeps INTEGER NOT NULL)
    """,
    """
    CREATE TABLE search_area (area INTEGER PRIMARY KEY, district_id TEXT NOT NULL, neighbourhood_id TEXT NOT NULL)
    """,
    """
    CREATE TABLE search_person (
        place INTEGER PRIMARY KEY, resident_id TEXT NOT NULL UNIQUE, name_key INTEGER NOT NULL,
        councils TEXT NOT NULL DEFAULT ''
    )
    """,
    """
    CREATE INDEX search_person_name ON search_person (name_key)
    """,
    """
    CREATE TABLE search_regular (
        resident_id TEXT NOT NULL, council_id TEXT NOT NULL, PRIMARY KEY (resident_id, council_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE VIRTUAL TABLE search_words USING fts5(
        words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6',
        tokenize="unicode61 remove_diacritics 0 tokenchars '_@#+~'"
    )
    """,
    """
    CREATE TABLE search_spelling (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, sound TEXT NOT NULL)
    """,
    """
    CREATE INDEX search_spelling_sound ON search_spelling (sound)
    """,
)

# A place, from its highest bit: whether she is new to the sittings, her area, her number in it. Small numbers make a
# small index. Areas come in blocks, one district in each; a quarter that is full continues in another area.
_AREA_BITS, _NUMBER_BITS, _BLOCK = 12, 21, 64
_NUMBERS = 1 << _NUMBER_BITS
_NEW = 1 << (_AREA_BITS + _NUMBER_BITS)

AREAS = 1 << _AREA_BITS
"""There are fewer areas than this."""

Stretch = tuple[int, int]
EVERYWHERE: Stretch = (1, 2 * _NEW)
REGULARS: Stretch = (1, _NEW - 1)


def area_of(place: Any) -> Any:
    """The area a place lies in; of an array of places, each one's."""
    return (place % _NEW) >> _NUMBER_BITS


@dataclass(frozen=True)
class Nearby:
    """The areas of the quarters and of the district that somebody searches from."""

    quarters: frozenset[int]
    district: frozenset[int]

    def stretches(self) -> tuple[Stretch, ...]:
        """The places of the quarters, then those of the district; in each the regulars first."""
        return (*_stretches(self.quarters), *_stretches(self.district))


def nearby(connection: Connection, *, neighbourhood_ids: Iterable[str], district_id: str | None) -> Nearby:
    """Where the people of these quarters and of this district stand."""
    wanted = set(neighbourhood_ids)
    quarters, district = set(), set()
    if wanted or district_id:
        rows = connection.exec_driver_sql(
            "SELECT * FROM search_area WHERE district_id = ? OR neighbourhood_id IN (SELECT value FROM json_each(?))",
            (district_id or "", dumps(sorted(wanted))),
        )
        for area, its_district, its_quarter in rows.all():
            if its_quarter in wanted:
                quarters.add(area)
            if district_id and its_district == district_id:
                district.add(area)
    return Nearby(frozenset(quarters), frozenset(district))


def _stretches(areas: frozenset[int]) -> tuple[Stretch, ...]:
    """Areas that follow each other make one stretch: a district is read as a whole."""
    runs: list[list[int]] = []
    for area in sorted(areas):
        if runs and area == runs[-1][1] + 1:
            runs[-1][1] = area
        else:
            runs.append([area, area])
    return tuple(
        (band + (first << _NUMBER_BITS), band + ((last + 1) << _NUMBER_BITS) - 1)
        for band in (0, _NEW)
        for first, last in runs
    )


@dataclass
class Places:
    """Gives places to people, in one transaction."""

    connection: Connection
    _areas: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    _districts: dict[int, str] = field(default_factory=dict)
    _last: dict[tuple[int, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for area, district, quarter in read(self.connection, "SELECT * FROM search_area ORDER BY area"):
            self._keep(area, district, quarter)

    def suits(self, place: int, row: Any, *, regular: bool) -> bool:
        """Whether somebody stands where she belongs."""
        home = (row.district_id or "", row.neighbourhood_id or "")
        return place > 0 and (place < _NEW) == regular and area_of(place) in self._areas.get(home, ())

    def next(self, row: Any, *, regular: bool) -> int:
        """The next free place where this row of the roll belongs."""
        home, band = (row.district_id or "", row.neighbourhood_id or ""), 0 if regular else _NEW
        for area in self._areas.get(home, ()):
            number = self._taken(band, area) + 1
            if number < _NUMBERS:
                break
        else:
            area, number = self._new_area(*home), 1
        self._last[band, area] = number
        return band + (area << _NUMBER_BITS) + number

    def unlisted(self) -> int:
        """A place in which nobody is found: for rows of the roll that speak through another one."""
        if (-1, 0) not in self._last:
            lowest = self.connection.exec_driver_sql("SELECT min(place) FROM search_person").scalar() or 0
            self._last[-1, 0] = min(0, lowest)
        self._last[-1, 0] -= 1
        return self._last[-1, 0]

    def _taken(self, band: int, area: int) -> int:
        if (band, area) not in self._last:
            first = band + (area << _NUMBER_BITS)
            ((last,),) = read(
                self.connection,
                "SELECT max(place) FROM search_person WHERE place BETWEEN ? AND ?",
                (first, first + _NUMBERS - 1),
            )
            self._last[band, area] = last - first if last else 0
        return self._last[band, area]

    def _new_area(self, district: str, quarter: str) -> int:
        blocks = sorted(block for block, its in self._districts.items() if its == district)
        used = {area for areas in self._areas.values() for area in areas}
        free = [area for block in blocks for area in range(block * _BLOCK, (block + 1) * _BLOCK) if area not in used]
        area = free[0] if free else (max(self._districts, default=-1) + 1) * _BLOCK
        self.connection.exec_driver_sql("INSERT INTO search_area VALUES (?, ?, ?)", (area, district, quarter))
        self._keep(area, district, quarter)
        return area

    def _keep(self, area: int, district: str, quarter: str) -> None:
        self._areas.setdefault((district, quarter), []).append(area)
        self._districts[area // _BLOCK] = district
