"""The words for the kinds and states of issues and commitments, on every screen that shows one and in the terminal."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def kind_word(kind: str) -> str:
    """What kind of issue it is."""
    words = {
        "proposal": QCoreApplication.translate("issues", "Proposal"),
        "complaint": QCoreApplication.translate("issues", "Complaint"),
        "question": QCoreApplication.translate("issues", "Question"),
    }
    return words.get(kind, kind)


def state_word(state: str) -> str:
    """What became of a commitment or an issue."""
    words = {
        "open": QCoreApplication.translate("issues", "open"),
        "answered": QCoreApplication.translate("issues", "answered"),
        "settled": QCoreApplication.translate("issues", "settled"),
        "dropped": QCoreApplication.translate("issues", "dropped"),
        "kept": QCoreApplication.translate("issues", "kept"),
        "broken": QCoreApplication.translate("issues", "not kept"),
        "released": QCoreApplication.translate("issues", "released"),
    }
    return words.get(state, state)
