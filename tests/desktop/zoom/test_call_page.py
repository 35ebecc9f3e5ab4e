"""The call and the account in the real window: set up, created, seen, brought, and nothing of it in the way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from db.home import Opened
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.sittings.queries import sitting_card
from desktop.main import Cabildo
from desktop.zoom import wire
from desktop.zoom.account_view import AccountCard
from desktop.zoom.call_view import CallStrip
from tests.desktop.conftest import Run
from tests.desktop.zoom.stub import ACCOUNT, CLIENT, EVERY_SCOPE, SECRET, Zoom
from tests.desktop.zoom.stub_evening import NUMBER, Join, Meeting, an_evening
from tests.record import EVENING, HandClock


class Window:
    """The application on a desk with one sitting; `does` presses and waits for whatever comes of it."""

    def __init__(self, cabildo: Cabildo, opened: Opened, run: Run, qtbot: QtBot) -> None:
        self.cabildo, self.opened, self.run, self.qtbot = cabildo, opened, run, qtbot

    def does(self, act: Callable[[], object]) -> None:
        async def acting() -> None:
            act()
            await self.cabildo.bridge.settle()

        self.run(acting())

    def button(self, name: str) -> QPushButton:
        found = self.cabildo.window.findChild(QPushButton, name)
        assert found is not None
        return found

    def press(self, name: str) -> None:
        self.does(lambda: self.qtbot.mouseClick(self.button(name), Qt.MouseButton.LeftButton))

    def type_in(self, name: str, text: str) -> None:
        field = self.cabildo.window.findChild(QLineEdit, f"zoom.account.{name}")
        assert field is not None
        self.qtbot.keyClicks(field, text)

    def set_up(self) -> None:
        self.does(lambda: self.cabildo.window.show_page("preferences"))
        for name, text in (("account_id", ACCOUNT), ("client_id", CLIENT), ("client_secret", SECRET)):
            self.type_in(name, text)
        self.press("zoom.account.keep")

    def sala(self, *, number: str | None = str(NUMBER), state: str = "open") -> str:
        council = "Consejo Barrial Astilleros"
        store = self.opened.store
        made: str = store.do(
            plan_sitting, title="Sesión", council=council, starts_at=EVENING, zoom_number=number
        ).outcome
        if state == "open":
            store.do(open_sitting, sitting_id=made)
        self.does(lambda: self.cabildo.focus.choose(made))
        self.does(lambda: self.cabildo.window.show_page("sala"))
        return made

    @property
    def card(self) -> AccountCard:
        found = self.cabildo.window.findChild(AccountCard)
        assert found is not None
        return found

    @property
    def strip(self) -> CallStrip:
        found = self.cabildo.window.findChild(CallStrip)
        assert found is not None
        return found

    def said(self) -> list[str]:
        return [one.sentence for one in self.cabildo.window.banner.messages()]


@pytest.fixture
def window(
    run: Run, qapp: QApplication, qtbot: QtBot, opened: Opened, tmp_path: Any, zoom: Zoom,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Window]:  # fmt: skip
    monkeypatch.setattr(wire, "ZOOM", zoom.addresses)
    opened.store.do(enrol, family_name="Quiroz", given_names="Nélida")
    cabildo = Cabildo(qapp, tmp_path / "folder")
    cabildo.window.show()
    run(cabildo.begin(lambda: opened))
    run(cabildo.bridge.settle())
    yield Window(cabildo, opened, run, qtbot)
    assert run(cabildo.end())


def test_the_card_says_which_permission_to_ask_for(window: Window, zoom: Zoom) -> None:
    zoom.scopes = tuple(one for one in EVERY_SCOPE if "list_registrants" not in one)
    window.set_up()
    words = window.card.words()
    assert words[0] == "Zoom deja entrar a este puesto, pero falta algo."
    assert any("meeting:read:list_registrants:admin" in said for said in words)


def test_the_secret_is_not_shown_again_and_stays_when_nothing_is_typed(window: Window, zoom: Zoom) -> None:
    window.set_up()
    assert window.card.secret.text() == ""
    asked = len(zoom.asked)
    window.press("zoom.account.keep")
    assert window.card.words()[0] == "Zoom le permite a este puesto todo lo que necesita."
    assert len(zoom.asked) > asked


def test_forgotten_credentials_are_gone_and_so_is_the_line_in_sala(window: Window) -> None:
    window.set_up()
    window.sala()
    assert window.strip.isVisible()
    window.does(lambda: window.cabildo.window.show_page("preferences"))
    window.press("zoom.account.forget")
    window.does(lambda: window.cabildo.window.show_page("sala"))
    assert not window.strip.isVisible()


def test_without_access_the_evening_looks_as_before(window: Window, zoom: Zoom) -> None:
    window.sala()
    window.does(window.strip.ticked.emit)
    assert not window.strip.isVisible()
    assert zoom.asked == []


def test_the_meeting_of_a_sitting_is_one_press_and_its_link_another(window: Window) -> None:
    window.set_up()
    sitting = window.sala(number=None, state="planned")
    window.press("zoom.create")
    card = window.opened.store.ask(sitting_card, sitting_id=sitting)
    assert card.registration_link is not None
    window.press("zoom.copy")
    assert QGuiApplication.clipboard().text() == card.registration_link


def test_an_evening_with_zoom_from_the_first_guest_to_the_list(window: Window, zoom: Zoom, clock: HandClock) -> None:
    window.set_up()
    sitting = window.sala()
    zoom.meetings = [Meeting([Join("Nélida Quiroz", 2), Join("Curioso", 3, waiting=True)], ended=None)]
    window.does(window.strip.ticked.emit)
    assert window.strip.words() == "1 en la videollamada · 1 afuera"
    clock.forward(minutes=115)
    window.run(window.cabildo.bridge.do(close_sitting, sitting_id=sitting))
    window.run(window.cabildo.bridge.settle())
    assert window.strip.words() == "A las 20:56 se le pide la lista a Zoom."
    zoom.meetings = []
    clock.forward(minutes=1)
    window.does(window.strip.ticked.emit)
    assert window.strip.words() == "Zoom todavía no tiene la lista; se la pedimos otra vez a las 20:58."
    zoom.meetings = [an_evening()]
    clock.forward(minutes=2)
    window.does(window.strip.ticked.emit)
    assert window.strip.words() == "La lista de la videollamada ya está."
    assert "De Zoom: 7 personas en la videollamada." in window.said()[0]


def test_while_zoom_keeps_one_waiting_the_window_goes_on(window: Window, zoom: Zoom) -> None:
    """The network is a worker's affair: with Zoom silent, a press elsewhere is answered at once."""
    window.set_up()
    window.sala()
    zoom.meetings, zoom.gate = [an_evening()], threading.Event()

    async def evening() -> bool:
        window.qtbot.mouseClick(window.button("zoom.fetch"), Qt.MouseButton.LeftButton)
        while not zoom.at_the_gate:
            await asyncio.sleep(0)
        window.cabildo.window.show_page("sittings")
        going_on = window.cabildo.window.page_in_front == "sittings" and window.cabildo.bridge.running[1] > 0
        assert zoom.gate is not None
        zoom.gate.set()
        await window.cabildo.bridge.settle()
        return going_on

    assert window.run(evening())


def test_without_a_connection_only_whoever_asked_is_told(window: Window, zoom: Zoom) -> None:
    window.set_up()
    window.sala()
    zoom.close()
    before = window.said()
    window.does(window.strip.ticked.emit)
    assert window.said() == before
    assert window.strip.words().startswith("No se llega a Zoom.")
    window.press("zoom.fetch")
    assert any(said.startswith("No se llega a Zoom.") for said in window.said())
