"""The first rounds of the many histories by chance, and every round that once went wrong."""

from __future__ import annotations

import pytest

from tests.faults.country import Country
from tests.faults.histories import one_round

# Each of these was a defect: what it was stands beside it.
ONCE_WRONG = (
    2,  # a laptop given back from a backup, with nothing to write on yet: its journal was called emptied
    42,  # a clone knew the entries already that the server had put under its own time, and kept the rows of 2099
)


@pytest.mark.parametrize("seed", range(100, 102))
def test_whatever_happens_all_laptops_and_the_server_end_equal(country: Country, seed: int) -> None:
    assert one_round(country, seed)["histories"] == 12


@pytest.mark.parametrize("seed", ONCE_WRONG)
def test_a_round_that_once_went_wrong_ends_well(country: Country, seed: int) -> None:
    one_round(country, seed)
