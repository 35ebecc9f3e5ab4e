"""The ritual of closing: what it shows, where it leads, what it tells afterwards; in the window and in the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QScrollArea, QWidget

from db.agenda.commands import add_item, next_item, set_outcome
from db.agenda.floor import give_floor
from db.agenda.queries import items
from db.checkin.commands import bring, check_in
from db.checkin.keying import sign_in
from db.checkin.queries import attendance
from db.home import Home
from db.issues.commands import add_issue, make_commitment
from db.places.city import City
from db.sittings.commands import close_sitting
from db.sittings.corrections import Aftermath
from db.sittings.queries import SittingCard, sitting_card
from db.work import Store
from desktop.focus import Focus
from desktop.sittings.page import build
from desktop.sittings.ritual import Agreed, Closing, Missing, Ritual
from tests.db.sittings.council import neighbour, opened_sitting
from tests.desk import PlainDesk
from tests.desktop.sittings.room import Room, Run, Terminal, opened_room
from tests.record import HandClock


class Sheets:
    """What was shown and said, and what the person answers."""

    def __init__(self) -> None:
        self.closing: Closing | None = None
        self.answer: Agreed | Missing | None = None
        self.told: Aftermath | None = None
        self.again, self.sure = False, False
        self.said: list[str] = []

    async def ask_closing(self, closing: Closing) -> Agreed | Missing | None:
        self.closing = closing
        return self.answer

    def say_closed(self, card: SittingCard, read: Callable[[], None]) -> None:
        self.said.append(card.state)
        read()

    def say_reopened(self) -> None:
        self.said.append("reopened")

    async def show_aftermath(self, card: SittingCard, told: Aftermath) -> bool:
        self.told = told
        return self.again

    async def ask_reopen(self, card: SittingCard) -> bool:
        return self.sure


class Desk:
    """The ritual on a real record."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        self.sheets, self.focus, self.went = Sheets(), Focus(), list[str]()
        self.ritual = Ritual(self.sheets, PlainDesk(store), self.focus, clock, self.went.append)


@pytest.fixture
def desk(store: Store, clock: HandClock) -> Desk:
    return Desk(store, clock)


def an_evening(store: Store) -> str:
    """Two items, the first on the table with somebody speaking; a promise without a day."""
    sitting = opened_sitting(store)
    rosa = neighbour(store, "Rosaura", "Pirincho")
    here = store.do(check_in, sitting_id=sitting, resident_id=rosa).outcome
    store.do(bring, presence_id=here.presence_id, step=2)
    for title in ("Farol", "Baches"):
        store.do(add_item, sitting_id=sitting, title=title)
    store.do(next_item, sitting_id=sitting)
    store.do(give_floor, sitting_id=sitting, resident_id=rosa)
    store.do(make_commitment, sitting_id=sitting, text="Cambiar la lámpara")
    return sitting


def test_what_is_missing_is_told_with_its_name(desk: Desk, store: Store, clock: HandClock) -> None:
    sitting = an_evening(store)
    clock.forward(minutes=90)
    asyncio.run(desk.ritual.close(sitting))
    shown = desk.sheets.closing
    assert shown is not None
    assert [(one.code, one.count, one.name) for one in shown.missing] == [
        ("running", 1, "Farol"), ("speaking", 1, "Rosaura Pirincho"), ("undecided", 1, "Farol"),
        ("untouched", 1, "Baches"), ("promises", 1, "Cambiar la lámpara"),
    ]  # fmt: skip
    assert (shown.seconds, shown.items, shown.done, shown.brought) == (5400, 2, 1, 2)
    assert store.ask(sitting_card, sitting_id=sitting).state == "open"


def test_whoever_is_led_to_an_item_finds_it_in_hand(desk: Desk, store: Store) -> None:
    sitting = an_evening(store)
    second = store.ask(items, sitting_id=sitting)[1].id
    desk.sheets.answer = Missing("untouched", 1, "sala", "Baches", second)
    asyncio.run(desk.ritual.close(sitting))
    assert (desk.went, desk.focus.sitting_id, desk.focus.item_id) == (["sala"], sitting, second)


def test_all_without_a_name_are_entered_and_those_who_were_brought_stay_counted(desk: Desk, store: Store) -> None:
    sitting = an_evening(store)
    desk.sheets.answer = Agreed(unnamed=7, stream_views=120)
    asyncio.run(desk.ritual.close(sitting))
    assert store.ask(attendance, sitting_id=sitting).unnamed == 7
    card = store.ask(sitting_card, sitting_id=sitting)
    assert (card.state, card.unnamed, card.stream_views, desk.sheets.said) == ("closed", 5, 120, ["closed"])
    assert desk.went == ["minutes"]


def test_an_evening_with_all_its_outcomes_misses_nothing(desk: Desk, store: Store) -> None:
    sitting = opened_sitting(store)
    item = store.do(add_item, sitting_id=sitting, title="Farol").outcome
    store.do(next_item, sitting_id=sitting)
    store.do(set_outcome, item_id=item, outcome="agreed")
    store.do(next_item, sitting_id=sitting)
    asyncio.run(desk.ritual.close(sitting))
    assert desk.sheets.closing is not None
    assert desk.sheets.closing.missing == ()


def test_from_the_room_an_open_sitting_is_closed_and_a_closed_one_looked_back_at(desk: Desk, store: Store) -> None:
    asyncio.run(desk.ritual.close_in_hand())
    desk.focus.choose(an_evening(store))
    desk.sheets.answer = Agreed(unnamed=2, stream_views=None)
    asyncio.run(desk.ritual.close_in_hand())
    assert desk.sheets.said == ["closed"]
    asyncio.run(desk.ritual.close_in_hand())
    assert desk.sheets.told is not None
    assert desk.sheets.told.same


def test_opening_again_wants_a_second_yes(desk: Desk, store: Store) -> None:
    sitting = an_evening(store)
    store.do(close_sitting, sitting_id=sitting)
    desk.sheets.again = True
    asyncio.run(desk.ritual.look_back(sitting))
    assert store.ask(sitting_card, sitting_id=sitting).state == "closed"
    desk.sheets.sure = True
    asyncio.run(desk.ritual.look_back(sitting))
    assert store.ask(sitting_card, sitting_id=sitting).state == "open"
    assert (desk.sheets.said, desk.went, desk.focus.sitting_id) == (["reopened"], ["sala"], sitting)


# ---- in the window -------------------------------------------------------------------------------------------------


@pytest.fixture
def room(
    store: Store, city: City, home: Home, clock: HandClock, run: Run, shown: Any, qtbot: Any
) -> Iterator[Room[Any]]:
    an_evening(store)
    with opened_room(build, store=store, city=city, home=home, clock=clock, run=run, shown=shown, qtbot=qtbot) as made:
        yield made


def words(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def the_button(widget: QWidget, name: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if one.objectName() == name and one.isVisible())


def test_the_sheet_closes_with_what_was_entered_and_says_that_it_is_saved(room: Room[Any], store: Store) -> None:
    said: list[str] = []
    banner: list[Any] = []
    room.shell.said.connect(banner.append)

    def answer(dialog: QDialog) -> None:
        said.extend(words(dialog))
        sheet: Any = dialog
        assert sheet.unnamed.value() == 2
        sheet.unnamed.setValue(0)
        assert sheet.unnamed.value() == 2, "whoever came with somebody is not counted away"
        sheet.unnamed.setValue(3)
        sheet.views.setValue(80)
        room.qtbot.mouseClick(the_button(dialog, "sittings.close.yes"), Qt.MouseButton.LeftButton)

    room.answers(the_button(room.view, "sittings.close").click, answer)
    assert "«Farol» sigue en curso; termina con la sesión." in said
    assert "1 compromiso no dice quién o para cuándo: «Cambiar la lámpara»" in said
    assert len(banner) == 1
    assert banner[0].sentence.startswith("La sesión está cerrada y guardada (19:00:00). Huella de los hechos: ")
    sitting = store.ask(lambda session: session.scalars(_ids()).one())
    card = store.ask(sitting_card, sitting_id=sitting)
    assert (card.state, card.unnamed, card.stream_views) == ("closed", 1, 80)
    assert the_button(room.view, "sittings.look_back").text() == "Después del cierre"


def _ids() -> Any:
    from sqlalchemy import select

    from db.sittings.tables import Sitting

    return select(Sitting.id)


def test_one_key_leads_to_what_is_missing(room: Room[Any]) -> None:
    went: list[str] = []
    room.shell.wanted.connect(went.append)

    def answer(dialog: QDialog) -> None:
        dialog.activateWindow()
        room.qtbot.waitExposed(dialog)
        the_button(dialog, "sittings.close.go.untouched").click()

    room.answers(the_button(room.view, "sittings.close").click, answer)
    assert went == ["sala"]
    assert room.focus.item_id is not None


def test_corrections_stand_on_the_card_and_in_a_list_with_who_and_when(
    room: Room[Any], store: Store, clock: HandClock
) -> None:
    sitting = store.ask(lambda session: session.scalars(_ids()).one())
    late = neighbour(store, "Cora", "Yrurtia")

    async def done() -> None:
        await room.bridge.do(close_sitting, sitting_id=sitting)
        at = clock.now()
        clock.forward(minutes=30)
        await room.bridge.do(sign_in, sitting_id=sitting, signatures=((late, False),), arrived_at=at)
        await room.bridge.do(add_issue, sitting_id=sitting, kind="question", text="¿Cuándo?")
        await room.bridge.settle()

    room.run(done())
    back = the_button(room.view, "sittings.look_back")
    assert back.text() == "2 correcciones después del cierre"
    room.view.resize(1170, 700)  # what the frame leaves of 1366 x 768
    room.run(room.bridge.settle())
    assert [one.horizontalScrollBar().maximum() for one in room.view.findChildren(QScrollArea)] == [0]
    said: list[str] = []

    def answer(dialog: QDialog) -> None:
        said.extend(words(dialog))
        dialog.accept()

    room.answers(back.click, answer)
    assert "Los hechos ya no son los del cierre. Abajo está cada corrección." in said
    assert "19/11/2026 19:30  ·  Ribera 1  ·  Presencia (se agregó): Cora Yrurtia" in said
    assert "19/11/2026 19:30  ·  Ribera 1  ·  Pedido (se agregó): ¿Cuándo?" in said


# ---- in the terminal -----------------------------------------------------------------------------------------------


@pytest.fixture
def terminal(tmp_path: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(Home(tmp_path / "casa"), monkeypatch, capsys)


def test_the_terminal_closes_tells_corrections_and_opens_again(terminal: Terminal) -> None:
    sitting = terminal.planned()
    assert terminal.call("sitting", "corrections", sitting)[1].strip() == "La sesión no está cerrada."
    terminal.json("sitting", "open", sitting)
    closed = terminal.json("sitting", "close", sitting, "--unnamed", "4", "--views", "80")
    assert len(closed["facts_hash"]) == 64
    shown = terminal.json("sitting", "show", sitting)
    assert (shown["unnamed"], shown["stream_views"], shown["closing"]["corrections"]) == (4, 80, [])
    terminal.json("issue", "add", sitting, "--kind", "complaint", "--text", "Falta luz")
    told = terminal.json("sitting", "corrections", sitting)["closing"]
    assert (told["same"], [one["about"] for one in told["corrections"]]) == (False, ["Falta luz"])
    out = terminal.call("sitting", "corrections", sitting)[1]
    assert "Correcciones después del cierre: 1" in out
    assert "Pedido (se agregó): Falta luz" in out
    assert terminal.json("sitting", "views", sitting, "95")["stream_views"] == 95
    assert terminal.json("sitting", "reopen", sitting)["state"] == "open"
    assert "abierta" in terminal.refused("sitting", "reopen", sitting)
