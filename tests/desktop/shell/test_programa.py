"""Programa: surveys, invitations and good practices as tabs of one page of the rail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from db.home import Opened
from desktop.kit import theme
from desktop.main import Cabildo
from desktop.outreach.view import OutreachPage
from desktop.shell.programa import Programa
from tests.db.sittings.council import planned

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def cabildo(run, qapp: QApplication, opened: Opened, tmp_path, qtbot: QtBot) -> Iterator[Cabildo]:
    """The application, and a sitting that is planned for tonight."""
    planned(opened.store, starts_at=opened.store.clock.now())
    made = Cabildo(qapp, tmp_path / "folder")
    made.window.show()
    run(made.begin(lambda: opened))
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    assert run(made.end())
    theme.apply(qapp)


def test_the_tabs_are_reached_by_key(run, cabildo: Cabildo, qtbot: QtBot) -> None:
    cabildo.window.show_page("programme")
    run(cabildo.bridge.settle())
    page = cabildo.window.page("programme")
    assert isinstance(page, Programa)
    for key, name in ((Qt.Key.Key_2, "outreach"), (Qt.Key.Key_3, "experiences"), (Qt.Key.Key_1, "surveys")):
        qtbot.keyClick(cabildo.window, key, CONTROL)
        run(cabildo.bridge.settle())
        tab = page.tab(name)
        assert tab is not None
        assert tab.isVisible()


def test_today_leads_to_who_was_told_of_tonight(run, cabildo: Cabildo, qtbot: QtBot) -> None:
    cabildo.window.show_page("sittings")
    run(cabildo.bridge.settle())
    telling = cabildo.window.findChild(QPushButton, "sittings.telling")
    assert telling is not None
    qtbot.mouseClick(telling, Qt.MouseButton.LeftButton)
    run(cabildo.bridge.settle())
    page = cabildo.window.page("programme")
    assert isinstance(page, Programa)
    told = page.tab("outreach")
    assert isinstance(told, OutreachPage)
    assert told.isVisible()
    assert told.sitting.value() == cabildo.focus.sitting_id


def test_a_click_on_a_tab_brings_the_keyboard_to_where_one_types(run, cabildo: Cabildo, qtbot: QtBot) -> None:
    cabildo.window.show_page("programme")
    run(cabildo.bridge.settle())
    page = cabildo.window.page("programme")
    assert isinstance(page, Programa)
    page.setFocus()
    qtbot.mouseClick(page.bar, Qt.MouseButton.LeftButton, pos=page.bar.tabRect(1).center())
    run(cabildo.bridge.settle())
    told = page.tab("outreach")
    assert isinstance(told, OutreachPage)
    assert told.field.hasFocus()
