"""The page of what was asked for across sittings, in the hands of a person, in Spanish, on the real record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from sqlalchemy import select

from db.home import Home
from db.issues.commands import add_issue
from db.issues.due import sent_lists
from db.issues.search import Wanted, find_issues
from db.places.city import City
from db.places.tables import Neighbourhood
from db.sittings.commands import close_sitting, open_sitting
from db.work import Store, Work
from desktop.issues.asked_page import build
from desktop.issues.lists_sheet import ListsSheet, SentSheet
from desktop.issues.point_field import PointSheet
from desktop.kit.picker import Picker
from tests.db.sittings.council import neighbour, planned, weeks_ago
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import EVENING, HandClock

CONTROL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    old, new = planned(store, starts_at=weeks_ago(store, 30)), planned(store)
    rosa = neighbour(store, "Rosaura", "Ñandúbez")
    for sitting, text, area in (
        (old, "Farol apagado", "Dirección de Faroles"),
        (new, "Farol torcido", "Dirección de Faroles"),
        (new, "Puente flojo", "Dirección de Puentes"),
        (new, "Más bancos", ""),
    ):
        store.do(
            add_issue, sitting_id=sitting, kind="complaint", text=text, raised_by_id=rosa, department=area
        )  # fmt: skip
    store.do(open_sitting, sitting_id=old)
    store.do(close_sitting, sitting_id=old)
    with opened_room(build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot) as made:
        made.view.resize(1170, 700)
        yield made


def texts(room: Room[Any]) -> list[str]:
    return [one.text for one in room.view.list.rows.rows()]


def states(store: Store) -> dict[str, str]:
    return {one.text: one.state for one in store.ask(find_issues, wanted=Wanted(), topics={}).issues}


def key(room: Room[Any], part: QWidget, which: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    room.view.activateWindow()
    room.qtbot.waitUntil(room.view.isActiveWindow)
    room.does(lambda: room.qtbot.keyClick(part, which, modifier))


def chooses(room: Room[Any], *found: str) -> None:
    """Stands on a line, and takes others with Control."""

    def act() -> None:
        view = room.view.list
        for number, text in enumerate(found):
            place = next(place for place, one in enumerate(view.rows.rows()) if one.text == text)
            spot = view.visualRect(view.rows.index(place, 2)).center()
            held = CONTROL if number else NONE
            room.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, spot)

    room.does(act)


def test_letters_find_in_any_order_and_the_counts_close(room: Room[Any], store: Store) -> None:
    assert texts(room) == ["Más bancos", "Puente flojo", "Farol torcido", "Farol apagado"]
    assert room.view.states.option("").text() == "Todos 4"
    room.does(lambda: room.qtbot.keyClicks(room.view.field, "rosaura far"))
    assert texts(room) == ["Farol torcido", "Farol apagado"]
    assert [room.view.states.option(state).text() for state in ("", "open", "settled")] == [
        "Todos 2", "Abierto 2", "Resuelto 0",
    ]  # fmt: skip
    room.does(lambda: room.qtbot.keyClicks(room.view.field, " zzz"))
    assert texts(room) == []
    assert room.view.none.isVisible()


def test_filters_narrow_and_the_cross_widens(room: Room[Any]) -> None:
    area = next(key for key, name in room.view._shown.choices.areas if "Puentes" in name)
    room.does(lambda: room.view._choices["department"].set_value(area))
    assert texts(room) == ["Puente flojo"]
    room.does(lambda: room.view._choices["department"].set_value("-"))
    assert texts(room) == ["Más bancos"]
    room.press(room.view.filters.widen)
    assert len(texts(room)) == 4
    room.does(lambda: room.view.period.choice.set_value("days_30"))
    assert len(texts(room)) == 3
    room.does(lambda: room.view.period.choice.set_value("own"))
    assert len(texts(room)) == 4, "from the first of January until today"


def test_one_is_answered_from_the_keyboard_and_that_is_taken_back(room: Room[Any], store: Store) -> None:
    key(room, room.view.field, Qt.Key.Key_Down)
    assert room.view.list.hasFocus()

    def answer(dialog: QDialog) -> None:
        form: Any = dialog
        assert form.form.field("state").value() == "answered"
        room.qtbot.keyClicks(form.form.field("answer"), "Va en mayo")
        room.qtbot.keyClicks(form.form.field("answered_by"), "Ing. Paz")
        room.qtbot.keyClick(form.form.field("answered_by"), Qt.Key.Key_Return)

    room.answers(lambda: room.qtbot.keyClick(room.view.list, Qt.Key.Key_Return), answer)
    (told,) = [one for one in room.view.list.rows.rows() if one.text == "Más bancos"]
    assert (told.state, told.answer, told.answered_by, told.answered_on) == (
        "answered", "Va en mayo", "Ing. Paz", EVENING.date(),
    )  # fmt: skip
    key(room, room.view, Qt.Key.Key_Z, CONTROL)
    assert states(store)["Más bancos"] == "open"
    assert not room.view.undo.isEnabled()


def test_several_are_settled_at_once_stay_chosen_and_are_put_back_at_once(room: Room[Any], store: Store) -> None:
    chooses(room, "Puente flojo", "Farol apagado")

    def settle(dialog: QDialog) -> None:
        form: Any = dialog
        form.form.field("state").set_value("settled")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.panel.state.click, settle)
    assert [text for text, state in states(store).items() if state == "settled"] == ["Puente flojo", "Farol apagado"]
    assert len(room.view.list.chosen_keys()) == 2
    room.press(room.view.undo)
    assert set(states(store).values()) == {"open"}


def test_a_new_department_may_be_written_and_a_known_one_is_completed(room: Room[Any], store: Store) -> None:
    for typed, spelt in (("puentes", "Dirección de Puentes"), ("Deportes", "Deportes")):
        chooses(room, "Más bancos")

        def assign(dialog: QDialog, typed: str = typed) -> None:
            form: Any = dialog
            area: Picker = form.form.field("department")
            area.clear()
            room.qtbot.keyClicks(area, typed)
            area.complete_alone()  # type: ignore[attr-defined]
            room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

        room.answers(room.view.panel.area.click, assign)
        assert [one.department for one in room.view.list.rows.rows() if one.text == "Más bancos"] == [spelt]


def test_its_words_are_set_right_from_here_too(room: Room[Any], store: Store) -> None:
    chooses(room, "Puente flojo")

    def change(dialog: QDialog) -> None:
        form: Any = dialog
        form.form.field("text").setText("Puente suelto")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.panel.edit.click, change)
    assert "Puente suelto" in texts(room)


def test_where_it_is_is_clicked_on_the_map_of_the_city(room: Room[Any], store: Store, qtbot: Any) -> None:
    ring = [[[-60.7, -33.0], [-60.6, -33.0], [-60.6, -32.9], [-60.7, -32.9], [-60.7, -33.0]]]
    quarter = store.do(draw_a_quarter, polygon={"type": "MultiPolygon", "coordinates": [ring]}).outcome
    chooses(room, "Puente flojo")

    def change(dialog: QDialog) -> None:
        form: Any = dialog
        point = form.form.field("point")
        qtbot.mouseClick(point.on_map, Qt.MouseButton.LeftButton)
        sheet = form.findChild(PointSheet)
        assert not sheet.accept_button.isEnabled()
        sheet.map.grab()  # it is laid out when it is drawn
        qtbot.mouseClick(sheet.map, Qt.MouseButton.LeftButton, pos=sheet.map.rect().center())
        assert sheet._said.text().startswith(f"{quarter} · "), "one reads where one clicked"
        sheet.map.pointed.emit(-60.6612345, -32.9512345)
        qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
        assert point.value() == "-32.95123, -60.66123"
        qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.panel.edit.click, change)
    [one] = [one for one in room.view.list.rows.rows() if one.text == "Puente flojo"]
    assert one.point == {"lat": -32.95123, "lon": -60.66123}
    room.does(room.view.undo_wanted.emit)
    assert all(one.point is None for one in room.view.list.rows.rows())


def draw_a_quarter(work: Work, *, polygon: dict[str, Any]) -> str:
    quarter = work.session.scalars(select(Neighbourhood)).first()
    assert quarter
    quarter.polygon = polygon
    return quarter.name


def test_one_goes_to_the_sitting_it_came_from(room: Room[Any], qtbot: Any) -> None:
    chooses(room, "Farol apagado")
    with qtbot.waitSignal(room.shell.wanted) as wanted:
        room.press(room.view.panel.enter)
    assert wanted.args == ["minutes"]
    assert room.focus.sitting_id is not None
    chooses(room, "Más bancos")
    with qtbot.waitSignal(room.shell.wanted) as wanted:
        room.press(room.view.panel.enter)
    assert wanted.args == ["sala"]


def test_lists_are_written_noted_as_sent_and_not_offered_again(
    room: Room[Any], store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[str] = []

    async def place(name: str, ending: str) -> Path:
        places.append(f"{name}{ending}")
        return tmp_path / f"listas{ending}"

    monkeypatch.setattr(room.view, "ask_place", place)
    asked: list[list[str]] = []

    async def sent(issues: int, today: Any) -> tuple[str, Any]:
        return "Mesa de entradas", today

    monkeypatch.setattr(room.view, "ask_sent", sent)

    def order(dialog: QDialog) -> None:
        assert isinstance(dialog, ListsSheet)
        asked.append([box.text() for box in dialog.areas.values()])
        next(box for box in dialog.areas.values() if "Sin área" in box.text()).click()
        room.qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.lists.click, order)
    assert asked == [["Dirección de Faroles · 2 pedidos", "Dirección de Puentes · 1 pedido", "Sin área · 1 pedido"]]
    assert (tmp_path / "listas.zip").exists()
    assert places == ["Pedidos Villa Ejemplo 2026-11-19.zip"]
    assert {one.department for one in store.ask(sent_lists)} == {"Dirección de Faroles", "Dirección de Puentes"}

    def again(dialog: QDialog) -> None:
        assert isinstance(dialog, ListsSheet)
        asked.append([box.text() for box in dialog.areas.values()])
        dialog.reject()

    room.answers(room.view.lists.click, again)
    assert asked[1] == ["Sin área · 1 pedido"]

    def take_back(dialog: QDialog) -> None:
        assert isinstance(dialog, SentSheet)
        assert not dialog.accept_button.isEnabled()
        dialog.list.setCurrentRow(0)
        room.qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.sent.click, take_back)
    assert len(store.ask(sent_lists)) == 1


def test_more_than_two_hundred_are_shown_when_they_are_wanted(room: Room[Any], store: Store) -> None:
    sitting = planned(store, starts_at=EVENING + timedelta(days=1))

    async def many() -> None:
        for number in range(200):
            await room.bridge.do(add_issue, sitting_id=sitting, kind="proposal", text=f"Número {number}")
        await room.bridge.settle()

    room.run(many())
    assert len(texts(room)) == 200
    assert room.view.states.option("").text() == "Todos 204"
    room.press(room.view.more)
    assert len(texts(room)) == 204
    assert not room.view.more.isVisible()


def test_everything_one_can_reach_by_keyboard_has_a_name(room: Room[Any]) -> None:
    chooses(room, "Puente flojo")
    reachable = [
        part
        for part in room.view.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.isVisibleTo(room.view)
        and not part.objectName().startswith("qt_")
    ]
    assert len(reachable) > 15
    assert [part for part in reachable if not part.accessibleName()] == []
