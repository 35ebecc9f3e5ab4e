"""Folding: one spelling for comparing, so that PEÑA, Peña and pena meet."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart, and the quotes that telephones put in.
_LOOSE = str.maketrans({"ø": "o", "ı": "i", "ł": "l", "đ": "d", "’": "'", "‘": "'", "´": "'"})


def fold(text: str) -> str:
    """Lower case, without accents, ñ as n, typographic quotes made plain, runs of white space made one.

    Text in, text out; the empty string folds to itself. The result is for comparing and searching only and is never
    shown. Unicode compatibility forms are decomposed (NFKD), so that «ﬁ» and «Ａ» also meet their plain letters.
    """
    # Most of what is folded, a hundred thousand times over for every roll, is ASCII or the letters of Western Europe:
    # those are looked up one by one instead of taken apart.
    quick = text.casefold() if text.isascii() else text.casefold().translate(_WESTERN)
    return " ".join(quick.split()) if quick.isascii() else _taken_apart(text)


def _taken_apart(text: str) -> str:
    """The caseless match of the Unicode standard (section 3.13, D146), and then without the marks."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_LOOSE)
    return " ".join(bare.split())


_WESTERN = {code: plain for code in range(0x80, 0x250) if (plain := _taken_apart(chr(code))) and plain.isascii()}


# What only turns the direction of letters, or has no width: it comes along when a number is copied from a chat, and
# would make of one name two. The joiners stay: Persian and the languages of India write with them.
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def seen(text: str) -> str:
    """A text without the signs that nobody sees; text in, text out. White space becomes a space.

    Which they are: general category Cf of the Unicode standard (section 23.2 and UAX 9), but the two joiners, and Cc.
    """
    if text.isprintable():  # nearly all of a roll
        return text
    spaced = "".join(" " if letter.isspace() else letter for letter in _UNSEEN.sub("", text))
    return "".join(letter for letter in spaced if unicodedata.category(letter) != "Cc")


def words(text: str) -> tuple[str, ...]:
    """The folded words of a text: what is left when everything but letters and digits parts them."""
    return tuple(re.findall(r"[^\W_]+", fold(text)))
