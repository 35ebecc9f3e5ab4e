"""The words of the screen of surveys: how something was answered."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def way_words() -> list[tuple[str, str]]:
    """Codes and words, in the order of the list."""
    return [
        ("paper", translate("Surveys", "On paper")),
        ("tablet", translate("Surveys", "On a tablet")),
        ("visit", translate("Surveys", "House by house")),
        ("call", translate("Surveys", "By telephone")),
        ("zoom", translate("Surveys", "In the call")),
    ]
