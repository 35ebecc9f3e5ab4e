"""Offices name their columns in many ways, and put titles above them: each is found, or said by hand."""

from __future__ import annotations

from datetime import date

import pytest

from db.errors import Refused
from db.residents.roll_cleaning import CleanLine, clean_lines, part_address
from db.residents.roll_file import Roll, lines_of, read_columns, read_roll
from tests.workbooks import xlsx

TODAY = date(2026, 11, 19)
NAMES = "apellido;nombres"


def cleaned(header: str, line: str) -> CleanLine:
    (one,) = clean_lines(read_roll(f"{header}\n{line}\n".encode()).lines, phone_prefix="+54 341", today=TODAY)
    return one


@pytest.mark.parametrize(
    ("title", "cell", "field", "kept"),
    [
        ("Nro. Documento", "23.680.640", "document", "23680640"),
        ("D.N.I.", "M 4567890", "document", "4567890"),
        ("Nº de documento", "23680640", "document", "23680640"),
        ("L.E.", "123456", "document", "123456"),
        ("CUIL/CUIT", "20-23680640-6", "document", "23680640"),
        ("CUIL", "27 04567890 9", "document", "4567890"),
        ("Fec. nac.", "25/08/1979", "birth_date", date(1979, 8, 25)),
        ("F. de nacimiento", "1979-08-25", "birth_date", date(1979, 8, 25)),
        ("Tel.", "4123456", "phone", "+543414123456"),
        ("CELULAR", "15 4123456", "phone", "+5493414123456"),
        ("WhatsApp", "341 4123456", "phone", "+543414123456"),
        ("Mail", "RO@Correo.example", "email", "ro@correo.example"),
        ("E-mail", "ro@correo.example", "email", "ro@correo.example"),
        ("Sexo", "F", "gender", "woman"),
        ("Género autopercibido", "no binarie", "gender", "non_binary"),
        ("Franja etaria", "16 a 29", "age_band", "16_29"),
        ("Observaciones", "viene con  su hija", "note", "viene con su hija"),
        ("Cargo", "presidenta", "organisation_role", "presidenta"),
    ],
)
def test_a_column_is_known_by_the_names_offices_give_it(title: str, cell: str, field: str, kept: object) -> None:
    one = cleaned(f"{NAMES};{title}", f"Ñandúbez;Rosaura;{cell}")
    assert (one.code, one.fields.get(field)) == (None, kept)


@pytest.mark.parametrize("title", ["Barrio", "Nombre del barrio", "Vecinal", "Institución", "Distrito", "CMD"])
def test_places_and_organisations_are_taken_by_name(title: str) -> None:
    assert list(cleaned(f"{NAMES};{title}", "Ñandúbez;Rosaura;El Muelle").placed.values()) == ["El Muelle"]


@pytest.mark.parametrize(
    ("title", "cell", "names"),
    [
        ("Apellido y nombre", "ÑANDÚBEZ ROSAURA INÉS", ("Ñandúbez", "Rosaura Inés")),
        ("Apellido y Nombres", "DE LA FUENTE ROSA", ("De la Fuente", "Rosa")),
        ("APELLIDO/S Y NOMBRE/S", "Ñandúbez García, Rosaura", ("Ñandúbez García", "Rosaura")),
        ("Nombre completo", "Rosaura Inés de la Fuente", ("de la Fuente", "Rosaura Inés")),
        ("Nombre y Apellido", "rosaura ñandúbez", ("Ñandúbez", "Rosaura")),
    ],
)
def test_a_whole_name_in_one_column_is_parted(title: str, cell: str, names: tuple[str, str]) -> None:
    one = cleaned(f"{title};dni", f"{cell};23680640")
    assert (one.fields["family_name"], one.fields["given_names"]) == names


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("San Juan 1234", ("San Juan", "1234")),
        ("9 de Julio 1200 3° B", ("9 de Julio", "1200 3° B")),
        ("Av. Pellegrini Nº 2050, piso 3", ("Av. Pellegrini", "2050, piso 3")),
        ("Calle 1320 4500", ("Calle 1320", "4500")),
        ("Pje. 1 de Mayo 845 bis", ("Pje. 1 de Mayo", "845 bis")),
        ("Mendoza S/N", ("Mendoza", "")),
        ("Barrio Las Flores", ("Barrio Las Flores", "")),
    ],
)
def test_an_address_is_parted_at_its_last_number(line: str, parts: tuple[str, str]) -> None:
    assert part_address(line) == parts


@pytest.mark.parametrize("nothing", ["-", "S/D", "no tiene", "N/A", "."])
def test_a_cell_that_says_nothing_is_empty(nothing: str) -> None:
    one = cleaned(f"{NAMES};dni;telefono;mail", f"Ñandúbez;Rosaura;{nothing};{nothing};{nothing}")
    assert set(one.fields) == {"family_name", "given_names"}


@pytest.mark.parametrize(
    ("title", "cell", "code", "column"),
    [
        ("CUIL", "20-23680640-4", "cuil_unreadable", "cuil"),
        ("CUIT", "30-50001091-2", "cuil_unreadable", "cuil"),
        ("dni;CUIL", "11222333;20-23680640-6", "document_and_cuil_differ", "cuil"),
        ("Nacimiento", "25/08/79", "date_unreadable", "birth_date"),
        ("Nacimiento", "25/08/2079", "birth_date_unlikely", "birth_date"),
        ("Tel", "llamar tarde", "phone_unreadable", "phone"),
        ("Mail", "ro arroba correo", "email_unreadable", "email"),
        ("Sexo", "soltera", "gender_unreadable", "gender"),
    ],
)
def test_what_is_wrong_is_told_with_its_column_and_cell(title: str, cell: str, code: str, column: str) -> None:
    one = cleaned(f"{NAMES};{title}", f"Ñandúbez;Rosaura;{cell}")
    assert (one.code, one.column, one.told) == (code, column, cell.rsplit(";", maxsplit=1)[-1])


def test_titles_stand_above_the_names_of_the_columns() -> None:
    raw = "Municipalidad\n\nPadrón de participantes;;2026\nApellido;Nombres;DNI\nÑandúbez;Rosaura;1\n".encode()
    sheet = read_columns(raw)
    assert (sheet.header_row, sheet.rows, [column.field for column in sheet.columns]) == (
        4, 1, ["family_name", "given_names", "document"],
    )  # fmt: skip
    assert read_roll(raw).lines[0].number == 5


def test_of_several_sheets_the_one_with_the_columns_is_read() -> None:
    raw = xlsx({
        "Carátula": [["Padrón del barrio", "2026"]],
        "Personas": [["Listado"], [], ["Apellido", "Nombres", "DNI"], ["Ñandúbez", "Rosaura", 23680640.0]],
        "Códigos": [["nombre", "valor"], ["x", 1]],
    })  # fmt: skip
    read = read_roll(raw)
    assert read.sheet == "Personas"
    assert [(line.number, dict(line.told)["document"]) for line in read.lines] == [(4, "23680640")]
    with pytest.raises(Refused, match="roll_columns"):
        read_roll(raw, sheet="Códigos")
    with pytest.raises(Refused, match="roll_sheet_unknown"):
        read_roll(raw, sheet="Otra")


def test_an_xlsx_under_the_name_of_a_csv_is_read_as_what_it_is() -> None:
    assert isinstance(read_roll(xlsx({"Hoja1": [["apellido", "nombres"], ["Ñandúbez", "Inés"]]})), Roll)


def test_columns_are_shown_with_what_is_in_them_before_anything_is_taken_in() -> None:
    sheet = read_columns("Quién;DNI;Signo;\nÑandúbez;1;Leo;a\nQuintela;2;Leo;\nYrurtia;3;Virgo;b\nX;4;;\n".encode())
    told = [(column.title, column.field, column.samples) for column in sheet.columns]
    assert told == [
        ("Quién", None, ("Ñandúbez", "Quintela", "Yrurtia")),
        ("DNI", "document", ("1", "2", "3")),
        ("Signo", None, ("Leo", "Virgo")),
        ("4", None, ("a", "b")),
    ]
    assert sheet.missing == ("family_name", "given_names")


def test_a_person_says_by_hand_what_a_column_is() -> None:
    sheet = read_columns("Quién;DNI;Telefono;Celular\nÑandúbez Rosaura;23680640;1;2\n".encode())
    assert sheet.twice == ("Telefono", "Celular")
    read = lines_of(sheet, {"Quién": "listed_name", "Telefono": ""})
    assert dict(read.lines[0].told) == {"listed_name": "Ñandúbez Rosaura", "document": "23680640", "phone": "2"}
    assert read.ignored_columns == ("Telefono",)


@pytest.mark.parametrize(
    ("mapping", "code"),
    [({"Quien": "full_name"}, "roll_map_unknown"), ({"DNI": "zodiac"}, "roll_field_unknown"), ({}, "roll_columns")],
)
def test_a_mapping_that_does_not_fit_is_refused(mapping: dict[str, str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        read_roll("Quién;DNI\nÑandúbez Rosaura;23680640\n".encode(), mapping)
