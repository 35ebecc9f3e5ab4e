"""Reads how many people live in each quarter: CSV or a workbook with a column of names and one of numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from db.errors import Refused
from db.folding import fold
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
    """What a file tells: people by quarter (identifier); people of areas of the map that are several quarters («La
    Cerámica y Cuyo»), by the folded name of the area; names that are neither; lines whose number is none, by the name
    on them.
    """

    inhabitants: Mapping[str, int]
    together: Mapping[str, int]
    unknown: tuple[str, ...]
    unreadable: tuple[str, ...]


def read_inhabitants(raw: bytes, quarters: Mapping[str, str], areas: Collection[str] = ()) -> Counted:
    """The inhabitants of the quarters in a file (`quarters`: names by identifier; `areas`: names of the areas that are
    several). Lines of one quarter, or of one area, are added up.

    Raises Refused: inhabitants_columns (no column of names or of numbers is found), and as `spreadsheet.read_tables`.
    """
    heading = find_heading(read_tables(raw).tables, _SPELLINGS)
    fields = [column.field for column in columns_of(heading)]
    if "name" not in fields or "inhabitants" not in fields:
        raise Refused(
            "inhabitants_columns", found=", ".join(one.title for one in columns_of(heading) if one.title)[:200]
        )
    at_name, at_number = fields.index("name"), fields.index("inhabitants")
    joined = {fold(one) for one in areas}
    told: dict[str, int] = {}
    together: dict[str, int] = {}
    unknown: list[str] = []
    unreadable: list[str] = []
    for _, cells in heading.table.rows[heading.at + 1 :]:
        name = cells[at_name].strip() if at_name < len(cells) else ""
        if not name:
            continue
        people = count_of(cells[at_number]) if at_number < len(cells) else None
        quarter = sure_quarter(name, quarters)
        if quarter is None and fold(name) not in joined:
            unknown.append(name)
        elif people is None:
            unreadable.append(name)
        elif quarter is None:
            together[fold(name)] = together.get(fold(name), 0) + people
        else:
            told[quarter] = told.get(quarter, 0) + people
    return Counted(told, together, tuple(unknown), tuple(unreadable))
