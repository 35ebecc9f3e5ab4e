"""From the coordinates of a city's map to WGS84, by pyproj: POSGAR, Gauss-Krüger, UTM or whatever it is drawn in."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from db.errors import Refused
from db.places.map_files.layer import Layer, Point

if TYPE_CHECKING:
    from pyproj import CRS

Turn = Callable[[Sequence[Point]], list[Point]]
# Degrees around the area that a CRS is made for: a border runs where it wants.
_ROOM = 1.5
_SAMPLES = 400


def to_wgs84(layer: Layer, crs: str | None = None, usual: str | None = None) -> tuple[Turn, str]:
    """What turns a row of points into longitude and latitude, and the name of what they were in.

    `crs` is what a person said («EPSG:22185»), `usual` what the city's file says its maps are in; both count only where
    the file itself is silent, but a person's word counts before the file's. Which number is east and which north is
    tried where the area of the CRS decides it, for files are wrong about it more often than about anything else.

    Raises Refused: map_crs_unknown, map_crs_needed (not degrees, and nobody says what), map_elsewhere (the numbers are
    nowhere on earth, or far from where that CRS is used).
    """
    points = list(_sample(layer))
    if not points or not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        raise Refused("map_damaged", what="geometry")
    said = crs or layer.crs
    if said is None and all(abs(x) <= 180 and abs(y) <= 90 for x, y in points):
        said = "OGC:CRS84"
    said = said or usual
    if said is None:
        raise Refused("map_crs_needed", x=f"{points[0][0]:.0f}", y=f"{points[0][1]:.0f}")
    told = _understood(said)
    east_first = not (layer.as_written and _north_first(told))
    for first in (east_first, not east_first):
        turn = _turn(told, east_first=first)
        if _at_home(turn(points), told):
            return turn, told.name
    raise Refused("map_elsewhere", crs=told.name)


def _sample(layer: Layer) -> Iterator[Point]:
    """Some points of every part of a map."""
    rings = [polygon[0] for feature in layer.features for polygon in feature.polygons if polygon and polygon[0]]
    step = max(1, len(rings) // _SAMPLES)
    for ring in rings[::step]:
        yield ring[0]
        yield ring[len(ring) // 2]


def _understood(said: str) -> CRS:
    # 30 MB of tables come with it: only whoever takes a map in pays for it.
    import pyproj
    from pyproj.exceptions import CRSError

    pyproj.network.set_network_enabled(False)
    text = said.strip()
    try:
        return pyproj.CRS.from_user_input(int(text) if text.isdecimal() else text)
    except CRSError:
        raise Refused("map_crs_unknown", crs=text[:60]) from None


def _north_first(crs: CRS) -> bool:
    return bool(crs.axis_info) and crs.axis_info[0].direction.lower() == "north"


def _turn(crs: CRS, *, east_first: bool) -> Turn:
    from pyproj import Transformer

    change = Transformer.from_crs(crs, "OGC:CRS84", always_xy=True)

    def turn(points: Sequence[Point]) -> list[Point]:
        across = [x if east_first else y for x, y in points]
        along = [y if east_first else x for x, y in points]
        return list(zip(*change.transform(across, along), strict=True))

    return turn


def _at_home(points: Sequence[Point], crs: CRS) -> bool:
    if not all(math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90 for x, y in points):
        return False
    area = crs.area_of_use
    if area is None or area.west > area.east:
        return True
    return all(
        area.west - _ROOM <= x <= area.east + _ROOM and area.south - _ROOM <= y <= area.north + _ROOM for x, y in points
    )
