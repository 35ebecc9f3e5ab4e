"""F1: the keys of the matching desk on one sheet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.kit.key_sheet import show_keys


def show_desk_keys(parent: QWidget) -> None:
    """Opens the sheet; it stops nothing."""
    translate = QCoreApplication.translate
    told = (
        ("C", translate("MatchingKeys", "All who wait under a full name that is theirs alone, in one list")),
        ("Enter", translate("MatchingKeys", "It is the person who stands chosen; on to the next group")),
        ("1 … 9", translate("MatchingKeys", "It is the one of that number")),
        ("R", translate("MatchingKeys", "Not this person: she is not proposed again")),
        ("V", translate("MatchingKeys", "Several people on one connection: number or space ticks each, Enter ends")),
        ("P", translate("MatchingKeys", "Somebody new, with what Zoom and the registration told filled in")),
        ("N", translate("MatchingKeys", "Not a neighbour: staff, the room's computer")),
        ("S", translate("MatchingKeys", "Nobody will know who it was")),
        ("/", translate("MatchingKeys", "Look for somebody on the roll")),
        ("→ · ←", translate("MatchingKeys", "To the people it may be; back to the groups")),
        ("Z · Ctrl+Z", translate("MatchingKeys", "Takes the last decision back; again, the one before it")),
        ("Ctrl+I", translate("MatchingKeys", "The report of Zoom, from a file")),
        ("Esc", translate("MatchingKeys", "Back to the groups; what was typed or ticked goes")),
    )
    show_keys(parent, translate("MatchingKeys", "Keys of the matching desk"), told)
