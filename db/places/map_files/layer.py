"""What every reader of a map hands on: features with their properties and rings, and in which coordinates they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from db.errors import Refused

Point = tuple[float, float]
Ring = Sequence[Point]
Polygon = Sequence[Ring]
"""The first ring is the outer one, the others are holes."""

LARGEST_BYTES = 60_000_000
"""Rosario's fifty quarters are 60 kB; whole provinces by census block stay below this."""
MOST_FEATURES, MOST_POINTS = 5_000, 2_000_000


@dataclass(frozen=True)
class Feature:
    """One drawn thing of a file: what is told of it, and its polygons (none where it is a point or a line)."""

    properties: Mapping[str, object]
    polygons: Sequence[Polygon]


@dataclass(frozen=True)
class Layer:
    """A map as its file has it. `kind` is geojson, gml or shapefile; `crs` what it says of its coordinates, as pyproj
    understands it, or None; `as_written`: the numbers stand in the order that the authority of the CRS prescribes.
    """

    kind: str
    features: Sequence[Feature]
    crs: str | None
    as_written: bool = False


def held_to_size(layer: Layer) -> Layer:
    """The layer itself. Raises Refused: map_too_large, map_empty (no feature with an area)."""
    if len(layer.features) > MOST_FEATURES:
        raise Refused("map_too_large", most=MOST_FEATURES)
    rings = chain.from_iterable(polygon for feature in layer.features for polygon in feature.polygons)
    if sum(len(ring) for ring in rings) > MOST_POINTS:
        raise Refused("map_too_large", most=MOST_FEATURES)
    if not any(feature.polygons for feature in layer.features):
        raise Refused("map_empty")
    return layer
