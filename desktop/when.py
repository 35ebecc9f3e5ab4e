"""When something was, on the clock of the city it happened in, which need not be the one of this computer."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def day_and_hour(moment: datetime, zone: tzinfo | None) -> str:
    """Day and hour in a city's zone; where the city is not known, in universal time, and it says so."""
    return f"{moment.astimezone(zone):%d/%m/%Y %H:%M}" if zone else f"{moment.astimezone(UTC):%d/%m/%Y %H:%M} UTC"
