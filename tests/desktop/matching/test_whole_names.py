"""The list of whole names as a person finds it: one key shows it, one confirms it, one takes all of it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from db.checkin.queries import attendance
from db.home import Home
from db.matching.commands import leave_unnamed
from db.matching.rules import Verdict
from db.places.city import City
from db.residents.commands import enrol
from db.work import Store
from desktop.kit import theme
from desktop.matching.page import build
from desktop.matching.whole_names import WholeNamesSheet
from tests.db.matching.crowd import Crowd
from tests.db.matching.scene import row
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import HandClock

KEY = Qt.Key


class Evening:
    """The page on a call of which three wait under a whole name."""

    def __init__(self, room: Room[Any], crowd: Crowd) -> None:
        self.room, self.crowd = room, crowd

    @property
    def people(self) -> int:
        return self.crowd.store.ask(attendance, sitting_id=self.crowd.sitting).people

    def verdicts(self) -> list[Verdict]:
        return [self.crowd.group(name).verdict for name in ("LUIS ACOSTA", "jorge acosta", "Elena Acosta")]

    def looks(self, answer: Callable[[WholeNamesSheet], object]) -> None:
        """Presses C and does something in the list."""

        def told(asked: QDialog) -> None:
            assert isinstance(asked, WholeNamesSheet)
            answer(asked)

        self.room.answers(lambda: QTest.keyClick(self.room.view.list, KEY.Key_C), told)


def press(sheet: WholeNamesSheet, *keys: Qt.Key) -> None:
    """Keys on whatever of the list has the focus."""
    for key in keys:
        QTest.keyClick(sheet.focusWidget(), key)


@pytest.fixture
def evening(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any, qapp: QApplication
) -> Iterator[Evening]:
    crowd = Crowd(store)
    crowd.take_in(row("LUIS ACOSTA"), row("jorge acosta"), row("Elena Acosta"), row("Zulma"))
    with opened_room(
        build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot, sitting=crowd.sitting
    ) as room:
        room.view.resize(1140, 700)
        room.view.list.setFocus()
        yield Evening(room, crowd)


def test_the_button_says_how_many_and_is_not_there_without_any(evening: Evening) -> None:
    button = evening.room.view.listed
    assert button.text() == "Ver juntos 3 nombres completos  ·  C"
    assert button.accessibleName() == "Ver juntos 3 nombres completos"
    evening.looks(lambda sheet: press(sheet, KEY.Key_Return))
    assert button.isHidden()


def test_the_list_tells_who_is_meant_and_what_is_known_of_her_and_the_ear_hears_the_ticks(evening: Evening) -> None:
    heard: list[str] = []

    def listen(sheet: WholeNamesSheet) -> None:
        press(sheet, KEY.Key_Space)
        heard.extend(sheet.list.rows.index(place, 0).data() for place in range(sheet.list.rows.rowCount()))
        assert sheet.focusWidget() is sheet.list
        assert sheet.list.accessibleName() == "A quiénes se confirmaría"
        press(sheet, KEY.Key_Escape)

    evening.looks(listen)
    assert [one.split(".")[0] for one in heard] == ["Sin marcar", "Marcada", "Marcada"]
    assert any("jorge acosta  →  Jorge Acosta" in one for one in heard)
    assert all("El Muelle" in one and "Nunca vino" in one for one in heard)


def test_enter_confirms_all_the_sum_closes_and_one_undoing_takes_all_back(evening: Evening) -> None:
    view = evening.room.view
    evening.looks(lambda sheet: press(sheet, KEY.Key_Return))
    assert evening.verdicts() == [Verdict.CONFIRMED] * 3
    assert (evening.people, view.sum.people.number.text(), view.sum.waiting.text()) == (3, "3", "1 por decidir")
    assert view.last.text() == "3 personas confirmadas. Ctrl+Z las deshace a todas."
    assert view.window().focusWidget() is view.list
    evening.room.does(lambda: QTest.keyClick(view.list, KEY.Key_Z))
    assert evening.verdicts() == [Verdict.PROPOSED] * 3
    assert (evening.people, view.undo.isEnabled(), view.listed.isHidden()) == (0, False, False)


def test_whoever_is_taken_out_by_space_or_a_click_stays_to_be_decided(evening: Evening) -> None:
    def take_out_two(sheet: WholeNamesSheet) -> None:
        first = sheet.list.rows.rows()[0].one.written
        left.append(first)
        press(sheet, KEY.Key_Space, KEY.Key_Down)
        assert sheet.accept_button.text() == "Confirmar 2 personas"
        place = sheet.list.visualRect(sheet.list.rows.index(2, 0)).center()
        QTest.mouseClick(sheet.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        left.append(sheet.list.rows.rows()[2].one.written)
        assert sheet.accept_button.text() == "Confirmar 1 persona"
        QTest.mouseDClick(sheet.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert sheet.isVisible(), "two quick clicks are no Enter"
        if sheet.list.rows.rows()[2].ticked:
            press(sheet, KEY.Key_Delete)
        sheet.accept_button.click()

    left: list[str] = []
    evening.looks(take_out_two)
    assert all(evening.crowd.group(name).waits for name in left)
    assert evening.verdicts().count(Verdict.CONFIRMED) == 1


def test_with_nobody_ticked_there_is_nothing_to_confirm(evening: Evening) -> None:
    def take_out_all(sheet: WholeNamesSheet) -> None:
        press(sheet, KEY.Key_Space, KEY.Key_Down, KEY.Key_Space, KEY.Key_Down, KEY.Key_Space, KEY.Key_Return)
        assert (sheet.accept_button.isEnabled(), sheet.accept_button.text()) == (False, "Nadie está marcado")
        assert sheet.isVisible()
        press(sheet, KEY.Key_Escape)

    evening.looks(take_out_all)
    assert evening.verdicts() == [Verdict.PROPOSED] * 3


def test_escape_leaves_everything_as_it_was(evening: Evening) -> None:
    evening.looks(lambda sheet: press(sheet, KEY.Key_Space, KEY.Key_Escape))
    assert evening.verdicts() == [Verdict.PROPOSED] * 3
    assert not evening.room.view.undo.isEnabled()
    assert evening.room.view.listed.text().startswith("Ver juntos 3")


def test_who_is_written_down_at_the_door_meanwhile_is_told_apart_and_said(evening: Evening) -> None:
    def at_the_door(sheet: WholeNamesSheet) -> None:
        evening.crowd.store.do(enrol, given_names="Elena", family_name="Acosta")
        press(sheet, KEY.Key_Return)

    evening.looks(at_the_door)
    assert evening.crowd.group("Elena Acosta").waits
    said = evening.room.view.last.text()
    assert said.startswith("2 personas confirmadas.")
    assert "1 queda por decidir" in said


def test_who_was_decided_meanwhile_is_not_said_to_wait(evening: Evening) -> None:
    def beside(sheet: WholeNamesSheet) -> None:
        evening.crowd.store.do(leave_unnamed, match_id=evening.crowd.group("Elena Acosta").id)
        press(sheet, KEY.Key_Return)

    evening.looks(beside)
    assert evening.room.view.last.text() == "2 personas confirmadas. Ctrl+Z las deshace a todas."


@pytest.mark.parametrize(("dark", "scale"), [(False, 1.0), (True, 1.0), (True, 1.5)])
def test_no_line_is_cut_in_either_dress(evening: Evening, qapp: QApplication, *, dark: bool, scale: float) -> None:
    theme.apply(qapp, dark=dark, scale=scale)

    def measure(sheet: WholeNamesSheet) -> None:
        assert sheet.height() <= sheet.screen().availableGeometry().height()
        for place, line in enumerate(sheet.list.rows.rows()):
            assert sheet.list.rowHeight(place) == sheet.list.needed(line)
        press(sheet, KEY.Key_Escape)

    evening.looks(measure)
    theme.apply(qapp)


def test_f1_shows_the_keys_of_the_desk(evening: Evening) -> None:
    def read(sheet: QDialog) -> None:
        assert sheet.windowTitle() == "Teclas de Correspondencias"
        QTest.keyClick(sheet, KEY.Key_Escape)

    evening.room.answers(lambda: QTest.keyClick(evening.room.view, KEY.Key_F1), read)
