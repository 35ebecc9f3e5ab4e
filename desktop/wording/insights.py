"""The sentences about figures."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, str] = {
    "period_backwards": QT_TRANSLATE_NOOP("wording", "The period ends before it begins."),
}
