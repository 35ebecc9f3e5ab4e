"""The sentences about figures."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "period_backwards": QT_TRANSLATE_NOOP("wording", "The period ends before it begins."),
    "day_unreadable": QT_TRANSLATE_NOOP("wording", "“{text}” is not a day. Write it like 2026-11-22."),
    "file_unwritable": QT_TRANSLATE_NOOP(
        "wording", "Nothing could be written to {path}. Choose another folder or close the program that has it open."
    ),
}
