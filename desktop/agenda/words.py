"""The words for what comes of an item, on screens and in the terminal."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def outcome_word(outcome: str) -> str:
    """What came of an item, in one word; empty for nothing yet."""
    words = {
        "none": "",
        "informed": QCoreApplication.translate("agenda", "informed"),
        "agreed": QCoreApplication.translate("agenda", "agreed"),
        "postponed": QCoreApplication.translate("agenda", "postponed"),
        "referred": QCoreApplication.translate("agenda", "referred"),
    }
    return words.get(outcome, outcome)
