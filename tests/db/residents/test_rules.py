"""What the roll accepts, and how it writes it down."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import Refused
from db.residents.rules import (
    BANDS,
    age_band,
    clean,
    clean_date,
    clean_document,
    clean_email,
    clean_gender,
    clean_name,
    clean_phone,
    part_names,
)

TODAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("  rosa   inés ", "Rosa Inés"),
        ("PEREZ DE LA FUENTE", "Perez de la Fuente"),
        ("DE LA FUENTE", "De la Fuente"),
        ("McKenna", "McKenna"),
        ("d'ambrosía-quintela", "D'Ambrosía-Quintela"),
        ("Ñandúbez,", "Ñandúbez"),
        ("\u202eRosa\u202c In\u200bés\ufeff", "Rosa Inés"),
        ("Ro\x07sa\tInés", "Rosa Inés"),
        ("می\u200cترا", "می\u200cترا"),
    ],
)
def test_a_name_is_written_as_in_print(told: str, written: str) -> None:
    assert clean_name(told) == written


@pytest.mark.parametrize(
    ("told", "code"),
    [("", "name_missing"), (" . ", "name_missing"), ("R2D2", "name_unreadable"), ("---", "name_unreadable"),
     ("x" * 121, "name_too_long")],
)  # fmt: skip
def test_what_is_no_name_is_refused(told: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        clean_name(told)
    assert no.value.code == code


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Rosa Ñandúbez", ("Ñandúbez", "Rosa")),
        ("ñandúbez garcía, rosa", ("Ñandúbez García", "Rosa")),
        ("Rosa María de la Fuente", ("de la Fuente", "Rosa María")),
        ("rosa de la fuente", ("De la Fuente", "Rosa")),
    ],
)
def test_one_line_is_parted_into_two_names(line: str, names: tuple[str, str]) -> None:
    assert part_names(line) == names


@pytest.mark.parametrize("line", ["Rosa", "Rosa,", ", Rosa"])
def test_half_a_name_is_not_enough(line: str) -> None:
    with pytest.raises(Refused, match="name_incomplete"):
        part_names(line)


@pytest.mark.parametrize(
    ("told", "digits"),
    [("23.680.640", "23680640"), ("M4567890", "4567890"), ("F 04.567.890", "4567890"), ("DNI 123456", "123456"),
     ("", None), (None, None)],
)  # fmt: skip
def test_a_document_is_its_digits(told: str | None, digits: str | None) -> None:
    assert clean_document(told) == digits


@pytest.mark.parametrize("told", ["12345", "123456789", "abc", "20-23680640-4", "00000000"])
def test_what_is_no_document_is_refused(told: str) -> None:
    with pytest.raises(Refused, match="document_unreadable"):
        clean_document(told)


@pytest.mark.parametrize("told", ["1979-08-25", "25/08/1979", "25-8-1979", "25.08.1979", "1979-08-25T00:00:00"])
def test_a_date_is_read_both_ways(told: str) -> None:
    assert clean_date(told, today=TODAY) == date(1979, 8, 25)


@pytest.mark.parametrize(
    ("told", "code"),
    [("30/02/1980", "date_unreadable"), ("1980", "date_unreadable"), ("08/25/1979", "date_unreadable"),
     ("20/11/2026", "birth_date_unlikely"), ("01/01/1880", "birth_date_unlikely")],
)  # fmt: skip
def test_a_date_on_which_nobody_was_born_is_refused(told: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        clean_date(told, today=TODAY)


@pytest.mark.parametrize(
    ("told", "code"),
    [("F", "woman"), ("Mujer", "woman"), ("varón", "man"), ("m", "man"), ("X", "non_binary"),
     ("no binario", "non_binary"), ("prefiere no decir", "not_said"), ("", None)],
)  # fmt: skip
def test_gender_is_read_from_the_usual_words(told: str, code: str | None) -> None:
    assert clean_gender(told) == code


def test_a_word_that_is_no_gender_is_refused() -> None:
    with pytest.raises(Refused, match="gender_unreadable"):
        clean_gender("soltera")


@pytest.mark.parametrize(
    ("told", "prefix", "written"),
    [
        ("099 123 456", "+598", "+59899123456"),
        ("0341 15-555-1234", "+54", "+5493415551234"),
        ("341 555-1234", "+54", "+543415551234"),
        ("+44 20 7946 0018", "+54", "+442079460018"),
        ("0054 341 5551234", "+598", "+543415551234"),
        ("543415551234", "+54", "+543415551234"),
        ("", "+54", None),
    ],
)
def test_a_telephone_gets_its_country(told: str, prefix: str, written: str | None) -> None:
    assert clean_phone(told, prefix=prefix) == written


@pytest.mark.parametrize("told", ["123", "llamar a la tarde", "+" + "1" * 16])
def test_what_is_no_telephone_is_refused(told: str) -> None:
    with pytest.raises(Refused, match="phone_unreadable"):
        clean_phone(told, prefix="+54")


def test_an_address_is_written_small() -> None:
    assert clean_email(" Rosa.N@Correo.Example ") == "rosa.n@correo.example"
    for told in ("rosa", "rosa@correo", "rosa@@correo.example", "a b@correo.example"):
        with pytest.raises(Refused, match="email_unreadable"):
            clean_email(told)


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (date(2026, 11, 19), "0_15"),
        (date(2010, 11, 20), "0_15"),
        (date(2010, 11, 19), "16_29"),
        (date(1996, 11, 19), "30_44"),
        (date(1996, 11, 20), "16_29"),
        (date(1951, 11, 19), "75_plus"),
        (date(1951, 11, 20), "60_74"),
        (None, None),
        (date(2027, 1, 1), None),
    ],
)
def test_an_age_falls_into_its_band_on_the_birthday_itself(born: date | None, band: str | None) -> None:
    assert age_band(born, TODAY) == band


@given(born=st.dates(date(1900, 1, 1), TODAY), later=st.dates(TODAY, date(2050, 1, 1)))
def test_nobody_falls_back_into_a_younger_band(born: date, later: date) -> None:
    now, then = age_band(born, TODAY), age_band(born, later)
    assert now is not None
    assert then is not None
    assert BANDS.index(now) <= BANDS.index(then)


def test_a_field_that_no_resident_has_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        clean({"surname": "Ñandúbez"})
