"""Reads GeoJSON: RFC 7946, and files of before it that name their coordinates in `crs`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from db.errors import Refused
from db.places.map_files.layer import Feature, Layer, Point, Polygon

WGS84 = "OGC:CRS84"


def read(raw: bytes) -> Layer:
    """The features of a collection. Raises Refused: map_damaged."""
    try:
        told = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Refused("map_damaged", what="JSON") from None
    if not isinstance(told, Mapping) or not isinstance(told.get("features"), list):
        raise Refused("map_damaged", what="FeatureCollection")
    try:
        features = tuple(_feature(one) for one in told["features"])
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError, OverflowError):
        raise Refused("map_damaged", what="geometry") from None
    named = _named(told.get("crs"))
    # Without a name it is WGS84 by the standard; the numbers of a file that is not give it away (see `projection`).
    return Layer("geojson", features, named)


def _named(crs: object) -> str | None:
    """The name of the coordinates in a file of 2008, as GeoServer and QGIS wrote it."""
    if isinstance(crs, Mapping) and isinstance(crs.get("properties"), Mapping):
        name = crs["properties"].get("name")
        return str(name)[:200] if name else None
    return None


def _feature(told: Any) -> Feature:
    properties = told.get("properties")
    return Feature(
        {str(key): value for key, value in properties.items()} if isinstance(properties, Mapping) else {},
        tuple(_polygons(told.get("geometry"))),
    )


def _polygons(geometry: Any) -> Iterator[Polygon]:
    if geometry is None:
        return
    kind = geometry.get("type")
    if kind == "Polygon":
        yield _polygon(geometry["coordinates"])
    elif kind == "MultiPolygon":
        yield from (_polygon(one) for one in geometry["coordinates"])
    elif kind == "GeometryCollection":
        for one in geometry.get("geometries", ()):
            yield from _polygons(one)


def _polygon(rings: Any) -> Polygon:
    return tuple(tuple(_point(one) for one in ring) for ring in rings)


def _point(told: Any) -> Point:
    return float(told[0]), float(told[1])
