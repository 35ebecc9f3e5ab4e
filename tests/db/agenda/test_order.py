"""Positions between positions: the order holds whatever is inserted where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.agenda.order import DIGITS, between

Places = st.lists(st.integers(min_value=0, max_value=10_000), min_size=1, max_size=120)


@given(Places)
def test_the_order_holds_after_any_insertions(places: list[int]) -> None:
    inserted: list[str] = []
    for place in places:
        at = place % (len(inserted) + 1)
        before = inserted[at - 1] if at else None
        after = inserted[at] if at < len(inserted) else None
        inserted.insert(at, between(before, after))
    assert inserted == sorted(inserted)
    assert len(set(inserted)) == len(inserted)


def test_positions_sort_alike_by_bytes_and_in_the_languages_of_a_database() -> None:
    assert DIGITS.encode() == bytes(sorted(DIGITS.encode()))
    assert DIGITS.lower() == DIGITS


def test_an_agenda_typed_in_order_keeps_short_positions() -> None:
    position = None
    for _ in range(100):
        position = between(position, None)
    assert len(position or "") <= 4


def test_always_inserting_at_the_same_place_grows_slowly() -> None:
    first, last = between(None, None), None
    for _ in range(200):
        last = between(first, last)
    assert len(last or "") <= 60


@pytest.mark.parametrize(
    ("before", "after"), [("b", "a"), ("a", "a"), ("", None), ("a0", None), (None, "A"), ("a", "b ")]
)
def test_what_is_no_order_is_an_error_and_no_wrong_position(before: str | None, after: str | None) -> None:
    with pytest.raises(ValueError, match=r"position|order"):
        between(before, after)
