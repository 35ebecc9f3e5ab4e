"""What the charts page means: which period, which figures, which sittings behind them, which file."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from db.changes import Changes
from db.errors import Unavailable
from db.insights import answers as figures
from db.insights.answers import board
from db.insights.behind import behind_cells, sittings_behind, sittings_named
from db.insights.by_quarter import CameTo
from db.insights.labels import labels
from db.insights.queries import first_and_last
from db.insights.rules import moments, month_ends
from db.insights.scope import Scope
from db.places.city import City
from db.places.queries import DistrictCard, districts
from db.sittings.queries import CouncilCard, councils
from db.sync.answered_figures import ToldBoard
from db.sync.asking import Sight, sight, told_of
from desktop.desk import Desk
from desktop.insights.map_presenter import Seen
from desktop.insights.periods import ALL, OWN, THIS_YEAR, days_before, days_of, reaches_back, tells_new_from_old
from desktop.insights.series import (
    RETENTION,
    WOULD_COME,
    YEAR,
    Board,
    Whose,
    chart_of,
    csv_text,
    figure_behind,
    whose_here,
)
from desktop.insights.there import There, Wish

# What the figures are made of.
NOUNS = (
    "presence", "sitting", "council", "resident", "minutes", "neighbourhood", "map_area", "issue", "commitment",
    "organisation", "figure", "reply", "questionnaire", "invitation",
)  # fmt: skip


class BoardView(Protocol):
    """What the page must be able to show."""

    def show_choices(self, districts: Sequence[DistrictCard], councils: Sequence[CouncilCard]) -> None: ...
    def show_period(self, days: tuple[date, date], period: str, compared: str) -> None: ...
    def show_board(self, board: Board) -> None: ...
    def show_whose(self, whose: Whose) -> None: ...
    def show_nothing(self, *, ever: bool) -> None: ...
    def show_behind(self, chart: str, place: int, found: Sequence[CameTo]) -> None: ...
    def show_too_few(self) -> None: ...
    def show_asked_at_home(self) -> None: ...
    def show_saved(self, path: Path) -> None: ...
    def picture(self, chart: str) -> bytes: ...
    def drawing(self, chart: str) -> bytes: ...
    def table(self, chart: str) -> tuple[Sequence[str], Sequence[Sequence[object]]]: ...
    async def ask_place(self, chart: str, ending: str) -> Path | None: ...


@dataclass(frozen=True)
class _Numbers:
    """The figures of some days and of those before, and whose they are."""

    now: figures.Board
    before: figures.Board | None
    days: tuple[date, date]
    days_before: tuple[date, date]
    whose: Whose


@dataclass(frozen=True)
class Filtered:
    """What the filters say: first and last day, the district, and whether a council or a mode is chosen as well.

    `alone`: the one district that this laptop is told of.
    """

    days: tuple[date, date]
    district_id: str | None
    narrower: bool
    alone: str | None = None


class BoardPresenter:
    """`today` tells the day in the city, for periods that end now.

    `there` asks the shared database, for a laptop that is told no ages: what this one knows is shown until it answers.
    """

    def __init__(
        self, view: BoardView, desk: Desk, city: City, today: Callable[[], date], there: There | None = None
    ) -> None:
        self._view, self._desk, self._city, self._today, self._there = view, desk, city, today, there
        self._period, self._compared = THIS_YEAR, YEAR
        self._days: tuple[date, date] | None = None
        self._district: str | None = None
        self._alone: str | None = None
        self._council: str | None = None
        self._mode: str | None = None
        self._board: Board | None = None
        self._shown_days = (today(), today())
        self._in_front, self._stale = True, False
        self._beside: list[Callable[[Seen], Awaitable[None]]] = []
        self._changed = True
        self._choices: tuple[Sequence[DistrictCard], Sequence[CouncilCard]] | None = None

    @property
    def filtered(self) -> Filtered:
        """What is shown now, for whatever is made of the same sittings."""
        return Filtered(self._shown_days, self._district, bool(self._council or self._mode), self._alone)

    def beside(self, look: Callable[[Seen], Awaitable[None]]) -> None:
        """Something else on the page that looks at the same sittings, and at those they are compared with."""
        self._beside.append(look)

    async def look(self) -> None:
        """The first look: the choices, then this year."""
        self._changed = True
        await self._show_choices(anew=True)
        await self.choose_period(self._period)

    async def look_again(self, _changes: Changes | None = None) -> None:
        """Something that the figures are made of changed: looked at now, or when the page is shown the next time.

        At 19:00 every arrival changes them, and the door must not wait for charts that nobody sees.
        """
        self._stale = self._changed = True
        if self._in_front:
            self._stale = False
            await self._show_choices(anew=True)
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

    async def choose_compared(self, compared: str) -> None:
        """With what it is compared: YEAR or PERIOD."""
        self._compared = compared
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

    async def choose_mode(self, mode: str) -> None:
        """Sittings planned in one mode, or all of them for the empty word."""
        self._mode = mode or None
        await self._refresh()

    async def show_everything(self) -> None:
        """The whole record, of all districts, councils and modes."""
        self._period, self._district, self._council, self._mode = ALL, self._alone, None, None
        await self._show_choices()
        await self._refresh()

    async def open_category(self, chart: str, place: int) -> None:
        """The sittings behind a category of a chart, by its number. Of few people they are not told."""
        if self._board is None:
            return
        told = chart_of(chart, self._board)
        key, scope = told.keys[place], self._scope(self._board.days)
        if told.totals[place] is None:
            self._view.show_too_few()
            return
        if chart == WOULD_COME:
            self._view.show_asked_at_home()
            return
        if told.axis in ("month", "year"):
            scope = _narrowed(scope, *self._ends(key))
        if chart == RETENTION:
            # The new of a month are its first column; who of them came back was at later ones.
            found = await self._behind(scope, "new", ())
        elif told.cells:
            cells = told.cells[place]
            found = await self._behind(scope, figure_behind(told, place), cells) if cells else ()
        else:
            found = await self._desk.ask(sittings_named, scope=scope)
            found = tuple(one for one in found if told.axis != "sitting" or one.sitting_id == key)
        self._view.show_behind(chart, place, found)

    async def _behind(self, scope: Scope, name: str, cells: Collection[tuple[str, ...]]) -> tuple[CameTo, ...]:
        """The sittings behind some cells, from whoever told their number."""
        facts: dict[str, Any] = {"scope": scope, "zone": self._city.zone, "today": self._today()}
        if self._there is None or self._board is None or self._board.whose.at is None:
            return await self._desk.ask(sittings_behind, name=name, cells=cells, **facts)
        behind = await self._there.ask(behind_cells, name=name, cells=cells, **facts)
        found = await self._desk.ask(sittings_named, scope=scope)
        return tuple(one for one in found if one.sitting_id in behind)

    async def save_picture(self, chart: str) -> None:
        """The chart as PNG, where the person says. Raises Unavailable: file_unwritable."""
        await self._save(chart, "png")

    async def save_drawing(self, chart: str) -> None:
        """The chart as SVG, where the person says. Raises Unavailable: file_unwritable."""
        await self._save(chart, "svg")

    async def save_table(self, chart: str) -> None:
        """The numbers behind the chart as CSV, where the person says. Raises Unavailable: file_unwritable."""
        await self._save(chart, "csv")

    async def _save(self, chart: str, ending: str) -> None:
        path = await self._view.ask_place(chart, ending)
        if path is None:
            return
        if ending == "csv":
            content = csv_text(*self._view.table(chart)).encode("utf-8")
        else:
            content = self._view.picture(chart) if ending == "png" else self._view.drawing(chart)
        await self._desk.off(_write, path, content)
        self._view.show_saved(path)

    async def _show_choices(self, *, anew: bool = False) -> None:
        """The districts, and the councils of the chosen one; read when something changed, not at every choice."""
        if anew or self._choices is None:
            self._choices = await self._desk.ask(districts), await self._desk.ask(councils)
            # Numbers of one district must not stand under «all districts», nor nothing under those of another.
            self._alone = told_of(await self._desk.ask(sight), None)
            self._district = self._alone or self._district
        every, all_councils = self._choices
        here = [one for one in all_councils if self._district in (None, one.district_id)]
        self._view.show_choices([one for one in every if self._alone in (None, one.id)], here)

    async def _refresh(self) -> None:
        held = await self._desk.ask(first_and_last)
        zone, today = self._city.zone, self._today()
        if held is None:
            days = days_of(self._period, self._days, first=today, today=today)
            self._view.show_period(days, self._period, self._compared)
            self._view.show_nothing(ever=False)
            return
        first, last = (moment.astimezone(zone).date() for moment in held)
        days = self._shown_days = days_of(self._period, self._days, first=first, today=max(today, last))
        self._view.show_period(days, self._period, self._compared)
        earlier = days_before(days, self._compared)
        compares = self._period != ALL and reaches_back(first, earlier)
        told = await self._desk.ask(sight)
        if told is None or told.ages or self._there is None:
            await self._show(await self._of_here(days, earlier, told, compares=compares), first)
            return
        wish = Wish(
            self._chosen(), told, days, earlier, tuple(map(self._scope, (days, earlier) if compares else (days,))),
            zone, today,
        )  # fmt: skip
        await self._show_wish(self._there, wish, first)

    async def _of_here(
        self, days: tuple[date, date], earlier: tuple[date, date], told: Sight | None, *, compares: bool
    ) -> _Numbers:
        """The figures as this laptop knows them."""
        facts: dict[str, Any] = {"zone": self._city.zone, "today": self._today()}
        now = await self._desk.ask(board, scope=self._scope(days), **facts)
        before = await self._desk.ask(board, scope=self._scope(earlier), **facts) if compares else None
        return _Numbers(now, before, days, earlier, whose_here(told))

    async def _show_wish(self, there: There, wish: Wish, first: date) -> None:
        """What the shared database last said to it, or what is known here; then it is asked."""
        last = await there.last(wish.key, wish.sight)
        if last is not None:
            await self._show(_numbers_of(last), first)
            if there.is_fresh(last):
                return
        else:
            here = await self._of_here(wish.days, wish.days_before, wish.sight, compares=len(wish.scopes) > 1)
            await self._show(replace(here, whose=replace(here.whose, asking=True)), first)

        async def tell(asked: Wish, answer: ToldBoard | str) -> None:
            if asked.key != self._chosen():
                return  # something else was chosen meanwhile, and is asked next
            if isinstance(answer, ToldBoard):
                await self._show(_numbers_of(answer), first)
            elif self._board is not None:
                self._board = replace(self._board, whose=replace(self._board.whose, asking=False, trouble=answer))
                self._view.show_whose(self._board.whose)

        there.want(wish, tell)

    async def _show(self, it: _Numbers, first: date) -> None:
        """Puts these figures on the page, and on what stands beside it. `first`: the day of the first sitting."""
        if not it.now.answers["sittings"].value:
            self._board = None
            self._view.show_nothing(ever=True)
            return
        if it.whose.at is not None:  # «this year» was a day shorter when that was said
            self._view.show_period(it.days, self._period, self._compared)
        names = {topic.code: topic.name for topic in self._city.topics}
        told = await self._desk.ask(labels)
        begins = first if first >= it.days[0] else None
        self._board = Board(
            it.now, it.before, self._compared, it.days, it.days_before, told, names, self._city.zone, begins,
            tells_new_from_old(first, it.days_before), it.whose,
        )  # fmt: skip
        self._view.show_board(self._board)
        quarters_before = it.before.answers["quarters"] if it.before else None
        scope = self._scope(it.days)
        behind = partial(self._behind, scope, "quarters") if it.whose.at is not None else None
        seen = Seen(scope, it.now.answers["quarters"], quarters_before, self._changed, behind)
        self._changed = False
        for look in self._beside:
            await look(seen)

    def _chosen(self) -> str:
        """What is chosen, as one text: the same tomorrow, when «this year» is a day longer."""
        days = [day.isoformat() for day in self._days or ()] if self._period == OWN else []
        return json.dumps([self._period, days, self._compared, self._district, self._council, self._mode])

    def _ends(self, key: str) -> tuple[datetime, datetime]:
        """The moments at which a month or a year begins and ends."""
        zone = self._city.zone
        if len(key) == 4:
            return month_ends(f"{key}-01", zone)[0], month_ends(f"{key}-12", zone)[1]
        return month_ends(key, zone)

    def _scope(self, days: tuple[date, date]) -> Scope:
        start, end = moments(*days, self._city.zone)
        return Scope(start, end, self._district, self._council, self._mode)


def _numbers_of(told: ToldBoard) -> _Numbers:
    return _Numbers(told.now, told.before, told.days, told.days_before, Whose(at=told.at))


def _narrowed(scope: Scope, start: datetime, end: datetime) -> Scope:
    since = max(start, scope.since or start)
    return replace(scope, since=since, until=min(end, scope.until or end))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Unavailable("file_unwritable", path=str(path)) from error
