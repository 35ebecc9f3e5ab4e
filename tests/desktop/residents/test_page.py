"""The roll as a person finds it: by keyboard, in the real loop, on the real record, in Spanish."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.home import Home
from db.places.city import City
from db.residents.commands import enrol
from db.residents.queries import count
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.kit import theme
from desktop.parts import Parts
from desktop.residents.form import PersonSheet
from desktop.residents.page import build
from desktop.residents.view import ImportSheet, RollPage
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.record import HandClock

Run = Callable[[Coroutine[Any, Any, Any]], Any]
WidgetT = TypeVar("WidgetT", bound=QWidget)
KEY = Qt.Key


class Roll:
    """The page, and hands."""

    def __init__(self, parts: Parts, run: Run) -> None:
        self.parts, self._run = parts, run

        async def made() -> None:
            page = build(parts)
            assert isinstance(page, RollPage)
            self.page = page
            await parts.bridge.settle()

        run(made())

    def does(self, act: Callable[[], object]) -> None:
        """Does something as a person would, and waits until all that came of it is done."""

        async def done() -> None:
            act()
            await self.parts.bridge.settle()

        self._run(done())

    def until_opened(self, act: Callable[[], object], kind: type[WidgetT]) -> WidgetT:
        """Does something that opens a dialog, and answers it; the handler goes on waiting for its end."""

        async def opened() -> WidgetT:
            act()
            while not (found := [one for one in self.page.findChildren(kind) if one.isVisible()]):
                await asyncio.sleep(0)
            return found[0]

        answer: WidgetT = self._run(opened())
        return answer

    def types(self, text: str) -> None:
        self.does(partial(QTest.keyClicks, self.page.field, text))

    @property
    def names(self) -> list[str]:
        return [one.family_name for one in self.page.people.rows.rows()]


@pytest.fixture
def roll(
    store: Store, home: Home, city: City, clock: HandClock, tmp_path: Path, run: Run, qapp: QApplication, qtbot: QtBot
) -> Iterator[Roll]:
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", document="12345678")
    store.do(enrol, family_name="Quintela", given_names="Anselmo")
    crashed: list[BaseException] = []
    bridge = Bridge(store, refused=crashed.append, unavailable=lambda no, _: crashed.append(no), crashed=crashed.append)
    parts = Parts(
        bridge=bridge,
        settings=Settings(tmp_path / "settings.json"),
        focus=Focus(),
        shell=ShellSignals(),
        city=city,
        home=home,
        desk="Ribera 1",
        clock=clock,
    )
    made = Roll(parts, run)
    qtbot.addWidget(made.page)
    made.page.resize(1200, 800)
    made.page.show()
    yield made
    run(bridge.close())
    assert not crashed, crashed


def test_names_are_out_of_sight_until_one_types(roll: Roll) -> None:
    assert roll.names == []
    assert roll.page.nobody.isVisible()
    roll.types("anse")
    assert roll.names == ["Quintela"]
    roll.does(lambda: roll.parts.settings.change(hide_names=False))
    roll.does(roll.page.field.clear)
    assert sorted(roll.names) == ["Quintela", "Ñandúbez"]


def test_arrows_lead_to_the_card(roll: Roll) -> None:
    roll.types("ros")
    roll.does(lambda: QTest.keyClick(roll.page.field, KEY.Key_Down))
    assert roll.page.people.hasFocus()
    assert roll.page.person.name.text() == "Rosaura Ñandúbez"
    assert roll.page.person.consent_state.text() == "falta consentimiento"
    roll.does(lambda: QTest.keyClick(roll.page.people, KEY.Key_F8))
    assert roll.page.person.consent_state.text() == "consintió"


def test_a_form_with_a_mistake_says_where_and_is_kept_open(roll: Roll, store: Store) -> None:
    sheet = roll.until_opened(roll.page.add.click, PersonSheet)
    name, document = (sheet.findChild(QLineEdit, f"residents.{part}") for part in ("family_name", "document"))
    assert isinstance(name, QLineEdit)
    assert isinstance(document, QLineEdit)
    QTest.keyClicks(name, "Yrurtia")
    QTest.keyClicks(document, "12")
    QTest.keyClick(document, KEY.Key_Return)
    assert sheet.isVisible()
    assert document.accessibleDescription() == "El número de documento tiene entre seis y ocho cifras."
    document.setText("22333444")
    sheet.left.set_values({"given_names": "Cora"})
    roll.does(lambda: QTest.keyClick(document, KEY.Key_Return))
    assert store.ask(count) == 3
    assert roll.page.person.name.text() == "Cora Yrurtia"


def test_a_spreadsheet_that_falls_on_the_page_is_taken_in_and_its_sums_shown(
    roll: Roll, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "padron.csv"
    file.write_text("apellido;nombres;documento;Signo\nYrurtia;Cora;22333444;\nEtcheverry;Zulma;x;\n", encoding="utf-8")
    sheet = roll.until_opened(lambda: roll.parts.shell.drop([file]), ImportSheet)
    words = [one.accessibleName() for one in sheet.findChildren(QWidget) if one.accessibleName()]
    assert {"Nuevas: 1", "Con errores: 1"} <= set(words)
    left = sheet.findChild(QLabel, "residents.imported.ignored")
    assert isinstance(left, QLabel)
    assert left.text() == "Columnas que no se conocen y no se tomaron: Signo"
    roll.does(sheet.accept_button.click)
    assert store.ask(count) == 3
    roll.parts.shell.shown.emit("sala")
    roll.does(lambda: roll.parts.shell.drop([file]))
    assert store.ask(count) == 3


def test_everything_one_can_press_says_what_it_is(roll: Roll) -> None:
    assert not [part for part in roll.page.findChildren(QPushButton) if part.isVisible() and not part.accessibleName()]
