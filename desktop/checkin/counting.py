"""What the header of Sala counts: read from the record after every commit, never added up by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.checkin.queries import Attendance, attendance
from db.clock import Clock
from db.matching.queries import unresolved
from db.sittings.queries import SittingCard, sitting_card
from db.sync.asking import sight
from desktop.desk import Desk
from desktop.focus import Focus


@dataclass(frozen=True)
class Counted:
    """The sitting in hand with its numbers; `unresolved` Zoom groups stand beside the sum, as the unnamed do.

    `district_alone`: this laptop is told of no other district, so that whoever was at a sitting there looks new.
    """

    sitting: SittingCard
    numbers: Attendance
    unresolved: int
    district_alone: bool = False


class CountersView(Protocol):
    """What the presenter says to the header."""

    def show_counted(self, counted: Counted) -> None:
        """All of it."""
        ...

    def show_clock(self, seconds: int) -> None:
        """How long the sitting has been open."""
        ...


class CountersPresenter:
    """Looks again after every commit that concerns it."""

    def __init__(self, view: CountersView, desk: Desk, focus: Focus, clock: Clock) -> None:
        self._view, self._desk, self._focus, self._clock = view, desk, focus, clock
        self._sitting: SittingCard | None = None

    async def look(self) -> None:
        """Count the sitting in hand."""
        sitting_id = self._focus.sitting_id
        if sitting_id is None:
            self._sitting = None
            return
        counted = await self._desk.ask(_count, sitting_id=sitting_id)
        self._sitting = counted.sitting
        self._view.show_counted(counted)
        self.tick()

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    def tick(self) -> None:
        """A second went by."""
        if self._sitting is not None:
            self._view.show_clock(self._sitting.seconds(self._clock.now()))


def _count(session: Session, *, sitting_id: str) -> Counted:
    told = sight(session)
    return Counted(
        sitting=sitting_card(session, sitting_id=sitting_id),
        numbers=attendance(session, sitting_id=sitting_id),
        unresolved=unresolved(session, sitting_id=sitting_id),
        district_alone=told is not None and told.district_id is not None,
    )
