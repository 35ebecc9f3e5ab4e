"""The page as a person finds it: in the real loop, on the real record, in Spanish."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.clock import Clock
from db.home import Home
from db.minutes.facts import Edition
from db.minutes.rules import Check
from db.places.city import City
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.kit import theme
from desktop.kit.banner import Message
from desktop.minutes.page import build
from desktop.minutes.papers import FULL, PUBLIC
from desktop.minutes.presenter import PAGES, Draft
from desktop.minutes.view import MinutesView
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.db.minutes.evening import Evening, played
from tests.desktop.minutes.secretary import edit
from tests.record import HandClock

Run = Callable[[Coroutine[Any, Any, Any]], Any]


class Came(QObject):
    """Notices that a part of the window comes into view."""

    def __init__(self, part: QWidget) -> None:
        super().__init__()
        self.seen: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        part.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and not self.seen.done():
            self.seen.set_result(None)
        return False


class Window:
    """The page with what is around it, and what it said to the banner."""

    def __init__(self, view: MinutesView, bridge: Bridge, shell: ShellSignals, run: Run) -> None:
        self.view, self._bridge, self._run = view, bridge, run
        self.said: list[Message] = []
        shell.said.connect(self.said.append)

    def does(self, act: Callable[[], object]) -> None:
        """Does something as a person would, while the loop runs, and waits until all that came of it is done."""

        async def done() -> None:
            act()
            await self._bridge.settle()

        self._run(done())

    def until_shown(self, act: Callable[[], object], part: QWidget) -> None:
        """Does something outside of the window and lets the loop run until that part of it comes into view."""

        async def done() -> None:
            came = Came(part)
            act()
            await asyncio.wait_for(came.seen, 20)
            await self._bridge.settle()

        self._run(done())

    def press(self, button: QPushButton) -> None:
        assert button.isEnabled()
        self.does(button.click)


@pytest.fixture
def evening(store: Store, clock: HandClock) -> Evening:
    return played(store, clock)


@pytest.fixture
def window(
    evening: Evening,
    store: Store,
    city: City,
    home: Home,
    clock: Clock,
    run: Run,
    shown: Any,
    qtbot: QtBot,
    qapp: QApplication,
) -> Iterator[Window]:
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    bridge, shell = shown.bridge(store), ShellSignals()
    parts = Parts(bridge, Settings(home.path / "settings.json"), Focus(), shell, city, home, "Ribera 1", clock)

    async def made() -> MinutesView:
        view = build(parts)
        await bridge.settle()
        assert isinstance(view, MinutesView)
        return view

    view = run(made())
    qtbot.addWidget(view)
    view.resize(1240, 820)
    view.show()
    yield Window(view, bridge, shell, run)
    assert run(bridge.close())
    assert not shown.crashed


def test_the_page_shows_the_draft_the_sittings_and_what_to_look_at(window: Window) -> None:
    view = window.view

    assert view.title.text() == "Actas"
    assert view.subtitle.text() == "Consejo Barrial El Muelle · Acta 1/2026 · sin redactar"
    assert "Ñandúbez, Rosenda" in view.paper.toPlainText()
    assert view.paper.accessibleName() == "Borrador del acta de Consejo Barrial El Muelle"
    assert [line.title for line in view.sittings.rows.rows()] == ["Sesión de noviembre", "Sesión de octubre"]
    words = [button.accessibleName() for button in view.findChildren(QPushButton) if button.text() == "Ver"]
    assert "Ver: 1 punto se trató y no tiene resultado: Luces del muelle" in words
    assert "Ver: 2 personas en sala sin nombre" in words


def test_the_day_of_a_sitting_is_the_day_of_the_city(window: Window) -> None:
    """On a laptop whose clock is set to London an evening at nine would be told as of the day after."""
    line = replace(window.view.sittings.rows.rows()[0], starts_at=datetime(2026, 11, 20, 1, 30, tzinfo=UTC))
    window.does(lambda: window.view.show_sittings([line], None))
    rows = window.view.sittings.rows
    assert rows.data(rows.index(0, 0)) == "19/11/26"


def test_what_is_final_is_not_written_anew_and_the_papers_beside_it_are(window: Window) -> None:
    view = window.view
    edition = Edition(1, 2026, 1, "final", "es_AR", datetime.now(UTC))
    for paper, may in ((FULL, False), (PUBLIC, True)):
        window.does(partial(view.show_draft, Draft("s", "Consejo", edition, True, "", None, paper)))
        view.show_busy(True)
        view.show_busy(False)
        assert (view.generate.isEnabled(), view.save_as.isEnabled(), view.gather.isEnabled()) == (may, may, True)


def test_generating_says_where_the_file_is_and_offers_to_open_it(
    window: Window, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def open_url(url: Any) -> bool:  # the real one would start an office on the desk of whoever runs the tests
        opened.append(url.toLocalFile())
        return len(opened) < 3

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    assert not window.view.open_word.isEnabled()
    window.press(window.view.generate)

    path = home.path / "Actas" / "Acta 1-2026 Consejo Barrial El Muelle.docx"
    assert path.is_file()
    (message,) = window.said
    assert message.sentence == f"Acta 1/2026, versión 1, guardada como {path.name}"
    assert message.act is not None
    message.act()
    window.press(window.view.open_word)
    assert opened == [str(path), str(path)]
    assert window.view.subtitle.text().endswith("Acta 1/2026 · borrador 1")

    window.press(window.view.open_word)
    assert str(path) in window.said[-1].sentence
    assert window.said[-1].sentence.startswith("En esta computadora ningún programa abre archivos de Word.")


def test_another_sitting_is_read_by_the_arrow_keys_alone(window: Window, qtbot: QtBot) -> None:
    window.view.sittings.setFocus()
    window.does(lambda: qtbot.keyClick(window.view.sittings, Qt.Key.Key_Down))

    assert "Sesión de octubre" in window.view.paper.toPlainText()
    assert "El muelle está a oscuras" not in window.view.paper.toPlainText()


def test_the_paper_is_white_in_the_dark_look_too(window: Window, qapp: QApplication) -> None:
    theme.apply(qapp, dark=True)
    picture = window.view.paper.grab().toImage()
    middle = picture.pixelColor(picture.width() // 2, 12)
    theme.apply(qapp)

    assert middle.name() == "#ffffff"


def test_every_check_is_worded_and_none_by_its_code(window: Window) -> None:
    codes = [
        "figures_contradict", "still_open", "unresolved", "names_missing", "items_undecided", "items_untreated",
        "commitments_without_responsible", "commitments_without_date", "issues_without_person",
        "issues_without_department", "unnamed", "age_missing", "gender_missing", "public_names",
    ]  # fmt: skip
    assert set(PAGES) <= set(codes)
    window.view.show_checks([Check(code, "look", 2) for code in codes])
    words = [button.accessibleName() for button in window.view.findChildren(QPushButton) if button.text() == "Ver"]

    assert len(words) >= len(codes)
    assert not [word for word in words if "_" in word or "%n" in word]


def test_the_longest_council_does_not_widen_the_window(window: Window) -> None:
    before = window.view.minimumSizeHint().width()
    window.view.set_titles("Actas", "Consejo " * 80)
    assert window.view.minimumSizeHint().width() == before


def test_in_a_narrow_window_paper_and_cards_stand_one_under_the_other(window: Window, qtbot: QtBot) -> None:
    view = window.view
    assert view.paper.x() < view.sittings.mapTo(view, view.sittings.rect().topLeft()).x()
    view.resize(640, 900)
    qtbot.waitUntil(lambda: view.open_word.text() == "")
    assert view.open_word.accessibleName() == "Abrir en Word"
    qtbot.waitUntil(lambda: view.sittings.mapTo(view, view.sittings.rect().topLeft()).y() > view.paper.height())
    view.resize(1240, 820)
    qtbot.waitUntil(lambda: view.open_word.text() == "Abrir en Word")


def test_the_draft_is_kept_where_the_eye_was(window: Window) -> None:
    bar = window.view.paper.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    window.press(window.view.generate)

    assert before > 0
    assert abs(bar.value() - before) < 40


def test_a_folder_in_the_way_is_a_sentence_and_not_a_crash(window: Window, home: Home, shown: Any) -> None:
    Path(home.path / "Actas").write_text("", encoding="utf-8")
    window.press(window.view.generate)

    assert shown.unavailable == [("minutes_file_unwritable", True)]
    assert window.view.generate.isEnabled()


def test_saving_in_word_is_noticed_by_itself_and_one_press_takes_it(window: Window, home: Home, qtbot: QtBot) -> None:
    window.press(window.view.generate)
    (path,) = (home.path / "Actas").glob("*.docx")
    assert not window.view.edits.isVisible()
    window.until_shown(lambda: edit(path, {"Faltan tres faroles.": "Faltan trece faroles."}), window.view.edits)

    assert window.view.edits.words.text() == f"{path.name} se modificó en Word: 1 cambio."
    text = window.view.edits.text.toPlainText()
    assert "Dice «trece» donde el registro dice «tres»." in text
    assert "2. Luces del muelle" in text
    window.press(window.view.edits.take)
    assert not window.view.edits.isVisible()
    assert window.said[-1].sentence == (
        "Lo que se modificó es ahora la versión 1; queda aunque el acta se genere de nuevo"
    )
    assert window.view.subtitle.text().endswith("borrador 1 · modificada a mano")
    words = [each.accessibleName() for each in window.view.findChildren(QPushButton) if each.text() == "Ver"]
    assert words[0] == (
        "Ver: Lo que se modificó a mano contradice el registro en 1 lugar: Dice «trece» donde el registro dice «tres»"
    ), "taken as it is, it goes on being wrong"


def test_the_papers_are_chosen_by_name_and_written_together(window: Window, home: Home) -> None:
    names = [window.view.papers.itemText(n) for n in range(window.view.papers.count())]
    assert names == ["Acta completa", "Acta breve", "Versión pública", "Anexo de asistencia", "Lista de compromisos"]
    window.view.papers.setCurrentIndex(2)
    window.does(lambda: window.view.papers.activated.emit(2))
    assert "Ñandúbez" not in window.view.paper.toPlainText()
    window.press(window.view.gather)

    assert window.said[-1].sentence.startswith("6 documentos en la carpeta Documentos del Acta 1-2026")
    assert len(list((home.path / "Actas").glob("Documentos*/*.docx"))) == 5
