"""The journal: what each transaction changed in each row, chained by hashes, written together with the row itself."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, event, inspect, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Base, Local, Row, canonical, plain
from db.belonging import EVERYBODYS, districts_of
from db.clock import Clock, Hlc
from db.engine import read

# Kept beside the facts, never journalled: the row's own clocks.
_BESIDE = frozenset({"id", "city_id", "clocks"})
GENESIS = "0" * 64
# C0 and C1 but for tabulator and line feed, DEL, and halves of letters that no UTF-8 can write.
_MOST_LETTERS = 80
_ILLEGIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Entry(Base):
    """One entry: what one transaction changed in one row. The key is what a sharded database needs it to be.

    `fields` holds only what changed; `salts` one random salt a field; `sealed` the commitments of fields whose value
    was erased by law, so that the chain still verifies without them.
    """

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_row", "noun", "row_id"),)

    city_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desk_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hlc: Mapped[str] = mapped_column(String(60))
    base: Mapped[dict[str, Any]]
    verb: Mapped[str] = mapped_column(String(80))
    actor: Mapped[str] = mapped_column(String(80))
    district_id: Mapped[str | None] = mapped_column(String(36))
    noun: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[str] = mapped_column(String(36))
    fields: Mapped[dict[str, Any]]
    salts: Mapped[dict[str, Any]]
    sealed: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))


META = ("city_id", "desk_id", "desk_seq", "hlc", "base", "verb", "actor", "district_id", "noun", "row_id")


def commitment(salt: str, field: str, value: Any) -> str:
    """SHA-256 over salt, field and the value's canonical JSON text, as hex: binds the value without showing it."""
    return commitment_to(salt, field, canonical(value))


def commitment_to(salt: str, field: str, written: str) -> str:
    """The same, of a value's canonical JSON text."""
    return hashlib.sha256(f"{salt}\x1f{field}\x1f{written}".encode()).hexdigest()


def entry_hash(previous: str, meta: Mapping[str, Any], commitments: Iterable[str]) -> str:
    """The link of the chain: SHA-256(previous hash, meta, sorted commitments), each part set off by U+001E, as hex.

    `meta` has the keys of META; `base` goes in as canonical JSON, None as the empty text. The shared database computes
    the same from the same bytes.
    """
    return linked(previous, link_text(meta, commitments))


def link_text(meta: Mapping[str, Any], commitments: Iterable[str]) -> str:
    """What goes into an entry's hash but for the one before it."""
    told = (meta[name] for name in META)
    return "\x1e".join([*[value if type(value) is str else _in_hash(value) for value in told], *sorted(commitments)])


def linked(previous: str, told: str) -> str:
    """The hash of an entry of which this is the `link_text`."""
    return hashlib.sha256(f"{previous}\x1e{told}".encode()).hexdigest()


def _in_hash(value: Any) -> str:
    if value is None:
        return ""
    return canonical(value) if isinstance(value, dict) else str(value)


def hash_of(entry: Entry, previous: str) -> str:
    """What the entry's hash must be, given the one before it on its desk."""
    meta = {name: getattr(entry, name) for name in META}
    seals = [commitment(entry.salts[name], name, value) for name, value in entry.fields.items()]
    return entry_hash(previous, meta, [*seals, *entry.sealed.values()])


@dataclass
class Author:
    """Who writes in this transaction, and where the desk's chain stands. Filled by `Store.do`, used by the listener."""

    clock: Clock
    city_id: str
    desk_id: str
    district_id: str | None
    actor: str
    verb: str
    seq: int = 0
    head: str = GENESIS

    def __post_init__(self) -> None:
        self.touched: dict[str, set[str]] = {}
        self.passed: dict[tuple[str, str, str], Any] = {}


def read_head(session: Session, *, city_id: str, desk_id: str) -> tuple[int, str]:
    """The last number and hash of a desk's chain: (0, GENESIS) for a desk that has not written yet."""
    session.flush()
    # Asked at the beginning of every transaction, so of the file's driver itself.
    found = list(read(session.connection(), _HEAD, (city_id, desk_id)))
    return found[0] if found else (0, GENESIS)


_HEAD = "SELECT desk_seq, hash FROM entry WHERE city_id = ? AND desk_id = ? ORDER BY desk_seq DESC LIMIT 1"


def district_as_made(session: Session, *, noun: str, row_id: str) -> str | None:
    """The district that the entry told which made a row: it counts where the row itself tells none. None where this
    record has no such entry, or it was written for the whole city."""
    found: str | None = session.connection().execute(_AS_MADE, {"noun": noun, "row": row_id}).scalar()
    return found


_AS_MADE = text(
    "SELECT district_id FROM entry WHERE noun = :noun AND row_id = :row AND base = '{}' ORDER BY hlc DESC LIMIT 1"
)


def last_own_clock(session: Session, *, city_id: str, desk_id: str) -> str | None:
    """The clock of a desk's newest entry, None for a desk that has not written yet.

    Where the shared database put its own time in the place of a clock that was far ahead, that one: a laptop that was
    once in the year 2099 does not stay there.
    """
    found: str | None = session.execute(
        text(
            "SELECT coalesce(s.hlc, e.hlc) FROM entry e "
            "LEFT JOIN sync_stamp s ON s.desk_id = e.desk_id AND s.desk_seq = e.desk_seq "
            "WHERE e.city_id = :city AND e.desk_id = :desk ORDER BY e.desk_seq DESC LIMIT 1"
        ),
        {"city": city_id, "desk": desk_id},
    ).scalar()
    return found


def emptied_value(kind: type[Row], field: str) -> Any:
    """What stands in a field whose value was erased by law: nothing; where the table wants something, an empty one."""
    column = kind.__table__.columns[field]
    if column.nullable:
        return None
    return [] if isinstance(column.type, JSON) else ""


def seal(
    session: Session, *, noun: str, row_id: str, fields: Collection[str], spare: Callable[[str, Any], bool]
) -> int:
    """Takes the values of these fields, and their salts, out of every entry of a row; answers how many values went.

    `spare` is asked for each field and value whether it may stay: nothing of the row's present state is ever sealed.

    Only their commitments stay, under which nobody can try out names: without the salt any value fits. So each entry
    keeps its hash, and the chain verifies as before. Called before the row itself is emptied, whose own entry then
    says nothing but that.
    """
    gone = 0
    for entry in session.scalars(select(Entry).where(Entry.noun == noun, Entry.row_id == row_id)):
        told = {name for name in fields if entry.fields.get(name) and not spare(name, entry.fields[name])}
        if not told:
            continue
        sealed = {name: commitment(entry.salts[name], name, entry.fields[name]) for name in told}
        entry.sealed = {**entry.sealed, **sealed}
        entry.fields = {name: value for name, value in entry.fields.items() if name not in told}
        entry.salts = {name: salt for name, salt in entry.salts.items() if name not in told}
        gone += len(told)
    return gone


@event.listens_for(Session, "before_flush")
def _write_entries(session: Session, _context: Any, _instances: Any) -> None:
    """Before rows go to the database, their entries go with them: it cannot be forgotten, and never happens alone."""
    author: Author | None = session.info.get("author")
    for row in session.deleted:
        if isinstance(row, Row):
            raise RuntimeError(f"{row.__tablename__}: a journalled row is marked as removed, never deleted")
    fresh = list(session.new)
    session.info["pending"] = {(row.__tablename__, row.id): row for row in fresh if isinstance(row, Row) and row.id}
    for rows, is_new in ((fresh, True), (list(session.dirty), False)):
        for row in rows:
            if not isinstance(row, Row):
                if author is not None and isinstance(row, Local):
                    author.touched.setdefault(row.__tablename__, set())  # not journalled, but a screen may show it
                continue
            if author is None:
                raise RuntimeError(f"{row.__tablename__}: written outside Store.do, the journal would not know")
            _journal(session, row, author, is_new=is_new)


def _journal(session: Session, row: Row, author: Author, *, is_new: bool) -> None:
    _clean(row)
    if is_new:
        _fill_in(row, author)
    changed = _new_fields(row) if is_new else _changed_fields(row)
    if not changed and not is_new:
        return
    for seen in (row.clocks or {}).values():
        author.clock.resume(Hlc.parse(seen))
    hlc = str(author.clock.tick())
    base = _advance_clocks(row, changed, hlc, is_new=is_new)
    author.seq += 1
    entry = Entry(
        city_id=row.city_id,
        desk_id=author.desk_id,
        desk_seq=author.seq,
        hlc=hlc,
        base=base,
        verb=author.verb,
        actor=legible(author.actor)[:_MOST_LETTERS],
        district_id=_district_of(session, row, author),
        noun=row.__tablename__,
        row_id=row.id,
        fields=changed,
        salts={name: os.urandom(16).hex() for name in changed},
        sealed={},
    )
    entry.hash = author.head = hash_of(entry, author.head)
    session.add(entry)
    author.touched.setdefault(row.__tablename__, set()).add(row.id)


class _Passed:
    """The rows that telling a district passes by: as they stand in this transaction, or else read, and read once."""

    def __init__(self, session: Session, row: Row, author: Author) -> None:
        self._session, self._row, self._known = session, row, author.passed

    def field(self, noun: str, row_id: str, field: str) -> Any:
        key = (noun, row_id, field)
        if row_id == self._row.id and noun == self._row.__tablename__:
            told = getattr(self._row, field, None)
            return told or self._as_made(key)
        if self._known.get(key) is None:
            self._known[key] = self._read(noun, row_id, field) or self._as_made(key)
        return self._known[key]

    def _as_made(self, key: tuple[str, str, str]) -> str | None:
        """Somebody who never said where she lives is of the district that wrote her down, whoever writes now."""
        pending = self._session.info.get("pending", {})
        if key[0] != "resident" or key[2] != "district_id" or key[:2] in pending:
            return None
        return district_as_made(self._session, noun=key[0], row_id=key[1])

    def _read(self, noun: str, row_id: str, field: str) -> Any:
        pending: dict[tuple[str, str], Row] = self._session.info.get("pending", {})
        kind = _kind_of(noun)
        here = pending.get((noun, row_id)) or (kind and self._session.identity_map.get((kind, (row_id,), None)))
        if here is not None:
            return getattr(here, field, None)
        table = Base.metadata.tables.get(noun)
        if table is None or field not in table.c:
            return None
        return self._session.connection().execute(select(table.c[field]).where(table.c.id == row_id)).scalar()


@cache
def _kind_of(noun: str) -> type[Row] | None:
    known = (mapper.class_ for mapper in Row.registry.mappers)
    return next((kind for kind in known if issubclass(kind, Row) and kind.__tablename__ == noun), None)


def _district_of(session: Session, row: Row, author: Author) -> str | None:
    """Whose the row is. By the rows it is about; somebody new at the door is of the sitting that this desk holds.

    Where several districts share a row, or nothing tells, the desk's own counts.
    """
    rows = _Passed(session, row, author)
    found = districts_of(rows, row.__tablename__, row.id)
    if len(found) == 1:
        return next(iter(found))
    if not found and row.__tablename__ not in EVERYBODYS and (evening := _evening(session, author)):
        return evening
    return author.district_id


def _evening(session: Session, author: Author) -> str | None:
    key = ("sitting", author.desk_id, "held_by")
    if key not in author.passed:
        table = Base.metadata.tables["sitting"]
        author.passed[key] = (
            session.connection()
            .execute(
                select(table.c.district_id).where(table.c.held_by == author.desk_id, table.c.state == "open").limit(1)
            )
            .scalar()
        )
    found: str | None = author.passed[key]
    return found


def legible(value: Any) -> Any:
    """A text without control characters other than the end of a line and the tabulator, and without half letters.

    A scanner or a paste brings them, nobody sees them, and the shared database takes no NUL for ever. The same goes
    for the texts inside of lists and dictionaries; any other value is answered as it is.
    """
    if isinstance(value, str):
        return _ILLEGIBLE.sub("", value)
    if isinstance(value, float):
        return value if isfinite(value) else None  # no number, and nothing that JSON can say
    if isinstance(value, dict):
        return {legible(name): legible(inner) for name, inner in value.items()}
    return [legible(inner) for inner in value] if isinstance(value, list | tuple) else value


def _clean(row: Row) -> None:
    told = row.__dict__
    for name in shape(type(row))[0]:
        value = told.get(name)
        if isinstance(value, str | dict | list | float) and (clean := legible(value)) != value:
            setattr(row, name, clean)


@cache
def shape(kind: type[Row]) -> tuple[tuple[str, ...], tuple[tuple[str, Any], ...]]:
    """The journalled fields of a table, and the columns that have a default."""
    columns = inspect(kind).columns
    fields = tuple(column.key for column in columns if column.key not in _BESIDE)
    return fields, tuple((column.key, column.default) for column in columns if column.default is not None)


def _fill_in(row: Row, author: Author) -> None:
    """Identifier, city and plain defaults, which SQLAlchemy would fill in only after the journal has looked."""
    row.id = row.id or author.clock.new_id()
    row.city_id = row.city_id or author.city_id
    told = row.__dict__
    for name, default in shape(type(row))[1]:
        if told.get(name) is None:
            setattr(row, name, default.arg if default.is_scalar else default.arg(None))


def _new_fields(row: Row) -> dict[str, Any]:
    # Straight from the instance: asking 6,500 imported neighbours field by field took most of the import.
    told = row.__dict__
    return {name: plain(told[name]) for name in shape(type(row))[0] if told.get(name) is not None}


def _changed_fields(row: Row) -> dict[str, Any]:
    """What differs from the database, with the rest of its group: street without number is not an address."""
    changed: set[str] = set()
    for state in inspect(row).attrs:
        if state.key in _BESIDE or not state.history.has_changes():
            continue
        before = state.history.deleted[0] if state.history.deleted else None
        if plain(before) != plain(state.value):
            changed.add(state.key)
    for group in row.registers.values():
        if changed.intersection(group):
            changed.update(group)
    return {name: plain(getattr(row, name)) for name in sorted(changed)}


def register_of(row: type[Row], field: str) -> str:
    """The register a field belongs to: its group's name, or its own."""
    return next((name for name, group in row.registers.items() if field in group), field)


def _advance_clocks(row: Row, changed: Mapping[str, Any], hlc: str, *, is_new: bool) -> dict[str, str]:
    """Moves the clocks of the registers written, and answers what they were: what the author had seen."""
    if is_new:
        row.clocks = {"*": hlc}
        return {}
    seen = dict(row.clocks or {})
    written = {register_of(type(row), name) for name in changed}
    row.clocks = {**seen, **dict.fromkeys(written, hlc)}
    return {name: seen.get(name, seen.get("*", "")) for name in sorted(written)}
