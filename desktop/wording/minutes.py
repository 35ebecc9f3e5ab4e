"""The sentences about minutes."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
