"""Words longer than any line: an address that was pasted, a key that was leant upon. Qt breaks lines between words,
and one such word would push the bars beside it out of sight."""

from __future__ import annotations

import re

_LONG = re.compile(r"\S{41,}")
_HERE = "\u200b"
_EACH = 24


def breakable(text: str) -> str:
    """The same text, to be shown: a long word may go on in the next line. Nobody sees where."""
    return _LONG.sub(lambda found: _HERE.join(_pieces(found[0])), text)


def _pieces(word: str) -> list[str]:
    return [word[at : at + _EACH] for at in range(0, len(word), _EACH)]
