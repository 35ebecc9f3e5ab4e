"""Meets the shared database by itself, beside the evening: sends, takes in, leaves; waits longer without an answer."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from db.changes import Changes
from db.errors import Refused, Unavailable

if TYPE_CHECKING:  # the record's modules are loaded after the window is up
    from db.sync.errand import Handed, Progress
    from db.work import Done
    from desktop.bridge import Bridge

log = logging.getLogger("cabildo")

# The first look after the start: the person who opens the laptop comes first.
_AT_THE_START_S = 20.0
_OWN = ("sync_enrolment", "sync_standing", "sync_receipt", "sync_aside", "sync_conflict", "sync_keys", "sync_carried",
        "sync_beside")  # fmt: skip
T = TypeVar("T")
Told = Callable[["Progress | None"], None]


class Courier:
    """One contact at a time, whoever asked for it. Every step in the record is its own thread's, every word to the
    server a worker's; between two portions of what came a check-in finds its turn."""

    def __init__(self, bridge: Bridge, *, chance: Callable[[], float] = random.random) -> None:
        self._bridge, self._chance = bridge, chance
        self._turn = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self._failures, self._refused, self._stopped = 0, False, False
        self._followers: list[Told] = []

    @property
    def due_in(self) -> float | None:
        """Seconds until the next contact by itself; None when none is planned."""
        return None if self._timer is None else self._due - self._bridge.loop.time()

    def begin(self) -> None:
        """From now on, by itself."""
        self._bridge.follow_everything(self._look)
        self._plan(_AT_THE_START_S * (0.5 + self._chance()))

    def stop(self) -> None:
        """The window closes; what is left is sent the next time."""
        self._stopped = True
        self._cancel()

    def follow(self, told: Told) -> None:
        """Hear how far a contact is; None when it is over."""
        self._followers.append(told)

    async def hand_over(self) -> Handed:
        """Now, because a person asked for it. Raises as the errand does."""
        self._cancel()
        try:
            return await self._go(quiet=False)
        finally:
            await self._plan_next()

    async def alone(self, job: Callable[[], Awaitable[T]]) -> T:
        """Something that no contact may come into: a file on a stick tells of the same as the server does."""
        async with self._turn:
            return await job()

    async def call(self) -> None:
        """Now, because it is time. What goes wrong is on the page and in the status strip, and in nobody's way."""
        self._cancel()
        try:
            if await self._has_errand():
                await self._go(quiet=True)
        except (Refused, Unavailable) as no:
            log.warning("sync: %s", no.code)
        finally:
            await self._plan_next()

    async def _go(self, *, quiet: bool) -> Handed:
        from db.sync.errand import hand_over
        from db.sync.portions import Portions

        async with self._turn:
            patient = quiet and not self._failures
            try:
                portions = Portions(give_way=self._bridge.let_the_door_go_first, waits=self._bridge.is_waited_for)
                handed = await hand_over(
                    _Hands(self._bridge), tell=self._tell, quiet=quiet, patient=patient, portions=portions
                )
            except Unavailable:
                self._failures, self._refused = self._failures + 1, False
                raise
            except Refused:
                self._refused = True
                raise
            finally:
                self._bridge.tell_of_more()
                self._tell(None)
            self._failures, self._refused = 0, False
            return handed

    async def _has_errand(self) -> bool:
        from db.sync.queries import sync_status

        return (await self._bridge.ask(sync_status)).enrolled

    async def _look(self, changes: Changes) -> None:
        """After a commit: there may be something to send, and soon."""
        from db.sync.pace import after_writing
        from db.sync.queries import has_something_to_send

        if self._stopped or self._turn.locked() or not changes.nouns.difference(_OWN):
            if "sync_enrolment" in changes.rows and not self._stopped and not self._turn.locked():
                self._failures, self._refused = 0, False
                self._plan(0.0)  # enrolled just now: what the desk may see comes by itself
            return
        wait = after_writing(failures=self._failures, chance=self._chance())
        if wait is None or self._refused or not await self._bridge.ask(has_something_to_send):
            return
        due = self.due_in
        if due is None or due > wait:
            self._plan(wait)

    async def _plan_next(self) -> None:
        from db.sittings.queries import open_sittings
        from db.sync.pace import after_contact

        if self._stopped or not self._bridge.is_open:
            return
        running = bool(await self._bridge.ask(open_sittings))
        self._plan(
            after_contact(failures=self._failures, refused=self._refused, sitting_open=running, chance=self._chance())
        )

    def _plan(self, wait: float) -> None:
        self._cancel()
        if not self._stopped:
            loop = self._bridge.loop
            self._timer, self._due = loop.call_later(wait, self._start), loop.time() + wait

    def _start(self) -> None:
        self._timer = None
        if not self._stopped and self._bridge.is_open:
            self._bridge.start(self.call())

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _tell(self, progress: Progress | None) -> None:
        for told in self._followers:
            told(progress)


class _Hands:
    """What a contact works with. The screens look again at what it takes in now and then, and when it is over."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge, self.ask, self.off = bridge, bridge.ask, bridge.off

    async def do(self, command: Callable[..., T], *args: Any, **facts: Any) -> Done[T]:
        return await (self._bridge.do_and_more if "page" in facts else self._bridge.do)(command, *args, **facts)


_COURIERS: WeakKeyDictionary[Bridge, Courier] = WeakKeyDictionary()


def courier_of(bridge: Bridge) -> Courier:
    """The one courier of a record: the page's button and the clock send the same."""
    found = _COURIERS.get(bridge)
    if found is None:
        found = _COURIERS[bridge] = Courier(bridge)
    return found
