"""A DNI is read in every layout, and however the scanner's keyboard garbles it; anything else is no DNI."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.checkin.dni import Card, begins_like_card, is_whole_card, looks_scanned, read_card
from db.errors import Refused

TODAY = date(2026, 11, 19)
CARD = "00327345190@PEREZ@JUANA INES@F@23680640@A@25/08/1979@06/01/2015@274"
JUANA = Card("Perez", "Juana Ines", "23680640", "woman", date(1979, 8, 25), cuil_fits=False)
OLD = (
    "@14157955    @A@1@PEREZ@JUAN CARLOS@ARGENTINA@31/05/1960@M@01/11/2011@00079064950@7055 @01/11/2026@421@0"
    "@ILR:2.20 C:110927.01 (GM/EXE-MOVE-HM)@UNIDAD #02 || S/N: 0040>2008>>0006"
)
JUAN = Card("Perez", "Juan Carlos", "14157955", "man", date(1960, 5, 31))


@pytest.mark.parametrize(
    "payload",
    [
        CARD,
        CARD.removesuffix("@274"),
        CARD + "@more@of@what@nobody@knows",
        f"!{CARD}\r\n",
        CARD.replace("@", '"').replace("/", "-"),
        CARD.replace("@", "”").replace("/", "-"),
        CARD.replace("@", "\t"),
        CARD.replace("@", "\r\n"),
        CARD.replace("/", "'"),
        CARD.swapcase(),
        CARD.replace("@", "2"),
        CARD.replace("@", "2").replace("/", "7"),
        CARD.replace("@", "2").lower(),
        "“".join(CARD.split("@")[:3]) + "”" + "“".join(CARD.split("@")[3:]),
        CARD.replace("@", "«").replace("/", "-"),
        CARD.replace("@23680640@", "@M23680640@"),
        CARD.replace("@23680640@", "@023680640@"),
        CARD.replace("25/08/1979@06/01/2015", "06/01/2015@25/08/1979"),
    ],
)
def test_the_card_in_use_is_read_however_it_arrives(payload: str) -> None:
    assert replace(read_card(payload, today=TODAY), cuil_fits=None) == replace(JUANA, cuil_fits=None)
    assert looks_scanned(payload)


@pytest.mark.parametrize("place", range(1, len(CARD), 3))
@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\t"])
def test_a_line_that_breaks_a_card_anywhere_does_not_change_who_it_is(place: int, breaks: str) -> None:
    read = read_card(CARD[:place] + breaks + CARD[place:], today=TODAY)
    assert read.document == JUANA.document
    assert (read.family_name + read.given_names).replace(" ", "").casefold() == "perezjuanaines"


def test_the_digits_of_the_cuil_are_a_warning_and_no_more() -> None:
    assert read_card(CARD, today=TODAY).cuil_fits is False
    assert read_card(CARD.removesuffix("4") + "0", today=TODAY).cuil_fits is True
    assert read_card(CARD.removesuffix("@274"), today=TODAY).cuil_fits is None


@pytest.mark.parametrize(
    "written", ["MU¥OZ", "MUÐOZ", "MU:OZ", "MU;OZ", "MU?OZ", "MU#OZ", "MU\ufffdOZ", "MUÃ‘OZ", "mu±oz", "mu¤oz"]
)
def test_an_enye_is_an_enye_whatever_arrives_for_it(written: str) -> None:
    assert read_card(CARD.replace("PEREZ", written), today=TODAY).family_name == "Muñoz"
    assert read_card(CARD.replace("PEREZ", "G?EMES"), today=TODAY).family_name == "Güemes"


def test_a_number_that_is_no_card_is_not_taken_for_one() -> None:
    for told in ("00327345190", "03414123456", "23680640", "4123456", "14157955 Rosa", "20236806404", "23680640 2 B"):
        assert not begins_like_card(told)
    for told in (
        '00327345190"',
        "!00327345190@",
        "00327345190\n",
        "003273451902PEREZ",
        '"14157955    "A',
        "@14157955 @",
    ):
        assert begins_like_card(told)
    assert not is_whole_card(CARD[:40], today=TODAY)
    assert is_whole_card(CARD, today=TODAY)


@pytest.mark.parametrize(
    "payload",
    [
        OLD,
        OLD[1:],
        OLD.replace("@", '"').replace("/", "-"),
        OLD.replace("@", "\t"),
        OLD.replace("@", "2"),
        OLD.swapcase(),
    ],
)
def test_the_first_card_is_read_as_well(payload: str) -> None:
    assert read_card(payload, today=TODAY) == JUAN


def test_the_third_gender_is_read() -> None:
    assert read_card(CARD.replace("@F@", "@X@"), today=TODAY).gender == "non_binary"


@pytest.mark.parametrize("garbled", [lambda told: told, lambda told: told.replace('"', "2"), str.swapcase])
def test_the_newest_card_says_no_sex_and_two_digits_of_the_year(garbled: Callable[[str], str]) -> None:
    payload = garbled('00327345190"PEREZ"JUANA INES"23680640"B"03-09-99"17-12-25"eyJhbGciOi.eyJz-dWI.c2ln_bmF')
    assert read_card(payload, today=TODAY) == Card("Perez", "Juana Ines", "23680640", None, date(1999, 9, 3))


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "23680640",
        "hola",
        "@" * 20,
        '"' * 9,
        CARD.replace("25/08/1979", "31/02/1979"),
        CARD.replace("@23680640@", "@ABC@"),
        CARD.replace("@F@", "@Q@"),
        CARD.replace("PEREZ", ""),
        CARD.replace("PEREZ", "P3R3Z"),
        CARD[:40],
        "https://www.example.org/?a=1@b@c@d@e@f@g@h",
        "APELLIDO@NOMBRE@23680640@F@19790825@20150106@A@1",
    ],
)
def test_anything_else_is_no_dni_and_is_not_repeated(payload: str) -> None:
    with pytest.raises(Refused) as no:
        read_card(payload, today=TODAY)
    assert (no.value.code, no.value.facts) == ("not_a_dni", {})


@given(st.text(alphabet='@"2AB/-013456789F\t\n ', max_size=120))
def test_no_noise_breaks_the_reader(payload: str) -> None:
    with contextlib.suppress(Refused):
        assert read_card(payload, today=TODAY).document.isdigit()


def test_a_scan_is_told_from_a_name() -> None:
    assert all(map(looks_scanned, (CARD, OLD, CARD.replace("@", "2"), CARD.replace("@", '"'))))
    assert not any(map(looks_scanned, ("Rosa Ñandúbez", "23680640", "Pérez, Juana Inés de los Milagros y del Rosario")))
