"""The way into the record: a first start, a key that is at hand, or the passphrase."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from db.errors import Refused, Unavailable
from desktop import paths, wording
from desktop.bridge import IGNORE, Bridge
from desktop.kit.dialogs import choose_file
from desktop.settings import Settings
from desktop.shell.bring_back import BringBackPage
from desktop.shell.start import CityChoice, StartPage
from desktop.shell.unlock import UnlockPage
from desktop.shell.window import MainWindow
from desktop.when import day_and_hour

if TYPE_CHECKING:  # the record is imported on a worker, while the window is up already
    from db.backup import Backup
    from db.home import Opened

# What no passphrase helps against.
_DAMAGED = {"record_damaged", "record_missing", "keys_damaged", "city_missing", "city_damaged"}

Open = Callable[[Callable[[], "Opened"]], Awaitable[None]]


class Entrance:
    """Shows one page alone in the window until the record is open."""

    def __init__(self, window: MainWindow, bridge: Bridge, settings: Settings, folder: Path, open_: Open) -> None:
        self._window, self._bridge, self._settings, self._folder, self._open = window, bridge, settings, folder, open_
        self._unlock: UnlockPage | None = None
        self._start: StartPage | None = None
        self._key = b""
        self._backup: Backup | None = None
        self._page: BringBackPage | None = None

    async def begin(self) -> None:
        """Find out what is there and show the page for it."""
        exists, key = await self._bridge.off(_what_is_there, self._folder)
        if not exists:
            self._show_start(*await self._bridge.off(_cities))
        else:
            page = self._show_unlock()
            if key is not None:
                page.show_busy(busy=True)
                await self._go_in_or_say(key)

    async def try_secret(self, secret: str, remember: bool) -> None:
        """A passphrase or recovery code: open, or say under the field why not."""
        page = self._unlock
        if page is None:
            return
        page.show_busy(busy=True)
        try:
            key = await self._bridge.off(_unlock, self._folder, secret)
            if remember:
                await self._bridge.off(_keep, self._folder, key)
        except (Refused, Unavailable) as no:
            self._say_why_not(page, no)
        else:
            await self._go_in_or_say(key)

    async def make(self, city: str, district: str, passphrase: str) -> None:
        """The first start: make keys and record, and show the recovery code."""
        page = self._start
        if page is None:
            return
        page.show_busy(busy=True)
        try:
            code, self._key = await self._bridge.off(_create, self._folder, city, district, passphrase)
            page.show_recovery_code(code)
        except (Refused, Unavailable) as no:
            page.show_sentence(wording.sentence(no.code, no.facts))
        finally:
            page.show_busy(busy=False)

    async def bring_back(self) -> None:
        """Choose a backup and show what it is."""
        title = QCoreApplication.translate("Entrance", "Restore a backup")
        filters = QCoreApplication.translate("Entrance", "Backups of Cabildo (*.cabildo)")
        shelf = self._folder / "Respaldos"
        file = await choose_file(self._window, title, filters, shelf if shelf.is_dir() else None)
        if file is not None:
            await self.show_backup(file)

    async def show_backup(self, file: Path) -> None:
        """What a backup says of itself, and the field for its passphrase."""
        found = await self._bridge.off(_looked_at, file)
        if found.trouble:
            before = self._unlock or self._start
            if before is not None:
                before.show_sentence(wording.sentence(found.trouble, {"file": file.name}))
            return
        self._backup = found
        made = day_and_hour(found.made_at, found.zone)
        replaces = self._unlock is not None
        self._page = BringBackPage(f"{found.desk}, {found.city}", made, found.residents, replaces=replaces)
        self._bridge.on(self._page.tried, self.try_backup, IGNORE)
        self._bridge.on(self._page.back, self.begin, IGNORE)
        self._window.show_alone(self._page)

    async def try_backup(self, secret: str) -> None:
        """Restore it and go in, or say under the field why not. What was here before is moved aside."""
        page, backup = self._page, self._backup
        if page is None or backup is None:
            return
        page.show_busy(busy=True)
        try:
            key = await self._bridge.off(_restored, backup.path, self._folder, secret)
            await self._go_in(key)
        except (Refused, Unavailable) as no:
            page.show_busy(busy=False)
            page.show_sentence(wording.sentence(no.code, no.facts))

    async def _go_in_or_say(self, key: bytes) -> None:
        try:
            await self._go_in(key)
        except (Refused, Unavailable) as no:
            if self._unlock is not None:
                self._say_why_not(self._unlock, no)

    def _say_why_not(self, page: UnlockPage, no: Refused | Unavailable) -> None:
        page.show_busy(busy=False)
        page.show_sentence(wording.sentence(no.code, no.facts))
        if no.code in _DAMAGED:
            page.offer_restore()

    async def _go_in(self, key: bytes) -> None:
        await self._open(partial(_opened, self._folder, key, self._settings.taste.facilitator))

    async def _finish(self) -> None:
        await self._go_in(self._key)

    def _show_unlock(self) -> UnlockPage:
        self._unlock = UnlockPage()
        self._bridge.on(self._unlock.tried, self.try_secret, IGNORE)
        self._bridge.on(self._unlock.restore_wanted, self.bring_back, IGNORE)
        self._window.show_alone(self._unlock)
        return self._unlock

    def _show_start(self, cities: tuple[CityChoice, ...], shortest: int) -> None:
        self._start = StartPage(cities, shortest)
        self._bridge.on(self._start.wanted, self.make, IGNORE)
        self._bridge.on(self._start.ready, self._finish, IGNORE)
        self._bridge.on(self._start.restore_wanted, self.bring_back, IGNORE)
        self._window.show_alone(self._start)


# What follows runs on workers. The record's modules are imported there, and the window stays alive meanwhile.


def _what_is_there(folder: Path) -> tuple[bool, bytes | None]:
    from db.home import Home, unlock
    from desktop import keyrings

    home = Home(folder)
    if not home.exists:
        return False, None
    if passphrase := os.environ.get("CABILDO_PASSPHRASE"):
        try:
            return True, unlock(home, passphrase)
        except Refused:  # a wrong one in the environment: the page asks for the right one
            return True, None
    return True, keyrings.recall(home)


def _unlock(folder: Path, secret: str) -> bytes:
    from db.home import Home, unlock

    return unlock(Home(folder), secret)


def _keep(folder: Path, key: bytes) -> bool:
    from db.home import Home
    from desktop import keyrings

    return keyrings.keep(Home(folder), key)


def _opened(folder: Path, key: bytes, actor: str) -> Opened:
    from db.home import Home, open_home

    return open_home(Home(folder), key, actor=actor)


def _looked_at(file: Path) -> Backup:
    from db.backup import look_at

    return look_at(file)


def _restored(backup: Path, folder: Path, secret: str) -> bytes:
    from db.home import Home
    from db.restore import restore
    from desktop import keyrings

    home = Home(folder)
    done = restore(backup, home, secret, replace=True)
    keyrings.renew(home, done.key)
    return done.key


def _cities() -> tuple[tuple[CityChoice, ...], int]:
    from db.keys import SHORTEST_PASSPHRASE
    from db.places.city import read_city

    found = []
    for file in sorted(paths.resources("cities").glob("*/city.toml")):
        city = read_city(file)
        found.append(CityChoice(file.parent.name, city.name, tuple((one.code, one.name) for one in city.districts)))
    return tuple(found), SHORTEST_PASSPHRASE


def _create(folder: Path, city: str, district: str, passphrase: str) -> tuple[str, bytes]:
    from db.home import Home, create, unlock

    home = Home(folder)
    code = create(
        home, city_file=paths.resources("cities", city, "city.toml"), district=district, passphrase=passphrase
    )
    return code, unlock(home, passphrase)
