"""The roll from the terminal: `cabildo residents import FILE.csv`, `cabildo residents search TEXT`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.residents.commands import import_rows
from db.residents.roll_file import read_roll
from db.residents.roll_import import Imported
from db.residents.search import Found, search
from desktop import wording
from desktop.console import console, group
from desktop.residents.roll import read_bytes

translate = QCoreApplication.translate


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    roll = group(app, "residents", translate("cli", "The roll of neighbours."))
    file = typer.Argument(help=translate("cli", "The CSV file, with at least the columns apellido and nombres."))
    words = typer.Argument(help=translate("cli", "Part of a name, a document, a telephone, an organisation."))

    @roll.command("import", help=translate("cli", "Takes in a roll from a CSV file."))
    def import_file(ctx: typer.Context, path: Annotated[Path, file]) -> None:
        read = read_roll(read_bytes(path))
        with console(ctx).opened() as opened:
            done = opened.store.do(import_rows, lines=read.lines, phone_prefix=opened.city.phone_prefix).outcome
        console(ctx).answer(
            {**_imported(done), "ignored_columns": list(read.ignored_columns)},
            [*_imported_lines(done), *_ignored_lines(read.ignored_columns)],
        )

    @roll.command("search", help=translate("cli", "Looks somebody up on the roll."))
    def look_up(ctx: typer.Context, text: Annotated[list[str], words]) -> None:
        with console(ctx).opened() as opened:
            mine = opened.store.identity.district_id
            found = opened.store.ask(search, text=" ".join(text), district_id=mine)
        console(ctx).answer({"residents": [_found(one) for one in found]}, _found_lines(found))


def _imported(done: Imported) -> dict[str, Any]:
    return {
        "new": done.new,
        "same": done.same,
        "changed": done.changed,
        "doubtful": done.doubtful,
        "errors": done.errors,
        "lines": [{"line": one.line, "kind": one.kind, "reason": one.code} for one in done.remarks],
    }


def _imported_lines(done: Imported) -> list[str]:
    sums = translate("cli", "New {new}, the same {same}, changed {changed}, doubtful {doubtful}, with errors {errors}")
    line = translate("cli", "Line {line}: {sentence}")
    return [
        sums.format(new=done.new, same=done.same, changed=done.changed, doubtful=done.doubtful, errors=done.errors),
        *(line.format(line=one.line, sentence=wording.sentence(one.code)) for one in done.remarks),
    ]


def _ignored_lines(columns: tuple[str, ...]) -> list[str]:
    if not columns:
        return []
    words = translate("cli", "Columns nobody knows, which were not taken in: {columns}")
    return [words.format(columns=", ".join(columns))]


def _found(one: Found) -> dict[str, Any]:
    return {
        "id": one.id,
        "family_name": one.family_name,
        "given_names": one.given_names,
        "chosen_name": one.chosen_name,
        "document": one.document,
        "phone": one.phone,
        "neighbourhood": one.neighbourhood,
        "organisation": one.organisation,
    }


def _found_lines(found: tuple[Found, ...]) -> list[str]:
    if not found:
        return [translate("cli", "Nobody on the roll is called so.")]
    return [
        "  ".join(filter(None, (one.id, f"{one.family_name}, {one.given_names}", one.document, one.neighbourhood)))
        for one in found
    ]
