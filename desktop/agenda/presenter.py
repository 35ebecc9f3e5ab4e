"""What is meant on the agenda pane: moving on, notes, outcomes, the floor."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from db.agenda.commands import add_item, move_item, next_item, note, postpone, remove_item, set_outcome
from db.agenda.floor import end_turn, give_floor
from db.agenda.queries import ItemCard, TurnCard, attendants, equity, items, turns
from db.changes import Changes
from db.clock import Clock
from db.sittings.queries import sitting_card
from desktop.agenda.shown import AgendaShown, item_of
from desktop.desk import Desk
from desktop.focus import Focus


class AgendaView(Protocol):
    """What the presenter says to the pane."""

    def show_agenda(self, shown: AgendaShown) -> None:
        """All of it."""
        ...

    def show_clocks(self, item_seconds: int, turn_seconds: int) -> None:
        """How long the item on the table and the person speaking have taken until now."""
        ...

    def show_saved(self) -> None:
        """The notes are on the disk."""
        ...

    def keep_notes(self) -> None:
        """Tell what was typed and has not been told yet."""
        ...


class AgendaPresenter:
    """Looks again after every commit that concerns it; clocks come from the record's own times."""

    def __init__(self, view: AgendaView, desk: Desk, focus: Focus, clock: Clock) -> None:
        self._view, self._desk, self._focus, self._clock = view, desk, focus, clock
        self._chosen: str | None = None
        self._running: ItemCard | None = None
        self._speaking: TurnCard | None = None

    async def look(self) -> None:
        """Read the agenda of the sitting in hand and show it."""
        sitting = self._focus.sitting_id
        if sitting is None:
            return
        shown = await self._desk.ask(_everything, sitting_id=sitting, chosen=self._chosen, now=self._clock.now())
        if sitting != self._focus.sitting_id:
            return
        if shown.running and (self._running is None or self._running.id != shown.running.id):
            # Another item came on the table: the notes that one types now are its notes.
            self._chosen = shown.running.id
            shown = await self._desk.ask(_everything, sitting_id=sitting, chosen=self._chosen, now=self._clock.now())
        self._running, self._speaking = shown.running, shown.speaking
        self._view.show_agenda(shown)
        self._focus.look_at_item(shown.chosen.id if shown.chosen else None)
        self.tick()

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def turn_to(self, sitting_id: str | None) -> None:
        """Another sitting is in hand."""
        self._view.keep_notes()
        self._chosen, self._running, self._speaking = None, None, None
        await self.look()

    def tick(self) -> None:
        """A second went by."""
        now = self._clock.now()
        self._view.show_clocks(
            self._running.seconds(now) if self._running else 0, self._speaking.seconds(now) if self._speaking else 0
        )

    async def move_on(self) -> None:
        """F4: the item on the table ends, the next begins."""
        self._view.keep_notes()
        await self._desk.do(next_item, sitting_id=self._sitting)

    async def choose(self, item_id: str) -> None:
        """Look at another item's notes and outcome."""
        if item_id != self._chosen:
            self._chosen = item_id
            await self.look()

    async def write(self, item_id: str, text: str) -> None:
        """The notes of an item, whenever the typing pauses."""
        await self._desk.do(note, item_id=item_id, text=text)
        self._view.show_saved()

    async def end_with(self, item_id: str, outcome: str) -> None:
        """What came of an item."""
        await self._desk.do(set_outcome, item_id=item_id, outcome=outcome)

    async def add(self, line: str, after_id: str) -> None:
        """A new item from one line, its minutes at the end of it: last, or after another item."""
        title, minutes = item_of(line)
        await self._desk.do(add_item, sitting_id=self._sitting, title=title, minutes=minutes, after_id=after_id or None)

    async def move(self, item_id: str, step: int) -> None:
        """One place up (-1) or down (1); at the edge nothing happens."""
        order = [item.id for item in await self._desk.ask(items, sitting_id=self._sitting)]
        if item_id not in order:
            return
        place = order.index(item_id) + step
        if 0 <= place < len(order):
            rest = [one for one in order if one != item_id]
            await self._desk.do(move_item, item_id=item_id, after_id=rest[place - 1] if place else None)

    async def put_off(self, item_id: str) -> None:
        """Leave an item for the next sitting."""
        await self._desk.do(postpone, item_id=item_id)

    async def remove(self, item_id: str) -> None:
        """Take an item off that nobody spoke about."""
        await self._desk.do(remove_item, item_id=item_id)

    async def give_floor(self, resident_id: str) -> None:
        """Somebody begins to speak."""
        await self._desk.do(give_floor, sitting_id=self._sitting, resident_id=resident_id)

    async def end_turn(self) -> None:
        """She has finished."""
        await self._desk.do(end_turn, sitting_id=self._sitting)

    @property
    def _sitting(self) -> str:
        return self._focus.sitting_id or ""


def _everything(session: Session, *, sitting_id: str, chosen: str | None, now: datetime) -> AgendaShown:
    cards = items(session, sitting_id=sitting_id)
    running = next((item for item in cards if item.state == "running"), None)
    mine = next((item for item in cards if item.id == chosen), None) or running or next(iter(cards), None)
    spoken = turns(session, sitting_id=sitting_id, item_id=running.id) if running else ()
    people = attendants(session, sitting_id=sitting_id)
    return AgendaShown(
        state=sitting_card(session, sitting_id=sitting_id).state,
        items=cards,
        running=running,
        chosen=mine,
        turns=spoken,
        speaking=next((turn for turn in spoken if turn.ended_at is None), None),
        people=people,
        equity=equity(session, sitting_id=sitting_id, now=now, there=people),
    )
