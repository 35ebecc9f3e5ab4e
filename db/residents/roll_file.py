"""Reads a roll from a file: which columns, which lines. What a line means is judged elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from db.errors import Refused
from db.headings import SheetColumn, columns_of, find_heading
from db.residents.roll_columns import FIELDS, SPELLINGS, field_told, missing
from db.spreadsheet import LARGEST_BYTES, read_tables

__all__ = ["FIELDS", "LARGEST_BYTES", "Roll", "RollLine", "Sheet", "lines_of", "read_columns", "read_roll"]


@dataclass(frozen=True, slots=True)
class RollLine:
    """One line of the file: its number as a spreadsheet shows it, and what stands in its known columns."""

    number: int
    told: Mapping[str, str]


@dataclass(frozen=True)
class Roll:
    """A roll as read: its lines, and the columns that nobody knows, as the file names them (a nameless one, by number).

    They are told to whoever takes the file in: a column of birth dates called «Nac. (dd/mm)» would else be lost
    unseen. `sheet` is the worksheet that was read, of a workbook with several.
    """

    lines: tuple[RollLine, ...]
    ignored_columns: tuple[str, ...] = ()
    sheet: str = ""


@dataclass(frozen=True)
class Sheet:
    """A file as it lies there, before anything of it is taken in: what its columns are taken for, to be put right.

    `format` is csv, xlsx, ods or xls; `name` the worksheet, of `sheets`; `header_row` the line that names the columns.
    `missing` are fields without which nothing can be taken in, `twice` the columns that say the same.
    """

    format: str
    name: str
    sheets: tuple[str, ...]
    header_row: int
    columns: tuple[SheetColumn, ...]
    below: Sequence[tuple[int, Sequence[str]]]

    @property
    def rows(self) -> int:
        return len(self.below)

    @property
    def missing(self) -> tuple[str, ...]:
        return missing([column.field for column in self.columns])

    @property
    def twice(self) -> tuple[str, ...]:
        told = [column.field for column in self.columns if column.field]
        return tuple(column.title for column in self.columns if column.field and told.count(column.field) > 1)

    def mapped(self, mapping: Mapping[str, str]) -> Sheet:
        """The same sheet with columns taken for what a person says: title -> field, "" to leave one out.

        Raises Refused: roll_map_unknown (no such column), roll_field_unknown (no such field).
        """
        titles = {column.title for column in self.columns}
        taken = {title: field_told(name) for title, name in mapping.items()}
        for title, name in taken.items():
            if title not in titles:
                raise Refused("roll_map_unknown", column=title)
            if name not in (*FIELDS, ""):
                raise Refused("roll_field_unknown", field=name, known=", ".join(FIELDS))
        columns = (
            replace(column, field=taken[column.title] or None) if column.title in taken else column
            for column in self.columns
        )
        return replace(self, columns=tuple(columns))


def read_columns(raw: bytes, *, sheet: str | None = None) -> Sheet:
    """What a file holds, and what its columns may be; of several worksheets the one whose columns are known best, or
    the `sheet` that is named. Raises Refused as `spreadsheet.read_tables`, roll_sheet_unknown, roll_no_sheets.
    """
    read = read_tables(raw)
    tables = [table for table in read.tables if sheet is None or table.name == sheet]
    if not tables and not any(table.name for table in read.tables):
        raise Refused("roll_no_sheets")
    if not tables:
        raise Refused("roll_sheet_unknown", sheet=sheet, known=", ".join(table.name for table in read.tables))
    heading = find_heading(tables, SPELLINGS)
    return Sheet(
        format=read.format,
        name=heading.table.name,
        sheets=tuple(table.name for table in read.tables if table.name),
        header_row=heading.table.rows[heading.at][0],
        columns=columns_of(heading),
        below=heading.table.rows[heading.at + 1 :],
    )


def lines_of(sheet: Sheet, mapping: Mapping[str, str] | None = None) -> Roll:
    """The lines of a sheet whose columns are known, or said by a person (see `Sheet.mapped`).

    Raises Refused: roll_columns (names missing), roll_column_twice (two columns that say the same).
    """
    sheet = sheet.mapped(mapping or {})
    if sheet.missing:
        spanish = {"family_name": "apellido", "given_names": "nombres"}
        raise Refused("roll_columns", missing=", ".join(spanish[name] for name in sheet.missing))
    if sheet.twice:
        raise Refused("roll_column_twice", columns=", ".join(sheet.twice))
    known = [(at, column.field) for at, column in enumerate(sheet.columns) if column.field]
    lines = []
    for number, row in sheet.below:
        reach = len(row)
        told = {name: cell for at, name in known if at < reach and (cell := row[at].strip())}
        if told:
            lines.append(RollLine(number, told))
    ignored = tuple(column.title for column in sheet.columns if column.title and not column.field)
    return Roll(tuple(lines), ignored, sheet.name if len(sheet.sheets) > 1 else "")


def read_roll(raw: bytes, mapping: Mapping[str, str] | None = None, *, sheet: str | None = None) -> Roll:
    """A roll's lines: both steps in one. Raises Refused as they do."""
    return lines_of(read_columns(raw, sheet=sheet), mapping)
