"""There is always a map: a drawing of the city's districts where it has one, or a tile for each."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from db.places.city import read_city
from db.places.schematic import Ring, scheme, tiles

CITIES = Path(__file__).parents[3] / "resources" / "cities"


def shapes(rings: dict[str, Ring]) -> dict[str, shapely.Polygon]:
    return {code: shapely.Polygon(ring) for code, ring in rings.items()}


@pytest.mark.parametrize("drawing", sorted(CITIES.glob("*/schematic.toml")), ids=lambda path: path.parent.name)
def test_every_drawing_has_all_districts_of_its_city_and_none_over_another(drawing: Path) -> None:
    codes = [one.code for one in read_city(drawing.with_name("city.toml")).districts]
    drawn = scheme(codes, drawing)
    assert drawn != tiles(codes)
    assert list(drawn) == codes
    assert all(shape.is_valid for shape in shapes(drawn).values())
    assert shapely.coverage_is_valid(list(shapes(drawn).values()))


def test_the_districts_of_rosario_lie_to_each_other_as_they_do_in_the_city() -> None:
    drawing = CITIES / "rosario" / "schematic.toml"
    codes = [one.code for one in read_city(drawing.with_name("city.toml")).districts]
    middle = {code: shape.centroid for code, shape in shapes(scheme(codes, drawing)).items()}
    assert max(middle, key=lambda code: middle[code].y) == "norte"
    assert max(middle, key=lambda code: middle[code].x) == "centro"
    assert middle["sur"].y < middle["centro"].y
    assert middle["sur"].x > middle["sudoeste"].x
    west = ["sudoeste", "oeste", "noroeste"]
    assert [middle[code].y for code in west] == sorted(middle[code].y for code in west)
    assert all(middle[code].x < middle["centro"].x for code in west)


def test_a_city_without_a_drawing_or_with_half_of_one_gets_a_tile_for_each_district(tmp_path: Path) -> None:
    codes = ["a", "b", "c", "d", "e"]
    drawn = shapes(scheme(codes, tmp_path / "nowhere.toml"))
    assert list(drawn) == codes
    assert shapely.union_all(list(drawn.values())).area == pytest.approx(sum(one.area for one in drawn.values()))
    half = tmp_path / "schematic.toml"
    half.write_text("[districts]\na = [[0, 0], [1, 0], [1, 1]]\n", encoding="utf-8")
    assert scheme(codes, half) == tiles(codes)
    half.write_text("[districts]\na = 7\n", encoding="utf-8")
    assert scheme(["a"], half) == tiles(["a"])
    assert tiles([]) == {}
