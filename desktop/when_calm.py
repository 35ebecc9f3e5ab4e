"""What waits until nobody writes, and is then done in portions, each a moment of the record's thread."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Sequence

from db.changes import Changes
from desktop.bridge import Bridge


class WhenCalm(ABC):
    """Begins `calm_s` seconds after the last time it was put off. Whoever arrives meanwhile goes in between."""

    def __init__(self, bridge: Bridge, *, calm_s: float) -> None:
        self._bridge, self._calm_s = bridge, calm_s
        self._waiting: asyncio.TimerHandle | None = None
        self._stopped = self._working = False

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being done, nor is going to be."""
        return self._waiting is None and not self._working

    def stop(self) -> None:
        """The window closes: what is left is done at the next start."""
        self._stopped = True
        self._forget()

    @property
    def _is_calm(self) -> bool:
        """Whether to go on: somebody who is writing is waited for, and it begins again when she has done."""
        return not self._stopped and self._waiting is None

    def _put_off(self) -> None:
        if not self._stopped:
            self._forget()
            self._waiting = self._bridge.loop.call_later(self._calm_s, self._start)

    def _forget(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _start(self) -> None:
        self._waiting = None
        if not self._working:
            self._working = True
            self._bridge.start(self._go_on())

    async def _go_on(self) -> None:
        self._working = True
        try:
            await self._work()
        finally:
            self._working = False

    @abstractmethod
    async def _work(self) -> None: ...


class AfterWriting(WhenCalm):
    """Whatever changes one of `nouns` puts it off: it begins once there was peace for a while after the last of it."""

    def __init__(self, bridge: Bridge, nouns: Sequence[str], *, calm_s: float) -> None:
        super().__init__(bridge, calm_s=calm_s)
        self._nouns = nouns

    def begin(self) -> None:
        """When the evening begins, and from then on after whatever changes one of them."""
        self._bridge.follow(self._nouns, self.look)
        self.look()

    def look(self, _changes: Changes | None = None) -> None:
        """Something was written."""
        self._put_off()
