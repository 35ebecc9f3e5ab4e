"""What is meant at the door: find, mark present, write down, count, take back."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.checkin.commands import (
    CheckedIn,
    check_in,
    come_back,
    count_unnamed,
    enrol_scan,
    leave,
    take_back,
    take_back_leaving,
    walk_in,
)
from db.checkin.dni import looks_scanned
from db.checkin.queries import AtTheDoor, Stay, find_at_the_door, presences
from db.clock import Clock
from db.errors import Refused
from db.places.queries import NeighbourhoodCard, neighbourhoods
from db.residents.commands import give_consent, take_back_consent
from db.residents.queries import card
from db.residents.rules import clean_document, clean_phone, part_names
from db.sittings.commands import open_sitting
from db.sittings.queries import SittingCard, sitting_card
from desktop.desk import Desk
from desktop.focus import Focus


@dataclass(frozen=True)
class DoorShown:
    """What the door shows of the sitting in hand: its state, who came (latest first), the quarters to choose from."""

    sitting: SittingCard
    arrivals: tuple[Stay, ...]
    quarters: tuple[NeighbourhoodCard, ...]


@dataclass(frozen=True)
class Told:
    """What an act came to, for the line under the field.

    kind: present, already, left, back, unnamed, consented, consented_before, taken_back. `presence_id` is the stay it
    was about: the next key (consent, left) is meant for her.
    """

    kind: str
    name: str = ""
    presence_id: str = ""
    at: datetime | None = None
    new: bool = False
    enrolled: bool = False
    consent_missing: bool = False
    number: int = 0


@dataclass(frozen=True)
class WalkIn:
    """Somebody who is not on the roll yet, as one line tells her."""

    name: str = ""
    document: str = ""
    phone: str = ""
    neighbourhood_id: str = ""


class DoorView(Protocol):
    """What the presenter says to the pane."""

    def show_door(self, shown: DoorShown) -> None:
        """Everything that is not being typed."""
        ...

    def show_results(self, text: str, results: tuple[AtTheDoor, ...]) -> None:
        """Whom the letters may mean."""
        ...

    def show_told(self, told: Told) -> None:
        """What the last act came to."""
        ...

    def ask_again(self, text: str) -> None:
        """Several people may be meant: the letters go back into the field, and the list below it."""
        ...

    def open_walk_in(self, person: WalkIn) -> None:
        """Nobody is meant: the line for somebody new."""
        ...

    def close_walk_in(self) -> None:
        """She is written down."""
        ...

    def show_wrong(self, codes: Mapping[str, str]) -> None:
        """What is wrong in the line for somebody new, by field."""
        ...


class DoorPresenter:
    """One person at a time, in the order in which they came; the last acts can be taken back one by one."""

    def __init__(self, view: DoorView, desk: Desk, focus: Focus, clock: Clock, phone_prefix: str = "") -> None:
        self._view, self._desk, self._focus, self._clock = view, desk, focus, clock
        self._phone_prefix = phone_prefix
        self._acts: list[tuple[str, Callable[[], Awaitable[object]]]] = []

    async def look(self) -> None:
        """Read the door of the sitting in hand and show it."""
        if self._focus.sitting_id is not None:
            self._view.show_door(await self._desk.ask(_door, sitting_id=self._focus.sitting_id))

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def turn_to(self, sitting_id: str | None) -> None:
        """Another sitting is in hand: what was done in the other one is no more to be taken back from here."""
        self._acts.clear()
        await self.look()

    async def open_sitting(self) -> None:
        """Open the sitting, so that the door may count."""
        await self._desk.do(open_sitting, sitting_id=self._sitting)

    async def search(self, text: str) -> None:
        """Letters are being typed; a card that is being scanned is not searched for."""
        if self._focus.sitting_id is None or not text.strip() or looks_scanned(text):
            self._view.show_results(text, ())
            return
        found = await self._desk.ask(find_at_the_door, sitting_id=self._focus.sitting_id, text=text)
        self._view.show_results(text, found)

    async def enter(self, text: str, resident_id: str) -> None:
        """Enter: the one who stands chosen is present; a card is read; otherwise the letters must mean one person."""
        if looks_scanned(text):
            await self._arrived(await self._desk.do(enrol_scan, sitting_id=self._sitting, payload=text))
        elif resident_id:
            await self._arrived(await self._desk.do(check_in, sitting_id=self._sitting, resident_id=resident_id))
        elif text.strip():
            found = await self._desk.ask(find_at_the_door, sitting_id=self._sitting, text=text)
            if len(found) == 1:
                await self.enter("", found[0].person.id)
            elif found:
                self._view.ask_again(text)
            else:
                self._view.open_walk_in(read_line(text))

    async def write_down(self, person: WalkIn) -> None:
        """Somebody new, in one line; what is wrong is said beside the field, and nothing is written then."""
        if wrong := wrong_in(person, self._phone_prefix):
            self._view.show_wrong(wrong)
            return
        done = await self._desk.do(
            walk_in,
            sitting_id=self._sitting,
            name=person.name,
            document=person.document or None,
            phone=person.phone or None,
            neighbourhood_id=person.neighbourhood_id or None,
            phone_prefix=self._phone_prefix,
        )
        self._view.close_walk_in()
        await self._arrived(done)

    async def count_one(self) -> None:
        """One more person in the room whose name nobody took."""
        sitting = self._sitting
        done = await self._desk.do(count_unnamed, sitting_id=sitting, step=1)
        self._acts.append(("", lambda: self._desk.do(count_unnamed, sitting_id=sitting, step=-1)))
        self._view.show_told(Told("unnamed", number=done.outcome))

    async def consent(self, stay: Stay) -> None:
        """She agreed that her data be kept."""
        done = await self._desk.do(give_consent, resident_id=stay.resident_id)
        if done.outcome:
            self._acts.append((stay.name, lambda: self._desk.do(take_back_consent, resident_id=stay.resident_id)))
        self._view.show_told(Told("consented" if done.outcome else "consented_before", stay.name, stay.presence_id))

    async def leave_or_return(self, stay: Stay) -> None:
        """She leaves; or, when she had left, she is here again."""
        if stay.left_at is None:
            await self._desk.do(leave, presence_id=stay.presence_id)
            self._acts.append((stay.name, lambda: self._desk.do(take_back_leaving, presence_id=stay.presence_id)))
            self._view.show_told(Told("left", stay.name, stay.presence_id, self._clock.now()))
            return
        done = await self._desk.do(come_back, presence_id=stay.presence_id)
        if not done.outcome.already:
            self._remember(done.outcome, stay.name)
        self._view.show_told(Told("back", stay.name, done.outcome.presence_id, self._clock.now()))

    async def undo(self) -> None:
        """Take back the last act. Raises Refused: nothing_to_take_back."""
        if not self._acts:
            raise Refused("nothing_to_take_back")
        name, undo = self._acts.pop()
        await undo()
        self._view.show_told(Told("taken_back", name))

    async def _arrived(self, done: Any) -> None:
        arrival: CheckedIn = done.outcome
        person = await self._desk.ask(card, resident_id=arrival.resident_id)
        if not arrival.already:
            self._remember(arrival, person.name)
        self._view.show_told(
            Told(
                "already" if arrival.already else "present",
                person.name,
                arrival.presence_id,
                self._clock.now(),
                new=arrival.new,
                enrolled=arrival.enrolled,
                consent_missing=person.consent_at is None,
            )
        )

    def _remember(self, arrival: CheckedIn, name: str) -> None:
        self._acts.append(
            (
                name,
                lambda: self._desk.do(take_back, presence_id=arrival.presence_id, enrolled=arrival.enrolled),
            )
        )

    @property
    def _sitting(self) -> str:
        if self._focus.sitting_id is None:
            raise Refused("no_sitting_chosen")
        return self._focus.sitting_id


def read_line(text: str) -> WalkIn:
    """What one line says of somebody: the words are her name, six to eight digits her document, more a telephone."""
    name, document, phone = [], "", ""
    for word in text.replace(",", ", ").split():
        digits = re.sub(r"\D", "", word)
        if not digits or re.sub(r"[\d.\-+()MFmf]", "", word):
            name.append(word)
        elif 6 <= len(digits) <= 8 and not document:
            document = digits
        else:
            phone += digits
    return WalkIn(name=" ".join(name).replace(" ,", ","), document=document, phone=phone)


def wrong_in(person: WalkIn, phone_prefix: str) -> dict[str, str]:
    """The code of what is wrong, per field of the line; empty when it can be written down."""
    wrong = {}
    checks: tuple[tuple[str, Callable[[], object]], ...] = (
        ("name", lambda: part_names(person.name)),
        ("document", lambda: clean_document(person.document)),
        ("phone", lambda: clean_phone(person.phone, prefix=phone_prefix)),
    )
    for field, check in checks:
        try:
            check()
        except Refused as no:
            wrong[field] = no.code
    return wrong


def _door(session: Session, *, sitting_id: str) -> DoorShown:
    sitting = sitting_card(session, sitting_id=sitting_id)
    return DoorShown(
        sitting=sitting,
        arrivals=presences(session, sitting_id=sitting_id),
        quarters=neighbourhoods(session, district_id=sitting.district_id),
    )
