"""The backups nobody has to think of: after a sitting is closed, and whenever the last one is older than a day."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from db.backup import Backup, Watch, backups, closed_sittings, copy_to, make_backup
from db.changes import Changes
from db.errors import Refused, Unavailable
from db.home import Opened
from db.rotation import is_due
from desktop.kit.palette import Tone
from desktop.parts import Parts

# What follows a backup, as `bridge.follow` knows it.
NOUN = "backup"
_LONGEST_AT_END_S = 120.0


class CalledOff(Exception):  # noqa: N818
    """The window closes and cannot wait any longer."""


@dataclass(frozen=True)
class Made:
    """A backup, and how the second disk took it: there as well, or the code of why not. Both None: there is none."""

    backup: Backup
    second: Backup | None = None
    trouble: Unavailable | None = None


class Keeper:
    """Makes them beside the evening. What fails is told in the status strip, and tried again the next time."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._closed = 0
        self._turn = asyncio.Lock()
        self._called_off = False

    async def begin(self) -> None:
        """At the start: one, when the last is older than a day; and from then on after every sitting."""
        if not self._parts.home.keys.exists():
            return  # nothing could open it; Preferences says so, and making one by hand refuses with a sentence
        self._closed = await self._parts.bridge.ask(closed_sittings)
        self._parts.bridge.follow(("sitting",), self.look)
        await self.make_if_due()

    async def look(self, changes: Changes) -> None:
        """After a commit: a sitting more that is over?"""
        closed, before = await self._parts.bridge.ask(closed_sittings), self._closed
        self._closed = closed
        if closed > before:
            await self.make()

    async def make_if_due(self) -> None:
        """One, when there is none of the last day."""
        there = await self._parts.bridge.off(backups, self._parts.home)
        last = next((one.made_at for one in there if not one.trouble), None)
        if is_due(last, self._parts.clock.now()):
            await self.make()

    async def make(self) -> Made:
        """One now. Two that are wanted at once are made one after the other."""
        async with self._turn:
            made = await self._parts.bridge.off(make_everywhere, self._opened(), self._second(), self._watch)
        self._parts.bridge.tell(Changes({NOUN: frozenset()}))
        return made

    async def end(self) -> None:
        """Before the window closes: what is being made is finished, and what is due is made. Never for ever."""
        if not self._parts.home.keys.exists() or not self._parts.bridge.is_open:
            return
        # Whatever is wrong with the disk was said when it was, and nobody is held back from going home.
        with contextlib.suppress(Refused, Unavailable, CalledOff, TimeoutError):
            await asyncio.wait_for(self._last_one(), _LONGEST_AT_END_S)
        self._called_off = True

    async def _last_one(self) -> None:
        if self._turn.locked():
            self._say_wait()
            async with self._turn:
                return
        there = await self._parts.bridge.off(backups, self._parts.home)
        last = next((one.made_at for one in there if not one.trouble), None)
        if is_due(last, self._parts.clock.now()):
            self._say_wait()
            await self.make()

    def _say_wait(self) -> None:
        words = QCoreApplication.translate("Keeper", "The backup is being made; Cabildo closes when it is done.")
        self._parts.shell.say(words, Tone.ACCENT)

    def _watch(self) -> None:
        if self._called_off:
            raise CalledOff

    def _opened(self) -> Opened:
        parts = self._parts
        return Opened(parts.home, parts.city, parts.bridge.store, parts.desk)

    def _second(self) -> Path | None:
        folder = self._parts.settings.taste.second_folder
        return Path(folder) if folder else None


def make_everywhere(opened: Opened, second: Path | None, watch: Watch) -> Made:
    """On a worker: into the home's own folder, and onto the second disk if one was chosen and is there."""
    made = make_backup(opened, opened.home.backups, watch=watch)
    if second is None:
        return Made(made)
    try:
        return Made(made, second=copy_to(made, second))
    except Unavailable as no:  # the stick is in somebody's pocket: the first copy is good all the same
        return Made(made, trouble=no)
