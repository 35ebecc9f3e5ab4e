"""Folding: one spelling for comparing, so that PEÑA, Peña and pena meet."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")


def fold(text: str) -> str:
    """Lower case, without accents, ñ as n, typographic quotes made plain, runs of white space made one.

    Text in, text out; the empty string folds to itself. The result is for comparing and searching only and is never
    shown. Unicode compatibility forms are decomposed (NFKD), so that «ﬁ» and «Ａ» also meet their plain letters.
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ı", "i").replace("ø", "o"))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _SPACES.sub(" ", bare.casefold()).strip()


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text: what is left when everything but letters and digits parts them."""
    return tuple(re.findall(r"[^\W_]+", fold(text)))
