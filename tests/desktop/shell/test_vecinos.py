"""Vecinos: the tabs of the roll, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.home import Opened
from desktop.kit import theme
from desktop.kit.fields import SearchField
from desktop.main import Cabildo
from desktop.shell.vecinos import Vecinos

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def cabildo(run, qapp: QApplication, opened: Opened, tmp_path, qtbot: QtBot) -> Iterator[Cabildo]:
    """The application with Vecinos in front."""
    made = Cabildo(qapp, tmp_path / "folder")
    made.window.show()
    run(made.begin(lambda: opened))
    made.window.show_page("residents")
    run(made.bridge.settle())
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    assert run(made.end())
    theme.apply(qapp)


@pytest.fixture
def page(cabildo: Cabildo) -> Vecinos:
    made = cabildo.window.page("residents")
    assert isinstance(made, Vecinos)
    return made


def test_the_roll_is_in_front_and_its_field_has_the_keyboard(cabildo: Cabildo, page: Vecinos) -> None:
    assert page.bar.currentIndex() == 0
    assert isinstance(cabildo.window.focusWidget(), SearchField)


def test_control_and_a_number_bring_a_tab_to_the_front(run, cabildo: Cabildo, page: Vecinos, qtbot: QtBot) -> None:
    last = page.bar.count()
    qtbot.keyClick(cabildo.window, Qt.Key(Qt.Key.Key_0 + last), CONTROL)
    run(cabildo.bridge.settle())
    assert page.bar.currentIndex() == last - 1
    qtbot.keyClick(cabildo.window, Qt.Key.Key_1, CONTROL)
    assert page.bar.currentIndex() == 0
    assert isinstance(cabildo.window.focusWidget(), SearchField)


def test_a_tab_is_brought_to_the_front_by_mouse(run, cabildo: Cabildo, page: Vecinos, qtbot: QtBot) -> None:
    last = page.bar.count() - 1
    qtbot.mouseClick(page.bar, Qt.MouseButton.LeftButton, pos=page.bar.tabRect(last).center())
    run(cabildo.bridge.settle())
    assert page.bar.currentIndex() == last


def test_what_waits_on_a_tab_is_shown_and_said_until_nothing_waits(page: Vecinos) -> None:
    page.count("residents", 7)
    assert page.bar.accessibleTabName(0) == "Padrón (7)"
    pill = page.bar.tabButton(0, page.bar.ButtonPosition.RightSide)
    assert pill is not None
    page.count("residents", 0)
    assert page.bar.accessibleTabName(0) == "Padrón"
    assert page.bar.tabButton(0, page.bar.ButtonPosition.RightSide) is None


def test_what_waits_is_still_shown_when_it_is_counted_again(page: Vecinos) -> None:
    place = page.bar.count() - 2
    page.count("duplicates", 8)
    page.count("duplicates", 7)
    pill = page.bar.tabButton(place, page.bar.ButtonPosition.RightSide)
    assert pill.isVisibleTo(page.bar)
    page.count("duplicates", 0)
    assert page.bar.tabButton(place, page.bar.ButtonPosition.RightSide) is None
