"""The page of what is due, in the hands of a person, in Spanish, on the real record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from db.home import Home
from db.issues.commands import make_commitment
from db.issues.due import Narrow, due
from db.places.city import City
from db.work import Store
from desktop.issues.due_page import build
from tests.db.sittings.council import neighbour, planned, weeks_ago
from tests.desktop.issues.test_asked_page import CONTROL, key
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import EVENING, HandClock

TODAY = EVENING.date()


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    before = planned(store, starts_at=weeks_ago(store, 8))
    rosa = neighbour(store, "Rosaura", "Ñandúbez")
    whose = {"responsible_kind": "resident", "responsible_id": rosa}
    store.do(make_commitment, sitting_id=before, text="Fotos", due_on=TODAY - timedelta(days=2), **whose)
    store.do(make_commitment, sitting_id=before, text="Avisar", due_on=TODAY + timedelta(days=40), **whose)
    store.do(make_commitment, sitting_id=before, text="Lámpara", department="Dirección de Faroles", due_on=TODAY)
    store.do(make_commitment, sitting_id=before, text="Llamar")
    with opened_room(build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot) as made:
        made.view.resize(1170, 700)
        yield made


def texts(room: Room[Any]) -> list[str]:
    return [one.card.text for one in room.view.list.rows.rows()]


def stands_on(room: Room[Any], text: str) -> None:
    place = texts(room).index(text)
    room.does(lambda: room.view.list.selectRow(place))


def one(store: Store, text: str) -> Any:
    return next(
        each.card for each in store.ask(due, narrow=Narrow(state=""), today=TODAY).dues if each.card.text == text
    )


def fills(room: Room[Any], **values: str) -> Any:
    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        for name, value in values.items():
            form.form.field(name).setText(value)
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    return fill


def test_what_is_overdue_comes_first_and_the_terms_count_it(room: Room[Any]) -> None:
    assert texts(room) == ["Fotos", "Lámpara", "Avisar", "Llamar"]
    assert [room.view.terms.option(term).text() for term in ("", "overdue", "week", "later", "undated")] == [
        "Todos 4", "Vencido 1", "Esta semana 1", "Más adelante 1", "Sin fecha 1",
    ]  # fmt: skip
    room.press(room.view.terms.option("overdue"))
    assert texts(room) == ["Fotos"]
    assert room.view.terms.option("").text() == "Todos 4"


def test_filters_and_letters_narrow(room: Room[Any]) -> None:
    whose = room.view._choices["responsible"]
    rosa = next(place for place in range(whose.count()) if "Ñandúbez" in whose.itemText(place))
    room.does(lambda: whose.setCurrentIndex(rosa))
    assert texts(room) == ["Fotos", "Avisar"]
    room.press(room.view.filters.widen)
    room.does(lambda: room.qtbot.keyClicks(room.view.field, "farol lamp"))
    assert texts(room) == ["Lámpara"]


def test_it_is_settled_from_here_with_a_word_and_taken_back(room: Room[Any], store: Store) -> None:
    key(room, room.view.field, Qt.Key.Key_Down)
    room.answers(lambda: room.qtbot.keyClick(room.view.list, Qt.Key.Key_Return), fills(room, outcome="Las trajo"))
    assert (one(store, "Fotos").state, one(store, "Fotos").outcome) == ("kept", "Las trajo")
    assert "Fotos" not in texts(room)
    key(room, room.view, Qt.Key.Key_Z, CONTROL)
    assert (one(store, "Fotos").state, one(store, "Fotos").outcome) == ("open", "")
    stands_on(room, "Llamar")
    room.answers(room.view.panel.broken.click, lambda dialog: dialog.reject())
    assert one(store, "Llamar").state == "open", "who goes back has settled nothing"


def test_what_was_settled_is_found_again_and_opened(room: Room[Any], store: Store) -> None:
    stands_on(room, "Llamar")
    room.answers(room.view.panel.released.click, fills(room))
    room.does(lambda: room.view._choices["state"].set_value("released"))
    assert texts(room) == ["Llamar"]
    stands_on(room, "Llamar")
    room.press(room.view.panel.again)
    assert one(store, "Llamar").state == "open"


def test_another_day_needs_a_reason(room: Room[Any], store: Store) -> None:
    stands_on(room, "Fotos")

    def fill(dialog: QDialog) -> None:
        form: Any = dialog
        form.form.field("due").setText("31/12")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)
        assert dialog.isVisible()
        form.form.field("reason").setText("Faltan copias")
        room.qtbot.mouseClick(form.accept_button, Qt.MouseButton.LeftButton)

    room.answers(room.view.panel.day.click, fill)
    card = one(store, "Fotos")
    assert (f"{card.due_on}", card.due_reason) == ("2026-12-31", "Faltan copias")
    room.press(room.view.undo)
    assert (one(store, "Fotos").due_on, one(store, "Fotos").due_reason) == (TODAY - timedelta(days=2), "")


def test_a_reminder_is_copied_with_all_that_the_one_responsible_owes(room: Room[Any]) -> None:
    stands_on(room, "Fotos")
    room.press(room.view.panel.remind)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Hola, Rosaura Ñandúbez:")
    assert "Fotos" in text
    assert "Avisar" in text
    assert "Lámpara" not in text
    stands_on(room, "Llamar")
    assert not room.view.panel.remind.isEnabled()


def test_the_list_is_saved_as_it_is_narrowed(room: Room[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def place(name: str) -> Path:
        assert name == "Compromisos 2026-11-19"
        return tmp_path / "lista.pdf"

    monkeypatch.setattr(room.view, "ask_place", place)
    room.press(room.view.save)
    assert (tmp_path / "lista.pdf").read_bytes().startswith(b"%PDF")


def test_one_goes_to_the_sitting_that_heard_it(room: Room[Any], qtbot: Any) -> None:
    stands_on(room, "Fotos")
    with qtbot.waitSignal(room.shell.wanted) as wanted:
        room.press(room.view.panel.enter)
    assert wanted.args == ["sala"]
    assert room.focus.sitting_id == room.view.list.selected().card.sitting_id


def test_everything_one_can_reach_by_keyboard_has_a_name(room: Room[Any]) -> None:
    stands_on(room, "Fotos")
    reachable = [
        part
        for part in room.view.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.isVisibleTo(room.view)
        and not part.objectName().startswith("qt_")
    ]
    assert len(reachable) > 12
    assert [part for part in reachable if not part.accessibleName()] == []
