"""Keeps the index of the search in order: at the start, and after many rows changed at once, when the roll is calm."""

from __future__ import annotations

import asyncio

from db.changes import Changes
from db.residents.commands import tidy_search
from desktop.bridge import Bridge

# An office's roll says of 20,000 people that they moved: from then on a press takes twice as long.
MANY = 2_000
# Not while the next thousand rows are being written, and hardly while somebody is typed in.
CALM_S = 20.0


class InOrder:
    """Works in small steps, each a moment of the record's thread: whoever is typed in meanwhile goes in between."""

    def __init__(self, bridge: Bridge, *, calm_s: float = CALM_S) -> None:
        self._bridge, self._calm_s = bridge, calm_s
        self._changed = 0
        self._waiting: asyncio.TimerHandle | None = None
        self._stopped = self._working = False

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being put in order, nor is going to be."""
        return self._waiting is None and not self._working

    async def begin(self) -> None:
        """At the start, when nobody stands at the door yet: what the corrections of other days left behind."""
        self._bridge.follow(("resident",), self.look)
        await self._put_in_order()

    def look(self, changes: Changes) -> None:
        """After a commit: have many rows changed by now? Then once there was peace for a while."""
        self._changed += len(changes.rows.get("resident", ()))
        if self._changed < MANY or self._stopped:
            return
        self._put_off()
        self._waiting = self._bridge.loop.call_later(self._calm_s, self._start)

    def stop(self) -> None:
        """The window closes: what is left is done at the next start."""
        self._stopped = True
        self._put_off()

    def _put_off(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _start(self) -> None:
        self._waiting, self._changed, self._working = None, 0, True
        self._bridge.start(self._put_in_order())

    async def _put_in_order(self) -> None:
        self._working = True
        try:
            while not self._stopped and (await self._bridge.do(tidy_search)).outcome:
                continue
        finally:
            self._working = False
