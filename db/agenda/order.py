"""Positions between positions: items keep their order however two desks insert between them, and no other row moves.

Fractional indexing after David Greenspan ("Implementing Fractional Indexing", 2020,
https://observablehq.com/@dgreensp/implementing-fractional-indexing): a position is the digits of a fraction between
0 and 1, and between two of them there is always another. Base 36 in lower case, because these letters sort in the
same order by bytes (SQLite) and in the collations of PostgreSQL.
"""

from __future__ import annotations

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(DIGITS)


def between(before: str | None, after: str | None) -> str:
    """A position that sorts after `before` and before `after`; None stands for the beginning and the end.

    Positions are non-empty texts of 0-9a-z that do not end in 0. Raises ValueError when `before` is not less than
    `after`, or one of them is no position.
    """
    for given in (before, after):
        if given is not None and (not given or given.endswith("0") or set(given) - set(DIGITS)):
            raise ValueError(f"not a position: {given!r}")
    if before is not None and after is not None and before >= after:
        raise ValueError(f"no order: {before!r}, {after!r}")
    if after is None:
        return _next(before or "")
    return _middle(before or "", after)


def _next(before: str) -> str:
    """Nothing comes after: one step is enough, so that an agenda typed in order has positions of one digit."""
    for place, digit in enumerate(before):
        value = DIGITS.index(digit)
        if value + 1 < _BASE:
            return before[:place] + DIGITS[value + 1]
    return before + DIGITS[1]


def _middle(before: str, after: str | None) -> str:
    if after is not None:
        same = 0
        while same < len(after) and (before[same : same + 1] or "0") == after[same]:
            same += 1
        if same:
            return after[:same] + _middle(before[same:], after[same:])
    low = DIGITS.index(before[0]) if before else 0
    high = DIGITS.index(after[0]) if after else _BASE
    if high - low > 1:
        return DIGITS[(low + high) // 2]
    if after is not None and len(after) > 1:
        return after[0]
    return DIGITS[low] + _middle(before[1:], None)
