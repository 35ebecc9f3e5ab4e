"""Reads how many people live in each quarter: CSV or a workbook with a column of names and one of numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.errors import Refused
from db.headings import columns_of, find_heading
from db.places.rules import count_of, sure_quarter
from db.spreadsheet import read_tables

_SPELLINGS = {
    "name": ("barrio", "nombre", "nombre del barrio", "nombre barrio", "quarter", "neighbourhood", "name", "zona"),
    "inhabitants": (
        "habitantes", "poblacion", "poblacion total", "pob", "personas", "total", "total de personas", "inhabitants",
        "population", "cantidad de habitantes", "cantidad de personas",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """What a file tells: people by quarter (identifier); names that are no quarter, or more than one; lines whose
    number is none, by the name on them.
    """

    inhabitants: Mapping[str, int]
    unknown: tuple[str, ...]
    unreadable: tuple[str, ...]


def read_inhabitants(raw: bytes, quarters: Mapping[str, str]) -> Counted:
    """The inhabitants of the quarters in a file (`quarters`: names by identifier). Lines of one quarter are added up.

    Raises Refused: inhabitants_columns (no column of names or of numbers is found), and as `spreadsheet.read_tables`.
    """
    heading = find_heading(read_tables(raw).tables, _SPELLINGS)
    fields = [column.field for column in columns_of(heading)]
    if "name" not in fields or "inhabitants" not in fields:
        raise Refused(
            "inhabitants_columns", found=", ".join(one.title for one in columns_of(heading) if one.title)[:200]
        )
    at_name, at_number = fields.index("name"), fields.index("inhabitants")
    told: dict[str, int] = {}
    unknown: list[str] = []
    unreadable: list[str] = []
    for _, cells in heading.table.rows[heading.at + 1 :]:
        name = cells[at_name].strip() if at_name < len(cells) else ""
        if not name:
            continue
        people = count_of(cells[at_number]) if at_number < len(cells) else None
        quarter = sure_quarter(name, quarters)
        if quarter is None:
            unknown.append(name)
        elif people is None:
            unreadable.append(name)
        else:
            told[quarter] = told.get(quarter, 0) + people
    return Counted(told, tuple(unknown), tuple(unreadable))
