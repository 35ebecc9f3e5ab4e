"""Goes on with the figures that were put off, when nobody waits: of an older record, a late evening, a long pull."""

from __future__ import annotations

import asyncio

from db.changes import Changes
from db.insights.commands import count_on
from desktop.bridge import Bridge

# Not between the portions of a pull, and not while somebody is being typed in.
CALM_S = 1.5
NOUNS = (
    "presence",
    "sitting",
    "turn",
    "issue",
    "commitment",
    "minutes",
    "resident",
    "merge",
    "reply",
    "invitation",
    "questionnaire",
)


class Counting:
    """Works in portions, each a moment of the record's thread: whoever arrives meanwhile goes in between."""

    def __init__(self, bridge: Bridge, *, calm_s: float = CALM_S) -> None:
        self._bridge, self._calm_s = bridge, calm_s
        self._waiting: asyncio.TimerHandle | None = None
        self._stopped = self._working = False

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being counted, nor is going to be."""
        return self._waiting is None and not self._working

    def begin(self) -> None:
        """At the start, and after whatever changes figures, once there was peace for a while."""
        self._bridge.follow(NOUNS, self.look)
        self.look()

    def look(self, _changes: Changes | None = None) -> None:
        """Something was written: what is due is counted a moment after the last of it."""
        if self._stopped:
            return
        self._put_off()
        self._waiting = self._bridge.loop.call_later(self._calm_s, self._start)

    def stop(self) -> None:
        """The window closes: what is left is counted at the next start."""
        self._stopped = True
        self._put_off()

    def _put_off(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _start(self) -> None:
        self._waiting = None
        if not self._working:
            self._working = True
            self._bridge.start(self._count())

    async def _count(self) -> None:
        try:
            # Somebody who is writing is waited for: `look` begins again when she has done.
            while not self._stopped and self._waiting is None and (await self._bridge.do(count_on)).outcome:
                continue
        finally:
            self._working = False
