"""The sentences about matching."""

from __future__ import annotations

SENTENCES: dict[str, object] = {}
