"""The words of good practices: the names of their fields."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def field_words() -> dict[str, str]:
    """What each field of the form is called, and on the card."""
    return {
        "title": translate("Experiences", "Title"),
        "done": translate("Experiences", "What was done"),
        "partners": translate("Experiences", "With whom"),
        "took": translate("Experiences", "What it took"),
        "topic": translate("Experiences", "Topic"),
        "neighbourhood_id": translate("Experiences", "Quarter"),
        "sitting_id": translate("Experiences", "Sitting it was born in"),
        "happened_on": translate("Experiences", "The day"),
        "photo": translate("Experiences", "Picture"),
        "photo_shows": translate("Experiences", "What the picture shows"),
    }
