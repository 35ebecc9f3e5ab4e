"""Zoom from the terminal: `cabildo zoom import ID FILE`."""

from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from db.home import Opened
from db.matching.commands import import_report
from db.matching.outcomes import Imported
from db.sittings.queries import SittingCard, resolve_sitting, sitting_card
from db.zoom.files.opening import OpenedReport, open_report
from db.zoom.files.report import DateOrder, DatesUndecided, Report
from desktop.console import console
from desktop.zoom.intake import day_of, other_day

translate = QCoreApplication.translate


class Dates(Enum):
    """What a person may say about the numbers of a date."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


_ORDERS = {Dates.DAY_FIRST: DateOrder.DAY_FIRST, Dates.MONTH_FIRST: DateOrder.MONTH_FIRST}


def register(app: typer.Typer) -> None:
    """Adds the commands of this room."""
    zoom = typer.Typer(no_args_is_help=True, help=translate("cli", "What Zoom tells of a sitting."))
    sitting = typer.Argument(help=translate("cli", "The sitting: its id, or the first characters of it."))
    file = typer.Argument(help=translate("cli", "The participant report, as Zoom's site gives it (CSV)."))
    dates = typer.Option("--dates", help=translate("cli", "Which number of a date is the day, where nothing tells."))

    @zoom.command("import", help=translate("cli", "Takes in a participant report and matches it to the roll."))
    def import_file(
        ctx: typer.Context,
        sitting_id: Annotated[str, sitting],
        path: Annotated[Path, file],
        order: Annotated[Dates | None, dates] = None,
    ) -> None:
        with console(ctx).opened() as opened:
            found = opened.store.ask(resolve_sitting, text=sitting_id)
            card = opened.store.ask(sitting_card, sitting_id=found)
            read = _read(opened, card, path, None if order is None else _ORDERS[order])
            assert isinstance(read.told, Report)
            done = opened.store.do(
                import_report, sitting_id=found, report=read.told, sha256=read.sha256, file_name=read.file_name
            ).outcome
            strange = other_day(read.told, card, opened.city)
        lines = _lines(done)
        if strange is not None:
            words = translate("cli", "Look: the report is of {day}, and the sitting is not.")
            lines.append(words.format(day=f"{strange:%d/%m/%Y}"))
        lines.extend(_strange_lines(read.told))
        told = {"unreadable": list(read.told.unreadable), "left_out": list(read.told.left_out)}
        console(ctx).answer({**_answer(done), **told, "other_day": strange is not None}, lines)

    app.add_typer(zoom, name="zoom")


def _read(opened: Opened, card: SittingCard, path: Path, order: DateOrder | None) -> OpenedReport:
    zone = opened.city.zone
    read = open_report(path, zone=zone, sitting_on=day_of(card, opened.city), order=order)
    if isinstance(read.told, DatesUndecided):
        asked = read.told
        raise Refused(
            "zoom_dates_undecided", written=asked.written, day_first=asked.day_first, month_first=asked.month_first
        )
    return read


def _answer(done: Imported) -> dict[str, Any]:
    return {
        "call": done.call_id,
        "rows": done.rows,
        "groups": done.groups,
        "sure": done.sure,
        "proposed": done.proposed,
        "unknown": done.unknown,
        "repeated": done.repeated,
        "not_neighbours": done.nobodies,
        "decided": done.decided,
        "only_waited": done.only_waited,
    }


def _lines(done: Imported) -> list[str]:
    sums = translate(
        "cli", "{rows} lines, {groups} people on Zoom: {sure} sure, {proposed} proposed, {unknown} unknown."
    )
    facts = {"rows": done.rows, "groups": done.groups, "sure": done.sure}
    lines = [sums.format(**facts, proposed=done.proposed, unknown=done.unknown)]
    if done.repeated:
        lines.insert(0, translate("cli", "This file was taken in before; nothing has changed."))
    if done.only_waited:
        words = translate("cli", "Waited outside and never came in: {count}.")
        lines.append(words.format(count=done.only_waited))
    return lines


def _strange_lines(report: Report) -> list[str]:
    """What there is to say of lines by their numbers in the file, as a spreadsheet shows them."""
    kept = [number for number in report.unreadable if number not in report.left_out]
    told = []
    if kept:
        words = translate("cli", "Times that cannot be read, in the lines: {lines}.")
        told.append(words.format(lines=", ".join(map(str, kept))))
    if report.left_out:
        words = translate("cli", "Left out, cut off or with times that run backwards, the lines: {lines}.")
        told.append(words.format(lines=", ".join(map(str, report.left_out))))
    return told
