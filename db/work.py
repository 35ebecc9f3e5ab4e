"""Work on the record: one command is one transaction, one question is one reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.changes import Changes
from db.clock import Clock, Hlc
from db.engine import file_trouble, read
from db.journal import Author, last_own_clock, read_head

# What the server said of our clock at the last contact is believed after a start too, if it was more than a trifle.
_WORTH_CORRECTING_MS = 5000

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Identity:
    """Which desk of which city writes here."""

    city_id: str
    desk_id: str
    district_id: str | None


@dataclass(frozen=True)
class Work:
    """What a command is handed: the session of its transaction, the clock, and who acts.

    `verb` stands in the journal; commands never set it.
    """

    session: Session
    clock: Clock
    identity: Identity
    actor: str


@dataclass(frozen=True)
class Done(Generic[T]):
    """What a command did. `changes` goes to every screen, `outcome` only to the one who asked."""

    changes: Changes
    outcome: T


class Store:
    """The record, opened. Used from one thread; `do` and `ask` are the only ways in."""

    def __init__(self, engine: Engine, *, clock: Clock, identity: Identity, actor: str = "") -> None:
        self.engine = engine
        self.clock = clock
        self.identity = identity
        self.actor = actor
        self._called: str | None = None
        self._catch_up_clock()

    def do(self, command: Callable[Concatenate[Work, P], T], *args: P.args, **facts: P.kwargs) -> Done[T]:
        """Runs one command in one transaction: all of it is on the disk when this returns, or none of it.

        Raises what the command raises (Refused), or Unavailable when the disk does not take it.
        """
        try:
            with self.engine.connect().execution_options(write=True) as connection, Session(connection) as session:
                self._follow_identity(session)
                author = self._author(session, command)
                session.info["author"] = author
                outcome = command(Work(session, self.clock, self.identity, self.actor), *args, **facts)
                session.commit()
                return Done(Changes({noun: frozenset(ids) for noun, ids in author.touched.items()}), outcome)
        except DBAPIError as error:
            raise file_trouble(error) or error from error

    def ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
        """Answers a question from one consistent reading; nothing can be written through it."""
        try:
            with self.engine.connect() as connection, Session(connection, autoflush=False) as session:
                return query(session, *args, **facts)
        except DBAPIError as error:
            raise file_trouble(error) or error from error

    def close(self) -> None:
        """Lets go of the file. The last program to do so folds the write-ahead log into it, by SQLite's own doing.

        Never here: folding it by hand would wait for whoever else is reading, and make others wait at their writing.
        """
        self.engine.dispose()

    def _follow_identity(self, session: Session) -> None:
        """Which desk this is may have changed, and what it is called: a copied laptop begins anew, a file that enrols
        names it, perhaps in another program on the record."""
        for desk_id, name in list(read(session.connection(), "SELECT desk_id, name FROM desk LIMIT 1")):
            if desk_id != self.identity.desk_id:
                self.identity = replace(self.identity, desk_id=desk_id)
                self.clock.desk = desk_id
            if self._called not in (None, name) and self.actor == self._called:
                self.actor = name
            self._called = name

    def _author(self, session: Session, command: Callable[..., Any]) -> Author:
        seq, head = read_head(session, city_id=self.identity.city_id, desk_id=self.identity.desk_id)
        return Author(
            clock=self.clock,
            city_id=self.identity.city_id,
            desk_id=self.identity.desk_id,
            district_id=self.identity.district_id,
            actor=self.actor,
            verb=verb_of(command),
            seq=seq,
            head=head,
        )

    def _catch_up_clock(self) -> None:
        """A desk's own past is never later than its present: a laptop set back an hour goes on from its last entry."""
        with Session(self.engine) as session:
            last = last_own_clock(session, city_id=self.identity.city_id, desk_id=self.identity.desk_id)
            told = session.execute(
                text("SELECT clock_offset_ms FROM sync_standing WHERE desk_id = :desk"), {"desk": self.identity.desk_id}
            ).scalar()
        if told is not None and abs(told) >= _WORTH_CORRECTING_MS:
            self.clock.offset = timedelta(milliseconds=told)
        if last:
            self.clock.resume(Hlc.parse(last))


def verb_of(command: Callable[..., Any]) -> str:
    """How the journal names a command: its noun's folder and its own name, `checkin.check_in`."""
    return f"{command.__module__.split('.')[1]}.{command.__name__}"
