"""The door as a person finds it: by keyboard and scanner, in the real loop, on the real record, in Spanish."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from db.checkin.commands import check_in
from db.checkin.queries import attendance
from db.home import Home
from db.places.city import City
from db.residents.commands import enrol
from db.residents.queries import card
from db.sittings.commands import close_sitting
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.checkin.counters import Counters, Figure
from desktop.checkin.page import build_counters, build_pane
from desktop.checkin.view import DoorPane
from desktop.focus import Focus
from desktop.kit import theme
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.record import HandClock

Run = Callable[[Coroutine[Any, Any, Any]], Any]
KEY = Qt.Key
CARDS = tuple(
    f'0032734519{n}"{family}"{given}"F"2368064{n}"A"25-08-1979"06-01-2015"274'
    for n, (family, given) in enumerate((("QUINTELA", "TELMA"), ("YRURTIA", "CORA"), ("AGUIRREZABAL", "ZOE")))
)


class Room:
    """The door and the header of an open sitting."""

    def __init__(self, parts: Parts, store: Store, sitting: str, run: Run) -> None:
        self.parts, self.store, self.sitting, self._run = parts, store, sitting, run
        self.refused: list[str] = []

        async def made() -> None:
            pane, header = build_pane(parts), build_counters(parts)
            assert isinstance(pane, DoorPane)
            assert isinstance(header, Counters)
            self.pane, self.header = pane, header
            await parts.bridge.settle()

        run(made())
        self.page = QWidget()
        whole = QVBoxLayout(self.page)
        whole.addWidget(self.header)
        whole.addWidget(self.pane, 1)

    def does(self, act: Callable[[], object]) -> None:
        """Does something as a person would, and waits until all that came of it is done."""

        async def done() -> None:
            act()
            await self.parts.bridge.settle()

        self._run(done())

    def types(self, text: str, *keys: Qt.Key) -> None:
        # The test's own keyboard has no ñ; the search finds it all the same.
        self.does(partial(QTest.keyClicks, self.pane.field, text))
        for key in keys:
            self.presses(key)

    def presses(self, key: Qt.Key, where: QWidget | None = None, held: Qt.KeyboardModifier | None = None) -> None:
        self.does(lambda: QTest.keyClick(where or self.pane.field, key, held or Qt.KeyboardModifier.NoModifier))

    @property
    def arrived(self) -> list[str]:
        return [stay.name for stay in self.pane.arrivals.rows.rows.rows()]

    @property
    def told(self) -> str:
        return self.pane.told.accessibleName()

    def figure(self, name: str) -> str:
        found = self.header.findChild(Figure, f"counter.{name}")
        assert isinstance(found, Figure)
        return found.number


@pytest.fixture
def make_room(
    store: Store, home: Home, city: City, clock: HandClock, tmp_path: Path, run: Run, qapp: QApplication, qtbot: QtBot
) -> Iterator[Callable[[str], Room]]:
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    crashed: list[BaseException] = []
    refused: list[str] = []
    bridge = Bridge(
        store,
        refused=lambda no: refused.append(no.code),
        unavailable=lambda no, asked: refused.append(no.code),
        crashed=crashed.append,
    )

    def make(sitting: str) -> Room:
        focus = Focus()
        focus.choose(sitting)
        parts = Parts(
            bridge=bridge,
            settings=Settings(tmp_path / "settings.json"),
            focus=focus,
            shell=ShellSignals(),
            city=city,
            home=home,
            desk="Ribera 1",
            clock=clock,
        )
        room = Room(parts, store, sitting, run)
        room.refused = refused
        qtbot.addWidget(room.page)
        room.page.resize(1200, 860)
        room.page.show()
        return room

    yield make
    run(bridge.close())
    assert not crashed, crashed


@pytest.fixture
def room(make_room: Callable[[str], Room], store: Store) -> Room:
    a_neighbour(store, document="12345678")
    a_neighbour(store, "Ñandúbez", "Telma")
    return make_room(a_sitting(store))


def test_the_list_is_hidden_until_one_types(room: Room) -> None:
    assert not room.pane.results.isVisible()
    room.types("nan")
    assert room.pane.results.isVisible()
    assert [one.person.given_names for one in room.pane.results.rows.rows()] == ["Rosaura", "Telma"]
    room.presses(KEY.Key_Escape)
    assert (room.pane.field.text(), room.pane.results.isVisible()) == ("", False)


def test_letters_arrow_enter_and_she_is_present(room: Room) -> None:
    room.types("nan", KEY.Key_Down, KEY.Key_Return)
    assert room.arrived == ["Telma Ñandúbez"]
    assert room.told == "Telma Ñandúbez: presente, por primera vez."
    assert (room.pane.field.text(), room.pane.results.isVisible()) == ("", False)
    assert [room.figure(name) for name in ("in_room", "online", "both", "people", "new")] == ["1", "0", "0", "1", "1"]


def test_a_second_arrival_says_here_already(room: Room) -> None:
    for _ in range(2):
        room.types("12345678", KEY.Key_Return)
    assert room.told == "Rosaura Ñandúbez ya está."
    assert room.arrived == ["Rosaura Ñandúbez"]


def test_cards_scanned_one_behind_the_other_all_count(room: Room) -> None:
    def scanner() -> None:
        for card_text in CARDS:
            QTest.keyClicks(room.pane.field, card_text)
            QTest.keyClick(room.pane.field, KEY.Key_Return)

    room.does(scanner)
    assert sorted(room.arrived) == ["Cora Yrurtia", "Telma Quintela", "Zoe Aguirrezabal"]
    assert room.figure("people") == "3"


def test_tabs_of_a_scanner_belong_to_the_card(room: Room) -> None:
    room.types(CARDS[0][:11])
    for part in CARDS[0].split('"')[1:]:
        room.presses(KEY.Key_Tab)
        room.types(part)
    room.presses(KEY.Key_Return)
    assert room.arrived == ["Telma Quintela"]


def test_what_is_no_card_is_refused_and_the_next_one_counts(room: Room) -> None:
    room.types('x"' * 20, KEY.Key_Return)
    room.types(CARDS[0], KEY.Key_Return)
    assert (room.refused, room.arrived) == (["not_a_dni"], ["Telma Quintela"])


def test_a_name_nobody_has_is_shown_as_it_is_read_and_written_down_by_one_enter(room: Room) -> None:
    room.types("Zulma Etcheverry 33444555")
    assert room.pane.nobody.text().endswith("Enter anota: apellido Etcheverry, nombre Zulma · DNI 33.444.555")
    room.presses(KEY.Key_Return)
    assert room.arrived == ["Zulma Etcheverry"]
    assert (room.pane.walk_in.isVisible(), room.pane.nobody.isVisible()) == (False, False)


def test_a_name_typed_family_first_is_shown_the_way_round_that_the_roll_uses_and_written_so(
    room: Room, store: Store
) -> None:
    for given in ("Cora", "Inés", "Ada"):
        a_neighbour(store, "Yrurtia", given)
    room.types("yrurtia zulma 33444555")
    assert "apellido Yrurtia, nombre Zulma" in room.pane.nobody.text()
    room.presses(KEY.Key_Return)
    assert room.arrived == ["Zulma Yrurtia"]


def test_where_nothing_tells_the_family_name_enter_asks_and_a_key_turns_it_round(room: Room, store: Store) -> None:
    a_neighbour(store, "Yrurtia", "Cora")
    room.types("Yrurtia Zulma 33444555")
    assert room.pane.nobody.text().startswith("¿Cuál es el apellido?")
    room.presses(KEY.Key_Return)
    assert (room.arrived, room.pane.walk_in.isVisible()) == ([], True)
    reading = room.pane.walk_in.findChild(QLabel, "door.walk_in_order")
    turn = room.pane.walk_in.findChild(QPushButton, "door.walk_in_turn")
    assert reading is not None
    assert turn is not None
    proposed = reading.text()
    room.does(turn.click)
    assert reading.text() not in ("", proposed)
    if "apellido Yrurtia" not in reading.text():
        room.does(turn.click)
    room.presses(KEY.Key_Return, room.pane.walk_in.name)
    assert (room.arrived, room.pane.walk_in.isVisible()) == (["Zulma Yrurtia"], False)


def test_whoever_types_faster_than_the_reading_is_shown_the_line_first(room: Room) -> None:
    room.does(
        lambda: (
            QTest.keyClicks(room.pane.field, "Zulma Etcheverry 33444555"),
            QTest.keyClick(room.pane.field, KEY.Key_Return),
        )
    )
    assert room.pane.walk_in.isVisible()
    assert (room.pane.walk_in.name.text(), room.pane.walk_in.document.text()) == ("Zulma Etcheverry", "33444555")
    room.presses(KEY.Key_Return, room.pane.walk_in.name)
    assert room.arrived == ["Zulma Etcheverry"]
    assert (room.pane.walk_in.isVisible(), room.pane.field.hasFocus()) == (False, True)


def test_a_card_broken_by_line_ends_is_one_card_and_nobody_is_called_by_its_number(room: Room) -> None:
    broken = CARDS[0].replace('"', "\n", 1), CARDS[1].replace("CORA", "CO\nRA"), CARDS[2].replace('"', "\n")
    for card_text in broken:
        for part in card_text.split("\n"):
            room.types(part, KEY.Key_Return)
    assert sorted(room.arrived) == ["Co Ra Yrurtia", "Telma Quintela", "Zoe Aguirrezabal"]
    assert room.pane.field.text() == ""


def test_companions_come_by_a_plus_and_by_a_key_on_the_list(room: Room) -> None:
    room.types("telma +2", KEY.Key_Return)
    assert (room.figure("unnamed"), room.told) == ("2", "Telma Ñandúbez: presente, por primera vez.")
    room.presses(KEY.Key_Down)
    room.presses(KEY.Key_Plus, room.pane.arrivals.rows)
    assert room.figure("unnamed") == "3"
    room.presses(KEY.Key_Asterisk, room.pane.arrivals.rows)
    assert room.pane.waiting.isVisible()
    room.types(CARDS[0], KEY.Key_Return)
    assert (room.figure("unnamed"), room.figure("people")) == ("2", "2")
    room.presses(KEY.Key_Escape)
    assert not room.pane.waiting.isVisible()
    room.presses(KEY.Key_F7, held=Qt.KeyboardModifier.ShiftModifier)
    assert room.refused == ["nobody_unnamed"]


def test_a_namesake_is_asked_about_and_written_beside_her_by_f10(room: Room) -> None:
    for _ in range(2):
        room.presses(KEY.Key_N, held=Qt.KeyboardModifier.AltModifier)
        room.does(lambda: QTest.keyClicks(room.pane.walk_in.name, "Zulma Etcheverry"))
        room.presses(KEY.Key_Return, room.pane.walk_in.name)
    assert room.told == "Ya hay alguien en la sala que se llama Zulma Etcheverry. ¿Es otra persona?"
    room.presses(KEY.Key_F10)
    assert room.arrived == ["Zulma Etcheverry"] * 2


def test_why_somebody_was_found_is_said_where_her_name_does_not_tell_it(room: Room, store: Store) -> None:
    a_neighbour(store, "Yrurtia", "Cora", phone="099123456", organisation="Club El Faro")
    for typed, why in (("3456", "tel. …3456"), ("faro", "Club El Faro"), ("678", "DNI …678")):
        room.types(typed)
        assert room.pane.results.rows.data(room.pane.results.rows.index(0, 2)).startswith(why)
        room.presses(KEY.Key_Escape)


def test_one_letter_shows_nobody(room: Room) -> None:
    room.types("n")
    assert not room.pane.results.isVisible()


def test_what_is_wrong_is_said_in_the_line_and_escape_leaves_it(room: Room) -> None:
    room.presses(KEY.Key_N, held=Qt.KeyboardModifier.AltModifier)
    room.does(lambda: QTest.keyClicks(room.pane.walk_in.name, "Zulma"))
    room.presses(KEY.Key_Return, room.pane.walk_in.name)
    assert room.pane.walk_in.name.accessibleDescription() == "Escribí nombre y apellido."
    assert room.arrived == []
    room.presses(KEY.Key_Escape, room.pane.walk_in.name)
    assert not room.pane.walk_in.isVisible()


def test_ctrl_z_takes_the_last_act_back(room: Room) -> None:
    room.types("12345678", KEY.Key_Return)
    room.presses(KEY.Key_F7)
    assert room.figure("unnamed") == "1"
    room.presses(KEY.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    assert (room.figure("unnamed"), room.figure("people")) == ("0", "1")
    room.presses(KEY.Key_Z, held=Qt.KeyboardModifier.ControlModifier)
    assert (room.arrived, room.told) == ([], "Deshecho: se quitó la llegada de Rosaura Ñandúbez.")


def test_letters_that_mean_several_come_back_and_the_next_name_replaces_them(room: Room) -> None:
    room.does(lambda: (QTest.keyClicks(room.pane.field, "nan"), QTest.keyClick(room.pane.field, KEY.Key_Return)))
    assert (room.arrived, room.pane.field.text()) == ([], "nan")
    room.types("12345678", KEY.Key_Return)
    assert room.arrived == ["Rosaura Ñandúbez"]


def test_one_key_notes_the_consent_of_who_came_last(room: Room, store: Store) -> None:
    room.types("nan", KEY.Key_Return)
    room.types("telma", KEY.Key_Return)
    room.presses(KEY.Key_F8)
    agreed = {
        stay.name: store.ask(card, resident_id=stay.resident_id).consent_at is not None
        for stay in room.pane.arrivals.rows.rows.rows()
    }
    assert agreed == {"Telma Ñandúbez": True, "Rosaura Ñandúbez": False}


def test_who_leaves_is_marked_and_may_come_back(room: Room) -> None:
    room.types("telma", KEY.Key_Return)
    room.presses(KEY.Key_F9)
    assert room.pane.arrivals.rows.rows.rows()[0].left_at is not None
    assert room.pane.arrivals.leave.text() == "Volvió"
    room.presses(KEY.Key_F9)
    assert len(room.arrived) == 2


def test_an_arrival_from_elsewhere_is_seen_without_touching_anything(room: Room, store: Store) -> None:
    telma = room.store.do(check_in, sitting_id=room.sitting, resident_id=a_neighbour(store, "Yrurtia", "Cora"))
    room.does(lambda: room.parts.bridge.tell(telma.changes))
    assert (room.arrived, room.figure("people")) == (["Cora Yrurtia"], "1")


def test_the_door_is_shut_until_the_sitting_is_opened_there(make_room: Callable[[str], Room], store: Store) -> None:
    room = make_room(a_sitting(store, opened=False))
    assert room.pane.shut.isVisible()
    room.header.setFocus()
    room.presses(KEY.Key_F2, room.page)
    assert room.page.focusWidget() is room.pane.shut.action  # what is typed next ends in no list beside it
    room.does(room.pane.shut.action.click)
    assert not room.pane.shut.isVisible()
    assert room.pane.field.isEnabled()


def test_a_closed_sitting_shows_who_came_and_takes_nobody(make_room: Callable[[str], Room], store: Store) -> None:
    sitting = a_sitting(store)
    store.do(check_in, sitting_id=sitting, resident_id=a_neighbour(store))
    store.do(close_sitting, sitting_id=sitting)
    room = make_room(sitting)
    assert (room.arrived, room.pane.field.isEnabled()) == (["Rosaura Ñandúbez"], False)
    assert store.ask(attendance, sitting_id=sitting).people == 1


def test_everything_one_can_press_says_what_it_is(room: Room) -> None:
    silent = [part for part in room.page.findChildren(QPushButton) if not part.accessibleName()]
    assert not silent
    assert room.pane.field.accessibleName()
    assert room.pane.arrivals.rows.accessibleName()
    assert room.header.people.accessibleName() == "Personas: 0"


def test_who_reads_over_the_shoulder_sees_initials_but_of_the_one_who_just_came(room: Room) -> None:
    for family, given in (("Yrurtia", "Cora"), ("Quintela", "Anselmo")):
        resident = room.store.do(enrol, family_name=family, given_names=given).outcome
        room.does(partial(_arrive, room, resident))
    rows = room.pane.arrivals.rows
    rows.selectRow(0)

    def names() -> list[str]:
        return [str(rows.model().index(at, 2).data()) for at in range(2)]

    assert names() == ["Anselmo Quintela", "Cora Yrurtia"]
    room.does(lambda: room.parts.settings.change(hide_arrivals=True))
    assert names() == ["Anselmo Quintela", "C. Y."]
    assert "Yrurtia" not in str(rows.model().index(1, 2).data(Qt.ItemDataRole.ToolTipRole))


def _arrive(room: Room, resident: str) -> None:
    room.parts.bridge.start(_checked_in(room, resident))


async def _checked_in(room: Room, resident: str) -> None:
    await room.parts.bridge.do(check_in, sitting_id=room.sitting, resident_id=resident)
