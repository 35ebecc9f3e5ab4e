"""What waits in front of a handler: whether the next signal queues, is let go, or means to look once more."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from enum import Enum
from typing import Any, Protocol

from db.changes import Changes
from desktop.record_thread import RecordThread

Handler = Callable[..., Awaitable[None] | None]

# How long a card may take from its first letters to its last: a slow scanner, or one that stops in the middle. And
# from its last letter until its handler has handed it over.
_A_CARD_S, _A_CARD_BEGUN_S = 0.7, 0.1


class Busy(Enum):
    """What a signal does while its handler still runs from the last one."""

    CARD = "card"  # a scanned card: every one counts, in order
    QUEUE = "queue"  # a key of an act: so does each of these
    IGNORE = "ignore"  # a button: the second press of a double click is no second wish
    AGAIN = "again"  # looking again: only the newest matters, but it must happen


_EVERY_ONE_COUNTS = {Busy.CARD, Busy.QUEUE}


class Runs(Protocol):
    """What runs a handler and shows what went wrong in it."""

    def start(self, work: Coroutine[Any, Any, None], *, asked: bool = False) -> asyncio.Task[None]: ...

    def show(self, error: BaseException, *, asked: bool = True, topic: str = "") -> None: ...

    def went_well(self, topic: str) -> None: ...

    @property
    def is_closing(self) -> bool: ...

    @property
    def door(self) -> Door: ...


class Door:
    """The cards: which is being read, which waits to be written down, and what is being done for one."""

    def __init__(self, record: RecordThread) -> None:
        self._record = record
        self._unwritten: set[Line] = set()
        self._served: dict[Line, asyncio.Task[None]] = {}
        self._read_until = 0.0

    @property
    def is_read(self) -> bool:
        """Whether the letters of a card are coming in."""
        return time.monotonic() < self._read_until

    @property
    def waits(self) -> bool:
        """Whether a card is being read, or one came and is not written down yet. Asked from any thread."""
        return bool(self._unwritten) or self.is_read

    @property
    def has_unwritten(self) -> bool:
        """Whether a card came and is not written down yet."""
        return bool(self._unwritten)

    @property
    def is_served(self) -> bool:
        """Whether anything is being done for a card, until all is said about it."""
        return bool(self._served)

    def serves(self, task: asyncio.Task[Any] | None, *, card: bool = False) -> bool:
        """Whether this is done for a card, or for another act of which every one counts."""
        return any(serving is task for line, serving in self._served.items() if line.is_of_cards or not card)

    def expect(self) -> None:
        """A card begins to be read: the record will be free when its last letter is there."""
        self._read_until = time.monotonic() + _A_CARD_S
        self._record.hold_questions(_A_CARD_S)

    def comes(self, line: Line) -> None:
        """A card is there."""
        self._unwritten.add(line)
        self._read_until = 0.0
        self._record.hold_questions(_A_CARD_BEGUN_S)

    def serve(self, line: Line, task: asyncio.Task[None]) -> None:
        """Somebody is seen to."""
        self._served[line] = task

    def is_written(self) -> None:
        """Something was written down."""
        self._unwritten.clear()
        self._let_ask()

    def leaves(self, line: Line) -> None:
        """All that was in a line is done."""
        self._served.pop(line, None)
        self._unwritten.discard(line)
        self._let_ask()

    def _let_ask(self) -> None:
        if not self.waits:
            self._record.hold_questions(0.0)


class Line:
    """What waits in front of one handler."""

    def __init__(self, bridge: Runs, handler: Handler, busy: Busy, *, asked: bool, topic: str = "") -> None:
        self._bridge, self._handler, self._busy, self._asked, self._topic = bridge, handler, busy, asked, topic
        self._waiting: deque[tuple[Any, ...]] = deque()
        self._running = False
        self._arguments = _how_many(handler)
        self.is_of_cards = busy is Busy.CARD

    def come(self, *args: Any) -> None:
        """A signal came; Qt hands over more than the handler may want (clicked sends its check mark)."""
        if self._bridge.is_closing or (self._running and self._busy is Busy.IGNORE):
            return
        if self._busy is Busy.AGAIN and self._waiting:
            args = _together(self._waiting.pop(), args)
        self._waiting.append(args if self._arguments is None else args[: self._arguments])
        self._hurry()
        if not self._running:
            self._running = True
            task = self._bridge.start(self._drain(), asked=self._asked)
            if self._busy in _EVERY_ONE_COUNTS:
                self._bridge.door.serve(self, task)

    def _hurry(self) -> None:
        if self._busy in _EVERY_ONE_COUNTS:
            self._bridge.door.comes(self)

    async def _drain(self) -> None:
        try:
            while self._waiting:
                self._hurry()
                try:
                    answer = self._handler(*self._waiting.popleft())
                    if inspect.isawaitable(answer):
                        await answer
                    if self._topic:
                        self._bridge.went_well(self._topic)
                except asyncio.CancelledError:
                    raise
                except BaseException as error:  # noqa: BLE001 - one card refused must not lose the next one
                    self._bridge.show(error, asked=self._asked, topic=self._topic)
        finally:
            self._running = False
            self._bridge.door.leaves(self)


def name_of(handler: Handler) -> str:
    """What a handler is called."""
    return f"{getattr(handler, '__module__', '')}.{getattr(handler, '__qualname__', '')}"


def _together(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    """Of two signals the newer counts; of two changes both do, or rows would be missed."""
    if len(old) == len(new) == 1 and isinstance(old[0], Changes) and isinstance(new[0], Changes):
        return (joined(old[0], new[0]),)
    return new


def joined(old: Changes, new: Changes) -> Changes:
    """Both changes as one."""
    empty: frozenset[str] = frozenset()
    return Changes({noun: old.rows.get(noun, empty) | new.rows.get(noun, empty) for noun in old.nouns | new.nouns})


def _how_many(handler: Handler) -> int | None:
    kinds = inspect.Parameter
    told = inspect.signature(handler).parameters.values()
    if any(one.kind is kinds.VAR_POSITIONAL for one in told):
        return None
    return sum(one.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD) for one in told)
