"""What this laptop published: numbers by what they are of, and a new publication without what these would give away.

A file is guarded by itself first (`publishing`); then its numbers are held against those published before
(`differencing`). Where they would tell of a few, the new file says less: a number is left out together with all that
it could be put together from, the parts of a figure together. What was published cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.insights.differencing import Region, Series, Told, tells_of_few
from db.insights.figures import FIGURES, Figure
from db.insights.publishing import Published, PublishedTable
from db.insights.rules import month_days
from db.insights.tables import Publication
from db.work import Work

# What rests on the same count: with one number of it the others would be known.
_TOGETHER: tuple[frozenset[str], ...] = (
    frozenset({"attendances", "when", "online_share", "people_per_sitting", "unnamed", "new_in_council", "time_present",
               "invited"}),
    frozenset({"people", "new", "returning", "ages", "genders", "age_gender", "quarters", "quarters_reached",
               "unorganised", "often"}),
    frozenset({"sheets", "listened", "clear", "useful", "listened_share", "clear_share", "useful_share", "next_time",
               "heard_by"}),
    frozenset({"would_come", "internet", "help_needed"}),
    frozenset({"turns"}),
)  # fmt: skip
# The parts of one table, and a part that tells the other.
_TABLES: tuple[frozenset[str], ...] = (
    frozenset({"ages", "genders", "age_gender"}), frozenset({"new", "returning", "invited"}),
    frozenset({"new_in_council"}), frozenset({"unorganised"}), frozenset({"attendances", "online_share"}),
    frozenset({"listened", "listened_share"}), frozenset({"clear", "clear_share"}),
    frozenset({"useful", "useful_share"}),
)  # fmt: skip
_PART, _NO_DATA = ("~part",), ("~no_data",)
_PARTS_OF_PEOPLE = frozenset({"new", "returning", "unorganised", "new_in_council"})
DISTINCT = frozenset(figure.name for figure in FIGURES if figure.unit == "people")


@dataclass(frozen=True)
class Release:
    """All that one publication tells: the figures of its region, cut by month and by district, and those it is compared
    with."""

    region: Region
    figures: Mapping[str, Published]
    by_month: PublishedTable
    by_district: PublishedTable
    region_before: Region
    before: Mapping[str, Published]

    def numbers(self) -> Told:
        """Every count of people in it, by what it is of."""
        return _merged(
            _of_figures(self.figures.values(), self.region),
            _of_figures(self.before.values(), self.region_before),
            _of_table(self.by_month, self.region),
            _of_table(self.by_district, self.region),
        )


def published_before(session: Session) -> Told:
    """The numbers that this laptop published, of each region the latest."""
    rows = session.scalars(select(Publication).order_by(Publication.at, Publication.id))
    found: dict[Series, dict[Region, int]] = {}
    for row in rows:
        for name, cell, since, until, district, council, mode, number in row.numbers:
            of = Region(date.fromisoformat(since), date.fromisoformat(until), district, council, mode)
            found.setdefault((name, tuple(cell)), {})[of] = number
    return found


def note_publication(work: Work, *, numbers: Told) -> str:
    """Writes down what a file that is to be published tells; answers its identifier. Nothing told is nothing written
    down, and an empty answer."""
    rows = [
        [name, list(cell), of.since.isoformat(), of.until.isoformat(), of.district, of.council, of.mode, number]
        for (name, cell), some in numbers.items()
        for of, number in some.items()
    ]
    if not rows:
        return ""
    made = Publication(id=work.clock.new_id(), at=work.clock.now(), numbers=rows)
    work.session.add(made)
    return made.id


def without_differences(release: Release, earlier: Told) -> Release:
    """The same with nothing from which, and from what was published before, a count of 1 to 4 could be worked out."""
    if not earlier:
        return release
    figures = _guarded(release.figures, release.region, earlier, {})
    told = _of_figures(figures.values(), release.region)
    before = _guarded(release.before, release.region_before, earlier, told)
    told = _merged(told, _of_figures(before.values(), release.region_before))
    tables = []
    for table in (release.by_month, release.by_district):
        shown = _wholes_left_out(table, figures)
        while names := _leaking_columns(shown, release.region, earlier, told):
            shown = _columns_left_out(shown, names)
        told = _merged(told, _of_table(shown, release.region))
        tables.append(shown)
    return replace(release, figures=figures, before=before, by_month=tables[0], by_district=tables[1])


def _guarded(figures: Mapping[str, Published], region: Region, earlier: Told, beside: Told) -> dict[str, Published]:
    """Looked at until nothing is found any more: what is left out may have kept something else out of sight."""
    found = dict(figures)
    while True:
        mine = _of_figures(found.values(), region)
        leaking = tells_of_few(earlier, _merged(beside, mine), distinct=DISTINCT) & mine.keys()
        if not leaking:
            return found
        found = _left_out(found, leaking)


def _leaking_columns(table: PublishedTable, region: Region, earlier: Told, beside: Told) -> set[str]:
    mine = _of_table(table, region)
    return {name for name, _ in tells_of_few(earlier, _merged(beside, mine), distinct=DISTINCT) & mine.keys()}


def _of_figures(figures: Iterable[Published], region: Region) -> Told:
    found: dict[Series, dict[Region, int]] = {}

    def tell(name: str, cell: tuple[str, ...], number: int | float | None) -> None:
        if number is not None:
            found[name, cell] = {region: round(number)}

    for one in figures:
        figure = one.figure
        if figure.unit == "share" and one.value is not None and one.of is not None and _counts_people(figure):
            tell(figure.name, _PART, one.value * one.of)
        if not figure.persons:
            continue
        tell(figure.name, (), one.value)
        for at, number in one.parts:
            tell(figure.name, at, number)
        if figure.no_data:
            tell(figure.name, _NO_DATA, one.no_data)
    return found


def _counts_people(figure: Figure) -> bool:
    return figure.of in ("attendances", "sheets_asked")


def _of_table(table: PublishedTable, region: Region) -> Told:
    found: dict[Series, dict[Region, int]] = {}
    for key, values in table.rows:
        of = _row(table.by, key, region)
        for figure in table.figures:
            number = values[figure.name]
            if of is not None and figure.persons and number is not None:
                found.setdefault((figure.name, ()), {})[of] = round(number)
    return found


def _row(by: str, key: str, region: Region) -> Region | None:
    """What a row of a cut is of; None of the whole, which stands among the figures."""
    if not key:
        return None
    if by == "month":
        first, last = month_days(key)
        return replace(region, since=max(first, region.since), until=min(last, region.until))
    return replace(region, district=key)


def _left_out(figures: Mapping[str, Published], leaking: Iterable[Series]) -> dict[str, Published]:
    found = dict(figures)
    for name, cell in leaking:
        whole = not cell and name not in _PARTS_OF_PEOPLE
        sets = _TOGETHER if whole else _TABLES
        group = next((some for some in sets if name in some), frozenset({name}))
        for other in {name} | group:
            if other in found:
                one = found[other]
                apart = whole or not one.figure.axes
                found[other] = replace(
                    one, value=None if apart else one.value, of=None if apart else one.of, no_data=None, parts=(),
                    hidden=True,
                )  # fmt: skip
    return found


def _wholes_left_out(table: PublishedTable, figures: Mapping[str, Published]) -> PublishedTable:
    """The last row of a table repeats the figures."""
    rows = tuple(
        (key, {name: value if key or _told(figures, name) else None for name, value in values.items()})
        for key, values in table.rows
    )
    return replace(table, rows=rows)


def _told(figures: Mapping[str, Published], name: str) -> bool:
    return name not in figures or figures[name].value is not None


def _columns_left_out(table: PublishedTable, names: Iterable[str]) -> PublishedTable:
    gone = set(names) | {"returning" if name == "new" else "new" for name in names if name in ("new", "returning")}
    rows = tuple(
        (key, {name: None if key and name in gone else value for name, value in values.items()})
        for key, values in table.rows
    )
    return replace(table, rows=rows)


def _merged(*several: Told) -> Told:
    found: dict[Series, dict[Region, int]] = {}
    for one in several:
        for series, numbers in one.items():
            found.setdefault(series, {}).update(numbers)
    return found
