"""The districts side by side, as the table of paper and page."""

from __future__ import annotations

from typing import Any

from desktop.reports.charts import told_number
from desktop.reports.gathering import CUT, Told, figure
from desktop.reports.summary import percent


def district_rows(told: Told, w: dict[str, Any]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The header and the lines of the districts side by side."""
    rows = []
    for key, values in told.by_district.rows:
        cells = (percent(values[one]) if figure(one).unit == "share" and values[one] is not None
                 else told_number(values[one], w["hidden"] if figure(one).persons else "–") for one in CUT)  # fmt: skip
        rows.append((told.names.of("district", key) or w["whole"], *cells))
    return (w["district"], *(w["cut"][name] for name in CUT)), rows
