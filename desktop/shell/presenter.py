"""What the frame around the pages knows: the sitting in hand, what waits to be matched, what waits to be sent."""

from __future__ import annotations

from typing import Protocol

from db.changes import Changes
from db.errors import Refused
from db.matching.queries import unresolved
from db.sittings.queries import open_sittings, sitting_card
from db.sync.queries import sync_status
from desktop.desk import Desk
from desktop.focus import Focus


class FrameView(Protocol):
    """What the presenter says to the window."""

    def show_sitting(self, title: str | None) -> None:
        """The sitting in hand, or none."""
        ...

    def show_waiting(self, waiting: int) -> None:
        """How many Zoom groups wait for a person."""
        ...

    def show_pending(self, pending: int, *, enrolled: bool, online: bool) -> None:
        """How many entries the shared database has not confirmed."""
        ...

    def show_desk(self, name: str) -> None:
        """What this desk is called: an enrolment, here or at the terminal, may call it otherwise."""
        ...


class FramePresenter:
    """Looks again whenever something was committed; every number is asked from the record."""

    def __init__(self, view: FrameView, desk: Desk, focus: Focus) -> None:
        self._view, self._desk, self._focus = view, desk, focus

    async def begin(self, remembered: str) -> None:
        """Take up the sitting that is open, or the one looked at last: also after a cut of the current."""
        running = await self._desk.ask(open_sittings)
        if any(one.id == remembered for one in running):
            self._focus.choose(remembered)
        elif running:
            self._focus.choose(running[0].id)
        elif remembered and await self._title(remembered) is not None:
            self._focus.choose(remembered)
        await self.look()

    async def look(self) -> None:
        """All of it."""
        await self._look_at_sitting()
        await self.look_at_pending()

    async def look_again(self, changes: Changes) -> None:
        """After a commit that may concern the sitting in hand. What waits to be sent is looked at after every one."""
        await self._look_at_sitting()

    async def _look_at_sitting(self) -> None:
        sitting_id = self._focus.sitting_id
        self._view.show_sitting(await self._title(sitting_id) if sitting_id else None)
        self._view.show_waiting(await self._desk.ask(unresolved, sitting_id=sitting_id) if sitting_id else 0)

    async def look_at_pending(self) -> None:
        """What waits to be sent."""
        status = await self._desk.ask(sync_status)
        self._view.show_desk(status.name)
        self._view.show_pending(status.pending, enrolled=status.enrolled, online=status.offline_since is None)

    async def _title(self, sitting_id: str) -> str | None:
        try:
            return (await self._desk.ask(sitting_card, sitting_id=sitting_id)).title
        except Refused:  # it was planned on another record, or taken away: then there is none in hand
            return None
