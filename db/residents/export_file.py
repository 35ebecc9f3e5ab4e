"""Writes a list of the roll to a file that a spreadsheet opens, that no formula runs in, and that is read back without
loss; with a memory that does not grow with the roll."""

from __future__ import annotations

import csv
import heapq
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from db.errors import Refused, Unavailable
from db.folding import fold
from db.residents.roll_export import COLUMNS, Line, Plan, Portion
from db.spreadsheet import shielded

# What only makes sense from one row: names, street and number, quarter and district, organisation and role.
_BEGINNINGS = (0, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, len(COLUMNS))
_GROUPS = tuple(slice(*ends) for ends in pairwise(_BEGINNINGS))
_GENDERS = {"woman": "mujer", "man": "varón", "non_binary": "no binario", "not_said": "prefiere no decir"}
_BANDS = {"0_15": "0 a 15", "16_29": "16 a 29", "30_44": "30 a 44", "45_59": "45 a 59", "60_74": "60 a 74",
          "75_plus": "75 y más"}  # fmt: skip
_BORN = list(COLUMNS).index("Fecha de nacimiento")
# So many lines are put in order in memory; more of them lie in parts beside the file until they are written.
_RUN = 20_000
_WRITTEN_AT_ONCE = 5_000
# What a sheet of Excel holds, its head among them.
MOST_ROWS = 1_048_576
Row = tuple[str, Line]


class _Sheet(Protocol):
    def write(self, row: Line) -> None:
        """One more line."""
        ...

    def close(self) -> None:
        """All lines are written."""
        ...

    def drop(self) -> None:
        """It was left off: nothing stays lying about."""
        ...


class ExportFile:
    """A .csv or .xlsx for its owner's eyes alone; the file appears whole or not at all.

    First every portion is added, then `write_some` is called until nothing is left to write, then `finish` puts the
    file into its place. Leaving the block before that leaves nothing behind. Each of them raises Unavailable
    (export_failed) when the disk does not take it. By name: Spanish order, Ñ after N.

    CSV as Excel opens it in Spanish: UTF-8 with its mark, semicolons. There, telephones and whatever else begins like
    a formula have an apostrophe before them, which the import takes off again: «+54…» would else become a number
    without its plus. A workbook has no need of it: its cells are told to be text.
    """

    def __init__(self, path: Path, plan: Plan, *, title: str = "Padrón") -> None:
        """Raises Refused: export_kind; Unavailable: export_failed."""
        if path.suffix.lower() not in (".csv", ".xlsx"):
            raise Refused("export_kind", name=path.name)
        self._path, self._plan, self._title = path, plan, title
        self.written = 0
        self._held: list[Row] = []
        self._runs: list[IO[str]] = []
        self._joined: dict[str, list[Row]] = {}
        self._gone: set[str] = set()
        self._lines: Iterator[Line] | None = None
        self._sheet: _Sheet | None = None
        try:
            # Everything that is written on the way lies in a folder of its own, which goes with all that is in it.
            self._room = tempfile.TemporaryDirectory(dir=path.parent, prefix=".", suffix=".part")
            self._made = Path(self._room.name) / path.name
            self._made.touch(0o600)  # not readable by others even while it is being written
        except OSError:
            raise Unavailable("export_failed", name=path.name) from None

    def __enter__(self) -> ExportFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, no: BaseException | None, _: TracebackType | None) -> None:
        for run in self._runs:
            run.close()
        if self._sheet is not None:
            self._sheet.drop()
        self._room.cleanup()

    def add(self, portion: Portion) -> None:
        """Some more lines, or the news of who is gone."""
        self._gone |= portion.gone
        for row in portion.lines:
            person = self._plan.speaks.get(row[0])
            if person is None:
                self._held.append(row)
            else:
                rows = self._joined.setdefault(person, [])
                rows.insert(0 if row[0] == person else len(rows), row)
        if len(self._held) >= _RUN:
            self._put_aside()

    def write_some(self) -> bool:
        """Some thousand lines into the file; False when there was none left. Raises Refused: export_too_long."""
        try:
            if self._lines is None or self._sheet is None:
                self._lines = self._in_order()
                made = _Workbook if self._path.suffix.lower() == ".xlsx" else _Csv
                self._sheet = made(self._made, self._title)
                self._sheet.write(tuple(COLUMNS))
            before = self.written
            for line in islice(self._lines, _WRITTEN_AT_ONCE):
                if isinstance(self._sheet, _Workbook) and self.written + 1 >= MOST_ROWS:
                    raise Refused("export_too_long", most=MOST_ROWS - 1)
                self._sheet.write(_worded(line))
                self.written += 1
        except OSError:
            raise Unavailable("export_failed", name=self._path.name) from None
        return self.written > before

    def finish(self) -> int:
        """Puts the file into its place; how many people are in it."""
        try:
            if self._sheet is not None:
                self._sheet.close()
                self._sheet = None
            with self._made.open("rb+") as written:
                os.fsync(written.fileno())
            self._made.replace(self._path)
        except OSError:
            raise Unavailable("export_failed", name=self._path.name) from None
        return self.written

    def _put_aside(self) -> None:
        """A part in order, in a file without a name: it is gone when the program is."""
        try:
            run = tempfile.TemporaryFile("w+", encoding="utf-8", dir=self._room.name)  # noqa: SIM115 - see __exit__
            self._runs.append(run)
            for row in sorted(self._held, key=_by_name):
                run.write(json.dumps((row[0], row[1]), default=date.isoformat, ensure_ascii=False) + "\n")
            run.flush()
        except OSError:
            raise Unavailable("export_failed", name=self._path.name) from None
        self._held.clear()

    def _in_order(self) -> Iterator[Line]:
        for rows in self._joined.values():
            # Who was merged is one line, and says what any of her rows says.
            if standing := [row for row in rows if row[0] not in self._gone]:
                self._held.append((standing[0][0], _together([line for _, line in standing])))
        parts: list[Iterable[Row]] = [sorted(self._held, key=_by_name), *map(_read_again, self._runs)]
        return (line for one, line in heapq.merge(*parts, key=_by_name) if one not in self._gone)


def _by_name(row: Row) -> tuple[str, str, str]:
    one, line = row
    return _letters(line[0]), _letters(line[1]), one


def _letters(name: str) -> str:
    return fold(name.replace("ñ", "n~").replace("Ñ", "N~"))


def _read_again(run: IO[str]) -> Iterator[Row]:
    run.seek(0)
    for text in run:
        one, told = json.loads(text)
        if told[_BORN]:
            told[_BORN] = date.fromisoformat(told[_BORN])
        yield one, tuple(told)


def _together(lines: Sequence[Line]) -> Line:
    """What the rows of one person say, each thing from the first that says it (as `persons.together` has it)."""
    told: list[Any] = []
    for group in _GROUPS:
        told += next((row[group] for row in lines if any(row[group])), lines[0][group])
    return tuple(told)


def _worded(row: Line) -> Line:
    words = dict(zip(COLUMNS, row, strict=True))
    words["Género"] = _GENDERS.get(words["Género"], words["Género"])
    words["Franja de edad"] = _BANDS.get(words["Franja de edad"], words["Franja de edad"])
    return tuple(words.values())


class _Csv:
    def __init__(self, path: Path, _title: str) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=";")

    def write(self, row: Line) -> None:
        self._writer.writerow([_cell(value) for value in row])

    def close(self) -> None:
        self._file.close()

    drop = close


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else shielded(str(value))


class _Workbook:
    def __init__(self, path: Path, title: str) -> None:
        # A tenth of a second to load, wanted once a month.
        from xlsxwriter import Workbook  # type: ignore[import-untyped]

        # Its working files lie beside its own, not in everybody's folder; each line leaves memory once written.
        self._book = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
        self._sheet = self._book.add_worksheet(title[:31])
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy"})
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(COLUMNS) - 1, 18)
        self._rows = 0

    def write(self, row: Line) -> None:
        bold = None if self._rows else self._bold
        for column, value in enumerate(row):
            if isinstance(value, date):
                self._sheet.write_datetime(self._rows, column, value, self._day)
            elif value is not None:
                self._sheet.write_string(self._rows, column, str(value), bold)
        self._rows += 1

    def drop(self) -> None:
        if self._sheet.row_data_fh is not None:
            self._sheet.row_data_fh.close()

    def close(self) -> None:
        from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

        self._sheet.autofilter(0, 0, max(self._rows - 1, 1), len(COLUMNS) - 1)
        try:
            self._book.close()
        except FileCreateError as error:
            raise OSError from error
