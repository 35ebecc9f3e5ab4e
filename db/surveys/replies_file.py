"""Reads a table of answers: CSV, XLSX, ODS or XLS, one sheet of answers a line, one question a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.errors import Refused
from db.folding import words
from db.headings import columns_of, find_heading
from db.spreadsheet import read_tables

_QUARTER = ("barrio", "neighbourhood")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One line: its number as a spreadsheet shows it, what was answered by question's key, the quarter as told, and
    all that stands in it, of columns that are not read as well."""

    number: int
    told: Mapping[str, str]
    quarter: str | None = None
    whole: str = ""


@dataclass(frozen=True)
class AnswerTable:
    """A table as read, and the titles of the columns that are no question."""

    lines: tuple[AnswerLine, ...]
    ignored_columns: tuple[str, ...] = ()


def read_replies(raw: bytes, questions: Sequence[Mapping[str, Any]]) -> AnswerTable:
    """The lines of a table whose titles are the questions or their keys.

    Raises Refused as `spreadsheet.read_tables`; survey_columns (no title is a question).
    """
    spellings = {
        one["key"]: tuple({" ".join(words(one["key"])), " ".join(words(one["text"]))}) for one in questions
    } | {"": _QUARTER}  # fmt: skip
    heading = find_heading(read_tables(raw).tables, spellings)
    columns = columns_of(heading)
    if not any(column.field for column in columns):
        raise Refused("survey_columns")
    lines = []
    for number, row in heading.table.rows[heading.at + 1 :]:
        cells = {
            column.field: cell.strip() for column, cell in zip(columns, row, strict=False)
            if column.field is not None and cell.strip()
        }  # fmt: skip
        if cells:
            quarter = cells.pop("", None)
            whole = "\t".join(cell.strip() for cell in row).rstrip()
            lines.append(AnswerLine(number, {str(key): cell for key, cell in cells.items()}, quarter, whole))
    ignored = tuple(column.title for column in columns if column.title and column.field is None)
    return AnswerTable(tuple(lines), ignored)
