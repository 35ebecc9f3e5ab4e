"""What stands where the name of somebody stood whose data was erased."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def known_name(name: str) -> str:
    """The name, or that it was suppressed: an erased neighbour goes on being one of those who came."""
    return name.strip() or QCoreApplication.translate("Names", "Data suppressed")
