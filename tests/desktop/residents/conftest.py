"""The roll in the window, for the tests of its page and of lists that are taken in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.home import Home
from db.places.city import City
from db.residents.commands import enrol
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.kit import theme
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.desktop.residents.room import Roll, Run
from tests.record import HandClock


@pytest.fixture
def roll(
    store: Store, home: Home, city: City, clock: HandClock, tmp_path: Path, run: Run, qapp: QApplication, qtbot: QtBot
) -> Iterator[Roll]:
    """The tab of the roll in the real loop, in Spanish, with two people on it."""
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", document="12345678")
    store.do(enrol, family_name="Quintela", given_names="Anselmo")
    crashed: list[BaseException] = []
    bridge = Bridge(store, refused=crashed.append, unavailable=lambda no, _: crashed.append(no), crashed=crashed.append)
    parts = Parts(
        bridge=bridge,
        settings=Settings(tmp_path / "settings.json"),
        focus=Focus(),
        shell=ShellSignals(),
        city=city,
        home=home,
        desk="Ribera 1",
        clock=clock,
    )
    made = Roll(parts, run)
    qtbot.addWidget(made.tab)
    made.tab.resize(1200, 800)
    made.tab.show()
    yield made
    run(bridge.close())
    assert not crashed, crashed
