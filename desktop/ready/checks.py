"""The checks before leaving, each by itself: slow ones on workers and with an end, none of them in another's way."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from db import archive
from db.backup import backups
from db.clock import Clock
from db.errors import Refused, Unavailable
from db.home import Home
from db.places.city import City
from db.sittings.queries import SittingCard
from db.sync.leaving import before_leaving
from db.sync.queries import own, sync_status
from desktop.desk import Desk
from desktop.ready import rules
from desktop.ready.rules import LOOK, Line

if TYPE_CHECKING:
    from db.sync.queries import Own
    from desktop.zoom.client import ZoomClient
    from desktop.zoom.credentials import Credentials

T = TypeVar("T")

NAMES = ("roll", "template", "backup", "disk", "clock", "sync", "zoom", "paper", "battery", "screen", "keyring")
# How long the network may take: whoever stands in the door with her coat on waits no longer.
PATIENCE_S = 12.0


@dataclass(frozen=True)
class Outside:
    """What only the window knows; None where there is none. `online`: whether the network is asked, and `zoom` how."""

    screens: Callable[[], int] | None = None
    printers: Callable[[], tuple[str, ...]] | None = None
    online: bool = True
    zoom: Callable[[Credentials], ZoomClient] | None = None


class Checks:
    """Each method answers one line. The sitting is tonight's, or the next one, or none."""

    def __init__(
        self, desk: Desk, home: Home, city: City, clock: Clock, sitting: SittingCard | None, outside: Outside
    ) -> None:
        self._desk, self._home, self._city, self._clock = desk, home, city, clock
        self._sitting, self._outside = sitting, outside

    async def check(self, name: str) -> Line:
        """The line of that name; a check that fails in a way nobody thought of says so, and stops no other."""
        try:
            line: Line = await getattr(self, name)()
        except (Refused, Unavailable) as no:
            return Line(name, LOOK, "trouble", {"code": no.code, "facts": no.facts})
        return line

    async def roll(self) -> Line:
        told = await self._desk.ask(before_leaving)
        return rules.roll(people=told.people, imported_at=told.imported_at, now=self._clock.now())

    async def template(self) -> Line:
        """Every paper is really written, on the templates of the home where there are some."""
        return await self._desk.off(_written, self._home, self._city, self._clock.now())

    async def backup(self) -> Line:
        made_at, broken = await self._desk.off(_newest_backup, self._home)
        return rules.backup(made_at=made_at, now=self._clock.now(), broken=broken)

    async def disk(self) -> Line:
        return rules.disk(free=await self._desk.off(archive.free_space, self._home.path))

    async def clock(self) -> Line:
        told = await self._desk.ask(before_leaving)
        server = None
        if told.status.enrolled and self._outside.online:
            try:
                server = await self._in_time(self._desk.off(_server_offset, await self._desk.ask(own), self._clock))
            except (Refused, Unavailable, TimeoutError):
                server = None  # whether it can be reached is said where there is something to send
        zones = _offsets(self._city, self._clock.now())
        return rules.clock(
            now=self._clock.now(), last_entry_at=told.last_entry_at, here=zones[0], there=zones[1],
            city=self._city.name, server=server,
        )  # fmt: skip

    async def sync(self) -> Line:
        told = await self._desk.ask(sync_status)
        return rules.sending(enrolled=told.enrolled, pending=told.pending, quarantined=told.quarantined)

    async def zoom(self) -> Line:
        from desktop.zoom.credentials import Safe

        card = self._sitting
        mode, number = (card.mode, bool(card.zoom_number or card.join_link)) if card else ("", False)
        if mode == "in_person":
            return rules.zoom(mode=mode, number=number, known=False)
        kept = await Safe(self._desk, self._home).recall()
        if kept is None or not self._outside.online:
            return rules.zoom(mode=mode, number=number, known=kept is not None, offline=kept is not None)
        trouble, offline = "", False
        try:
            trouble = await self._in_time(
                self._desk.off(_zoom_trouble, kept, self._outside.zoom or _impatient(self._clock.now))
            )
        except (Unavailable, TimeoutError):
            offline = True
        except Refused as no:
            trouble = no.code
        return rules.zoom(mode=mode, number=number, known=True, trouble=trouble, offline=offline)

    async def paper(self) -> Line:
        office = await self._desk.off(_office)
        printers = await self._desk.off(self._outside.printers) if self._outside.printers else None
        return rules.paper(office=office, printers=printers)

    async def battery(self) -> Line:
        return rules.battery(await self._desk.off(_power))

    async def screen(self) -> Line:
        return rules.screen(self._outside.screens() if self._outside.screens else None)

    async def keyring(self) -> Line:
        return rules.keyring(kept=await self._desk.off(_in_keyring, self._home))

    async def _in_time(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wait_for(work, PATIENCE_S)


# What follows runs on workers, and loads what it needs there: whoever never asks pays nothing at the start.


def _written(home: Home, city: City, now: datetime) -> Line:
    from desktop.minutes.document import write
    from desktop.minutes.papers import PAPERS
    from desktop.minutes.phrases import load
    from desktop.minutes.templates import template_for
    from desktop.ready.sample import sample

    phrases, facts = load(city.language), sample(city, now)
    own = 0
    for paper in PAPERS:
        template = template_for(paper, phrases, home.path)
        own += template != phrases.template(paper)
        try:
            write(facts, phrases, paper=paper, template=template)
        except Refused as no:
            return Line(
                "template", LOOK, "template_broken", {"file": template.name, "code": no.code, "facts": no.facts}
            )
    return Line("template", rules.GOOD, "template_own" if own else "template_good", {"count": len(PAPERS), "own": own})


def _newest_backup(home: Home) -> tuple[datetime | None, str]:
    there = backups(home)
    if not there:
        return None, ""
    newest = there[0]
    try:
        archive.verify(newest.path)
    except (Refused, OSError):
        return newest.made_at, newest.path.name
    return newest.made_at, newest.path.name if newest.trouble else ""


def _offsets(city: City, now: datetime) -> tuple[tuple[timedelta, timedelta], tuple[timedelta, timedelta]]:
    """How far from UTC the laptop and the city are, today and in half a year."""
    days = [now + timedelta(days=ahead) for ahead in (0, 182)]
    nothing = timedelta(0)
    here = [day.astimezone().utcoffset() or nothing for day in days]
    there = [day.astimezone(city.zone).utcoffset() or nothing for day in days]
    return (here[0], here[1]), (there[0], there[1])


def _server_offset(mine: Own, clock: Clock) -> timedelta:
    """The server's clock less ours, as it was corrected the last time."""
    from db.sync.door import Door

    door = Door(mine.link, timeout_s=5)
    try:
        greeting = door.hello()
        return greeting.time + timedelta(seconds=monotonic() - greeting.at) - clock.now()
    finally:
        door.close()


def _zoom_trouble(credentials: Credentials, connect: Callable[[Credentials], ZoomClient]) -> str:
    from desktop.zoom.capabilities import check

    client = connect(credentials)
    try:
        return "" if check(client).ready else "zoom_scope_missing"
    finally:
        client.wire.close()


def _impatient(now: Callable[[], datetime]) -> Callable[[Credentials], ZoomClient]:
    """A client that waits seconds where the one of the evening waits longer."""

    def connect(credentials: Credentials) -> ZoomClient:
        from desktop.zoom.client import ZoomClient
        from desktop.zoom.wire import Wire

        return ZoomClient(Wire(credentials, now=now, patience=(4.0, 6.0)), host=credentials.host)

    return connect


def _office() -> str:
    from desktop.minutes.office import program

    if program():
        return "LibreOffice"
    return "Word" if _word() else ""


def _word() -> bool:
    """Whether Word is installed; only Windows can tell."""
    if sys.platform != "win32":
        return shutil.which("winword") is not None
    import winreg

    try:
        winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application"))
    except OSError:
        return False
    return True


def _power() -> rules.Power | None:
    import psutil

    found = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    if found is None:
        return None
    left = timedelta(seconds=found.secsleft) if isinstance(found.secsleft, int) and found.secsleft > 0 else None
    return rules.Power(round(found.percent), bool(found.power_plugged), left)


def _in_keyring(home: Home) -> bool:
    from desktop import keyrings

    return keyrings.recall(home) is not None
