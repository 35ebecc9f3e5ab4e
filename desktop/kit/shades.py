"""The colours of a map: one ink from pale to deep for more, two for less and more; told apart in grey and by everybody.

Lightness alone puts the classes in order, so that they keep it on a black and white printer; blue against orange is
told apart with every common kind of colour blindness, and «less» carries lines besides (see `area_paint`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.kit.palette import DARK, Palette

MORE, CHANGE = "more", "change"
MOST_CLASSES = 5

_MORE_LIGHT = ("#D6E6F6", "#A4C8EA", "#669FD4", "#2F72B5", "#123F78")
_MORE_DARK = ("#23405F", "#2F5C8C", "#4381C2", "#78B0EC", "#C4DEFA")
_CHANGE_LIGHT = ("#B85C0B", "#EFB678", "#EDF0F4", "#9DBFE3", "#245C9E")
_CHANGE_DARK = ("#F2994B", "#8A5725", "#2B3443", "#2F5C8C", "#86B9F2")


@dataclass(frozen=True)
class Scale:
    """What the classes of a map say, the lowest first.

    `kind` is MORE or CHANGE (then there are five: much less, less, the same, more, much more). `zero`: the first class
    of a scale of MORE is nothing at all. `held` and `no_data` are the words of the two that are no class; empty: none.
    """

    words: tuple[str, ...]
    kind: str = MORE
    zero: bool = False
    held: str = ""
    no_data: str = ""


def shades(scale: Scale, palette: Palette) -> Sequence[str]:
    """The colour of each class of a scale."""
    dark = palette is DARK
    if scale.kind == CHANGE:
        return _CHANGE_DARK if dark else _CHANGE_LIGHT
    whole = _MORE_DARK if dark else _MORE_LIGHT
    count = len(scale.words) - scale.zero
    if count <= 1:
        inks: Sequence[str] = whole[2:3]
    else:
        # Of fewer classes, the ends and what lies evenly between: a step is as large as it can be.
        inks = [whole[round(at * (len(whole) - 1) / (count - 1))] for at in range(count)]
    return [palette.card, *inks[:count]] if scale.zero else inks
