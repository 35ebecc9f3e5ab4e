"""An invented map of the invented city, written in each of the ways that cities keep theirs in."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapefile
from pyproj import CRS, Transformer

Square = tuple[float, float, float, float]
# In tests/data/maps the same, as GeoServer hands it out. West, south, east, north of squares beside the river.
CITY: dict[str, Square] = {
    "Bº El Muelle": (-60.70, -32.95, -60.68, -32.93),
    "Ñandubaysal": (-60.68, -32.95, -60.66, -32.93),
    "Mirador y Los Aromos": (-60.70, -32.97, -60.68, -32.95),
    "Los Astilleros": (-60.68, -32.97, -60.66, -32.95),
    "Campo Municipal": (-60.70, -32.99, -60.66, -32.97),
}
HEADS = {"Bº El Muelle": 8200, "Ñandubaysal": 3100, "Mirador y Los Aromos": 12_500, "Los Astilleros": 900}


def ring(square: Square) -> list[tuple[float, float]]:
    west, south, east, north = square
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def collection(squares: Mapping[str, Square] = CITY, **more: Any) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"cod": f"B{at:03}", "Nombre": name, "Habitantes": HEADS.get(name)},
                "geometry": {"type": "Polygon", "coordinates": [ring(square)]},
            }
            for at, (name, square) in enumerate(squares.items())
        ],
        **more,
    }


def geojson(squares: Mapping[str, Square] = CITY, **more: Any) -> bytes:
    return json.dumps(collection(squares, **more)).encode()


def projected(crs: str, squares: Mapping[str, Square] = CITY) -> dict[str, list[tuple[float, float]]]:
    """The squares in other coordinates, east first."""
    change = Transformer.from_crs("OGC:CRS84", crs, always_xy=True)
    return {name: [change.transform(x, y) for x, y in ring(square)] for name, square in squares.items()}


def gml2(srs: str, squares: Mapping[str, Sequence[tuple[float, float]]]) -> bytes:
    """As WFS 1.0 answers."""
    members = "".join(
        f"""<gml:featureMember><ide:barrios fid="b.{at}"><ide:nombre>{name}</ide:nombre><ide:the_geom>
        <gml:MultiPolygon srsName="{srs}"><gml:polygonMember><gml:Polygon><gml:outerBoundaryIs><gml:LinearRing>
        <gml:coordinates>{" ".join(f"{x},{y}" for x, y in points)}</gml:coordinates></gml:LinearRing>
        </gml:outerBoundaryIs></gml:Polygon></gml:polygonMember></gml:MultiPolygon></ide:the_geom></ide:barrios>
        </gml:featureMember>"""
        for at, (name, points) in enumerate(squares.items())
    )
    return _collection(members, "http://www.opengis.net/gml")


def gml3(srs: str, squares: Mapping[str, Iterable[tuple[float, float]]], gml: str, *, patches: bool = False) -> bytes:
    """As WFS 1.1 (gml of 3.1) and 2.0 (3.2) answer, polygons or patches; numbers as they are given."""
    polygon = "PolygonPatch" if patches else "Polygon"
    before, after = ("<gml:Surface><gml:patches>", "</gml:patches></gml:Surface>") if patches else ("", "")
    members = "".join(
        f"""<gml:member><ide:barrios gml:id="b.{at}"><ide:nombre>{name}</ide:nombre><ide:the_geom>
        <gml:MultiSurface srsName="{srs}"><gml:surfaceMember>{before}<gml:{polygon}><gml:exterior><gml:LinearRing>
        <gml:posList srsDimension="2">{" ".join(f"{a} {b}" for a, b in points)}</gml:posList></gml:LinearRing>
        </gml:exterior></gml:{polygon}>{after}</gml:surfaceMember></gml:MultiSurface></ide:the_geom></ide:barrios>
        </gml:member>"""
        for at, (name, points) in enumerate(squares.items())
    )
    return _collection(members, gml)


def _collection(members: str, gml: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" '
        f'xmlns:gml="{gml}" xmlns:ide="urn:ide">{members}</wfs:FeatureCollection>'
    ).encode()


def shapefile_parts(crs: str, squares: Mapping[str, Square] = CITY, encoding: str = "utf-8") -> dict[str, bytes]:
    files = {ending: io.BytesIO() for ending in ("shp", "shx", "dbf")}
    with shapefile.Writer(**files, encoding=encoding, shapeType=shapefile.POLYGON) as writer:
        writer.field("NOMBRE", "C", size=60)
        writer.field("POBLACION", "N", size=10)
        for name, points in projected(crs, squares).items():
            writer.poly([points[::-1]])  # a shapefile's outer rings go with the clock
            writer.record(name, HEADS.get(name))
    parts = {f"barrios.{ending}": file.getvalue() for ending, file in files.items()}
    return {**parts, "barrios.prj": CRS.from_user_input(crs).to_wkt("WKT1_ESRI").encode()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(f"Barrios 2026/{name}", content)
    return made.getvalue()
