"""The sheet for keying in, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.sittings.queries import sitting_card
from db.work import Store
from desktop.kit import theme
from desktop.planilla.presenter import KeyingShown, SheetLine, Told
from desktop.planilla.view import KeyingSheet
from tests.db.checkin.evening import a_sitting
from tests.record import EVENING

LINES = (
    SheetLine("a", 1, "Álamos, Ana", "456", ""),
    SheetLine("b", 2, "Beta, Berta", "", "Club Ribera", here=True),
    SheetLine("c", 3, "Alba, Tomás", "", ""),
)


@pytest.fixture
def sheet(qtbot: QtBot, qapp: Any, store: Store) -> Iterator[KeyingSheet]:
    theme.apply(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = KeyingSheet(window, "Consejo El Muelle")
    made.show_sheet(KeyingShown(store.ask(sitting_card, sitting_id=a_sitting(store)), EVENING, LINES, 1))
    made.open()
    qtbot.waitExposed(made)
    yield made
    window.close()  # Qt takes the sheet down with its parent: somebody has to hold that one until here


def test_the_hour_is_that_of_the_sitting_and_enter_hands_over_the_line_and_stays_open(
    sheet: KeyingSheet, qtbot: QtBot
) -> None:
    assert sheet.hour.text() == f"{EVENING:%H:%M}"
    with qtbot.waitSignal(sheet.entered) as told:
        qtbot.keyClicks(sheet.field, "3 5a")
        qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    assert told.args == ["3 5a", "", f"{EVENING:%H:%M}"]
    assert sheet.field.text() == ""
    assert sheet.isVisible()


def test_letters_narrow_the_list_and_the_arrows_choose(sheet: KeyingSheet, qtbot: QtBot) -> None:
    qtbot.keyClicks(sheet.field, "al")
    sheet.show_found("al", (LINES[0], LINES[2]))
    qtbot.keyClick(sheet.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(sheet.entered) as told:
        qtbot.keyClick(sheet.field, Qt.Key.Key_Return)
    assert told.args[:2] == ["al", "c"]


def test_how_many_are_missing_is_seen(sheet: KeyingSheet) -> None:
    assert sheet.progress.text() == "1"
    sheet.signatures.setValue(52)
    assert [word for word in sheet.progress.text().split() if word.isdigit()] == ["1", "52"]


def test_control_z_takes_back_and_what_is_refused_is_said_beside_the_field(sheet: KeyingSheet, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sheet.undone):
        qtbot.keyClick(sheet.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    sheet.show_refused("sheet_row_unknown", {"number": 77})
    sheet.give_back("77")
    assert "77" in sheet.told.text()
    assert sheet.field.text() == "77"
    sheet.show_told(Told("signed", "Álamos, Ana", 1))
    assert "Álamos, Ana" in sheet.told.text()
