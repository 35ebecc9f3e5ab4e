"""Files fall on a field, on a list, on an open question: they come in, and stay where they were on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from db.home import Opened
from desktop.kit import theme
from desktop.kit.dialogs import Sheet
from desktop.main import Cabildo
from tests.db.sittings.council import opened_sitting
from tests.desktop.conftest import Run


@pytest.fixture
def cabildo(run: Run, qapp: QApplication, opened: Opened, tmp_path: Path) -> Iterator[Cabildo]:
    made = Cabildo(qapp, tmp_path / "folder")
    made.window.show()
    run(made.begin(lambda: opened))
    made.focus.choose(opened_sitting(opened.store))
    made.window.show_page("sala")
    run(made.bridge.settle())
    yield made
    assert run(made.end())
    theme.apply(qapp)


def drop(on: QWidget, *addresses: str) -> tuple[QDragEnterEvent, QDropEvent]:
    """As the window system brings it: with Shift held down, so that the folder proposes to let go of the file."""
    mime = QMimeData()
    mime.setUrls([QUrl(one) for one in addresses])
    window = on.window().windowHandle()
    at = on.mapTo(on.window(), on.rect().center())
    proposed = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    hands = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    enter = QDragEnterEvent(at, proposed, mime, *hands)
    event = QDropEvent(QPointF(at), proposed, mime, *hands)
    for one in (enter, event):
        one.setDropAction(Qt.DropAction.MoveAction)
        QApplication.sendEvent(window, one)
    return enter, event


def test_a_file_that_falls_on_a_field_is_handed_on_and_copied(cabildo: Cabildo) -> None:
    fallen: list[list[Path]] = []
    cabildo.shell.files_dropped.disconnect()
    cabildo.shell.files_dropped.connect(fallen.append)
    field = next(one for one in cabildo.window.findChildren(QLineEdit) if one.isVisible())
    for event in drop(field, "file:///tmp/zoom.csv", "https://zoom.us/x"):
        assert (event.isAccepted(), event.dropAction()) == (True, Qt.DropAction.CopyAction)
    assert (fallen, field.text()) == ([[Path("/tmp/zoom.csv")]], "")


def test_a_file_that_falls_on_an_open_question_is_handed_on_too(cabildo: Cabildo, qtbot: object) -> None:
    fallen: list[list[Path]] = []
    cabildo.shell.files_dropped.disconnect()
    cabildo.shell.files_dropped.connect(fallen.append)
    sheet = Sheet(cabildo.window, "Planificar")
    sheet.open()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is sheet.windowHandle())  # type: ignore[attr-defined]
    drop(sheet, "file:///tmp/zoom.csv")
    sheet.reject()
    assert len(fallen) == 1


def test_a_link_is_said_to_be_none_and_the_next_file_that_comes_in_takes_that_back(run: Run, cabildo: Cabildo) -> None:
    drop(cabildo.window, "https://zoom.us/rec/share")
    assert [one.topic for one in cabildo.window.banner.messages()] == ["falling"]
    cabildo.shell.settled.emit("falling")
    assert cabildo.window.banner.messages() == []
    run(cabildo.bridge.settle())


def test_what_did_not_arrive_is_no_link_and_the_person_hears_how_it_will(cabildo: Cabildo) -> None:
    drop(cabildo.window)  # the program that it was dragged out of was closed at once, and its files with it
    [said] = cabildo.window.banner.messages()
    assert "no llegó a Cabildo" in said.sentence
