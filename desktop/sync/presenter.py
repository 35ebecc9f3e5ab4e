"""What the page of sharing means: look at the state, send now, show what the server said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from db.changes import Changes
from db.sync.commands import keep_credentials
from db.sync.conflicts import ConflictCard, conflicts, settle_conflict
from db.sync.errand import hand_over
from db.sync.queries import AsideCard, ReceiptCard, Status, before_enrolling, receipts, set_aside, sync_status, who_am_i
from db.sync.ticket import Ticket, redeem
from desktop.desk import Desk


class SyncView(Protocol):
    """What the presenter needs of the page."""

    def show_status(self, status: Status) -> None: ...

    def show_receipts(self, receipts: Sequence[ReceiptCard]) -> None: ...

    def show_aside(self, entries: Sequence[AsideCard]) -> None: ...

    def show_conflicts(self, cards: Sequence[ConflictCard]) -> None: ...

    def show_sending(self, running: bool) -> None: ...


class SyncPresenter:
    """Sharing, in the presenter's words."""

    def __init__(self, view: SyncView, desk: Desk, send: Callable[[], Awaitable[Any]] | None = None) -> None:
        self._view = view
        self._desk = desk
        self._send = send or (lambda: hand_over(desk))

    async def look(self) -> None:
        """Show where things stand."""
        self._view.show_status(await self._desk.ask(sync_status))
        self._view.show_receipts(await self._desk.ask(receipts))
        self._view.show_aside(await self._desk.ask(set_aside))
        self._view.show_conflicts(await self._desk.ask(conflicts))

    async def look_again(self, _changes: Changes) -> None:
        """Something was written: there is more to send."""
        await self.look()

    async def send(self) -> None:
        """Send everything now. Whatever becomes of it, the page shows where things stand afterwards."""
        self._view.show_sending(running=True)
        try:
            await self._send()
        finally:
            self._view.show_sending(running=False)
            await self.look()

    async def enrol(self, ticket: Ticket) -> str:
        """Turns what the administrator handed out into credentials of this laptop's own; answers the desk's name there.

        What the desk may see comes by itself from then on. Raises as `before_enrolling` and `redeem`.
        """
        me = await self._desk.ask(who_am_i)
        await self._desk.ask(before_enrolling, capacity=ticket.capacity)
        credentials = await self._desk.off(redeem, ticket, city_id=me.city_id, desk_id=me.desk_id)
        await self._desk.do(keep_credentials, credentials=credentials, name=ticket.name)
        await self.look()
        return ticket.name

    async def settle(self, card: ConflictCard, swap: bool) -> None:
        """A person has looked at a conflict: what stands stays, or the other value is put back."""
        try:
            await self._desk.do(settle_conflict, key=card.key, swap=swap)
        finally:
            await self.look()
