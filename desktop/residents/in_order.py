"""Keeps the index of the search in order: at the start, and after many rows changed at once, when the roll is calm."""

from __future__ import annotations

from db.changes import Changes
from db.residents.commands import tidy_search
from desktop.bridge import Bridge
from desktop.when_calm import WhenCalm

# An office's roll says of 20,000 people that they moved: from then on a press takes twice as long.
MANY = 2_000
# Not while the next thousand rows are being written, and hardly while somebody is typed in.
CALM_S = 20.0


class InOrder(WhenCalm):
    """Works in small steps: whoever is typed in meanwhile goes in between."""

    def __init__(self, bridge: Bridge, *, calm_s: float = CALM_S) -> None:
        super().__init__(bridge, calm_s=calm_s)
        self._changed = 0

    async def begin(self) -> None:
        """At the start, when nobody stands at the door yet: what the corrections of other days left behind."""
        self._bridge.follow(("resident",), self.look)
        await self._go_on()

    def look(self, changes: Changes) -> None:
        """After a commit: have many rows changed by now? Then once there was peace for a while."""
        self._changed += len(changes.rows.get("resident", ()))
        if self._changed >= MANY:
            self._put_off()

    async def _work(self) -> None:
        # To its end, whoever writes: what changes meanwhile is put in order with the rest.
        self._changed = 0
        while not self._stopped and (await self._bridge.do(tidy_search)).outcome:
            continue
