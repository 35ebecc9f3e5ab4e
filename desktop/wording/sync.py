"""The sentences about the shared database."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
