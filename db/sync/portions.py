"""How much of a page is written at a time: what takes some hundredths of a second on this laptop, at this moment.

What comes from the server is written step by step in one transaction, which ends as soon as somebody waits for the
record (decision 0035): the costs of a transaction are paid once in some thousand entries, and the door waits for one
step at most. What comes from a file is written in portions, each a transaction.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator

from db.sync.taking import Page

# Somebody at the door waits for one of them at most; a few entries cost nearly as much as a hundred.
AIM_S, STEP_S = 0.02, 0.005
LEAST, MOST = 100, 500
_SHORTEST_STEP = 20
# Another program on the file waits for a transaction, and finds its turn in the rest after it.
HELD_S, REST_S = 0.25, 0.01
# How often whoever reckons beside the record looks whether somebody still waits, and for how long at most.
_BREATH_S, _BREATHS = 0.002, 50
# With portions of a fixed length a transaction is so many steps.
_STEPS = 2


async def _nobody_waits() -> None:
    return


def _for_a_while(seconds: float) -> bool:
    return seconds >= HELD_S


class Portions:
    """Cuts pages, and learns from each portion how long the next one may be. `fixed`: always so many entries.
    `give_way` comes back when nobody at the door is being written down; `waits` answers whether somebody wants the
    record from whoever has held it for so many seconds."""

    def __init__(
        self,
        fixed: int | None = None,
        give_way: Callable[[], Awaitable[None]] = _nobody_waits,
        waits: Callable[[float], bool] = _for_a_while,
        clock: Callable[[], float] = time.perf_counter,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._fixed, self._give_way, self._waits, self._clock, self._pause = fixed, give_way, waits, clock, pause
        self._size, self._step = fixed or LEAST, fixed or _SHORTEST_STEP

    def of(self, page: Page) -> Iterator[Page]:
        """The page in smaller ones. Whoever takes one comes back for the next when it is written."""
        at = 0
        while at == 0 or at < len(page.entries):
            size, began = self._size, self._clock()
            yield page.part(at, size)
            if not self._fixed and len(page.entries) - at >= size:
                self._size = next_size(size, self._clock() - began)
            at += size

    def steps(self, page: Page) -> Iterator[Page]:
        """The beginning of the page in smaller ones, at least one: what one transaction takes in of it."""
        at, held = 0, self._clock()
        while at == 0 or at < len(page.entries):
            size, began = self._step, self._clock()
            yield page.part(at, size)
            now = self._clock()
            if self._fixed:
                if at >= size * (_STEPS - 1):
                    return
            elif len(page.entries) - at >= size:
                self._step = next_size(size, now - began, aim=STEP_S, least=_SHORTEST_STEP)
            if self._waits(now - held):
                return
            at += size

    def give_way_beside(self) -> None:
        """Comes back when nobody waits for the record, or after a tenth of a second: for whoever reckons beside it.
        A card is written by some thirty statements, and after each of them whoever reckons has Python."""
        for _ in range(_BREATHS):
            if not self._waits(0.0):
                return
            self._pause(_BREATH_S)

    async def turn(self) -> None:
        """Lets whoever is at the door go first: she is looked for, then written down, and nothing between."""
        await self._give_way()


def next_size(size: int, took_s: float, *, aim: float = AIM_S, least: int = LEAST) -> int:
    """How many entries come next after so many took so many seconds: never more than twice as many."""
    return max(least, min(MOST, 2 * size, int(size * aim / max(took_s, 1e-6))))
