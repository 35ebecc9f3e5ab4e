"""Wires the ritual of closing over a page: Today, and the room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.parts import Parts
from desktop.sittings.ritual import Ritual
from desktop.sittings.ritual_sheets import RitualSheets


def ritual_over(parts: Parts, parent: QWidget) -> Ritual:
    """The ritual, its sheets over that widget."""
    return Ritual(RitualSheets(parent, parts), parts.bridge, parts.focus, parts.clock, parts.shell.go)
