"""What all rows of one person say of her together: her card as it is read, and which row each thing comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from db.errors import Refused
from db.residents.persons import TOLD_TOGETHER, rows_of, the_person
from db.residents.queries import AliasLine, ResidentCard, card


@dataclass(frozen=True)
class Effective:
    """The card of a person. `rows` are all that are her, the one that speaks first; `filled` tells, per field that the
    speaking row left empty, which other row says it.
    """

    card: ResidentCard
    rows: tuple[ResidentCard, ...]
    filled: dict[str, str]


# The names that stand on a card beside an identifier, and go with it.
_BESIDE = {"neighbourhood_id": "neighbourhood", "district_id": "district", "organisation_id": "organisation"}


def effective(session: Session, *, resident_id: str) -> Effective:
    """The card of whoever a row is: what the row that speaks says, and where it says nothing, what another does.

    Raises Refused: resident_unknown.
    """
    speaks = the_person(session, resident_id)
    ids = sorted(rows_of(session, resident_id), key=lambda one: (one != speaks, one))
    rows = [found for one in ids if (found := _card(session, one)) is not None]
    if not rows:
        raise Refused("resident_unknown")
    first, told, filled = rows[0], dict[str, Any](), dict[str, str]()
    for names in TOLD_TOGETHER:
        known = [name for name in names if name in ResidentCard.__dataclass_fields__]
        teller = next((row for row in rows if any(getattr(row, name) for name in known)), first)
        if teller is first:
            continue
        for name in known:
            told[name] = getattr(teller, name)
            filled[name] = teller.id
            if name in _BESIDE:
                told[_BESIDE[name]] = getattr(teller, _BESIDE[name])
    return Effective(replace(first, **told, aliases=_aliases(rows)), tuple(rows), filled)


def _aliases(rows: Sequence[ResidentCard]) -> tuple[AliasLine, ...]:
    """The other names of all her rows, each once, the most confirmed first."""
    known: dict[tuple[str, str], AliasLine] = {}
    for one in (alias for row in rows for alias in row.aliases):
        same = known.get((one.kind, one.value))
        times = one.times_confirmed + (same.times_confirmed if same else 0)
        known[one.kind, one.value] = replace(same or one, times_confirmed=times)
    return tuple(sorted(known.values(), key=lambda one: (-one.times_confirmed, one.value)))


def _card(session: Session, resident_id: str) -> ResidentCard | None:
    try:
        return card(session, resident_id=resident_id)
    except Refused:  # taken off the roll by another laptop, or not sent to this one
        return None
