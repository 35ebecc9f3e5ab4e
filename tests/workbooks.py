"""Workbooks for the tests: real ones, and those that somebody made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

Cells = Sequence[Sequence[Any]]


def xlsx(sheets: Mapping[str, Cells], *, hidden: Sequence[str] = ()) -> bytes:
    """A workbook as Excel writes it: numbers as numbers, dates as dates, «=…» as formulas with what they came to."""
    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True, "strings_to_formulas": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                elif isinstance(value, tuple):
                    sheet.write_formula(at, column, value[0], None, value[1])
                else:
                    sheet.write(at, column, value)
    book.close()
    return raw.getvalue()


CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:spreadsheet>
<table:table table:name="Hoja1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{lock}</manifest:file-entry>
</manifest:manifest>"""


def ods(rows: Cells = (), *, xml: str = "", locked: bool = False) -> bytes:
    """A workbook of LibreOffice; `xml` for rows that no honest program writes."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{one}</text:p></table:table-cell>' for one in row
        )
        + "</table:table-row>"
        for row in rows
    )
    lock = "<manifest:encryption-data/>" if locked else ""
    return packed({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": CONTENT.format(rows=cells + xml).encode(),
        "META-INF/manifest.xml": MANIFEST.format(lock=lock).encode(),
    })  # fmt: skip


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these parts."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return raw.getvalue()


def parts_of(raw: bytes) -> dict[str, bytes]:
    """What is in an archive."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def swollen(raw: bytes, name: str, size: int) -> bytes:
    """The archive with one part of `size` spaces more at its end: kilobytes that unpack to as much as one likes."""
    raw_io = io.BytesIO()
    with zipfile.ZipFile(raw_io, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part, data in parts_of(raw).items():
            with archive.open(part, "w", force_zip64=size > 1 << 31) as file:
                file.write(data)
                for _ in range(size >> 20 if part == name else 0):
                    file.write(b" " * (1 << 20))
    return raw_io.getvalue()


def lying(raw: bytes, name: str, says: int) -> bytes:
    """The archive with one part that says it is smaller than it is, in both places where it says so."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        part = archive.getinfo(name)
    true, said = part.file_size.to_bytes(4, "little"), says.to_bytes(4, "little")
    sizes = part.compress_size.to_bytes(4, "little")
    made = raw.replace(sizes + true, sizes + said)
    assert made != raw
    return made


def overlapping(raw: bytes, name: str, times: int) -> bytes:
    """An archive whose directory names the same bytes many times over: each time they are unpacked again."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts_of(raw).items():
            archive.writestr(part, data)
        first = archive.getinfo(name)
        for number in range(times):
            again = zipfile.ZipInfo(f"{name}.{number}")
            again.header_offset, again.CRC = first.header_offset, first.CRC
            again.compress_size, again.file_size = first.compress_size, first.file_size
            again.compress_type = first.compress_type
            archive.filelist.append(again)
            archive.NameToInfo[again.filename] = again
    return made.getvalue()
