"""The sentences about places and cities."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "city_unknown": QT_TRANSLATE_NOOP("wording", "No city called {city} comes with Cabildo."),
    "city_damaged": QT_TRANSLATE_NOOP("wording", "The file of the city ({path}) has a mistake: {why}"),
    "district_unknown": QT_TRANSLATE_NOOP("wording", "There is no district called {district}. There are: {known}."),
}
