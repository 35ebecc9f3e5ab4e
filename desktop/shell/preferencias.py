"""Preferencias: the page of the preferences, and the cards that Zoom and the map add to it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.parts import Parts
from desktop.places.page import build_card
from desktop.preferences import page as preferences
from desktop.zoom.call_page import build_account


def build(parts: Parts) -> QWidget:
    """The page, with every card."""
    made = preferences.build(parts)
    made.put(build_account(parts))
    made.put(build_card(parts))
    return made
