"""The agenda pane in the hands of a person, in Spanish, on the real record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db.agenda.commands import add_item, change_item
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
    assert (pane.title_now.text(), pane.count.text()) == ("Farol de la costanera", "1 de 3 tratados  ·  termina 19:21")
    assert pane.count.toolTip() == "Falta: 15:00. 1 punto sin minutos no se cuenta."
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


def chosen(room: Room[Any], store: Store, place: int) -> str:
    """Stands on an item of the list, and answers its id."""
    item = store.ask(items, sitting_id=room.sitting)[place].id
    room.does(lambda: room.view.list.select(item))
    return item


def titles(room: Room[Any], store: Store) -> list[str]:
    return [item.title for item in store.ask(items, sitting_id=room.sitting)]


def key(room: Room[Any], which: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    room.does(lambda: room.qtbot.keyClick(room.view.list, which, held))


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_an_outcome_is_one_key_and_the_same_key_takes_it_away(room: Room[Any], store: Store) -> None:
    f4(room)
    for number, outcome in ((2, "agreed"), (3, "referred"), (3, "none"), (1, "informed")):
        key(room, Qt.Key(int(Qt.Key.Key_0) + number), CTRL)
        assert store.ask(items, sitting_id=room.sitting)[0].outcome == outcome


def test_an_item_is_changed_by_enter_and_says_who_presents_it(room: Room[Any], store: Store) -> None:
    chosen(room, store, 1)

    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        form.form.field("title").setText("Farol y vereda")
        form.form.field("minutes").setValue(25)
        room.qtbot.keyClicks(form.form.field("presenter"), "La vecinal")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(lambda: room.qtbot.keyClick(room.view.list, Qt.Key.Key_Return), fill)
    item = store.ask(items, sitting_id=room.sitting)[1]
    assert (item.title, item.minutes_planned, item.presenter) == ("Farol y vereda", 25, "La vecinal")
    for _ in range(2):
        room.press(room.view.next)
    assert room.view.now.presenter.text() == "Presenta: La vecinal"


def test_two_items_are_joined_by_a_key_and_parted_by_another(room: Room[Any], store: Store) -> None:
    said: list[tuple[str, str]] = []
    room.view.said.connect(lambda sentence, action: said.append((sentence, action)))
    chosen(room, store, 2)

    def agree(dialog: QDialog) -> None:
        form: Any = dialog
        assert form.form.field("title").text() == "Farol de la costanera"
        form.form.field("title").setText("Farol y varios")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(lambda: room.qtbot.keyClick(room.view.list, Qt.Key.Key_J), agree)
    assert titles(room, store) == ["Apertura", "Farol y varios"]
    key(room, Qt.Key.Key_Z, CTRL)
    assert titles(room, store) == ["Apertura", "Farol de la costanera", "Varios"]
    assert said == [
        ("Los dos puntos ahora son uno: «Farol y varios».", "Deshacer"),
        ("Los dos puntos están otra vez por separado.", ""),
    ]


def test_an_item_is_dragged_to_where_the_mouse_lets_it_fall(room: Room[Any], store: Store) -> None:
    pane = room.view.list

    def middle(row: int, lower: bool) -> QPoint:
        return QPoint(60, pane.rowViewportPosition(row) + pane.rowHeight(row) * (3 if lower else 1) // 4)

    def drags(row: int, to: QPoint) -> None:
        port, left = pane.viewport(), Qt.MouseButton.LeftButton
        room.qtbot.mousePress(port, left, pos=middle(row, False))
        for spot in (middle(row, True), to):
            where = QPointF(spot)
            moved = QMouseEvent(
                QEvent.Type.MouseMove, where, port.mapToGlobal(where), left, left, Qt.KeyboardModifier.NoModifier
            )
            QApplication.sendEvent(port, moved)
        room.qtbot.mouseRelease(port, left, pos=to)

    room.does(lambda: drags(2, middle(0, False)))
    assert titles(room, store) == ["Varios", "Apertura", "Farol de la costanera"]
    room.does(lambda: drags(0, middle(1, True)))
    assert titles(room, store) == ["Apertura", "Varios", "Farol de la costanera"]
    room.does(lambda: drags(1, middle(1, True)))
    assert titles(room, store) == ["Apertura", "Varios", "Farol de la costanera"]


def test_an_f4_too_many_is_taken_back_from_wherever_one_is(room: Room[Any], store: Store) -> None:
    f4(room)
    f4(room)
    room.does(lambda: room.qtbot.keyClick(room.view.field, Qt.Key.Key_F4, CTRL))
    assert room.view.title_now.text() == "Apertura"
    assert [item.state for item in store.ask(items, sitting_id=room.sitting)] == ["running", "waiting", "waiting"]


def test_ctrl_z_on_an_item_takes_the_last_change_of_the_agenda_back(room: Room[Any], store: Store) -> None:
    chosen(room, store, 2)
    key(room, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert titles(room, store) == ["Apertura", "Varios", "Farol de la costanera"]
    key(room, Qt.Key.Key_Z, CTRL)
    assert titles(room, store) == ["Apertura", "Farol de la costanera", "Varios"]


def test_who_asks_to_speak_is_noted_by_shift_and_enter_and_called_by_one_key(room: Room[Any]) -> None:
    floor = room.view.floor
    f4(room)

    def asks(letters: str) -> None:
        room.qtbot.keyClicks(floor.picker, letters)
        room.qtbot.keyClick(floor.picker, Qt.Key.Key_Return, SHIFT)

    room.does(lambda: asks("ceib"))
    room.does(lambda: asks("nandu"))
    assert floor.waiting.text() == "Pidieron la palabra: 1. Juanelo Ceibal · Zoom,  2. Rosaura Ñandúbez"
    assert not floor.name.isVisible()
    key(room, Qt.Key.Key_F6, SHIFT)
    assert (floor.name.text(), floor.waiting.text()) == ("Juanelo Ceibal", "Pidieron la palabra: 1. Rosaura Ñandúbez")
    room.press(floor.down)
    assert not floor.waiting.isVisible()


def test_the_hand_beside_the_line_makes_it_note_who_asks(room: Room[Any]) -> None:
    floor = room.view.floor
    f4(room)
    key(room, Qt.Key.Key_F3, CTRL)
    assert floor.picker.placeholderText() == "Pide la palabra…"
    room.types(floor.picker, "ceib")
    assert floor.waiting.isVisible()
    key(room, Qt.Key.Key_F3, CTRL)
    room.types(floor.picker, "nandu")
    assert floor.name.text() == "Rosaura Ñandúbez"


def test_a_long_title_takes_two_lines_and_an_hour_has_its_room(room: Room[Any], store: Store, clock: HandClock) -> None:
    table = room.view.list
    room.types(room.view.field, "Iluminacion, juegos y vereda de la plaza de la costanera")
    room.view.resize(366, 700)
    room.does(lambda: None)
    assert table.rowHeight(3) > table.rowHeight(0)
    f4(room)
    clock.forward(hours=1, minutes=2)
    room.does(room.view.second.emit)
    room.does(lambda: table.show_rows(table.rows.rows()))
    assert table.columnWidth(1) >= table.fontMetrics().horizontalAdvance("1:02:00")


def test_no_end_is_told_where_nobody_said_how_long_anything_takes(room: Room[Any], store: Store) -> None:
    for item in store.ask(items, sitting_id=room.sitting):
        store.do(change_item, item_id=item.id, minutes=0)
    f4(room)
    assert room.view.count.text() == "0 de 3 tratados"
    assert room.view.count.toolTip() == "Falta: 0:00. 3 puntos sin minutos no se cuentan."


def test_a_letter_pasted_as_a_title_leaves_the_clock_and_the_key_that_moves_on_in_sight(
    room: Room[Any], store: Store
) -> None:
    letter = "Vecinos y vecinas de la cortada piden que se vuelva a mirar el farol. " * 60
    store.do(change_item, item_id=store.ask(items, sitting_id=room.sitting)[0].id, title=letter)
    f4(room)
    now = room.view.now
    assert now.title_now.text().startswith("Vecinos y vecinas")
    assert now.title_now.text().endswith("…")
    assert now.title_now.accessibleName() == now.title_now.toolTip() == letter.strip()
    assert now.title_now.height() < room.view.height() / 3
    assert now.next.visibleRegion().boundingRect() == now.next.rect()
