"""More laptops at once than the server takes connections: a short share of the five hundred."""

from __future__ import annotations

from tests.faults.country import Country
from tests.faults.crowd import crowd


def test_more_laptops_at_once_than_the_server_takes_are_all_done(country: Country) -> None:
    assert crowd(country, 1, laptops=70, entries=5)["desks"] == 70
