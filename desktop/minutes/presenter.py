"""What the page of minutes means: which sittings have minutes, how the draft reads, what to look at, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from db.changes import Changes
from db.minutes.facts import Edition, MinutesFacts
from db.minutes.queries import Line, acta, lines, versions
from db.minutes.rules import Check, checks
from db.places.city import City
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.minutes.composition import compose
from desktop.minutes.making import Made, make, name_of
from desktop.minutes.phrases import load
from desktop.minutes.preview import render
from desktop.minutes.saving import make_folder

# Whatever is written about these changes what some acta says.
NOUNS = ("sitting", "council", "item", "turn", "presence", "match", "issue", "commitment", "minutes", "resident")

# Where each check is put right.
PAGES = {
    "unresolved": "matching",
    "names_missing": "residents",
    "age_missing": "residents",
    "gender_missing": "residents",
    "figures_contradict": "matching",
}


@dataclass(frozen=True)
class Draft:
    """The draft as the page shows it: which paper, its words as rich text, and the file it became, if it did."""

    sitting_id: str
    council: str
    edition: Edition
    begun: bool
    html: str
    file: Path | None


class MinutesView(Protocol):
    """What the presenter tells the page."""

    def show_sittings(self, sittings: Sequence[Line], chosen: str | None) -> None: ...
    def show_draft(self, draft: Draft | None) -> None: ...
    def show_checks(self, found: Sequence[Check]) -> None: ...
    def show_busy(self, busy: bool) -> None: ...
    def show_made(self, made: Made) -> None: ...
    def open_file(self, path: Path) -> None: ...
    def go(self, page: str) -> None: ...
    async def ask_place(self, name: str, folder: Path) -> Path | None: ...


class MinutesPresenter:
    """Holds which sitting is chosen; everything else is looked up anew."""

    def __init__(self, view: MinutesView, desk: Desk, *, city: City, folder: Path, focus: Focus) -> None:
        self._view, self._desk, self._city, self._folder, self._focus = view, desk, city, folder, focus
        self._chosen: str | None = None
        self._facts: MinutesFacts | None = None
        self._made: dict[str, Path] = {}
        self._seen = True
        self._stale = False

    async def look(self) -> None:
        """Shows the sittings and the draft of the chosen one; at first the sitting in hand, else the newest."""
        found = await self._desk.ask(lines)
        there = [line.sitting_id for line in found]
        if self._chosen not in there:
            in_hand = self._focus.sitting_id
            self._chosen = in_hand if in_hand in there else next(iter(there), None)
        self._view.show_sittings(found, self._chosen)
        await self._show()

    async def look_again(self, changes: Changes) -> None:
        """After something was written. Composing an acta for nobody would slow the door: hidden, it waits."""
        if self._seen:
            await self.look()
        else:
            self._stale = True

    async def page_shown(self, page: str) -> None:
        """Another page came to the front, or this one did."""
        self._seen = page == "minutes"
        if self._seen and self._stale:
            self._stale = False
            await self.look()

    async def follow_focus(self, sitting_id: str | None) -> None:
        """The person works on another sitting now."""
        if sitting_id is not None and sitting_id != self._chosen:
            self._chosen = sitting_id
            await self.look_again(Changes())

    async def choose(self, sitting_id: str) -> None:
        """Reads the draft of another sitting; which sitting Sala works on is left alone."""
        if sitting_id != self._chosen:
            self._chosen = sitting_id
            await self._show()

    async def generate(self) -> None:
        """Writes the Word file into the folder of the minutes. Raises Refused, Unavailable as `make` does."""
        if self._chosen is not None:
            await self._desk.off(make_folder, self._folder)
            await self._make(self._folder)

    async def save_as(self) -> None:
        """Writes the Word file where the person says."""
        if self._facts is None:
            return
        name = name_of(self._facts, load(self._facts.edition.language))
        await self._desk.off(make_folder, self._folder)
        wanted = await self._view.ask_place(name, self._folder)
        if wanted is not None:
            await self._make(wanted, force=True)  # the dialog has asked already whether to write over it

    async def open(self) -> None:
        """Opens the file that was written in whatever this computer opens Word files with."""
        if self._chosen is None:
            return
        file = self._made.get(self._chosen) or await self._file_of(self._chosen)
        if file is not None:
            self._view.open_file(file)

    def put_right(self, code: str) -> None:
        """Goes to where a check is put right, with this sitting in hand."""
        page = PAGES.get(code, "sala")
        self._focus.choose(self._chosen)
        self._view.go(page)

    async def _make(self, wanted: Path, *, force: bool = False) -> None:
        sitting_id = self._chosen
        if sitting_id is None:
            return
        self._view.show_busy(True)
        try:
            made = await make(self._desk, sitting_id=sitting_id, city=self._city, wanted=wanted, force=force)
        finally:
            self._view.show_busy(False)
        self._made[sitting_id] = made.path
        self._view.show_made(made)
        await self.look()

    async def _show(self) -> None:
        sitting_id = self._chosen
        if sitting_id is None:
            self._facts = None
            self._view.show_draft(None)
            self._view.show_checks(())
            return
        facts = await self._desk.ask(acta, sitting_id=sitting_id, city=self._city)
        begun = bool(await self._desk.ask(versions, sitting_id=sitting_id))
        html = await self._desk.off(_read, facts)
        file = self._made.get(sitting_id) or await self._file_of(sitting_id)
        if sitting_id != self._chosen:
            return  # the person chose another one meanwhile
        self._facts = facts
        self._view.show_draft(Draft(sitting_id, facts.heading.council, facts.edition, begun, html, file))
        self._view.show_checks(checks(facts))

    async def _file_of(self, sitting_id: str) -> Path | None:
        """The file of the newest version, where it still lies in the folder of the minutes."""
        names = [one.name for one in await self._desk.ask(versions, sitting_id=sitting_id) if one.name]
        file = self._folder / names[-1] if names else None
        return file if file is not None and await self._desk.off(file.is_file) else None


def _read(facts: MinutesFacts) -> str:
    return render(compose(facts, load(facts.edition.language)))
