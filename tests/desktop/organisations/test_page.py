"""The organisations as a person finds them: by keyboard and mouse, in the real loop, on the real record, in Spanish."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from db.checkin.commands import check_in
from db.home import Home
from db.organisations.commands import add_organisation
from db.organisations.queries import organisations
from db.places.city import City
from db.residents.commands import enrol
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.kit import theme
from desktop.kit.dialogs import FormSheet, Sheet
from desktop.organisations.page import build
from desktop.organisations.view import OrganisationsPage
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.db.sittings.council import opened_sitting
from tests.desktop.hands import Hands, Run
from tests.record import HandClock

KEY = Qt.Key


class Room(Hands):
    """The tab, and hands."""

    def __init__(self, parts: Parts, run: Run) -> None:
        super().__init__(parts, run)
        self.does(self._build)
        self.page: OrganisationsPage = self.tab.page
        self.intake = self.tab.intake

    def _build(self) -> None:
        self.tab = build(self.parts)

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.page.list.rows.rows()]


@pytest.fixture
def refused() -> list[str]:
    return []


@pytest.fixture
def room(
    store: Store, home: Home, city: City, clock: HandClock, tmp_path: Path, run: Any, qapp: QApplication, qtbot: QtBot,
    refused: list[str],
) -> Iterator[Room]:  # fmt: skip
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    store.do(add_organisation, name="Club El Ancla", contact="Zulma Etcheverry")
    store.do(add_organisation, name="Escuela 12", kind="school")
    crashed: list[BaseException] = []
    bridge = Bridge(
        store, refused=lambda no: refused.append(no.code), unavailable=lambda no, _: crashed.append(no),
        crashed=crashed.append,
    )  # fmt: skip
    parts = Parts(
        bridge=bridge, settings=Settings(tmp_path / "settings.json"), focus=Focus(), shell=ShellSignals(), city=city,
        home=home, desk="Ribera 1", clock=clock,
    )  # fmt: skip
    made = Room(parts, run)
    qtbot.addWidget(made.tab)
    made.tab.resize(1200, 800)
    made.tab.show()
    yield made
    run(bridge.close())
    assert not crashed, crashed


def test_letters_and_a_kind_narrow_the_list(room: Room) -> None:
    assert room.names == ["Club El Ancla", "Escuela 12"]
    room.does(partial(QTest.keyClicks, room.page.field, "etchev"))
    assert room.names == ["Club El Ancla"]
    room.does(room.page.field.clear)
    room.does(lambda: room.page.kind.set_value("school"))
    assert room.names == ["Escuela 12"]


def test_who_came_for_it_and_when_is_on_its_card(room: Room, store: Store) -> None:
    club = next(one for one in store.ask(organisations) if one.kind == "club")
    who = store.do(enrol, family_name="Quintela", given_names="Anselmo", organisation="Club El Ancla").outcome
    sitting = opened_sitting(store)
    store.do(check_in, sitting_id=sitting, resident_id=who, representing_id=club.id)
    room.does(lambda: room.parts.bridge.start(_looked(room)))
    room.does(lambda: QTest.keyClick(room.page.field, KEY.Key_Down))
    assert room.page.panel.name.text() == "Club El Ancla"
    assert [one.people for one in room.page.panel.came.rows.rows()] == [("Anselmo Quintela",)]
    assert [one.name for one in room.page.panel.people.rows.rows()] == ["Anselmo Quintela"]


async def _looked(room: Room) -> None:
    await room.parts.bridge.do(add_organisation, name="Vecinal Norte")


def test_one_is_written_down_by_keyboard_and_stood_on(room: Room, store: Store) -> None:
    sheet: Any = room.until_opened(lambda: QTest.keyClick(room.page.add, KEY.Key_Return), FormSheet)
    name, email = (sheet.findChild(QLineEdit, f"organisations.{part}") for part in ("name", "email"))
    QTest.keyClicks(email, "nada")
    QTest.keyClick(email, KEY.Key_Return)
    assert sheet.isVisible()
    assert name.accessibleDescription() == "Falta el nombre de la organización."
    QTest.keyClicks(name, "Vecinal Norte")
    email.clear()
    room.does(lambda: QTest.keyClick(name, KEY.Key_Return))
    assert room.page.panel.name.text() == "Vecinal Norte"
    assert room.page.panel.kind.text() == "Vecinal"


def test_one_is_put_right_from_the_list(room: Room, store: Store) -> None:
    room.does(lambda: QTest.keyClick(room.page.field, KEY.Key_Down))
    sheet = room.until_opened(lambda: QTest.keyClick(room.page.list, KEY.Key_Return), FormSheet)
    sheet.form.set_values({"contact": "Cora Yrurtia"})
    room.does(sheet.accept_button.click)
    assert [one.contact for one in room.page.list.rows.rows()] == ["Cora Yrurtia", None]


def test_one_to_whom_people_belong_stays_on_the_list(room: Room, store: Store, refused: list[str]) -> None:
    store.do(enrol, family_name="Quintela", given_names="Anselmo", organisation="Club El Ancla")
    room.does(lambda: QTest.keyClick(room.page.field, KEY.Key_Down))
    sheet = room.until_opened(room.page.panel.remove.click, Sheet)
    room.does(sheet.accept_button.click)
    assert refused == ["organisation_in_use"]
    room.does(lambda: room.page.list.selectRow(1))
    sheet = room.until_opened(room.page.panel.remove.click, Sheet)
    room.does(sheet.accept_button.click)
    assert room.names == ["Club El Ancla"]


def test_a_list_that_falls_on_the_page_is_looked_through_and_taken_in(room: Room, store: Store, tmp_path: Path) -> None:
    file = tmp_path / "instituciones.csv"
    file.write_text(
        "Nombre;Tipo;Signo;Contacto\nVecinal Norte;;x;\nClub El Ancla;club;;Cora Yrurtia\nEscuela 12;nave;;\n",
        encoding="utf-8",
    )
    room.does(lambda: room.parts.shell.drop([file]))
    assert room.tab.currentWidget() is room.intake
    assert room.intake.columns.choices["Signo"].value() == ""
    room.does(room.intake.on.click)
    assert [one.verdict for one in room.intake.review.rows.rows.rows()] == ["Nueva", "Cambios", "Error"]
    assert "Zulma Etcheverry → Cora Yrurtia" in room.intake.review.rows.rows.row(1).why
    assert "Signo" in room.intake.review.told.text()
    assert room.intake.on.text() == "Incorporar 2 organizaciones"
    room.does(room.intake.on.click)
    room.does(room.intake.leave.click)
    assert room.names == ["Club El Ancla", "Escuela 12", "Vecinal Norte"]


def test_everything_one_can_press_says_what_it_is(room: Room) -> None:
    assert not [part for part in room.page.findChildren(QPushButton) if part.isVisible() and not part.accessibleName()]
