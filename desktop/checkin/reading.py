"""How what is typed at the door is held against the roll."""

from __future__ import annotations

import re
from collections.abc import Callable

from db.checkin.line import Line
from db.checkin.queries import AtTheDoor
from db.errors import Refused
from db.residents.rules import clean_document, clean_phone, part_names

_JOINS = r"['’´-]"


def wrong_in(person: Line, phone_prefix: str) -> dict[str, str]:
    """The code of what is wrong, per field of the line; empty when it can be written down."""
    wrong = {}
    checks: tuple[tuple[str, Callable[[], object]], ...] = (
        ("name", lambda: part_names(person.name)),
        ("document", lambda: clean_document(person.document)),
        ("phone", lambda: clean_phone(person.phone, prefix=phone_prefix)),
    )
    for field, check in checks:
        try:
            check()
        except Refused as no:
            wrong[field] = no.code
    return wrong


def told_of(one: AtTheDoor) -> str:
    """Every word by which somebody may have been found that stands on the list."""
    her = one.person
    told = " ".join(filter(None, (her.name, her.given_names, her.organisation, her.neighbourhood, one.also)))
    # "D'Angelo" is also typed in one word.
    return f"{told} {re.sub(_JOINS, '', told)}"


def as_written(value: object) -> str:
    """A value of the roll as the short form holds it."""
    return "" if value is None else f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
