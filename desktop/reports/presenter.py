"""What asking for a report means: which days at first, which file, and what is said when it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

from db.errors import Refused, Unavailable
from db.insights.publications import note_publication
from db.places.city import City
from db.sync.asking import sight, told_of
from desktop.desk import Desk
from desktop.insights.series import Whose, whose_here
from desktop.insights.there import There
from desktop.reports.gathering import Counted, Told, Wanted, count, put_together, read
from desktop.reports.summary import file_words

Write = Callable[[Told, City, Path], None]


@dataclass(frozen=True)
class Wish:
    """What the person filled in; `ending` is that of the file."""

    wanted: Wanted
    ending: str


# The periods one is asked for, by name: first and last day. The first one is proposed.
Periods = Mapping[str, tuple[date, date]]
TWO_MONTHS, THIS_YEAR, LAST_YEAR = "two_months", "this_year", "last_year"


class ReportView(Protocol):
    """What asks and tells. `alone`: the one district that there is something to say of."""

    async def ask(self, periods: Periods, alone: str | None) -> Wish | None: ...
    async def ask_place(self, name: str) -> Path | None: ...
    def show_saved(self, path: Path) -> None: ...


class ReportPresenter:
    """`today` is the day in the city; `scheme_file` the drawing of its districts; `write` makes the file."""

    def __init__(
        self, view: ReportView, desk: Desk, city: City, today: Callable[[], date], scheme_file: Path, write: Write,
        there: There | None = None,
    ) -> None:  # fmt: skip
        self._view, self._desk, self._city, self._write = view, desk, city, write
        self._today, self._scheme_file, self._there = today, scheme_file, there

    async def make(self) -> None:
        """From the question to the file. Raises Refused: period_backwards; Unavailable: paper_file_unwritable."""
        seen = await self._desk.ask(sight)
        wish = await self._view.ask(periods(self._today()), told_of(seen, None))
        if wish is None:
            return
        facts: dict[str, Any] = {"wanted": wish.wanted, "city": self._city, "today": self._today()}
        told = await told_where_known(self._desk, self._there, facts, self._scheme_file)
        path = await self._view.ask_place(f"{file_words(told)}.{wish.ending}")
        if path is not None:
            await self._desk.off(self._write, told, self._city, path)
            if told.numbers:
                await self._desk.do(note_publication, numbers=told.numbers)
            self._view.show_saved(path)


async def told_where_known(desk: Desk, there: There | None, facts: Mapping[str, Any], scheme_file: Path) -> Told:
    """What a report says: the record is asked, and what is made of it is made off its thread.

    Raises Refused: district_not_told, period_backwards."""
    wanted: Wanted = facts["wanted"]
    alone = told_of(await desk.ask(sight), wanted.district_id)
    facts = {**facts, "wanted": replace(wanted, district_id=alone)}
    counted, whose = await _counted_where_known(desk, there, facts)
    found = await desk.ask(read, **facts, counted=counted)
    make: Callable[..., Told] = put_together
    return await desk.off(make, found, **facts, scheme_file=scheme_file, whose=whose)


async def _counted_where_known(
    desk: Desk, there: There | None, facts: Mapping[str, Any]
) -> tuple[Counted | None, Whose]:
    """What the shared database counts, for a laptop that is told no ages; None where this one counts itself."""
    told = await desk.ask(sight)
    if told is None or told.ages or there is None:
        return None, whose_here(told)
    try:
        return await there.ask(count, **facts), Whose(at=there.now())
    except (Refused, Unavailable) as no:
        return None, whose_here(told, trouble=no.code)


def periods(today: date) -> Periods:
    """What reports are of as a rule: the two months that are over, this year up to today, the last one."""
    return {
        TWO_MONTHS: last_two_months(today),
        THIS_YEAR: (date(today.year, 1, 1), today),
        LAST_YEAR: (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }


def last_two_months(today: date) -> tuple[date, date]:
    """The first and the last day of the two months that are over: what is reported on, every two months."""
    until = today.replace(day=1) - timedelta(days=1)
    since = (until.replace(day=1) - timedelta(days=1)).replace(day=1)
    return since, until
