"""From the bytes of a file to tables of texts: CSV as offices save it, and workbooks of Excel and LibreOffice.

What a file is, its content tells: an .xlsx named .csv is read as what it is, and a photograph of a list is said to be
a photograph.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from db.errors import Refused
from db.folding import fold
from db.workbook import Rows, is_workbook, read_workbook

MARKS = (";", ",", "\t", "|")
# No office's roll is larger; a file that is, is another one chosen by mistake.
LARGEST_BYTES = 200_000_000
_FORMULA = re.compile("'*[=+\\-@\t\r]")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"RIFF")
_ARCHIVES = (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
# Every report that Zoom has written, in the languages it comes in here, has two of these over its columns.
_OF_ZOOM = (
    "hora para unirse", "hora de entrada", "hora de ingreso", "join time", "duracion (minutos)", "duration (minutes)",
    "hora de salida", "leave time", "(nombre original)", "(original name)",
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """One table of a file: the worksheet's name ("" for CSV) and its rows, numbered as a spreadsheet shows them."""

    name: str
    rows: Rows


@dataclass(frozen=True)
class Tables:
    """What a file holds: `format` is csv, xlsx, ods or xls."""

    format: str
    tables: tuple[Table, ...]


def read_tables(raw: bytes) -> Tables:
    """The tables of a file; of a CSV, one for each character that may part its columns, the likeliest first.

    Raises Refused: roll_empty, roll_too_large, roll_encoding, roll_unreadable, roll_is_zoom, and for files that are
    something else roll_is_pdf, roll_is_picture, roll_is_archive, roll_is_word, roll_is_page; workbooks as
    `workbook.read_workbook`.
    """
    if len(raw) > LARGEST_BYTES:
        raise Refused("roll_too_large")
    if not raw.strip():
        raise Refused("roll_empty")
    if is_workbook(raw):
        kind, sheets = read_workbook(raw)
        return Tables(kind, tuple(Table(name, rows) for name, rows in sheets))
    _refuse_other_kinds(raw)
    text = decode(raw)
    if not text.strip():
        raise Refused("roll_empty")
    top = fold(text[:4000])
    if sum(word in top for word in _OF_ZOOM) > 1:
        raise Refused("roll_is_zoom")
    return Tables("csv", tuple(Table("", rows) for rows in _cuts(text)))


def decode(raw: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 with their marks, UTF-8, or Windows' old Western letters.

    Raises Refused: roll_encoding, when it is none of them, or makes no sense in Spanish.
    """
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


def _refuse_other_kinds(raw: bytes) -> None:
    """Whatever is picked by mistake from the same folder as the roll."""
    top = raw[:2000].lstrip()
    if top.startswith(b"%PDF"):
        raise Refused("roll_is_pdf")
    if raw.startswith(_PICTURES):
        raise Refused("roll_is_picture")
    if raw.startswith(_ARCHIVES):
        raise Refused("roll_is_archive")
    if top.startswith(b"{\\rtf"):
        raise Refused("roll_is_word")
    if top.removeprefix(b"\xef\xbb\xbf").lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        # Old systems «export to Excel» by naming a web page .xls.
        raise Refused("roll_is_page")


def _sensible(text: str) -> bool:
    """Whether letters outside ASCII are those of Spanish and its neighbours: other old encodings give signs instead."""
    strange = [letter for letter in text if ord(letter) > 127]
    known = sum(letter in "áéíóúüñÁÉÍÓÚÜÑçÇàèìòùâêîôûãõäöëï°ºª’‘´“”«»–—¿¡\xa0" for letter in strange)
    return known >= 0.9 * len(strange)


def _cuts(text: str) -> Iterator[Rows]:
    """The text cut in cells by each mark that stands in its first lines, the most frequent first."""
    said = text[:20].lower()
    if said.startswith("sep=") and len(text) > 4:
        # Excel's own note to itself; it stands in a line that is none of the roll's.
        yield _cut(text.partition("\n")[2], text[4], skipped=1)
        return
    top = "\n".join(text.split("\n", 20)[:20])
    marks = sorted(MARKS, key=lambda mark: -top.count(mark))
    for mark in marks:
        if top.count(mark) or mark == marks[0]:
            yield _cut(text, mark)


def _cut(text: str, mark: str, *, skipped: int = 0) -> Rows:
    rows: list[tuple[int, Sequence[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=False)
    marked = "'" in text
    try:
        for row in reader:
            if not any(map(str.strip, row)):
                continue
            # A line is numbered where it begins; a cell may hold line breaks of its own.
            number = skipped + reader.line_num - sum(cell.count("\n") for cell in row)
            rows.append((number, [unshielded(cell) for cell in row] if marked else row))
    except csv.Error:
        raise Refused("roll_unreadable") from None
    return rows


def shielded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one (=, +, -, @, tabulator, CR) gets an
    apostrophe before it, and what begins so already gets one more (CSV injection, as OWASP describes it).
    """
    return "'" + cell if _FORMULA.match(cell) else cell


def unshielded(cell: str) -> str:
    """The same cell as it was."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
