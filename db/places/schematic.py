"""A scheme of the districts of a city, so that there is a map even where nobody has given one."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from pathlib import Path

Ring = tuple[tuple[float, float], ...]
_GAP = 0.06


def scheme(codes: Sequence[str], path: Path | None = None) -> dict[str, Ring]:
    """A ring for each district, by its code: as drawn in a city's `schematic.toml`, or tiles on a grid.

    The drawing is taken only when it has every one of these districts: half a scheme would hide the rest. Points are
    east, north, in no unit.
    """
    drawn = _drawn(path) if path else {}
    if codes and all(code in drawn for code in codes):
        return {code: drawn[code] for code in codes}
    return tiles(codes)


def tiles(codes: Sequence[str]) -> dict[str, Ring]:
    """Squares side by side in the order of the districts, in rows from the north-west, as square as they come."""
    across = math.ceil(math.sqrt(len(codes))) or 1
    made = {}
    for place, code in enumerate(codes):
        west, north = place % across, -(place // across)
        near, far = _GAP / 2, 1 - _GAP / 2
        corners = ((near, -near), (far, -near), (far, -far), (near, -far))
        made[code] = tuple((west + x, north + y) for x, y in (*corners, corners[0]))
    return made


def _drawn(path: Path) -> dict[str, Ring]:
    """What a file draws; nothing where it is missing or no drawing: the tiles are always there."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))["districts"]
        rings = {str(code): tuple((float(x), float(y)) for x, y in ring) for code, ring in told.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}
    return {code: (*ring, ring[0]) for code, ring in rings.items() if len(ring) >= 3}
