"""The screen lock: nothing of the record to be seen or reached, the evening goes on, and all is where it was left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton
from sqlalchemy import func, select

from db.keys import make_keys
from db.residents.commands import enrol
from db.residents.tables import Resident
from desktop.checkin.scanner import Scanner
from desktop.kit import theme
from desktop.kit.dialogs import Sheet
from desktop.main import Cabildo
from desktop.shell.lock import LockPage, pause_after
from tests.db.sittings.council import opened_sitting

PASSPHRASE = "mate amargo a las siete"
CARD = "00352410977@QUINTANA@MARISOL@F@99111222@A@03/04/1958@05/06/2020@276"


@pytest.fixture(scope="session")
def kept_keys(tmp_path_factory) -> tuple[bytes, str]:
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    code = make_keys(path, passphrase=PASSPHRASE).recovery_code
    return path.read_bytes(), code


@pytest.fixture
def cabildo(run, qapp, opened, kept_keys, qtbot):
    """The application with a sitting open and its window in front."""
    opened.home.keys.write_bytes(kept_keys[0])
    made = Cabildo(qapp, opened.home.path)
    made.window.show()
    run(made.begin(lambda: opened))
    run(made.bridge.settle())
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    assert run(made.end())
    theme.apply(qapp)


@pytest.fixture
def lock(run, cabildo, qtbot):
    def lock_it():
        cabildo.window.activateWindow()
        qtbot.waitUntil(cabildo.window.isActiveWindow)
        qtbot.keyClick(cabildo.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        run(cabildo.bridge.settle())
        assert cabildo.window.is_locked
        return cabildo.window.findChild(LockPage)

    return lock_it


@pytest.fixture
def unlock_with(run, cabildo, qtbot):
    def try_it(secret):
        field = cabildo.window.findChild(QLineEdit, "lock.secret")
        qtbot.keyClicks(field, secret)
        qtbot.keyClick(field, Qt.Key.Key_Return)
        run(cabildo.bridge.settle())
        return not cabildo.window.is_locked

    return try_it


def how_many(session):
    return session.scalar(select(func.count()).select_from(Resident))


def texts(window):
    return [part.text() for part in window.findChildren(QLineEdit) if part.isVisible()]


def test_locked_nothing_but_the_desk_and_one_field_is_to_be_seen(cabildo, lock, run):
    cabildo.window.show_page("residents")
    cabildo.shell.say("Marisol Quintana is here")
    page = lock()
    seen = [part for part in cabildo.window.findChildren(QPushButton) if part.isVisible()]
    assert seen == [page.open_button]
    assert not cabildo.window.banner.isVisible()
    assert not cabildo.window.rail.isVisible()
    assert cabildo.window.windowTitle() == "Cabildo"
    assert cabildo.window.focusWidget() is page.secret


def test_everything_is_where_it_was_left(cabildo, lock, unlock_with, run, qtbot):
    cabildo.window.show_page("residents")
    run(cabildo.bridge.settle())
    field = cabildo.window.focusWidget()
    qtbot.keyClicks(field, "quint")
    run(cabildo.bridge.settle())
    lock()
    assert unlock_with(PASSPHRASE)
    assert cabildo.window.page_in_front == "residents"
    assert (cabildo.window.focusWidget(), field.text()) == (field, "quint")


def test_the_recovery_code_opens_it_too(cabildo, lock, unlock_with, kept_keys):
    lock()
    assert unlock_with(kept_keys[1].lower().replace("-", " "))


def test_a_wrong_one_is_told_and_leaves_the_field_empty(cabildo, lock, unlock_with):
    page = lock()
    assert not unlock_with("no es esta")
    assert page.sentence.text() == "Esa no es la contraseña ni el código de recuperación de este registro."
    assert page.secret.text() == ""
    assert unlock_with(PASSPHRASE)


def test_after_three_wrong_ones_each_makes_the_wait_longer(cabildo, lock, unlock_with, clock):
    page = lock()
    for wrong in ("uno", "dos", "tres"):
        assert not unlock_with(wrong)
    assert "5 s" in page.sentence.text()
    assert not unlock_with(PASSPHRASE)
    clock.forward(seconds=6)
    assert unlock_with(PASSPHRASE)
    assert [pause_after(wrong) for wrong in (1, 2, 3, 4, 5, 6, 7, 50)] == [0, 0, 5, 10, 20, 40, 60, 60]


def test_a_card_read_while_locked_is_neither_tried_nor_kept_nor_counted(cabildo, lock, unlock_with, opened, run):
    cabildo.focus.choose(opened_sitting(opened.store))
    cabildo.window.show_page("sala")
    run(cabildo.bridge.settle())
    page = lock()
    for _ in range(4):
        assert not unlock_with(CARD)
    assert "tarjeta" in page.sentence.text() or "documento" in page.sentence.text()
    assert page.secret.text() == ""
    assert not page.secret.isUndoAvailable()
    assert unlock_with(PASSPHRASE)
    assert "QUINTANA" not in json.dumps(texts(cabildo.window))
    log = opened.home.log
    assert not log.exists() or "QUINTANA" not in log.read_text(encoding="utf-8")


def test_a_card_heard_by_the_window_itself_is_not_taken_while_locked(cabildo, lock, unlock_with, opened, run):
    """The scanner's keys are led to the door before any field sees them; so is what the camera reads."""
    cabildo.focus.choose(opened_sitting(opened.store))
    page = lock()
    here = opened.store.ask(how_many)
    scanner = cabildo.shell.findChild(Scanner)
    scanner.read.emit(CARD)
    run(cabildo.bridge.settle())
    assert opened.store.ask(how_many) == here
    assert "documento" in page.sentence.text()
    assert unlock_with(PASSPHRASE)
    scanner.read.emit(CARD)
    run(cabildo.bridge.settle())
    assert opened.store.ask(how_many) == here + 1


def test_keys_and_shortcuts_do_nothing_to_the_record(cabildo, lock, qtbot, run):
    cabildo.window.show_page("residents")
    run(cabildo.bridge.settle())
    page = lock()
    for key, modifier in (
        (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(page.secret, key, modifier)
    run(cabildo.bridge.settle())
    assert cabildo.window.page_in_front == "residents"
    assert not [one for one in cabildo.window.findChildren(QDialog) if one.isVisible()]


def test_files_that_fall_on_it_are_not_taken(cabildo, lock, tmp_path):
    fallen: list[list[Path]] = []
    cabildo.shell.files_dropped.connect(fallen.append)
    lock()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "zoom.csv"))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(cabildo.window.windowHandle(), event)
    assert fallen == []


def test_what_is_to_be_saved_is_saved_meanwhile(cabildo, lock, unlock_with, run):
    lock()
    run(cabildo.bridge.do(enrol, family_name="Quintana", given_names="Marisol"))
    assert any("guardado" in words for words in cabildo.window.status.words())
    assert unlock_with(PASSPHRASE)


def test_a_question_in_front_is_hidden_and_comes_back_unanswered(cabildo, unlock_with, run, qtbot):
    sheet = Sheet(cabildo.window, "Marisol Quintana", "A name stands here")
    answers: list[int] = []
    sheet.finished.connect(answers.append)
    sheet.open()
    run(cabildo.lock.lock())
    assert not sheet.isVisible()
    assert unlock_with(PASSPHRASE)
    assert sheet.isVisible()
    assert answers == []
    sheet.reject()
    sheet.deleteLater()


def test_a_question_that_comes_meanwhile_waits_unseen(cabildo, lock, unlock_with, qtbot):
    lock()
    sheet = Sheet(cabildo.window, "Marisol Quintana", "A name stands here")
    sheet.open()
    qtbot.waitUntil(lambda: not sheet.isVisible())
    assert unlock_with(PASSPHRASE)
    assert sheet.isVisible()
    assert sheet.windowOpacity() == 1.0
    sheet.reject()
    sheet.deleteLater()


def test_it_locks_by_itself_when_nobody_touches_anything(cabildo, clock, run, qtbot):
    cabildo.settings.change(lock_minutes=5)
    clock.forward(minutes=4)
    cabildo.lock.look()
    qtbot.keyClick(cabildo.window.windowHandle(), Qt.Key.Key_Shift)
    clock.forward(minutes=4)
    cabildo.lock.look()
    run(cabildo.bridge.settle())
    assert not cabildo.window.is_locked
    clock.forward(minutes=2)
    cabildo.lock.look()
    run(cabildo.bridge.settle())
    assert cabildo.window.is_locked


def test_it_never_locks_by_itself_where_nobody_asked_for_it(cabildo, clock, run):
    clock.forward(hours=9)
    cabildo.lock.look()
    run(cabildo.bridge.settle())
    assert not cabildo.window.is_locked


def test_it_does_not_lock_what_nothing_could_unlock(cabildo, opened, qtbot, run):
    opened.home.keys.write_text("{", encoding="utf-8")
    qtbot.mouseClick(cabildo.window.findChild(QPushButton, "shell.lock"), Qt.MouseButton.LeftButton)
    run(cabildo.bridge.settle())
    assert not cabildo.window.is_locked
    assert "claves" in cabildo.window.banner.messages()[0].sentence


def test_a_press_on_the_rail_locks(cabildo, qtbot, run):
    qtbot.mouseClick(cabildo.window.findChild(QPushButton, "shell.lock"), Qt.MouseButton.LeftButton)
    run(cabildo.bridge.settle())
    assert cabildo.window.is_locked


@pytest.mark.parametrize("locked", [False, True])
def test_ctrl_q_ends_it_without_asking(cabildo, lock, qtbot, locked):
    if locked:
        lock()
    with qtbot.waitSignal(cabildo.window.closing):
        qtbot.keyClick(cabildo.window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
