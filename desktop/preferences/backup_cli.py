"""Backups, bringing one back, and the keys of the record, without a window."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import typer
from PySide6.QtCore import QCoreApplication

from db import keys
from db.backup import Backup, backups, copy_to, forget_before, make_backup
from db.errors import Refused, Unavailable
from db.home import Home
from db.places.city import read_city
from db.restore import Checked, restore, try_out
from desktop import alone, keyrings, paths, wording
from desktop.console import Console, console, group, moment_of
from desktop.settings import Settings
from desktop.when import day_and_hour

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this noun."""
    _register_backup(app)
    _register_restore(app)
    _register_passphrase(app)


def _register_backup(app: typer.Typer) -> None:
    out_help = translate("cli", "The folder to put it in; without it, the folder Respaldos of the desk.")
    check_help = translate("cli", "Tries out a backup instead of making one: restores it aside and looks into it.")
    list_help = translate("cli", "Lists the backups there are instead of making one.")
    forget_help = translate("cli", "Deletes for good the backups made before this time, after an erasure for example.")

    @app.command("backup", help=translate("cli", "Makes an encrypted backup of the desk, even while it is open."))
    def backup(
        ctx: typer.Context,
        out: str = typer.Option("", "--out", metavar="DIR", help=out_help),
        check: str = typer.Option("", "--check", metavar="FILE", help=check_help),
        list_: bool = typer.Option(False, "--list", help=list_help),
        forget: str = typer.Option("", "--forget-before", metavar="TIME", help=forget_help),
    ) -> None:
        here = console(ctx)
        if check:
            _answer_check(here, Path(check).expanduser())
        elif list_:
            _answer_list(here)
        elif forget:
            _answer_forgotten(here, forget)
        else:
            _answer_made(here, Path(out).expanduser() if out else None)


def _register_restore(app: typer.Typer) -> None:
    replace_help = translate("cli", "When there is a record already: it is moved aside, never deleted.")

    @app.command("restore", help=translate("cli", "Makes the record of a backup the one of this desk."))
    def restore_(
        ctx: typer.Context,
        file: str = typer.Argument(..., metavar="FILE", help=translate("cli", "A file that ends in .cabildo.")),
        replace: bool = typer.Option(False, "--replace", help=replace_help),
    ) -> None:
        home, backup_file = console(ctx).home, Path(file).expanduser()
        if home.exists and not replace:
            raise Refused("restore_replaces", path=str(home.path))
        lock = alone.lock_of(home.path)
        if not alone.takes(lock):
            raise Refused("window_open", path=str(home.path))
        try:
            done = restore(backup_file, home, _secret(translate("cli", "Passphrase of the backup")), replace=replace)
        finally:
            lock.unlock()
        keyrings.renew(home, done.key)
        lines = [translate("cli", "Restored in {home}: {what}").format(home=home.path, what=_in_words(done.checked))]
        if done.aside:
            lines.append(translate("cli", "What was there before is in {folder}.").format(folder=done.aside))
        console(ctx).answer({"home": str(home.path), "aside": str(done.aside) if done.aside else None,
                             **_facts(done.checked)}, lines)  # fmt: skip


def _register_passphrase(app: typer.Typer) -> None:
    words = group(app, "passphrase", translate("cli", "The passphrase and the recovery code of the record."))

    @words.command("change", help=translate("cli", "Another passphrase: CABILDO_PASSPHRASE holds the old one or the "
                                                   "recovery code, CABILDO_NEW_PASSPHRASE the new one."))  # fmt: skip
    def change(ctx: typer.Context) -> None:
        home = console(ctx).home
        old = _secret(translate("cli", "Passphrase of now, or recovery code"))
        new = os.environ.get("CABILDO_NEW_PASSPHRASE") or _typed(translate("cli", "New passphrase"), twice=True)
        if not new:
            raise Refused("new_passphrase_needed")
        keys.change_passphrase(home.keys, secret=old, passphrase=new)
        lines = [
            translate("cli", "The passphrase was changed."),
            translate("cli", "Backups made before go on opening with the old one."),
        ]
        console(ctx).answer({"changed": True}, lines)

    @words.command("recovery-code", help=translate("cli", "Another recovery code, shown only this once; the one "
                                                          "before stops working."))  # fmt: skip
    def recovery_code(ctx: typer.Context) -> None:
        code = keys.new_recovery_code(console(ctx).home.keys, secret=_secret(translate("cli", "Passphrase")))
        lines = [
            translate("cli", "Recovery code: {code}").format(code=code),
            translate("cli", "Print it and keep it away from this laptop: it is shown only this once."),
        ]
        console(ctx).answer({"recovery_code": code}, lines)


def _answer_made(here: Console, out: Path | None) -> None:
    began = time.monotonic()
    notes: list[str] = []
    with here.opened() as opened:
        made = make_backup(opened, out or opened.home.backups)
        second = Settings(paths.settings_file(opened.home.path)).taste.second_folder
        if second and out is None:
            try:
                notes.append(
                    translate("cli", "And in {folder}.").format(folder=copy_to(made, Path(second)).path.parent)
                )
            except Unavailable as no:  # the stick is in somebody's pocket: the first copy is good all the same
                notes.append(wording.sentence(no.code, no.facts))
    seconds = time.monotonic() - began
    line = translate("cli", "{file}: {size} MB in {seconds} s, opened and checked.")
    told = line.format(file=made.path, size=f"{made.size / 1e6:.1f}", seconds=f"{seconds:.1f}")
    here.answer({**_shelved(made), "seconds": round(seconds, 2), "notes": notes}, [told, *notes])


def _answer_check(here: Console, file: Path) -> None:
    """By the passphrase that was given; else, where a key is at hand, by that."""
    secret = os.environ.get("CABILDO_PASSPHRASE", "")
    key = b"" if secret or not here.home.exists else keyrings.recall(here.home) or b""
    found = try_out(
        file, secret=secret or ("" if key else _secret(translate("cli", "Passphrase of the backup"))), key=key
    )
    here.answer({"file": str(file), "good": True, **_facts(found)},
                [translate("cli", "It can be used: {what}").format(what=_in_words(found))])  # fmt: skip


def _answer_list(here: Console) -> None:
    there = backups(here.home, also=_second(here.home))
    here.answer(
        {"backups": [_shelved(one) for one in there]},
        [_line(one) for one in there] or [translate("cli", "There is no backup yet.")],
    )


def _answer_forgotten(here: Console, told: str) -> None:
    if not here.home.exists:
        raise Refused("record_missing", path=str(here.home.path))
    moment = moment_of(told, read_city(here.home.city_file))
    gone = forget_before(here.home, moment, also=_second(here.home))
    words = translate("cli", "Backups deleted: {count}.").format(count=len(gone))
    here.answer({"deleted": [str(path) for path in gone]}, [words, *(str(path) for path in gone)])


def _second(home: Home) -> list[Path]:
    folder = Settings(paths.settings_file(home.path)).taste.second_folder
    return [Path(folder)] if folder else []


def _secret(question: str) -> str:
    """A passphrase or recovery code: never an argument, which every program of the laptop could read."""
    told = os.environ.get("CABILDO_PASSPHRASE") or _typed(question)
    if not told:
        raise Refused("passphrase_needed")
    return told


def _typed(question: str, *, twice: bool = False) -> str:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    return str(
        typer.prompt(question, hide_input=True, confirmation_prompt=twice, default="", show_default=False, err=True)
    )


def _facts(found: Checked) -> dict[str, Any]:
    return {"desk": found.desk, "city": found.city, "made_at": found.made_at, "residents": found.residents,
            "sittings": found.sittings, "entries": found.entries, "last_entry_at": found.last_entry_at}  # fmt: skip


def _shelved(one: Backup) -> dict[str, Any]:
    return {"file": str(one.path), "made_at": one.made_at, "size": one.size, "desk": one.desk, "city": one.city,
            "residents": one.residents, "last_entry_at": one.last_entry_at, "trouble": one.trouble or None}  # fmt: skip


def _line(one: Backup) -> str:
    if one.trouble:
        return f"{one.path}  {wording.sentence(one.trouble, {'file': one.path.name})}"
    return f"{one.path}  {day_and_hour(one.made_at, one.zone)}  {one.size / 1e6:.1f} MB"


def _in_words(found: Checked) -> str:
    line = translate("cli", "{desk}. On the roll: {residents}. Last entry: {last}.")
    last = day_and_hour(found.last_entry_at, found.zone) if found.last_entry_at else "—"
    return line.format(desk=found.desk, residents=found.residents, last=last)
