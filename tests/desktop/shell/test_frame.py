"""The frame: rail, banner, pages built when first seen, status, files that fall on it, closing."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from db.errors import Refused, Unavailable
from desktop.kit import theme
from desktop.kit.dialogs import Sheet, shown
from desktop.kit.fields import SearchField
from desktop.main import Cabildo
from desktop.shell.pages import PAGES
from desktop.shell.status import StatusStrip
from tests.db.sittings.council import opened_sitting


@pytest.fixture
def cabildo(run, qapp, opened, tmp_path):
    """The application on a real record, its window shown."""
    made = Cabildo(qapp, tmp_path / "folder")
    made.window.show()
    run(made.begin(lambda: opened))
    run(made.bridge.settle())
    yield made
    assert run(made.end())
    theme.apply(qapp)


def rail(cabildo, name):
    return cabildo.window.findChild(QPushButton, f"shell.page.{name}")


def test_the_first_page_is_today_when_no_sitting_is_open(cabildo):
    assert cabildo.window.page_in_front == "sittings"
    assert rail(cabildo, "sittings").isChecked()


@pytest.mark.parametrize("name", [entry.name for entry in PAGES])
def test_every_page_opens_from_the_rail(run, cabildo, qtbot, name):
    qtbot.mouseClick(rail(cabildo, name), Qt.MouseButton.LeftButton)
    run(cabildo.bridge.settle())
    assert cabildo.window.page_in_front == name
    assert not cabildo.window.banner.messages()
    assert not cabildo.reporter._shown


def test_a_page_is_built_when_it_is_first_seen_and_kept(run, cabildo):
    assert cabildo.window.page("preferences") is None
    cabildo.window.show_page("preferences")
    page = cabildo.window.page("preferences")
    cabildo.window.show_page("sittings")
    cabildo.window.show_page("preferences")
    assert cabildo.window.page("preferences") is page
    run(cabildo.bridge.settle())


def test_alt_and_a_number_bring_a_page_to_the_front(run, cabildo, qtbot):
    cabildo.window.activateWindow()
    qtbot.waitUntil(cabildo.window.isActiveWindow)
    qtbot.keyClick(cabildo.window, Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert cabildo.window.page_in_front == "preferences"
    run(cabildo.bridge.settle())


def test_what_waits_is_told_by_number_and_to_a_screen_reader(cabildo):
    cabildo.shell.count("matching", 7)
    assert rail(cabildo, "matching").waiting == 7
    assert rail(cabildo, "matching").accessibleName().endswith("(7)")


def test_a_refusal_becomes_a_sentence_in_the_banner(cabildo):
    cabildo.bridge.show(Refused("passphrase_wrong"))
    assert "contraseña" in cabildo.window.banner.messages()[0].sentence


def test_a_quiet_failure_only_changes_the_status_strip(cabildo):
    cabildo.bridge.show(Unavailable("disk_full"), asked=False)
    assert cabildo.window.banner.messages() == []
    assert any("disco" in words for words in cabildo.window.status.words())


def test_a_failure_of_what_a_person_asked_for_is_said(cabildo):
    cabildo.bridge.show(Unavailable("disk_full"), asked=True)
    assert "disco" in cabildo.window.banner.messages()[0].sentence


def test_files_that_fall_on_the_window_are_handed_on(cabildo, tmp_path):
    fallen: list[list[Path]] = []
    cabildo.shell.files_dropped.connect(fallen.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "zoom.csv")), QUrl("https://zoom.us/x")])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(cabildo.window.windowHandle(), event)
    assert fallen == [[tmp_path / "zoom.csv"]]


def test_escape_takes_the_newest_message_away(cabildo, qtbot):
    cabildo.shell.say("one")
    cabildo.shell.say("two")
    qtbot.keyClick(cabildo.window, Qt.Key.Key_Escape)
    assert [message.sentence for message in cabildo.window.banner.messages()] == ["one"]


def test_escape_in_a_field_empties_the_field_and_leaves_the_message(run, cabildo, qtbot):
    cabildo.window.show_page("residents")
    run(cabildo.bridge.settle())
    field = cabildo.window.page("residents").findChild(SearchField)
    field.setFocus()
    cabildo.shell.say("read me")
    qtbot.keyClicks(field, "ro")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    run(cabildo.bridge.settle())
    assert field.text() == ""
    assert len(cabildo.window.banner.messages()) == 1


def test_the_keyboard_is_inside_the_page_that_was_opened(run, cabildo, qtbot):
    cabildo.window.activateWindow()
    qtbot.waitUntil(cabildo.window.isActiveWindow)
    for entry in PAGES:
        cabildo.window.show_page(entry.name)
        run(cabildo.bridge.settle())
        assert cabildo.window.page(entry.name).isAncestorOf(cabildo.window.focusWidget()), entry.name


def test_a_card_read_while_a_button_has_the_keyboard_goes_to_the_door(run, cabildo, opened, qtbot):
    cabildo.focus.choose(opened_sitting(opened.store))
    cabildo.window.show_page("sala")
    run(cabildo.bridge.settle())
    unnamed = cabildo.window.findChild(QPushButton, "door.unnamed")
    unnamed.setFocus()
    qtbot.keyClick(unnamed, "0")
    door = cabildo.window.findChild(QLineEdit, "door.field")
    assert (cabildo.window.focusWidget(), door.text()) == (door, "0")


def test_the_window_comes_back_where_it_stood(cabildo):
    cabildo.window.setGeometry(30, 40, 700, 500)
    place = cabildo.window.place()
    cabildo.window.setGeometry(0, 0, 400, 300)
    cabildo.window.put(place)
    assert cabildo.window.normalGeometry().getRect() == (30, 40, 700, 500)


def test_a_place_on_a_screen_that_is_gone_is_forgotten(cabildo):
    before = cabildo.window.normalGeometry()
    cabildo.window.put("9000 40 700 500 0")
    assert cabildo.window.normalGeometry() == before
    cabildo.window.put("nonsense")


def test_light_and_dark_are_one_press_apart(run, cabildo, qtbot):
    was = theme.look().dark
    qtbot.mouseClick(cabildo.window.findChild(QPushButton, "shell.look"), Qt.MouseButton.LeftButton)
    run(cabildo.bridge.settle())
    assert theme.look().dark is not was


def test_closing_is_done_after_everything_is_stored(run, cabildo):
    async def evening() -> None:
        waiting = asyncio.ensure_future(cabildo.closed())
        cabildo.window.close()
        await waiting

    run(evening())
    assert cabildo.window.isVisible()


def test_a_question_that_stands_open_does_not_hold_up_the_end(run, qapp, opened, tmp_path):
    """After SIGTERM with a dialog open, whoever started again six seconds later read that it is open already."""
    cabildo, answers = Cabildo(qapp, tmp_path / "folder"), []
    run(cabildo.begin(lambda: opened))

    async def asks() -> None:
        answers.append(await shown(Sheet(cabildo.window, "Really?")))

    async def evening() -> bool:
        cabildo.bridge.start(asks())
        while not cabildo.window.findChildren(Sheet):
            await asyncio.sleep(0)
        return await cabildo.end()

    assert run(evening())
    assert answers == [False]
    theme.apply(qapp)


def test_every_control_of_the_frame_has_a_name_for_a_screen_reader(run, cabildo):
    for entry in PAGES:
        cabildo.window.show_page(entry.name)
        run(cabildo.bridge.settle())
    nameless = [
        f"{part.parent()} {part.toolTip()}"
        for kind in (QPushButton, QLineEdit)
        for part in cabildo.window.findChildren(kind)
        if not (part.isHidden() or part.accessibleName() or part.text()) and part.objectName() != "qt_spinbox_lineedit"
    ]
    assert not nameless


def test_the_status_strip_says_only_what_is_true(qtbot):
    strip = StatusStrip("Ribera 1", lambda: datetime(2026, 11, 19, 19, 42, 7, tzinfo=UTC))
    qtbot.addWidget(strip)
    strip.show()
    assert not any("saved" in words for words in strip.words())
    strip.show_saved()
    strip.show_sitting("Consejo Barrial Echesortu")
    strip.show_pending(12, enrolled=True, online=False)
    told = strip.words()
    assert "saved 19:42:07" in told
    assert "19:42" in told
    assert "Consejo Barrial Echesortu" in told
    assert any("12" in words and "no connection" in words for words in told)
    strip.show_pending(0, enrolled=True, online=True)
    assert "all sent" in strip.words()


def test_a_long_title_never_makes_the_window_wider(qtbot):
    strip = StatusStrip("Ribera 1", lambda: datetime(2026, 11, 19, 19, 42, 7, tzinfo=UTC))
    qtbot.addWidget(strip)
    before = strip.minimumSizeHint().width()
    strip.show_sitting("Plaza, baches y huerta: lo que sigue " * 9)
    assert strip.minimumSizeHint().width() == before


def test_at_200_percent_the_rail_is_as_narrow_as_its_icons(run, cabildo, qtbot):
    cabildo.window.resize(1366, 768)
    cabildo.settings.change(scale=2.0)
    qtbot.waitUntil(lambda: cabildo.window.rail.width() < 180)
    cabildo.settings.change(scale=1.0)
    qtbot.waitUntil(lambda: cabildo.window.rail.width() > 180)
    assert rail(cabildo, "sittings").text()
