"""From polygons of a file to outlines for drawing: whole, valid, and as simple as a screen can show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from db.places.map_files.layer import Polygon

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# Of the longer side of the map: on a screen of 4,000 pixels nobody sees it.
_DETAIL = 1 / 4000
_GRID = 1e-6
"""Degrees, some ten centimetres: what coordinates are rounded to."""

Outline = dict[str, Any]
"""A GeoJSON MultiPolygon, longitude before latitude."""


def mended(polygons: Sequence[Polygon]) -> BaseGeometry | None:
    """One valid geometry of some polygons (joined where they touch); None where they have no area at all.

    Rings that cross themselves are taken apart (`shapely.make_valid`), points that are not numbers make no polygon.
    """
    import shapely  # a tenth of a second, paid by whoever takes a map in

    parts = []
    for polygon in polygons:
        rings = [ring for ring in polygon if len(ring) >= 4]
        if not rings or rings[0] is not polygon[0]:
            continue
        if not all(math.isfinite(number) for ring in rings for point in ring for number in point):
            continue
        parts.append(_areas(shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))))
    whole = shapely.union_all([part for part in parts if not part.is_empty]) if parts else None
    return None if whole is None or whole.is_empty or whole.area == 0 else whole


def simplified(shapes: Sequence[BaseGeometry]) -> list[Outline]:
    """The shapes of a map with fewer points, each valid and none empty, in their order.

    Neighbours that share a border go on sharing it (`shapely.coverage_simplify`) where the map is a proper coverage;
    where its areas overlap, each is simplified by itself.
    """
    import shapely

    if not shapes:
        return []
    west, south, east, north = shapely.total_bounds(shapes)
    detail = max(east - west, north - south) * _DETAIL
    exact = [_areas(shapely.set_precision(one, _GRID)) for one in shapes]
    exact = [new if not new.is_empty else old for new, old in zip(exact, shapes, strict=True)]
    if shapely.coverage_is_valid(exact):
        plain = list(shapely.coverage_simplify(exact, detail))
    else:
        plain = [one.simplify(detail, preserve_topology=True) for one in exact]
    return [_outline(new if new.is_valid and not new.is_empty else old) for new, old in zip(plain, exact, strict=True)]


def joined(outlines: Sequence[Outline]) -> Outline:
    """Several outlines as one."""
    return {"type": "MultiPolygon", "coordinates": [part for one in outlines for part in one["coordinates"]]}


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """What of a mended geometry is area: lines and points that fell off stay away."""
    import shapely

    return shapely.union_all([one for one in shapely.get_parts(shape) if one.geom_type in ("Polygon", "MultiPolygon")])


def _outline(shape: BaseGeometry) -> Outline:
    import shapely

    polygons = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
    return {
        "type": "MultiPolygon",
        "coordinates": [
            [[[round(x, 6), round(y, 6)] for x, y in ring.coords] for ring in (one.exterior, *one.interiors)]
            for one in polygons
        ],
    }
