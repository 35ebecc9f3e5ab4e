"""The sentences about residents."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
