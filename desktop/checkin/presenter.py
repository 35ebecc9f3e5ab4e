"""What is meant at the door: find, mark present, write down, count, take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from db.changes import Changes
from db.checkin.commands import (
    CheckedIn,
    bring,
    check_in,
    come_back,
    count_unnamed,
    leave,
    note_consent,
    put_right,
    walk_in,
)
from db.checkin.dni import looks_scanned
from db.checkin.line import Line, read_line
from db.checkin.queries import AtTheDoor, Stay, find_at_the_door, presences
from db.checkin.undo import undo
from db.checkin.unnamed import unnamed_in
from db.clock import Clock
from db.errors import Refused
from db.folding import fold
from db.places.queries import neighbourhoods
from db.residents.commands import name_guardian, take_back_consent
from db.residents.name_order import Named, name_order
from db.residents.queries import card
from db.residents.rules import clean
from db.sittings.commands import open_sitting
from db.sittings.corrections import corrected
from db.sittings.queries import sitting_card
from db.work import Done
from desktop.checkin.cards import CardsPresenter, Told, arrival_told
from desktop.checkin.reading import as_written, told_of, wrong_in
from desktop.checkin.shown import DoorShown, DoorView, Meant, Waiting
from desktop.desk import Desk
from desktop.focus import Focus

FEWEST = 2
"""Letters before anybody is looked for."""
_ENDING = 5
"""So many digits, or fewer, are the ending of a number that many have."""


class DoorPresenter:
    """One person at a time, in the order in which they came; the last acts can be taken back one by one."""

    def __init__(
        self,
        view: DoorView,
        desk: Desk,
        focus: Focus,
        clock: Clock,
        phone_prefix: str = "",
        cards: CardsPresenter | None = None,
    ) -> None:
        self._view, self._desk, self._focus, self._clock = view, desk, focus, clock
        self._phone_prefix = phone_prefix
        self._cards = cards or CardsPresenter(view, desk, focus, clock)
        self._quarters: dict[str, str] = {}
        self._waiting: Waiting | None = None

    async def look(self) -> None:
        """Read the door of the sitting in hand and show it."""
        if self._focus.sitting_id is not None:
            shown = await self._desk.ask(_door, sitting_id=self._focus.sitting_id)
            self._quarters = {fold(one.name): one.id for one in shown.quarters}
            self._view.show_door(shown)

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def turn_to(self, sitting_id: str | None) -> None:
        """Another sitting is in hand."""
        self._wait_for(None)
        await self.look()

    async def open_sitting(self) -> None:
        """Open the sitting, so that the door may count."""
        await self._desk.do(open_sitting, sitting_id=self._sitting)

    async def search(self, text: str) -> None:
        """Letters are being typed; a card that is being scanned is not searched for."""
        if self._focus.sitting_id is None or len(text.strip()) < FEWEST or looks_scanned(text):
            self._view.show_results(text, Meant())
        else:
            self._view.show_results(text, await self._meant(text))

    async def enter(self, text: str, resident_id: str, seen: bool = False) -> None:
        """Enter: the one who stands chosen is present; a card is read; otherwise the letters must mean one person.

        `seen`: whoever typed has seen how the line was read; only then somebody new is written down by it. Which part
        of her name is the family's is asked where nothing tells.
        """
        if looks_scanned(text):
            await self._cards.scan(text)
        elif resident_id:
            await self._takes(resident_id, read_line(text, self._quarters).companions)
        elif text.strip():
            meant = await self._meant(text)
            if meant.takes_found and meant.found:
                if len(meant.found) > 1:
                    self._view.ask_again(text)
                else:
                    await self._takes(meant.found[0].person.id, meant.line.companions)
            elif seen and meant.order and meant.order.how != "unclear" and not wrong_in(meant.line, self._phone_prefix):
                await self.write_down(replace(meant.line, name=meant.order.written))
            else:
                self._view.open_walk_in(meant.line)

    async def scan(self, payload: str) -> None:
        """A card."""
        await self._cards.scan(payload)

    async def write_down(self, person: Line, *, another: bool = False) -> None:
        """Somebody new, in one line; what is wrong is said beside the field, and nothing is written then."""
        if wrong := wrong_in(person, self._phone_prefix):
            self._view.show_wrong(wrong)
            return
        order = await self._order(person.name)
        if order is None or order.how == "unclear":
            # Nobody has seen which is which yet: it is shown now, and the next Enter means what is seen.
            self._view.show_order(person.name, order)
            return
        done = await self._desk.do(
            walk_in,
            sitting_id=self._sitting,
            name=order.written,
            document=person.document or None,
            phone=person.phone or None,
            neighbourhood_id=person.neighbourhood_id or None,
            phone_prefix=self._phone_prefix,
            companions=person.companions,
            came_with=self._came_with,
            another=another,
        )
        self._view.close_walk_in()
        if self._waiting is not None and self._waiting.kind == "guardian":
            await self._answers_for(done.outcome.resident_id)
        else:
            await self._arrived(done, person)

    async def read_name(self, name: str) -> None:
        """A name is being typed into the line for somebody new."""
        self._view.show_order(name, await self._order(name))

    async def take_offer(self, told: Told) -> None:
        """The key that was offered: she is another person, her name is the card's, or she answers for a minor."""
        if told.offer == "another" and told.person is not None:
            await self.write_down(told.person, another=True)
        elif told.offer == "card_names" and told.card_names is not None:
            family, given = told.card_names
            await self._put_right(told, {"family_name": family, "given_names": given})
        elif told.offer == "guardian":
            await self._answers_for(told.resident_id)

    async def count_one(self, step: int = 1) -> None:
        """One more person in the room whose name nobody took, or one fewer."""
        await self._desk.do(count_unnamed, sitting_id=self._sitting, step=step)
        # The number that stands above, with those who came with somebody: two numbers would be two truths.
        number = await self._desk.ask(unnamed_in, sitting_id=self._sitting)
        self._view.show_told(Told("unnamed", number=number))

    async def bring(self, stay: Stay, step: int) -> None:
        """One more came with her without telling a name, or one fewer."""
        done = await self._desk.do(bring, presence_id=stay.presence_id, step=step)
        self._view.show_told(Told("companions", stay.name, stay.presence_id, stay.resident_id, number=done.outcome))

    def name_companion(self, stay: Stay) -> None:
        """The next one found or written down came with her."""
        self._wait_for(Waiting("companion", stay))

    def name_guardian(self, stay: Stay) -> None:
        """The next one found answers for her."""
        self._wait_for(Waiting("guardian", stay))

    def stop_waiting(self) -> None:
        """Nobody more."""
        self._wait_for(None)

    async def consent(self, stay: Stay) -> None:
        """She agreed that her data be kept; for a minor, whoever answers for her does, and is asked for first."""
        if stay.minor and stay.guardian_id is None:
            self._wait_for(Waiting("guardian", stay))
            return
        await self._agrees(stay)

    async def read_consent(self, stay: Stay) -> None:
        """The five points, to be read out or shown; what she answers is noted."""
        person = await self._desk.ask(card, resident_id=stay.resident_id)
        answer = await self._view.read_consent(person, minor=stay.minor)
        if answer == "agrees":
            await self.consent(stay)
        elif answer == "takes_back":
            await self._desk.do(take_back_consent, resident_id=stay.resident_id)
            self._view.show_told(Told("refused_consent", stay.name, stay.presence_id, stay.resident_id))

    async def details(self, stay: Stay) -> None:
        """The rest of her data, when there is a quiet moment."""
        person = await self._desk.ask(card, resident_id=stay.resident_id)
        told = await self._view.ask_details(person, self._wrong_details)
        if told is not None:
            changed = {name: value for name, value in told.items() if value != as_written(getattr(person, name))}
            await self._put_right(Told("", person.name, stay.presence_id, stay.resident_id), changed)

    async def leave_or_return(self, stay: Stay) -> None:
        """She leaves; or, when she had left, she is here again."""
        if stay.left_at is None:
            await self._desk.do(leave, presence_id=stay.presence_id)
            self._view.show_told(Told("left", stay.name, stay.presence_id, stay.resident_id, self._clock.now()))
            return
        done = await self._desk.do(come_back, presence_id=stay.presence_id)
        back = done.outcome.presence_id
        self._view.show_told(Told("back", stay.name, back, stay.resident_id, self._clock.now()))

    async def undo(self) -> None:
        """Take back the last act; again, the one before it. Raises Refused: nothing_to_take_back."""
        done = await self._desk.do(undo, sitting_id=self._sitting)
        act = done.outcome
        self._view.show_told(Told("taken_back", act.name, act=act.kind, number=act.number))

    async def _meant(self, text: str) -> Meant:
        meant = await self._found_by(text)
        return replace(meant, order=await self._order(meant.line.name)) if meant.writes else meant

    async def _order(self, name: str) -> Named | None:
        """Which part of a name is the family's; None while it is no whole name."""
        try:
            return await self._desk.ask(name_order, line=name)
        except Refused:
            return None

    async def _found_by(self, text: str) -> Meant:
        line = read_line(text, self._quarters)
        number = line.document or line.phone
        if not (line.says_more and number):
            found = await self._find(line.name if line.says_more or line.companions else text)
            # Of somebody who may be new, a name that only looks alike is shown above, and never taken by Enter.
            return Meant(found, line, takes_found=not (found and line.is_guess(told_of(found[0]))))
        if found := await self._find(f"{line.name} {number}"):
            return Meant(found, line)
        # The number is somebody else's by her name, or nobody's: whom the roll knows by either is shown, not taken.
        found = (await self._find(number) if len(number) > _ENDING else ()) or await self._find(line.name)
        return Meant(found, line, takes_found=False)

    async def _find(self, text: str) -> tuple[AtTheDoor, ...]:
        return await self._desk.ask(find_at_the_door, sitting_id=self._sitting, text=text)

    async def _takes(self, resident_id: str, companions: int) -> None:
        if self._waiting is not None and self._waiting.kind == "guardian":
            await self._answers_for(resident_id)
            return
        await self._arrived(
            await self._desk.do(
                check_in,
                sitting_id=self._sitting,
                resident_id=resident_id,
                companions=companions,
                came_with=self._came_with,
            )
        )

    async def _answers_for(self, guardian_id: str) -> None:
        """Whoever answers for a minor is noted, and agrees for her in the same breath."""
        stay = self._waiting.stay if self._waiting else None
        if stay is None:
            return
        await self._desk.do(name_guardian, resident_id=stay.resident_id, guardian_id=guardian_id)
        self._wait_for(None)
        await self._agrees(stay)

    async def _agrees(self, stay: Stay) -> None:
        done = await self._desk.do(note_consent, sitting_id=self._sitting, resident_id=stay.resident_id)
        agreed = "consented_for" if stay.minor else "consented"
        kind = agreed if done.outcome else "consented_before"
        self._view.show_told(Told(kind, stay.name, stay.presence_id, stay.resident_id))

    async def _arrived(self, done: Done[CheckedIn], person: Line | None = None) -> None:
        self._view.show_told(await arrival_told(self._desk, done, self._clock.now(), person))

    async def _put_right(self, whom: Told, facts: Mapping[str, Any]) -> None:
        if facts:
            await self._desk.do(
                put_right,
                sitting_id=self._sitting,
                resident_id=whom.resident_id,
                phone_prefix=self._phone_prefix,
                **facts,
            )
        person = await self._desk.ask(card, resident_id=whom.resident_id)
        self._view.show_told(Told("put_right", person.name, whom.presence_id, whom.resident_id))

    def _wrong_details(self, told: Mapping[str, object]) -> dict[str, str]:
        wrong = {}
        for name, value in told.items():
            try:
                clean({name: value}, phone_prefix=self._phone_prefix, today=self._clock.now().date())
            except Refused as no:
                wrong[name] = no.code
        return wrong

    def _wait_for(self, waiting: Waiting | None) -> None:
        self._waiting = waiting
        self._cards.came_with = self._came_with
        self._cards.asks_guardian = waiting is not None and waiting.kind == "guardian"
        self._view.show_waiting(waiting)

    @property
    def _came_with(self) -> str | None:
        waits = self._waiting
        return waits.stay.presence_id if waits is not None and waits.kind == "companion" else None

    @property
    def _sitting(self) -> str:
        if self._focus.sitting_id is None:
            raise Refused("no_sitting_chosen")
        return self._focus.sitting_id


def _door(session: Session, *, sitting_id: str) -> DoorShown:
    sitting = sitting_card(session, sitting_id=sitting_id)
    return DoorShown(
        sitting=sitting,
        arrivals=presences(session, sitting_id=sitting_id),
        quarters=neighbourhoods(session, district_id=sitting.district_id),
        corrected=corrected(session, sitting_id=sitting_id),
    )
