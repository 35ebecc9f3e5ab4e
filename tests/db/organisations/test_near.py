"""A name that is not on the list of organisations may be one of the list with a slip in it."""

from __future__ import annotations

import pytest

from db.organisations.near import near_names

LIST = (
    "Club El Ancla", "Club Atlético Sarmiento", "Escuela N° 61 Bernardino Rivadavia", "Escuela N° 66",
    "Vecinal Barrio Martin", "Biblioteca Popular Alberdi", "Comedor Los Pibes",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Club El Anlca", "Club El Ancla"),
        ("el ancla", "Club El Ancla"),
        ("Ancla Club", "Club El Ancla"),
        ("escuela bernardino ribadavia", "Escuela N° 61 Bernardino Rivadavia"),
        ("Vecinal Martin", "Vecinal Barrio Martin"),
        ("biblioteca alverdi", "Biblioteca Popular Alberdi"),
    ],
)
def test_a_slip_or_a_word_too_few_is_taken_to_the_one_that_is_meant(typed: str, first: str) -> None:
    near = near_names(typed, LIST)
    assert near is not None
    assert near[0] == first


@pytest.mark.parametrize("typed", ["Club El Ancla", "CLUB  EL ANCLA", "biblioteca popular ALBERDI"])
def test_one_that_is_on_the_list_is_not_asked_about(typed: str) -> None:
    assert near_names(typed, LIST) is None


@pytest.mark.parametrize("typed", ["Club Náutico", "Escuela N° 67", "Fundación Trébol"])
def test_another_one_is_another_one(typed: str) -> None:
    assert near_names(typed, LIST) == ()
