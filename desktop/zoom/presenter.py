"""What is meant when a report is brought: read it off the main thread, ask what it leaves open, take it in, say so."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from db.errors import Refused
from db.matching.commands import import_report, take_out_report
from db.matching.outcomes import Imported
from db.matching.queries import MatchCounts, counts
from db.places.city import City
from db.sittings.queries import SittingCard, sitting_card
from db.zoom.files.opening import OpenedReport, open_report
from db.zoom.files.report import DateOrder, DatesUndecided, Report
from db.zoom.queries import CallCard, calls
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.zoom.intake import day_of, looks_like_a_report, other_day


class IntakeView(Protocol):
    """What the presenter asks of the screen while a report comes in."""

    def show_taken_in(self, done: Imported, *, unreadable: int, left_out: tuple[int, ...]) -> None: ...
    def ask_dates(self, asked: DatesUndecided) -> Awaitable[DateOrder | None]: ...
    def ask_other_day(self, day: date, sitting: SittingCard) -> Awaitable[bool]: ...
    def show_taken_out(self) -> None: ...


class PaneView(Protocol):
    """What the presenter asks of the strip in Sala."""

    def show_standing(self, told: Sequence[CallCard], standing: MatchCounts | None) -> None: ...


class IntakePresenter:
    """Takes reports in for the sitting in hand, from wherever they fall on the window."""

    def __init__(self, view: IntakeView, desk: Desk, focus: Focus, *, city: City) -> None:
        self._view, self._desk, self._focus, self._city = view, desk, focus, city
        self._page = ""
        self._last: str | None = None

    def page_shown(self, page: str) -> None:
        """Which page is in front: a list that falls on the roll is the roll's, not Zoom's."""
        self._page = page

    async def take_in(self, files: Sequence[Path]) -> None:
        """Takes in what fell on the window, one file after the other; files of other kinds are other pages' affair."""
        if self._page == "residents":
            return
        for path in files:
            if looks_like_a_report(path):
                await self._take_in_one(path)

    async def take_out(self) -> None:
        """The wrong file: the last report goes out again, with everything that came from it alone."""
        if self._last is not None:
            await self._desk.do(take_out_report, call_id=self._last)
            self._last = None
            self._view.show_taken_out()

    async def _take_in_one(self, path: Path) -> None:
        sitting_id = self._focus.sitting_id
        if sitting_id is None:
            raise Refused("zoom_needs_a_sitting")
        sitting = await self._desk.ask(sitting_card, sitting_id=sitting_id)
        read = await self._read(path, sitting)
        if read is None or not isinstance(read.told, Report):
            return
        strange = other_day(read.told, sitting, self._city)
        if strange is not None and not await self._view.ask_other_day(strange, sitting):
            return
        done = await self._desk.do(
            import_report, sitting_id=sitting_id, report=read.told, sha256=read.sha256, file_name=read.file_name
        )
        self._last = None if done.outcome.repeated else done.outcome.call_id
        left_out = read.told.left_out
        unreadable = len(read.told.unreadable) - len(left_out)
        self._view.show_taken_in(done.outcome, unreadable=unreadable, left_out=left_out)

    async def _read(self, path: Path, sitting: SittingCard) -> OpenedReport | None:
        zone, day = self._city.zone, day_of(sitting, self._city)
        read = await self._desk.off(open_report, path, zone=zone, sitting_on=day)
        if not isinstance(read.told, DatesUndecided):
            return read
        order = await self._view.ask_dates(read.told)
        if order is None:
            return None
        return await self._desk.off(open_report, path, zone=zone, sitting_on=day, order=order)


class PanePresenter:
    """How the Zoom side of the sitting in hand stands."""

    def __init__(self, view: PaneView, desk: Desk, focus: Focus) -> None:
        self._view, self._desk, self._focus = view, desk, focus

    async def look(self) -> None:
        """Look again."""
        sitting_id = self._focus.sitting_id
        if sitting_id is None:
            self._view.show_standing((), None)
            return
        told = await self._desk.ask(calls, sitting_id=sitting_id)
        standing = await self._desk.ask(counts, sitting_id=sitting_id)
        self._view.show_standing(told, standing if told else None)
