"""The sheet on which somebody agrees to her data being kept, for one person or blank."""

from __future__ import annotations

from db.places.city import City


def points(city: City) -> tuple[str, ...]:
    """The points one agrees to."""
    return ()
