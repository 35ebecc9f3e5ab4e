"""What is meant on the projector: it follows the sitting that is open, whatever the facilitator looks at meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sqlalchemy.orm import Session

from db.agenda.queries import ItemCard, TurnCard, items, turns
from db.changes import Changes
from db.checkin.queries import attendance
from db.clock import Clock
from db.sittings.queries import SittingCard, held_open, sitting_card
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.projector.shown import Wall


class WallView(Protocol):
    """What the presenter says to the window."""

    def show_wall(self, wall: Wall) -> None:
        """All of it."""
        ...

    def show_clocks(self, item_seconds: int, turn_seconds: int) -> None:
        """How long the item and whoever speaks have taken until now."""
        ...


class ProjectorPresenter:
    """Reads only while the window is there; while the screen is locked it shows nothing but a calm page."""

    def __init__(self, view: WallView, desk: Desk, focus: Focus, clock: Clock, locked: Callable[[], bool]) -> None:
        self._view, self._desk, self._focus, self._clock, self._locked = view, desk, focus, clock, locked
        self._there = False
        self._item: ItemCard | None = None
        self._turn: TurnCard | None = None

    async def open(self) -> None:
        """The window is there now."""
        self._there = True
        await self.look()

    def close(self) -> None:
        """The window is gone."""
        self._there = False

    async def look(self) -> None:
        """Read what is going on, and show it."""
        if not self._there:
            return
        if self._locked():
            self.hide()
            return
        wall, item, turn = await self._desk.ask(read_wall, in_hand=self._focus.sitting_id)
        if self._locked():
            return  # it was shut while the record answered
        self._item, self._turn = item, turn
        self._view.show_wall(wall)
        self.tick()

    def hide(self) -> None:
        """The screen was locked: at once, without asking anybody."""
        self._item = self._turn = None
        self._view.show_wall(Wall("locked"))

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    def tick(self) -> None:
        """A second went by."""
        if self._there:
            now = self._clock.now()
            item, turn = self._item, self._turn
            self._view.show_clocks(item.seconds(now) if item else 0, turn.seconds(now) if turn else 0)


def read_wall(session: Session, *, in_hand: str | None) -> tuple[Wall, ItemCard | None, TurnCard | None]:
    """The wall of the open sitting; of the one in hand before it begins and after it is over; else of none."""
    running = held_open(session)
    card = next((one for one in running if one.id == in_hand), None) or next(iter(running), None)
    if card is None:
        return _quiet(sitting_card(session, sitting_id=in_hand) if in_hand else None), None, None
    agenda = items(session, sitting_id=card.id)
    item = next((one for one in agenda if one.state == "running"), None)
    after = next((one for one in agenda if one.state == "waiting"), None)
    spoken = turns(session, sitting_id=card.id, item_id=item.id) if item else ()
    turn = next((one for one in spoken if one.ended_at is None), None)
    figures = attendance(session, sitting_id=card.id)
    wall = Wall(
        calm="", council=card.council, title=card.title, starts_at=card.starts_at, items=len(agenda),
        number=item.number if item else 0, item=item.title if item else "",
        minutes_planned=item.minutes_planned if item else None, next_title=after.title if after else "",
        speaker=turn.name if turn else "", way=turn.way if turn else "",
        in_room=figures.in_room, online=figures.online, both=figures.both, people=figures.people,
        unnamed=figures.unnamed, link=card.registration_link or card.join_link or "",
    )  # fmt: skip
    return wall, item, turn


def _quiet(card: SittingCard | None) -> Wall:
    if card is None:
        return Wall("none")
    link = card.registration_link or "" if card.state == "planned" else ""
    calm = "planned" if card.state == "planned" else "over"
    return Wall(calm, council=card.council, title=card.title, starts_at=card.starts_at, link=link)
