"""A stick in the window: what is asked, what is written, and what a person reads of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.places.city import City
from db.sync import centre
from db.sync.bringing import carry_now
from db.sync.carrying import Brought, Written
from db.sync.commands import keep_credentials
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.sync.server import DeskCard, enrol, server_init
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.kit.dialogs import FormSheet, Sheet
from desktop.kit.palette import Tone
from desktop.sync import sticks
from desktop.sync.carrying import StickWords, file_name, receipt_beside
from desktop.sync.courier import Courier
from desktop.sync.enrol_view import CodeEntrySheet
from desktop.sync.stick_view import BESIDE, CodeSheet, StickCard, WhomSheet
from desktop.sync.ticket_code import code_in, write_code
from tests.db.sync.evening import note_down


@pytest.fixture(autouse=True)
def in_spanish(qapp: QApplication) -> None:
    i18n.install(qapp, "es_AR")


@pytest.fixture
def said() -> list[tuple[str, Tone]]:
    return []


@pytest.fixture
def parts(bridged: Bridge, store: Store, city: City, said: list[tuple[str, Tone]]) -> Any:
    shell = SimpleNamespace(say=lambda words, tone: said.append((words, tone)))
    return SimpleNamespace(bridge=bridged, clock=store.clock, city=city, shell=shell)


@pytest.fixture
def view(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def choosing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """The system's own window for files, in which a person names this one."""

    async def chosen(*_: object) -> Path:
        return path

    monkeypatch.setattr(sticks, "choose_place", chosen)
    monkeypatch.setattr(sticks, "choose_file", chosen)


async def answering(view: QWidget, kind: type[Sheet], answer: Callable[[Any], None]) -> None:
    """Waits for a sheet to be open, and does something in it; the test's own time limit bounds it."""
    while (sheet := next((one for one in view.findChildren(kind) if one.isVisible()), None)) is None:
        await asyncio.sleep(0)
    answer(sheet)


def test_the_line_says_what_is_under_way_until_it_is_confirmed(qtbot: QtBot) -> None:
    card = StickCard()
    qtbot.addWidget(card)
    card.show()
    assert not card.badge.isVisible()
    card.show_under_way(47)
    assert card.badge.text() == "47 van en un pendrive y nadie los confirmó todavía"
    card.show_under_way(1)
    assert card.badge.text() == "1 va en un pendrive y nadie lo confirmó todavía"
    with qtbot.waitSignal(card.carry_wanted):
        qtbot.mouseClick(card.carry, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(card.take_wanted):
        qtbot.mouseClick(card.take, Qt.MouseButton.LeftButton)


def test_to_the_centre_and_back(
    run: Any, parts: Any, view: QWidget, store: Store, server: str, tmp_path: Path, said: list[tuple[str, Tone]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    server_init(server)
    me = store.identity
    card = DeskCard(me.city_id, me.desk_id, me.district_id, "Ribera 1")
    store.do(keep_credentials, credentials=enrol(server, card))
    hand_over_now(store)
    store.do(note_down, name="Peña")
    told: list[object] = []
    path = tmp_path / "ida.cabildo-usb"
    choosing(monkeypatch, path)

    async def away() -> None:
        going = asyncio.ensure_future(sticks.carry_on_stick(parts, view, Courier(parts.bridge), told.append))
        await answering(view, WhomSheet, lambda sheet: sheet.accept_button.click())
        await going

    run(away())
    assert said[-1][0].startswith("1 asiento va en el pendrive, en ida.cabildo-usb. Sigue por enviar")
    assert store.ask(pending) == 1
    made = centre.take_in(server, path.read_bytes())
    receipt_beside(path).write_bytes(made.receipt)
    choosing(monkeypatch, receipt_beside(path))
    run(sticks.take_from_stick(parts, view, Courier(parts.bridge), told.append))
    assert said[-1] == ("1 entregado, 1 confirmado.", Tone.GOOD)
    assert store.ask(pending) == 0
    assert told[-1] is None


def test_to_the_laptop_beside_with_a_code_that_is_said_aloud(
    run: Any, parts: Any, view: QWidget, store: Store, city: City, tmp_path: Path,
    said: list[tuple[str, Tone]], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    from db.home import Home
    from tests.record import CITY_FILE, HandClock, open_store

    other_home = Home(tmp_path / "other")
    other_home.path.mkdir()
    other_home.record.write_bytes(request.getfixturevalue("_empty_record").read_bytes())
    other_home.city_file.write_bytes(CITY_FILE.read_bytes())
    other = open_store(other_home, HandClock(), city)
    other.do(note_down, name="Peña")
    theirs = carry_now(other, tmp_path / "mesa.cabildo-usb", beside=True)
    other.engine.dispose()
    choosing(monkeypatch, theirs.path)
    codes = iter(("AAAA-BBBB-CCCC", str(theirs.code).lower()))

    def type_code(sheet: FormSheet) -> None:
        field = sheet.form.field("code")
        assert isinstance(field, QLineEdit)
        field.setText(next(codes))
        sheet.accept_button.click()

    async def evening() -> None:
        taking = asyncio.ensure_future(sticks.take_from_stick(parts, view, Courier(parts.bridge), lambda _: None))
        await answering(view, FormSheet, type_code)
        await answering(view, FormSheet, type_code)
        await taking

    run(evening())
    assert "se tomaron" in said[-1][0].lower()
    shown_codes: list[str] = []
    choosing(monkeypatch, tmp_path / "vuelta.cabildo-usb")

    def read(sheet: CodeSheet) -> None:
        shown_codes.append(sheet.code.text())
        sheet.accept_button.click()

    async def back() -> None:
        going = asyncio.ensure_future(sticks.carry_on_stick(parts, view, Courier(parts.bridge), lambda _: None))
        await answering(view, CodeSheet, read)  # not enrolled: there is nobody else it could be for
        await going

    run(back())
    assert len(shown_codes[0]) == 14
    assert store.ask(pending) > 0


def test_whom_it_is_for_is_explained(view: QWidget, qtbot: QtBot) -> None:
    sheet = WhomSheet(view)
    qtbot.addWidget(sheet)
    sheet.open()
    qtbot.mouseClick(sheet.whom.option(BESIDE), Qt.MouseButton.LeftButton)
    assert sheet.whom.value() == BESIDE
    assert "en voz alta" in sheet._words.text()


@pytest.mark.parametrize(
    ("brought", "words"),
    [
        (Brought("receipt", 47, 47), ["47 entregados, 47 confirmados."]),
        (
            Brought("receipt", 47, 40, 2, 12, 3, trouble="carry_out_of_order"),
            ["47 entregados, 40 confirmados.", "El servidor apartó 2.", "Trajo 12 asientos de otros puestos.",
             "Quedan 3 por enviar.", "En el centro falta"],
        ),
        (Brought("receipt", known=True), ["Esa constancia ya se tomó"]),
        (Brought("beside", known=True, name="Mesa"), ["Todo lo que escribió «Mesa» ya estaba acá."]),
        (Brought("beside", received=1, name="Mesa"), ["Se tomó 1 asiento de «Mesa»."]),
    ],
)  # fmt: skip
def test_what_came_of_it_is_said_with_numbers(brought: Brought, words: list[str]) -> None:
    said = StickWords().brought(brought)
    assert len(said) == len(words)
    assert all(one.startswith(begin) for one, begin in zip(said, words, strict=True))


def test_a_file_with_nothing_to_send_is_not_told_to_be_waited_for() -> None:
    said = StickWords().carried(Written(Path("/x/ida.cabildo-usb"), 0))
    assert said.startswith("No hay nada por enviar; con ida.cabildo-usb el centro contesta lo que escribieron otros")
    assert "1 asiento" in StickWords().carried(Written(Path("/x/ida.cabildo-usb"), 1))


def test_the_name_of_a_file_tells_for_whom_and_when_and_nothing_else() -> None:
    at = datetime(2026, 11, 26, 19, 5, tzinfo=UTC)
    assert file_name(at, beside=False) == "Para el centro 2026-11-26 19.05.cabildo-usb"
    assert receipt_beside(Path("/x") / file_name(at, beside=True)).name.startswith("Constancia Para la notebook")


def test_an_enrolment_code_is_taken_from_the_camera_or_the_field(view: QWidget, qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtGui import QImage, QTransform

    told = "CABILDO1:" + "ABCDEFGH234567" * 60
    write_code(told, tmp_path / "alta.png")
    picture = QImage(str(tmp_path / "alta.png")).transformed(QTransform().rotate(90))
    assert code_in(picture) == told
    assert code_in(QImage(200, 200, QImage.Format.Format_Grayscale8)) is None
    sheet = CodeEntrySheet(view)
    qtbot.addWidget(sheet)
    sheet.open()
    qtbot.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)
    assert sheet.isVisible()
    with qtbot.waitSignal(sheet.accepted):
        sheet.take(told)
    assert sheet.text.toPlainText() == told
