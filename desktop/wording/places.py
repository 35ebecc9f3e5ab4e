"""The sentences about places and cities."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "city_unknown": QT_TRANSLATE_NOOP("wording", "No city called {city} comes with Cabildo."),
    "city_missing": QT_TRANSLATE_NOOP(
        "wording",
        "The file of the city, {path}, is missing. Put it back from the last copy, or copy there the one that comes "
        "with Cabildo; what is in the record is not touched by it.",
    ),
    "city_unreadable": QT_TRANSLATE_NOOP(
        "wording",
        "The file of the city, {path}, cannot be read from line {line} on. Put it back from the last copy, or copy "
        "there the one that comes with Cabildo.",
    ),
    "city_damaged": QT_TRANSLATE_NOOP(
        "wording",
        "In the file of the city, {path}, this is missing or wrong: {what}. Put it right, or copy there the one that "
        "comes with Cabildo.",
    ),
    "district_unknown": QT_TRANSLATE_NOOP("wording", "There is no district called {district}. There are: {known}."),
    "quarter_unknown": QT_TRANSLATE_NOOP("wording", "The city has no quarter called {quarter}."),
    "quarter_of_several": QT_TRANSLATE_NOOP(
        "wording", "More than one district has a quarter called {quarter}: say the district as well."
    ),
    "map_kind": QT_TRANSLATE_NOOP(
        "wording", "This is no map that Cabildo reads: it takes GeoJSON, GML, or a shapefile packed as ZIP."
    ),
    "map_empty": QT_TRANSLATE_NOOP(
        "wording", "There is no area in this file, only points, lines or nothing. Choose the layer with the quarters."
    ),
    "map_damaged": QT_TRANSLATE_NOOP(
        "wording", "The map cannot be read, it is cut or damaged ({what}). Ask for it again, or export it once more."
    ),
    "map_too_large": QT_TRANSLATE_NOOP(
        "wording", "This map is too large to be one of quarters: export only that layer, with up to {most} areas."
    ),
    "map_swollen": QT_TRANSLATE_NOOP(
        "wording", "The ZIP would unpack to far more than a map of quarters is. It was left alone."
    ),
    "map_several": QT_TRANSLATE_NOOP(
        "wording",
        "The ZIP has to hold one shapefile with its .shp and .dbf, and it holds: {found}. Pack only the layer with the "
        "quarters.",
    ),
    "map_locked": QT_TRANSLATE_NOOP(
        "wording", "The ZIP is locked with a password. Unpack it, and pack it without one."
    ),
    "map_names_missing": QT_TRANSLATE_NOOP(
        "wording", "No area of this map has a name. Choose the layer in which each quarter has its name."
    ),
    "map_field_unknown": QT_TRANSLATE_NOOP("wording", "The map has no field {field}. It has: {known}."),
    "map_crs_needed": QT_TRANSLATE_NOOP(
        "wording",
        "The map is in metres (it begins at {x}; {y}) and does not say in which projection. Whoever made it knows its "
        "code, for instance EPSG:22185 (POSGAR 94, faja 5).",
    ),
    "map_crs_unknown": QT_TRANSLATE_NOOP(
        "wording", "There are no coordinates called “{crs}”. Write the code of the projection, like EPSG:22185."
    ),
    "map_elsewhere": QT_TRANSLATE_NOOP(
        "wording", "The numbers of this map are in no place where {crs} is used: its projection must be another one."
    ),
    "map_of_elsewhere": QT_TRANSLATE_NOOP("wording", "{why} With --anyway it is taken in all the same."),
    "area_both": QT_TRANSLATE_NOOP("wording", "Say which quarters it is, or that it is open again, and not both."),
    "area_unknown": QT_TRANSLATE_NOOP("wording", "The map that is loaded has no area of that name."),
    "map_missing": QT_TRANSLATE_NOOP("wording", "{name} cannot be opened. Look whether it is still where it was."),
    "inhabitants_columns": QT_TRANSLATE_NOOP(
        "wording", "The list needs a column “barrio” and a column “habitantes”. It has: {found}."
    ),
    "inhabitants_unreadable": QT_TRANSLATE_NOOP("wording", "“{told}” is no number of inhabitants."),
}
