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


def clock_words(seconds: int) -> str:
    """A clock as people read it: 1:20, 12:10, 1:04:09."""
    hours, rest = divmod(max(0, seconds), 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"
