"""The stage of the played evening: the real application on the practice home, a clock set by hand, and pictures."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from db.checkin.queries import Attendance, attendance
from db.home import Home, Opened, open_home, unlock
from db.matching.queries import MatchCounts, counts
from db.places.city import read_city
from desktop.main import Cabildo, application
from desktop.practice.certificates import lay_out
from desktop.practice.clock import HandClock
from desktop.practice.hands import Failed, Hands
from desktop.practice.tonight import Cast, Tonight, cast, prepare
from desktop.practice.writing import PASSPHRASE, start

BEFORE = timedelta(minutes=30)
Play = Callable[["Stage"], Awaitable[None]]


@dataclass
class Stage:
    """What every step of the evening has at hand."""

    cabildo: Cabildo
    hands: Hands
    clock: HandClock
    cast: Cast
    tonight: Tonight
    out: Path
    pictures: list[str] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)

    async def ask(self, query: Callable[..., Any], **facts: Any) -> Any:
        """What the record says, to hold it against what is seen."""
        return await self.cabildo.bridge.ask(query, **facts)

    async def attendance(self) -> Attendance:
        found: Attendance = await self.ask(attendance, sitting_id=self.tonight.sitting_id)
        return found

    async def matches(self) -> MatchCounts:
        found: MatchCounts = await self.ask(counts, sitting_id=self.tonight.sitting_id)
        return found

    def expect(self, so: object, what: str) -> None:
        """Raises Failed when something is not as it should be."""
        if not so:
            raise Failed(what)

    async def go(self, page: str) -> None:
        """To a page by its place on the rail."""
        await self.hands.click(f"shell.page.{page}")
        await self.hands.until(lambda: self.cabildo.window.page_in_front == page, f"the page {page}")
        await self.hands.rest()

    async def picture(self, name: str) -> None:
        """A picture of the whole window, numbered in the order of the evening."""
        await self.picture_of(self.cabildo.window, name)

    async def picture_of(self, part: QWidget, name: str) -> None:
        """The same of a dialog alone: a picture of the window has none of those in front of it."""
        await self.hands.rest()
        file = f"{len(self.pictures) + 1:02d}-{name}.png"
        if not part.grab().save(str(self.out / file)):
            raise Failed(f"{file} could not be written")
        self.pictures.append(file)

    async def read_banners(self) -> None:
        """Every sentence in the banner line was read."""
        while self.hands.seen("shell.dismiss"):
            await self.hands.click("shell.dismiss")


def perform(folder: Path, out: Path, on: date, play: Play, since: timedelta = BEFORE) -> Stage:
    """Opens the window on a practice home, plays, closes it. Raises Failed, or whatever went wrong on the way."""
    out.mkdir(parents=True, exist_ok=True)
    lay_out(folder, on)
    for earlier in out.glob("[0-9][0-9]-*.png"):
        earlier.unlink()  # the pictures of another evening have other numbers, and would stand among these
    app = application()
    import qasync

    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.set_default_executor(ThreadPoolExecutor(2))
    try:
        with loop:
            stage: Stage = loop.run_until_complete(on_stage(Cabildo(app, folder), out, on, play, since))
    finally:
        asyncio.set_event_loop(None)
    return stage


async def on_stage(cabildo: Cabildo, out: Path, on: date, play: Play, since: timedelta = BEFORE) -> Stage:
    """Opens the record with a clock that stands `since` before the sitting, plays, and lets go of everything."""
    found: list[Opened] = []
    tonight: list[Tonight] = []

    def opener() -> Opened:
        home = Home(cabildo.folder)
        clock = HandClock(start(on, read_city(home.city_file)) - since)
        opened = open_home(home, unlock(home, PASSPHRASE), clock=clock)
        tonight.append(prepare(opened, on, out))
        found.append(opened)
        return opened

    cabildo.window.show()
    await cabildo.begin(opener)
    try:
        clock = found[0].store.clock
        assert isinstance(clock, HandClock)
        hands = Hands(cabildo.window, lambda: cabildo.bridge.running)
        stage = Stage(cabildo, hands, clock, cast(found[0].city, on), tonight[0], out)
        await hands.rest()
        await play(stage)
    finally:
        await cabildo.end()
    return stage
