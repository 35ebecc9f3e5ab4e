"""From the card to the end of it: the file is saved, the person erased, in the real loop, by keyboard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.home import Home
from db.places.city import City
from db.rights.queries import person_file
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.kit import theme
from desktop.kit.banner import Message
from desktop.parts import Parts
from desktop.rights.page import listen
from desktop.rights.view import ErasureSheet
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.db.rights.life import FAMILY, Life, live
from tests.desktop.conftest import Run
from tests.record import HandClock

DialogT = TypeVar("DialogT", bound=QWidget)


class Card(QObject):
    """What the card of a person says."""

    file_wanted = Signal(str)
    erasure_wanted = Signal(str)


@dataclass(frozen=True)
class Room:
    """A window, the card's two signals, what the banner said, and hands."""

    store: Store
    life: Life
    card: Card
    window: QWidget
    bridge: Bridge
    said: list[Message]
    run: Run

    def until_opened(self, act: Callable[[], object], kind: type[DialogT]) -> DialogT:
        async def opened() -> DialogT:
            act()
            while not (found := [one for one in self.window.findChildren(kind) if one.isVisible()]):
                await asyncio.sleep(0)
            return found[0]

        answer: DialogT = self.run(opened())
        return answer

    def does(self, act: Callable[[], object]) -> None:
        async def done() -> None:
            act()
            await self.bridge.settle()

        self.run(done())


@pytest.fixture
def room(
    store: Store, home: Home, city: City, clock: HandClock, tmp_path: Path, run: Run, qapp: QApplication, qtbot: QtBot
) -> Iterator[Room]:
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    life = live(store)
    crashed: list[BaseException] = []
    bridge = Bridge(store, refused=crashed.append, unavailable=lambda no, _: crashed.append(no), crashed=crashed.append)
    shell, said = ShellSignals(), list[Message]()
    shell.said.connect(said.append)
    settings = Settings(tmp_path / "settings.json")
    parts = Parts(bridge, settings, Focus(), shell, city, home, "Ribera 1", clock)
    window, card = QWidget(), Card()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    listen(parts, card.file_wanted, card.erasure_wanted)
    yield Room(store, life, card, window, bridge, said, run)
    run(bridge.close())
    assert not crashed, crashed


def test_her_file_is_saved_where_she_is_asked_for_it(room: Room, tmp_path: Path) -> None:
    dialog = room.until_opened(lambda: room.card.file_wanted.emit(room.life.her), QFileDialog)
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.setText(str(tmp_path / "Legajo.docx"))
    room.does(dialog.accept)
    assert {one.name for one in tmp_path.glob("Legajo*")} == {"Legajo.docx", "Legajo.json"}
    assert "Legajo.docx, Legajo.json" in room.said[-1].sentence


def test_she_is_erased_when_her_family_name_was_typed(room: Room) -> None:
    sheet = room.until_opened(lambda: room.card.erasure_wanted.emit(room.life.her), ErasureSheet)
    assert "Queda como cuenta" in {one.text() for one in sheet.findChildren(QWidget) if hasattr(one, "text")}
    QTest.keyClicks(sheet.typed, FAMILY)
    room.does(lambda: QTest.keyClick(sheet.typed, Qt.Key.Key_Return))
    assert room.store.ask(person_file, resident_id=room.life.her).name == ""
    assert "se suprimieron" in room.said[-1].sentence
    assert "todavía pueden nombrarla: 4" in room.said[-1].sentence


def test_thinking_better_of_it_leaves_her_as_she_was(room: Room) -> None:
    sheet = room.until_opened(lambda: room.card.erasure_wanted.emit(room.life.her), ErasureSheet)
    room.does(lambda: QTest.keyClick(sheet.typed, Qt.Key.Key_Escape))
    assert room.store.ask(person_file, resident_id=room.life.her).name.endswith(FAMILY)
    assert room.said == []
