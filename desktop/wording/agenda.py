"""The sentences about the agenda and turns to speak."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
