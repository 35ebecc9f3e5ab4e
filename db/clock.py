"""The time, the hybrid logical clock and the next identifier; tests put another one in its place."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import total_ordering

# A clock further ahead than this is somebody's mistake (a laptop in the year 2099) and must not become everybody's.
MAX_AHEAD = timedelta(minutes=5)

_NAMES = uuid.UUID("6f1d8a52-33c5-5c0e-9d58-0a3c1b7f2e11")


@total_ordering
@dataclass(frozen=True)
class Hlc:
    """One reading of a hybrid logical clock (Kulkarni et al. 2014): milliseconds since 1970, counter, desk.

    Its text form sorts as bytes in the order of the three, so that SQL and Python agree on who was later.
    """

    millis: int
    counter: int
    desk: str

    def __lt__(self, other: Hlc) -> bool:
        return (self.millis, self.counter, self.desk) < (other.millis, other.counter, other.desk)

    def __str__(self) -> str:
        return f"{self.millis:012x}-{self.counter:08x}-{self.desk}"

    @classmethod
    def parse(cls, text: str) -> Hlc:
        """Reads the text form again. Raises ValueError when it is none."""
        millis, counter, desk = text.split("-", 2)
        return cls(int(millis, 16), int(counter, 16), desk)


class Clock:
    """Wall time corrected by what the server said, a logical clock on top of it, and identifiers in time order.

    `now` gives aware UTC datetimes. Between two corrections the monotonic clock carries the time, so that somebody
    who sets the laptop's clock in mid evening does not move the evening.
    """

    def __init__(self, desk: str = "", *, wall: Callable[[], datetime] | None = None) -> None:
        self.desk = desk
        self._wall = wall or _monotonic_wall()
        self.offset = timedelta(0)
        self._last = Hlc(0, 0, desk)
        self._last_id = (0, 0)

    def now(self) -> datetime:
        """The corrected time, aware, in UTC."""
        return self._wall() + self.offset

    def tick(self) -> Hlc:
        """The next reading: later than every reading given or received before."""
        millis = int(self.now().timestamp() * 1000)
        if millis > self._last.millis:
            self._last = Hlc(millis, 0, self.desk)
        else:
            self._last = Hlc(self._last.millis, self._last.counter + 1, self.desk)
        return self._last

    def receive(self, seen: Hlc) -> bool:
        """Takes note of a reading from elsewhere, so that what follows sorts after it.

        Answers False, and adopts nothing, when `seen` is more than five minutes ahead of the corrected time.
        """
        limit = self.now() + MAX_AHEAD
        if seen.millis > int(limit.timestamp() * 1000):
            return False
        self.resume(seen)
        return True

    def resume(self, own: Hlc) -> None:
        """Goes on after a reading that this record already holds, however far ahead: what is written next must win."""
        if (own.millis, own.counter) > (self._last.millis, self._last.counter):
            self._last = Hlc(own.millis, own.counter, self.desk)

    def go_back_to(self, own: Hlc) -> None:
        """Goes on after a reading although later ones were given: those were of a clock far ahead."""
        self._last = Hlc(own.millis, own.counter, self.desk)

    def correct(self, told: datetime, *, at: float) -> int:
        """Takes the time of a server: `told` when this computer's monotonic clock stood at `at` (seconds).

        Answers the correction in milliseconds, to be applied again at the next start.
        """
        server = told + timedelta(seconds=time.monotonic() - at)
        self.offset = server - self._wall()
        return round(self.offset.total_seconds() * 1000)

    def new_id(self) -> str:
        """A UUID version 7 (RFC 9562, section 5.7) as text: 48 bits of milliseconds, then chance.

        Within one millisecond each is greater than the one before (section 6.2, method 2): rows of one moment are
        listed in the order in which they were written.
        """
        millis = int(self.now().timestamp() * 1000)
        chance = int.from_bytes(os.urandom(10), "big") & (1 << 73) - 1  # the highest of 74 stays free for counting on
        if millis == self._last_id[0]:
            chance = self._last_id[1] + 1 + (chance >> 41)
        self._last_id = (millis, chance)
        value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (1 << 62) - 1
        return str(uuid.UUID(int=value))


def named_id(*words: str) -> str:
    """The identifier of something that every desk must call the same without having met: a district, a council.

    A UUID version 5 (RFC 9562, section 5.5) over the words, so that two laptops enrolled apart agree on it.
    """
    return str(uuid.uuid5(_NAMES, "\x1f".join(words)))


def _monotonic_wall() -> Callable[[], datetime]:
    start, at = datetime.now(UTC), time.monotonic()
    return lambda: start + timedelta(seconds=time.monotonic() - at)
