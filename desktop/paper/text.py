"""Text as it can stand in a document."""

from __future__ import annotations

import re

# What XML 1.0 cannot hold: a document with one of these is a document Word refuses to open.
UNWRITABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legible(text: str) -> str:
    """Text as it can stand in a document: what cannot be written is replaced by a visible mark, never by silence."""
    return UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
