"""Two texts of the minutes side by side: which lines came, went or changed, and inside a line which words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

from rapidfuzz import fuzz

from desktop.minutes.reading import Line

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
SAME, OUT, IN = "same", "out", "in"
ALIKE = 45  # of 100: two lines that have less in common are one that went and one that came
T = TypeVar("T")
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs; `under` is the heading it stands under. What is not there is empty."""

    kind: str
    before: str
    after: str
    under: str = ""


def compare(before: Sequence[Line], after: Sequence[Line]) -> tuple[Change, ...]:
    """The lines that differ, in the order of the text."""
    changes: list[Change] = []
    old, new = [key_of(line) for line in before], [key_of(line) for line in after]
    for kind, i1, i2, j1, j2 in opcodes(old, new):
        if kind != "equal":
            changes += _pairs(before[i1:i2], after[j1:j2])
    return tuple(changes)


def key_of(line: Line) -> str:
    """By what a line is the same as another: a row that only moved down by one is the same row."""
    return re.sub(r"^\d+ \| ", "", line.text) if line.numbered else line.text


def opcodes(old: Sequence[T], new: Sequence[T]) -> list[Opcode]:
    """Which stretches are equal, and which are not; what both begin and end with is not looked at twice."""
    head = _shared(old, new)
    tail = min(_shared(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    middle = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False)
    found: list[Opcode] = [("equal", 0, head, 0, head)] if head else []
    found += [(kind, i1 + head, i2 + head, j1 + head, j2 + head) for kind, i1, i2, j1, j2 in middle.get_opcodes()]
    if tail:
        found.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return found


def _shared(old: Sequence[T], new: Sequence[T]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _pairs(before: Sequence[Line], after: Sequence[Line]) -> Iterator[Change]:
    """Lines that took the place of others, each with the one it comes from where the two are alike."""
    left = list(after)
    for line in before:
        like = max(left, key=lambda other: fuzz.ratio(line.text, other.text), default=None)
        if like is None or line.row != like.row or fuzz.ratio(line.text, like.text) < ALIKE:
            yield Change(REMOVED, line.text, "", line.under)
            continue
        at = left.index(like)
        for other in left[:at]:
            yield Change(ADDED, "", other.text, other.under)
        yield Change(CHANGED, line.text, like.text, like.under)
        left = left[at + 1 :]
    for other in left:
        yield Change(ADDED, "", other.text, other.under)


def words_of(change: Change) -> tuple[tuple[str, str], ...]:
    """A change word by word: stretches that stayed (same), went (out) and came (in), blanks with the word before."""
    old, new = _tokens(change.before), _tokens(change.after)
    told: list[tuple[str, str]] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            told.append((SAME, "".join(old[i1:i2])))
            continue
        told += [(side, text) for side, text in ((OUT, "".join(old[i1:i2])), (IN, "".join(new[j1:j2]))) if text]
    return tuple(told)


def _tokens(text: str) -> list[str]:
    words = re.findall(r"\S+", text)
    blanks = re.findall(r"\s+", text)
    return [word + blank for word, blank in zip_longest(words, blanks, fillvalue="")]
