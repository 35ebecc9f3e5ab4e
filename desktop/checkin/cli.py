"""The door from the terminal: `cabildo checkin ID` with one of --scan, --document, --resident, --walk-in."""

from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.checkin.commands import CheckedIn, check_in, check_in_document, enrol_scan, walk_in
from db.errors import Refused
from db.residents.queries import card
from db.sittings.queries import resolve_sitting
from db.work import Store
from desktop.console import console

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the command of this room."""
    sitting = typer.Argument(help=translate("cli", "The sitting: its id, or the first characters of it."))
    scan = typer.Option("--scan", help=translate("cli", "What the scanner read from the card."))
    document = typer.Option("--document", help=translate("cli", "The document number of somebody on the roll."))
    resident = typer.Option("--resident", help=translate("cli", "The id of somebody on the roll."))
    name = typer.Option("--walk-in", help=translate("cli", 'The name of somebody new: "Rosa Pérez" or "Pérez, Rosa".'))

    @app.command("checkin", help=translate("cli", "Marks somebody present in the room; exactly one way to say who."))
    def checkin(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        scanned: Annotated[str | None, scan] = None,
        number: Annotated[str | None, document] = None,
        resident_id: Annotated[str | None, resident] = None,
        new_name: Annotated[str | None, name] = None,
    ) -> None:
        told = {"scan": scanned, "document": number, "resident": resident_id, "walk_in": new_name}
        given = {way: words for way, words in told.items() if words is not None}
        if len(given) != 1:
            raise Refused("checkin_one_way")
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            done = _arrive(opened.store, found, *next(iter(given.items())))
            name = opened.store.ask(card, resident_id=done.resident_id).name
        console(ctx).answer(_answer(done), [_line(done, name)])


def _arrive(store: Store, sitting_id: str, way: str, words: str) -> CheckedIn:
    if way == "scan":
        return store.do(enrol_scan, sitting_id=sitting_id, payload=words).outcome
    if way == "document":
        return store.do(check_in_document, sitting_id=sitting_id, document=words).outcome
    if way == "resident":
        return store.do(check_in, sitting_id=sitting_id, resident_id=words.strip()).outcome
    return store.do(walk_in, sitting_id=sitting_id, name=words).outcome


def _answer(done: CheckedIn) -> dict[str, Any]:
    return {"resident": done.resident_id, "way": done.way, "already": done.already, "new": done.new}


def _line(done: CheckedIn, name: str) -> str:
    if done.already:
        return translate("cli", "{name} is here already.").format(name=name)
    if done.new:
        return translate("cli", "{name} is present, for the first time.").format(name=name)
    return translate("cli", "{name} is present.").format(name=name)
