"""What Zoom heard as a person finds it in the room: the chat beside the agenda, one key, the words, the survey."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db.agenda.commands import add_item, next_item
from db.agenda.queries import items
from db.home import Home
from db.issues.queries import issues
from db.matching.commands import import_report
from db.places.city import City
from db.work import Store
from db.zoom.files.told import Chat, ChatLine, PollAnswer, Polls, Spoken, Transcript
from db.zoom.handouts import take_in_chat, take_in_polls, take_in_transcript
from desktop.heard.page import build_pane
from desktop.kit.dialogs import Sheet
from tests.db.matching.scene import report, row
from tests.db.sittings.council import neighbour, opened_sitting
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import EVENING, HandClock

KEY = Qt.Key


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    sitting = opened_sitting(store)
    neighbour(store, "Rosaura", "Ñandúbez")
    for title in ("Apertura", "Farol de la costanera"):
        store.do(add_item, sitting_id=sitting, title=title)
    store.do(next_item, sitting_id=sitting)
    clock.forward(minutes=10)
    store.do(next_item, sitting_id=sitting)
    clock.forward(minutes=5)
    with opened_room(
        build_pane, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot, sitting=sitting
    ) as made:
        yield made


def at(room: Room[Any]) -> Any:
    """When the agenda began."""
    first = room.bridge.store.ask(items, sitting_id=room.sitting)[0]
    assert first.started_at is not None
    return first.started_at


def told(room: Room[Any]) -> None:
    """A call, its chat, its poll and its recording come in while the pane is on the screen."""
    begin = at(room) - EVENING
    call = report(row("Rosaura Ñandúbez", begin.total_seconds() / 60), row("Kevin"))
    lines = [
        ChatLine(1, "Rosaura Ñandúbez", "Presente", said_at=at(room) + timedelta(minutes=1)),
        ChatLine(2, "Rosaura Ñandúbez", "Falta luz en la costanera", said_at=at(room) + timedelta(minutes=12)),
        ChatLine(3, "Kevin", "¿Cuándo?", said_at=at(room) + timedelta(minutes=13)),
    ]
    polls = Polls(None, (PollAnswer("1", "¿Qué tal?", ("Bien",)),), lines=1)
    spoken = Spoken(1, timedelta(minutes=12), timedelta(minutes=13), "Kevin", "Hay que cambiar el farol.")

    async def came() -> None:
        desk, where = room.bridge, {"sitting_id": room.sitting}
        await desk.do(import_report, report=call, sha256="1" * 64, **where)
        await desk.do(take_in_chat, told=Chat(tuple(lines)), sha256="2" * 64, **where)
        await desk.do(take_in_polls, told=polls, sha256="3" * 64, **where)
        await desk.do(take_in_transcript, told=Transcript((spoken,)), sha256="4" * 64, **where)
        await desk.settle()

    room.run(came())


def heard(room: Room[Any]) -> list[str]:
    return [str(room.view.chat.rows.index(place, 0).data()) for place in range(room.view.chat.rows.rowCount())]


def press(room: Room[Any], key: Qt.Key) -> None:
    room.does(lambda: room.qtbot.keyClick(room.view.chat, key))


def test_where_zoom_told_nothing_there_is_nothing_to_look_at(room: Room[Any]) -> None:
    filled: list[int] = []
    room.view.filled.connect(filled.append)
    sitting = room.sitting
    room.does(lambda: room.focus.choose(None))
    assert filled[-1] == -1
    room.does(lambda: room.focus.choose(sitting))
    told(room)
    assert filled[-1] == 3


def test_each_line_stands_under_its_item_with_who_wrote_it(room: Room[Any]) -> None:
    told(room)
    assert heard(room)[0] == "1. Apertura"
    assert heard(room)[1].startswith("Presente. ")
    assert heard(room)[2] == "2. Farol de la costanera"
    assert "Rosaura Ñandúbez" in heard(room)[3]
    assert "Falta decidir, en Correspondencias, quién es." in heard(room)[4]


def test_one_key_makes_a_complaint_of_a_line_and_delete_takes_it_back(room: Room[Any]) -> None:
    told(room)
    room.view.chat.selectRow(3)
    press(room, KEY.Key_R)
    [issue] = room.bridge.store.ask(issues, sitting_id=room.sitting)
    assert (issue.kind, issue.source, issue.way, issue.raised_by) == ("complaint", "chat", "zoom", "Rosaura Ñandúbez")
    assert issue.item == "Farol de la costanera"
    assert "Reclamo" in heard(room)[3]
    assert "Supr lo deshace" in room.view.last.text()
    press(room, KEY.Key_Delete)
    assert room.bridge.store.ask(issues, sitting_id=room.sitting) == ()
    assert "Reclamo" not in heard(room)[3]


def test_a_heading_is_no_message(room: Room[Any]) -> None:
    told(room)
    room.view.chat.selectRow(0)
    for key in (KEY.Key_R, KEY.Key_Return, KEY.Key_Delete):
        press(room, key)
    assert room.bridge.store.ask(issues, sitting_id=room.sitting) == ()


def test_the_words_are_those_of_the_item_whose_notes_are_under_the_hand_and_can_be_copied(room: Room[Any]) -> None:
    told(room)
    first, second = room.bridge.store.ask(items, sitting_id=room.sitting)
    room.does(lambda: room.focus.look_at_item(first.id))
    assert "No se grabó nada" in room.view.words.toPlainText()
    room.does(lambda: room.focus.look_at_item(second.id))
    assert "Kevin: Hay que cambiar el farol." in room.view.words.toPlainText()
    room.view.copy.click()
    assert "Hay que cambiar el farol." in QApplication.clipboard().text()
    assert [one.notes for one in room.bridge.store.ask(items, sitting_id=room.sitting)] == ["", ""]


@pytest.mark.parametrize("sure", [True, False])
def test_the_transcript_goes_for_good_once_the_person_has_said_so(room: Room[Any], sure: bool) -> None:
    told(room)

    def answer(asked: QDialog) -> None:
        assert isinstance(asked, Sheet)
        (asked.accept_button if sure else asked.cancel).click()

    room.answers(room.view.discard.click, answer)
    assert room.view.parts.option("words").isHidden() is sure


def test_the_survey_tells_counts_shares_and_who_did_not_answer(room: Room[Any]) -> None:
    told(room)
    words = " ".join(one.accessibleName() for one in room.view.survey.findChildren(QWidget))
    assert "¿Qué tal?. Respondió 1 de 2 conexiones · 1 sin respuesta · anónima" in words
    assert "Bien: 1 · 100 %" in words
