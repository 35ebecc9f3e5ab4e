"""Surveys as a person types them: by keyboard alone, in the real loop, on the real record, in Spanish."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from db.home import Home
from db.places.city import City
from db.sittings.commands import open_sitting, plan_sitting
from db.surveys.queries import questionnaires, replies, results
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.kit import theme
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from desktop.surveys.page import build
from desktop.surveys.results_view import ShareBar
from tests.db.sittings.council import COUNCIL, opened_sitting, planned
from tests.record import EVENING, HandClock

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


class Room:
    """The page, and hands."""

    def __init__(self, parts: Parts, run: Any, store: Store, refused: list[str]) -> None:
        self.parts, self._run, self.store, self.refused = parts, run, store, refused

        async def made() -> None:
            self.page = build(parts)
            await parts.bridge.settle()

        run(made())

    def does(self, act: Callable[[], object]) -> None:
        async def done() -> None:
            act()
            await self.parts.bridge.settle()

        self._run(done())

    def types(self, keys: str) -> None:
        """Letters as they come; "/" is Enter, "<" is Ctrl+Z. They go to whatever has the keyboard."""

        def act() -> None:
            for key in keys:
                into = self.page.focusWidget()
                if key == "/":
                    QTest.keyClick(into, KEY.Key_Return)
                elif key == "<":
                    QTest.keyClick(into, KEY.Key_Z, CONTROL)
                else:
                    QTest.keyClicks(into, key)

        self.does(act)

    def ask(self, code: str) -> None:
        place = next(
            at for at in range(self.page.questionnaire.count()) if code in self.page.questionnaire.itemText(at)
        )
        self.does(partial(self.page.questionnaire.setCurrentIndex, place))
        self.page.pad.setFocus()

    @property
    def sheets(self) -> list[Any]:
        asked = self.store.ask(questionnaires)
        return [one.answers for card in asked for one in self.store.ask(replies, questionnaire_id=card.id)]

    @property
    def bars(self) -> list[str]:
        return [one.accessibleName() for one in self.page.findChildren(ShareBar) if not one.isHidden()]


async def held(bridge: Bridge) -> None:
    """A sitting is planned and opened, while the page stands."""
    made = await bridge.do(plan_sitting, title="Primera sesión", starts_at=EVENING, council=COUNCIL)
    await bridge.do(open_sitting, sitting_id=made.outcome)


@pytest.fixture
def refused() -> list[str]:
    return []


@pytest.fixture
def room(
    store: Store, home: Home, city: City, clock: HandClock, tmp_path: Path, run: Any, qapp: QApplication, qtbot: QtBot,
    refused: list[str], request: pytest.FixtureRequest,
) -> Iterator[Room]:  # fmt: skip
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    crashed: list[BaseException] = []
    bridge = Bridge(
        store, refused=lambda no: refused.append(no.code), unavailable=lambda no, _: crashed.append(no),
        crashed=crashed.append,
    )  # fmt: skip
    focus = Focus()
    if not hasattr(request, "param"):
        focus.choose(opened_sitting(store))
    parts = Parts(
        bridge=bridge, settings=Settings(tmp_path / "settings.json"), focus=focus, shell=ShellSignals(), city=city,
        home=home, desk="Ribera 1", clock=clock,
    )  # fmt: skip
    made = Room(parts, run, store, refused)
    qtbot.addWidget(made.page)
    made.page.resize(1200, 800)
    made.page.show()
    made.page.activateWindow()
    qtbot.waitUntil(made.page.isActiveWindow)
    yield made
    run(bridge.close())
    assert not crashed, crashed


def test_two_households_are_typed_by_numbers_and_enter_alone(room: Room) -> None:
    room.ask("Conectividad")
    assert room.sheets == []
    room.types("12/1/4/23/" + "4//5/11/")
    assert room.sheets == [
        {"internet": ["none"], "household": 5, "help": "yes", "would_come": "in_person"},
        {"internet": ["wifi", "mobile_data"], "devices": ["own_phone"], "household": 4, "help": "first_time",
         "would_come": "either"},
    ]  # fmt: skip
    assert "Wifi en casa: 1 (50 %)" in room.bars
    assert "Sin dato: 1" in room.bars


def test_the_last_sheet_is_taken_back_and_put_right(room: Room) -> None:
    room.ask("Conectividad")
    room.types("1/1/4/23/")
    assert len(room.sheets) == 1
    room.types("<")
    assert room.sheets == []
    room.types("1/")
    assert [one["would_come"] for one in room.sheets] == ["in_person"]


def test_a_number_that_is_none_is_told_at_once_and_nothing_is_lost(room: Room) -> None:
    room.ask("Conectividad")
    room.types("1/1/muchos/")
    assert room.page.pad.error.isVisible()
    assert "muchos" in room.page.pad.error.text()
    room.page.pad.line.clear()
    room.types("3/11/")
    assert [one["household"] for one in room.sheets] == [3]


def test_an_empty_sheet_is_none(room: Room) -> None:
    room.ask("Conectividad")
    room.types("/////")
    assert room.sheets == []
    assert room.page.pad.error.isVisible()


def test_a_table_is_taken_in_where_it_falls_and_tells_what_was_left_out(room: Room, tmp_path: Path) -> None:
    room.ask("vivió")
    table = tmp_path / "respuestas.csv"
    table.write_text("listened;clear;Firma\nSí;No;x\nQuizás;Sí;\n", "utf-8")
    room.does(partial(room.parts.shell.drop, [table]))
    assert room.refused == []
    words = room.page.findChild(QLabel, "left_out.lines")
    assert words is not None
    told = words.text()
    assert told.startswith("Línea 3:")
    assert "Quizás" in told
    assert "Firma" in told
    card = next(one for one in room.store.ask(questionnaires) if one.subject == "perception")
    first = room.store.ask(results, questionnaire_id=card.id)[0]
    assert (first.replies, first.answered) == (1, 1)
    assert "Sí: 1 (100 %)" in room.bars


def test_a_paper_of_the_sitting_takes_seven_keys(room: Room) -> None:
    room.ask("vivió")
    room.types("1213" + "8/" + "/")
    assert room.sheets == [
        {"listened": "yes", "clear": "in_part", "useful": "yes", "would_come": "either",
         "heard_by": ["neighbour"]},
    ]  # fmt: skip


def test_a_number_that_was_wrong_is_gone_back_to(room: Room) -> None:
    room.ask("vivió")
    room.types("1" + "<" + "1" + "/")  # back to the question before, not yes after all: nothing was answered
    assert room.page.pad.progress.text().startswith("PREGUNTA 2")
    room.types("3//" + "/" + "/")
    assert room.sheets == [{"clear": "no"}]


def test_the_same_table_twice_counts_once_and_is_taken_back_whole(room: Room, tmp_path: Path) -> None:
    room.ask("vivió")
    table = tmp_path / "respuestas.csv"
    table.write_text("listened;clear\nSí;No\nQuizás;Sí\nNo;Sí\n", "utf-8")
    room.does(partial(room.parts.shell.drop, [table]))
    table.write_text("listened;clear\nSí;No\nEn parte;Sí\nNo;Sí\n", "utf-8")
    room.does(partial(room.parts.shell.drop, [table]))
    assert [one["listened"] for one in room.sheets].count("in_part") == 1
    assert len(room.sheets) == 3
    room.page.pad.setFocus()
    room.types("<")
    assert len(room.sheets) == 2
    room.types("<")
    assert room.sheets == []


def test_no_sheet_is_of_a_day_to_come(room: Room) -> None:
    room.ask("Conectividad")
    ahead = room.page.day.date().addDays(400)
    room.page.day.setDate(ahead)
    assert room.page.day.date() < ahead


def test_a_word_without_end_leaves_the_figures_in_sight(room: Room) -> None:
    room.ask("vivió")
    room.types("1" + "1" + "1" + "1" + "/")
    room.page.pad.line.setText("x" * 5000)
    room.page.pad.line.textEdited.emit("x" * 5000)
    room.types("/")
    assert len(room.sheets) == 1
    seen = [one for one in room.page.findChildren(ShareBar) if not one.visibleRegion().isEmpty()]
    assert seen
    assert all(one.visibleRegion().boundingRect().width() == one.width() for one in seen)


def until_asked(room: Room) -> QFileDialog:
    """The question where the questionnaire for paper goes, after its button was pressed."""

    async def asked() -> QFileDialog:
        room.page.paper.click()
        while not (found := [one for one in room.page.findChildren(QFileDialog) if one.isVisible()]):
            await asyncio.sleep(0)
        return found[0]

    return room._run(asked())  # type: ignore[no-any-return]


def test_the_questionnaire_is_printed_with_the_sitting_in_hand_before_anybody_answered(
    room: Room, tmp_path: Path
) -> None:
    room.ask("vivió")
    said: list[Any] = []
    room.parts.shell.said.connect(said.append)
    dialog = until_asked(room)
    assert (
        Path(dialog.selectedFiles()[0]).name
        == "Encuesta Cómo vivió el consejo Consejo Barrial El Muelle 2026-11-19.pdf"
    )
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText(str(tmp_path / "hoja.docx"))
    room.does(dialog.accept)
    words = [one.text for one in Document(str(tmp_path / "hoja.docx")).paragraphs]
    assert "Consejo: Consejo Barrial El Muelle" in words
    assert "Fecha: jueves 19 de noviembre de 2026" in words
    assert any("hoja.docx" in one.sentence for one in said)
    assert room.store.ask(questionnaires) == ()  # to print one is not to have asked it


def test_the_paper_of_a_sitting_to_come_does_not_carry_the_one_that_is_chosen_for_typing(
    room: Room, clock: HandClock
) -> None:
    """What was typed last week stays chosen on the page; the paper is for the evening in hand, or for none."""
    clock.at += timedelta(days=7)
    room.ask("vivió")
    dialog = until_asked(room)
    assert Path(dialog.selectedFiles()[0]).name == "Encuesta Cómo vivió el consejo.pdf"
    room.does(dialog.reject)
    ahead = planned(room.store, title="Segunda sesión", starts_at=EVENING + timedelta(days=12))
    room.does(partial(room.parts.focus.choose, ahead))
    assert "19/11/2026" in room.page.sitting.currentText()
    dialog = until_asked(room)
    assert Path(dialog.selectedFiles()[0]).name.endswith("El Muelle 2026-12-01.pdf")
    room.does(dialog.reject)


def test_of_a_new_record_the_paper_of_the_sitting_is_proposed(room: Room) -> None:
    assert "vivió" in room.page.questionnaire.currentText()


@pytest.mark.parametrize("room", ["no sitting"], indirect=True)
def test_where_no_sitting_was_held_it_is_said_before_the_first_question(room: Room) -> None:
    """Eight answers were typed before anybody said that there is no sitting that they could be of."""
    pad = room.page.pad
    assert "todavía no se hizo ninguna" in pad.question.text()
    assert not pad.onward.isVisible()
    room.types("1213" + "8/" + "/")
    assert (room.refused, room.sheets) == ([], [])
    room.does(lambda: room.parts.bridge.start(held(room.parts.bridge)))
    assert "1 DE" in pad.progress.text()
    pad.setFocus()
    room.types("1213" + "8/" + "/")
    assert (room.refused, len(room.sheets)) == ([], 1)


def test_a_sheet_typed_wrong_days_ago_is_found_in_the_list_and_taken_out(room: Room) -> None:
    """Seen by what was ticked; Ctrl+Z counts it again."""
    room.ask("vivió")
    room.types("1213" + "8/" + "/")
    room.types("2113" + "8/" + "/")
    room.does(room.page.list_button.click)
    listed: Any = room.page._sheets
    said = [listed._said(one) for one in listed.rows.rows.rows()]
    assert len(said) == 2
    assert said[0] != said[1]
    assert " · " in said[0]
    QTest.keyClick(listed.rows, KEY.Key_Down)
    room.does(partial(QTest.keyClick, listed.rows, KEY.Key_Delete))
    assert len(room.sheets) == 1
    assert listed.rows.rows.rowCount() == 1
    room.does(listed.undo.click)
    assert len(room.sheets) == 2
    listed.accept()
    assert room.page._sheets is None
