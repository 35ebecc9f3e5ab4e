"""The sentences about presences."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
