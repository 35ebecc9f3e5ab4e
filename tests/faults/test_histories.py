"""The first rounds of the many histories by chance; what once went wrong in one has a test of its own in `db/sync`."""

from __future__ import annotations

import pytest

from tests.faults.country import Country
from tests.faults.histories import PEOPLE_MOVE, one_round


@pytest.mark.parametrize("seed", range(100, 108))
def test_whatever_happens_all_laptops_and_the_server_end_equal(country: Country, seed: int) -> None:
    assert one_round(country, seed, histories=6)["histories"] == 6


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_moves_to_another_district_is_there_whole(country: Country, seed: int) -> None:
    assert one_round(country, seed, histories=6, divisions=PEOPLE_MOVE)["moves"]
