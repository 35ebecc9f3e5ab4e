"""Keeps the book of names open, so that the first call of an evening does not wait for it."""

from __future__ import annotations

import asyncio

from db.changes import Changes
from db.matching.opening import Opening, get_ready, write_a_page
from db.residents.namebook import out_of_date
from desktop.bridge import Bridge

# Not while the window is put up, nor between two people who are typed in.
CALM_S = 5.0
# What is written in the book: names, and where somebody stands in the search, which her first sitting changes.
NOUNS = ("resident", "merge", "presence")


class OpenBook:
    """Works in portions, each a moment of the record's thread: whoever arrives meanwhile goes in between."""

    def __init__(self, bridge: Bridge, *, calm_s: float = CALM_S) -> None:
        self._bridge, self._calm_s = bridge, calm_s
        self._waiting: asyncio.TimerHandle | None = None
        self._stopped = self._working = False

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being opened, nor is going to be."""
        return self._waiting is None and not self._working

    def begin(self) -> None:
        """When the evening begins, and after whatever changes the book, once there was peace for a while."""
        self._bridge.follow(NOUNS, self.look)
        self.look()

    def look(self, _changes: Changes | None = None) -> None:
        """Something was written: the book is opened again a moment after the last of it."""
        if self._stopped:
            return
        self._put_off()
        self._waiting = self._bridge.loop.call_later(self._calm_s, self._start)

    def stop(self) -> None:
        """The window closes."""
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
            self._bridge.start(self._open())

    @property
    def _calm(self) -> bool:
        """Somebody who is writing is waited for: `look` begins again when she has done."""
        return not self._stopped and self._waiting is None

    async def _open(self) -> None:
        try:
            await self._bridge.off(get_ready)
            if await self._bridge.ask(out_of_date):
                # Nobody's work: the window does not say that something was stored.
                while self._calm and (await self._bridge.do_and_more(write_a_page)).outcome:
                    await self._bridge.give_way()
            opening = Opening()
            while self._calm and await self._bridge.ask(opening.go_on):
                await self._bridge.give_way()
        finally:
            self._working = False
