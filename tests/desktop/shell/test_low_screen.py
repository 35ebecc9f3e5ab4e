"""The room on a small screen at twice the size: its panes stand below each other, and nothing is written over."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint

from db.agenda.commands import add_item, next_item
from db.home import Home
from db.places.city import City
from db.work import Store
from desktop.agenda.view import AgendaPane
from desktop.kit.surfaces import scrolled
from desktop.shell.sala import Sala
from tests.db.sittings.council import opened_sitting
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import HandClock


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    sitting = opened_sitting(store)
    store.do(add_item, sitting_id=sitting, title="Farol de la costanera", minutes=15)
    with opened_room(
        lambda parts: scrolled(Sala(parts)),
        store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot, sitting=sitting,
    ) as made:  # fmt: skip
        made.view.resize(683, 384)  # what 1366x768 is at twice the size
        yield made


def test_when_an_item_begins_its_clock_its_notes_and_what_came_of_it_all_have_their_place(
    room: Room[Any], store: Store, qtbot: Any
) -> None:
    pane = room.view.findChild(AgendaPane)

    async def begins() -> None:
        await room.bridge.do(next_item, sitting_id=room.sitting)
        await room.bridge.settle()

    room.run(begins())
    parts = (pane.now.title_now, pane.now.next, pane.floor, pane.notes, pane.outcome, pane.list, pane.field)
    qtbot.waitUntil(lambda: pane.height() >= pane.minimumSizeHint().height())
    places = [(part.mapTo(pane, QPoint()).y(), part.height()) for part in parts]
    for (top, high), (below, _) in itertools.pairwise(places):
        assert top + high <= below
    assert pane.now.next.height() >= pane.now.next.sizeHint().height() * 0.9  # whole, whatever the line above takes
