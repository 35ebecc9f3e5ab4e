"""The sign-in sheet from the terminal: `cabildo sitting sheet ID --out planilla.pdf`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import typer
from PySide6.QtCore import QCoreApplication

from db.sittings.queries import resolve_sitting
from desktop.console import console, group
from desktop.straight import Straight

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the command to those about sittings."""
    sittings = group(app, "sitting", translate("cli", "Plans, opens, closes and shows sittings."))

    @sittings.command("sheet", help=translate("cli", "Writes the sign-in sheet of a sitting, as PDF or Word."))
    def sheet(
        ctx: typer.Context,
        sitting_id: str = typer.Argument(
            ..., metavar="ID", help=translate("cli", "The sitting: its id, or the first characters of it.")
        ),
        out: Path = typer.Option(
            ..., "--out", help=translate("cli", "The file to write (.pdf or .docx), or the folder to put it in.")
        ),
        force: bool = typer.Option(False, "--force", help=translate("cli", "Write over the file that is there.")),
    ) -> None:
        from desktop.planilla.printing import print_sheet  # what draws letters is slow to load

        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            made = asyncio.run(
                print_sheet(
                    Straight(opened.store),
                    sitting_id=found,
                    city=opened.city,
                    home=opened.home.path,
                    wanted=out.expanduser().resolve(),
                    force=force,
                )
            )
        line = translate("cli", "Sheet with {people} expected people: {path}")
        console(ctx).answer(
            {"path": str(made.path), "people": made.people}, [line.format(people=made.people, path=made.path)]
        )
