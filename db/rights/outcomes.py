"""What the commands of the rights answer: frozen values, for whoever asked."""

from __future__ import annotations

from dataclasses import dataclass

from db.rights.finding import Mention


@dataclass(frozen=True)
class Erased:
    """What an erasure came to: rows emptied, values taken out of the journal, texts she was blotted out of, and those
    that still name her, because nobody wished otherwise.
    """

    erasure_id: str
    rows: int
    values: int
    blotted: int
    left: tuple[Mention, ...]
