"""The pane of issues in the hands of a person, in Spanish, on the real record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from db.home import Home
from db.issues.commands import add_issue, make_commitment
from db.issues.queries import commitments, issues
from db.places.city import City
from db.work import Store
from desktop.issues.cards import CommitmentRow, IssueRow
from desktop.issues.page import build_pane
from desktop.kit.fields import Choice
from desktop.kit.picker import Picker
from tests.db.sittings.council import arrives, neighbour, opened_sitting, planned, weeks_ago
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import EVENING, HandClock


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    before = planned(store, starts_at=weeks_ago(store, 4))
    store.do(make_commitment, sitting_id=before, text="Relevar los faroles", department="Dirección de Faroles")
    store.do(make_commitment, sitting_id=before, text="Traer fotos", due_on=EVENING.date() - timedelta(days=9))
    sitting = opened_sitting(store)
    arrives(store, sitting, neighbour(store, "Rosaura", "Ñandúbez"), "zoom")
    with opened_room(
        build_pane, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot, sitting=sitting
    ) as made:
        yield made


def told(room: Room[Any], store: Store) -> list[tuple[str, str, str]]:
    return [(one.kind, one.text, one.raised_by) for one in store.ask(issues, sitting_id=room.sitting)]


def rows(room: Room[Any], kind: type) -> list[Any]:
    return [row for row in room.view.findChildren(kind) if row.isVisibleTo(room.view)]


def test_a_sentence_and_enter_write_it_down_and_the_field_is_ready_for_the_next(room: Room[Any], store: Store) -> None:
    room.types(room.view.field, "Mas bancos en la plaza")
    room.types(room.view.field, "r Falta luz")
    assert told(room, store) == [("proposal", "Mas bancos en la plaza", ""), ("complaint", "Falta luz", "")]
    assert (room.view.field.text(), room.view.kind.value()) == ("", "complaint")
    assert room.view.count.text() == "2"
    assert [row.accessibleName() for row in rows(room, IssueRow)] == [
        "Reclamo: Falta luz. varios vecinos",
        "Propuesta: Mas bancos en la plaza. varios vecinos",
    ]


def test_who_raised_it_is_completed_from_the_people_present_and_a_stranger_is_not_guessed(
    room: Room[Any], store: Store
) -> None:
    room.types(room.view.who, "nandu")
    room.types(room.view.field, "c Cuando podan")
    assert told(room, store) == [("question", "Cuando podan", "Rosaura Ñandúbez")]
    assert room.view.who.text() == ""
    room.qtbot.keyClicks(room.view.who, "Desconocida")
    room.types(room.view.field, "p Otra cosa")
    assert len(told(room, store)) == 1
    assert room.view.field.text() == "Otra cosa"
    room.view.who.clear()


def test_topic_department_and_place_go_with_it(room: Room[Any], store: Store) -> None:
    room.view.topic.set_value("lamps")
    room.view.department.set_value("Dirección de Faroles")
    room.qtbot.keyClicks(room.view.place, "Muelle y Ancla")
    room.types(room.view.field, "r Farol apagado")
    (one,) = store.ask(issues, sitting_id=room.sitting)
    assert (one.topic, one.department, one.place) == ("lamps", "Dirección de Faroles", "Muelle y Ancla")
    assert (room.view.topic.value(), room.view.department.value(), room.view.place.text()) == ("", "", "")


def test_the_key_of_a_kind_leads_into_the_field_so_that_no_letter_falls_beside_it(
    room: Room[Any], store: Store, qtbot: Any
) -> None:
    qtbot.keyClick(room.view, Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert (room.view.focusWidget(), room.view.kind.value()) == (room.view.field, "complaint")
    room.types(room.view.field, "Falta luz")
    assert told(room, store) == [("complaint", "Falta luz", "")]


def test_an_empty_line_writes_nothing(room: Room[Any], store: Store) -> None:
    room.types(room.view.field, "   ")
    assert told(room, store) == []
    assert room.shown.refused == []


def test_the_open_promises_are_there_from_the_start_and_are_settled_with_one_click(
    room: Room[Any], store: Store
) -> None:
    assert room.view.waiting.text() == "De sesiones anteriores: 2 abiertos"
    assert [row.accessibleName().split(".")[0] for row in rows(room, CommitmentRow)] == [
        "Relevar los faroles",
        "Traer fotos",
    ]
    kept = next(
        button for button in rows(room, CommitmentRow)[0].findChildren(QPushButton)
        if button.accessibleName() == "Cumplido"
    )  # fmt: skip
    room.press(kept)
    assert room.view.waiting.text() == "De sesiones anteriores: 1 abierto"
    again = rows(room, CommitmentRow)[0].findChildren(QPushButton)
    assert [button.accessibleName() for button in again] == ["Cómo terminó, en palabras", "Volver a abrir"]
    room.press(again[1])
    assert room.view.waiting.text() == "De sesiones anteriores: 2 abiertos"


def test_a_commitment_is_written_down_with_its_day(room: Room[Any], store: Store) -> None:
    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        fields = form.form
        room.qtbot.keyClicks(fields.field("text"), "Cambiar la lampara")
        fields.field("department").set_value("Dirección de Faroles")
        room.qtbot.keyClicks(fields.field("due"), "31/2")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        fields.field("due").clear()
        room.qtbot.keyClicks(fields.field("due"), "15/12")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.new_promise.click, fill)
    (one,) = store.ask(commitments, sitting_id=room.sitting)
    assert (one.text, one.responsible, f"{one.due_on}") == ("Cambiar la lampara", "Dirección de Faroles", "2026-12-15")


def test_a_neighbour_may_answer_for_it_too(room: Room[Any], store: Store) -> None:
    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        room.qtbot.keyClicks(form.form.field("text"), "Traer fotos")
        who: Picker = form.form.field("resident")
        room.qtbot.keyClicks(who, "rosau")
        room.qtbot.keyClick(who, Qt.Key.Key_Return)
        assert dialog.isVisible(), "Enter has chosen the person and not pressed the button"
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.new_promise.click, fill)
    (one,) = store.ask(commitments, sitting_id=room.sitting)
    assert (one.responsible_kind, one.responsible, one.due_on) == ("resident", "Rosaura Ñandúbez", None)


def test_an_issue_is_set_right_in_a_form(room: Room[Any], store: Store) -> None:
    room.types(room.view.field, "r Farrol")
    (card,) = store.ask(issues, sitting_id=room.sitting)

    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        text: QLineEdit = form.form.field("text")
        assert text.text() == "Farrol"
        text.setText("Farol apagado")
        state: Choice = form.form.field("state")
        state.set_value("answered")
        form.form.field("raised_by").set_value(form.form.field("raised_by")._options[0][0])
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(lambda: room.view.edit_wanted.emit(card.id), fill)
    (now,) = store.ask(issues, sitting_id=room.sitting)
    assert (now.text, now.state, now.raised_by, now.way) == ("Farol apagado", "answered", "Rosaura Ñandúbez", "zoom")


def test_taking_back_is_asked_for(room: Room[Any], store: Store) -> None:
    room.types(room.view.field, "r Falta luz")
    (card,) = store.ask(issues, sitting_id=room.sitting)
    room.answers(lambda: room.view.removal_wanted.emit(card.id), lambda dialog: dialog.reject())
    assert len(told(room, store)) == 1
    room.answers(
        lambda: room.view.removal_wanted.emit(card.id),
        lambda dialog: room.qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton),  # type: ignore[attr-defined]
    )
    assert told(room, store) == []


def test_an_arrival_at_the_door_leaves_the_cards_and_what_one_types_alone(room: Room[Any], store: Store) -> None:
    async def another() -> None:
        await room.bridge.do(add_issue, sitting_id=room.sitting, kind="proposal", text="Luz")
        await room.bridge.settle()

    room.run(another())
    (row,) = rows(room, IssueRow)
    room.qtbot.keyClicks(room.view.field, "medio escr")

    async def arrival() -> None:
        from db.checkin.commands import walk_in

        await room.bridge.do(walk_in, sitting_id=room.sitting, name="Alma Timbó")
        await room.bridge.settle()

    room.run(arrival())
    assert rows(room, IssueRow) == [row]
    assert room.view.field.text() == "medio escr"


def test_everything_one_can_reach_by_keyboard_has_a_name(room: Room[Any]) -> None:
    room.types(room.view.field, "r Falta luz")
    assert not room.view.waiting.isChecked(), "what is asked tonight needs the place"
    room.press(room.view.waiting)
    reachable = [
        part
        for part in room.view.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.isVisibleTo(room.view)
        and not part.objectName().startswith("qt_")
    ]
    assert len(reachable) > 10
    assert [part for part in reachable if not part.accessibleName()] == []


def test_a_new_department_is_told_before_it_is_written_down_and_a_known_one_is_completed(
    room: Room[Any], store: Store
) -> None:
    room.types(room.view.department, "Deportes")
    assert room.view.novel.isVisible()
    assert room.view.novel.text() == "Área nueva: se agrega."
    room.types(room.view.field, "p Cancha")
    assert not room.view.novel.isVisible()
    room.types(room.view.department, "puent")
    assert room.view.department.text() == "Dirección de Puentes"
    room.types(room.view.field, "r Puente flojo")
    assert [one.department for one in store.ask(issues, sitting_id=room.sitting)] == [
        "Deportes",
        "Dirección de Puentes",
    ]


def test_a_point_pasted_behind_the_place_is_kept_as_one(room: Room[Any], store: Store) -> None:
    room.qtbot.keyClicks(room.view.place, "Ancla 12 -32.95, -60.64")
    room.types(room.view.field, "r Falta luz")
    (one,) = store.ask(issues, sitting_id=room.sitting)
    assert (one.place, one.point) == ("Ancla 12", {"lat": -32.95, "lon": -60.64})


def test_act_after_act_is_taken_back_on_the_pane(room: Room[Any], store: Store) -> None:
    room.types(room.view.field, "r Falta luz")
    room.view.waiting.setChecked(True)
    kept = next(
        button for button in rows(room, CommitmentRow)[0].findChildren(QPushButton)
        if button.accessibleName() == "Cumplido"
    )  # fmt: skip
    room.press(kept)
    assert room.view.waiting.text() == "De sesiones anteriores: 1 abierto"
    room.press(room.view.undo)
    assert room.view.waiting.text() == "De sesiones anteriores: 2 abiertos"
    room.press(room.view.undo)
    assert told(room, store) == []
    assert not room.view.undo.isEnabled()


def test_how_a_promise_ended_is_told_in_words_at_the_next_sitting(room: Room[Any], store: Store) -> None:
    room.view.waiting.setChecked(True)
    promise = room.view._shown.waiting[0]
    room.does(lambda: room.view.settled.emit(promise.id, "broken"))

    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        form.form.field("outcome").setText("No hubo presupuesto")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(lambda: room.view.noting.emit(promise.id), fill)
    (now,) = [one for one in room.view._shown.waiting if one.id == promise.id]
    assert (now.state, now.outcome, now.settled_in_id) == ("broken", "No hubo presupuesto", room.sitting)


def test_a_promise_of_tonight_is_set_right_and_put_off_with_a_reason(room: Room[Any], store: Store) -> None:
    promise = room.run(
        room.bridge.do(make_commitment, sitting_id=room.sitting, text="Lus", department="Deportes")
    ).outcome
    room.run(room.bridge.settle())

    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        form.form.field("text").setText("Luz")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(lambda: room.view.setting_right.emit(promise), fill)

    def put_off(dialog: QDialog) -> None:
        form: Any = dialog
        form.form.field("due").setText("20/12")
        form.form.field("reason").setText("Falta material")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(lambda: room.view.moving.emit(promise), put_off)
    (one,) = store.ask(commitments, sitting_id=room.sitting)
    assert (one.text, one.responsible, f"{one.due_on}", one.due_reason) == (
        "Luz", "Deportes", "2026-12-20", "Falta material",
    )  # fmt: skip
