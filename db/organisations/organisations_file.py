"""Reads a list of organisations from a file: CSV, XLSX, ODS or XLS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.errors import Refused
from db.headings import Spellings, columns_of, find_heading
from db.organisations.intake import OrganisationLine
from db.spreadsheet import read_tables

FIELDS = ("name", "kind", "neighbourhood", "contact", "phone", "email")
SPELLINGS: Spellings = {
    "name": (
        "nombre", "organizacion", "institucion", "entidad", "vecinal", "nombre de la organizacion", "razon social",
        "nombre de la institucion", "nombre organizacion", "nombre institucion", "denominacion", "name",
    ),
    "kind": ("tipo", "clase", "tipo de organizacion", "tipo de institucion", "rubro", "categoria", "kind"),
    "neighbourhood": ("barrio", "neighbourhood"),
    "contact": (
        "contacto", "referente", "persona de contacto", "responsable", "nombre de contacto", "presidente", "presidenta",
        "contact",
    ),
    "phone": ("telefono", "celular", "tel", "cel", "telefono de contacto", "whatsapp", "tel contacto", "phone"),
    "email": ("correo", "email", "e mail", "mail", "correo electronico"),
}  # fmt: skip


@dataclass(frozen=True)
class OrganisationRoll:
    """A list as read: its lines, and the columns that nobody knows."""

    lines: tuple[OrganisationLine, ...]
    ignored_columns: tuple[str, ...] = ()


def read_organisations(raw: bytes, mapping: Mapping[str, str] | None = None) -> OrganisationRoll:
    """A list's lines; `mapping` says by hand what a column is (title -> one of FIELDS, "" to leave it out).

    Raises Refused as `spreadsheet.read_tables`; organisations_columns (no column of names), roll_column_twice,
    roll_map_unknown, roll_field_unknown.
    """
    heading = find_heading(read_tables(raw).tables, SPELLINGS)
    columns = columns_of(heading)
    titles = [column.title for column in columns]
    taken = {column.title: column.field for column in columns}
    for title, field in (mapping or {}).items():
        if title not in taken:
            raise Refused("roll_map_unknown", column=title)
        if field not in (*FIELDS, ""):
            raise Refused("roll_field_unknown", field=field, known=", ".join(FIELDS))
        taken[title] = field or None
    fields = [taken[title] for title in titles]
    if "name" not in fields:
        raise Refused("organisations_columns")
    twice = [title for title in titles if taken[title] and fields.count(taken[title]) > 1]
    if twice:
        raise Refused("roll_column_twice", columns=", ".join(twice))
    lines = []
    for number, row in heading.table.rows[heading.at + 1 :]:
        told = {field: cell.strip() for field, cell in zip(fields, row, strict=False) if field and cell.strip()}
        if told:
            lines.append(OrganisationLine(number, told))
    return OrganisationRoll(tuple(lines), tuple(title for title in titles if title and not taken[title]))
