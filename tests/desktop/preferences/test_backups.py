"""Backups, passphrase and recovery code on the page of preferences, and the backups nobody has to think of."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from db.backup import Backup, backups, closed_sittings, make_backup
from db.errors import Unavailable
from db.home import Opened, unlock
from db.keys import make_keys
from db.sittings.commands import close_sitting
from desktop.kit import theme
from desktop.kit.buttons import Segmented
from desktop.main import Cabildo
from desktop.preferences.backup_presenter import BackupPresenter
from desktop.preferences.keys_sheets import CodeSheet, PassphraseSheet, SecretSheet
from desktop.settings import Settings
from tests.db.sittings.council import opened_sitting
from tests.desk import PlainDesk

PASSPHRASE = "mate amargo a las siete"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="session")
def kept_keys(tmp_path_factory):
    path = tmp_path_factory.mktemp("keys") / "keys.json"
    make_keys(path, passphrase=PASSPHRASE)
    return path.read_bytes()


@pytest.fixture
def desk(opened: Opened, kept_keys):
    opened.home.keys.write_bytes(kept_keys)
    return opened


@pytest.fixture
def start(run, qapp, desk):
    """Opens the window on the desk; closed at the end."""
    made: list[Cabildo] = []

    def open_window():
        cabildo = Cabildo(qapp, desk.home.path)
        made.append(cabildo)
        cabildo.window.show()
        run(cabildo.begin(lambda: desk))
        run(cabildo.bridge.settle())
        return cabildo

    yield open_window
    for cabildo in made:
        assert run(cabildo.end())
    theme.apply(qapp)


@pytest.fixture
def page(run, start):
    cabildo = start()
    cabildo.window.show_page("preferences")
    run(cabildo.bridge.settle())
    return cabildo.window.page("preferences")


def press(page, name, qtbot):
    qtbot.mouseClick(page.findChild(QPushButton, name), LEFT)


def fill(dialog, qtbot, **fields):
    for name, words in fields.items():
        field = dialog.findChild(QLineEdit, f"keys.{name}")
        field.clear()
        qtbot.keyClicks(field, words)
    qtbot.mouseClick(dialog.accept_button, LEFT)


def test_the_first_start_of_a_day_makes_a_backup_and_the_next_one_does_not(run, start, desk, clock):
    first = start()
    assert len(backups(desk.home)) == 1
    clock.forward(hours=2)
    run(first.keeper.make_if_due())
    assert len(backups(desk.home)) == 1
    clock.forward(hours=23)
    run(first.keeper.make_if_due())
    assert len(backups(desk.home)) == 2


def test_a_sitting_that_is_closed_is_backed_up_at_once(run, start, desk, clock):
    cabildo = start()
    sitting_id = opened_sitting(desk.store)
    clock.forward(hours=2)
    assert desk.store.ask(closed_sittings) == 0
    run(cabildo.bridge.do(close_sitting, sitting_id=sitting_id))
    run(cabildo.bridge.settle())
    assert desk.store.ask(closed_sittings) == 1
    assert backups(desk.home)[0].made_at == clock.now()


def test_closing_the_window_makes_the_backup_that_is_due(run, qapp, desk, clock):
    cabildo = Cabildo(qapp, desk.home.path)
    run(cabildo.begin(lambda: desk))
    run(cabildo.bridge.settle())
    clock.forward(days=2)
    assert run(cabildo.end())
    assert backups(desk.home)[0].made_at == clock.now()


def test_a_full_disk_is_told_quietly_and_the_evening_begins(run, start, desk, monkeypatch):
    from db import archive

    monkeypatch.setattr(archive, "free_space", lambda folder: 0)
    cabildo = start()
    assert cabildo.window.page_in_front == "sittings"
    assert not cabildo.window.banner.messages()
    assert any("respaldo" in words for words in cabildo.window.status.words())


def test_a_record_without_its_keys_still_opens(run, start, desk):
    desk.home.keys.unlink()
    cabildo = start()
    assert not cabildo.window.banner.messages()
    assert backups(desk.home) == ()


def test_the_page_shows_the_last_backup_and_makes_another(run, page, desk, qtbot, clock, start):
    card = page.backups
    assert "hoy" in card._last.text()
    assert len(card.list.model().rows()) == 1
    clock.forward(minutes=5)
    press(page, "backup.make", qtbot)
    run(bridge_of(page).settle())
    assert len(backups(desk.home)) == len(card.list.model().rows()) == 2


class Screen:
    """What the presenter would show, and what the person answers."""

    def __init__(self, *answers):
        self.answers, self.said, self.second = list(answers), [], ("", False)
        self.there: tuple[Backup, ...] = ()

    def show_backups(self, there, own):
        self.there = there

    def show_second_folder(self, folder, *, there):
        self.second = (folder, there)

    def show_busy(self, *, busy):
        self.busy = busy

    def say_made(self, made):
        self.said.append(made)

    def say_good(self, found):
        self.said.append(("good", found.residents))

    def say_bad(self, backup, code):
        self.said.append(("bad", code))

    async def ask_folder(self):
        return self.answers.pop(0)

    async def ask_delete(self, backup):
        return self.answers.pop(0)

    async def ask_passphrases(self, wrong):
        self.said.append(wrong)
        return self.answers.pop(0)

    async def ask_secret(self, wrong):
        self.said.append(wrong)
        return self.answers.pop(0)

    async def show_recovery_code(self, code):
        self.code = code

    def say_passphrase_changed(self):
        self.said.append("changed")


def presenter(desk, screen):
    from db.restore import try_out

    async def make():
        return make_backup(desk, desk.home.backups)

    settings = Settings(desk.home.path / "settings.json")
    return BackupPresenter(
        screen, PlainDesk(desk.store), desk.home, settings, make, lambda file: try_out(file, like=desk.store.engine)
    )


def test_a_backup_is_made_tried_out_and_deleted_by_hand(desk):
    screen = Screen(False, True)
    hand = presenter(desk, screen)
    asyncio.run(hand.make())
    (made,) = screen.there
    asyncio.run(hand.try_out(made))
    assert screen.said[-1] == ("good", 0)
    asyncio.run(hand.delete(made))
    assert made.path.exists()
    asyncio.run(hand.delete(made))
    assert (made.path.exists(), screen.there) == (False, ())


def test_one_that_cannot_be_used_is_said_to_be_so(desk):
    screen = Screen()
    hand = presenter(desk, screen)
    asyncio.run(hand.make())
    (made,) = screen.there
    raw = bytearray(made.path.read_bytes())
    raw[len(raw) // 2] ^= 1
    made.path.write_bytes(raw)
    asyncio.run(hand.try_out(made))
    assert screen.said[-1] == ("bad", "backup_damaged")
    assert screen.busy is False


def test_a_second_folder_is_chosen_seen_to_be_gone_and_forgotten(desk, tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    screen = Screen(None, usb, desk.home.backups)
    hand = presenter(desk, screen)
    asyncio.run(hand.choose_second())
    assert screen.second == ("", False)
    asyncio.run(hand.choose_second())
    assert screen.second == (str(usb), True)
    usb.rmdir()
    asyncio.run(hand.look_when_shown("preferences"))
    assert screen.second == (str(usb), False)
    desk.home.backups.mkdir()
    with pytest.raises(Unavailable, match="backup_same_folder"):
        asyncio.run(hand.choose_second())
    asyncio.run(hand.forget_second())
    assert screen.second == ("", False)


def test_the_passphrase_is_asked_again_until_it_is_the_right_one(desk):
    screen = Screen(("no es esta", "una nueva y larga"), (PASSPHRASE, "una nueva y larga"))
    asyncio.run(presenter(desk, screen).change_passphrase())
    assert screen.said == ["", "passphrase_wrong", "changed"]
    assert unlock(desk.home, "una nueva y larga")


def test_a_new_recovery_code_is_shown_once(desk):
    screen = Screen("no es esta", PASSPHRASE)
    asyncio.run(presenter(desk, screen).new_code())
    assert unlock(desk.home, screen.code) == unlock(desk.home, PASSPHRASE)


def test_the_passphrase_is_changed_in_the_window(run, page, desk, qtbot, start):
    press(page, "preferences.passphrase", qtbot)

    async def type_it() -> None:
        while not (found := [one for one in page.findChildren(PassphraseSheet) if one.isVisible()]):
            await asyncio.sleep(0)
        dialog = found[0]
        fill(dialog, qtbot, old=PASSPHRASE, new="una nueva", again="otra")
        assert dialog.isVisible()
        fill(dialog, qtbot, old=PASSPHRASE, new="una nueva y larga", again="una nueva y larga")

    run(type_it())
    run(bridge_of(page).settle())
    assert unlock(desk.home, "una nueva y larga")


def test_the_new_code_stays_until_it_is_on_paper(run, page, desk, qtbot):
    press(page, "preferences.code", qtbot)

    async def type_it() -> str:
        while not (found := [one for one in page.findChildren(SecretSheet) if one.isVisible()]):
            await asyncio.sleep(0)
        fill(found[0], qtbot, secret=PASSPHRASE)
        while not (shown := [one for one in page.findChildren(CodeSheet) if one.isVisible()]):
            await asyncio.sleep(0)
        dialog = shown[0]
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert not dialog.accept_button.isEnabled()
        assert dialog.code.text() in dialog.paper().toPlainText()
        code = str(dialog.code.text())
        dialog.kept.setChecked(True)
        qtbot.mouseClick(dialog.accept_button, LEFT)
        return code

    code = run(type_it())
    run(bridge_of(page).settle())
    assert unlock(desk.home, code)


def test_the_lock_is_chosen_and_pressed_here(run, page, qtbot):
    qtbot.mouseClick(page.findChild(Segmented, "preferences.lock_after").option("10"), LEFT)
    press(page, "preferences.lock_now", qtbot)
    run(bridge_of(page).settle())
    assert page.window().is_locked


def bridge_of(page):
    """The bridge behind the page."""
    return page.window()._parts.bridge
