"""Sticks without a window: carry to the centre or the laptop beside, take in what was brought, answer at the centre."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from desktop import wording
from desktop.console import console
from desktop.sync.words import entries_word

translate = QCoreApplication.translate
# What stands on a command line stands in the list of processes.
_CODE = "CABILDO_CARRY_CODE"


def register_carry(sync: typer.Typer) -> None:
    """Adds what a laptop does with sticks."""

    @sync.command("carry", help=translate("cli", "Write what is pending into a closed file for a stick."))
    def carry(
        ctx: typer.Context,
        out: Path = typer.Option(..., "--out", help=translate("cli", "The file on the stick, or its folder.")),
        beside: bool = typer.Option(
            False, "--beside", help=translate("cli", "For another laptop of this evening, opened with a code.")
        ),
    ) -> None:
        from db.sync.bringing import carry_now
        from desktop.sync.carrying import place_on

        with console(ctx).opened() as opened:
            path = place_on(out, opened.store.clock.now().astimezone(opened.city.zone), beside=beside)
            made = carry_now(opened.store, path, beside=beside)
        line = translate("cli", "Entries on the stick: {entries}. The file is {path}").format(
            entries=made.entries, path=made.path
        )
        if made.code:
            more = translate("cli", "Its code, to be said aloud: {code}").format(code=made.code)
        elif made.entries:
            more = translate("cli", "They are pending until the receipt comes back, or the network.")
        else:
            more = translate("cli", "Nothing is pending here; its receipt brings what others wrote.")
        data = {"file": str(made.path), "entries": made.entries, "code": made.code}
        console(ctx).answer(data, [line, more])

    @sync.command("take-in", help=translate("cli", "Take in a file that was brought on a stick."))
    def take_in(
        ctx: typer.Context, file: Path = typer.Argument(..., help=translate("cli", "The file on the stick."))
    ) -> None:
        from db.sync.bringing import take_stick_now
        from desktop.sync.carrying import StickWords

        code = os.environ.get(_CODE) or _asked(file)
        with console(ctx).opened() as opened:
            brought = take_stick_now(opened.store, file, code=code)
        console(ctx).answer(asdict(brought), StickWords().brought(brought))


def register_take_in(server: typer.Typer, url_help: str, env: str) -> None:
    """Adds what is done at the centre."""

    @server.command("take-in", help=translate("cli", "Take in what a laptop sent on a stick, and write its receipt."))
    def take_in(
        ctx: typer.Context,
        file: Path = typer.Argument(..., help=translate("cli", "The file on the stick.")),
        url: str = typer.Option(..., "--url", envvar=env, help=url_help),
        receipt: Path | None = typer.Option(
            None, "--receipt", help=translate("cli", "Where the receipt goes; beside the file unless told otherwise.")
        ),
    ) -> None:
        from db.sync import centre
        from db.sync.stick import read_stick, write_stick
        from desktop.sync.carrying import receipt_beside

        made = centre.take_in(url, read_stick(file))
        back = receipt or receipt_beside(file)
        write_stick(back, made.receipt)
        head = translate("cli", "«{name}»: {carried} carried, {stored} of them new here, {confirmed} confirmed.")
        lines = [head.format(name=made.name, carried=made.carried, stored=made.stored, confirmed=made.confirmed)]
        if made.quarantined:
            lines.append(translate("cli", "In quarantine: {count}.").format(count=made.quarantined))
        if made.trouble:
            lines.append(wording.sentence(made.trouble, {}))
        words = translate("cli", "The receipt is {path}: it goes back on the stick, with what others wrote ({told}).")
        lines.append(words.format(told=entries_word(made.told), path=back))
        told = {name: value for name, value in asdict(made).items() if name != "receipt"}
        console(ctx).answer({**told, "receipt": str(back)}, lines)


def _asked(file: Path) -> str | None:
    """The code, where the file wants one: from the keyboard, or what is handed in by another program."""
    from db.sync.sealing import needs_code
    from db.sync.stick import read_stick

    if not needs_code(read_stick(file)):
        return None
    if sys.stdin.isatty():
        sys.stderr.write(translate("cli", "Code of the file: "))
        sys.stderr.flush()
    code = sys.stdin.readline().strip()
    if not code:
        raise Refused("carry_needs_code")
    return code
