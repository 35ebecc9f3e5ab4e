"""What is meant on the roll: find somebody, read her card, put it right, write somebody down, take a file in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.checkin.queries import Visit, history
from db.clock import Clock
from db.errors import Refused
from db.places.queries import NeighbourhoodCard, neighbourhoods
from db.residents.commands import correct, enrol, give_consent, import_rows
from db.residents.queries import ResidentCard, card, count, latest
from db.residents.roll_file import read_roll
from db.residents.roll_import import Imported
from db.residents.rules import clean
from db.residents.search import Found, search
from desktop.desk import Desk
from desktop.residents.roll import read_bytes

# The fields of the form that are columns of the roll; the organisation is told by name.
FIELDS = (
    "family_name", "given_names", "chosen_name", "document", "birth_date", "gender", "phone", "email", "street",
    "street_number", "neighbourhood_id", "note",
)  # fmt: skip


@dataclass(frozen=True)
class RollShown:
    """The list: whom the letters mean; without letters the newest, or nobody where names are kept out of sight."""

    text: str
    people: tuple[Found, ...]
    total: int
    hidden: bool


@dataclass(frozen=True)
class PersonShown:
    """The card at the right: all that is known of her, and where she has been."""

    card: ResidentCard
    visits: tuple[Visit, ...]


class RollView(Protocol):
    """What the presenter says to the page, and what it asks of it."""

    def show_roll(self, shown: RollShown) -> None:
        """The list."""
        ...

    def show_person(self, shown: PersonShown | None) -> None:
        """The card, or that nobody is chosen."""
        ...

    def stand_on(self, resident_id: str) -> None:
        """Choose a row of the list, when it is there."""
        ...

    async def ask_person(
        self, known: Mapping[str, Any], quarters: tuple[NeighbourhoodCard, ...], presenter: RollPresenter
    ) -> dict[str, Any] | None:
        """The form, filled with what is known; None when the person went back."""
        ...

    async def ask_file(self) -> Path | None:
        """The CSV to take in."""
        ...

    def show_busy(self, busy: bool) -> None:
        """A file is being taken in."""
        ...

    async def show_import(self, name: str, done: Imported, ignored: tuple[str, ...]) -> None:
        """What came of a file."""
        ...


class RollPresenter:
    """Looks again after every commit that concerns the roll."""

    def __init__(
        self, view: RollView, desk: Desk, clock: Clock, *, phone_prefix: str = "", hide_names: bool = False
    ) -> None:
        self._view, self._desk, self._clock = view, desk, clock
        self._phone_prefix, self._hide_names = phone_prefix, hide_names
        self._text, self._chosen = "", ""

    async def look(self) -> None:
        """The list, and the card of whoever is chosen."""
        shown = await self._desk.ask(_roll, text=self._text, hide_names=self._hide_names)
        self._view.show_roll(shown)
        await self._look_at_person()

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def hide(self, hide_names: bool) -> None:
        """Names are to be kept out of sight, or not."""
        self._hide_names = hide_names
        await self.look()

    async def search(self, text: str) -> None:
        """Letters are being typed."""
        self._text = text
        self._view.show_roll(await self._desk.ask(_roll, text=text, hide_names=self._hide_names))

    async def choose(self, resident_id: str) -> None:
        """Somebody is looked at."""
        self._chosen = resident_id
        await self._look_at_person()

    async def add(self) -> None:
        """Write somebody down."""
        quarters = await self._desk.ask(neighbourhoods)
        told = await self._view.ask_person({}, quarters, self)
        if told is None:
            return
        done = await self._desk.do(enrol, phone_prefix=self._phone_prefix, **told)
        await self._stand_on(done.outcome)

    async def put_right(self) -> None:
        """Correct what the roll says of whoever is chosen."""
        if not self._chosen:
            return
        known = await self._desk.ask(card, resident_id=self._chosen)
        quarters = await self._desk.ask(neighbourhoods)
        told = await self._view.ask_person(_as_typed(known), quarters, self)
        if told is not None:
            await self._desk.do(correct, resident_id=known.id, phone_prefix=self._phone_prefix, **told)

    async def consent(self) -> None:
        """She agreed that her data be kept."""
        if self._chosen:
            await self._desk.do(give_consent, resident_id=self._chosen)

    async def take_in(self, path: Path | None = None) -> None:
        """Take a roll in from a CSV file; without one, ask which."""
        path = path or await self._view.ask_file()
        if path is None:
            return
        self._view.show_busy(True)
        try:
            read = await self._desk.off(lambda: read_roll(read_bytes(path)))
            done = await self._desk.do(import_rows, lines=read.lines, phone_prefix=self._phone_prefix)
        finally:
            self._view.show_busy(False)
        await self._view.show_import(path.name, done.outcome, read.ignored_columns)

    async def take_dropped(self, files: Sequence[Path]) -> None:
        """Files fell on the window while the roll was in front of it."""
        for path in files:
            if path.suffix.lower() in (".csv", ".txt"):
                await self.take_in(path)

    def wrong_in(self, told: Mapping[str, Any]) -> dict[str, str]:
        """The code of what is wrong, per field of the form; empty when it can be written down."""
        wrong = {}
        for name in FIELDS:
            if name not in told:
                continue
            try:
                clean({name: told[name]}, phone_prefix=self._phone_prefix, today=self._clock.now().date())
            except Refused as no:
                wrong[name] = no.code
        return wrong

    async def _look_at_person(self) -> None:
        shown = None
        if self._chosen:
            try:
                shown = await self._desk.ask(_person, resident_id=self._chosen)
            except Refused:  # taken off the roll meanwhile
                self._chosen = ""
        self._view.show_person(shown)

    async def _stand_on(self, resident_id: str) -> None:
        self._chosen = resident_id
        await self.look()
        self._view.stand_on(resident_id)


def _as_typed(known: ResidentCard) -> dict[str, Any]:
    typed: dict[str, Any] = {name: getattr(known, name) or "" for name in FIELDS}
    if isinstance(known.birth_date, date):
        typed["birth_date"] = f"{known.birth_date:%d/%m/%Y}"
    return {**typed, "organisation": known.organisation or ""}


def _roll(session: Session, *, text: str, hide_names: bool) -> RollShown:
    hidden = hide_names and not text.strip()
    if text.strip():
        people = search(session, text=text)
    else:
        people = () if hidden else latest(session)
    return RollShown(text, people, count(session), hidden)


def _person(session: Session, *, resident_id: str) -> PersonShown:
    return PersonShown(card(session, resident_id=resident_id), history(session, resident_id=resident_id))
