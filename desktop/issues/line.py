"""How a line is read that somebody types in a hurry: the letter of its kind, and a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from db.errors import Refused
from db.folding import fold

_PREFIX = re.compile(r"^\s*(\w)[ :.]\s*")
_DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?$")


def kind_of(line: str, letters: Mapping[str, str]) -> tuple[str | None, str]:
    """The kind that one letter in front tells («r falta luz»), and the line without it; None when there is none.

    `letters` maps each letter, folded, to its kind. No sentence begins with such a letter alone.
    """
    found = _PREFIX.match(line)
    kind = letters.get(fold(found.group(1))) if found else None
    return (kind, line[found.end() :]) if found and kind else (None, line)


def day_of(text: str, *, today: date, past: bool = False) -> date | None:
    """A day as people write it: «15/12» is the next such day from `today` on, «15/12/2026» that one; None for nothing.

    With `past`, for what has happened, «15/12» is the last such day until today.

    Raises Refused: due_unreadable.
    """
    text = text.strip()
    if not text:
        return None
    try:
        if found := _DAY.match(text):
            day, month, year = found.groups()
            if year:
                return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
            this_year = date(today.year, int(month), int(day))
            if past:
                return this_year if this_year <= today else date(today.year - 1, int(month), int(day))
            return this_year if this_year >= today else date(today.year + 1, int(month), int(day))
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("due_unreadable", text=text) from None
