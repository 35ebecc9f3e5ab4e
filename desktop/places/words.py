"""What was found in a map, and which quarters its areas are, in words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from db.places.city_map import CityMap
from db.places.doubts import Doubts

translate = QCoreApplication.translate


def kind_word(kind: str) -> str:
    """What a kind of file is called."""
    return {"geojson": "GeoJSON", "gml": "GML", "shapefile": "Shapefile"}[kind]


def found_lines(found: CityMap) -> list[str]:
    """What was found in a map, a sentence a line."""
    count = QLocale().toString(len(found.areas))
    lines = [
        translate("Places", "{kind}, {areas} areas, in {coordinates}.").format(
            kind=kind_word(found.kind), areas=count, coordinates=found.coordinates
        ),
        translate("Places", "Names from the field {field}: {some}…").format(
            field=found.name_field, some=", ".join(one.name for one in found.areas[:3])
        ),
    ]
    if found.inhabitants_field:
        lines.append(translate("Places", "Inhabitants from the field {field}.").format(field=found.inhabitants_field))
    lines.append(translate("Places", "Its middle is at {place}.").format(place=_place(*found.centre)))
    apart = (
        (found.joined, translate("Places", "Pieces joined to another one of the same name: {count}.")),
        (found.nameless, translate("Places", "Left out because they have no name: {count}.")),
        (found.shapeless, translate("Places", "Left out because they are no area: {count}.")),
    )
    return lines + [words.format(count=count) for count, words in apart if count]


def doubt_lines(doubts: Doubts) -> list[str]:
    """What speaks against a map, a sentence a line; nothing where all is well."""
    lines = []
    if doubts.far is not None:
        told = translate("Places", "This map lies {km} kilometres away from this city.")
        lines.append(told.format(km=QLocale().toString(doubts.far)))
    if doubts.few:
        told = translate("Places", "Only {known} of its {areas} names are quarters of ours.")
        lines.append(told.format(known=doubts.known, areas=doubts.areas))
    if lines:
        told = translate("Places", "It may be of another city. Quarters of ours that it lacks would no more be drawn.")
        lines.append(told)
    return lines


def joined_names(quarter_ids: tuple[str, ...], names: Mapping[str, str]) -> str:
    """Quarters by their names."""
    return " + ".join(names.get(one, "?") for one in quarter_ids)


def _place(across: float, along: float) -> str:
    """`32,9544° S, 60,7049° O`, so that somebody who knows the city sees whether it is there."""
    east, west = translate("Places", "E"), translate("Places", "W")
    north, south = translate("Places", "N"), translate("Places", "S")
    number = QLocale().toString
    return (
        f"{number(abs(along), 'f', 4)}° {north if along >= 0 else south}, "
        f"{number(abs(across), 'f', 4)}° {east if across >= 0 else west}"
    )
