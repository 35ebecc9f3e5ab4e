"""Reads a roll from a CSV file: which columns, which lines, in which letters. What a line means is judged elsewhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from db.errors import Refused
from db.folding import words

# The columns, by the names that offices give them: fecha_nacimiento, Fecha-Nacimiento and FECHA NACIMIENTO are one.
COLUMNS = {
    "apellido": "family_name", "apellidos": "family_name",
    "nombres": "given_names", "nombre": "given_names",
    "documento": "document", "dni": "document",
    "fecha nacimiento": "birth_date", "fecha de nacimiento": "birth_date", "nacimiento": "birth_date",
    "genero": "gender", "sexo": "gender",
    "telefono": "phone", "celular": "phone",
    "correo": "email", "email": "email", "e mail": "email", "mail": "email",
    "calle": "street", "altura": "street_number", "barrio": "neighbourhood",
    "organizacion": "organisation", "institucion": "organisation",
}  # fmt: skip
NEEDED = ("family_name", "given_names")
_MARKS = (",", ";", "\t")
# No office's roll is larger; a file that is, is another one chosen by mistake.
LARGEST_BYTES = 200_000_000


@dataclass(frozen=True)
class RollLine:
    """One line of the file: its number as a spreadsheet shows it, and what stands in its known columns."""

    number: int
    told: Mapping[str, str]


@dataclass(frozen=True)
class Roll:
    """A roll as read: its lines, and the columns that nobody knows, as the file names them (a nameless one, by number).

    They are told to whoever takes the file in: «Fecha de nac.» would else be a column of birth dates lost unseen.
    """

    lines: tuple[RollLine, ...]
    ignored_columns: tuple[str, ...] = ()


def read_roll(raw: bytes) -> Roll:
    """A roll's lines: UTF-8 (with or without BOM), or Windows' old Western letters where they make sense.

    Columns in any order, separated by commas, semicolons or tabs; empty lines are passed over. Raises Refused:
    roll_empty, roll_too_large, roll_encoding, roll_columns (names missing), roll_column_twice (two columns that say
    the same), roll_unreadable.
    """
    if len(raw) > LARGEST_BYTES:
        raise Refused("roll_too_large")
    text = decode(raw)
    if not text.strip():
        raise Refused("roll_empty")
    first = text.lstrip().split("\n", 1)[0]
    mark = max(_MARKS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False)
    try:
        header: list[str] | None = None
        columns: list[str | None] = []
        filled: set[int] = set()
        lines = []
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if header is None:
                header, columns = row, _columns(row)
                continue
            filled.update(at for at, cell in enumerate(row) if cell.strip())
            # A line is numbered where it begins; a cell may hold line breaks of its own.
            number = rows.line_num - sum(cell.count("\n") for cell in row)
            lines.append(RollLine(number, _told(columns, row)))
    except csv.Error:
        raise Refused("roll_unreadable") from None
    return Roll(tuple(lines), _ignored(header or [], columns, filled))


def decode(raw: bytes) -> str:
    """The text of a file. Raises Refused: roll_encoding, when it is neither UTF-8 nor sensible Windows-1252."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise Refused("roll_encoding") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = raw.decode("cp1252")
        except UnicodeDecodeError:
            raise Refused("roll_encoding") from None
        if not _sensible(text):
            raise Refused("roll_encoding") from None
    if "\x00" in text:
        raise Refused("roll_encoding")
    return text


def _sensible(text: str) -> bool:
    """Whether letters outside ASCII are those of Spanish and its neighbours: other old encodings give signs instead."""
    strange = [letter for letter in text if ord(letter) > 127]
    known = sum(letter in "áéíóúüñÁÉÍÓÚÜÑçÇàèìòùâêîôûãõäöëï°ºª’‘´“”«»–—¿¡\xa0" for letter in strange)
    return known >= 0.9 * len(strange)


def _columns(row: list[str]) -> list[str | None]:
    found = [COLUMNS.get(" ".join(words(name))) for name in row]
    missing = [name for name in NEEDED if name not in found]
    if missing:
        spanish = {"family_name": "apellido", "given_names": "nombres"}
        raise Refused("roll_columns", missing=", ".join(spanish[name] for name in missing))
    for name in filter(None, found):
        if found.count(name) > 1:
            same = [told.strip() for told, column in zip(row, found, strict=True) if column == name]
            raise Refused("roll_column_twice", columns=", ".join(same))
    return found


def _ignored(header: list[str], columns: list[str | None], filled: set[int]) -> tuple[str, ...]:
    """The unknown columns. Spreadsheets save empty ones at the right: without a name, only what holds something is."""
    reach = max([len(header), *(at + 1 for at in filled)])
    names = [header[at].strip() if at < len(header) else "" for at in range(reach)]
    known = [at < len(columns) and columns[at] is not None for at in range(reach)]
    return tuple(name or str(at + 1) for at, name in enumerate(names) if not known[at] and (name or at in filled))


def _told(columns: list[str | None], row: list[str]) -> dict[str, str]:
    return {name: cell.strip() for name, cell in zip(columns, row, strict=False) if name is not None and cell.strip()}
