"""What belongs to a sitting, whichever noun it is of: it ends with the sitting, and is bound by the sitting's hash.

The nouns that come after this one (agenda, presences, issues...) are known here only by what their tables declare: a
`sitting_id`; `facts_of_sitting`, the fields that are facts of the evening; `told_by`, the field that says what a row is
about; and `ends_with_sitting`, the columns where something begins and ends.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.base import Row, canonical
from db.journal import Entry
from db.sittings.tables import Sitting


def kinds_of_parts() -> tuple[type[Row], ...]:
    """Every journalled table whose rows are facts of one sitting, by name. `db.registry` has imported them all.

    What Zoom handed out, and the judgement on it, are sources: they are facts of the evening only by the presences
    they bring. The minutes are made from the facts and are none of them.
    """
    found = [m.class_ for m in Row.registry.mappers if issubclass(m.class_, Row) and hasattr(m.class_, "sitting_id")]
    facts = [kind for kind in found if kind.facts_of_sitting]
    return tuple(sorted(facts, key=lambda kind: kind.__tablename__))


def end_what_runs(session: Session, *, sitting_id: str, at: datetime) -> None:
    """Ends at `at` whatever began in the sitting and has not ended: the item on the table, the person speaking."""
    for kind in kinds_of_parts():
        if not (columns := getattr(kind, "ends_with_sitting", None)):
            continue
        began, ended = (getattr(kind, name) for name in columns)
        for row in session.scalars(_live(kind, sitting_id).where(began.is_not(None), ended.is_(None))):
            setattr(row, columns[1], at)


def go_on(session: Session, *, sitting_id: str, ended_at: datetime) -> None:
    """What the closing at `ended_at` ended by itself runs again: the item on the table, as if nothing had been closed.

    Whoever was speaking is not: she has long finished, and nobody may lend her the minutes in between.
    """
    for kind in kinds_of_parts():
        if getattr(kind, "goes_on_when_reopened", False):
            column = kind.ends_with_sitting[1]  # type: ignore[attr-defined]
            for row in session.scalars(_live(kind, sitting_id).where(getattr(kind, column) == ended_at)):
                setattr(row, column, None)


def facts_hash(session: Session, *, sitting_id: str) -> str:
    """SHA-256, as hex, over the facts of a sitting: decision 0020 tells exactly what goes in, and why.

    One line a row: noun, U+001F, canonical JSON of its identifier and its facts, U+001E; the sitting first, then the
    nouns by name and their rows by identifier. A field without a value is left out, and so is a row that was taken
    back. The same on every desk, on both engines, in whatever order things were written down.
    """
    session.flush()
    digest = hashlib.sha256()
    for row in session.scalars(select(Sitting).where(Sitting.id == sitting_id)):
        digest.update(_line(row))
    for kind in kinds_of_parts():
        # Sorted here: the collation of a server may pass over the dashes of an identifier.
        for row in sorted(session.scalars(_live(kind, sitting_id)), key=lambda row: row.id):
            digest.update(_line(row))
    return digest.hexdigest()


def told_by_desk(session: Session, *, sitting_id: str) -> dict[str, int]:
    """The number of the last entry of each desk, this one among them, that is here of the facts of a sitting."""
    session.flush()
    found: dict[str, int] = {}
    kinds: tuple[Any, ...] = (Sitting, *kinds_of_parts())
    for kind in kinds:
        ids = select(kind.id).where((kind.id if kind is Sitting else kind.sitting_id) == sitting_id)
        last = select(Entry.desk_id, func.max(Entry.desk_seq)).where(
            Entry.noun == kind.__tablename__, Entry.row_id.in_(ids)
        )
        for desk, number in session.execute(last.group_by(Entry.desk_id)):
            found[desk] = max(found.get(desk, 0), number)
    return found


def _live(kind: Any, sitting_id: str) -> Any:
    return select(kind).where(kind.sitting_id == sitting_id, kind.removed_at.is_(None))


def _line(row: Row) -> bytes:
    facts = {name: value for name in row.facts_of_sitting if (value := getattr(row, name)) is not None}
    return f"{row.__tablename__}\x1f{canonical({'id': row.id, **facts})}\x1e".encode()
