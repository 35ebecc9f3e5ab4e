"""Zoom from the terminal: `cabildo zoom import ID FILE...`."""

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused, Unavailable
from db.home import Opened
from db.matching.outcomes import Imported
from db.sittings.queries import SittingCard, resolve_sitting, sitting_card
from db.zoom.files.opening import OpenedFile, open_told
from db.zoom.files.report import DateOrder, DatesUndecided
from db.zoom.handout_queries import known_files
from desktop.console import console, group
from desktop.zoom import fetch_cli, words
from desktop.zoom.intake import CameIn, NotRead, Preview, command_for, in_order, preview_of

translate = QCoreApplication.translate


class Dates(Enum):
    """What a person may say about the numbers of a date."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


_ORDERS = {Dates.DAY_FIRST: DateOrder.DAY_FIRST, Dates.MONTH_FIRST: DateOrder.MONTH_FIRST}


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    zoom = group(app, "zoom", translate("cli", "What Zoom tells of a sitting."))
    sitting = typer.Argument(help=translate("cli", "The sitting: its id, or the first characters of it."))
    told = typer.Argument(
        help=translate(
            "cli", "What Zoom hands out: reports of participants, registrations or polls, the chat, the transcript."
        )
    )
    dates = typer.Option("--dates", help=translate("cli", "Which number of a date is the day, where nothing tells."))
    only = typer.Option("--preview", help=translate("cli", "Only says what would be taken in; writes nothing."))

    @zoom.command("import", help=translate("cli", "Takes files of Zoom in and matches who came to the roll."))
    def import_files(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        paths: Annotated[list[Path], told],
        order: Annotated[Dates | None, dates] = None,
        *,
        preview: Annotated[bool, only] = False,
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            card = opened.store.ask(sitting_card, sitting_id=found)
            known = opened.store.ask(known_files, sitting_id=found)
            files = _read_all(opened, card, paths, None if order is None else _ORDERS[order])
            previews = in_order([preview_of(one, card, opened.city, known) for one in files])
            came = () if preview else _take_in(opened, found, previews)
        if preview:
            lines = [line for one in previews for line in _preview_lines(one)]
            console(ctx).answer({"files": [_described(one) for one in previews]}, lines)
            return
        told = [_told(one) for one in came]
        whole = {**told[0], "files": told} if len(told) == 1 else {"files": told}
        console(ctx).answer(whole, [line for one in came for line in _lines(one, alone=len(came) == 1)])

    fetch_cli.register(zoom)


def _read_all(opened: Opened, card: SittingCard, paths: Sequence[Path], order: DateOrder | None) -> list[OpenedFile]:
    """Every file, or a refusal that names all that cannot be read: then nothing is written."""
    files, missed = [], []
    for path in paths:
        try:
            files.append(_read(opened, card, path, order))
        except (Refused, Unavailable) as no:
            if len(paths) == 1:
                raise
            missed.append(words.not_read(NotRead(path.name, no)))
    if missed:
        raise Refused("zoom_some_not_read", files=" ".join(missed))
    return files


def _read(opened: Opened, card: SittingCard, path: Path, order: DateOrder | None) -> OpenedFile:
    read = open_told(path, zone=opened.city.zone, sitting_at=card.starts_at, order=order)
    if isinstance(read.told, DatesUndecided):
        asked = read.told
        raise Refused(
            "zoom_dates_undecided", written=asked.written, day_first=asked.day_first, month_first=asked.month_first
        )
    return read


def _take_in(opened: Opened, sitting_id: str, previews: Sequence[Preview]) -> tuple[CameIn, ...]:
    came = []
    for one in previews:
        command, facts = command_for(one, sitting_id, opened.city)
        came.append(CameIn(one, opened.store.do(command, **facts).outcome))
    return tuple(came)


def _described(one: Preview) -> dict[str, Any]:
    return {
        "file": one.file.file_name,
        "kind": one.kind.value,
        "rows": one.rows,
        "repeated": one.repeated,
        "day": one.other_day,
        "other_day": one.other_day is not None,
        "other_meeting": one.other_meeting,
        "private": one.private,
        "absent": one.absent,
        "unreadable": list(one.unreadable),
        "left_out": list(one.left_out),
    }


def _told(one: CameIn) -> dict[str, Any]:
    done = one.outcome
    told = {**_described(one.preview), "rows": done.rows, "repeated": done.repeated}
    if not isinstance(done, Imported):
        return {**told, "handout": done.handout_id, "replaced": done.replaced_id}
    return {
        **told,
        "call": done.call_id,
        "groups": done.groups,
        "sure": done.sure,
        "proposed": done.proposed,
        "unknown": done.unknown,
        "not_neighbours": done.nobodies,
        "decided": done.decided,
        "only_waited": done.only_waited,
    }


def _preview_lines(one: Preview) -> list[str]:
    say = words.IntakeWords()
    return [
        f"{one.file.file_name}: {say.would_bring(one)}",
        *(f"  {note}" for note in (*say.facts(one), *say.notes(one))),
    ]


def _lines(one: CameIn, *, alone: bool) -> list[str]:
    done, say = one.outcome, words.IntakeWords()
    if isinstance(done, Imported):
        lines = _lines_of_call(done)
    else:
        lines = say.came_in(one)
    if one.preview.other_meeting is not None:
        said = translate("cli", "Look: it is of the meeting {number}, and the sitting has another.")
        lines.append(said.format(number=one.preview.other_meeting))
    if one.preview.other_day is not None:
        said = translate("cli", "Look: the report is of {day}, and the sitting is not.")
        lines.append(said.format(day=f"{one.preview.other_day:%d/%m/%Y}"))
    lines.extend((*say.facts(one.preview), *say.lines_to_look_at(one.preview)))
    return lines if alone else [f"{one.preview.file.file_name}: {lines[0]}", *(f"  {line}" for line in lines[1:])]


def _lines_of_call(done: Imported) -> list[str]:
    lines = words.the_sum(done)
    if done.repeated:
        lines.insert(0, translate("cli", "This file was taken in before; nothing has changed."))
    if done.only_waited:
        said = translate("cli", "Waited outside and never came in: {count}.")
        lines.append(said.format(count=done.only_waited))
    return lines
