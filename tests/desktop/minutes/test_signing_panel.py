"""The panel of signatures: what it offers when, the form by keyboard, and what the presenter makes of the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.changes import Changes
from db.errors import Refused
from db.home import Home
from db.minutes.signing import make_final
from db.minutes.signing_queries import standing
from db.places.city import City
from db.work import Store
from desktop import i18n
from desktop.kit import theme
from desktop.minutes.making import Order, make
from desktop.minutes.pdf import FinalPdf
from desktop.minutes.presenter_signing import BACK, CHECK, SCAN, Asked, Place, Shown, SigningPresenter
from desktop.minutes.signatories_form import SignatoriesSheet
from desktop.minutes.signing_form import SigningSheet
from desktop.minutes.signing_panel import SigningPanel
from desktop.minutes.verdict import Verdict
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.db.minutes.evening import played
from tests.desk import PlainDesk
from tests.desktop.minutes.certificates import PASSPHRASE, Holder
from tests.record import HandClock

PLACES = (Place(1, "Por la coordinación"), Place(2, "Por la Secretaría"))


class Person:
    """Answers what is asked and remembers what was shown."""

    def __init__(self) -> None:
        self.shown: list[Shown | None] = []
        self.said: list[object] = []
        self.yes = True
        self.roles: Sequence[str] | None = None
        self.files: dict[str, Path] = {}
        self.answer: Asked | None = None
        self.offered: Sequence[Place] = ()
        self.before: list[Asked] = []

    def show_standing(self, shown: Shown | None) -> None:
        self.shown.append(shown)

    def show_busy(self, busy: bool) -> None:
        self.said.append(("busy", busy))

    def show_final(self, path: Path, pages: int) -> None:
        self.said.append(("final", path.name, pages))

    def show_signed(self, path: Path, kind: str, signer: str, done: bool) -> None:
        self.said.append(("signed", path.name, kind, signer, done))

    def show_scanned(self, path: Path) -> None:
        self.said.append(("scanned", path.name))

    def show_draft_again(self) -> None:
        self.said.append("draft")

    def open_file(self, path: Path) -> None:
        self.said.append(("open", path.name))

    async def ask_signatories(self, offered: Sequence[tuple[str, str]], now: Sequence[str]) -> Sequence[str] | None:
        self.said.append(("who signs", tuple(role for role, _ in offered), tuple(now)))
        return self.roles

    async def ask_final(self) -> bool:
        return self.yes

    async def ask_draft_again(self) -> bool:
        return self.yes

    async def ask_sign(self, places: Sequence[Place], before: Asked) -> Asked | None:
        self.offered = places
        self.before.append(before)
        return self.answer

    async def ask_file(self, what: str, folder: Path) -> Path | None:
        return self.files.get(what)

    async def ask_last(self, left: int) -> bool:
        self.said.append(("left", left))
        return self.yes

    async def tell_verdict(self, verdict: object) -> None:
        self.said.append(verdict)


class Desk:
    """The panel's presenter on a real record whose acta is final, and whose PDF lies in the folder."""

    def __init__(self, store: Store, city: City, home: Home, clock: HandClock) -> None:
        self.person, self.desk, self.home, self.city, self.clock = Person(), PlainDesk(store), home, city, clock
        self.sitting = ""
        self.settings = Settings(home.path / "settings.json")
        self.presenter = SigningPresenter(
            self.person, self.desk, city=city, home=home, settings=self.settings, clock=clock
        )

    def run(self, job: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(job)

    @property
    def now(self) -> Shown:
        told = self.person.shown[-1]
        assert told is not None
        return told


@pytest.fixture
def desk(
    store: Store, city: City, home: Home, clock: HandClock, final: FinalPdf, today: datetime, qapp: QApplication
) -> Desk:
    i18n.install(qapp, "es_AR")
    made = Desk(store, city, home, clock)
    sitting, folder = played(store, clock).sitting, home.path / "Actas"
    folder.mkdir()
    made.run(make(made.desk, Order(sitting, city, folder)))
    told = store.ask(standing, sitting_id=sitting)
    assert told is not None
    store.do(
        make_final, minutes_id=told.minutes_id, sha256=final.sha256, size=len(final.content), pages=final.pages,
        name="acta.pdf", source_sha256=told.word_sha256 or "",
    )  # fmt: skip
    (folder / "acta.pdf").write_bytes(final.content)
    clock.at = today  # the certificates of the tests are in force today
    made.run(made.presenter.show(sitting))
    made.sitting = sitting
    return made


def test_where_it_stands_is_shown_with_every_place_to_sign(desk: Desk) -> None:
    assert (desk.now.state, desk.now.closed, desk.now.by_hand) == ("final", True, False)
    assert [one.number for one in desk.now.places] == [1, 2, 3, 4]
    assert desk.now.places[0].role == "Por la coordinación de la sesión"
    assert desk.now.paper == desk.home.path / "Actas" / "acta.pdf"
    desk.run(desk.presenter.show(""))
    assert desk.person.shown[-1] is None


def test_signing_offers_the_empty_places_and_forgets_the_secret(desk: Desk, lucia: Holder, tmp_path: Path) -> None:
    key = lucia.file(tmp_path / "lucia.p12")
    desk.person.answer = Asked(False, key, PASSPHRASE, place=2, reason="Conformidad")
    desk.run(desk.presenter.sign())

    assert ("signed", "acta (firmada).pdf", "electronic", "Lucía Benavídez Ñandú", False) in desk.person.said
    assert desk.now.places[1].signer == "Lucía Benavídez Ñandú"
    desk.person.answer = None
    desk.run(desk.presenter.sign())
    assert [one.number for one in desk.person.offered] == [1, 3, 4]
    kept = desk.person.before[-1]
    assert (kept.path, kept.reason, kept.secret, kept.place) == (key, "Conformidad", "", None)
    settings = desk.home.path / "settings.json"
    assert PASSPHRASE not in (settings.read_text(encoding="utf-8") if settings.exists() else "")


def test_the_certificate_of_the_last_time_stands_in_the_form_of_another_day(
    desk: Desk, lucia: Holder, tmp_path: Path
) -> None:
    key = lucia.file(tmp_path / "lucia.p12")
    desk.person.answer = Asked(False, key, PASSPHRASE)
    desk.run(desk.presenter.sign())
    assert Settings(desk.home.path / "settings.json").taste.certificate_file == str(key)
    desk.settings.change(certificate_file=str(tmp_path / "otro.p12"))
    another = SigningPresenter(
        desk.person, desk.desk, city=desk.city, home=desk.home, settings=desk.settings, clock=desk.clock
    )
    desk.run(another.show(desk.sitting))
    desk.person.answer = None
    desk.run(another.sign())
    assert desk.person.before[-1].path == tmp_path / "otro.p12"


def test_a_wrong_secret_is_told_and_the_panel_is_free_again(desk: Desk, lucia: Holder, tmp_path: Path) -> None:
    desk.person.answer = Asked(False, lucia.file(tmp_path / "lucia.p12"), "otra")
    with pytest.raises(Refused) as no:
        desk.run(desk.presenter.sign())
    assert no.value.code == "certificate_file_unreadable"
    assert [one for one in desk.person.said if one in (("busy", True), ("busy", False))] == [
        ("busy", True), ("busy", False),
    ]  # fmt: skip


def test_taking_back_asks_whether_somebody_is_missing(desk: Desk, tmp_path: Path) -> None:
    desk.person.files[BACK] = desk.home.path / "Actas" / "acta.pdf"
    with pytest.raises(Refused) as no:
        desk.run(desk.presenter.take_back())
    assert no.value.code == "paper_without_new_signature"
    assert ("left", 4) in desk.person.said


def test_a_scan_signs_it_and_a_file_is_checked(desk: Desk, tmp_path: Path) -> None:
    scan = tmp_path / "hoja.png"
    scan.write_bytes(b"\x89PNG and so on")
    desk.person.files = {SCAN: scan, CHECK: scan}
    desk.run(desk.presenter.scan())
    assert ("scanned", "acta (escaneo firmado).png") in desk.person.said
    assert (desk.now.state, desk.now.by_hand) == ("signed", True)
    desk.run(desk.presenter.verify())
    told = desk.person.said[-1] if isinstance(desk.person.said[-1], Verdict) else desk.person.said[-2]
    assert isinstance(told, Verdict)
    assert told.good
    desk.presenter.open()
    assert desk.person.said[-1] == ("open", "acta (escaneo firmado).png")


def test_going_back_to_draft_is_asked_first(desk: Desk) -> None:
    desk.person.yes = False
    desk.run(desk.presenter.draft_again())
    desk.run(desk.presenter.finalise())
    assert desk.person.said == []
    desk.person.yes = True
    desk.run(desk.presenter.draft_again())
    desk.run(desk.presenter.look_again(Changes()))
    assert desk.now.state == "draft"
    assert desk.person.said[-1] == "draft"


@pytest.fixture
def panel(qtbot: QtBot, qapp: QApplication) -> SigningPanel:
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    made = SigningPanel(ShellSignals(), ZoneInfo("America/Argentina/Buenos_Aires"))
    qtbot.addWidget(made)
    made.show()
    return made


def offered(panel: SigningPanel) -> set[str]:
    buttons = (
        panel.final,
        panel.signatories,
        panel.sign,
        panel.back,
        panel.scan,
        panel.draft,
        panel.open,
        panel.verify,
    )
    return {each.objectName().rpartition(".")[2] for each in buttons if each.isVisible() and each.isEnabled()}


def test_the_panel_offers_what_makes_sense_now(panel: SigningPanel) -> None:
    assert offered(panel) == {"verify"}
    panel.show_standing(Shown("draft", closed=False))
    assert offered(panel) == {"signatories", "verify"}
    assert panel.words.text() == "Puede pasar a definitiva cuando la sesión esté cerrada."
    panel.show_standing(Shown("draft", closed=True))
    assert offered(panel) == {"final", "signatories", "verify"}
    panel.show_standing(Shown("draft", closed=True, places=PLACES))
    assert panel.words.text().endswith("Firman: Por la coordinación · Por la Secretaría")
    final = Shown("final", closed=True, places=PLACES, paper=Path("acta.pdf"))
    panel.show_standing(final)
    assert offered(panel) == {"sign", "back", "scan", "draft", "open", "verify"}
    panel.show_busy(True)
    assert offered(panel) == set()
    panel.show_busy(False)
    signed = replace(PLACES[0], signer="Lucía", kind="electronic")
    panel.show_standing(replace(final, places=(signed, PLACES[1])))
    assert offered(panel) == {"sign", "back", "scan", "open", "verify"}
    assert panel.words.text() == "1. Por la coordinación: Lucía (firma electrónica)\n2. Por la Secretaría: sin firmar"
    panel.show_standing(replace(final, state="signed", by_hand=True))
    assert offered(panel) == {"open", "verify"}


def test_what_is_edited_and_not_taken_comes_before_everything_final(panel: SigningPanel) -> None:
    panel.show_standing(Shown("draft", closed=True, places=PLACES))
    tall = panel.sizeHint().height()
    panel.show_waiting(True)
    assert offered(panel) == {"verify"}
    assert panel.sizeHint().height() < tall, "the comparison has the room"
    panel.show_busy(True)
    panel.show_busy(False)
    assert offered(panel) == {"verify"}
    panel.show_waiting(False)
    assert offered(panel) == {"final", "signatories", "verify"}


def test_every_button_of_the_panel_has_a_name_for_whoever_hears_the_screen(panel: SigningPanel) -> None:
    panel.show_standing(Shown("final", closed=True, places=PLACES, paper=Path("acta.pdf")))
    for each in (panel.sign, panel.back, panel.scan, panel.draft, panel.open, panel.verify):
        assert each.accessibleName()
        assert each.focusPolicy() != Qt.FocusPolicy.NoFocus


def test_the_form_is_filled_in_by_keyboard_alone(qtbot: QtBot, panel: SigningPanel, tmp_path: Path) -> None:
    (tmp_path / "firma.p12").write_bytes(b"")
    parent = QWidget()
    qtbot.addWidget(parent)
    sheet = SigningSheet(parent, PLACES, Asked(False, Path(), "", location="Villa Ejemplo"))
    answers: list[Asked] = []
    sheet.accepted.connect(lambda: answers.append(sheet.asked()))
    sheet.show()
    qtbot.waitExposed(sheet)
    sheet.accept_button.click()  # nothing is chosen yet
    assert answers == []

    qtbot.keyClick(sheet.form.field("place"), Qt.Key.Key_Down)
    qtbot.keyClicks(sheet.path.line, str(tmp_path / "firma.p12"))
    qtbot.keyClicks(sheet.secret, " con espacios ")
    assert sheet.secret.echoMode() == QLineEdit.EchoMode.Password
    qtbot.keyClick(sheet.secret, Qt.Key.Key_Return)
    (asked,) = answers
    assert (asked.place, asked.path, asked.secret) == (2, tmp_path / "firma.p12", " con espacios ")
    assert (asked.token, asked.location, asked.last) == (False, "Villa Ejemplo", False)
    assert " con espacios " not in repr(asked)


def test_who_signs_is_chosen_by_the_keys_alone(qtbot: QtBot, panel: SigningPanel) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    offered_roles = [("facilitator", "Por la coordinación"), ("secretary", "Por la Secretaría"), ("head", "Dirección")]
    sheet = SignatoriesSheet(parent, offered_roles, ("facilitator", "secretary", "secretary"))
    sheet.show()
    qtbot.waitExposed(sheet)
    assert sheet.chosen() == ("facilitator", "secretary", "secretary")
    qtbot.keyClick(sheet.places[1], Qt.Key.Key_Up)
    qtbot.keyClick(sheet.places[1], Qt.Key.Key_Up)
    qtbot.keyClick(sheet.places[2], Qt.Key.Key_End)
    assert sheet.chosen() == ("facilitator", "head"), "a place left empty is none"
    assert sheet.places[1].accessibleName() == "Lugar 2"


def test_who_signs_is_chosen_while_it_is_a_draft_and_not_afterwards(desk: Desk) -> None:
    desk.person.roles = ("secretary",)
    with pytest.raises(Refused) as no:
        desk.run(desk.presenter.choose_signatories())
    assert no.value.code == "minutes_final"
    desk.run(desk.presenter.draft_again())
    desk.run(desk.presenter.look_again())
    desk.run(desk.presenter.choose_signatories())
    desk.run(desk.presenter.look_again())
    assert [one.role for one in desk.now.places] == ["Por la Secretaría"]
    desk.person.roles = None
    desk.run(desk.presenter.choose_signatories())
    roles, now = ("facilitator", "secretary", "head", "neighbour"), ("secretary",)
    assert desk.person.said[-1] == ("who signs", roles, now)
