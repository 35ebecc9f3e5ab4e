"""What a publication does not say, and why: for whoever is about to publish it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from db.insights.publishing import Number, Published, PublishedTable
from desktop.reports.crossing import sittings_shown
from desktop.reports.gathering import Told, ordered

MONTHS, DISTRICTS, SITTINGS = "~month", "~district", "~sitting"


@dataclass(frozen=True)
class Withheld:
    """What is left out of one figure, or of one table (MONTHS, DISTRICTS, SITTINGS): so many numbers `of` so many; all
    of it where `of` is None, and what it is made up of where `of` is 0. `earlier`: for what was published before, and
    not only because they are few people."""

    what: str
    hidden: int
    of: int | None
    earlier: bool = False


def withheld(told: Told, zone: ZoneInfo) -> tuple[Withheld, ...]:
    """Everything that is left out, in the order of the figures; then the tables."""
    found = [_of_figure(one, earlier=one.figure.name in told.earlier) for one in ordered(told.now) if one.hidden]
    for what, table in ((MONTHS, told.by_month), (DISTRICTS, told.by_district)):
        found.append(_counted(what, _cells(table), earlier=bool(told.earlier & {one.name for one in table.figures})))
    found.append(
        _counted(SITTINGS, sittings_shown(told.by_month, told.by_district, told.lines, zone).values(), earlier=False)
    )
    return tuple(one for one in found if one.hidden)


def _of_figure(one: Published, *, earlier: bool) -> Withheld:
    numbers = [one.value, *(number for _, number in one.parts)]
    if not any(number is not None for number in numbers):
        return Withheld(one.figure.name, 1, None, earlier)
    if None not in numbers:  # the parts are gone altogether, or it is told of how many it is not
        return Withheld(one.figure.name, 1, 0, earlier)
    return _counted(one.figure.name, numbers, earlier=earlier)


def _cells(table: PublishedTable) -> list[Number]:
    people = [one.name for one in table.figures if one.persons]
    return [values[name] for key, values in table.rows if key for name in people]


def _counted(what: str, numbers: Iterable[Number], *, earlier: bool) -> Withheld:
    every = list(numbers)
    return Withheld(what, every.count(None), len(every), earlier)
