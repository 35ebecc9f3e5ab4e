"""The rights of the person from the terminal: `cabildo residents file RID --out PATH`, `... erase RID --yes`."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.duplicates.queries import proposals, resolve_resident
from db.errors import Refused, Unavailable
from db.rights.commands import erase
from db.rights.compacting import compact
from db.rights.queries import Mention, mentions, person_file
from desktop import wording
from desktop.console import console, group
from desktop.rights import words
from desktop.rights.preview import Preview, preview_of

translate = QCoreApplication.translate

Rid = Annotated[
    str, typer.Argument(metavar="RID", help=translate("cli", "The person: her id, or the first characters of it."))
]


def register(app: typer.Typer) -> None:
    """Adds the commands of this room, in the group of the roll and, unseen, beside it."""
    roll = group(app, "residents", translate("cli", "The roll of neighbours."))
    file_help = translate("cli", "Saves everything the record holds about a person (Law 25.326, article 14).")
    erase_help = translate("cli", "Erases a person's data for ever (Law 25.326, article 16).")
    for where, hidden in ((roll, False), (app, True)):
        where.command("file", help=file_help, hidden=hidden)(_file)
        where.command("erase", help=erase_help, hidden=hidden)(_erase)


def _file(
    ctx: typer.Context,
    resident_id: Rid,
    out: Annotated[
        Path, typer.Option("--out", help=translate("cli", "A .pdf, .docx or .json file, or the folder to put them in."))
    ],
    force: Annotated[bool, typer.Option("--force", help=translate("cli", "Write over a file that is there."))] = False,
) -> None:
    # Drawing costs a sixth of a second that other commands need not pay.
    from desktop.rights.saving import save

    with console(ctx).opened() as opened:
        found = opened.store.ask(resolve_resident, text=resident_id)
        file = opened.store.ask(person_file, resident_id=found)
        now = opened.store.clock.now()
        paths = save(file, opened.city, now=now, wanted=out.expanduser().resolve(), force=force)
    console(ctx).answer({"resident_id": found, "paths": [str(path) for path in paths]}, [str(path) for path in paths])


def _erase(
    ctx: typer.Context,
    resident_id: Rid,
    yes: Annotated[bool, typer.Option("--yes", help=translate("cli", "Confirm: it cannot be undone."))] = False,
    blot: Annotated[
        bool, typer.Option("--blot", help=translate("cli", "Blot her out of the texts that surely name her, too."))
    ] = False,
) -> None:
    with console(ctx).opened() as opened:
        store = opened.store
        found = store.ask(resolve_resident, text=resident_id)
        file = store.ask(person_file, resident_id=found)
        if all(row.erased_at for row in file.rows):
            raise Refused("resident_erased")
        twins = store.ask(proposals, about=[row.id for row in file.rows])
        preview = preview_of(file, store.ask(mentions, resident_id=found), twins)
        if not yes:
            console(ctx).answer({"erased": False, **_told(preview)}, _lines(preview))
            raise Refused("erasure_unconfirmed")
        ticked = [one.key for one in preview.mentions if blot and one.sure and one.can_be_blotted]
        done = store.do(erase, resident_id=found, zone=opened.city.zone, blot_out=ticked).outcome
        _compact(ctx, opened.store)
    sentence = translate("cli", "Erased: {values}, in {rows}. Texts that may still name her: {left}.")
    values, rows = translate("cli", "%n values", "", done.values), translate("cli", "%n rows", "", done.rows)
    console(ctx).answer(
        {"erased": True, "resident_id": found, "rows": done.rows, "values": done.values, "blotted": done.blotted,
         "left": [_mention(one) for one in done.left]},
        [sentence.format(values=values, rows=rows, left=len(done.left)), *map(_line, done.left)],
    )  # fmt: skip


def _compact(ctx: typer.Context, store: Any) -> None:
    """What was erased is erased even when another program holds the file's log: only its last traces have to wait."""
    try:
        store.ask(compact)
    except Unavailable as no:
        sys.stderr.write(wording.sentence(no.code, no.facts) + "\n")


def _told(preview: Preview) -> dict[str, Any]:
    counts = (
        "rows",
        "other_names",
        "connections",
        "handed_out",
        "entries",
        "sittings",
        "turns",
        "issues",
        "commitments",
        "told",
    )
    return {
        "resident_id": preview.resident_id,
        **{name: getattr(preview, name) for name in counts},
        "actas": list(preview.actas),
        "mentions": [_mention(one) for one in preview.mentions],
    }


def _lines(preview: Preview) -> list[str]:
    parts = (
        (translate("Rights", "Is erased"), words.goes(preview)),
        (translate("Rights", "Stays as a count"), words.stays(preview)),
        (translate("Rights", "Is out of reach from here"), words.beyond(preview)),
        (translate("Rights", "Texts that may name her"), [_line(one) for one in preview.mentions]),
    )
    return [line for title, lines in parts if lines for line in (f"{title}:", *(f"  {one}" for one in lines))]


def _line(mention: Mention) -> str:
    return f"{words.place_of(mention)}: {mention.snippet}"


def _mention(one: Mention) -> dict[str, Any]:
    return {"noun": one.noun, "row_id": one.row_id, "field": one.field, "snippet": one.snippet, "sure": one.sure,
            "earlier": one.earlier, "can_be_blotted": one.can_be_blotted, "sitting_id": one.sitting_id}  # fmt: skip
