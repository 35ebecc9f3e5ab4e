"""Wires the page before leaving; other pages open it by its signal and know nothing of what it looks at."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from db.sittings.queries import SittingCard, next_sitting, sitting_card
from db.sync.errand import hand_over
from desktop.bridge import IGNORE
from desktop.kit.dialogs import shown
from desktop.parts import Parts
from desktop.preferences.keeper import Keeper
from desktop.ready.checks import NAMES, Checks, Outside
from desktop.ready.presenter import ReadyPresenter, about
from desktop.ready.view import ReadySheet


class Leaving:
    """Opens the page for a sitting, or for the next one."""

    def __init__(self, parts: Parts, parent: QWidget) -> None:
        self._parts, self._parent = parts, parent

    async def open(self, sitting_id: str) -> None:
        """Until it is closed; the checks go on on their own."""
        parts = self._parts
        card = await self._sitting(sitting_id)
        sheet = ReadySheet(self._parent, about(card), parts.city.zone, NAMES)
        outside = Outside(screens=lambda: len(QGuiApplication.screens()), printers=printers)
        checks = Checks(parts.bridge, parts.home, parts.city, parts.clock, card, outside)
        jobs = {"backup": Keeper(parts).make, "sync": lambda: hand_over(parts.bridge)}
        presenter = ReadyPresenter(sheet, checks, jobs)
        parts.bridge.on(sheet.acted, presenter.act, IGNORE)
        parts.bridge.on(sheet.again, presenter.look_again, IGNORE)
        sheet.left.connect(parts.shell.go)
        looking = parts.bridge.start(presenter.look())
        await shown(sheet)
        looking.cancel()

    async def _sitting(self, sitting_id: str) -> SittingCard | None:
        if sitting_id:
            return await self._parts.bridge.ask(sitting_card, sitting_id=sitting_id)
        today = self._parts.clock.now().astimezone(self._parts.city.zone).date()
        since = datetime.combine(today, time(), self._parts.city.zone)
        mine = self._parts.bridge.store.identity.district_id
        return await self._parts.bridge.ask(next_sitting, since=since, district_id=mine)


def attach(parts: Parts, parent: QWidget, wanted: SignalInstance) -> None:
    """Opens the page over `parent` when `wanted` carries the id of a sitting, or nothing for the next one."""
    parts.bridge.on(wanted, Leaving(parts, parent).open, IGNORE)


def printers() -> tuple[str, ...]:
    """The printers this computer knows. On a worker: some print servers take their time."""
    from PySide6.QtPrintSupport import QPrinterInfo  # only whoever asks loads it

    return tuple(QPrinterInfo.availablePrinterNames())
