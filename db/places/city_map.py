"""A city's map as its file tells it: named areas with their outlines, ready for the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from db.errors import Refused
from db.folding import fold, seen
from db.places.map_files import geojson, gml, shapefiles
from db.places.map_files.layer import LARGEST_BYTES, MOST_FEATURES, Feature, Layer, Polygon, held_to_size
from db.places.outlines import Outline, mended, simplified
from db.places.projection import Turn, to_wgs84
from db.places.rules import count_of

_NAMES = ("nombre", "barrio", "nombre_barrio", "nombrebarrio", "nom_barrio", "nom_bar", "name", "nombre_bar",
          "denominacion", "denominaci", "descripcion", "descripcio", "etiqueta", "label", "nomb_barr", "nam", "fna",
          "bairro")  # fmt: skip
_INHABITANTS = ("habitantes", "poblacion", "poblacion_total", "pob_total", "total_pob", "tot_pob", "pob",
                "inhabitants", "population", "hab", "personas", "total_personas", "populacao")  # fmt: skip
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Area:
    """One area of a city's map. What the file draws in several pieces under one name is one area."""

    name: str
    outline: Outline
    inhabitants: int | None = None


@dataclass(frozen=True)
class CityMap:
    """What was found in a file: its kind, the coordinates it was in, and the areas.

    `fields` are the properties there are, `name_field` and `inhabitants_field` those taken (the second may be None);
    `nameless` counts features without a name, `shapeless` those without an area, `joined` those that only added a
    piece to an area of the same name. `centre` is longitude, latitude, in degrees.
    """

    kind: str
    coordinates: str
    fields: tuple[str, ...]
    name_field: str
    inhabitants_field: str | None
    areas: tuple[Area, ...]
    nameless: int
    shapeless: int
    joined: int
    centre: tuple[float, float]


def read_map(
    raw: bytes,
    *,
    name_field: str | None = None,
    inhabitants_field: str | None = None,
    crs: str | None = None,
    usual_crs: str | None = None,
) -> CityMap:
    """Reads the map in a file. Fields may be written in any case; without one the likeliest is taken.

    Raises Refused: map_kind (none of the kinds that are read), map_empty, map_damaged, map_too_large, map_swollen,
    map_several, map_locked, map_field_unknown, map_names_missing, and as `projection.to_wgs84`.
    """
    layer = held_to_size(_layer(raw))
    fields = tuple(dict.fromkeys(name for feature in layer.features for name in feature.properties))
    named = _field(fields, name_field) if name_field else _likely_name(layer, fields)
    peopled = _field(fields, inhabitants_field) if inhabitants_field else _first(fields, _INHABITANTS)
    turn, coordinates = to_wgs84(layer, crs, usual_crs)
    areas, nameless, shapeless, joined = _areas(layer, turn, named, peopled)
    if not areas:
        raise Refused("map_names_missing" if nameless else "map_empty")
    points = [point for area in areas for polygon in area.outline["coordinates"] for point in polygon[0]]
    across, along = [point[0] for point in points], [point[1] for point in points]
    return CityMap(
        layer.kind, coordinates, fields, named, peopled, areas, nameless, shapeless, joined,
        (round((min(across) + max(across)) / 2, 4), round((min(along) + max(along)) / 2, 4)),
    )  # fmt: skip


def _layer(raw: bytes) -> Layer:
    if len(raw) > LARGEST_BYTES:
        raise Refused("map_too_large", most=MOST_FEATURES)
    top = raw[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if top.startswith(b"{"):
        return geojson.read(raw)
    if top.startswith(b"<"):
        return gml.read(raw)
    if raw.startswith(b"PK"):
        return shapefiles.read(raw)
    raise Refused("map_kind")


def _field(fields: Sequence[str], said: str) -> str:
    found = [one for one in fields if fold(one) == fold(said)]
    if not found:
        raise Refused("map_field_unknown", field=said, known=", ".join(fields[:20]))
    return found[0]


def _first(fields: Sequence[str], wanted: Sequence[str]) -> str | None:
    by_spelling = {fold(one).replace(" ", "_"): one for one in reversed(fields)}
    return next((by_spelling[one] for one in wanted if one in by_spelling), None)


def _likely_name(layer: Layer, fields: Sequence[str]) -> str:
    """A field that is called like a name, or the one with the most different words in it."""
    called = _first(fields, _NAMES)
    if called is not None and any(_name(feature, called) for feature in layer.features):
        return called
    kinds = {
        field: len({name for one in layer.features if (name := _name(one, field)) and not _is_code(name)})
        for field in fields
    }
    best = max(kinds, key=lambda field: kinds[field], default=None)
    if best is None or not kinds[best]:
        raise Refused("map_names_missing")
    return best


def _is_code(text: str) -> bool:
    return sum(letter.isalpha() for letter in text) < 3 or any(
        letter.isdigit() for letter in text.split(maxsplit=1)[0][1:]
    )


def _name(feature: Feature, field: str) -> str:
    told = feature.properties.get(field)
    return " ".join(seen(str(told)).split())[:_LONGEST_NAME] if told is not None else ""


def _areas(layer: Layer, turn: Turn, named: str, peopled: str | None) -> tuple[tuple[Area, ...], int, int, int]:
    pieces: dict[str, list[Polygon]] = {}
    names: dict[str, str] = {}
    counts: dict[str, int] = {}
    met: Counter[str] = Counter()
    nameless = shapeless = 0
    for feature in layer.features:
        name, folded = _name(feature, named), fold(_name(feature, named))
        if not name:
            nameless += 1
            continue
        polygons = [[turn(ring) for ring in polygon if ring] for polygon in feature.polygons]
        if not polygons:
            shapeless += 1
            continue
        met[folded] += 1
        names.setdefault(folded, name)
        pieces.setdefault(folded, []).extend(polygons)
        told = count_of(feature.properties.get(peopled)) if peopled else None
        if told is not None:
            counts[folded] = counts.get(folded, 0) + told
    shapes = {folded: mended(polygons) for folded, polygons in pieces.items()}
    whole = {folded: shape for folded, shape in shapes.items() if shape is not None}
    outlines = simplified(list(whole.values()))
    areas = tuple(
        Area(names[folded], outline, counts.get(folded)) for folded, outline in zip(whole, outlines, strict=True)
    )
    return areas, nameless, shapeless + len(shapes) - len(whole), sum(met.values()) - len(met)
