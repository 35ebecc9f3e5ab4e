"""From the bytes of a file to rows of cells: encodings, delimiters, rows hidden in one quoted cell."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from typing import Literal

from db.errors import Refused

LARGEST = 20 * 1024 * 1024
"""Bytes. A report of 1,000 people with ten rejoins each stays under 2 MB; more than this is another file."""

DELIMITERS = (",", ";", "\t")

Rows = list[list[str]]


def text_of(data: bytes) -> str:
    """The text of a CSV file as Zoom, Excel or a mail client may have left it.

    UTF-16 only where its byte order mark says so; else UTF-8 with or without mark; else cp1252, which Excel writes
    on a Windows in Spanish. Raises Refused: zoom_file_empty, zoom_file_too_large, zoom_file_is_workbook,
    zoom_file_not_zoom.
    """
    if len(data) > LARGEST:
        raise Refused("zoom_file_too_large", megabytes=len(data) // (1024 * 1024), limit=LARGEST // (1024 * 1024))
    if not data.strip():
        raise Refused("zoom_file_empty")
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused("zoom_file_is_workbook")
    text = _decoded(data)
    if "\x00" in text:
        raise Refused("zoom_file_not_zoom")
    text = text.replace("\ufeff", "")
    if not text.strip():
        raise Refused("zoom_file_empty")
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def tables_in(text: str) -> Iterator[Rows]:
    """Every way to cut the text in cells: each delimiter; then again with the rows that were one quoted cell, opened.

    Spreadsheets that opened the file wrongly save each row as one quoted cell, now and then padded with empty ones.
    The caller takes the first table in which it recognises a header.
    """
    lines = text.splitlines()
    for delimiter in DELIMITERS:
        yield _cut(lines, delimiter)
    for outer in DELIMITERS:
        filled = [[cell for cell in row if cell.strip()] for row in _cut(lines, outer)]
        if any(filled) and all(len(row) <= 1 for row in filled):
            inner = [row[0] if row else "" for row in filled]
            for delimiter in DELIMITERS:
                yield _cut(inner, delimiter)


def _cut(lines: Sequence[str], delimiter: str) -> Rows:
    """Line by line: Zoom's cells hold no line breaks, and a name with a stray quote must not eat the next ones."""
    rows = []
    for line in lines:
        quoting: Literal[0, 3] = csv.QUOTE_NONE if line.count('"') % 2 else csv.QUOTE_MINIMAL
        try:
            rows.append(next(csv.reader([line], delimiter=delimiter, quoting=quoting), []))
        except csv.Error:
            rows.append([line])
    return rows
