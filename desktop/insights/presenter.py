"""What the charts page means: which period, which figures, which file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

from db.changes import Changes
from db.errors import Unavailable
from db.insights.queries import Scope, first_and_last, people_by_age_and_gender, sittings, totals
from db.insights.rules import moments, previous_period
from db.places.city import City
from db.places.queries import DistrictCard, districts
from db.sittings.queries import CouncilCard, councils
from desktop.desk import Desk
from desktop.insights.series import Board, csv_text

MONTHS_3, MONTHS_12, THIS_YEAR, ALL, OWN = "months_3", "months_12", "this_year", "all", "own"
PERIODS = (MONTHS_3, MONTHS_12, THIS_YEAR, ALL)
# What the figures are made of.
NOUNS = ("presence", "sitting", "council", "resident", "minutes", "neighbourhood", "map_area")


class BoardView(Protocol):
    """What the page must be able to show."""

    def show_choices(self, districts: Sequence[DistrictCard], councils: Sequence[CouncilCard]) -> None: ...
    def show_period(self, since: date, until: date, period: str) -> None: ...
    def show_board(self, board: Board) -> None: ...
    def show_nothing(self, *, ever: bool) -> None: ...
    def show_saved(self, path: Path) -> None: ...
    def picture(self, chart: str) -> bytes: ...
    def table(self, chart: str) -> tuple[Sequence[str], Sequence[Sequence[object]]]: ...
    async def ask_place(self, chart: str, ending: str) -> Path | None: ...


class BoardPresenter:
    """`today` tells the day in the city, for periods that end now."""

    def __init__(self, view: BoardView, desk: Desk, city: City, today: Callable[[], date]) -> None:
        self._view, self._desk, self._city, self._today = view, desk, city, today
        self._period = MONTHS_12
        self._days: tuple[date, date] | None = None
        self._district: str | None = None
        self._council: str | None = None
        self._in_front, self._stale = True, False
        self._beside: list[Callable[[Scope, Scope | None], Awaitable[None]]] = []

    def beside(self, look: Callable[[Scope, Scope | None], Awaitable[None]]) -> None:
        """Something else on the page that looks at the same sittings, and at those of the period before."""
        self._beside.append(look)

    async def look(self) -> None:
        """The first look: the choices, then the last twelve months."""
        await self._show_choices()
        await self.choose_period(self._period)

    async def look_again(self, _changes: Changes | None = None) -> None:
        """Something that the figures are made of changed: looked at now, or when the page is shown the next time.

        At 19:00 every arrival changes them, and the door must not wait for charts that nobody sees.
        """
        self._stale = True
        if self._in_front:
            self._stale = False
            await self._show_choices()
            await self._refresh()

    async def page_shown(self, name: str) -> None:
        """Another page came to the front, or this one."""
        self._in_front = name == "insights"
        if self._in_front and self._stale:
            await self.look_again()

    async def choose_period(self, period: str) -> None:
        """One of PERIODS."""
        self._period = period
        await self._refresh()

    async def choose_days(self, since: date, until: date) -> None:
        """Days of one's own, both of them in the period. Raises Refused: period_backwards."""
        moments(since, until, self._city.zone)
        self._period, self._days = OWN, (since, until)
        await self._refresh()

    async def choose_district(self, district_id: str) -> None:
        """One district, or all of them for the empty word."""
        self._district, self._council = district_id or None, None
        await self._show_choices()
        await self._refresh()

    async def choose_council(self, council_id: str) -> None:
        """One council, or all of them for the empty word."""
        self._council = council_id or None
        await self._refresh()

    async def save_picture(self, chart: str) -> None:
        """The chart as PNG, where the person says. Raises Unavailable: file_unwritable."""
        await self._save(chart, "png")

    async def save_table(self, chart: str) -> None:
        """The numbers behind the chart as CSV, where the person says. Raises Unavailable: file_unwritable."""
        await self._save(chart, "csv")

    async def _save(self, chart: str, ending: str) -> None:
        path = await self._view.ask_place(chart, ending)
        if path is None:
            return
        if ending == "png":
            content = self._view.picture(chart)
        else:
            content = csv_text(*self._view.table(chart)).encode("utf-8")
        await self._desk.off(_write, path, content)
        self._view.show_saved(path)

    async def _show_choices(self) -> None:
        every = await self._desk.ask(districts)
        here = await self._desk.ask(councils, district_id=self._district)
        self._view.show_choices(every, here)

    async def _refresh(self) -> None:
        held = await self._desk.ask(first_and_last)
        if held is None:
            self._view.show_nothing(ever=False)
            return
        zone = self._city.zone
        first, last = (moment.astimezone(zone).date() for moment in held)
        since, until = self._asked(first, last)
        self._view.show_period(since, until, self._period)
        scope = self._scope(since, until)
        before = self._before(since, until, first)
        rows = await self._desk.ask(sittings, scope=scope)
        if not rows:
            self._view.show_nothing(ever=True)
            return
        board = Board(
            rows=rows,
            totals=await self._desk.ask(totals, scope=scope),
            before=await self._desk.ask(totals, scope=before) if before else None,
            cells=await self._desk.ask(people_by_age_and_gender, scope=scope, zone=zone),
            asked=(since, until),
            zone=zone,
        )
        self._view.show_board(board)
        for look in self._beside:
            await look(scope, before)

    def _before(self, since: date, until: date, first: date) -> Scope | None:
        """As many days before; None where the record does not reach back over all of them."""
        start, end = previous_period(since, until)
        if self._period == ALL or start < first:
            return None
        return self._scope(start, end)

    def _asked(self, first: date, last: date) -> tuple[date, date]:
        today = max(self._today(), last)
        if self._period == OWN and self._days:
            return self._days
        if self._period == ALL:
            return first, today
        if self._period == THIS_YEAR:
            return date(today.year, 1, 1), today
        days = 91 if self._period == MONTHS_3 else 365
        return today - timedelta(days=days - 1), today

    def _scope(self, since: date, until: date) -> Scope:
        start, end = moments(since, until, self._city.zone)
        return Scope(since=start, until=end, district_id=self._district, council_id=self._council)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Unavailable("file_unwritable", path=str(path)) from error
