"""The day of the practice: today in its city."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from desktop.paths import resources

CITY = "rosario"


def today() -> date:
    """Today, where the invented people live."""
    told = tomllib.loads(resources("cities", CITY, "city.toml").read_text(encoding="utf-8"))
    return datetime.now(UTC).astimezone(ZoneInfo(told["timezone"])).date()
