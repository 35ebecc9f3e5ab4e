"""What is meant on the bank of good practices: find one, write one down, put it right, take it out, make a booklet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.clock import Clock
from db.errors import Refused
from db.experiences.commands import add_experience, change_experience, remove_experience
from db.experiences.queries import ExperienceCard, experience, experiences, photo_of
from db.experiences.rules import clean_experience
from db.places.city import City
from db.places.queries import NeighbourhoodCard, neighbourhoods
from db.residents.rules import clean_date
from db.sittings.queries import SittingCard, recent_sittings
from desktop.desk import Desk

NOUNS = ("experience", "neighbourhood")
FIELDS = ("title", "done", "partners", "took", "topic", "neighbourhood_id", "sitting_id", "happened_on", "photo_shows")
Booklet = Callable[[Sequence[ExperienceCard], Mapping[str, bytes], Path], None]


@dataclass(frozen=True)
class Choices:
    """What the form offers."""

    quarters: tuple[NeighbourhoodCard, ...]
    sittings: tuple[SittingCard, ...]


class ExperiencesView(Protocol):
    """What the presenter says to the page, and what it asks of it."""

    def show_list(self, text: str, found: tuple[ExperienceCard, ...]) -> None:
        """The list that the letters mean."""
        ...

    def show_one(self, card: ExperienceCard | None, photo: bytes | None) -> None:
        """The card, or that none is chosen."""
        ...

    def stand_on(self, experience_id: str) -> None:
        """Choose a row of the list."""
        ...

    async def ask_experience(
        self, known: Mapping[str, Any], photo: bytes | None, choices: Choices, presenter: ExperiencesPresenter
    ) -> dict[str, Any] | None:
        """The form; None when the person went back."""
        ...

    async def ask_whether_to_remove(self, title: str) -> bool:
        """Whether it is really to be taken out."""
        ...

    async def ask_place(self) -> Path | None:
        """Where the booklet goes."""
        ...

    def say_written(self, path: Path) -> None:
        """The booklet is there."""
        ...


class ExperiencesPresenter:
    """Looks again after every commit that concerns good practices."""

    def __init__(self, view: ExperiencesView, desk: Desk, *, city: City, clock: Clock, booklet: Booklet) -> None:
        self._view, self._desk, self._city, self._clock, self._booklet = view, desk, city, clock, booklet
        self._text, self._chosen = "", ""

    async def look(self) -> None:
        """The list, and the one chosen."""
        self._view.show_list(self._text, await self._desk.ask(experiences, text=self._text))
        await self._look_at_one()

    async def look_again(self, _changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def search(self, text: str) -> None:
        """Letters are being typed."""
        self._text = text
        self._view.show_list(text, await self._desk.ask(experiences, text=text))

    async def choose(self, experience_id: str) -> None:
        """One is looked at."""
        self._chosen = experience_id
        await self._look_at_one()

    async def add(self) -> None:
        """Write one down."""
        told = await self._view.ask_experience({}, None, await self._choices(), self)
        if told is None:
            return
        done = await self._desk.do(add_experience, **self._read(told))
        self._chosen = done.outcome
        await self.look()
        self._view.stand_on(done.outcome)

    async def put_right(self) -> None:
        """Correct what is told of the one chosen."""
        if not self._chosen:
            return
        card, photo = await self._desk.ask(_one, experience_id=self._chosen)
        known = {name: getattr(card, name) or "" for name in FIELDS}
        known["happened_on"] = f"{card.happened_on:%d/%m/%Y}" if card.happened_on else ""
        told = await self._view.ask_experience(known, photo, await self._choices(), self)
        if told is None:
            return
        changed = {name: value for name, value in told.items() if name == "photo" or value != known[name]}
        changed = self._read(changed)
        if any(value is not None for name, value in changed.items() if name == "photo") or set(changed) - {"photo"}:
            await self._desk.do(change_experience, experience_id=card.id, **changed)

    async def remove(self) -> None:
        """Take the one chosen out of the bank."""
        if not self._chosen:
            return
        card = await self._desk.ask(experience, experience_id=self._chosen)
        if await self._view.ask_whether_to_remove(card.title):
            await self._desk.do(remove_experience, experience_id=card.id)

    async def export(self) -> None:
        """What the list shows, as a booklet."""
        path = await self._view.ask_place()
        if path is not None:
            cards, photos = await self._desk.ask(for_booklet, text=self._text)
            await self._desk.off(self._booklet, cards, photos, path)
            self._view.say_written(path)

    def wrong_in(self, told: Mapping[str, Any]) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """What is wrong, per field of the form: code and facts."""
        wrong: dict[str, tuple[str, Mapping[str, Any]]] = {}
        for name, value in told.items():
            try:
                if name != "photo":
                    clean_experience(self._read({name: value}))
            except Refused as no:
                wrong[name] = (no.code, no.facts)
        return wrong

    def _read(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """The fields as the record takes them: the day as a day."""
        fields = dict(told)
        if fields.get("happened_on"):
            today = self._clock.now().astimezone(self._city.zone).date()
            try:
                fields["happened_on"] = clean_date(fields["happened_on"], today=today)
            except Refused:
                raise Refused("day_unreadable", text=told["happened_on"]) from None
        return fields

    async def _choices(self) -> Choices:
        sittings = await self._desk.ask(recent_sittings, before=self._clock.now(), limit=60)
        return Choices(await self._desk.ask(neighbourhoods), sittings)

    async def _look_at_one(self) -> None:
        card, photo = None, None
        if self._chosen:
            try:
                card, photo = await self._desk.ask(_one, experience_id=self._chosen)
            except Refused:  # taken out meanwhile
                self._chosen = ""
        self._view.show_one(card, photo)


def for_booklet(session: Session, *, text: str = "") -> tuple[tuple[ExperienceCard, ...], dict[str, bytes]]:
    """The good practices whose words are meant, and their pictures."""
    cards = experiences(session, text=text)
    photos = {card.id: photo_of(session, experience_id=card.id) for card in cards if card.has_photo}
    return cards, {key: photo for key, photo in photos.items() if photo}


def _one(session: Session, *, experience_id: str) -> tuple[ExperienceCard, bytes | None]:
    return experience(session, experience_id=experience_id), photo_of(session, experience_id=experience_id)
