"""No small count of a published table can be worked out, however cleverly its sums are taken apart."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.insights.guarding import TOTAL, guard, knowable
from db.insights.rules import SMALLEST_CELL

Key = tuple[str, ...]
counts = st.one_of(st.just(0), st.integers(1, 5), st.integers(3, 14))
two_ways = st.integers(1, 3).flatmap(
    lambda rows: st.integers(1, 3).flatmap(
        lambda columns: st.lists(counts, min_size=rows * columns, max_size=rows * columns).map(
            lambda values: dict(
                zip(((f"r{r}", f"c{c}") for r in range(rows) for c in range(columns)), values, strict=True)
            )
        )
    )
)
one_way = st.lists(counts, min_size=1, max_size=6).map(lambda values: {(f"c{n}",): v for n, v in enumerate(values)})


def with_sums(cells: Mapping[Key, int]) -> dict[Key, int]:
    whole: dict[Key, int] = {}
    for key, value in cells.items():
        for some in product(*((code, TOTAL) for code in key)):
            whole[some] = whole.get(some, 0) + value
    return whole


def possible(shown: Mapping[Key, int | None], cells: Mapping[Key, int], most: int) -> dict[Key, set[int]]:
    """What each hidden count may be: tries out all values of the hidden cells against the sums that are shown."""
    hidden = [key for key in cells if shown[key] is None]
    trials = np.array(list(product(range(most + 1), repeat=len(hidden))), dtype=np.int64).reshape(-1, len(hidden))
    told = {key: trials[:, hidden.index(key)] if key in hidden else np.full(len(trials), cells[key]) for key in cells}
    sums: dict[Key, Any] = {}
    for key, values in told.items():
        for some in product(*((code, TOTAL) for code in key)):
            sums[some] = sums.get(some, 0) + values
    right = np.ones(len(trials), dtype=bool)
    for key, values in sums.items():
        if shown[key] is not None:
            right &= values == shown[key]
    return {key: set(values[right].tolist()) for key, values in sums.items() if shown[key] is None}


@settings(max_examples=60)
@given(two_ways | one_way)
def test_whoever_tries_all_tables_finds_no_small_count(cells: dict[Key, int]) -> None:
    shown, whole = guard(cells), with_sums(cells)
    assert shown.keys() == whole.keys()
    assert all(value is None or value == whole[key] for key, value in shown.items())
    hidden = [key for key, value in shown.items() if value is None]
    small = [key for key, value in whole.items() if 0 < value < SMALLEST_CELL]
    assert set(small) <= set(hidden)
    inner = sum(key in cells for key in hidden)
    if not 0 < inner < 5:
        return
    # Enough for every value a reader may think of but where nothing at all is told.
    found, bounds = possible(shown, cells, (0, 200, 60, 45, 16)[inner]), knowable(cells, shown)
    for key in hidden:
        assert min(found[key]) >= bounds[key][0]
        assert max(found[key]) <= bounds[key][1]
    for key in small:
        assert len(found[key]) >= SMALLEST_CELL - 1, (key, shown, found[key])
        assert max(found[key]) >= SMALLEST_CELL, (key, shown, found[key])


@settings(max_examples=60)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("uvwxyz")), st.integers(0, 40) | st.integers(0, 4)
    )
)
def test_nor_does_whoever_reasons_with_flows_in_a_larger_one(cells: dict[tuple[str, str], int]) -> None:
    told: dict[Key, int] = {tuple(key): value for key, value in cells.items()}
    shown, whole = guard(told), with_sums(told)
    for key, (least, most) in knowable(told, shown).items():
        if 0 < whole[key] < SMALLEST_CELL:
            assert most >= SMALLEST_CELL
            assert most - least >= SMALLEST_CELL - 1


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ({("a",): 40, ("b",): 31, ("c",): 2}, {("b",), ("c",)}),
        ({("a",): 40, ("b",): 31}, set()),
        ({("a",): 0, ("b",): 31}, set()),
        ({("a",): 3}, {("a",), (TOTAL,)}),
        (
            {("a", "x"): 2, ("a", "y"): 20, ("b", "x"): 9, ("b", "y"): 30, ("c", "x"): 50, ("c", "y"): 50},
            {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")},
        ),
    ],
)
def test_no_more_is_hidden_than_a_person_would_hide(cells: dict[Key, int], hidden: set[Key]) -> None:
    assert {key for key, value in guard(cells).items() if value is None} == hidden
