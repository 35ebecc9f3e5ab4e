"""The sentences about keying in a signed sheet."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "sheet_hour_unreadable": QT_TRANSLATE_NOOP("wording", "The hour {hour} is none: write it like 19:00."),
    "sheet_row_unknown": QT_TRANSLATE_NOOP(
        "wording", "Row {number} has no name printed on it: write + and the name that stands there."
    ),
    "sheet_nobody": QT_TRANSLATE_NOOP("wording", "Nobody is called so. Write + before the name to write her down."),
    "sheet_several": QT_TRANSLATE_NOOP("wording", "Several people may be meant: choose one with the arrows."),
}
