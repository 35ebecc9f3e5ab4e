"""A roll comes from an office as a spreadsheet: every line is somebody new, known, changed, doubtful or wrong."""

from __future__ import annotations

from datetime import date

import pytest

from db.errors import Refused
from db.residents.commands import enrol, import_rows
from db.residents.queries import by_document, card, count
from db.residents.roll_file import read_roll
from db.residents.roll_import import Imported
from db.work import Store

ALL = "apellido,nombres,documento,fecha_nacimiento,genero,telefono,correo,calle,altura,barrio,organizacion"


def take_in(store: Store, text: str) -> Imported:
    return store.do(import_rows, lines=read_roll(text.encode()).lines, phone_prefix="+598").outcome


def counts(done: Imported) -> tuple[int, int, int, int, int]:
    return (done.new, done.same, done.changed, done.doubtful, done.errors)


def test_a_whole_line_becomes_a_person_with_her_club(store: Store) -> None:
    done = take_in(
        store,
        f"{ALL}\nÑANDÚBEZ,ROSAURA,12.345.678,25/08/1979,F,099 123 456,ro@correo.example,Puerto,12,EL MUELLE,Ancla\n",
    )
    assert counts(done) == (1, 0, 0, 0, 0)
    (rosa,) = store.ask(by_document, document="12345678")
    told = store.ask(card, resident_id=rosa)
    assert (told.name, told.birth_date, told.gender) == ("Rosaura Ñandúbez", date(1979, 8, 25), "woman")
    assert (told.phone, told.neighbourhood, told.organisation) == ("+59899123456", "El Muelle", "Ancla")


def test_the_same_file_again_writes_nothing(store: Store) -> None:
    text = f"{ALL}\nÑandúbez,Rosaura,12345678,,,,,,,El Muelle,Club Ancla\nQuintela,Anselmo,,,,,,,,,\n"
    take_in(store, text)
    again = store.do(import_rows, lines=read_roll(text.encode()).lines, phone_prefix="+598")
    assert counts(again.outcome) == (0, 2, 0, 0, 0)
    assert not again.changes


def test_a_long_file_finds_each_of_its_people_again_by_name_alone(store: Store) -> None:
    letters = "bcdfghjklm"
    names = [f"{first}a{second}oz,{third}ora" for first in letters for second in letters for third in "lnt"]
    text = "apellido,nombres\n" + "".join(f"{name}\n" for name in names)
    assert counts(take_in(store, text)) == (300, 0, 0, 0, 0)
    assert counts(take_in(store, text.upper())) == (0, 300, 0, 0, 0)


def test_a_person_twice_in_one_file_is_written_once(store: Store) -> None:
    text = "apellido,nombres,documento\nÑandúbez,Rosaura,12345678\nNANDUBEZ,rosaura,12.345.678\n"
    assert counts(take_in(store, text)) == (1, 1, 0, 0, 0)


def test_what_the_file_says_otherwise_is_taken_and_what_it_leaves_empty_is_kept(store: Store) -> None:
    rosa = store.do(
        enrol, family_name="Ñandúbez", given_names="Rosaura Inés", document="12345678", email="ro@correo.example",
        phone="+59899111111",
    ).outcome  # fmt: skip
    done = take_in(store, "apellido,nombres,documento,telefono,correo\nÑandúbez,Rosaura,12345678,099222222,\n")
    assert counts(done) == (0, 0, 1, 0, 0)
    told = store.ask(card, resident_id=rosa)
    assert (told.given_names, told.phone, told.email) == ("Rosaura Inés", "+59899222222", "ro@correo.example")


def test_the_same_document_with_another_name_is_doubtful(store: Store) -> None:
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", document="12345678")
    done = take_in(store, "apellido,nombres,documento\nQuintela,Anselmo,12345678\n")
    assert counts(done) == (0, 0, 0, 1, 0)
    assert [(one.line, one.code) for one in done.remarks] == [(2, "same_document_other_name")]
    assert store.ask(count) == 1


def test_a_namesake_with_another_document_is_somebody_else(store: Store) -> None:
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", document="12345678", email="rosa@example.org")
    assert counts(take_in(store, "apellido,nombres,documento\nÑandúbez,Rosaura,27888999\n")) == (1, 0, 0, 0, 0)
    text = "apellido,nombres,documento,correo\nÑandúbez,Rosaura,31777666,rosa@example.org\n"
    assert [one.code for one in take_in(store, text).remarks] == ["same_name_other_document"]


def test_the_same_name_with_a_document_one_slip_away_is_doubtful(store: Store) -> None:
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", document="12345678")
    done = take_in(store, "apellido,nombres,documento\nÑandúbez,Rosaura,12345687\n")
    assert [one.code for one in done.remarks] == ["same_name_other_document"]
    assert store.ask(count) == 1


def test_two_birth_dates_are_two_people_of_one_name(store: Store) -> None:
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", document="12345678", birth_date="1950-01-01")
    text = "apellido,nombres,documento,fecha_nacimiento\nÑandúbez,Rosaura,22345678,1980-01-01\n"
    assert counts(take_in(store, text)) == (1, 0, 0, 0, 0)


def test_a_name_alone_never_brings_a_document_to_somebody(store: Store) -> None:
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura")
    done = take_in(store, "apellido,nombres,documento\nÑandúbez,Rosaura,12345678\n")
    assert [one.code for one in done.remarks] == ["same_name"]
    assert store.ask(by_document, document="12345678") == ()


def test_a_name_with_the_same_telephone_is_she(store: Store) -> None:
    store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", phone="+59899111111")
    done = take_in(store, "apellido,nombres,documento,telefono\nÑandúbez,Rosaura,12345678,099111111\n")
    assert counts(done) == (0, 0, 1, 0, 0)
    assert len(store.ask(by_document, document="12345678")) == 1


def test_wrong_lines_are_told_by_number_and_hold_up_no_other(store: Store) -> None:
    text = (
        "apellido;nombres;documento;fecha_nacimiento;barrio\n"
        "Ñandúbez;;12345678;;\n"
        "Quintela;Anselmo;12;;\n"
        "\n"
        "Yrurtia;Telma;22333444;31/02/1980;\n"
        "Aguirrezabal;Cora;33444555;;Atlántida\n"
    )
    done = take_in(store, text)
    assert counts(done) == (1, 0, 0, 0, 3)
    assert [(one.line, one.kind, one.code) for one in done.remarks] == [
        (2, "error", "name_missing"),
        (3, "error", "document_unreadable"),
        (5, "error", "date_unreadable"),
        (6, "left_out", "neighbourhood_unknown"),
    ]


def test_columns_stand_in_any_order_and_strange_ones_are_passed_over() -> None:
    (line,) = read_roll("\ufeffDNI;Signo;Nombre;Apellidos\n12345678;Leo;Rosaura;Ñandúbez\n".encode()).lines
    assert dict(line.told) == {"document": "12345678", "given_names": "Rosaura", "family_name": "Ñandúbez"}


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("apellido,apellido,nombres", "apellido, apellido (2)"),
        ("apellido,nombres,DNI,Documento", "DNI, Documento"),
        ("apellido,nombres,telefono,Celular", "telefono, Celular"),
    ],
)
def test_two_columns_that_say_the_same_are_refused_by_name(header: str, columns: str) -> None:
    with pytest.raises(Refused) as no:
        read_roll(f"{header}\nÑandúbez,Rosaura,1,2\n".encode())
    assert (no.value.code, no.value.facts) == ("roll_column_twice", {"columns": columns})


def test_columns_that_nobody_knows_are_told_and_empty_ones_at_the_right_are_not() -> None:
    read = read_roll("apellido,Fecha del bautismo,nombres,Signo,,,\nÑandúbez,25/08/1979,Rosaura,Leo,,x,\n".encode())
    assert read.ignored_columns == ("Fecha del bautismo", "Signo", "6")


@pytest.mark.parametrize(
    "name", ["fecha_nacimiento", "Fecha de nacimiento", "FECHA-NACIMIENTO", "fecha  de_nacimiento"]
)
def test_a_column_is_known_however_its_words_are_joined(name: str) -> None:
    read = read_roll(f"apellido,nombres,{name}\nÑandúbez,Rosaura,25/08/1979\n".encode())
    assert (read.lines[0].told["birth_date"], read.ignored_columns) == ("25/08/1979", ())


def test_a_cell_may_hold_a_line_break() -> None:
    lines = read_roll('apellido,nombres,calle\n"Ñandúbez","Rosaura","Puerto\n12"\nQuintela,Anselmo,\n'.encode()).lines
    assert [line.number for line in lines] == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_letters_of_every_spreadsheet_are_read(encoding: str) -> None:
    (line,) = read_roll("apellido,nombres\nÑandúbez,Inés\n".encode(encoding)).lines
    assert line.told["family_name"] == "Ñandúbez"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "roll_empty"),
        (b"\xef\xbb\xbf \n", "roll_empty"),
        (b"signo y planeta\nLeo\n", "roll_columns"),
        (b"apellido,documento\nX,1\n", "roll_columns"),
        ("apellido,nombres\nÑandúbez,Inés\n".encode("cp850"), "roll_encoding"),
        (b"PK\x03\x04\x14\x00\x00\x00\x81\x8d\x8f", "roll_damaged"),
    ],
)
def test_a_file_that_is_no_roll_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as no:
        read_roll(raw)
    assert no.value.code == code
