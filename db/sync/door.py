"""The laptop's end of the line: hello and push over one connection. Never touches the record; frozen in, frozen out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from db.engine import open_server
from db.errors import Refused, Unavailable
from db.schema import HEAD
from db.sync.reach import as_desk, secured
from db.sync.rules import Head
from db.sync.trouble import BUSY, contact_trouble, sqlstate

PROTOCOL = 1
MAX_BATCH = 2000
# A deadlock on the server picks one of two laptops to begin again; nobody should have to press a button for that.
_TRIES = 4


@dataclass(frozen=True)
class Link:
    """Where to knock, as whom."""

    desk_id: str
    server: str
    role: str = field(repr=False)
    password: str = field(repr=False)


@dataclass(frozen=True)
class Greeting:
    """What the server said to our hello. `offset` is its clock less ours, to half of the round trip."""

    epoch: str
    head: Head
    commit_no: int
    time: datetime
    offset: timedelta
    schema: str


@dataclass(frozen=True)
class Batch:
    """A run of one desk's chain, ready to send: `text` is a JSON list whose inner values are canonical."""

    first_seq: int
    last_seq: int
    prev_hash: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class Verdict:
    """An entry that is in the server's journal and not in its state: stored for now, or quarantined; and why."""

    seq: int
    verdict: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """What became of a batch. `expected` tells that the server wants to be sent from after its head."""

    expected: bool
    stored: int
    confirmed: int
    head: Head
    commit_no: int | None
    aside: tuple[Verdict, ...]
    broken_at: int | None = None


class Door:
    """One connection to the server, kept for one errand. Used by one thread at a time; `close` it."""

    def __init__(self, link: Link, *, timeout_s: int = 10) -> None:
        self._link = link
        self._engine = open_server(
            secured(as_desk(link.server, role=link.role, password=link.password)), timeout_s=timeout_s
        )
        self._connection: Connection | None = None

    def hello(self) -> Greeting:
        """Who are you, how far have you got, what time is it. Raises Refused: not_enrolled, server_not_prepared,
        server_newer; Unavailable: server_unreachable, server_refused_login, server_certificate."""
        self._connected()
        before, began = datetime.now(UTC), time.monotonic()
        said = self._call("SELECT app.hello(:protocol, :desk, :schema)", protocol=PROTOCOL, schema=HEAD)
        half = timedelta(seconds=(time.monotonic() - began) / 2)
        if said["status"] == "protocol_unknown":
            raise Refused("server_newer", found=said["protocol"], known=PROTOCOL)
        told = datetime.fromisoformat(said["time"])
        return Greeting(
            epoch=said["epoch"],
            head=Head(said["head_seq"], said["head_hash"]),
            commit_no=said["commit_no"],
            time=told,
            offset=told - (before + half),
            schema=said["schema"],
        )

    def push(self, batch: Batch) -> Answer:
        """Sends a batch; when this returns it is committed there. Raises as `hello`, and Refused: cloned."""
        said = self._call(
            "SELECT app.push(:desk, :first, :previous, CAST(:entries AS json))",
            first=batch.first_seq,
            previous=batch.prev_hash,
            entries=batch.text,
        )
        head = Head(said.get("head_seq", 0), said.get("head_hash", ""))
        match said["status"]:
            case "expected":
                return Answer(True, 0, 0, head, None, ())
            case "cloned":
                raise Refused("cloned", number=said["number"])
            case "ok" | "chain_broken":
                aside = tuple(Verdict(*one) for one in said["aside"])
                confirmed = said["last"] - batch.first_seq + 1
                return Answer(False, said["stored"], confirmed, head, said["commit_no"], aside, said["number"])
        raise RuntimeError(f"the server answered {said['status']}")

    def close(self) -> None:
        """Lets go of the connection. Never raises: what was to be said has been said."""
        if self._connection is not None:
            try:
                self._connection.close()
            except DBAPIError:
                pass
            self._connection = None
        self._engine.dispose()

    def _connected(self) -> Connection:
        if self._connection is None:
            try:
                # One call is one transaction: with autocommit the answer comes after the commit, never before.
                self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            except DBAPIError as error:
                raise contact_trouble(error) from None
        return self._connection

    def _call(self, statement: str, **values: Any) -> dict[str, Any]:
        for left in reversed(range(_TRIES)):
            try:
                said: dict[str, Any] = (
                    self._connected().execute(text(statement), {"desk": self._link.desk_id, **values}).scalar_one()
                )
            except DBAPIError as error:
                if sqlstate(error) in BUSY and left:
                    continue
                raise contact_trouble(error) from None
            if said["status"] == "not_enrolled":
                raise Refused("not_enrolled")
            return said
        raise Unavailable("server_busy")
