"""Taking a roll in from the terminal: `cabildo residents import FILE [--preview] [--map "Columna=document"]`."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused, Unavailable
from db.home import Opened
from db.residents.commands import import_rows, tidy_search
from db.residents.roll_cleaning import CleanLine, clean_lines
from db.residents.roll_file import Roll, lines_of, read_columns
from db.residents.roll_import import AS_NEW, Imported, portions
from db.residents.roll_judging import JudgedRow, Preview, Seen, judge_rows
from desktop import wording
from desktop.console import console
from desktop.lists import mapping_of, read_bytes
from desktop.residents.roll_words import field_word, kind_word, reason, why

translate = QCoreApplication.translate


def register(roll: typer.Typer) -> None:
    """Adds the command to the group of the roll."""
    file = typer.Argument(help=translate("cli", "The list: CSV, or a workbook of Excel or LibreOffice."))
    look = typer.Option("--preview", help=translate("cli", "Tells the verdict on each line, and writes nothing."))
    said = typer.Option(
        "--map", help=translate("cli", "What a column holds, as \"Column=field\"; \"Column=\" leaves it out.")
    )  # fmt: skip
    which = typer.Option("--sheet", help=translate("cli", "Which sheet of a workbook, by its name."))
    doubts = typer.Option(
        "--accept-doubtful", help=translate("cli", "What doubtful lines are: new (other people) or skip (left alone).")
    )  # fmt: skip

    @roll.command("import", help=translate("cli", "Takes a list of neighbours in."))
    def import_file(
        ctx: typer.Context,
        path: Annotated[Path, file],
        *,
        preview: Annotated[bool, look] = False,
        mapped: Annotated[list[str] | None, said] = None,
        sheet: Annotated[str | None, which] = None,
        accept_doubtful: Annotated[str, doubts] = "skip",
    ) -> None:
        if accept_doubtful not in (AS_NEW, "skip"):
            raise Refused("doubtful_unknown")
        read = lines_of(read_columns(read_bytes(path), sheet=sheet), mapping_of(mapped or ()))
        with console(ctx).opened() as opened:
            if preview:
                told = looked_through(opened, read)
                console(ctx).answer(_previewed(told, read), _preview_lines(told, read))
                return
            decisions = {line.number: AS_NEW for line in read.lines} if accept_doubtful == AS_NEW else {}
            done, whole = taken_in(opened, read, decisions)
        console(ctx).answer(
            {**_imported(done), **_of_file(read), "complete": whole},
            [*_imported_lines(done, whole=whole), *_file_lines(read)],
        )


def looked_through(opened: Opened, read: Roll) -> Preview:
    """The verdict on every line."""
    seen = Seen()
    told: list[JudgedRow] = []
    with _cleaned(opened, read) as parts:
        for part in parts:
            told += opened.store.ask(
                judge_rows,
                lines=part,
                phone_prefix=opened.city.phone_prefix,
                today=opened.store.clock.now().date(),
                seen=seen,
                district_id=opened.store.identity.district_id,
            ).rows
    return Preview(tuple(told))


def taken_in(opened: Opened, read: Roll, decisions: dict[int, str]) -> tuple[Imported, bool]:
    """Writes the lines, portion by portion; Ctrl+C keeps what is in. Answers whether all of it is.

    Raises Unavailable: roll_cut, when the disk takes no more after some portions are in.
    """
    done = Imported()
    with _cleaned(opened, read) as parts:
        try:
            for part in parts:
                done += opened.store.do(import_rows, lines=part, decisions=decisions).outcome
        except KeyboardInterrupt:
            return done, False
        except Unavailable as no:
            if not done.lines:
                raise
            people = done.new + done.changed
            raise Unavailable("roll_cut", why=wording.sentence(no.code, no.facts), people=people) from no
    while opened.store.do(
        tidy_search
    ).outcome:  # nobody stands at the door of a terminal: at once, not at the next start
        continue
    return done, True


@contextmanager
def _cleaned(opened: Opened, read: Roll) -> Iterator[Iterator[tuple[CleanLine, ...]]]:
    """The lines cleaned, portion by portion: a second thread is one portion ahead while the disk writes."""
    today = opened.store.clock.now().date()
    wash = partial(clean_lines, phone_prefix=opened.city.phone_prefix, today=today)
    pool = ThreadPoolExecutor(1)
    try:
        yield pool.map(wash, portions(read.lines))
    finally:
        pool.shutdown(cancel_futures=True)


def _imported(done: Imported) -> dict[str, Any]:
    return {
        "new": done.new,
        "same": done.same,
        "changed": done.changed,
        "doubtful": done.doubtful,
        "errors": done.errors,
        "lines": [{"line": one.line, "kind": one.kind, "reason": one.code} for one in done.remarks],
    }


def _of_file(read: Roll) -> dict[str, Any]:
    return {"ignored_columns": list(read.ignored_columns), "sheet": read.sheet}


def _previewed(told: Preview, read: Roll) -> dict[str, Any]:
    counts = told.counts
    return {
        "preview": True,
        **{name: counts[name] for name in ("new", "same", "changed", "doubtful")},
        "errors": counts["error"],
        "lines": [_row(row) for row in told.rows],
        **_of_file(read),
    }


def _row(row: JudgedRow) -> dict[str, Any]:
    return {
        "line": row.number,
        "kind": row.kind,
        "name": row.name,
        "reason": row.code,
        "field": row.field,
        "told": row.told,
        "changes": [{"field": one.field, "before": one.before, "after": one.after} for one in row.changes],
        "residents": [one.resident_id for one in row.people if one.resident_id],
        "same_as_lines": [one.line for one in row.people if one.line],
        "left_out": [{"reason": code, "told": text} for code, text in row.left_out],
    }


def _preview_lines(told: Preview, read: Roll) -> list[str]:
    line = translate("cli", "Line {line}, {kind}, {name}: {why}")
    worth = [row for row in told.rows if row.kind not in ("new", "same") or row.left_out]
    counts = told.counts
    return [
        _sums(counts["new"], counts["same"], counts["changed"], counts["doubtful"], counts["error"]),
        *(line.format(line=row.number, kind=kind_word(row.kind), name=row.name, why=why(row)) for row in worth),
        *_file_lines(read),
        translate("cli", "Nothing was written."),
    ]


def _imported_lines(done: Imported, *, whole: bool) -> list[str]:
    line = translate("cli", "Line {line}: {sentence}")
    lines = [_sums(done.new, done.same, done.changed, done.doubtful, done.errors)]
    for one in done.remarks:
        sentence = reason(one.code, one.told or one.name)
        column = f"{field_word(one.field)}: " if one.field else ""
        lines.append(line.format(line=one.line, sentence=column + sentence))
    if not whole:
        lines.append(translate("cli", "Broken off: what was taken in stays. Take the same file in again to go on."))
    return lines


def _sums(new: int, same: int, changed: int, doubtful: int, errors: int) -> str:
    words = translate("cli", "New {new}, the same {same}, changed {changed}, doubtful {doubtful}, with errors {errors}")
    return words.format(new=new, same=same, changed=changed, doubtful=doubtful, errors=errors)


def _file_lines(read: Roll) -> list[str]:
    lines = []
    if read.sheet:
        lines.append(translate("cli", "Sheet: {sheet}").format(sheet=read.sheet))
    if read.ignored_columns:
        words = translate("cli", "Columns nobody knows, which were not taken in: {columns}")
        lines.append(words.format(columns=", ".join(read.ignored_columns)))
    return lines
