"""Folding makes one spelling of many, so that nobody has to type an accent at the door."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.folding import _taken_apart, fold, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("PEÑA", "pena"),
        ("Peña", "pena"),
        ("  María   José ", "maria jose"),
        ("O’Connor", "o'connor"),
        ("Ñandú\u00a0Güemes", "nandu guemes"),
        ("", ""),
    ],
)
def test_spellings_of_a_name_meet(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x2FF)))
def test_what_is_looked_up_is_what_would_be_taken_apart(text: str) -> None:
    assert fold(text) == _taken_apart(text)


def test_words_are_parted_by_everything_that_is_no_letter() -> None:
    assert words("Pérez-Gil, Ana (iPhone 12)") == ("perez", "gil", "ana", "iphone", "12")
