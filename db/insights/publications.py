"""What this laptop published: numbers by what they are of, and a new publication without what these would give away.

A file is guarded by itself first (`publishing`); then its numbers are held against those published before
(`differencing`). Where they would tell of a few, the new file says less: a number is left out together with all that
it could be put together from, the parts of a figure together. What was published cannot be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.insights.differencing import Region, Series, Told, tells_of_few
from db.insights.figures import FIGURES, Figure
from db.insights.publishing import Published, PublishedTable
from db.insights.queries import first_and_last
from db.insights.rules import month_days
from db.insights.scope import Scope
from db.insights.tables import Publication
from db.sittings.tables import Council
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

    def says_less_than(self, other: Release) -> frozenset[str]:
        """The figures of which this one tells less than another one of the same numbers."""
        found = {
            one.figure.name
            for mine, its in ((self.figures, other.figures), (self.before, other.before))
            for name, one in its.items()
            if mine[name] != one
        }
        for mine_, its_ in ((self.by_month, other.by_month), (self.by_district, other.by_district)):
            for (_, values), (_, all_values) in zip(mine_.rows, its_.rows, strict=True):
                found |= {name for name, number in all_values.items() if values[name] != number}
        return frozenset(found)

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


@dataclass(frozen=True)
class Ledger:
    """What this laptop knows of publications: how many it made, and when the last one. Of what other laptops published
    it knows nothing."""

    count: int
    last: datetime | None


def ledger(session: Session) -> Ledger:
    """The publications of this laptop."""
    count, last = session.execute(select(func.count(), func.max(Publication.at))).one()
    return Ledger(count, last)


def region_of(session: Session, *, scope: Scope, zone: ZoneInfo, today: date) -> tuple[Region, Mapping[str, str]]:
    """What the numbers of a scope are of, and the district of each council. A side that is open ends with the record,
    or today."""
    homes = {one: home or "" for one, home in session.execute(select(Council.id, Council.district_id))}
    held = first_and_last(session)
    first, last = (moment.astimezone(zone).date() for moment in held) if held else (today, today)
    since = scope.since.astimezone(zone).date() if scope.since else first
    until = (scope.until - timedelta(microseconds=1)).astimezone(zone).date() if scope.until else max(last, today)
    council = scope.council_id or ""
    district = scope.district_id or homes.get(council, "")
    return Region(since, max(since, until), district, council, scope.mode or ""), homes


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


def without_differences(release: Release, earlier: Told, *, districts: Collection[str]) -> Release:
    """The same with nothing from which, and from what was published before, a count of 1 to 4 could be worked out.
    `districts`: all of the city."""
    if not earlier:
        return release
    figures, told = figures_without_differences(release.figures, release.region, earlier, {}, districts=districts)
    before, told = figures_without_differences(
        release.before, release.region_before, earlier, told, districts=districts
    )
    tables = []
    for table in (release.by_month, release.by_district):
        shown = _wholes_left_out(table, figures)
        while names := _leaking_columns(shown, release.region, earlier, told, districts):
            shown = _columns_left_out(shown, names)
        told = _merged(told, _of_table(shown, release.region))
        tables.append(shown)
    return replace(release, figures=figures, before=before, by_month=tables[0], by_district=tables[1])


def figures_without_differences(
    figures: Mapping[str, Published], region: Region, earlier: Told, beside: Told, *, districts: Collection[str]
) -> tuple[dict[str, Published], Told]:
    """The same of the figures of one region; and what they tell, together with what stands `beside` them.

    Looked at until nothing is found any more: what is left out may have kept something else out of sight.
    """
    found = dict(figures)
    while True:
        mine = _of_figures(found.values(), region)
        told = _merged(beside, mine)
        leaking = tells_of_few(earlier, told, distinct=DISTINCT, districts=districts) & mine.keys() if earlier else ()
        if not leaking:
            return found, told
        found = _left_out(found, leaking)


def table_without_differences(
    table: PublishedTable, region: Region, earlier: Told, homes: Mapping[str, str], *, districts: Collection[str]
) -> tuple[PublishedTable, Told]:
    """The same of one table that stands alone, its last row among it; and what it tells. `homes`: the district of each
    council."""
    shown = table
    while True:
        told = _merged(_of_table(shown, region, homes), _of_whole(shown, region))
        leaking = tells_of_few(earlier, told, distinct=DISTINCT, districts=districts) if earlier else frozenset()
        if not leaking:
            return shown, told
        keys = [key for key, _ in table.rows if key]
        names = {
            one.name
            for one in table.figures
            if (one.name, ()) in leaking or any(_series(one.name, table.by, key) in leaking for key in keys)
        }
        shown = _columns_left_out(shown, names, whole=True)


def _leaking_columns(
    table: PublishedTable, region: Region, earlier: Told, beside: Told, districts: Collection[str]
) -> set[str]:
    mine = _of_table(table, region)
    told = _merged(beside, mine)
    return {name for name, _ in tells_of_few(earlier, told, distinct=DISTINCT, districts=districts) & mine.keys()}


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


def _of_table(table: PublishedTable, region: Region, homes: Mapping[str, str] | None = None) -> Told:
    """The rows of a cut; the whole stands among the figures."""
    found: dict[Series, dict[Region, int]] = {}
    for key, values in table.rows:
        if not key:
            continue
        of = _row(table.by, key, region, homes or {})
        for figure in table.figures:
            number = values[figure.name]
            if figure.persons and number is not None:
                found.setdefault(_series(figure.name, table.by, key), {})[of] = round(number)
    return found


def _of_whole(table: PublishedTable, region: Region) -> Told:
    values = table.rows[-1][1]
    told = {one.name: values[one.name] for one in table.figures if one.persons}
    return {(name, ()): {region: round(number)} for name, number in told.items() if number is not None}


def _series(name: str, by: str, key: str) -> Series:
    """People by quarter are the parts of a figure that is published too; other numbers of a quarter are apart."""
    if by == "quarter":
        return ("quarters", (key,)) if name == "people" else (name, ("~quarter", key))
    return name, ()


def _row(by: str, key: str, region: Region, homes: Mapping[str, str]) -> Region:
    """What a row of a cut is of."""
    if by == "month":
        first, last = month_days(key)
        return replace(region, since=max(first, region.since), until=min(last, region.until))
    if by == "mode":
        return replace(region, mode=key)
    if by == "council":
        return replace(region, council=key, district=homes.get(key, region.district))
    return region if by == "quarter" else replace(region, district=key)


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


def _columns_left_out(table: PublishedTable, names: Iterable[str], *, whole: bool = False) -> PublishedTable:
    """Without the rows of these columns; with `whole` without their last row as well."""
    gone = set(names) | {"returning" if name == "new" else "new" for name in names if name in ("new", "returning")}
    rows = tuple(
        (key, {name: None if (key or whole) and name in gone else value for name, value in values.items()})
        for key, values in table.rows
    )
    return replace(table, rows=rows)


def _merged(*several: Told) -> Told:
    found: dict[Series, dict[Region, int]] = {}
    for one in several:
        for series, numbers in one.items():
            found.setdefault(series, {}).update(numbers)
    return found
