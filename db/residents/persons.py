"""Which rows of the roll are one person: the view `person`, read through merges.

Merges are undirected facts, and may arrive from several laptops in any order. So the answer is a function of the set
of merges that stand: the rows they connect are one person, and the row that speaks for her is the one that no merge
absorbs; of several (or of a ring, where none is left) the one with the smallest identifier, which was written first.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Subquery, column, func, select, table
from sqlalchemy.orm import Session

# Made by a migration, on both engines. Only rows that a merge touches are in it: a few hundred in a city.
VIEW = table("person", column("resident_id"), column("person_id"))


def person_of(resident_id: Any) -> ColumnElement[str]:
    """The person behind a column of residents, inside a query: itself, or the row that speaks for her.

    A scalar subquery over the view; a query over many presences joins `persons()` instead.
    """
    found = select(VIEW.c.person_id).where(VIEW.c.resident_id == resident_id).scalar_subquery()
    return func.coalesce(found, resident_id)


def persons() -> Subquery:
    """The view for a LEFT JOIN: `.c.resident_id`, `.c.person_id`; whoever is in no merge is not in it."""
    return select(VIEW.c.resident_id, VIEW.c.person_id).subquery("persons")


def the_person(session: Session, resident_id: str) -> str:
    """The row that speaks for a resident: her own, unless a merge absorbs it."""
    found = session.execute(select(VIEW.c.person_id).where(VIEW.c.resident_id == resident_id)).scalar()
    return found or resident_id


def rows_of(session: Session, resident_id: str) -> tuple[str, ...]:
    """All rows of the roll that are the same person as this one, hers among them, in order."""
    found = session.scalars(select(VIEW.c.resident_id).where(VIEW.c.person_id == the_person(session, resident_id)))
    return tuple(sorted({resident_id, *found}))


def speaking_for(session: Session) -> dict[str, str]:
    """Every row that a merge touches, with the row that speaks for it."""
    return dict(session.execute(select(VIEW.c.resident_id, VIEW.c.person_id)).all())


def same_people(merges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The same in plain Python (union-find): pairs (kept, absorbed) in, row -> the row that speaks for it out.

    What the view must answer; the tests hold the two against each other.
    """
    pairs = tuple(merges)
    root: dict[str, str] = {}

    def find(one: str) -> str:
        root.setdefault(one, one)
        while root[one] != one:
            root[one] = root[root[one]]
            one = root[one]
        return one

    for kept, absorbed in pairs:
        root[find(absorbed)] = find(kept)
    absorbed_rows = {absorbed for _, absorbed in pairs}
    together: dict[str, set[str]] = {}
    for one in list(root):
        together.setdefault(find(one), set()).add(one)
    return {one: min(rows - absorbed_rows or rows) for rows in together.values() for one in rows}
