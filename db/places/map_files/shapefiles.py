"""Reads a zipped shapefile, by pyshp: looked over before anything of it is unpacked."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from db.errors import Refused
from db.places.map_files.layer import MOST_FEATURES, Feature, Layer, Polygon, Ring

MOST_PARTS, MOST_UNPACKED = 200, 300_000_000
_WANTED = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_LETTERS = {"65001": "utf-8", "1252": "cp1252", "88591": "latin-1", "8859-1": "latin-1", "ansi 1252": "cp1252"}
# What pyshp raises of a file that was cut, or made to upset it: it knows few of its own.
_UPSET = (ValueError, IndexError, KeyError, TypeError, OSError, OverflowError, struct.error, AssertionError,
          MemoryError, UnicodeError, EOFError, AttributeError)  # fmt: skip


def read(raw: bytes) -> Layer:
    """The features of the one shapefile in the archive.

    Raises Refused: map_damaged, map_swollen, map_several (more than one, or none, with their names), map_locked.
    """
    parts = _unpacked(raw)
    import shapefile  # takes a moment to load, and a map is taken in once

    try:
        # It warns of a header that does not fit its file; whether the rest is read well, it says by errors.
        with (
            warnings.catch_warnings(action="ignore"),
            shapefile.Reader(
                shp=io.BytesIO(parts[".shp"]),
                dbf=io.BytesIO(parts[".dbf"]),
                encoding=_encoding(parts),
                encodingErrors="replace",
            ) as reader,
        ):
            if len(reader) > MOST_FEATURES:
                raise Refused("map_too_large", most=MOST_FEATURES)
            features = tuple(_feature(one) for one in reader.iterShapeRecords())
    except (shapefile.ShapefileException, *_UPSET):
        raise Refused("map_damaged", what="shapefile") from None
    told = parts.get(".prj", b"").decode("utf-8", "replace").strip()
    return Layer("shapefile", features, told[:8000] or None)


def _unpacked(raw: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            inside = archive.infolist()
            if len(inside) > MOST_PARTS or sum(one.file_size for one in inside) > MOST_UNPACKED:
                raise Refused("map_swollen")
            inside = [one for one in inside if not one.filename.startswith("__MACOSX/")]
            shapes = [one.filename for one in inside if one.filename.lower().endswith(".shp")]
            if len(shapes) != 1:
                raise Refused("map_several", found=", ".join(sorted(shapes)[:8]) or "0")
            stem = shapes[0][:-4].lower()
            if any(one.flag_bits & 1 for one in inside):
                raise Refused("map_locked")
            named = {one.filename.lower(): one for one in inside}
            parts = {ending: _part(archive, named[stem + ending]) for ending in _WANTED if stem + ending in named}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, *_UPSET):
        raise Refused("map_damaged", what="ZIP") from None
    if ".dbf" not in parts:
        raise Refused("map_several", found=f"{shapes[0]} (.dbf?)")
    return parts


def _part(archive: zipfile.ZipFile, told: zipfile.ZipInfo) -> bytes:
    """One part, of which no more is read than the archive's list says: the list may lie."""
    with archive.open(told) as file:
        content = file.read(told.file_size + 1)
    if len(content) > told.file_size:
        raise Refused("map_swollen")
    return content


def _encoding(parts: dict[str, bytes]) -> str:
    """The letters of the table: what its `.cpg` says, UTF-8 where it is that, or Windows' Western letters."""
    told = parts.get(".cpg", b"").decode("ascii", "ignore").strip().lower()
    told = _LETTERS.get(told, told)
    try:
        "".encode(told or "utf-8")
    except LookupError:
        told = ""
    if told:
        return told
    head = int.from_bytes(parts[".dbf"][8:10], "little")
    try:
        parts[".dbf"][head:].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _feature(told: Any) -> Feature:
    properties = {str(key): value for key, value in told.record.as_dict().items()}
    return Feature(properties, tuple(_polygons(told.shape)))


def _polygons(shape: Any) -> Iterator[Polygon]:
    """A shapefile keeps rings in one list; which way round they go tells the holes, and pyshp sorts them."""
    told = shape.__geo_interface__ if shape.points else {"type": "Null"}
    if told["type"] == "Polygon":
        yield tuple(_ring(ring) for ring in told["coordinates"])
    elif told["type"] == "MultiPolygon":
        yield from (tuple(_ring(ring) for ring in polygon) for polygon in told["coordinates"])


def _ring(points: Any) -> Ring:
    return tuple((float(point[0]), float(point[1])) for point in points)
