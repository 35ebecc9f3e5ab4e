"""Follows what another program writes into the same file, so that no number in the window stays old."""

from __future__ import annotations

import asyncio

from db.elsewhere import Elsewhere
from desktop.bridge import Bridge

# Two readings of a tenth of a millisecond, behind whatever is being written down at the door.
EVERY_S = 5.0


class FollowElsewhere:
    """Looks every few seconds, and whenever the person comes back to the window."""

    def __init__(self, bridge: Bridge, *, every_s: float = EVERY_S) -> None:
        self._bridge, self._every_s = bridge, every_s
        self._elsewhere = Elsewhere()
        self._next: asyncio.TimerHandle | None = None
        self._stopped = self._looking = False

    def begin(self) -> None:
        """From now on."""
        self.look()

    def look(self) -> None:
        """Now, and from then on every few seconds again."""
        if self._stopped or self._looking:
            return
        if self._next is not None:
            self._next.cancel()
        self._next, self._looking = self._bridge.loop.call_later(self._every_s, self.look), True
        self._bridge.start(self._look())

    def stop(self) -> None:
        """The window closes."""
        self._stopped = True
        if self._next is not None:
            self._next.cancel()

    async def _look(self) -> None:
        try:
            await self._bridge.let_the_door_go_first()
            if not self._bridge.is_open:
                return
            who = self._bridge.store.identity
            changes = await self._bridge.ask(self._elsewhere.look, city_id=who.city_id, desk_id=who.desk_id)
            if changes:
                self._bridge.tell(changes)
        finally:
            self._looking = False
