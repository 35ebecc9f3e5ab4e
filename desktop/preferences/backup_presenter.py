"""What the backups and the keys mean on the page of preferences: every act answers with a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

from db.backup import Backup, backups, delete_backup
from db.changes import Changes
from db.errors import Refused, Unavailable
from db.home import Home
from db.keys import change_passphrase, new_recovery_code
from db.restore import Checked
from desktop.desk import Desk
from desktop.preferences.keeper import Made
from desktop.settings import Settings


class BackupView(Protocol):
    """What the presenter shows and asks."""

    def show_backups(self, there: tuple[Backup, ...], own: Path) -> None:
        """Every backup, newest first."""
        ...

    def show_second_folder(self, folder: str, *, there: bool) -> None:
        """The second disk, and whether it is plugged in now."""
        ...

    def show_busy(self, *, busy: bool) -> None:
        """While one is made or tried out."""
        ...

    def say_made(self, made: Made) -> None:
        """It is made, opened and checked."""
        ...

    def say_good(self, found: Checked) -> None:
        """It was tried out and can be used."""
        ...

    def say_bad(self, backup: Backup, code: str) -> None:
        """It was tried out and cannot be used."""
        ...

    async def ask_folder(self) -> Path | None:
        """A folder of another disk."""
        ...

    async def ask_delete(self, backup: Backup) -> bool:
        """Whether it goes for good."""
        ...

    async def ask_passphrases(self, wrong: str) -> tuple[str, str] | None:
        """The old one (or the recovery code) and the new one; `wrong` is the code of what was wrong before."""
        ...

    async def ask_secret(self, wrong: str) -> str | None:
        """The passphrase, before another recovery code is drawn."""
        ...

    async def show_recovery_code(self, code: str) -> None:
        """The one time it is seen."""
        ...

    def say_passphrase_changed(self) -> None:
        """And the old backups keep theirs."""
        ...


class BackupPresenter:
    """`make` is the keeper's, everywhere at once; `try_` restores one aside by the key of the record that is open."""

    def __init__(
        self, view: BackupView, desk: Desk, home: Home, settings: Settings,
        make: Callable[[], Awaitable[Made]], try_: Callable[[Path], Checked],
    ) -> None:  # fmt: skip
        self._view, self._desk, self._home, self._settings = view, desk, home, settings
        self._make, self._try = make, try_

    async def look(self, changes: Changes | None = None) -> None:
        """What is there now."""
        second = self._settings.taste.second_folder
        also = [Path(second)] if second else []
        there = await self._desk.off(backups, self._home, also=also)
        self._view.show_backups(there, self._home.backups)
        plugged_in = bool(second) and await self._desk.off(Path(second).is_dir)
        self._view.show_second_folder(second, there=plugged_in)

    async def look_when_shown(self, page: str) -> None:
        """The page came to the front."""
        if page == "preferences":
            await self.look()

    async def make(self) -> None:
        """One now, on every disk that was chosen."""
        self._view.show_busy(busy=True)
        try:
            self._view.say_made(await self._make())
        finally:
            self._view.show_busy(busy=False)
            await self.look()

    async def try_out(self, backup: Backup) -> None:
        """Restore one aside and look into it."""
        self._view.show_busy(busy=True)
        try:
            self._view.say_good(await self._desk.off(self._try, backup.path))
        except Refused as no:
            self._view.say_bad(backup, no.code)
        finally:
            self._view.show_busy(busy=False)

    async def delete(self, backup: Backup) -> None:
        """Delete one for good."""
        if await self._view.ask_delete(backup):
            await self._desk.off(delete_backup, backup.path)
            await self.look()

    async def choose_second(self) -> None:
        """Another disk to put every backup on as well."""
        folder = await self._view.ask_folder()
        if folder is None:
            return
        if folder.resolve() == self._home.backups.resolve():
            raise Unavailable("backup_same_folder", path=str(folder))
        self._settings.change(second_folder=str(folder))
        await self.look()

    async def forget_second(self) -> None:
        """No second disk any more; what is on it stays there."""
        self._settings.change(second_folder="")
        await self.look()

    async def change_passphrase(self) -> None:
        """Another passphrase, by the old one or the recovery code."""
        wrong = ""
        while (told := await self._view.ask_passphrases(wrong)) is not None:
            try:
                await self._desk.off(change_passphrase, self._home.keys, secret=told[0], passphrase=told[1])
            except Refused as no:
                if no.code not in ("passphrase_wrong", "passphrase_too_short"):
                    raise
                wrong = no.code
            else:
                self._view.say_passphrase_changed()
                return

    async def new_code(self) -> None:
        """Another recovery code, shown once."""
        wrong = ""
        while (secret := await self._view.ask_secret(wrong)) is not None:
            try:
                code = await self._desk.off(new_recovery_code, self._home.keys, secret=secret)
            except Refused as no:
                if no.code != "passphrase_wrong":
                    raise
                wrong = no.code
            else:
                await self._view.show_recovery_code(code)
                return
