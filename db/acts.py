"""What one command did as a whole, and taking it back: which entries of the journal belong together.

The journal keeps rows, a person remembers acts: «I merged these two items». An act is written down in the same
transaction as what it did, so that it can be taken back in the window, in the terminal, and after a restart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from db.base import Local, Moment, Row, plain
from db.errors import Refused
from db.journal import Author, Entry
from db.work import Work

_WITHIN = "an act"


class Act(Local):
    """The entries of this desk from `first_seq` to `last_seq` are one act; `scope` says among what it is the last."""

    __tablename__ = "act"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    last_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first_seq: Mapped[int] = mapped_column(BigInteger)
    scope: Mapped[str] = mapped_column(String(80), index=True)
    verb: Mapped[str] = mapped_column(String(80))
    undone_at: Mapped[datetime | None]


@dataclass(frozen=True)
class Done:
    """An act that can be taken back or was: the command's name (`agenda.merge_items`) and the rows it touched."""

    verb: str
    rows: tuple[tuple[str, str], ...]
    fields: frozenset[str]


@contextmanager
def act(work: Work, scope: str) -> Iterator[None]:
    """Whatever is written inside is one act. Inside of another act it is a part of that one."""
    info = work.session.info
    if info.get(_WITHIN):
        yield
        return
    work.session.flush()
    author: Author = info["author"]
    first = author.seq + 1
    info[_WITHIN] = True
    try:
        yield
        work.session.flush()
    finally:
        info[_WITHIN] = False
    if author.seq >= first:
        work.session.add(
            Act(first_seq=first, last_seq=author.seq, desk_id=author.desk_id, scope=scope, verb=author.verb)
        )


def last_act(session: Session, *, desk_id: str, scope: str) -> Done | None:
    """What `take_back` would take back now; None when there is nothing."""
    found = _last(session, desk_id, scope)
    return None if found is None else _done(session, found)


def take_back(work: Work, *, scope: str) -> Done:
    """Takes the last act of a scope back: each field it changed says again what it had said, what it made goes away.

    What somebody changed again since stays as it is now. Raises Refused: nothing_to_take_back.
    """
    found = _last(work.session, work.identity.desk_id, scope)
    if found is None:
        raise Refused("nothing_to_take_back")
    done = _done(work.session, found)
    for entry in reversed(_entries(work.session, found)):
        _restore(work, entry)
    found.undone_at = work.clock.now()
    return done


def said_before(session: Session, entry: Entry, field: str) -> Any:
    """What a field said before an entry, as the journal wrote it; None when nobody had said anything."""
    earlier = session.scalars(
        select(Entry)
        .where(Entry.noun == entry.noun, Entry.row_id == entry.row_id, Entry.hlc < entry.hlc)
        .order_by(Entry.hlc.desc())
    )
    return next((one.fields[field] for one in earlier if field in one.fields), None)


def as_kept(kind: type[Row], field: str, told: Any) -> Any:
    """A value of the journal as the column keeps it: moments and days are texts there."""
    column = kind.__table__.columns[field].type
    if told is None or not isinstance(column, Moment | Date):
        return told
    return datetime.fromisoformat(told) if isinstance(column, Moment) else date.fromisoformat(told)


def _last(session: Session, desk_id: str, scope: str) -> Act | None:
    standing = select(Act).where(Act.scope == scope, Act.desk_id == desk_id, Act.undone_at.is_(None))
    return session.scalars(standing.order_by(Act.last_seq.desc()).limit(1)).first()


def _entries(session: Session, found: Act) -> list[Entry]:
    mine = select(Entry).where(Entry.desk_id == found.desk_id, Entry.desk_seq.between(found.first_seq, found.last_seq))
    return list(session.scalars(mine.order_by(Entry.desk_seq)))


def _done(session: Session, found: Act) -> Done:
    entries = _entries(session, found)
    return Done(
        found.verb,
        tuple((entry.noun, entry.row_id) for entry in entries),
        frozenset(field for entry in entries if entry.base for field in entry.fields),
    )


def _restore(work: Work, entry: Entry) -> None:
    kind: Any = next(m.class_ for m in Row.registry.mappers if m.class_.__tablename__ == entry.noun)
    row = work.session.get(kind, entry.row_id)
    if row is None:
        return
    if not entry.base:
        row.removed_at = row.removed_at or work.clock.now()
        return
    for field, told in entry.fields.items():
        if plain(getattr(row, field)) == told:
            setattr(row, field, as_kept(kind, field, said_before(work.session, entry, field)))
