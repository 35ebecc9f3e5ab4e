"""What was corrected after a sitting was closed, read from the journal: which fact, when, by whom; the hash of now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, and_, case, or_, select
from sqlalchemy.orm import Session

from db.base import Row
from db.clock import Hlc
from db.errors import Refused
from db.journal import Entry
from db.residents.persons import persons_among
from db.residents.tables import Resident
from db.sittings.parts import facts_hash, kinds_of_parts
from db.sittings.tables import Sitting

ADDED, CHANGED, REMOVED = "added", "changed", "removed"


@dataclass(frozen=True)
class Correction:
    """One fact that was added, changed or taken back after the closing; the last time it was, and by whom.

    `noun` is item, turn, presence, issue, commitment or sitting; `about` its title, its text or the neighbour's name,
    empty where the name was erased; `fields` are the facts that were written; `desk` is where.
    """

    noun: str
    row_id: str
    kind: str
    about: str
    fields: tuple[str, ...]
    at: datetime
    by: str
    desk: str


@dataclass(frozen=True)
class Deed:
    """That a sitting was closed, or opened again, and by whom."""

    at: datetime
    by: str


@dataclass(frozen=True)
class Aftermath:
    """Where a closed sitting stands beside its closing.

    `same`: the facts of now have the hash of the closing, whatever was done and undone between. `reopened`: each time
    it was opened again before that closing, the first one first.
    """

    closed: Deed | None
    kept_hash: str
    hash_now: str
    corrections: tuple[Correction, ...]
    reopened: tuple[Deed, ...] = ()

    @property
    def same(self) -> bool:
        return self.kept_hash == self.hash_now

    @property
    def explained(self) -> bool:
        """Whether the journal tells why the hash is another one; a record of an older program may not."""
        return self.same or bool(self.corrections)


def aftermath(session: Session, *, sitting_id: str) -> Aftermath | None:
    """What became of a sitting since it was closed; None while it is not. Raises Refused: sitting_unknown."""
    sitting = session.get(Sitting, sitting_id)
    if sitting is None or sitting.removed_at is not None:
        raise Refused("sitting_unknown", text=sitting_id)
    if sitting.state not in ("closed", "signed"):
        return None
    told = _entries_of(session, sitting_id)
    closing = _closing(told)
    return Aftermath(
        closed=_deed(closing) if closing else None,
        kept_hash=sitting.facts_hash or "",
        hash_now=facts_hash(session, sitting_id=sitting_id),
        corrections=_corrections(session, sitting, closing) if closing else (),
        reopened=tuple(_deed(one) for one in told if one.verb == "sittings.reopen_sitting"),
    )


def corrections(session: Session, *, sitting_id: str) -> tuple[Correction, ...]:
    """What was corrected after the closing, the first one first; nothing while the sitting is not closed."""
    sitting = session.get(Sitting, sitting_id)
    if sitting is None or sitting.state not in ("closed", "signed"):
        return ()
    closing = _closing(_entries_of(session, sitting_id))
    return _corrections(session, sitting, closing) if closing else ()


def corrected(session: Session, *, sitting_id: str) -> dict[str, Correction]:
    """The same by row, for the lists that mark them."""
    return {one.row_id: one for one in corrections(session, sitting_id=sitting_id)}


def _entries_of(session: Session, sitting_id: str) -> list[Entry]:
    query = select(Entry).where(Entry.noun == "sitting", Entry.row_id == sitting_id)
    return sorted(session.scalars(query), key=lambda entry: entry.hlc)


def _closing(entries: Iterable[Entry]) -> Entry | None:
    """The last entry of the last closing: whatever ended with the sitting was written before its hash."""
    return next((one for one in reversed(list(entries)) if one.fields.get("facts_hash")), None)


def _corrections(session: Session, sitting: Sitting, closing: Entry) -> tuple[Correction, ...]:
    """Whatever was written after the closing, and what another desk wrote before it and told only afterwards."""
    sitting_id, knew = sitting.id, sitting.closed_knowing
    known = case(knew, value=Entry.desk_id, else_=0) if knew else Entry.desk_seq
    unknown_then = and_(Entry.desk_id != closing.desk_id, Entry.desk_seq > known)
    found: list[Correction] = []
    kinds: tuple[type[Row], ...] = (Sitting, *kinds_of_parts())
    for kind in kinds:
        rows = {row.id: row for row in session.scalars(_rows(kind, sitting_id))}
        told: dict[str, list[Entry]] = {}
        written = select(Entry).where(
            Entry.noun == kind.__tablename__,
            Entry.row_id.in_(_ids(kind, sitting_id)),
            or_(Entry.hlc > closing.hlc, unknown_then),
        )
        for entry in sorted(session.scalars(written), key=lambda entry: entry.hlc):
            if _touched(entry, kind):
                told.setdefault(entry.row_id, []).append(entry)
        names = _names(session, [rows[row_id] for row_id in told]) if kind.told_by == "resident_id" else {}
        for row_id, entries in told.items():
            about = names.get(row_id) if names else getattr(rows[row_id], kind.told_by) or ""
            if (one := _correction(rows[row_id], entries, about or "")) is not None:
                found.append(one)
    return tuple(sorted(found, key=lambda one: (one.at, one.row_id)))


def _correction(row: Row, entries: list[Entry], about: str) -> Correction | None:
    # What was written down and taken back since is no correction: nothing of it is left.
    born = any(not entry.base for entry in entries)
    if born and row.removed_at is not None:
        return None
    last = entries[-1]
    fields = {name for entry in entries for name in _touched(entry, type(row))}
    kind = REMOVED if row.removed_at is not None else ADDED if born else CHANGED
    deed = _deed(last)
    names = tuple(name for name in row.facts_of_sitting if name in fields)
    return Correction(row.__tablename__, row.id, kind, about, names, deed.at, deed.by, last.desk_id)


def _touched(entry: Entry, kind: type[Row]) -> set[str]:
    """The facts that an entry wrote, an erased value included; `removed_at` stands for taking the row back."""
    return ({*entry.fields, *entry.sealed}) & {*kind.facts_of_sitting, "removed_at"}


def _deed(entry: Entry) -> Deed:
    return Deed(datetime.fromtimestamp(Hlc.parse(entry.hlc).millis / 1000, UTC), entry.actor)


def _names(session: Session, rows: list[Row]) -> dict[str, str]:
    """By row, the neighbour it is about."""
    ids = {row.id: str(getattr(row, "resident_id")) for row in rows}  # noqa: B009 - told by the table, not by its type
    people = {one.id: one for one in session.scalars(select(Resident).where(Resident.id.in_(set(ids.values()))))}
    persons = persons_among(session, ids.values())
    told = {}
    for row_id, resident_id in ids.items():
        who = persons.row(persons.of(resident_id), people.get(resident_id))
        told[row_id] = f"{who.chosen_name or who.given_names} {who.family_name}".strip() if who else ""
    return told


def _rows(kind: type[Row], sitting_id: str) -> Select[Row]:
    return select(kind).where(kind.id.in_(_ids(kind, sitting_id)))


def _ids(kind: type[Row], sitting_id: str) -> Select[str]:
    key = kind.id if kind is Sitting else kind.sitting_id  # type: ignore[attr-defined]
    return select(kind.id).where(key == sitting_id)
