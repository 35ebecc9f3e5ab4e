"""What publishing means: which days and whose, what it would say and what not, and where the files lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from db.errors import Unavailable
from db.insights.publications import Ledger, ledger, note_publication
from db.places.city import City
from desktop.desk import Desk
from desktop.insights.presenter import Filtered
from desktop.insights.series import Whose
from desktop.insights.there import There
from desktop.reports.gathering import Told, Wanted
from desktop.reports.presenter import told_where_known
from desktop.reports.summary import folder_words
from desktop.reports.withheld import Withheld, withheld

WriteAll = Callable[[Told, City, Path], int]


@dataclass(frozen=True)
class Preview:
    """What is about to be published: so many sittings, figures, months and districts of a place, and what is left out.

    `people` is None where even that is not told.
    """

    place: str
    days: tuple[date, date]
    sittings: int
    people: int | None
    figures: int
    months: int
    districts: int
    left_out: tuple[Withheld, ...]
    ledger: Ledger
    whose: Whose


class PublishingView(Protocol):
    """What asks and tells."""

    async def ask(self, chosen: Filtered) -> Wanted | None: ...
    async def ask_leave(self, preview: Preview) -> bool: ...
    async def ask_folder(self) -> Path | None: ...
    def show_counting(self) -> None: ...
    def show_writing(self) -> None: ...
    def show_rest(self) -> None: ...
    def show_nothing(self) -> None: ...
    def show_saved(self, folder: Path, files: int) -> None: ...


class PublishingPresenter:
    """`chosen` tells the filters of the page; `write` makes the files in a folder and answers how many."""

    def __init__(
        self, view: PublishingView, desk: Desk, city: City, today: Callable[[], date], scheme_file: Path,
        chosen: Callable[[], Filtered], write: WriteAll, there: There | None = None,
    ) -> None:  # fmt: skip
        self._view, self._desk, self._city, self._write = view, desk, city, write
        self._today, self._scheme_file, self._chosen, self._there = today, scheme_file, chosen, there

    async def publish(self) -> None:
        """From the filters to the files. Raises Refused: period_backwards; Unavailable: paper_file_unwritable."""
        wanted = await self._view.ask(self._chosen())
        if wanted is None:
            return
        try:
            await self._published(wanted)
        finally:
            self._view.show_rest()

    async def _published(self, wanted: Wanted) -> None:
        self._view.show_counting()
        told = await self._told(wanted)
        if not told.value("sittings"):
            self._view.show_nothing()
            return
        if not await self._view.ask_leave(await self._preview(told)):
            return
        chosen = await self._view.ask_folder()
        if chosen is None:
            return
        self._view.show_writing()
        folder = chosen / folder_words(told)
        # First noted, then written: of a disk that was full in the middle somebody may have had the first files.
        await self._desk.do(note_publication, numbers=told.numbers)
        files = await self._desk.off(self._write, told, self._city, folder)
        self._view.show_saved(folder, files)

    async def _told(self, wanted: Wanted) -> Told:
        facts: dict[str, Any] = {"wanted": wanted, "city": self._city, "today": self._today()}
        return await told_where_known(self._desk, self._there, facts, self._scheme_file)

    async def _preview(self, told: Told) -> Preview:
        people = told.value("people")
        left_out = await self._desk.off(withheld, told, self._city.zone)
        return Preview(
            told.place, (told.wanted.since, told.wanted.until), int(told.value("sittings") or 0),
            None if people is None else int(people), len(told.now), len(told.by_month.rows) - 1,
            len(told.by_district.rows) - 1, left_out, await self._desk.ask(ledger), told.whose,
        )  # fmt: skip


def made_folder(folder: Path) -> Path:
    """The folder, made if it is not there. Raises Unavailable: paper_file_unwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("paper_file_unwritable", path=str(folder)) from error
    return folder
