"""How much of a page is written at a time: what takes some hundredths of a second on this laptop, at this moment."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator

from db.sync.taking import Page

# Somebody at the door waits for one of them at most; a few entries cost nearly as much as a hundred.
AIM_S = 0.02
LEAST, MOST = 100, 500


async def _nobody_waits() -> None:
    return


class Portions:
    """Cuts pages, and learns from each portion how long the next one may be. `fixed`: always so many entries.
    `give_way` comes back when nobody at the door is being written down."""

    def __init__(self, fixed: int | None = None, give_way: Callable[[], Awaitable[None]] = _nobody_waits) -> None:
        self._fixed, self._give_way = fixed, give_way
        self._size, self._began = fixed or LEAST, 0.0

    def of(self, page: Page) -> Iterator[Page]:
        """The page in smaller ones. Whoever takes one comes back for the next when it is written."""
        at = 0
        while at == 0 or at < len(page.entries):
            size, self._began = self._size, time.perf_counter()
            yield page.part(at, size)
            if not self._fixed and len(page.entries) - at >= size:
                self._size = next_size(size, time.perf_counter() - self._began)
            at += size

    async def turn(self) -> None:
        """Lets whoever is at the door go first: she is looked for, then written down, and no portion between."""
        await self._give_way()
        self._began = time.perf_counter()


def next_size(size: int, took_s: float) -> int:
    """How many entries come next after so many took so many seconds: never more than twice as many."""
    return max(LEAST, min(MOST, 2 * size, int(size * AIM_S / max(took_s, 1e-6))))
