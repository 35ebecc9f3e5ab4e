"""Which organisations of the list a name may have meant that is not on it: a slip, a word too few, another spelling."""

from __future__ import annotations

from collections.abc import Iterable

from db.folding import fold, words

_ENOUGH, _MOST = 78.0, 3
# What half of the list begins with tells nobody from another.
_KINDS = frozenset({
    "asociacion", "biblioteca", "centro", "civil", "club", "colegio", "comedor", "comunitario", "comunitaria",
    "cooperadora", "cooperativa", "de", "del", "deportivo", "el", "escuela", "fundacion", "jardin", "la", "las", "los",
    "merendero", "n", "nro", "numero", "popular", "salud", "social", "vecinal", "y",
})  # fmt: skip


def near_names(name: str, known: Iterable[str]) -> tuple[str, ...] | None:
    """The few names among `known` that are most like the one told, the likest first; None when it is one of them.

    Compared is what is left without the words that half of the list has ("Club", "Escuela N°"); a school of another
    number is another school. The scale is rapidfuzz's, Indel similarity of the sorted words, 0 to 100.
    """
    from rapidfuzz import fuzz  # loaded when somebody writes an organisation down

    folded = fold(name)
    asked, number = _told(name)
    near: list[tuple[float, str]] = []
    for one in known:
        if fold(one) == folded:
            return None
        hers, its_number = _told(one)
        if number and its_number and number != its_number:
            continue
        score = fuzz.token_sort_ratio(" ".join(asked), " ".join(hers))
        if asked and hers and (set(asked) <= set(hers) or set(hers) <= set(asked)):
            score = max(score, _ENOUGH)
        if score >= _ENOUGH:
            near.append((score, one))
    return tuple(one for _, one in sorted(near, key=lambda pair: (-pair[0], pair[1]))[:_MOST])


def _told(name: str) -> tuple[list[str], frozenset[str]]:
    """The words of a name that tell it from others, and the numbers among them."""
    told = words(name)
    return [word for word in told if word not in _KINDS] or list(told), frozenset(filter(str.isdigit, told))
