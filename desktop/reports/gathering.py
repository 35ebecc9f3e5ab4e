"""Everything a report or the open data say of a period, asked of the figures in one go and guarded where it is public.

A number in here comes from `db.insights` and from nowhere else, so that paper, page and screen cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.insights.answers import Answer, Table, answers, lines, table
from db.insights.differencing import Region, Series
from db.insights.figures import BY_NAME, FIGURES, Figure
from db.insights.labels import Labels, labels
from db.insights.publications import Release, published_before, without_differences
from db.insights.publishing import Number, Published, PublishedTable, published, published_table
from db.insights.queries import first_and_last
from db.insights.reading import Line
from db.insights.rules import moments
from db.insights.scope import Scope
from db.places.city import City
from db.places.drawing import Rings, Shape, shapes
from db.places.queries import DistrictCard, districts
from db.places.schematic import scheme
from desktop.insights.periods import days_before, reaches_back
from desktop.insights.series import ALL_HERE, PERIOD, Whose
from desktop.reports.crossing import uncrossed

CUT = ("sittings", "attendances", "people", "new", "unorganised", "issues", "commitments", "kept_share")


@dataclass(frozen=True)
class Wanted:
    """What a report is of: both days belong to it; `district_id` None: the whole city. `public`: for anybody.

    `compared`: with as many days right before (PERIOD), or with the same days a year before (YEAR).
    """

    since: date
    until: date
    district_id: str | None = None
    public: bool = False
    compared: str = PERIOD

    def before(self, today: date) -> tuple[date, date]:
        """The days it is compared with: of a year that goes on, as many as have gone by."""
        until = min(self.until, today) if self.since <= today else self.until
        return days_before((self.since, until), self.compared)


@dataclass(frozen=True)
class Area:
    """A place on the map: its outline, and how many people are from there; None: not told if `hidden`, else not known,
    for an area of which nobody has said which quarter it is."""

    name: str
    polygons: tuple[Rings, ...]
    people: Number
    hidden: bool = False


@dataclass(frozen=True)
class Told:
    """A period in figures. `before` is empty where nothing was held then, or the record does not reach back so far;
    `quarters`: the areas are quarters, and longitude and latitude; else they are the districts, and people those who
    came to their councils. `today` is the day in the city on which it was asked, `first` that of the first sitting.
    `numbers`: what a publication of it tells, to be noted with it; empty where it is for inside. `lines`: its
    sittings; `whose`: whether this laptop counted, or the shared database; `earlier`: the figures of which it tells
    less for what was published before."""

    wanted: Wanted
    scope: Scope
    place: str
    now: Mapping[str, Published]
    before: Mapping[str, Published]
    by_month: PublishedTable
    by_district: PublishedTable
    areas: tuple[Area, ...]
    quarters: bool
    names: Labels
    today: date
    first: date | None
    numbers: Mapping[Any, Mapping[Any, int]]
    lines: tuple[Line, ...] = ()
    whose: Whose = ALL_HERE
    earlier: frozenset[str] = frozenset()

    def value(self, name: str) -> Number:
        """A figure of the period; None where it may not be told, or there was nothing to measure."""
        return self.now[name].value if name in self.now else None

    @property
    def comparable(self) -> bool:
        """Whether the record reaches back over the days before: a council that was not noted down was not idle."""
        return _comparable(self.first, self.wanted.before(self.today))


@dataclass(frozen=True)
class Counted:
    """The figures of a report as they are counted, before anything is held back. `lines`: the single sittings."""

    now: Mapping[str, Answer]
    before: Mapping[str, Answer]
    by_month: Table
    by_district: Table
    lines: tuple[Line, ...]


def count(session: Session, *, wanted: Wanted, city: City, today: date) -> Counted:
    """Counts them, of one reading of this laptop's record or of the shared database. Raises Refused:
    period_backwards."""
    start, end = moments(wanted.since, wanted.until, city.zone)
    scope = Scope(since=start, until=end, district_id=wanted.district_id)
    start, end = moments(*wanted.before(today), city.zone)
    facts: dict[str, Any] = {"zone": city.zone, "today": today}
    by_month, by_district = (table(session, by=by, scope=scope, names=CUT, **facts) for by in ("month", "district"))
    return Counted(
        answers(session, scope=scope, **facts),
        answers(session, scope=replace(scope, since=start, until=end), **facts),
        by_month, by_district, lines(session, scope=scope, zone=city.zone),
    )  # fmt: skip


@dataclass(frozen=True)
class Read:
    """All that the record says for a report, as values: what is made of it touches the record no more.

    `districts`: in the order of the city; `drawn`: the city's own map; `released`: what was published before.
    """

    counted: Counted
    districts: tuple[DistrictCard, ...]
    drawn: tuple[Shape, ...]
    first: date | None
    names: Labels
    released: Mapping[Series, Mapping[Region, int]]


def read(session: Session, *, wanted: Wanted, city: City, today: date, counted: Counted | None = None) -> Read:
    """Asks the record. `counted`: what the shared database counted, if that was asked; this laptop's own figures if
    not. Raises Refused: period_backwards."""
    held = first_and_last(session)
    return Read(
        counted or count(session, wanted=wanted, city=city, today=today), tuple(districts(session)),
        tuple(shapes(session)), held[0].astimezone(city.zone).date() if held else None, labels(session),
        published_before(session) if wanted.public else {},
    )  # fmt: skip


def put_together(
    it: Read, *, wanted: Wanted, city: City, today: date, scheme_file: Path | None = None, whose: Whose = ALL_HERE
) -> Told:
    """Makes of it what is told, guarded where it is public: of twenty districts and many councils that takes seconds,
    in which the door must not wait for the record. `whose`: who counted. Raises Refused: period_backwards."""
    counted = it.counted
    start, end = moments(wanted.since, wanted.until, city.zone)
    scope = Scope(since=start, until=end, district_id=wanted.district_id)
    now = _shown(counted.now, public=wanted.public)
    before = _shown(counted.before, public=wanted.public)
    by_month, by_district = _cuts(it, city.zone, public=wanted.public)
    then = wanted.before(today)
    if not _comparable(it.first, then) or not before["sittings"].value:
        before = {}
    days = Region(wanted.since, wanted.until, district=wanted.district_id or "")
    days_then = replace(days, since=then[0], until=then[1])
    release = Release(days, now, by_month, by_district, days_then, before)
    earlier: frozenset[str] = frozenset()
    if wanted.public:
        whole = release
        release = without_differences(whole, it.released, districts=[one.id for one in it.districts])
        earlier = release.says_less_than(whole)
    areas, quarters = _areas(it, release.figures, release.by_district, scheme_file, wanted.district_id)
    place = it.names.districts.get(wanted.district_id or "", city.name)
    return Told(
        wanted, scope, place, release.figures, release.before, release.by_month, release.by_district, areas, quarters,
        it.names, today, it.first, release.numbers() if wanted.public else {}, counted.lines, whose,
        earlier,
    )  # fmt: skip


def gather(
    session: Session, *, wanted: Wanted, city: City, today: date, scheme_file: Path | None = None,
    counted: Counted | None = None, whose: Whose = ALL_HERE,
) -> Told:  # fmt: skip
    """Both at once, where nobody waits for the record. Raises Refused: period_backwards."""
    found = read(session, wanted=wanted, city=city, today=today, counted=counted)
    return put_together(found, wanted=wanted, city=city, today=today, scheme_file=scheme_file, whose=whose)


def _cuts(it: Read, zone: ZoneInfo, *, public: bool) -> tuple[PublishedTable, ...]:
    """By month, and by district in the order of the city."""
    by_month, by_district = (_cut(one, public=public) for one in (it.counted.by_month, it.counted.by_district))
    order = {one.id: number for number, one in enumerate(it.districts)}
    rows = sorted(by_district.rows, key=lambda row: (not row[0], order.get(row[0], len(order))))
    by_district = replace(by_district, rows=tuple(rows))
    if not public:
        return by_month, by_district
    return uncrossed(by_month, by_district, it.counted.lines, zone)


def _comparable(first: date | None, before: tuple[date, date]) -> bool:
    return first is not None and reaches_back(first, before)


def ordered(told: Mapping[str, Published]) -> list[Published]:
    """The figures in the order of the registry."""
    return [told[one.name] for one in FIGURES if one.name in told]


def figure(name: str) -> Figure:
    """A figure of the registry."""
    return BY_NAME[name]


def _shown(found: Mapping[str, Answer], *, public: bool) -> dict[str, Published]:
    if public:
        return published(found)
    return {
        name: Published(
            one.figure, one.value, one.of, one.no_data, tuple((part.at, part.value) for part in one.parts), hidden=False
        )
        for name, one in found.items()
    }


def _cut(found: Table, *, public: bool) -> PublishedTable:
    if public:
        return published_table(found)
    rows = tuple(
        (row.key, {name: one.value for name, one in row.answers.items()}) for row in (*found.rows, found.whole)
    )
    return PublishedTable(found.by, tuple(one.figure for one in found.whole.answers.values()), rows)


def _areas(
    it: Read, now: Mapping[str, Published], cut: PublishedTable, scheme_file: Path | None, district: str | None
) -> tuple[tuple[Area, ...], bool]:
    if any(one.quarter_ids for one in it.drawn):
        told = {at[0]: value for at, value in now["quarters"].parts}
        # Of what was held back as a whole no part is there: nobody must read that no one came from anywhere.
        people = told or dict.fromkeys((quarter for one in it.drawn for quarter in one.quarter_ids), None)
        return tuple(_quarter(one, people) for one in it.drawn), True
    rings = scheme([one.code for one in it.districts], scheme_file)
    told = {key: values["people"] for key, values in cut.rows if key}
    return tuple(
        Area(one.name, ((rings[one.code],),), told.get(one.id, 0), hidden=told.get(one.id, 0) is None)
        for one in it.districts
        if district in (None, one.id) or told
    ), False


def _quarter(shape: Shape, people: Mapping[str, Number]) -> Area:
    values = [people.get(one, 0) for one in shape.quarter_ids]
    if None in values or not values:
        return Area(shape.name, shape.polygons, None, hidden=bool(values))
    return Area(shape.name, shape.polygons, sum(int(value or 0) for value in values))
