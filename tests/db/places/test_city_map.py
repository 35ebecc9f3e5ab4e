"""A city's map is read as what it is, in whatever coordinates, and a damaged one is refused by name."""

from __future__ import annotations

import json
import os
from random import Random

import pytest
import shapely

from db.errors import Refused
from db.places.city_map import CityMap, read_map
from tests.db.places import maps

GML31, GML32 = "http://www.opengis.net/gml", "http://www.opengis.net/gml/3.2"
DAMAGED = int(os.environ.get("CABILDO_DAMAGED_FILES", "60"))


def bounds(found: CityMap) -> list[tuple[float, ...]]:
    return [tuple(round(number, 4) for number in shape(one.outline).bounds) for one in found.areas]


def shape(outline: dict[str, object]) -> shapely.Geometry:
    return shapely.from_geojson(json.dumps(outline))


def swapped(squares: dict[str, list[tuple[float, float]]]) -> dict[str, list[tuple[float, float]]]:
    return {name: [(y, x) for x, y in points] for name, points in squares.items()}


def test_a_geojson_is_read_with_its_names_and_inhabitants() -> None:
    found = read_map(maps.geojson())
    assert (found.kind, found.name_field, found.inhabitants_field) == ("geojson", "Nombre", "Habitantes")
    assert [(one.name, one.inhabitants) for one in found.areas] == [(name, maps.HEADS.get(name)) for name in maps.CITY]
    assert bounds(found) == list(maps.CITY.values())
    assert found.centre == (-60.68, -32.96)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(maps.gml2("http://www.opengis.net/gml/srs/epsg.xml#22185", maps.projected("EPSG:22185")), id="2"),
        pytest.param(maps.gml3("urn:ogc:def:crs:EPSG::5347", swapped(maps.projected("EPSG:5347")), GML31), id="3.1"),
        pytest.param(maps.gml3("urn:ogc:def:crs:EPSG::5347", maps.projected("EPSG:5347"), GML31), id="3.1, axes wrong"),
        pytest.param(
            maps.gml3("http://www.opengis.net/def/crs/EPSG/0/22195", swapped(maps.projected("EPSG:22195")), GML32,
                      patches=True), id="3.2, patches, Campo Inchauspe"),
        pytest.param(maps.gml3("urn:ogc:def:crs:EPSG::4326", swapped(maps.projected("EPSG:4326")), GML32), id="4326"),
        pytest.param(maps.zipped(maps.shapefile_parts("EPSG:22185")), id="shapefile"),
        pytest.param(maps.zipped(maps.shapefile_parts("EPSG:32720", encoding="cp1252")), id="shapefile of Windows"),
        pytest.param(json.dumps({**maps.collection(), "features": [
            {"properties": {"barrio": name}, "geometry": {"type": "Polygon", "coordinates": [points]}}
            for name, points in maps.projected("EPSG:5347").items()
        ], "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::5347"}}}).encode(), id="old geojson"),
    ],
)  # fmt: skip
def test_every_format_and_projection_comes_to_the_same_places(raw: bytes) -> None:
    found = read_map(raw)
    assert [one.name for one in found.areas] == list(maps.CITY)
    for got, expected in zip(bounds(found), maps.CITY.values(), strict=True):
        assert got == pytest.approx(expected, abs=1e-4)


def test_metres_of_which_nobody_says_what_they_are_ask_for_it_and_take_the_citys_own() -> None:
    squares = maps.projected("EPSG:5347")
    told = maps.collection()
    for feature in told["features"]:
        feature["geometry"]["coordinates"] = [squares[feature["properties"]["Nombre"]]]
    raw = json.dumps(told).encode()
    with pytest.raises(Refused, match="map_crs_needed"):
        read_map(raw)
    assert bounds(read_map(raw, usual_crs="EPSG:5347")) == bounds(read_map(raw, crs="5347")) == list(maps.CITY.values())
    with pytest.raises(Refused, match="map_elsewhere"):
        read_map(raw, crs="EPSG:25832")
    with pytest.raises(Refused, match="map_crs_unknown"):
        read_map(raw, crs="faja 5")


def test_pieces_of_one_name_are_one_area_and_what_has_no_name_or_no_area_is_counted() -> None:
    told = maps.collection()
    told["features"][1]["properties"]["Nombre"] = "bº  el MUELLE"
    told["features"][2]["properties"]["Nombre"] = None
    told["features"][3]["geometry"] = {"type": "Point", "coordinates": [-60.6, -32.9]}
    found = read_map(json.dumps(told).encode())
    assert [(one.name, one.inhabitants) for one in found.areas] == [("Bº El Muelle", 11_300), ("Campo Municipal", None)]
    assert (found.joined, found.nameless, found.shapeless) == (1, 1, 1)
    assert bounds(found)[0] == (-60.70, -32.95, -60.66, -32.93)


def test_a_field_may_be_named_and_one_that_is_not_there_is_refused_with_those_that_are() -> None:
    assert read_map(maps.geojson(), name_field="COD").areas[0].name == "B000"
    with pytest.raises(Refused) as refused:
        read_map(maps.geojson(), name_field="vecinal")
    assert refused.value.facts["known"] == "cod, Nombre, Habitantes"


def test_a_field_nobody_called_a_name_is_found_by_its_words() -> None:
    told = maps.collection()
    for feature in told["features"]:
        feature["properties"] = {"cod": feature["properties"]["cod"], "txt": feature["properties"]["Nombre"], "m2": 7}
    assert read_map(json.dumps(told).encode()).name_field == "txt"


def test_a_ring_that_crosses_itself_is_mended_and_a_border_in_common_stays_in_common() -> None:
    jagged = [(-60.68, -32.95 + at * 0.0005 / 100 * 20) for at in range(21)]
    west = [(-60.70, -32.95), *jagged, (-60.70, -32.948)]
    east = [(-60.66, -32.95), *jagged, (-60.66, -32.948)]
    bow = [(-60.70, -32.99), (-60.66, -32.97), (-60.66, -32.99), (-60.70, -32.97)]
    told = {
        "type": "FeatureCollection",
        "features": [
            {"properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [[*points, points[0]]]}}
            for name, points in (("West", west), ("East", east), ("Bow", bow))
        ],
    }
    found = read_map(json.dumps(told).encode())
    shapes = [shape(one.outline) for one in found.areas]
    assert all(one.is_valid and one.area > 0 for one in shapes)
    assert shapely.coverage_is_valid(shapes[:2])
    assert sum(len(part[0]) for one in found.areas[:2] for part in one.outline["coordinates"]) < 20
    assert shapes[0].intersection(shapes[1]).length == pytest.approx(0.002, abs=1e-5)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "map_kind"),
        (b"nombre;habitantes\nEl Muelle;3", "map_kind"),
        (b"{", "map_damaged"),
        (b"[" * 100_000, "map_kind"),
        (b'{"features":' + b"[" * 100_000, "map_damaged"),
        (b'{"type": "FeatureCollection", "features": []}', "map_empty"),
        (b'{"type": "FeatureCollection", "features": [3]}', "map_damaged"),
        (b"<a><b></a>", "map_damaged"),
        (b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>', "map_damaged"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "map_damaged"),
        (b"<html><body>WFS</body></html>", "map_empty"),
        (b"PK\x03\x04 and no more", "map_damaged"),
        (maps.zipped({"leame.txt": b"hola"}), "map_several"),
        (maps.zipped({**maps.shapefile_parts("EPSG:5347"), "plazas.shp": b""}), "map_several"),
        (maps.zipped({"barrios.shp": b"\0" * 300, "barrios.dbf": b"\0" * 40}), "map_damaged"),
        (maps.zipped({"barrios.shp": b"\0" * 300_000_001}), "map_swollen"),
        (maps.geojson().replace(b"-60.7", b"NaN"), "map_damaged"),
        (maps.geojson().replace(b"-60.7", b"1e400"), "map_damaged"),
    ],
)  # fmt: skip
def test_what_is_no_map_or_a_damaged_one_is_refused_by_name(raw: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_map(raw)
    assert refused.value.code == code


def test_any_damage_is_refused_or_read_and_never_an_accident() -> None:
    good = (
        maps.geojson(),
        maps.gml2("EPSG:22185", maps.projected("EPSG:22185")),
        maps.zipped(maps.shapefile_parts("EPSG:22185")),
    )
    refused: set[str] = set()
    for seed in range(DAMAGED):
        hand = Random(seed)
        raw = bytearray(good[seed % len(good)])
        for _ in range(hand.choice((1, 3, 20))):
            at = hand.randrange(len(raw))
            raw[at : at + hand.choice((0, 1, 40))] = hand.randbytes(hand.choice((0, 1, 4)))
        if hand.random() < 0.2:
            del raw[hand.randrange(len(raw)) :]
        try:
            found = read_map(bytes(raw), usual_crs="EPSG:22185")
        except Refused as no:
            refused.add(no.code)
        else:
            assert found.areas, seed
            assert all(shape(one.outline).is_valid for one in found.areas), seed
    assert {code.partition("_")[0] for code in refused} == {"map"}
