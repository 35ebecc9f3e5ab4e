"""Reads GML 2, 3.1 and 3.2: every element that holds polygons is a feature, whatever its schema calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from db.errors import Refused
from db.places.map_files.layer import Feature, Layer, Point, Polygon

if TYPE_CHECKING:
    from lxml.etree import _Element

_MEMBERS = ("featureMember", "featureMembers", "member")
_OUTER, _INNER = ("exterior", "outerBoundaryIs"), ("interior", "innerBoundaryIs")
_EPSG = re.compile(r"EPSG(?:\.xml#|[:#/]|::|/0/|/[\d.]+/|:[\d.]+:)(\d{4,6})\s*$", re.IGNORECASE)


def read(raw: bytes) -> Layer:
    """The features of a collection. Raises Refused: map_damaged."""
    # Takes a moment to load, and a map is taken in once.
    from lxml import etree

    # Entities can swell, and may name files and addresses: nothing of that kind is looked up.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("map_damaged", what="XML") from None
    if "<!DOCTYPE" in raw[:4096].decode("ascii", "ignore").upper():
        raise Refused("map_damaged", what="DOCTYPE")
    try:
        features = tuple(Feature(_properties(one), tuple(_polygons(one))) for one in _features(root))
    except (ValueError, IndexError, OverflowError):
        raise Refused("map_damaged", what="geometry") from None
    told = next((one.get("srsName") for one in root.iter() if isinstance(one.tag, str) and one.get("srsName")), None)
    return Layer("gml", features, *_coordinates(told))


def _coordinates(told: str | None) -> tuple[str | None, bool]:
    """The coordinates a name stands for, and whether they are written in the authority's own order.

    Names of before the URNs («EPSG:4326», «…/epsg.xml#4326») mean east first, whatever the authority says; the URN and
    the address of OGC mean its order, which is north first for most.
    """
    if not told:
        return None, False
    found = _EPSG.search(told)
    if found is None:
        return told[:200], False
    as_written = told.lower().startswith(("urn:", "http://www.opengis.net/def/", "https://www.opengis.net/def/"))
    return f"EPSG:{found[1]}", as_written


def _features(root: _Element) -> Iterator[_Element]:
    for member in root.iter():
        if _name(member) in _MEMBERS:
            yield from (one for one in member if isinstance(one.tag, str))


def _properties(feature: _Element) -> dict[str, object]:
    """The simple fields of a feature, as far down as it keeps them: geometry has no text of its own that is wanted."""
    told: dict[str, object] = {}
    for one in feature.iter():
        if isinstance(one.tag, str) and len(one) == 0 and one.text and one.text.strip() and not _of_geometry(one):
            told.setdefault(_name(one), one.text.strip())
    return told


def _of_geometry(element: _Element) -> bool:
    return _name(element) in ("posList", "pos", "coordinates", "lowerCorner", "upperCorner", "X", "Y", "Z")


def _polygons(feature: _Element) -> Iterator[Polygon]:
    for one in feature.iter():
        if _name(one) in ("Polygon", "PolygonPatch", "Rectangle", "Triangle"):
            outer = [ring for side in one if _name(side) in _OUTER for ring in _rings(side)]
            holes = [ring for side in one if _name(side) in _INNER for ring in _rings(side)]
            if outer:
                yield (*outer[:1], *holes)


def _rings(side: _Element) -> Iterator[tuple[Point, ...]]:
    for ring in side:
        if isinstance(ring.tag, str):
            yield tuple(_points(ring))


def _points(ring: _Element) -> Iterator[Point]:
    """The points of a ring, of which a curve may be written in several pieces."""
    for one in ring.iter():
        name, text = _name(one), (one.text or "").strip() if isinstance(one.tag, str) else ""
        if name == "posList":
            numbers = [float(number) for number in text.split()]
            wide = int(one.get("srsDimension") or one.get("dimension") or ring.get("srsDimension") or 2)
            if wide < 2 or len(numbers) % wide:
                raise ValueError("half a point")
            yield from zip(numbers[::wide], numbers[1::wide], strict=True)
        elif name == "pos":
            numbers = [float(number) for number in text.split()]
            yield numbers[0], numbers[1]
        elif name == "coordinates":
            between, within, mark = one.get("ts") or " ", one.get("cs") or ",", one.get("decimal") or "."
            for point in text.split() if between == " " else text.split(between):
                numbers = [float(number.replace(mark, ".")) for number in point.strip().split(within)]
                yield numbers[0], numbers[1]


def _name(element: _Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
