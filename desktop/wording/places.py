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
}
