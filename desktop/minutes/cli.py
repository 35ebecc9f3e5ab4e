"""The minutes from the terminal: `cabildo minutes ID --out FILE.docx`."""

import asyncio
from pathlib import Path

import typer
from PySide6.QtCore import QCoreApplication

from db.sittings.queries import resolve_sitting
from desktop.console import console
from desktop.minutes import signing_cli
from desktop.straight import Straight

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""

    group = signing_cli.minutes_group(app)
    signing_cli.register(app, group)

    @group.command("write", help=translate("cli", "Writes the minutes of a sitting as a Word file."))
    def minutes(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(
            ..., metavar="ID", help=translate("cli", "The sitting: its id, or the first characters of it.")
        ),
        out: Path = typer.Option(
            ..., "--out", help=translate("cli", "The Word file to write, or the folder to put it in.")
        ),
        force: bool = typer.Option(
            False, "--force", help=translate("cli", "Write over the file although somebody has edited it.")
        ),
    ) -> None:
        # python-docx costs a sixth of a second that other commands need not pay.
        from desktop.minutes.making import make

        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            desk = Straight(opened.store)
            wanted = out.expanduser().resolve()
            made = asyncio.run(make(desk, sitting_id=found, city=opened.city, wanted=wanted, force=force))
        sentence = translate("cli", "Minutes {number}/{year}, version {version}: {path}")
        line = sentence.format(number=made.number, year=made.year, version=made.version, path=made.path)
        console(ctx).answer({"path": str(made.path), "sha256": made.sha256}, [line])
