"""The sentences about organisations."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
