"""Sheets from the terminal: `cabildo sitting sheet ID --out F`, `cabildo residents consent-sheet RID --out F`."""

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
    """Adds one command to those about sittings, and one to those about the roll."""
    _register_consent(group(app, "residents", translate("cli", "The roll of neighbours.")))
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
        line = translate("cli", "Sheet of the sitting (expected people: {people}): {path}")
        console(ctx).answer(
            {"path": str(made.path), "people": made.people}, [line.format(people=made.people, path=made.path)]
        )


def _register_consent(roll: typer.Typer) -> None:
    @roll.command("consent-sheet", help=translate("cli", "Writes the sheet on which somebody agrees to her data."))
    def consent(
        ctx: typer.Context,
        rid: str = typer.Argument("", metavar="[RID]", help=translate("cli", "For whom; blank when left out.")),
        out: Path = typer.Option(
            ..., "--out", help=translate("cli", "The file to write (.pdf or .docx), or the folder to put it in.")
        ),
        force: bool = typer.Option(False, "--force", help=translate("cli", "Write over the file that is there.")),
    ) -> None:
        # What draws letters is slow to load.
        from db.duplicates.queries import resolve_resident
        from db.residents.queries import card
        from desktop.paper.consent import consent_sheet, file_words
        from desktop.paper.saving import produce

        with console(ctx).opened() as opened:
            ask, person = opened.store.ask, None
            if rid:
                person = ask(card, resident_id=ask(resolve_resident, text=rid))
            today = opened.store.clock.now().astimezone(opened.city.zone).date()
            sheet = consent_sheet(opened.city, person=person, on=today)
            path = produce(sheet, out.expanduser().resolve(), name=file_words(person), force=force)
        console(ctx).answer({"path": str(path)}, [translate("cli", "The sheet is at {path}.").format(path=path)])
