"""Making a desk without a window."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.home import Home, create, open_home, unlock
from desktop import keyrings
from desktop.console import console
from desktop.paths import resources
from desktop.preferences import backup_cli

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this noun."""
    backup_cli.register(app)
    city_help = translate("cli", "A city that comes with Cabildo (rosario), or the path of a city.toml.")
    district_help = translate("cli", "The district of this desk: code or name.")

    @app.command("init", help=translate("cli", "Makes the encrypted record of this desk."))
    def init(
        ctx: typer.Context,
        city: str = typer.Option("rosario", "--city", help=city_help),
        district: str = typer.Option(..., "--district", help=district_help),
    ) -> None:
        home = console(ctx).home
        if home.exists:
            raise Refused("record_exists", path=str(home.path))
        recovery_code, kept, key = _make(home, city_file(city), district)
        opened = open_home(home, key)
        desk_id = opened.store.identity.desk_id
        opened.store.close()
        lines = [
            translate("cli", "The desk “{desk}” is ready in {home}.").format(desk=opened.desk, home=home.path),
            translate("cli", "Recovery code: {code}").format(code=recovery_code),
            translate("cli", "Print it and keep it away from this laptop: it is shown only this once."),
        ]
        if kept:
            lines.append(translate("cli", "The system's keyring opens the record on this laptop."))
        data = {"home": str(home.path), "desk": opened.desk, "desk_id": desk_id, "recovery_code": recovery_code}
        console(ctx).answer(data, lines)


def city_file(city: str) -> Path:
    """The file of a city: a path to one, or the name of a city that comes with the application."""
    path = Path(city).expanduser()
    if path.suffix == ".toml" or path.is_file():
        return path
    return resources("cities", city, "city.toml")


def _make(home: Home, city: Path, district: str) -> tuple[str, bool, bytes]:
    """The recovery code, whether the keyring holds the key, and the key. Without a passphrase the keyring must."""
    told = os.environ.get("CABILDO_PASSPHRASE") or _asked()
    passphrase = told or secrets.token_urlsafe(24)
    recovery_code = create(home, city_file=city, district=district, passphrase=passphrase)
    key = unlock(home, passphrase)
    if told:
        return recovery_code, False, key
    if keyrings.keep(home, key):
        return recovery_code, True, key
    # Nobody would ever open it again: what was just made holds nothing yet, and goes.
    for made in (home.record, home.keys, home.city_file):
        made.unlink(missing_ok=True)
    raise Refused("passphrase_needed")


def _asked() -> str:
    """The passphrase as typed on a terminal, twice; empty where nobody sits at one."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    return str(
        typer.prompt(
            translate("cli", "Passphrase (8 characters or more; empty: the keyring keeps the key)"),
            hide_input=True,
            confirmation_prompt=True,
            default="",
            show_default=False,
            err=True,
        )
    )
