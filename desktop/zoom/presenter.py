"""What is meant when files are brought: read off the main thread, ask what is open, show, take in, say so."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from db.errors import Refused, Unavailable
from db.matching.commands import take_out_report
from db.matching.queries import MatchCounts, counts
from db.places.city import City
from db.places.map_files.knowing import is_map
from db.sittings.queries import SittingCard, sitting_card, sittings_between
from db.surveys.polls import take_answers_out
from db.zoom.files.knowing import is_zooms
from db.zoom.files.opening import OpenedFile, ToldKind, open_told
from db.zoom.files.report import DateOrder, DatesUndecided
from db.zoom.handout_queries import known_files
from db.zoom.queries import CallCard, calls
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.zoom.intake import (
    CameIn,
    NotRead,
    Preview,
    command_for,
    in_order,
    looks_like_zooms,
    other_meeting,
    preview_of,
    unpacked,
    when_it_was,
)

# What falls on these pages is a list of theirs.
_PAGES_WITH_LISTS = frozenset({"residents", "organisations", "programme"})
# A call is opened before its hour, and some evenings begin late.
_ROUND_IT = timedelta(hours=6)
LISTS = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".ods", ".xls"})


class IntakeView(Protocol):
    """What the presenter asks of the screen while files come in."""

    def ask_dates(self, asked: DatesUndecided, *, file_name: str, files: int) -> Awaitable[DateOrder | None]: ...
    def ask_to_take_in(
        self, found: Sequence[Preview], not_read: Sequence[NotRead], sitting: SittingCard
    ) -> Awaitable[Sequence[Preview]]: ...
    def show_came_in(self, came: Sequence[CameIn], not_taken: Sequence[NotRead]) -> None: ...
    def show_taken_out(self, *, files: int) -> None: ...


class PaneView(Protocol):
    """What the presenter asks of the strip in Sala."""

    def show_standing(self, told: Sequence[CallCard], standing: MatchCounts | None) -> None: ...


class IntakePresenter:
    """Takes in for the sitting in hand what Zoom hands out, from wherever it falls on the window."""

    def __init__(self, view: IntakeView, desk: Desk, focus: Focus, *, city: City) -> None:
        self._view, self._desk, self._focus, self._city = view, desk, focus, city
        self._page = ""
        self._last: tuple[CameIn, ...] = ()

    def page_shown(self, page: str) -> None:
        """Which page is in front: a list that falls on the roll is the roll's, not Zoom's."""
        self._page = page

    async def take_in(self, files: Sequence[Path]) -> None:
        """Shows what the files that fell on the window would bring, and takes them in. One that cannot be read costs
        the others nothing. A list that falls on the roll is that page's affair; a file of Zoom's is one there too.
        A map is nothing of Zoom's on any page."""
        fallen = await self._desk.off(unpacked, [path for path in files if not await self._desk.off(is_map, path)])
        if self._page in _PAGES_WITH_LISTS:
            fallen = await self._desk.off(_zooms_among, fallen)
        known = [path for path in fallen if looks_like_zooms(path)]
        strange = [_strange(path) for path in fallen if path not in known]
        if not known:
            if strange:
                raise strange[0].why
            return
        sitting_id = self._focus.sitting_id or await self._their_sitting(known)
        if sitting_id is None:
            raise Refused("zoom_needs_a_sitting")
        sitting = await self._desk.ask(sitting_card, sitting_id=sitting_id)
        opened, not_read = await self._open(known, sitting)
        if not opened and len(not_read) == 1 and not strange:
            raise not_read[0].why
        before = await self._desk.ask(known_files, sitting_id=sitting_id)
        found = in_order([preview_of(one, sitting, self._city, before) for one in opened])
        if found or not_read:
            chosen = await self._view.ask_to_take_in(found, [*not_read, *strange], sitting)
            if chosen:
                await self._take_in(chosen, sitting_id)

    async def _their_sitting(self, files: Sequence[Path]) -> str | None:
        """With none in hand, the one sitting that the files are of, by their hours and the number of their meeting: it
        is taken in hand. None where they do not tell, or two were held.
        """
        for path in files:
            try:
                file = await self._desk.off(open_told, path, zone=self._city.zone)
            except (Refused, Unavailable):
                continue
            if (began := when_it_was(file)) is None:
                continue
            span = {"since": began - _ROUND_IT, "until": began + _ROUND_IT}
            near = [one for one in await self._desk.ask(sittings_between, **span) if not one.cancelled]
            found = [one for one in near if other_meeting(file, one) is None] if len(near) > 1 else near
            if len(found) == 1:
                self._focus.choose(found[0].id)
                return found[0].id
        return None

    async def take_out(self) -> None:
        """The wrong files: those that came in last go out again, with everything that came from them alone."""
        last, self._last = self._last, ()
        for one in reversed(last):
            if one.preview.kind is ToldKind.PARTICIPANTS:
                await self._desk.do(take_out_report, call_id=one.row_id)
            else:
                await self._desk.do(take_answers_out, handout_id=one.row_id, zone=self._city.zone)
        if last:
            self._view.show_taken_out(files=len(last))

    async def _take_in(self, found: Sequence[Preview], sitting_id: str) -> None:
        came, refused = [], []
        for one in found:
            command, facts = command_for(one, sitting_id, self._city)
            try:
                done = await self._desk.do(command, **facts)
            except Refused as no:
                if len(found) == 1:
                    raise
                refused.append(NotRead(one.file.file_name, no))
            else:
                came.append(CameIn(one, done.outcome))
        self._last = tuple(one for one in came if not one.outcome.repeated)
        self._view.show_came_in(came, refused)

    async def _open(self, files: Sequence[Path], sitting: SittingCard) -> tuple[list[OpenedFile], list[NotRead]]:
        """Every file that could be read. Whose dates leave a doubt is asked about once, for all of them."""
        opened, not_read = await self._read(files, sitting, None)
        asked = [(path, one.told) for path, one in opened if isinstance(one.told, DatesUndecided)]
        clear = [one for _, one in opened if not isinstance(one.told, DatesUndecided)]
        if not asked:
            return clear, not_read
        order = await self._view.ask_dates(asked[0][1], file_name=asked[0][0].name, files=len(asked))
        if order is None:
            return clear, not_read
        again, failed = await self._read([path for path, _ in asked], sitting, order)
        return clear + [one for _, one in again], not_read + failed

    async def _read(
        self, files: Sequence[Path], sitting: SittingCard, order: DateOrder | None
    ) -> tuple[list[tuple[Path, OpenedFile]], list[NotRead]]:
        opened, not_read = [], []
        for path in files:
            try:
                one = await self._desk.off(
                    open_told, path, zone=self._city.zone, sitting_at=sitting.starts_at, order=order
                )
            except (Refused, Unavailable) as no:
                not_read.append(NotRead(path.name, no))
            else:
                opened.append((path, one))
        return opened, not_read


def _zooms_among(files: Sequence[Path]) -> tuple[Path, ...]:
    """On a page of lists: what is Zoom's by what it says, and what is no list at all. For a worker."""
    return tuple(path for path in files if path.suffix.casefold() not in LISTS or is_zooms(path))


def _strange(path: Path) -> NotRead:
    return NotRead(path.name, Refused("zoom_folder_empty" if path.is_dir() else "fell_not_known", file=path.name))


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
