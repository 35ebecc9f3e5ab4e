"""Workbooks of Excel and LibreOffice, looked over before anything unpacks them: a file comes from anybody's mail."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from db.errors import Refused

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

Rows = list[tuple[int, Sequence[str]]]

ZIP, OLE = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A workbook of 100,000 neighbours has some twenty parts and unpacks to 150 MB, ten or twenty times what it was.
MOST_PARTS, MOST_BYTES, MOST_RATIO = 2_000, 400_000_000, 250
# Below this nothing is a bomb, however well it was packed: a thousand empty lines pack to nearly nothing.
HARMLESS_BYTES = 20_000_000
# The reader lays a sheet out cell by cell: two cells in opposite corners of one would ask for 400 GB.
MOST_CELLS = 6_000_000
_PIECE = 1 << 20
_CELL = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]*?\br="([A-Z]{0,3})(\d{1,7})"')
_REPEATED_ROW = re.compile(rb'number-rows-repeated="(\d+)"[^>]*(?<!/)>(.*?)</table:table-row>', re.DOTALL)
_REPEATED_CELL = re.compile(rb'number-columns-repeated="(\d+)"[^>]*(?<!/)>')
_MOST_REPEATED = 5_000


def is_workbook(raw: bytes) -> bool:
    """Whether a file is packed as workbooks are (as are Word's documents and ordinary archives)."""
    return raw.startswith((*ZIP, OLE))


def read_workbook(raw: bytes) -> tuple[str, list[tuple[str, Rows]]]:
    """The kind of a workbook (xlsx, ods, xls) and its visible sheets, cells as text: what a formula came to, dates as
    ISO 8601, whole numbers without a point.

    Raises Refused: roll_is_word, roll_is_archive, roll_locked (a password), roll_damaged, roll_swollen (unpacks to
    more than any roll is), roll_empty (no sheet holds anything).
    """
    kind = _looked_over(raw) if raw.startswith(ZIP) else _old_kind(raw)
    # Takes a tenth of a second to load, and is wanted once a month.
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            sheets = [(name, rows) for name, rows in _sheets(book) if rows]
    except PasswordError:
        raise Refused("roll_locked") from None
    except (CalamineError, OSError, ValueError):
        raise Refused("roll_damaged") from None
    except BaseException as error:
        # The reader is not ours, and a file made to upset it may: then it panics, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Refused("roll_damaged") from None
    if not sheets:
        raise Refused("roll_empty")
    return kind, sheets


def _sheets(book: CalamineWorkbook) -> Iterator[tuple[str, Rows]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for sheet in book.sheets_metadata:
        if sheet.visible != SheetVisibleEnum.Visible or sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        told = book.get_sheet_by_name(sheet.name)
        rows: Rows = []
        for number, cells in enumerate(told.to_python(skip_empty_area=False), start=1):
            texts = [cell if type(cell) is str else _text(cell) for cell in cells]
            if any(map(str.strip, texts)):
                rows.append((number, texts))
        yield sheet.name, rows


def _text(cell: Any) -> str:
    """A cell as somebody would have typed it."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        # A document kept as a number is 30111222.0, and one of eleven digits is 2.0e10 to whoever prints it plainly.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if isinstance(cell, timedelta) else str(cell)


def _old_kind(raw: bytes) -> str:
    """What a file in the old container of Office is, by the names of its streams."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in raw

    if has("EncryptedPackage"):
        raise Refused("roll_locked")
    if has("WordDocument") or has("PowerPoint Document"):
        raise Refused("roll_is_word")
    if not (has("Workbook") or has("Book")):
        raise Refused("roll_damaged")
    return "xls"


def _looked_over(raw: bytes) -> str:
    """The kind of a packed file that is safe to unpack: few parts, no larger than they may be, none inside another."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            names = {part.filename.replace("\\", "/").lower(): part for part in parts}
            if len(parts) > MOST_PARTS:
                raise Refused("roll_swollen")
            said = archive.read("mimetype")[:100] if "mimetype" in archive.namelist() else b""
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, KeyError, ValueError):
        raise Refused("roll_damaged") from None
    kind = _packed_kind(names, said)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("roll_locked")
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise Refused("roll_swollen")
    _unpack(raw, parts, kind)
    return kind


def _packed_kind(names: dict[str, zipfile.ZipInfo], said: bytes) -> str:
    if b"opendocument.spreadsheet" in said:
        manifest = "meta-inf/manifest.xml" in names
        return "ods" if manifest or "content.xml" in names else "xlsx"
    if "xl/workbook.xml" in names or "xl/workbook.bin" in names:
        return "xlsx"
    if "word/document.xml" in names or "ppt/presentation.xml" in names or b"opendocument" in said:
        raise Refused("roll_is_word")
    raise Refused("roll_is_archive")


def _unpack(raw: bytes, parts: Sequence[zipfile.ZipInfo], kind: str) -> None:
    """Unpacks every part for real, piece by piece, and forgets it: what a part says of its own size may be a lie.

    Raises Refused: roll_swollen, roll_damaged, roll_locked.
    """
    total, ends = 0, 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < ends:
            raise Refused("roll_swollen")  # parts laid over one another: one kilobyte that is unpacked a thousand times
        head = raw[part.header_offset : part.header_offset + 30]
        if len(head) < 30 or not head.startswith(ZIP[0]):
            raise Refused("roll_damaged")
        begins = part.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        ends = begins + part.compress_size
        reach = _Reach(kind, part.filename)
        size = 0
        for piece in _inflated(raw[begins:ends], part.compress_type):
            size += len(piece)
            total += len(piece)
            reach.look(piece)
            if total > MOST_BYTES or (size > HARMLESS_BYTES and size > MOST_RATIO * max(part.compress_size, 1)):
                raise Refused("roll_swollen")
        reach.judge()


def _inflated(packed: bytes, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield packed
        return
    if method != zipfile.ZIP_DEFLATED:
        raise Refused("roll_damaged")
    flow = zlib.decompressobj(-15)
    left = packed
    try:
        while not flow.eof:
            piece = flow.decompress(left, _PIECE)
            if not piece and not flow.unconsumed_tail:
                raise Refused("roll_damaged")
            yield piece
            left = flow.unconsumed_tail
    except zlib.error:
        raise Refused("roll_damaged") from None


class _Reach:
    """How far the cells of a sheet reach, read while it is unpacked."""

    def __init__(self, kind: str, name: str) -> None:
        self._sheet = kind == "xlsx" and "worksheets/" in name.lower()
        self._table = kind == "ods" and name.lower() == "content.xml"
        self._locked = kind == "ods" and name.lower() == "meta-inf/manifest.xml"
        self._rest, self._all = b"", bytearray()
        self._columns: set[bytes] = set()
        self._row = 0

    def look(self, piece: bytes) -> None:
        if self._table or self._locked:
            self._all += piece
        if not self._sheet:
            return
        text = self._rest + piece
        for letters, digits in _CELL.findall(text):
            self._columns.add(letters)
            self._row = max(self._row, int(digits))
        self._rest = text[-200:]

    def judge(self) -> None:
        """Raises Refused: roll_swollen, roll_locked."""
        width = max((_number(letters) for letters in self._columns), default=0)
        if width * self._row > MOST_CELLS:
            raise Refused("roll_swollen")
        if self._locked and b"encryption-data" in self._all:
            raise Refused("roll_locked")
        if self._table:
            text = bytes(self._all)
            rows = (int(times) for times, inside in _REPEATED_ROW.findall(text) if b"office:value-type" in inside)
            cells = (int(times) for times in _REPEATED_CELL.findall(text))
            if max((*rows, *cells), default=0) > _MOST_REPEATED:
                raise Refused("roll_swollen")


def _number(letters: bytes) -> int:
    """A column's letters as a number: A is 1, XFD 16,384."""
    found = 0
    for letter in letters:
        found = found * 26 + letter - 64
    return found
