"""Which rows of the roll are one person: the view `person`, read through merges.

Merges are undirected facts, and may arrive from several laptops in any order. So the answer is a function of the set
of merges that stand: the rows they connect are one person, and the row that speaks for her is the one that no merge
absorbs; of several (or of a ring, where none is left) the one with the smallest identifier, which was written first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from json import dumps
from typing import Any

from sqlalchemy import Connection, Subquery, column, or_, select, table
from sqlalchemy.orm import Session

from db.engine import read
from db.residents.tables import Merge, Resident

# Made by a migration, on both engines. Only rows that a merge touches are in it: a few hundred in a city.
VIEW = table("person", column("resident_id"), column("person_id"))


def persons() -> Subquery:
    """The view for a LEFT JOIN: `.c.resident_id`, `.c.person_id`; whoever is in no merge is not in it."""
    return select(VIEW.c.resident_id, VIEW.c.person_id).subquery("persons")


def the_person(session: Session, resident_id: str) -> str:
    """The row that speaks for a resident: her own, unless a merge absorbs it."""
    return person_and_rows(session, resident_id)[0]


def rows_of(session: Session, resident_id: str) -> tuple[str, ...]:
    """All rows of the roll that are the same person as this one, hers among them, in order."""
    return person_and_rows(session, resident_id)[1]


def row_here(session: Session, resident_id: str) -> Resident | None:
    """The row of a resident of whom something is to be written. The one that speaks for her, by which she is found, may
    be another district's and not on this laptop: then it is the first of her other rows, one on the roll before others.
    """
    row = session.get(Resident, resident_id)
    if row is None:
        others = rows_of(session, resident_id)
        kept = session.scalars(select(Resident).where(Resident.id.in_(others)).order_by(Resident.id)).all()
        row = next((one for one in kept if one.removed_at is None), next(iter(kept), None))
    return row


def person_and_rows(session: Session, resident_id: str) -> tuple[str, tuple[str, ...]]:
    """Both, asked once."""
    pairs = _joined_with(session, resident_id)
    rows = {resident_id, *(row for pair in pairs for row in pair)}
    return same_people(pairs).get(resident_id, resident_id), tuple(sorted(rows))


def speaking_for(session: Session) -> dict[str, str]:
    """Every row that a merge touches, with the row that speaks for it.

    Answered by union-find over the merges that stand, and not by the view: that one walks from every row to every
    other. A question is one consistent reading, so that within it the answer is found once.
    """
    known: dict[str, str] | None = session.info.get(_KNOWN)
    if known is None:
        known = same_people((kept, absorbed) for kept, absorbed in session.execute(_STANDING))
        if "author" not in session.info:  # a command may merge; what it reads next must know
            session.info[_KNOWN] = known
    return known


def _joined_with(session: Session, resident_id: str) -> list[tuple[str, str]]:
    """The merges that make a person of a row and others: from row to row, along the indexes."""
    pairs: set[tuple[str, str]] = set()
    seen, edge = {resident_id}, {resident_id}
    while edge:
        touching = or_(Merge.kept_id.in_(edge), Merge.absorbed_id.in_(edge))
        found = {(kept, absorbed) for kept, absorbed in session.execute(_STANDING.where(touching))}
        edge = {row for pair in found for row in pair} - seen
        seen |= edge
        pairs |= found
    return sorted(pairs)


_KNOWN = "who speaks for whom"
_STANDING = select(Merge.kept_id, Merge.absorbed_id).where(Merge.undone_at.is_(None), Merge.removed_at.is_(None))


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


@dataclass(frozen=True)
class Persons:
    """Who is who, read once for many rows: the row that speaks for a resident, and what all her rows say together."""

    speaks: Mapping[str, str]
    whole: Mapping[str, Resident]

    def of(self, resident_id: str) -> str:
        """The row that speaks for a resident."""
        return self.speaks.get(resident_id, resident_id)

    def row(self, resident_id: str, row: Resident | None) -> Resident | None:
        """What the roll says of a resident: her row as it was read, or all that the rows of one person say together."""
        return self.whole.get(self.of(resident_id), row)


def persons_among(session: Session, resident_ids: Iterable[str]) -> Persons:
    """The same for the people of one list. Nearly always nobody of it was ever merged, and then this costs nothing."""
    speaks = speaking_for(session)
    told = {speaks[one] for one in resident_ids if one in speaks} if speaks else set()
    if not told:
        return Persons(speaks, {})
    rows_by_person: dict[str, list[str]] = {}
    for one, person in speaks.items():
        if person in told:
            rows_by_person.setdefault(person, []).append(one)
    found = session.scalars(
        select(Resident).where(Resident.id.in_([one for rows in rows_by_person.values() for one in rows]))
    )
    rows = {row.id: row for row in found}
    whole = {}
    for person, ids in rows_by_person.items():
        hers = [rows[one] for one in sorted(ids, key=lambda one: (one != person, one)) if one in rows]
        if hers:
            whole[person] = together(person, hers)
    return Persons(speaks, whole)


def together(person_id: str, rows: Sequence[Resident]) -> Resident:
    """What several rows say of one person: each thing from the first that says it. Belongs to no session, and is for
    reading only.

    A row that was taken off the roll or emptied speaks only where no other does: a laptop may have merged what another
    took off meanwhile.
    """
    standing = [row for row in rows if row.removed_at is None and row.erased_at is None] or list(rows)
    told: dict[str, Any] = {}
    for names in TOLD_TOGETHER:
        teller = next((row for row in standing if any(getattr(row, name) for name in names)), standing[0])
        told |= {name: getattr(teller, name) for name in names}
    return Resident(
        id=person_id, city_id=standing[0].city_id, removed_at=standing[0].removed_at, erased_at=standing[0].erased_at,
        **told,
    )  # fmt: skip


# What only makes sense from one row: half an address of one and half of another is nobody's.
TOLD_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("family_name", "given_names"), ("chosen_name",), ("document",), ("birth_date",), ("age_band",), ("gender",),
    ("phone",), ("email",), ("street", "street_number"), ("neighbourhood_id", "district_id"),
    ("organisation_id", "organisation_role"), ("consent_at", "consent_text", "consent_by_id"), ("guardian_id",),
    ("note",),
)  # fmt: skip


def with_all_rows(connection: Connection, ids: set[str]) -> dict[str, tuple[str, ...]]:
    """Every person that these rows belong to, with all her rows; the person is the row that speaks for her."""
    if not list(read(connection, "SELECT 1 FROM merge LIMIT 1")):
        return {one: (one,) for one in ids}
    pairs: set[tuple[str, str]] = set()
    seen, edge = set(ids), set(ids)
    while edge:
        asked = dumps(sorted(edge))
        found = connection.exec_driver_sql(
            "SELECT kept_id, absorbed_id FROM merge WHERE undone_at IS NULL AND removed_at IS NULL"
            " AND kept_id IN (SELECT value FROM json_each(?)) UNION"
            " SELECT kept_id, absorbed_id FROM merge WHERE undone_at IS NULL AND removed_at IS NULL"
            " AND absorbed_id IN (SELECT value FROM json_each(?))",
            (asked, asked),
        ).all()
        pairs.update((kept, gone) for kept, gone in found)
        edge = {one for pair in found for one in pair} - seen
        seen |= edge
    persons: dict[str, tuple[str, ...]] = {}
    speaks = same_people(sorted(pairs))
    for one in sorted(seen):
        person = speaks.get(one, one)
        persons[person] = (*persons.get(person, ()), one)
    return persons
