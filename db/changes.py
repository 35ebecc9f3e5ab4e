"""Which nouns, and which of their rows, a committed command touched: all that a write tells the screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Changes:
    """`rows` names, per noun (the table's name), the identifiers that were written. Empty when nothing changed."""

    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def nouns(self) -> frozenset[str]:
        return frozenset(self.rows)

    def touches(self, *nouns: str) -> bool:
        return any(noun in self.rows for noun in nouns)

    def __bool__(self) -> bool:
        return bool(self.rows)
