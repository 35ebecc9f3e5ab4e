"""The way into the record: first start, passphrase, recovery code, and what is said when it does not open."""

from __future__ import annotations

import asyncio
import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton

from db.backup import make_backup
from db.home import Home, create, open_home, unlock
from desktop import paths
from desktop.main import Cabildo
from desktop.shell.bring_back import BringBackPage
from desktop.shell.entrance import Entrance
from desktop.shell.start import StartPage
from desktop.shell.unlock import UnlockPage

PASSPHRASE = "mate amargo a las siete"


@pytest.fixture
def start(run, qapp, tmp_path, monkeypatch):
    """Opens the application on a folder and answers it; closed at the end."""
    made: list[Cabildo] = []
    monkeypatch.delenv("CABILDO_PASSPHRASE", raising=False)

    def open_window(folder):
        cabildo = Cabildo(qapp, folder)
        made.append(cabildo)
        cabildo.window.show()
        run(cabildo.begin())
        run(cabildo.bridge.settle())
        return cabildo

    yield open_window
    for cabildo in made:
        assert run(cabildo.end())


@pytest.fixture
def desk(tmp_path):
    """A desk with a passphrase; answers its folder and its recovery code."""
    city_file = next(paths.resources("cities").glob("*/city.toml"))
    from db.places.city import read_city

    home = Home(tmp_path / "desk")
    code = create(home, city_file=city_file, district=read_city(city_file).districts[0].code, passphrase=PASSPHRASE)
    return home.path, code


def open_with(run, cabildo, qtbot, secret):
    field = cabildo.window.findChild(QLineEdit, "unlock.secret")
    field.clear()
    qtbot.keyClicks(field, secret)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    run(cabildo.bridge.settle())


def test_the_right_passphrase_opens_the_record(run, start, desk, qtbot):
    cabildo = start(desk[0])
    open_with(run, cabildo, qtbot, PASSPHRASE)
    assert cabildo.window.page_in_front == "sittings"


def test_a_wrong_passphrase_is_told_in_a_sentence_and_can_be_tried_again(run, start, desk, qtbot):
    cabildo = start(desk[0])
    open_with(run, cabildo, qtbot, "no es esta")
    page = cabildo.window.findChild(UnlockPage)
    assert page.sentence.text() == "Esa no es la contraseña ni el código de recuperación de este registro."
    assert page.secret.isEnabled()
    assert not cabildo.window.banner.messages()
    open_with(run, cabildo, qtbot, PASSPHRASE)
    assert cabildo.window.page_in_front == "sittings"


def test_the_recovery_code_opens_it_too_as_somebody_copies_it_from_paper(run, start, desk, qtbot):
    cabildo = start(desk[0])
    qtbot.mouseClick(cabildo.window.findChild(UnlockPage).other_button, Qt.MouseButton.LeftButton)
    open_with(run, cabildo, qtbot, desk[1].lower().replace("-", " "))
    assert cabildo.window.page_in_front == "sittings"


def test_nothing_typed_is_said_so_without_trying(run, start, desk, qtbot):
    cabildo = start(desk[0])
    open_with(run, cabildo, qtbot, "")
    assert cabildo.window.findChild(UnlockPage).sentence.text() == "Escribí primero la contraseña."


def test_a_passphrase_in_the_environment_opens_without_asking(start, desk, monkeypatch, run, qapp):
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    assert start(desk[0]).window.page_in_front == "sittings"


def test_a_damaged_key_file_is_told_on_the_page(run, start, desk, qtbot):
    (desk[0] / "keys.json").write_text("{", encoding="utf-8")
    cabildo = start(desk[0])
    open_with(run, cabildo, qtbot, PASSPHRASE)
    assert "claves" in cabildo.window.findChild(UnlockPage).sentence.text()


def test_a_first_start_makes_the_desk_and_shows_the_recovery_code_once(run, start, tmp_path, qtbot):
    cabildo = start(tmp_path / "fresh")
    page = cabildo.window.findChild(StartPage)
    assert page.isAncestorOf(cabildo.window.focusWidget())
    for name in ("start.passphrase", "start.again"):
        qtbot.keyClicks(page.findChild(QLineEdit, name), PASSPHRASE)
    qtbot.keyClick(page.findChild(QLineEdit, "start.again"), Qt.Key.Key_Return)
    run(cabildo.bridge.settle())
    assert len(page.code.text()) >= 25
    go = page.findChild(QPushButton, "start.go")
    assert not go.isEnabled()
    page.findChild(QCheckBox, "start.kept").click()
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    run(cabildo.bridge.settle())
    assert cabildo.window.page_in_front == "sittings"
    assert Home(tmp_path / "fresh").exists


def test_two_different_passphrases_make_nothing(run, start, tmp_path, qtbot):
    cabildo = start(tmp_path / "fresh")
    page = cabildo.window.findChild(StartPage)
    qtbot.keyClicks(page.findChild(QLineEdit, "start.passphrase"), PASSPHRASE)
    qtbot.keyClicks(page.findChild(QLineEdit, "start.again"), PASSPHRASE + "!")
    qtbot.mouseClick(page.begin_button, Qt.MouseButton.LeftButton)
    run(cabildo.bridge.settle())
    assert page.findChild(QLineEdit, "start.again").accessibleDescription() == "No es igual a la de arriba."
    assert not Home(tmp_path / "fresh").exists


def test_closing_before_the_record_is_open_is_clean(run, start, desk):
    cabildo = start(desk[0])

    async def evening() -> None:
        waiting = asyncio.ensure_future(cabildo.closed())
        cabildo.window.close()
        await waiting

    run(evening())


def test_a_damaged_record_is_told_on_the_page_even_when_its_key_is_at_hand(run, start, desk, monkeypatch):
    (desk[0] / "record.db").write_bytes(b"this is no record " * 500)
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    cabildo = start(desk[0])
    assert "No se puede leer el registro" in cabildo.window.findChild(UnlockPage).sentence.text()
    assert cabildo.window.findChild(UnlockPage).secret.isEnabled()


def test_a_second_window_on_the_same_home_says_so_and_leaves_the_first_alone(run, start, desk, qtbot):
    first = start(desk[0])
    open_with(run, first, qtbot, PASSPHRASE)
    second = start(desk[0])
    assert second.window.findChild(QLineEdit, "unlock.secret") is None
    with qtbot.waitSignal(second.window.closing):
        qtbot.mouseClick(second.window.findChild(QPushButton, "shell.close"), Qt.MouseButton.LeftButton)
    assert first.bridge.is_open
    assert not second.bridge.is_open


def test_a_window_opens_where_another_was_closed(run, start, desk, qtbot, qapp):
    first = Cabildo(qapp, desk[0])
    run(first.begin())
    run(first.bridge.settle())
    assert run(first.end())
    second = start(desk[0])
    open_with(run, second, qtbot, PASSPHRASE)
    assert second.bridge.is_open


@pytest.fixture
def backup(desk, tmp_path):
    """A backup of the desk on a stick."""
    home = Home(desk[0])
    opened = open_home(home, unlock(home, PASSPHRASE))
    made = make_backup(opened, tmp_path / "usb")
    opened.store.close()
    return made.path


def bring_back(run, cabildo, qtbot, file, secret):
    """The file is chosen in the system's own dialog; from there on it is ours."""
    entrance = next(gen for gen in gc.get_objects() if isinstance(gen, Entrance) and gen._window is cabildo.window)
    run(entrance.show_backup(file))
    page = cabildo.window.findChild(BringBackPage)
    if page is None:
        return None
    qtbot.keyClicks(page.secret, secret)
    qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    run(cabildo.bridge.settle())
    return page


def test_a_new_laptop_begins_with_a_backup(run, start, desk, backup, tmp_path, qtbot):
    cabildo = start(tmp_path / "fresh")
    page = bring_back(run, cabildo, qtbot, backup, "no es esta")
    assert page.sentence.text() == "Esa no es la contraseña ni el código de recuperación de este registro."
    assert not Home(tmp_path / "fresh").exists
    page.secret.clear()
    qtbot.keyClicks(page.secret, desk[1])
    qtbot.keyClick(page.secret, Qt.Key.Key_Return)
    run(cabildo.bridge.settle())
    assert cabildo.window.page_in_front == "sittings"
    assert unlock(Home(tmp_path / "fresh"), PASSPHRASE) == unlock(Home(desk[0]), PASSPHRASE)


def test_a_file_that_is_no_backup_is_told_on_the_first_page(run, start, tmp_path, qtbot):
    (tmp_path / "foto.cabildo").write_bytes(b"\x89PNG" * 100)
    cabildo = start(tmp_path / "fresh")
    assert bring_back(run, cabildo, qtbot, tmp_path / "foto.cabildo", "") is None
    assert "no es un respaldo" in cabildo.window.findChild(StartPage).sentence.text()


def test_a_damaged_record_offers_to_restore_and_is_moved_aside(run, start, desk, backup, qtbot):
    (desk[0] / "record.db").write_bytes(b"this is no record " * 500)
    cabildo = start(desk[0])
    offered = cabildo.window.findChild(QPushButton, "unlock.restore")
    assert not offered.isVisible()
    open_with(run, cabildo, qtbot, PASSPHRASE)
    assert offered.isVisible()
    bring_back(run, cabildo, qtbot, backup, PASSPHRASE)
    assert cabildo.window.page_in_front == "sittings"
    (aside,) = desk[0].glob("record-before-restore-*")
    assert (aside / "record.db").read_bytes().startswith(b"this is no record")
