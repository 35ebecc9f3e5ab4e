"""How somebody is recognised in a free text, and blotted out of it."""

from __future__ import annotations

from datetime import date

import pytest

from db.rights.rules import BLOT, blot, look, signs_of, usual_band

SIGNS = signs_of(
    names=[("Rosa María", "Peña Ñuñez")],
    numbers=["23456789", "+59899417263", None, "12"],
    addresses=["rosa.p@example.org", "Cañada 120"],
)


@pytest.mark.parametrize(
    "text",
    [
        "habló Rosa Peña Ñuñez",
        "ROSA PENA NUNEZ",
        "Peña-Núñez, Rosa",
        "Rosa M. Peña Ñuñez",
        "Ros\u0061 Pen\u0303a Nun\u0303ez",
        "DNI 23.456.789",
        "dni: 23 456 789.",
        "llamar al 99 417 263",
        "ROSA.P@EXAMPLE.ORG",
        "vive en canada  120",
    ],
)
def test_she_is_surely_recognised(text: str) -> None:
    seen = look(text, SIGNS)
    assert seen is not None
    assert seen.sure
    assert BLOT in blot(text, SIGNS)
    assert look(blot(text, SIGNS), SIGNS) is None


def test_the_family_name_alone_may_be_another_s() -> None:
    seen = look("la familia Peña Núñez", SIGNS)
    assert seen is not None
    assert not seen.sure


@pytest.mark.parametrize(
    "text",
    ["", None, "Rosa", "una peña", "Peñarol Núñez", "123456789", "cañada 1200"],
)
def test_others_are_not_she(text: str | None) -> None:
    assert look(text, SIGNS) is None


def test_the_rest_of_the_text_stays_as_it_was() -> None:
    told = "Pide luz Rosa Peña Ñuñez, en Cañada 120, por ñandúes."
    assert blot(told, SIGNS) == f"Pide luz {BLOT}, en {BLOT}, por ñandúes."


def test_a_long_text_is_shown_round_her_name() -> None:
    seen = look("a " * 200 + "Rosa Peña Ñuñez" + " b" * 200, SIGNS)
    assert seen is not None
    assert seen.snippet.startswith("…")
    assert seen.snippet.endswith("…")
    assert len(seen.snippet) < 150


def test_the_band_is_that_of_most_sittings_and_of_two_the_later() -> None:
    born = date(1996, 11, 20)
    assert usual_band(born, [date(2026, 11, 19), date(2026, 11, 21)]) == "30_44"
    assert usual_band(born, [date(2026, 1, 1), date(2026, 2, 1), date(2026, 12, 1)]) == "16_29"
    assert usual_band(None, [date(2026, 1, 1)]) is None
    assert usual_band(born, []) is None
