"""The agenda of the week is told from the page of today: as a message to paste, as a poster, as a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtGui import QGuiApplication

from db.home import Home
from db.places.city import City
from db.sittings.commands import plan_sitting
from db.work import Store
from desktop.sittings import week_sheet
from desktop.sittings.page import build
from tests.desktop.sittings.room import Room, Run, opened_room
from tests.record import EVENING, HandClock


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    facts: dict[str, Any] = {"mode": "hybrid", "join_link": "https://zoom.example/j/91234567890"}
    store.do(plan_sitting, council="Consejo El Muelle", title="Faroles", starts_at=EVENING, **facts)
    with opened_room(build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot) as made:
        yield made


def choose(room: Room[Any], **chosen: Any) -> None:
    def fill(dialog: Any) -> None:
        dialog.form.set_values(chosen)
        dialog.accept_button.click()

    room.answers(room.view.week.share.click, fill)


def test_the_message_for_the_group_is_copied_and_has_no_link_unless_it_is_for_the_house(room: Room[Any]) -> None:
    choose(room, kind="txt")
    assert "Consejo El Muelle" in QGuiApplication.clipboard().text()
    assert "zoom.example" not in QGuiApplication.clipboard().text()
    choose(room, kind="txt", public=False)
    assert "zoom.example" in QGuiApplication.clipboard().text()


def test_the_poster_is_saved_where_the_person_says(
    room: Room[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything but the clicks into the dialog of files, which is the system's."""

    async def place(_page: object, _title: str, name: str, _filters: str) -> Path:
        return tmp_path / name

    monkeypatch.setattr(week_sheet, "choose_place", place)
    choose(room, kind="docx")
    assert "Consejo El Muelle" in "\n".join(
        one.text for one in Document(str(tmp_path / "Agenda 2026-11-19.docx")).paragraphs
    )
