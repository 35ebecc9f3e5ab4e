"""How a name sounds: one text for Gonzáles and Gonsález, Hernández and Ernandes, Giménez and Jiménez."""

from __future__ import annotations

import re
from functools import lru_cache

# Spanish as it is spoken in America (seseo, yeísmo, h silent), and the spellings of names that came from elsewhere.
_SOUNDS = tuple(
    (re.compile(pattern), heard)
    for pattern, heard in (
        (r"ph", "f"), (r"th", "t"), (r"sch|sh|ch", "x"), (r"h", ""), (r"ck|qu?|c(?=[^ei]|$)", "k"), (r"[cz]", "s"),
        (r"gu(?=[ei])", "q"), (r"g(?=[ei])", "j"), (r"q", "g"), (r"[vw]", "b"), (r"ll", "y"),
        (r"y(?=[^aeiou]|$)|^y|(?<=[^aeiou])y", "i"), (r"n(?=[bp])", "m"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """How a folded word sounds: `gonzalez` and `gonsales`, `hernandez` and `ernandes` give the same text."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word
