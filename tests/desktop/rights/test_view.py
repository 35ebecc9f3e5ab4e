"""The dialogs: nothing is erased before the family name is typed, and only ticked texts are blotted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from db.rights.queries import mentions, person_file
from db.work import Store
from desktop.rights import words
from desktop.rights.preview import preview_of
from desktop.rights.view import ErasureSheet
from tests.db.rights.life import FAMILY, live


@pytest.fixture
def sheet(qtbot: QtBot, store: Store) -> Iterator[ErasureSheet]:
    life = live(store)
    file = store.ask(person_file, resident_id=life.her)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    made = ErasureSheet(window, preview_of(file, store.ask(mentions, resident_id=life.her)))
    made.show()
    yield made
    window.close()


def test_enter_does_nothing_until_the_family_name_is_typed(sheet: ErasureSheet) -> None:
    QTest.keyClick(sheet.typed, Qt.Key.Key_Return)
    assert sheet.isVisible()
    assert not sheet.accept_button.isEnabled()
    QTest.keyClicks(sheet.typed, FAMILY.lower())
    assert sheet.accept_button.isEnabled()
    QTest.keyClick(sheet.typed, Qt.Key.Key_Return)
    assert sheet.result() == QDialog.DialogCode.Accepted.value


def test_nothing_is_ticked_by_itself_and_a_tick_is_by_keyboard_too(sheet: ErasureSheet) -> None:
    assert sheet.blotted() == ()
    key, box = next(iter(sheet.boxes.items()))
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert sheet.blotted() == (key,)
    assert FAMILY in box.accessibleName()


def test_escape_is_the_way_out(sheet: ErasureSheet) -> None:
    QTest.keyClick(sheet.typed, Qt.Key.Key_Escape)
    assert sheet.result() == QDialog.DialogCode.Rejected.value


def test_every_text_that_may_name_somebody_has_a_word_for_its_place() -> None:
    from db.rights.finding import Mention
    from db.rights.where import FREE_TEXT

    for noun, fields in FREE_TEXT.items():
        for field in fields:
            told = words.place_of(Mention(noun, "", field, "", True, False, True, None))
            assert told != "Card" or noun == "resident", (noun, field)
