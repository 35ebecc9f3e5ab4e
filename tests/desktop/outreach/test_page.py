"""Who was told of a sitting, as a person writes it down: by keyboard, on the real record, in Spanish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from db.checkin.commands import check_in
from db.home import Home
from db.outreach.queries import InvitationCard, invitations
from db.places.city import City
from db.residents.commands import enrol
from db.rights.commands import erase
from db.sittings.planning import cancel
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.kit import theme
from desktop.outreach.page import build
from desktop.outreach.view import _who
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.db.sittings.council import opened_sitting, planned
from tests.record import HandClock

KEY = Qt.Key


class Room:
    """The page, and hands."""

    def __init__(self, parts: Parts, run: Any, store: Store, sitting: str) -> None:
        self.parts, self._run, self.store, self.sitting = parts, run, store, sitting

        async def made() -> None:
            self.page = build(parts)
            await parts.bridge.settle()

        run(made())

    def does(self, act: Callable[[], object]) -> None:
        async def done() -> None:
            act()
            await self.parts.bridge.settle()

        self._run(done())

    def tells(self, letters: str) -> None:
        """Somebody is looked for, and the first one found written down."""
        self.does(partial(QTest.keyClicks, self.page.field, letters))
        self.does(partial(QTest.keyClick, self.page.field, KEY.Key_Return))

    @property
    def cards(self) -> tuple[InvitationCard, ...]:
        return self.store.ask(invitations, sitting_id=self.sitting)


@pytest.fixture
def room(
    store: Store, home: Home, city: City, clock: HandClock, tmp_path: Path, run: Any, qapp: QApplication, qtbot: QtBot
) -> Iterator[Room]:
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    store.do(enrol, family_name="Quintela", given_names="Anselmo")
    store.do(enrol, family_name="Yrurtia", given_names="Cora")
    wrong: list[BaseException] = []
    bridge = Bridge(store, refused=wrong.append, unavailable=lambda no, _: wrong.append(no), crashed=wrong.append)
    focus, sitting = Focus(), opened_sitting(store)
    focus.choose(sitting)
    parts = Parts(
        bridge=bridge, settings=Settings(tmp_path / "settings.json"), focus=focus, shell=ShellSignals(), city=city,
        home=home, desk="Ribera 1", clock=clock,
    )  # fmt: skip
    made = Room(parts, run, store, sitting)
    qtbot.addWidget(made.page)
    made.page.resize(1200, 800)
    made.page.show()
    yield made
    run(bridge.close())
    assert not wrong, wrong


def test_a_person_is_written_down_by_letters_and_enter_and_one_key_notes_what_she_said(room: Room) -> None:
    room.does(lambda: room.page.channel.set_value("call"))
    room.tells("quint")
    assert [(one.name, one.channel, one.result) for one in room.cards] == [("Quintela, Anselmo", "call", "told")]
    assert room.page.field.text() == ""
    room.does(partial(QTest.keyClick, room.page.told, KEY.Key_2))
    assert [one.result for one in room.cards] == ["will_come"]
    room.does(partial(QTest.keyClick, room.page.told, KEY.Key_Delete))
    assert room.cards == ()


def test_a_number_behind_the_name_notes_at_once_what_she_said(room: Room) -> None:
    room.tells("yrur 4")
    room.tells("quintela 2")
    assert {(one.name, one.result) for one in room.cards} == {
        ("Yrurtia, Cora", "will_not_come"), ("Quintela, Anselmo", "will_come")
    }  # fmt: skip


def test_enter_before_she_is_found_writes_her_down_and_nobody_else(room: Room) -> None:
    def fast() -> None:
        QTest.keyClicks(room.page.field, "quin")

    def faster() -> None:
        room.page.field.clear()
        QTest.keyClicks(room.page.field, "yrur")
        QTest.keyClick(room.page.field, KEY.Key_Return)

    room.does(fast)
    room.does(faster)
    assert [one.name for one in room.cards] == ["Yrurtia, Cora"]


def test_whoever_comes_to_the_door_is_shown_as_come_and_counted_by_channel(room: Room, store: Store) -> None:
    room.does(lambda: room.page.channel.set_value("visit"))
    room.tells("yrurtia")
    who = room.cards[0].resident_id
    assert who is not None

    async def comes() -> None:
        await room.parts.bridge.do(check_in, sitting_id=room.sitting, resident_id=who)

    room.does(lambda: room.parts.bridge.start(comes()))
    assert room.page.subtitle.text() == "Avisos con nombre: 1; vinieron 1"
    assert room.page.totals.text().startswith("Visita a domicilio: con nombre 1, vinieron 1")


def test_of_somebody_who_was_erased_the_list_says_so_and_no_name(room: Room, city: City) -> None:
    room.tells("yrurtia")
    who = room.cards[0].resident_id
    assert who is not None

    async def goes() -> None:
        await room.parts.bridge.do(erase, resident_id=who, zone=city.zone)

    room.does(lambda: room.parts.bridge.start(goes()))
    [shown] = room.page.told.rows.rows()
    assert _who(shown) == "Datos suprimidos"


def test_whoever_was_told_of_a_sitting_that_is_called_off_can_be_told_that(room: Room, store: Store) -> None:
    tomorrow = planned(store, title="Huerta", starts_at=store.clock.now() + timedelta(days=1))
    room.does(lambda: room.page.sitting_chosen.emit(tomorrow))
    room.tells("yrurtia")

    async def off() -> None:
        await room.parts.bridge.do(cancel, sitting_id=tomorrow)

    room.does(lambda: room.parts.bridge.start(off()))
    assert "suspendida: Huerta" in room.page.sitting.currentText()
    assert [one.name for one in room.page.told.rows.rows()] == ["Yrurtia, Cora"]


def test_a_group_has_a_name_and_how_many_it_has(room: Room) -> None:
    room.does(lambda: room.page.channel.set_value("whatsapp_group"))
    QTest.keyClicks(room.page.group, "Vecinas de la cuadra")
    room.page.reached.setValue(45)
    room.does(partial(QTest.keyClick, room.page.group, KEY.Key_Return))
    assert [(one.audience, one.reached, one.came) for one in room.cards] == [("Vecinas de la cuadra", 45, None)]


def test_a_list_is_taken_in_where_it_falls_and_tells_what_was_left_out(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "convocatoria.csv"
    path.write_text("Nombre;Medio;Resultado\nAnselmo Quintela;llamada;viene\nNadie Conocida;llamada;\n", "utf-8")
    room.does(partial(room.parts.shell.drop, [path]))
    assert [one.result for one in room.cards] == ["will_come"]
    told = room.page.findChild(QLabel, "left_out.lines")
    assert told is not None
    assert told.text().startswith("Línea 3:")


def test_what_was_taken_out_or_noted_is_taken_back(room: Room) -> None:
    room.tells("quint")
    room.tells("yrur")
    room.does(partial(QTest.keyClick, room.page.told, KEY.Key_2))
    room.does(partial(QTest.keyClick, room.page.told, KEY.Key_Delete))
    assert [one.name for one in room.cards] == ["Quintela, Anselmo"]
    room.does(room.page.undo.click)
    assert {(one.name, one.result) for one in room.cards} == {
        ("Quintela, Anselmo", "told"),
        ("Yrurtia, Cora", "will_come"),
    }
    room.does(room.page.undo.click)
    assert {one.result for one in room.cards} == {"told"}
    assert not room.page.undo.isEnabled()


def test_of_two_of_one_name_enter_asks_which(room: Room, store: Store) -> None:
    store.do(enrol, family_name="Yrurtia", given_names="Cora", document="27111222")
    room.tells("yrurtia cora 2")
    assert [one.name for one in room.cards] == []
    assert not room.page.namesakes.isHidden()
    assert room.page.found.hasFocus()
    both: Any = room.page.found.rows.rows()
    second = both[1].id
    room.does(partial(QTest.keyClick, room.page.found, KEY.Key_Down))
    room.does(partial(QTest.keyClick, room.page.found, KEY.Key_Return))
    (told,) = room.cards
    assert (told.resident_id, told.result) == (second, "will_come")
    assert room.page.namesakes.isHidden()
