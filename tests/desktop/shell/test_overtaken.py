"""What the banner says against an act goes by itself when the act goes well, in the real window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from db.errors import Refused
from db.home import Opened
from db.residents.commands import enrol
from desktop.bridge import QUEUE
from desktop.checkin.page import Cards
from desktop.checkin.view import DoorPane
from desktop.kit import theme
from desktop.main import Cabildo
from tests.db.checkin.test_dni import CARD
from tests.db.sittings.council import opened_sitting
from tests.desktop.conftest import Run


class Pressed(QObject):
    first = Signal(str)
    second = Signal(str)


@pytest.fixture
def cabildo(run: Run, qapp: QApplication, opened: Opened, tmp_path: Path) -> Iterator[Cabildo]:
    made = Cabildo(qapp, tmp_path / "folder")
    made.window.show()
    run(made.begin(lambda: opened))
    run(made.bridge.settle())
    yield made
    assert run(made.end())
    theme.apply(qapp)


def said(cabildo: Cabildo) -> list[str]:
    return [one.sentence for one in cabildo.window.banner.messages()]


def refuse(code: str) -> None:
    if code:
        raise Refused(code)


def test_an_act_that_goes_well_at_last_takes_back_its_own_trouble_and_that_of_its_topic(
    run: Run, cabildo: Cabildo
) -> None:
    pressed = Pressed()
    cabildo.bridge.on(pressed.first, refuse, QUEUE, topic="door")
    cabildo.bridge.on(pressed.second, refuse, QUEUE)

    async def press(signal: object, code: str) -> None:
        signal.emit(code)  # type: ignore[attr-defined]
        await cabildo.bridge.settle()

    run(press(pressed.first, "not_a_dni"))
    run(press(pressed.second, "zoom_credentials_wrong"))
    assert len(said(cabildo)) == 2
    run(press(pressed.second, ""))
    assert [one.topic for one in cabildo.window.banner.messages()] == ["door"]
    run(press(pressed.first, ""))
    assert said(cabildo) == []


def test_the_card_that_could_not_be_read_is_forgotten_when_the_neighbour_is_in(
    run: Run, cabildo: Cabildo, opened: Opened
) -> None:
    cabildo.focus.choose(opened_sitting(opened.store))
    opened.store.do(enrol, family_name="Pérez", given_names="Juana Inés", document="23680640")
    cabildo.window.show_page("sala")
    cards, door = cabildo.shell.findChild(Cards), cabildo.window.findChild(DoorPane)
    assert isinstance(cards, Cards)
    assert isinstance(door, DoorPane)

    async def act(what: object) -> None:
        what()  # type: ignore[operator]
        await cabildo.bridge.settle()

    run(act(lambda: cards.hear("@@@")))
    assert len(said(cabildo)) == 1
    run(act(lambda: cards.hear(CARD)))
    assert said(cabildo) == []
