"""What is meant on the agenda pane: moving on, notes, outcomes, the floor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.agenda.commands import (
    add_item,
    begin_item,
    change_item,
    move_item,
    next_item,
    note,
    postpone,
    remove_item,
    set_outcome,
)
from db.agenda.floor import ask_for_floor, end_turn, give_floor, give_floor_to_next, take_hand_down
from db.agenda.hands import waiting_to_speak
from db.agenda.merging import merge_items, undo_agenda
from db.agenda.queries import ItemCard, TurnCard, attendants, equity, items, turns
from db.agenda.rules import Waits, forecast
from db.changes import Changes
from db.clock import Clock
from db.organisations.queries import organisations
from db.sittings.corrections import corrected
from db.sittings.queries import sitting_card
from desktop.agenda.shown import AgendaShown, Changed, Course, Joined, item_of
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

    def show_course(self, course: Course | None) -> None:
        """When the evening ends; None while it is not open."""
        ...

    def say_done(self, what: str, title: str) -> None:
        """`joined`, `postponed` or `removed`: told with the way to take it back."""
        ...

    def say_undone(self, verb: str) -> None:
        """What was taken back."""
        ...

    async def ask_change(self, item: ItemCard, presenters: Sequence[str]) -> Changed | None:
        """Title, minutes and presenter of an item; None when the person went back."""
        ...

    async def ask_join(self, item: ItemCard, others: Sequence[ItemCard]) -> Joined | None:
        """With which of the others it is joined; None when the person went back."""
        ...

    def show_saved(self, text: str) -> None:
        """These notes are on the disk."""
        ...

    def keep_notes(self) -> None:
        """Tell what was typed and has not been told yet."""
        ...


class AgendaPresenter:
    """Looks again after every commit that concerns it; clocks come from the record's own times."""

    def __init__(self, view: AgendaView, desk: Desk, focus: Focus, clock: Clock, zone: ZoneInfo) -> None:
        self._view, self._desk, self._focus, self._clock, self._zone = view, desk, focus, clock, zone
        self._chosen: str | None = focus.item_id
        self._looked_at: str | None = None
        self._shown: AgendaShown | None = None
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
        self._running, self._speaking, self._shown = shown.running, shown.speaking, shown
        self._view.show_agenda(shown)
        self._looked_at = shown.chosen.id if shown.chosen else None
        self._focus.look_at_item(self._looked_at)
        self.tick()

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def turn_to_item(self, item_id: str | None) -> None:
        """Somebody was led to an item from elsewhere; what this pane told the others itself is nothing new."""
        if item_id is not None and item_id != self._looked_at:
            await self.choose(item_id)

    async def turn_to(self, sitting_id: str | None) -> None:
        """Another sitting is in hand."""
        self._view.keep_notes()
        self._chosen, self._running, self._speaking, self._shown = None, None, None, None
        await self.look()

    def tick(self) -> None:
        """A second went by."""
        now = self._clock.now()
        self._view.show_clocks(
            self._running.seconds(now) if self._running else 0, self._speaking.seconds(now) if self._speaking else 0
        )
        self._view.show_course(self._course(now))

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
        self._view.show_saved(text)

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

    async def put_after(self, item_id: str, after_id: str) -> None:
        """Where the mouse let it fall; "" is the first place."""
        await self._desk.do(move_item, item_id=item_id, after_id=after_id or None)

    async def act(self, what: str, item_id: str) -> None:
        """Everything else that can be done with an item: begin, change, join, later, remove; undo is of all of them."""
        if what == "undo":
            done = await self._desk.do(undo_agenda, sitting_id=self._sitting)
            self._view.say_undone(done.outcome.verb)
            return
        item = next((one for one in self._shown.items if one.id == item_id), None) if self._shown else None
        if item is None or self._shown is None:
            return
        if what == "begin":
            self._view.keep_notes()
            await self._desk.do(begin_item, item_id=item_id)
        elif what == "change":
            await self._change(item, self._shown)
        elif what == "join":
            await self._join(item, [one for one in self._shown.items if one.id != item_id])
        elif what == "later":
            await self._desk.do(postpone, item_id=item_id)
            self._view.say_done("postponed", item.title)
        elif what == "remove":
            await self._desk.do(remove_item, item_id=item_id)
            self._view.say_done("removed", item.title)

    async def _change(self, item: ItemCard, shown: AgendaShown) -> None:
        people = [who.name for who in shown.people]
        told = await self._view.ask_change(item, (*people, *await self._desk.ask(_organisation_names)))
        if told is not None:
            await self._desk.do(
                change_item, item_id=item.id, title=told.title, minutes=told.minutes, presenter=told.presenter
            )

    async def _join(self, item: ItemCard, others: Sequence[ItemCard]) -> None:
        told = await self._view.ask_join(item, others) if others else None
        if told is None:
            return
        self._view.keep_notes()
        await self._desk.do(merge_items, item_id=item.id, into_id=told.into_id, title=told.title)
        self._chosen = told.into_id
        self._view.say_done("joined", told.title)
        await self.look()

    async def give_floor(self, resident_id: str) -> None:
        """Somebody begins to speak."""
        await self._desk.do(give_floor, sitting_id=self._sitting, resident_id=resident_id)

    async def ask_floor(self, resident_id: str) -> None:
        """Somebody asks to speak, and waits."""
        await self._desk.do(ask_for_floor, sitting_id=self._sitting, resident_id=resident_id)

    async def call_next(self) -> None:
        """Whoever asked first begins to speak."""
        await self._desk.do(give_floor_to_next, sitting_id=self._sitting)

    async def let_down(self, resident_id: str) -> None:
        """She does not want to speak any more."""
        await self._desk.do(take_hand_down, sitting_id=self._sitting, resident_id=resident_id)

    async def end_turn(self) -> None:
        """She has finished."""
        await self._desk.do(end_turn, sitting_id=self._sitting)

    def _course(self, now: datetime) -> Course | None:
        shown = self._shown
        if shown is None or shown.state != "open" or not shown.items:
            return None
        told = forecast(
            [
                Waits(
                    None if item.minutes_planned is None else item.minutes_planned * 60,
                    item.seconds(now),
                    running=item.state == "running",
                    waiting=item.state == "waiting",
                )
                for item in shown.items
            ],
            now=now,
            planned_end=shown.planned_end,
        )
        return Course(told.remaining, told.ends_at.astimezone(self._zone), told.late, told.untimed)

    @property
    def _sitting(self) -> str:
        return self._focus.sitting_id or ""


def _organisation_names(session: Session) -> tuple[str, ...]:
    return tuple(one.name for one in organisations(session))


def _everything(session: Session, *, sitting_id: str, chosen: str | None, now: datetime) -> AgendaShown:
    cards = items(session, sitting_id=sitting_id)
    running = next((item for item in cards if item.state == "running"), None)
    mine = next((item for item in cards if item.id == chosen), None) or running or next(iter(cards), None)
    spoken = turns(session, sitting_id=sitting_id, item_id=running.id) if running else ()
    people = attendants(session, sitting_id=sitting_id)
    card = sitting_card(session, sitting_id=sitting_id)
    return AgendaShown(
        state=card.state,
        items=cards,
        running=running,
        chosen=mine,
        turns=spoken,
        speaking=next((turn for turn in spoken if turn.ended_at is None), None),
        people=people,
        equity=equity(session, sitting_id=sitting_id, now=now, there=people),
        queue=waiting_to_speak(session, sitting_id=sitting_id, there=people),
        planned_end=card.ends_at,
        corrected=corrected(session, sitting_id=sitting_id),
    )
