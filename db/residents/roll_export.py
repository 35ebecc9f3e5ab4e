"""Writes the roll to a file that a spreadsheet opens, that no formula runs in, and that is read back without loss."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused, Unavailable
from db.organisations.tables import Organisation
from db.places.tables import District, Neighbourhood
from db.residents.persons import speaking_for
from db.residents.search import search
from db.residents.tables import Resident
from db.spreadsheet import shielded

# The columns by the names under which they are read back (roll_columns), in the order of a list on paper.
COLUMNS = {
    "Apellido": Resident.family_name, "Nombres": Resident.given_names, "Nombre elegido": Resident.chosen_name,
    "Documento": Resident.document, "Fecha de nacimiento": Resident.birth_date, "Franja de edad": Resident.age_band,
    "Género": Resident.gender, "Teléfono": Resident.phone, "Correo": Resident.email, "Calle": Resident.street,
    "Altura": Resident.street_number, "Barrio": Neighbourhood.name, "Distrito": District.name,
    "Organización": Organisation.name, "Rol": Resident.organisation_role, "Notas": Resident.note,
}  # fmt: skip
# What only makes sense from one row: names, street and number, quarter and district, organisation and role.
_BEGINNINGS = (0, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, len(COLUMNS))
_GROUPS = tuple(slice(*ends) for ends in pairwise(_BEGINNINGS))
_GENDERS = {"woman": "mujer", "man": "varón", "non_binary": "no binario", "not_said": "prefiere no decir"}
_BANDS = {"0_15": "0 a 15", "16_29": "16 a 29", "30_44": "30 a 44", "45_59": "45 a 59", "60_74": "60 a 74",
          "75_plus": "75 y más"}  # fmt: skip
_MOST_FOUND = 100_000
_AT_ONCE = 500
Line = tuple[Any, ...]


def export_rows(
    session: Session, *, text: str = "", district_id: str | None = None, neighbourhood_id: str | None = None
) -> tuple[Line, ...]:
    """The roll, or those whom a few letters mean, or those of a quarter or district: the names of the columns first,
    then a line a person by family name. Who was merged is one line, and says what any of her rows says.
    """
    asked = (
        select(Resident.id, *COLUMNS.values())
        .outerjoin(Neighbourhood, Neighbourhood.id == Resident.neighbourhood_id)
        .outerjoin(District, District.id == Resident.district_id)
        .outerjoin(Organisation, Organisation.id == Resident.organisation_id)
        .where(Resident.removed_at.is_(None), Resident.erased_at.is_(None))
        .order_by(Resident.family_name, Resident.given_names, Resident.id)
    )
    if district_id:
        asked = asked.where(Resident.district_id == district_id)
    if neighbourhood_id:
        asked = asked.where(Resident.neighbourhood_id == neighbourhood_id)
    if text.strip():
        ids = [one.id for one in search(session, text=text, limit=_MOST_FOUND)]
        some = (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))
        rows = [row for part in some for row in session.execute(asked.where(Resident.id.in_(part)))]
        rows.sort(key=lambda row: (row[1], row[2], row[0]))
    else:
        rows = list(session.execute(asked))
    return (tuple(COLUMNS), *_one_line_each(rows, speaking_for(session)))


def _one_line_each(rows: Sequence[Any], speaks: dict[str, str]) -> list[Line]:
    together: dict[str, list[Line]] = {}
    for row in rows:
        person = speaks.get(row[0], row[0])
        lines = together.setdefault(person, [])
        lines.insert(0 if row[0] == person else len(lines), tuple(row[1:]))
    return [lines[0] if len(lines) == 1 else _together(lines) for lines in together.values()]


def _together(lines: Sequence[Line]) -> Line:
    """What the rows of one person say, each thing from the first that says it (as `persons.together` has it)."""
    told: list[Any] = []
    for group in _GROUPS:
        told += next((row[group] for row in lines if any(row[group])), lines[0][group])
    return tuple(told)


def write_export(path: Path, rows: Sequence[Line], *, title: str = "Padrón") -> int:
    """Writes rows to a .csv or .xlsx, for its owner's eyes alone; the file appears whole or not at all. Answers how
    many people are in it.

    CSV as Excel opens it in Spanish: UTF-8 with its mark, semicolons. There, telephones and whatever else begins like
    a formula have an apostrophe before them, which the import takes off again: «+54…» would else become a number
    without its plus. A workbook has no need of it: its cells are told to be text. Raises Refused: export_kind;
    Unavailable: export_failed.
    """
    writers: dict[str, Callable[[Path, Sequence[Line], str], None]] = {".csv": _write_csv, ".xlsx": _write_workbook}
    write = writers.get(path.suffix.lower())
    if write is None:
        raise Refused("export_kind", name=path.name)
    worded = [rows[0], *(_worded(row) for row in rows[1:])]
    try:
        # Not readable by others even while it is being written (mkstemp makes it 0600).
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        os.close(handle)
        made = Path(name)
        try:
            write(made, worded, title)
            with made.open("rb+") as written:
                os.fsync(written.fileno())
            made.replace(path)
        finally:
            made.unlink(missing_ok=True)
    except OSError:
        raise Unavailable("export_failed", name=path.name) from None
    return len(rows) - 1


def _worded(row: Line) -> Line:
    words = dict(zip(COLUMNS, row, strict=True))
    words["Género"] = _GENDERS.get(words["Género"], words["Género"])
    words["Franja de edad"] = _BANDS.get(words["Franja de edad"], words["Franja de edad"])
    return tuple(words.values())


def _write_csv(path: Path, rows: Sequence[Line], _title: str) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else shielded(str(value))


def _write_workbook(path: Path, rows: Sequence[Line], title: str) -> None:
    # A tenth of a second to load, wanted once a month.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    # Its working files lie beside the export, not in a folder for everybody's; each line leaves memory once written.
    book = Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    sheet = book.add_worksheet(title[:31])
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(rows[0]) - 1, 18)
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif value is not None:
                sheet.write_string(number, column, str(value), bold if number == 0 else None)
    sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(rows[0]) - 1)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError from error
