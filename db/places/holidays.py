"""The national holidays of a city's country, by the `holidays` library (MIT), which knows how each moves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache


def holidays_of(country: str, years: Iterable[int]) -> dict[date, str]:
    """The national holidays of some years with their names; none for a country that nobody has written down.

    `country` is its ISO 3166 code. Names are in the language the country itself uses.
    """
    found: dict[date, str] = {}
    for year in years:
        found |= _of(country, year)
    return found


@cache
def _of(country: str, year: int) -> dict[date, str]:
    # Only whoever plans a series asks, and it takes a moment to load.
    import holidays

    try:
        own = holidays.country_holidays(country).default_language
        told = holidays.country_holidays(country, years=year, language=own)
    except NotImplementedError:
        return {}
    return {day: str(name) for day, name in told.items()}
