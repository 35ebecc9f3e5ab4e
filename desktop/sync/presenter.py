"""What the page of sharing means: look at the state, send now, show what the server said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from db.changes import Changes
from db.sync.errand import hand_over
from db.sync.queries import AsideCard, ReceiptCard, Status, receipts, set_aside, sync_status
from desktop.desk import Desk


class SyncView(Protocol):
    """What the presenter needs of the page."""

    def show_status(self, status: Status) -> None: ...

    def show_receipts(self, receipts: Sequence[ReceiptCard]) -> None: ...

    def show_aside(self, entries: Sequence[AsideCard]) -> None: ...

    def show_sending(self, running: bool) -> None: ...


class SyncPresenter:
    """Sharing, in the presenter's words."""

    def __init__(self, view: SyncView, desk: Desk) -> None:
        self._view = view
        self._desk = desk

    async def look(self) -> None:
        """Show where things stand."""
        self._view.show_status(await self._desk.ask(sync_status))
        self._view.show_receipts(await self._desk.ask(receipts))
        self._view.show_aside(await self._desk.ask(set_aside))

    async def look_again(self, _changes: Changes) -> None:
        """Something was written: there is more to send."""
        await self.look()

    async def send(self) -> None:
        """Send everything now. Whatever becomes of it, the page shows where things stand afterwards."""
        self._view.show_sending(running=True)
        try:
            await hand_over(self._desk)
        finally:
            self._view.show_sending(running=False)
            await self.look()
