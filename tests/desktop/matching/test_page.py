"""The matching desk as a person finds it: by keyboard, in the real loop, on the real record, in Spanish."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.home import Home
from db.matching.rules import Verdict
from db.places.city import City
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.focus import Focus
from desktop.kit import theme
from desktop.kit.banner import Message
from desktop.kit.dialogs import FormSheet
from desktop.matching.page import build
from desktop.matching.view import MatchingPage
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from desktop.zoom.page import build_pane, listen
from desktop.zoom.view import PreviewSheet, ZoomStrip
from tests.db.matching.scene import Scene, row
from tests.record import HandClock

Run = Callable[[Coroutine[Any, Any, Any]], Any]
FILES = Path(__file__).parents[2] / "data" / "zoom"
KEY = Qt.Key


class Window:
    """The page and the strip of Sala, with what was said in the banner."""

    def __init__(self, parts: Parts, scene: Scene, run: Run) -> None:
        self.parts, self.scene, self._run = parts, scene, run
        self.said: list[Message] = []
        self.went: list[str] = []
        parts.shell.said.connect(self.said.append)
        parts.shell.wanted.connect(self.went.append)

    def begin(self) -> None:
        async def made() -> None:
            listen(self.parts)
            page, self.pane = build(self.parts), build_pane(self.parts)
            strip = self.pane.findChild(ZoomStrip)
            assert isinstance(page, MatchingPage)
            assert strip is not None
            self.page, self.strip = page, strip
            await self.parts.bridge.settle()

        self._run(made())

    def does(self, act: Callable[[], object]) -> None:
        """Does something as a person would, and waits until all that came of it is done."""

        async def done() -> None:
            act()
            await self.parts.bridge.settle()

        self._run(done())

    def drops(self, *files: Path) -> None:
        """Lets files fall, and agrees to what they would bring."""

        def agree() -> None:
            sheet = next((top for top in QApplication.topLevelWidgets() if isinstance(top, PreviewSheet)), None)
            if sheet is not None and sheet.isVisible():
                looking.stop()
                QTest.mouseClick(sheet.accept_button, Qt.MouseButton.LeftButton)

        looking = QTimer(interval=5)
        looking.timeout.connect(agree)
        looking.start()
        self.does(lambda: self.parts.shell.drop(list(files)))
        looking.stop()

    def types(self, where: QWidget, key: Qt.Key) -> None:
        self.does(lambda: QTest.keyClick(where, key))

    def rows(self) -> list[str]:
        return [one.name for one in self.page.list.rows.rows()]

    def stands_on(self, name: str) -> None:
        self.does(lambda: self.page.select_group(self.scene.group(name).id))


@pytest.fixture
def window(
    store: Store, home: Home, city: City, clock: HandClock, tmp_path: Path, run: Run, qapp: QApplication, qtbot: QtBot
) -> Iterator[Window]:
    i18n.install(qapp, "es_AR")
    theme.apply(qapp)
    crashed: list[BaseException] = []
    shell = ShellSignals()
    bridge = Bridge(
        store,
        refused=lambda no: shell.say(no.code),
        unavailable=lambda no, asked: shell.say(no.code),
        crashed=crashed.append,
    )
    focus, scene = Focus(), Scene(store)
    focus.choose(scene.sitting)
    parts = Parts(
        bridge=bridge,
        settings=Settings(tmp_path / "settings.toml"),
        focus=focus,
        shell=shell,
        city=city,
        home=home,
        desk="Ribera 1",
        clock=clock,
    )
    made = Window(parts, scene, run)
    made.begin()
    for widget in (made.page, made.strip):
        qtbot.addWidget(widget)
    made.page.resize(1200, 800)
    made.page.show()
    yield made
    run(bridge.close())
    assert not crashed, crashed


@pytest.fixture
def busy(window: Window) -> Window:
    """Rosa is sure; M. Gómez is clearly Marta; Ana Paz is one of two; nobody knows Zulma."""
    window.scene.take_in(row("Rosa Peña"), row("M. Gómez"), row("Ana Paz"), row("Zulma"))
    window.does(lambda: window.parts.focus.choose(None))
    window.does(lambda: window.parts.focus.choose(window.scene.sitting))
    return window


def test_a_file_that_falls_on_the_window_fills_the_page_and_the_strip(window: Window) -> None:
    assert window.page.list.isVisible() is False
    window.drops(FILES / "en_rows_2025_meeting_data.csv")
    assert window.rows() == ["Galaxy A12", "Nélida Quiroz"]
    assert window.page.sum.waiting.text() == "2 por decidir"
    assert window.strip.decide.text() == "Decidir 2"
    assert window.said[-1].sentence.startswith("3 personas en Zoom.")


def test_a_bad_file_is_said_in_the_banner_and_changes_nothing(window: Window) -> None:
    window.does(lambda: window.parts.shell.drop([FILES / "not_zoom.csv"]))
    assert [message.sentence for message in window.said] == ["zoom_file_not_zoom"]
    assert window.page.list.isVisible() is False


def test_the_wrong_file_is_taken_out_from_the_banner(window: Window) -> None:
    window.does(lambda: window.parts.shell.shown.emit("matching"))
    window.drops(FILES / "en_rows_2025_meeting_data.csv")
    assert window.said[-1].act is not None
    window.does(window.said[-1].act)
    assert window.page.list.isVisible() is False
    assert window.strip.decide.isHidden()


def test_enter_confirms_the_clear_proposal_and_the_sum_moves(busy: Window) -> None:
    busy.stands_on("M. Gómez")
    assert busy.page.sum.online.number.text() == "1"
    busy.types(busy.page.list, KEY.Key_Return)
    assert busy.scene.group("M. Gómez").verdict is Verdict.CONFIRMED
    assert busy.page.sum.online.number.text() == "2"
    assert "M. Gómez" not in busy.rows()
    assert "Marta Gómez" in busy.page.last.text()


def test_the_arrow_and_enter_choose_between_namesakes(busy: Window) -> None:
    busy.stands_on("Ana Paz")
    busy.types(busy.page.list, KEY.Key_Return)
    assert busy.scene.group("Ana Paz").verdict is Verdict.PROPOSED
    busy.types(busy.page.panel.offers, KEY.Key_Down)
    busy.types(busy.page.panel.offers, KEY.Key_Return)
    assert busy.scene.group("Ana Paz").verdict is Verdict.CONFIRMED


@pytest.mark.parametrize(("key", "verdict"), [(KEY.Key_N, Verdict.NOT_A_NEIGHBOUR), (KEY.Key_S, Verdict.UNNAMED)])
def test_a_letter_says_that_it_is_nobody_and_undo_takes_it_back(busy: Window, key: Qt.Key, verdict: Verdict) -> None:
    busy.stands_on("Zulma")
    busy.types(busy.page.list, key)
    assert busy.scene.group("Zulma").verdict is verdict
    busy.does(busy.page.undo.click)
    assert busy.scene.group("Zulma").verdict is Verdict.UNKNOWN
    assert not busy.page.undo.isEnabled()


def test_somebody_is_looked_for_and_taken_by_keyboard(busy: Window) -> None:
    busy.stands_on("Zulma")
    busy.does(lambda: QTest.keyClicks(busy.page.panel.field, "perez"))
    busy.types(busy.page.panel.field, KEY.Key_Return)
    busy.types(busy.page.panel.offers, KEY.Key_Return)
    [juan] = busy.scene.group("Zulma").residents
    assert juan.id == busy.scene.roll["juan"]


def test_several_are_ticked_by_space_and_number_with_their_names_on_the_button(busy: Window) -> None:
    busy.stands_on("Ana Paz")
    busy.types(busy.page.list, KEY.Key_V)
    assert not busy.page.panel.confirm.isEnabled()
    busy.types(busy.page.panel.offers, KEY.Key_Space)
    busy.types(busy.page.panel.offers, KEY.Key_2)
    assert busy.page.panel.confirm.text() == "Son estas 2 personas"
    busy.types(busy.page.panel.offers, KEY.Key_Return)
    assert len(busy.scene.group("Ana Paz").residents) == 2


def test_a_number_decides_between_namesakes_with_one_key_and_z_undoes_it(busy: Window) -> None:
    busy.stands_on("Ana Paz")
    busy.types(busy.page.list, KEY.Key_2)
    assert busy.scene.group("Ana Paz").verdict is Verdict.CONFIRMED
    busy.types(busy.page.list, KEY.Key_Z)
    assert busy.scene.group("Ana Paz").verdict is Verdict.PROPOSED


def test_z_undoes_the_last_decision_of_all_too_when_nobody_is_left(busy: Window) -> None:
    for name, key in (("M. Gómez", KEY.Key_S), ("Ana Paz", KEY.Key_S), ("Zulma", KEY.Key_N)):
        busy.stands_on(name)
        busy.types(busy.page.list, key)
    focused = busy.page.window().focusWidget()
    assert not busy.page.list.isVisible()
    busy.types(focused, KEY.Key_Z)
    assert busy.scene.group("Zulma").verdict is Verdict.UNKNOWN


def test_r_says_that_it_is_not_this_person(busy: Window) -> None:
    busy.stands_on("M. Gómez")
    busy.types(busy.page.list, KEY.Key_R)
    assert busy.scene.group("M. Gómez").verdict is Verdict.REJECTED


def test_right_goes_to_the_people_and_left_or_escape_back_to_the_groups(busy: Window) -> None:
    busy.stands_on("Ana Paz")
    busy.page.list.setFocus()
    busy.types(busy.page.list, KEY.Key_Right)
    assert busy.page.panel.offers.hasFocus()
    busy.types(busy.page.panel.offers, KEY.Key_Left)
    assert busy.page.list.hasFocus()
    busy.types(busy.page.list, KEY.Key_Slash)
    assert busy.page.panel.field.hasFocus()


def test_an_ear_hears_everything_that_tells_namesakes_apart(busy: Window) -> None:
    busy.stands_on("Ana Paz")
    heard = [busy.page.panel.offers.rows.index(place, 0).data() for place in (0, 1)]
    assert "DNI 30.111.222" in " ".join(heard)
    assert "DNI 31.111.222" in " ".join(heard)
    assert all("mismo nombre completo" in one.casefold() for one in heard)


def test_no_name_is_cut_on_a_small_screen_nor_at_twice_the_size(busy: Window, qapp: QApplication) -> None:
    for scale, size in ((1.0, (1110, 700)), (2.0, (1300, 700))):
        theme.apply(qapp, scale=scale)
        busy.does(partial(busy.page.resize, *size))
        for rows in (busy.page.list, busy.page.panel.offers):
            assert rows.rows.rowCount()
            for place, one in enumerate(rows.rows.rows()):
                assert rows.rowHeight(place) == rows.needed(one)
    theme.apply(qapp)


def test_where_nobody_is_offered_there_is_nobody_to_confirm(busy: Window) -> None:
    confirm = busy.page.panel.confirm
    busy.stands_on("Zulma")
    assert not confirm.isEnabled()
    busy.does(lambda: busy.page.panel.searched.emit("Rosa"))
    assert confirm.isEnabled()
    busy.does(lambda: busy.page.panel.searched.emit("Xyz"))
    assert not confirm.isEnabled()
    busy.stands_on("Ana Paz")  # one of two: Enter leads to them
    assert confirm.isEnabled()
    busy.does(lambda: busy.page.parts.option("sure").click())
    assert confirm.isEnabled()


def test_of_a_family_more_than_one_may_be_there(busy: Window) -> None:
    busy.scene.take_in(row("Familia Paz"), row("Familia Gómez"), row("Ana Paz"))
    busy.does(lambda: busy.parts.focus.choose(None))
    busy.does(lambda: busy.parts.focus.choose(busy.scene.sitting))
    told = {one.name: busy.page._story(one).lines[0] for one in busy.page.list.rows.rows()}
    assert told["Familia Paz"].startswith("puede haber varias de 2")
    assert told["Familia Gómez"].startswith("¿Marta Gómez y alguien más?")
    assert told["Ana Paz"].startswith("una de 2")


def test_enter_once_more_than_there_are_groups_is_no_mistake(busy: Window) -> None:
    for name in ("M. Gómez", "Ana Paz", "Zulma"):
        busy.stands_on(name)
        busy.types(busy.page.list, KEY.Key_N)
    busy.does(busy.page.confirm_pressed.emit)
    assert busy.said == []


def test_a_new_person_is_written_down_from_the_form(busy: Window) -> None:
    busy.stands_on("Zulma")

    def fill() -> None:
        sheet = next(one for one in busy.page.findChildren(FormSheet) if one.isVisible())
        given, family = sheet.form.field("given_names"), sheet.form.field("family_name")
        assert isinstance(given, QLineEdit)
        assert isinstance(family, QLineEdit)
        assert given.text() == "Zulma"
        assert given.accessibleName() == "Nombres  ·  de su nombre en Zoom"
        family.setText("Ferreyra")
        sheet.accept_button.click()

    async def written() -> None:
        busy.page.panel.new.click()
        while not any(one.isVisible() for one in busy.page.findChildren(FormSheet)):
            await busy.parts.bridge.ask(lambda session: None)
        fill()
        await busy.parts.bridge.settle()

    busy._run(written())
    assert [one.name for one in busy.scene.group("Zulma").residents] == ["Zulma Ferreyra"]


def test_when_all_is_decided_the_page_says_so(busy: Window) -> None:
    for name in ("M. Gómez", "Ana Paz", "Zulma"):
        busy.stands_on(name)
        busy.types(busy.page.list, KEY.Key_N)
    assert busy.page.sum.waiting.text() == "Todo decidido"
    assert busy.rows() == []
    busy.does(lambda: busy.page.parts.option("sure").click())
    assert busy.rows() == ["Rosa Peña"]


def test_without_a_sitting_the_page_leads_to_one(window: Window) -> None:
    window.does(lambda: window.parts.focus.choose(None))
    window.does(window.page.sitting_wanted.emit)
    assert window.went == ["sittings"]
    assert window.page.bring.isHidden()
