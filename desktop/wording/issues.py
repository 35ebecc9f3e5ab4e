"""The sentences about issues and commitments."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
