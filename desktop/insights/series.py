"""Figures as charts and tables want them: categories, parts, and the text of a CSV file. Plain values in and out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from db.insights.queries import NO_DATA, Cell, SittingFigures, Totals
from db.insights.rules import hide_small
from db.residents.rules import BANDS

BY_WAY, BY_NEWNESS, BY_AGE = "by_way", "by_newness", "by_age"
CHARTS = (BY_WAY, BY_NEWNESS, BY_AGE)

# Who is not woman nor man nor without data: few, and therefore one bar in which nobody can be pointed at.
OTHERS = "others"
GENDERS = ("woman", "man", OTHERS, NO_DATA)
AGES = (*BANDS, NO_DATA)


@dataclass(frozen=True)
class Part:
    """One series of a chart: a code that the view words, and one value a category. None is a cell too small to show."""

    code: str
    values: tuple[int | None, ...]

    @property
    def is_empty(self) -> bool:
        return not any(value is None or value for value in self.values)


@dataclass(frozen=True)
class Board:
    """All that the page shows of one period; `before` is the period of the same length right before, if there is one.

    `asked` are the first and the last day of the period.
    """

    rows: tuple[SittingFigures, ...]
    totals: Totals
    before: Totals | None
    cells: tuple[Cell, ...]
    asked: tuple[date, date]
    zone: ZoneInfo

    @property
    def days(self) -> tuple[date, ...]:
        """The day of each sitting, as the city's calendar has it."""
        return tuple(row.starts_at.astimezone(self.zone).date() for row in self.rows)


def by_way(rows: Sequence[SittingFigures]) -> tuple[Part, ...]:
    """People per sitting by way, from the ground up, and the unnamed, who stand apart."""
    return (
        Part("only_room", tuple(row.only_room for row in rows)),
        Part("both", tuple(row.both for row in rows)),
        Part("only_online", tuple(row.only_online for row in rows)),
        Part("unnamed", tuple(row.unnamed for row in rows)),
    )


def by_newness(rows: Sequence[SittingFigures]) -> tuple[Part, ...]:
    """People per sitting: who had been at one before, and who had not."""
    return (
        Part("returning", tuple(row.returning for row in rows)),
        Part("new", tuple(row.new for row in rows)),
    )


def by_age(cells: Iterable[Cell]) -> tuple[Part, ...]:
    """Distinct people by gender, one value an age band of AGES; cells that could point at somebody are None."""
    counts = {f"{age}/{gender}": 0 for age in AGES for gender in GENDERS}
    for cell in cells:
        gender = cell.gender if cell.gender in GENDERS else OTHERS
        counts[f"{cell.age}/{gender}"] += cell.people
    shown = hide_small(counts)
    return tuple(Part(gender, tuple(shown[f"{age}/{gender}"] for age in AGES)) for gender in GENDERS)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as the spreadsheets of es_AR open it by a double click: byte order mark, semicolons, CRLF.

    A cell that a spreadsheet would take for a formula is quoted, for titles are typed by people.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return "\ufeff" + text.getvalue()


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return "" if cell is None else cell
