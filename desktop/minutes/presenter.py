"""What the page of minutes means: which sittings have minutes, how the draft reads, what to look at, and the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from db.changes import Changes
from db.errors import Refused
from db.minutes.facts import Edition, MinutesFacts
from db.minutes.queries import Line, acta, lines, versions
from db.minutes.rules import LOOK, WRONG, Check, checks
from db.places.city import City
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.minutes.composition import compose
from desktop.minutes.contradictions import Contradiction
from desktop.minutes.editing import Review, news_of, review, take
from desktop.minutes.gathering import Gathered, gather, produce
from desktop.minutes.making import Made, Order, make, name_of
from desktop.minutes.papers import FULL, PUBLIC
from desktop.minutes.phrases import load
from desktop.minutes.preview import render
from desktop.minutes.roles import names_left
from desktop.minutes.saving import make_folder

# Whatever is written about these changes what some acta says.
NOUNS = ("sitting", "council", "item", "turn", "presence", "match", "issue", "commitment", "minutes", "resident")

# Found in the file and not in the record: it is put right in Word.
CONTRADICTS = "edited_contradicts"

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
    paper: str = FULL


class MinutesView(Protocol):
    """What the presenter tells the page."""

    def show_sittings(self, sittings: Sequence[Line], chosen: str | None) -> None: ...
    def show_draft(self, draft: Draft | None) -> None: ...
    def show_checks(self, found: Sequence[Check], against: Sequence[Contradiction] = ()) -> None: ...
    def show_busy(self, busy: bool) -> None: ...
    def show_made(self, made: Made) -> None: ...
    def show_paper(self, paper: str, path: Path) -> None: ...
    def show_set(self, told: Gathered) -> None: ...
    def show_edits(self, seen: Review | None) -> None: ...
    def show_taken(self, seen: Review) -> None: ...
    def open_file(self, path: Path) -> None: ...
    def go(self, page: str) -> None: ...
    async def ask_place(self, name: str, folder: Path) -> Path | None: ...
    async def ask_file(self, folder: Path) -> Path | None: ...


class MinutesPresenter:
    """Holds which sitting is chosen; everything else is looked up anew."""

    def __init__(
        self, view: MinutesView, desk: Desk, *, city: City, folder: Path, focus: Focus, home: Path | None = None
    ) -> None:
        self._view, self._desk, self._city, self._folder, self._focus = view, desk, city, folder, focus
        self._home = home
        self._paper = FULL
        self._review: Review | None = None
        self._chosen: str | None = None
        self._facts: MinutesFacts | None = None
        self._made: dict[str, Path] = {}
        self._found: tuple[Check, ...] = ()
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

    async def choose_paper(self, paper: str) -> None:
        """Reads another of the papers of the same sitting."""
        if paper != self._paper:
            self._paper = paper
            await self._show()

    async def folder_changed(self) -> None:
        """Somebody saved, moved or deleted a file in the folder of the minutes."""
        if self._seen:
            await self._look_at_file()
        else:
            self._stale = True

    async def take_back(self) -> None:
        """Looks at a file that somebody gives back, wherever it lies. Raises Refused as `review` does."""
        if self._chosen is None:
            return
        path = await self._view.ask_file(self._folder)
        if path is not None:
            seen = await review(self._desk, sitting_id=self._chosen, city=self._city, path=path, home=self._home)
            self._show_review(seen)

    async def take_changes(self) -> None:
        """Takes the edited file that is shown as the newest version. Raises Refused as `take` does."""
        if self._chosen is None or self._review is None:
            return
        await self._desk.off(make_folder, self._folder)
        seen = await take(
            self._desk, sitting_id=self._chosen, city=self._city, path=self._review.path, folder=self._folder,
            home=self._home,
        )  # fmt: skip
        self._made[self._chosen] = seen.path
        self._view.show_taken(seen)
        await self.look()

    async def gather(self) -> None:
        """Writes all papers of the sitting into a folder of their own. Raises Refused, Unavailable as `gather`."""
        if self._chosen is None:
            return
        await self._desk.off(make_folder, self._folder)
        self._view.show_busy(True)
        try:
            told = await gather(self._desk, Order(self._chosen, self._city, self._folder, home=self._home))
        finally:
            self._view.show_busy(False)
        self._view.show_set(told)
        await self.look()

    async def generate(self) -> None:
        """Writes the Word file into the folder of the minutes. Raises Refused, Unavailable as `make` does."""
        if self._chosen is not None:
            await self._desk.off(make_folder, self._folder)
            await self._make(self._folder)

    async def save_as(self) -> None:
        """Writes the Word file where the person says."""
        if self._facts is None:
            return
        name = name_of(self._facts, load(self._facts.edition.language), self._paper)
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

    async def put_right(self, code: str) -> None:
        """Goes to where a check is put right, with this sitting in hand."""
        if code == CONTRADICTS:
            await self.open()
            return
        page = PAGES.get(code, "sala")
        self._focus.choose(self._chosen)
        self._view.go(page)

    async def _make(self, wanted: Path, *, force: bool = False) -> None:
        sitting_id = self._chosen
        if sitting_id is None:
            return
        order = Order(sitting_id, self._city, wanted, force=force, home=self._home)
        self._view.show_busy(True)
        try:
            if self._paper != FULL:
                path = await produce(self._desk, order, paper=self._paper)
                self._view.show_paper(self._paper, path)
                return
            made = await make(self._desk, order)
        except Refused:
            await self._look_at_file()  # what was edited is shown beside the sentence that says so
            raise
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
        html = await self._desk.off(_read, facts, self._paper)
        found = await self._desk.off(_checks, facts, self._paper)
        file = self._made.get(sitting_id) or await self._file_of(sitting_id)
        if sitting_id != self._chosen:
            return  # the person chose another one meanwhile
        self._facts = facts
        self._view.show_draft(Draft(sitting_id, facts.heading.council, facts.edition, begun, html, file, self._paper))
        self._found = found
        self._view.show_checks(found)
        if begun:
            await self._look_at_file()
        else:
            self._show_review(None)

    async def _look_at_file(self) -> None:
        """Whether the file was edited since it was written, and whether the record says something new by now."""
        sitting_id = self._chosen
        if sitting_id is None:
            return
        if self._facts is not None and self._facts.edition.state != "draft":
            since = await self._since_final(sitting_id, self._facts.edition)
            if sitting_id == self._chosen:
                self._show_review(since)
            return
        file = self._made.get(sitting_id) or await self._file_of(sitting_id)
        seen: Review | None = None
        if file is not None and await self._desk.off(file.is_file):
            try:
                seen = await review(self._desk, sitting_id=sitting_id, city=self._city, path=file, home=self._home)
            except Refused:
                seen = None  # half saved, or another file under its name: there is nothing to compare
        if sitting_id == self._chosen:
            waits = seen is not None and (seen.edited or seen.dressed or seen.news)
            self._show_review(seen if waits else None)
            self._show_contradictions(seen)

    async def _since_final(self, sitting_id: str, edition: Edition) -> Review | None:
        """What is final is not edited any more; but whoever signs is told what the record says by now."""
        if edition.state != "final":
            return None
        try:
            news = await news_of(self._desk, sitting_id=sitting_id, city=self._city, home=self._home)
        except Refused:  # a template that is broken by now changes nothing of a paper that is printed
            return None
        seen = Review(Path(), "", "", edition.version, taken=True, known=True, news=news, final=True)
        return seen if news else None

    def _show_contradictions(self, seen: Review | None) -> None:
        """What was taken as it was edited goes on contradicting the record, until it is put right or is meant."""
        found = seen.contradictions if seen is not None and seen.taken else ()
        check = (Check(CONTRADICTS, WRONG, len(found)),) if found else ()
        self._view.show_checks((*check, *self._found), found)

    def _show_review(self, seen: Review | None) -> None:
        self._review = seen
        self._view.show_edits(seen)

    async def _file_of(self, sitting_id: str) -> Path | None:
        """The file of the newest version, where it still lies in the folder of the minutes."""
        names = [one.name for one in await self._desk.ask(versions, sitting_id=sitting_id) if one.name]
        file = self._folder / names[-1] if names else None
        return file if file is not None and await self._desk.off(file.is_file) else None


def _read(facts: MinutesFacts, paper: str) -> str:
    phrases = load(facts.edition.language)
    return render(compose(facts, phrases, paper), str(phrases.section("page")["more"]))


def _checks(facts: MinutesFacts, paper: str) -> tuple[Check, ...]:
    """What to look at in a paper; in the public one first of all the names that are left in it."""
    found = checks(facts)
    names = names_left(facts, load(facts.edition.language)) if paper == PUBLIC else ()
    return (Check("public_names", LOOK, len(names), names), *found) if names else found
