"""Pedidos: requests and commitments as tabs of one page of the rail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.home import Opened
from db.issues.commands import make_commitment
from desktop.kit import theme
from desktop.main import Cabildo
from desktop.shell.pedidos import Pedidos
from tests.db.sittings.council import planned, weeks_ago

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def cabildo(run, qapp: QApplication, opened: Opened, tmp_path, qtbot: QtBot) -> Iterator[Cabildo]:
    """The application with Pedidos in front, and a promise that is overdue."""
    store = opened.store
    late = store.clock.now().date() - timedelta(days=3)
    store.do(make_commitment, sitting_id=planned(store, starts_at=weeks_ago(store, 4)), text="Fotos", due_on=late)
    made = Cabildo(qapp, tmp_path / "folder")
    made.window.show()
    run(made.begin(lambda: opened))
    made.window.show_page("issues")
    run(made.bridge.settle())
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    assert run(made.end())
    theme.apply(qapp)


def test_the_tabs_are_reached_by_key_and_tell_what_is_overdue(run, cabildo: Cabildo, qtbot: QtBot) -> None:
    page = cabildo.window.page("issues")
    assert isinstance(page, Pedidos)
    assert page.bar.accessibleTabName(1) == "Compromisos (1)"
    assert page.tab("due") is None
    for key, name in ((Qt.Key.Key_2, "due"), (Qt.Key.Key_1, "asked")):
        qtbot.keyClick(cabildo.window, key, CONTROL)
        run(cabildo.bridge.settle())
        tab = page.tab(name)
        assert tab is not None
        assert tab.isVisible()
