"""What was put right after the closing is marked where it stands: at the door, on the agenda, among the requests."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from db.agenda.commands import add_item, set_outcome
from db.checkin.keying import sign_in
from db.home import Home
from db.issues.commands import add_issue, make_commitment
from db.places.city import City
from db.sittings.commands import close_sitting
from db.work import Store
from desktop.agenda.page import build_pane as build_agenda
from desktop.checkin.page import build_pane as build_door
from desktop.issues.page import build_pane as build_issues
from desktop.kit.rows import RowsView
from desktop.parts import Parts
from tests.db.sittings.council import arrives, neighbour, opened_sitting
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import HandClock

Opened = Callable[[Callable[[Parts], QWidget]], AbstractContextManager[Room[Any]]]
MARK = "20/11/2026 07:00, Berta"


@pytest.fixture
def opened_on(store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any) -> Opened:
    """Opens a pane on a closed sitting: of each one was there, and one was put right the morning after."""
    sitting = opened_sitting(store)
    rosa, late = neighbour(store, "Rosaura", "Pirincho"), neighbour(store, "Cora", "Yrurtia")
    arrives(store, sitting, rosa)
    farol = store.do(add_item, sitting_id=sitting, title="Farol").outcome
    store.do(add_item, sitting_id=sitting, title="Baches")
    store.do(add_issue, sitting_id=sitting, kind="complaint", text="De anoche")
    store.do(close_sitting, sitting_id=sitting)
    at = clock.now()
    clock.forward(hours=12)
    store.actor = "Berta"
    store.do(sign_in, sitting_id=sitting, signatures=((late, False),), arrived_at=at)
    store.do(set_outcome, item_id=farol, outcome="agreed")
    store.do(add_issue, sitting_id=sitting, kind="complaint", text="De la mañana")
    store.do(make_commitment, sitting_id=sitting, text="Cambiar la lámpara")

    def on(build: Callable[[Parts], QWidget]) -> AbstractContextManager[Room[Any]]:
        return opened_room(
            build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot, sitting=sitting
        )

    return on


def lines(view: QWidget, name: str) -> dict[str, str]:
    """What each row says, and its tips."""
    found = next(one for one in view.findChildren(RowsView) if one.objectName() == name)
    model = found.model()
    told = {}
    for row in range(model.rowCount()):
        cells = [model.index(row, column) for column in range(model.columnCount())]
        words = " | ".join(str(cell.data() or "") for cell in cells)
        told[words] = " ".join(str(cell.data(Qt.ItemDataRole.ToolTipRole) or "") for cell in cells)
    return told


def test_at_the_door_whoever_was_forgotten(opened_on: Opened) -> None:
    with opened_on(build_door) as room:
        told = lines(room.view, "door.arrivals")
        (cora,) = [tip for words, tip in told.items() if "Cora" in words and "después" in words]
        assert f"después del cierre: se agregó, {MARK}" in cora
        assert not [words for words, tip in told.items() if "Rosaura" in words and "después" in words + tip]
        assert "2 llegadas  ·  1 después del cierre" in [one.text() for one in room.view.findChildren(QLabel)]


def test_on_the_agenda_the_item_that_got_its_outcome_late(opened_on: Opened) -> None:
    with opened_on(build_agenda) as room:
        told = lines(room.view, "agenda.items")
        (farol,) = [tip for words, tip in told.items() if "1. Farol  ·  después del cierre" in words]
        assert f"después del cierre: se corrigió, {MARK}" in farol
        assert not [words for words in told if "Baches" in words and "después" in words]


def test_among_the_requests_and_commitments_what_was_added(opened_on: Opened) -> None:
    with opened_on(build_issues) as room:
        marks = [one.text() for one in room.view.findChildren(QLabel) if "después del cierre" in one.text()]
        assert marks == [f"después del cierre: se agregó, {MARK}"] * 2
