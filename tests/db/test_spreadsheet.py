"""A list comes as whatever an office has: every spreadsheet is read, and whatever is none is told by what it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import workbook
from db.errors import Refused
from db.spreadsheet import read_tables, shielded, unshielded
from tests.workbooks import lying, ods, overlapping, packed, parts_of, swollen, xlsx

SHEET = "xl/worksheets/sheet1.xml"


def cells(raw: bytes) -> list[list[str]]:
    (table,) = read_tables(raw).tables[:1]
    return [list(row) for _, row in table.rows]


def code_of(raw: bytes) -> str:
    with pytest.raises(Refused) as no:
        read_tables(raw)
    return no.value.code


def test_cells_are_read_as_somebody_would_have_typed_them() -> None:
    raw = xlsx({"Padrón": [
        ["Ñandúbez", 30111222.0, 20301112226, 12.5, date(1979, 8, 25), True, ("=1+1", 2), ("=A1", "Ñandúbez")],
        ["x", datetime(2020, 1, 2, 3, 4)],  # noqa: DTZ001 - a spreadsheet knows no zones
    ]})  # fmt: skip
    first, second = cells(raw)
    assert first == ["Ñandúbez", "30111222", "20301112226", "12.5", "1979-08-25", "1", "2", "Ñandúbez"]
    assert second[:2] == ["x", "2020-01-02T03:04:00"]


def test_rows_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    raw = xlsx({"Hoja1": [[], ["a", "b"], [], ["c"]]})
    assert [number for number, _ in read_tables(raw).tables[0].rows] == [2, 4]


def test_each_sheet_is_a_table_and_hidden_ones_are_not() -> None:
    raw = xlsx({"Carátula": [["x"]], "Padrón": [["y"]], "Vieja": [["z"]], "Vacía": []}, hidden=["Vieja"])
    assert [table.name for table in read_tables(raw).tables] == ["Carátula", "Padrón"]


def test_a_workbook_of_libreoffice_is_read_with_its_empty_million_rows() -> None:
    empty = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'  # noqa: E501
    read = read_tables(ods([["apellido", "nombres"], ["Ñandúbez", "Inés"]], xml=empty))
    assert read.format == "ods"
    assert [list(row)[:2] for _, row in read.tables[0].rows] == [["apellido", "nombres"], ["Ñandúbez", "Inés"]]


def test_what_a_csv_is_parted_by_is_found() -> None:
    assert cells(b"sep=|\na|b;c\n") == [["a", "b;c"]]
    assert cells("Padrón, 2026\na;b;c\nd;e;f\n".encode())[1] == ["a", "b", "c"]
    assert [number for number, _ in read_tables(b"sep=;\na;b\n").tables[0].rows] == [2]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"%PDF-1.7 ...", "roll_is_pdf"),
        (b"\n%PDF-1.4", "roll_is_pdf"),
        (b"\x89PNG\r\n\x1a\n", "roll_is_picture"),
        (b"\xff\xd8\xff\xe0", "roll_is_picture"),
        (b"{\\rtf1\\ansi apellido", "roll_is_word"),
        (packed({"word/document.xml": b"<x/>"}), "roll_is_word"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}), "roll_is_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "roll_is_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "roll_locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "roll_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(600), "roll_damaged"),
        (packed({"padron.csv": b"apellido,nombres"}), "roll_is_archive"),
        (b"Rar!\x1a\x07\x00", "roll_is_archive"),
        (b"<html><table><tr><td>apellido", "roll_is_page"),
        (b"Nombre de usuario (nombre original),Correo,Hora para unirse\n", "roll_is_zoom"),
        (b"Name (Original Name),User Email,Join Time,Leave Time\nRo,,\n", "roll_is_zoom"),
        (b"apellido\x00nombres", "roll_encoding"),
        (b"   \n ", "roll_empty"),
        (xlsx({"Hoja1": []}), "roll_empty"),
        (xlsx({"Hoja1": [["apellido"]]})[:-200], "roll_damaged"),
        (ods([["apellido"]], locked=True), "roll_locked"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_told_by_what_it_is(raw: bytes, code: str) -> None:
    assert code_of(raw) == code


def test_a_damaged_sheet_is_no_crash() -> None:
    parts = parts_of(xlsx({"Hoja1": [["apellido", "nombres"], ["Ñandúbez", "Inés"]]}))
    assert code_of(packed({**parts, SHEET: parts[SHEET][: len(parts[SHEET]) // 2] + b"<<<&"})) == "roll_damaged"
    assert code_of(packed({**parts, "xl/workbook.xml": b"<"})) == "roll_damaged"


def two_corners() -> bytes:
    """Two cells in opposite corners: laid out cell by cell, the sheet would ask for 400 GB."""
    parts = parts_of(xlsx({"Hoja1": [["apellido"]]}))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return packed({**parts, SHEET: parts[SHEET].replace(b"</sheetData>", far)})


REPEATED = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="string">'
    "<text:p>x</text:p></table:table-cell></table:table-row>"
)
WIDE = (
    '<table:table-row><table:table-cell table:number-columns-repeated="16000" office:value-type="string">'
    "<text:p>x</text:p></table:table-cell></table:table-row>"
)


@pytest.mark.parametrize(
    "bomb",
    [
        pytest.param(lambda: swollen(xlsx({"Hoja1": [["a"]]}), SHEET, 64 << 20), id="packed a thousand times"),
        pytest.param(lambda: lying(swollen(xlsx({"Hoja1": [["a"]]}), SHEET, 64 << 20), SHEET, 900), id="lies"),
        pytest.param(lambda: overlapping(xlsx({"Hoja1": [["a"]]}), SHEET, 50), id="one over the other"),
        pytest.param(lambda: packed({f"xl/{n}": b"" for n in range(3000)} | {"xl/workbook.xml": b""}), id="parts"),
        pytest.param(two_corners, id="two corners"),
        pytest.param(lambda: ods(xml=REPEATED), id="a million equal rows"),
        pytest.param(lambda: ods(xml=WIDE), id="sixteen thousand equal cells"),
    ],
)
def test_a_file_made_to_burst_is_not_opened(bomb: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    raw = bomb()
    assert len(raw) < 300_000

    def opened(_book: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr(workbook, "_sheets", opened)
    assert code_of(raw) == "roll_swollen"


def test_a_long_roll_is_no_bomb() -> None:
    line = ["Ñandúbez", "Rosaura", 30111222, "calle 12"]
    assert len(cells(xlsx({"Padrón": [line] * 20_000}))) == 20_000


@pytest.mark.parametrize("cell", ["=1+1", "+5493415551234", "-12", "@x", "\tx", "\rx", "'=x", "''+x"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert shielded(cell).startswith("'")


@given(st.text(st.sampled_from("'=+-@\t\rab "), max_size=6))
def test_a_shield_comes_off_again(cell: str) -> None:
    assert unshielded(shielded(cell)) == cell


@pytest.mark.parametrize("cell", ["O'Higgins", "'t Hart", "Rosaura", "", "12-3"])
def test_an_ordinary_cell_needs_no_shield(cell: str) -> None:
    assert (shielded(cell), unshielded(cell)) == (cell, cell)
