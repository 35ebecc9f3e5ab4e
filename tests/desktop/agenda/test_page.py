"""The agenda pane in the hands of a person, in Spanish, on the real record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from db.agenda.commands import add_item
from db.agenda.queries import items, turns
from db.home import Home
from db.places.city import City
from db.sittings.commands import close_sitting
from db.work import Store
from desktop.agenda.page import build_pane
from tests.db.sittings.council import arrives, neighbour, opened_sitting
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import HandClock


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    sitting = opened_sitting(store)
    for title, minutes in (("Apertura", 5), ("Farol de la costanera", 15), ("Varios", None)):
        store.do(add_item, sitting_id=sitting, title=title, minutes=minutes)
    arrives(store, sitting, neighbour(store, "Rosaura", "Ñandúbez", gender="woman"))
    arrives(store, sitting, neighbour(store, "Juanelo", "Ceibal", gender="man"), "zoom")
    with opened_room(
        build_pane, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot, sitting=sitting
    ) as made:
        yield made


def f4(room: Room[Any]) -> None:
    room.does(lambda: room.qtbot.keyClick(room.view.notes, Qt.Key.Key_F4))


def test_the_whole_agenda_is_run_with_one_key(room: Room[Any], clock: HandClock) -> None:
    pane = room.view
    assert (pane.overline.text(), pane.title_now.text(), pane.next.text()) == ("SIGUE", "Apertura", "Empezar  ·  F4")
    f4(room)
    clock.forward(minutes=6)
    room.does(pane.second.emit)
    assert (pane.overline.text(), pane.clock.text()) == ("PUNTO 1 DE 3", "6:00")
    assert pane.planned.text() == "+1:00 sobre 5 min"
    f4(room)
    assert (pane.title_now.text(), pane.count.text()) == ("Farol de la costanera", "1 de 3 tratados")
    f4(room)
    assert pane.next.text() == "Terminar  ·  F4"
    f4(room)
    assert pane.title_now.text() == "Ya se trataron todos los puntos"
    assert not pane.next.isVisible()
    assert room.shown.refused == []


def test_notes_are_saved_without_a_button_and_belong_to_the_item_they_were_typed_for(
    room: Room[Any], store: Store
) -> None:
    f4(room)

    def types_and_moves_on() -> None:
        room.view.notes.setFocus()
        room.qtbot.keyClicks(room.view.notes, "Se pidio luz")
        room.qtbot.keyClick(room.view.notes, Qt.Key.Key_F4)

    room.does(types_and_moves_on)
    first, second, _ = store.ask(items, sitting_id=room.sitting)
    assert (first.notes, second.notes) == ("Se pidio luz", "")
    assert room.view.notes.toPlainText() == ""
    room.does(lambda: room.view.list.select(first.id))
    assert room.view.notes.toPlainText() == "Se pidio luz"


def test_it_says_saved_after_a_pause_in_typing(room: Room[Any]) -> None:
    f4(room)

    def types_and_pauses() -> None:
        room.qtbot.keyClicks(room.view.notes, "Se pidio luz")
        room.view.notes.settle()

    room.does(types_and_pauses)
    assert room.view.saved.text() == "guardado"
    room.does(lambda: room.qtbot.keyClicks(room.view.notes, " y"))
    assert room.view.saved.text() == ""


def test_the_floor_is_given_by_some_letters_of_a_name_in_any_order(room: Room[Any], store: Store) -> None:
    f4(room)
    room.types(room.view.floor.picker, "nandubez ros")
    assert room.view.floor.name.text() == "Rosaura Ñandúbez"
    assert room.view.floor.picker.text() == ""
    room.types(room.view.floor.picker, "ceib")
    assert (room.view.floor.name.text(), room.view.floor.name.toolTip()) == ("Juanelo Ceibal", "Juanelo Ceibal · Zoom")
    assert room.view.floor.spoken.text().startswith("En este punto:  Rosaura Ñandúbez")
    assert room.view.floor.equity.text() == "Hablaron 2 de 2 · mujeres 1/1 · varones 1/1 · sala 1/1 · Zoom 1/1"
    room.press(room.view.floor.end)
    assert not room.view.floor.name.isVisible()
    assert len(store.ask(turns, sitting_id=room.sitting)) == 2


def test_an_outcome_is_one_click_and_the_same_click_takes_it_away(room: Room[Any], store: Store) -> None:
    f4(room)
    room.press(room.view.outcome.option("agreed"))
    assert store.ask(items, sitting_id=room.sitting)[0].outcome == "agreed"
    room.press(room.view.outcome.option("agreed"))
    assert store.ask(items, sitting_id=room.sitting)[0].outcome == "none"
    assert not room.view.outcome.option("agreed").isChecked()


def test_items_are_added_at_the_end_or_after_the_chosen_one_and_moved_by_keys(room: Room[Any], store: Store) -> None:
    pane = room.view
    room.types(pane.field, "Tranvia 20'")

    def inserts() -> None:
        room.qtbot.keyClicks(pane.field, "Minuto de silencio")
        room.qtbot.keyClick(pane.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    room.does(inserts)

    def titles() -> list[str]:
        return [item.title for item in store.ask(items, sitting_id=room.sitting)]

    assert titles() == ["Apertura", "Minuto de silencio", "Farol de la costanera", "Varios", "Tranvia"]
    room.does(lambda: pane.list.select(store.ask(items, sitting_id=room.sitting)[4].id))
    alt = Qt.KeyboardModifier.AltModifier
    room.does(lambda: room.qtbot.keyClick(pane.list, Qt.Key.Key_Up, alt))
    assert titles()[3:] == ["Tranvia", "Varios"]
    room.does(lambda: room.qtbot.keyClick(pane.list, Qt.Key.Key_Delete))
    assert "Tranvia" not in titles()
    assert room.shown.refused == []


def test_an_item_spoken_about_is_not_taken_off_and_it_says_so(room: Room[Any]) -> None:
    f4(room)
    room.does(lambda: room.qtbot.keyClick(room.view.list, Qt.Key.Key_Delete))
    assert room.shown.refused == ["item_already_begun"]


def test_a_closed_sitting_offers_no_next_item_but_its_notes_can_still_be_set_right(
    room: Room[Any], store: Store
) -> None:
    f4(room)

    async def close() -> None:
        await room.bridge.do(close_sitting, sitting_id=room.sitting)
        await room.bridge.settle()

    room.run(close())
    assert not room.view.next.isVisible()
    assert not room.view.floor.picker.isVisible()
    assert room.view.notes.isEnabled()


def test_everything_one_can_reach_by_keyboard_has_a_name(room: Room[Any]) -> None:
    reachable = [
        part
        for part in room.view.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and not part.objectName().startswith("qt_")
    ]
    assert len(reachable) > 12
    assert [part for part in reachable if not part.accessibleName()] == []


def test_the_title_of_an_item_has_the_room_that_nothing_else_needs(room: Room[Any], store: Store) -> None:
    table = room.view.list
    room.view.resize(400, 700)
    room.does(lambda: None)
    assert (table.isColumnHidden(2), table.isColumnHidden(3)) == (True, True)
    assert table.columnWidth(0) >= table.viewport().width() - table.columnWidth(1) - 4
    f4(room)
    assert (table.isColumnHidden(2), table.isColumnHidden(3)) == (True, True)
    room.press(room.view.outcome.option("agreed"))
    assert (table.isColumnHidden(2), table.isColumnHidden(3)) == (False, True)
    room.view.resize(900, 700)
    room.does(lambda: None)
    assert (table.isColumnHidden(2), table.isColumnHidden(3)) == (True, False)
