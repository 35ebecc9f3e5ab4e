"""What was typed while keying in a sheet: numbers of rows, letters of a name, somebody new, people without a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from db.checkin.line import Line, read_line

CONSENTS = "a"  # "acepto", beside a number or at the end of a line
_ROWS = re.compile(r"\d{1,3}\s*(-\s*\d{1,3})?\s*a?([\s,.;]+\d{1,3}\s*(-\s*\d{1,3})?\s*a?)*[\s,.;]*", re.IGNORECASE)
_ROW = re.compile(r"(\d{1,3})\s*(?:-\s*(\d{1,3}))?\s*(a?)", re.IGNORECASE)
_HOUR = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*h?s?\.?", re.IGNORECASE)
_LONGEST_RUN = 200


@dataclass(frozen=True)
class Row:
    """A row of the sheet by its number, and whether its last column is ticked."""

    number: int
    consents: bool = False


@dataclass(frozen=True)
class Rows:
    """Rows of the sheet: "12", "3 5 9a", "20-31"."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Unnamed:
    """So many people who did not want to write their name: "+3"."""

    count: int


@dataclass(frozen=True)
class New:
    """Somebody on an empty line of the sheet: "+Juana Gómez 28123456 3415551234"."""

    line: Line
    consents: bool


@dataclass(frozen=True)
class Letters:
    """Anything else is looked for."""

    text: str


def read_typed(text: str) -> Rows | Unnamed | New | Letters | None:
    """What a line means; None when it is empty. A number of four digits or more is looked for as a document."""
    text = " ".join(text.split())
    if not text:
        return None
    if re.fullmatch(r"\+\s*\d{1,2}", text):
        return Unnamed(int(text[1:]))
    if text.startswith("+"):
        words = text[1:].split()
        consents = len(words) > 1 and words[-1].casefold() == CONSENTS
        return New(read_line(" ".join(words[:-1] if consents else words)), consents)
    if _ROWS.fullmatch(text):
        return Rows(tuple(dict.fromkeys(_rows(text))))
    return Letters(text)


def read_hour(text: str) -> time | None:
    """An hour as people write it: 19, 19:30, 19.30, 1930; None when it is none."""
    found = _HOUR.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _rows(text: str) -> list[Row]:
    found = []
    for first, last, tick in _ROW.findall(text):
        start, end = int(first), int(last or first)
        # "31-20" is the same rows as "20-31"; a slip like "2-999" must not mark a whole city.
        start, end = min(start, end), max(start, end)
        found += [Row(number, bool(tick)) for number in range(start, min(end, start + _LONGEST_RUN) + 1)]
    return found
