"""Reads a list of who was invited: CSV, XLSX, ODS or XLS, one person or one group a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.errors import Refused
from db.headings import Spellings, columns_of, find_heading
from db.spreadsheet import read_tables

WHO = ("name", "document", "phone", "email", "audience")
SPELLINGS: Spellings = {
    "name": (
        "nombre", "nombre y apellido", "apellido y nombre", "apellido y nombres", "nombres y apellido", "vecino",
        "vecina", "persona", "participante", "name",
    ),
    "document": ("dni", "documento", "nro documento", "numero de documento", "document"),
    "phone": ("telefono", "celular", "tel", "cel", "whatsapp", "phone"),
    "email": ("correo", "email", "e mail", "mail", "correo electronico"),
    "audience": ("grupo", "nombre del grupo", "grupo de whatsapp", "audiencia", "destinatarios", "group"),
    "reached": ("personas", "integrantes", "cantidad", "miembros", "alcance", "reached"),
    "channel": ("canal", "medio", "via", "por", "channel"),
    "result": ("resultado", "respuesta", "contesto", "result"),
    "invited_on": ("fecha", "dia", "date"),
    "note": ("nota", "notas", "observaciones", "observacion", "comentario", "note"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line of a list: its number as a spreadsheet shows it, and what stands in its known columns."""

    number: int
    told: Mapping[str, str]


@dataclass(frozen=True)
class InvitationList:
    """A list as read, and the titles of the columns that nobody knows."""

    lines: tuple[ToldLine, ...]
    ignored_columns: tuple[str, ...] = ()


def read_invitations(raw: bytes) -> InvitationList:
    """The lines of a list. Raises Refused as `spreadsheet.read_tables`; outreach_columns (nobody is told in it)."""
    heading = find_heading(read_tables(raw).tables, SPELLINGS)
    columns = columns_of(heading)
    fields = [column.field for column in columns]
    if not set(fields) & set(WHO):
        raise Refused("outreach_columns")
    lines = []
    for number, row in heading.table.rows[heading.at + 1 :]:
        told = {field: cell.strip() for field, cell in zip(fields, row, strict=False) if field and cell.strip()}
        if told:
            lines.append(ToldLine(number, told))
    return InvitationList(tuple(lines), tuple(column.title for column in columns if column.title and not column.field))
