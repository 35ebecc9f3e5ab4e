"""F1: the keys of the evening on one sheet."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.kit.key_sheet import show_keys


def show_room_keys(parent: QWidget) -> None:
    """Open the sheet; it stops nothing."""
    translate = QCoreApplication.translate
    told = (
        ("F2", translate("Keys", "The door: who arrives")),
        ("Enter", translate("Keys", "Marks present whoever stands chosen, or writes down what was read")),
        ("Alt+N", translate("Keys", "Somebody new, with her data one by one")),
        ("F7 · Shift+F7", translate("Keys", "One more, or one fewer, without a name")),
        ("Alt+A · + · −", translate("Keys", "One more, or one fewer, came with her")),
        ("*", translate("Keys", "In the list: the name of somebody who came with her")),
        ("F8 · Shift+F8", translate("Keys", "She agrees that her data be kept; what she is told first")),
        ("F9", translate("Keys", "She leaves, or is back")),
        ("F10", translate("Keys", "What the line under the field offers")),
        ("Alt+D", translate("Keys", "Her data")),
        ("Ctrl+Z", translate("Keys", "Takes the last act back; again, the one before it")),
        ("F3 · Shift+F3", translate("Keys", "The notes of the item; who speaks")),
        ("F4 · F6", translate("Keys", "The next item; the turn ends")),
        ("Ctrl+F3 · Shift+F6", translate("Keys", "Who asks to speak; the first of them speaks")),
        ("Ctrl+1 … Ctrl+4", translate("Keys", "The item: informed, agreed, referred, postponed")),
        ("Shift+F2 · Ctrl+F2", translate("Keys", "The list of items; a new item")),
        ("Alt+↑ · Alt+↓ · Enter · J", translate("Keys", "In that list: move, change, join with another one")),
        ("Ctrl+F4", translate("Keys", "Takes the last change of the agenda back")),
        ("Shift+F4", translate("Keys", "Closes the sitting, after showing what it came to")),
        ("Shift+F5", translate("Keys", "The window for the projector, and away with it")),
        ("F5", translate("Keys", "What is asked for")),
        ("Alt+Z", translate("Keys", "Takes back the last act under what is asked for")),
        ("F11 · Shift+F11", translate("Keys", "The report of Zoom, from a file; from Zoom itself")),
        ("Ctrl+F6", translate("Keys", "The camera")),
        ("F12", translate("Keys", "What Zoom heard: the chat, the words, the survey; and back")),
        ("Shift+F12", translate("Keys", "Who was told of this sitting, and who of them came")),
        ("Alt+1 … Alt+0", translate("Keys", "The pages")),
        ("Ctrl+L · Ctrl+Q", translate("Keys", "Locks the screen; ends, with everything saved")),
    )
    show_keys(parent, translate("Keys", "Keys of the room"), told)
