"""Cards scanned while somebody works elsewhere, faster than they are stored: none lost, none twice, nothing garbled."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db.checkin.queries import attendance, presences
from db.home import Opened
from db.work import Store
from desktop.kit import theme
from desktop.main import Cabildo
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.desktop.checkin.wedge import a_pause, card, letters, press, scan

Run = Callable[[Coroutine[Any, Any, Any]], Any]


class Evening:
    """The whole window on an open sitting."""

    def __init__(self, cabildo: Cabildo, store: Store, sitting: str, run: Run) -> None:
        self.cabildo, self.store, self.sitting, self._run = cabildo, store, sitting, run

    def does(self, act: Callable[[], object]) -> None:
        async def done() -> None:
            act()
            await self.cabildo.bridge.settle()

        self._run(done())

    def scans(self, *payloads: str, end: str = "\n") -> None:
        def typed() -> None:
            for payload in payloads:
                scan(self.cabildo.window, payload, end)

        self.does(typed)

    def shows(self, page: str) -> None:
        self.does(lambda: self.cabildo.window.show_page(page))

    def part(self, name: str) -> Any:
        found = self.cabildo.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    @property
    def names(self) -> list[str]:
        return sorted(stay.name for stay in self.store.ask(presences, sitting_id=self.sitting))

    @property
    def said(self) -> list[str]:
        return [message.sentence for message in self.cabildo.window.banner.messages()]


@pytest.fixture
def evening(run: Run, qapp: QApplication, opened: Opened, tmp_path: Path, qtbot: QtBot) -> Iterator[Evening]:
    sitting = a_sitting(opened.store)
    cabildo = Cabildo(qapp, tmp_path / "folder")
    cabildo.window.show()
    run(cabildo.begin(lambda: opened))
    cabildo.focus.choose(sitting)
    cabildo.window.show_page("sala")
    run(cabildo.bridge.settle())
    cabildo.window.activateWindow()
    qtbot.waitUntil(cabildo.window.isActiveWindow)
    yield Evening(cabildo, opened.store, sitting, run)
    assert run(cabildo.end())
    theme.apply(qapp)


def test_a_hundred_and_fifty_cards_in_a_row_are_all_there_and_none_twice(evening: Evening) -> None:
    # All at once: every one comes while the one before it is still being stored.
    for first in range(1, 151, 15):
        evening.scans(*(card(number, letters(number)) for number in range(first, first + 15)))
    assert len(evening.names) == len(set(evening.names)) == 150
    evening.scans(*(card(number, letters(number)) for number in range(1, 11)))
    assert evening.store.ask(attendance, sitting_id=evening.sitting).people == 150
    assert (evening.part("door.field").text(), evening.said) == ("", [])


def test_whoever_writes_much_hears_of_a_card_before_its_last_letter(evening: Evening) -> None:
    bridge, payload, told = evening.cabildo.bridge, card(1), []

    def typed() -> None:
        told.append(bridge.is_waited_for(0.0))
        scan(evening.cabildo.window, payload[:20], end="")
        told.append(bridge.is_waited_for(0.0))
        scan(evening.cabildo.window, payload[20:])

    evening.does(typed)
    assert (told, bridge.is_waited_for(0.0), evening.names) == ([False, True], False, ["Telma Quintela"])


def test_a_card_read_while_notes_are_written_leaves_the_notes_as_they_were(evening: Evening) -> None:
    evening.does(lambda: QTest.keyClicks(evening.part("agenda.add"), "Faroles"))
    add: QLineEdit = evening.part("agenda.add")
    add.setFocus()
    evening.scans(card(1))
    assert (add.text(), evening.names) == ("Faroles", ["Telma Quintela"])
    notes = QPlainTextEdit(evening.cabildo.window)
    notes.show()
    notes.setFocus()
    notes.setPlainText("Se pidió luz en la plaza")
    notes.moveCursor(notes.textCursor().MoveOperation.End)
    evening.scans(card(2, "YRURTIA", "CORA"))
    assert (notes.toPlainText(), evening.names) == ("Se pidió luz en la plaza", ["Cora Yrurtia", "Telma Quintela"])


@pytest.mark.parametrize("page", ["sittings", "residents", "preferences", "matching", "insights"])
def test_a_card_read_on_any_page_goes_to_the_door_and_the_banner_says_so(evening: Evening, page: str) -> None:
    evening.shows(page)
    evening.scans(card(1))
    assert (evening.names, evening.cabildo.window.page_in_front) == (["Telma Quintela"], page)
    assert evening.said == ["Telma Quintela: presente, y quedó en el padrón."]
    for field in evening.cabildo.window.page(page).findChildren(QLineEdit):  # type: ignore[union-attr]
        assert "0000" not in field.text()


def test_tabs_line_ends_and_a_mark_before_a_card_press_no_button(evening: Evening) -> None:
    evening.does(evening.part("door.unnamed").setFocus)
    evening.scans(card(1, mark="\t"), "!" + card(2, "YRURTIA", "CORA"), card(3, "ARIZMENDI", "ZOE", mark="@"))
    assert evening.names == ["Cora Yrurtia", "Telma Quintela", "Zoe Arizmendi"]
    assert evening.store.ask(attendance, sitting_id=evening.sitting).unnamed == 0


def test_a_card_whose_fields_are_lines_is_over_when_the_scanner_is_silent(evening: Evening, qtbot: QtBot) -> None:
    evening.scans(card(1, mark="\n"))
    qtbot.waitUntil(lambda: bool(evening.names))
    evening.does(lambda: None)
    assert (evening.names, evening.part("door.field").text()) == (["Telma Quintela"], "")


def test_a_scanner_that_ends_its_cards_in_two_ways_or_in_none(evening: Evening, qtbot: QtBot) -> None:
    evening.scans(card(1), end="\n\n")
    evening.scans(card(2, "YRURTIA", "CORA"), end="")
    qtbot.waitUntil(lambda: len(evening.names) == 2)
    evening.does(lambda: None)
    assert evening.names == ["Cora Yrurtia", "Telma Quintela"]


def test_a_card_that_begins_with_shift_is_told_from_what_was_typed_before_it(evening: Evening) -> None:
    add: QLineEdit = evening.part("agenda.add")
    add.setFocus()
    handle = evening.cabildo.window.windowHandle()
    evening.does(lambda: press(handle, Qt.Key.Key_F, "f"))
    a_pause()
    evening.does(lambda: press(handle, Qt.Key.Key_Shift))
    old = "@20000001    @A@1@QUINTELA@TELMA@ARGENTINA@31/05/1960@F@01/11/2011@00079064950@7055 @01/11/2026@4@0@I@U"
    evening.scans(old)
    assert (add.text(), evening.names) == ("f", ["Telma Quintela"])


def test_what_a_person_types_quickly_is_never_swallowed(evening: Evening) -> None:
    field: QLineEdit = evening.part("door.field")
    for typed in ("Rosaura", "12345678", "03414123456", "20236806404", 'dijo "no" 14157955'):
        evening.does(field.clear)
        evening.does(field.setFocus)
        evening.scans(typed, end="")
        assert field.text() == typed


def test_without_an_open_sitting_a_card_is_answered_by_a_sentence(evening: Evening) -> None:
    from db.sittings.commands import close_sitting

    evening.store.do(close_sitting, sitting_id=evening.sitting)
    evening.scans(card(1))
    assert evening.names == []
    assert evening.said == ["Se leyó un DNI y no hay ninguna sesión abierta: abrí una en Hoy y volvé a escanearlo."]


def test_a_name_on_the_roll_that_is_not_the_cards_is_said_and_corrected_by_f10(evening: Evening) -> None:
    a_neighbour(evening.store, "Aguirrezabal", "Anselmo", document="20000001")
    evening.scans(card(1))
    assert "el padrón dice Anselmo Aguirrezabal" in evening.part("door.told").accessibleName()
    evening.does(evening.part("door.offer").click)
    assert evening.names == ["Telma Quintela"]
