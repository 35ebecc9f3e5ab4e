"""From the bytes of a file to its text and to rows of cells: encodings, delimiters, workbooks, rows in one cell."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from db.errors import Refused
from db.workbook import is_workbook, read_workbook

LARGEST = 20 * 1024 * 1024
"""Bytes. A report of 1,000 people with ten rejoins each stays under 2 MB; more than this is another file."""

DELIMITERS = (",", ";", "\t")
DEEPEST_HEADER = 200
"""Lines. The longest title seen before a participant header has eight."""
_MOST_CELLS = 500
_LONGEST_CELL = 60
"""Lines that a cell in quotation marks may run over: what somebody wrote into a registration form."""

Rows = list[list[str]]

_HEAD, _EMPTY = 4_096, 0.9
_NOISE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINES = re.compile("\r\n|\n|\r")
# What the workbook reader says no with, in the words of this room.
_NOT_READ = {
    "roll_empty": "zoom_file_empty",
    "roll_damaged": "zoom_file_damaged",
    "roll_swollen": "zoom_file_damaged",
    "roll_locked": "zoom_file_locked",
}
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b")


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to see a file as a table: its first rows, and how to come by all of them."""

    head: Rows
    lines: Sequence[str]
    delimiter: str
    outer: str = ""

    def rows(self) -> Rows:
        """Every row; its place in the list is its line in the file."""
        if not self.delimiter:
            return self.head
        lines = _opened(self.lines, self.outer) if self.outer else self.lines
        return _cut(lines, self.delimiter)


def text_of(data: bytes) -> str:
    """The text of a file as Zoom, Excel or a mail client may have left it.

    UTF-16 where its byte order mark says so, or every other byte is empty; else UTF-8 with or without mark; else
    cp1252, which Excel writes on a Windows in Spanish. Raises Refused: zoom_file_empty, zoom_file_too_large,
    zoom_file_not_zoom.
    """
    _must_be_small(data)
    if data.startswith(_OTHER_KINDS):
        raise Refused("zoom_file_not_zoom")
    text = _decoded(data)
    if text.count("\x00") > len(text) // 100:
        # One may stand in a damaged file; full of them is something else.
        raise Refused("zoom_file_not_zoom")
    text = text.replace("\ufeff", "").replace("\x00", "")
    if not text.strip():
        raise Refused("zoom_file_empty")
    return text


def cuts_of(data: bytes, text: str | None) -> Iterator[Cut]:
    """Every way to see a file as a table: a workbook's sheets; or the text (None for a workbook) cut by each delimiter,
    then again with the rows that were one quoted cell, opened.

    Spreadsheets that opened the file wrongly save each row as one quoted cell, now and then padded with empty ones.
    The caller takes the first in which it recognises something.
    """
    if text is None:
        for rows in _sheets(data):
            yield Cut(rows, (), "")
        return
    lines = lines_of(text)
    head = lines[:DEEPEST_HEADER]
    wrapped = [one for one in DELIMITERS if all(len(cells) < 2 for cells in _filled(head, one))]
    # `Ana Paz,,,60,Yes,No;;;` has its commas whichever way it is cut, and the empty cells behind its last one spoil it.
    padded = [one for one in wrapped if all(len(row) > 1 for row in _cut(head, one) if any(row))]
    for outer in padded:
        yield from _unwrapped(lines, outer)
    for delimiter in DELIMITERS:
        yield Cut(_cut(head, delimiter), lines, delimiter)
    for outer in wrapped:
        if outer not in padded:
            yield from _unwrapped(lines, outer)


def is_packed(data: bytes) -> bool:
    """Whether the file is a workbook, whatever its name says."""
    return is_workbook(data)


def lines_of(text: str) -> list[str]:
    """The lines of a text. Not by `splitlines`: a name may hold signs that it takes for the end of a line."""
    return _LINES.split(text)


def _must_be_small(data: bytes) -> None:
    if len(data) > LARGEST:
        raise Refused("zoom_file_too_large", megabytes=len(data) // (1024 * 1024), limit=LARGEST // (1024 * 1024))
    if not data.strip():
        raise Refused("zoom_file_empty")


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    if without_mark := _utf_16_without_mark(data):
        return data.decode(without_mark, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What has written one accent as UTF-8 is UTF-8, however much of it is damaged: no other one does by chance.
        written = any(
            not line.isascii() and not _NOISE.search(line) and _is_utf_8(line)
            for line in data.removeprefix(codecs.BOM_UTF8).split(b"\n")
        )
        return data.decode(*(("utf-8-sig", "replace") if written else ("cp1252", "replace")))


def _utf_16_without_mark(data: bytes) -> str | None:
    """Which UTF-16 a file is whose mark was lost: nearly every letter of its beginning has the same half empty."""
    head = data[:_HEAD]
    empty = [head[half::2].count(0) / max(len(head) // 2, 1) for half in (0, 1)]
    if max(empty) < _EMPTY or min(empty) > 1 - _EMPTY:
        return None
    return "utf-16-be" if empty[0] > empty[1] else "utf-16-le"


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _sheets(data: bytes) -> list[Rows]:
    _must_be_small(data)
    try:
        _, sheets = read_workbook(data)
    except Refused as no:
        raise Refused(_NOT_READ.get(no.code, "zoom_file_not_zoom")) from None
    found = []
    for _, numbered in sheets:
        rows: Rows = []
        for number, cells in numbered:
            rows.extend([] for _ in range(number - 1 - len(rows)))
            rows.append([cell.replace("\x00", "") for cell in cells])
        found.append(rows)
    return found


def _unwrapped(lines: Sequence[str], outer: str) -> Iterator[Cut]:
    inner = _opened(lines[:DEEPEST_HEADER], outer)
    for delimiter in DELIMITERS:
        yield Cut(_cut(inner, delimiter), lines, delimiter, outer)


def _opened(lines: Sequence[str], outer: str) -> list[str]:
    """What stands in the one filled cell of each row. Where a row has several, further down than anybody looked, they
    follow each other: that line says more than there are columns, and is pointed out.
    """
    return [outer.join(cells) for cells in _filled(lines, outer)]


def _filled(lines: Sequence[str], outer: str) -> list[list[str]]:
    return [[cell for cell in row if cell.strip()] for row in _cut(lines, outer)]


def _cut(lines: Sequence[str], delimiter: str) -> Rows:
    """Line by line, for a name with a stray quotation mark must not eat the next ones.

    Only what one person wrote over several lines of a form is one row, where it closes properly and is then as wide as
    the rows before it; the lines it ran over stay as empty rows.
    """
    rows: Rows = []
    at, width = 0, 0
    while at < len(lines):
        several = _over_several(lines, at, delimiter, width) if lines[at].count('"') % 2 else None
        if several is not None:
            row, count = several
            rows.append(row)
            rows.extend([] for _ in range(count - 1))
            at += count
            continue
        row = _one(lines[at], delimiter)
        width = len(row) if len(row) > 1 else width
        rows.append(row)
        at += 1
    return rows


def _one(line: str, delimiter: str) -> list[str]:
    if line.count(delimiter) > _MOST_CELLS:
        return [line]
    quoting: Literal[0, 3] = csv.QUOTE_NONE if line.count('"') % 2 else csv.QUOTE_MINIMAL
    try:
        return next(csv.reader([line], delimiter=delimiter, quoting=quoting), [])
    except csv.Error:
        return [line]


def _over_several(lines: Sequence[str], at: int, delimiter: str, width: int) -> tuple[list[str], int] | None:
    marks = 0
    for count in range(1, min(_LONGEST_CELL, len(lines) - at) + 1):
        marks += lines[at + count - 1].count('"')
        if marks % 2 == 0:
            try:
                told = [f"{line}\n" for line in lines[at : at + count]]
                found = list(csv.reader(told, delimiter=delimiter, strict=True))
            except csv.Error:
                return None
            return (found[0], count) if len(found) == 1 and len(found[0]) == width and width > 1 else None
    return None
