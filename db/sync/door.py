"""The laptop's end of the line: hello, push, pull over one connection. Never touches the record; frozen in and out."""

from __future__ import annotations

import os
import random
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db.base import canonical
from db.engine import open_doors
from db.errors import Refused, Unavailable
from db.insights.shared import ask_over
from db.schema import HEAD
from db.sync.columns import as_json
from db.sync.pace import for_a_place
from db.sync.reach import as_desk, pinned, secured
from db.sync.redaction import Redaction
from db.sync.rules import Head
from db.sync.taking import Page, Told
from db.sync.trouble import BUSY, contact_trouble, sqlstate

P = ParamSpec("P")
T = TypeVar("T")

PROTOCOL = 2
MAX_BATCH = 2000
# What the server takes at once is eight times as much; an entry alone may be longer, and goes alone.
MAX_BYTES = 4_000_000
MAX_PAGE = 2000
# A deadlock on the server picks one of two laptops to begin again; nobody should have to press a button for that.
_TRIES = 4
# When a whole city comes at once the server has no place for all. Each comes, works and leaves: a moment later it has.
# Shorter than the window waits when it closes.
_FOR_A_PLACE_S = 8.0
# A laptop whose lid was closed over a question said nothing more: the server let go of it. It is asked again.
_FELL_SILENT = "25P03"
# The server gives up on a call of ours after 55 seconds. Whoever says nothing in a minute is no server any more, but a
# line that is still held at its other end by something that has forgotten it.
_PATIENCE_S = 60.0


@dataclass(frozen=True)
class Link:
    """Where to knock, as whom."""

    desk_id: str
    server: str
    role: str = field(repr=False)
    password: str = field(repr=False)
    certificate: str | None = field(default=None, repr=False)
    # The public halves of this laptop's keys: the server gets them at each greeting.
    seal: str | None = None

    @property
    def former(self) -> str:
        """The desk that the login was made for; a laptop that had to begin anew speaks for another one since."""
        return self.role.removeprefix("cabildo_")


@dataclass(frozen=True)
class Wanted:
    """A chain that a restored server has lost in part and asks this laptop for: from after which entry on, and up to
    which it had told that it has it."""

    desk_id: str
    head: Head
    upto: int


@dataclass(frozen=True)
class Run:
    """What this laptop has of another desk's chain without a gap: its first and last entry, the hash of the last."""

    desk_id: str
    first: int
    last: int
    hash: str


@dataclass(frozen=True)
class Greeting:
    """What the server said to our hello. `time` was its time when our monotonic clock stood at `at`, to half of the
    round trip. `mark` is that of the last commit, as a page of it would bear it; `sees` is role and district of the
    desk, as one text. `centre`: for which key a file on a stick is closed. `wanted`: what it asks this laptop for."""

    epoch: str
    head: Head
    commit_no: int
    time: datetime
    at: float
    schema: str
    mark: str | None = None
    sees: str = ""
    centre: str | None = None
    capacity: str | None = None
    wanted: tuple[Wanted, ...] = ()


@dataclass(frozen=True)
class Batch:
    """A run of one desk's chain, ready to send: `told` is a JSON list whose inner values are canonical, or the same
    values as columns (db/sync/columns.py)."""

    first_seq: int
    last_seq: int
    prev_hash: str
    told: str = field(repr=False)
    columns: bool = False

    @property
    def text(self) -> str:
        """The entries as JSON."""
        return as_json(self.told, first_seq=self.first_seq) if self.columns else self.told


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
    stamps: tuple[tuple[int, str], ...] = ()


class Door:
    """One connection to the server, kept for one errand. Used by one thread at a time; `close` it."""

    def __init__(
        self, link: Link, *, timeout_s: int = 10, patience_s: float = _PATIENCE_S, waits_for_a_place: bool = True
    ) -> None:
        self._link, self._patience_s, self._waits = link, patience_s, waits_for_a_place
        url = secured(as_desk(link.server, role=link.role, password=link.password))
        self._certificate: Path | None = None
        if link.certificate is not None:
            # The driver takes an authority from a file only; it is no secret, and goes with the errand.
            handle, name = tempfile.mkstemp(prefix="cabildo-", suffix=".crt")
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(link.certificate)
            self._certificate = Path(name)
            url = pinned(url, self._certificate)
        self._engine = open_doors(url, timeout_s=timeout_s)
        self._connection: Connection | None = None
        self._takes_columns = False

    def beside(self) -> Door:
        """A second connection of the same laptop. It does not wait for a place: others need that more."""
        door = Door(self._link, patience_s=self._patience_s, waits_for_a_place=False)
        door._takes_columns = self._takes_columns
        return door

    def hello(self, holds: Sequence[Run] = ()) -> Greeting:
        """Who are you, how far have you got, what time is it. `holds`: what is here of the chains of others, told to a
        server that was restored. Raises Refused: not_enrolled, server_not_prepared,
        server_newer; Unavailable: server_unreachable, server_refused_login, server_certificate."""
        self._connected()
        began = time.monotonic()
        said = self._hello(holds)
        at = (began + time.monotonic()) / 2
        if said["status"] == "protocol_unknown":
            raise Refused("server_newer", found=said["protocol"], known=PROTOCOL)
        self._takes_columns = said.get("columns", False)  # a server of before takes JSON alone
        return Greeting(
            epoch=said["epoch"],
            head=Head(said["head_seq"], said["head_hash"]),
            commit_no=said["commit_no"],
            time=datetime.fromisoformat(said["time"]),
            at=at,
            schema=said["schema"],
            mark=said.get("mark"),
            sees=said.get("sees", ""),
            centre=said.get("centre"),
            capacity=said.get("capacity"),
            wanted=tuple(
                Wanted(one["hand_back"], Head(one["after"], one["hash"]), one["upto"])
                for one in said.get("commands", ())
                if "hand_back" in one
            ),
        )

    def _hello(self, holds: Sequence[Run]) -> dict[str, Any]:
        told = {"protocol": PROTOCOL, "schema": HEAD, "former": self._link.former}
        runs = canonical([[one.desk_id, one.first, one.last, one.hash] for one in holds])
        try:
            if holds:
                return self._call(
                    "SELECT app.hello(:protocol, :desk, :schema, :former, :seal, CAST(:holds AS json))",
                    **told, seal=self._link.seal, holds=runs,
                )  # fmt: skip
            return self._call(
                "SELECT app.hello(:protocol, :desk, :schema, :former, :seal)", **told, seal=self._link.seal
            )
        except Refused as no:
            if no.code != "server_not_prepared":
                raise
        # A laptop that was brought up to date before its server: that one knows nothing of seals, and of all else.
        return self._call("SELECT app.hello(:protocol, :desk, :schema, :former)", **told)

    def push(self, batch: Batch, *, desk_id: str | None = None) -> Answer:
        """Sends a batch, of this laptop's own chain or of the one that the server asked it for; when this returns it is
        committed there. Raises as `hello`, and Refused: cloned, batch_too_much."""
        told = {"first": batch.first_seq, "previous": batch.prev_hash}
        if batch.columns and self._takes_columns and desk_id is None:
            said = self._call(
                "SELECT app.push(:desk, :first, :last, :previous, :columns)",
                **told, last=batch.last_seq, columns=batch.told,
            )  # fmt: skip
        else:
            said = self._call(
                "SELECT app.push(:desk, :first, :previous, CAST(:entries AS json))",
                **told, desk=desk_id or self._link.desk_id, entries=batch.text,
            )  # fmt: skip
        return answer_of(said, first_seq=batch.first_seq)

    def take_over(self, password: str) -> None:
        """Makes the login this laptop's own: from now on it opens with this password and no longer with what was in
        the enrolment file. The server is told its SCRAM verifier alone. Raises as `hello`."""
        connection = self._connected()
        driver: Any = connection.connection.driver_connection
        role = self._link.role
        verifier = driver.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        try:
            # A role name of ours is a prefix and a UUID, a verifier base 64: neither can hold a quote.
            connection.exec_driver_sql(f"ALTER ROLE \"{role}\" PASSWORD '{verifier}'")
        except DBAPIError as error:
            raise contact_trouble(error) from None

    def pull(
        self, *, after: int, mark: str | None, redacted: int, limit: int = MAX_PAGE,
        give_way: Callable[[], None] = lambda: None,
    ) -> Page:  # fmt: skip
        """What others wrote after a commit. `give_way` is called every now and then while it is made ready, for the
        record may be wanted meanwhile. Raises as `hello`."""
        said = self._call(
            "SELECT app.pull(:desk, :after, :mark, :redacted, :limit)",
            after=after, mark=mark, redacted=redacted, limit=limit,
        )  # fmt: skip
        page = replace(page_of(said), since=after, erased_since=min(after, redacted))
        page.make_ready(give_way)  # here, while the record takes in the page before
        return page

    def figures(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
        """Answers a question about figures from what this login may see there. Raises Unavailable as `hello`."""
        try:
            return self._figures(query, *args, **facts)
        except DBAPIError as error:
            if sqlstate(error) != _FELL_SILENT:
                raise contact_trouble(error) from None
        try:
            return self._figures(query, *args, **facts)
        except DBAPIError as error:
            raise contact_trouble(error) from None

    def _figures(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
        with self._engine.connect() as connection, _hung_up_after(self._patience_s, connection):
            return ask_over(connection, query, *args, **facts)

    def close(self) -> None:
        """Lets go of the connection. Never raises: what was to be said has been said."""
        if self._connection is not None:
            try:
                self._connection.close()
            except DBAPIError:
                pass
            self._connection = None
        self._engine.dispose()
        if self._certificate is not None:
            self._certificate.unlink(missing_ok=True)

    def _connected(self) -> Connection:
        began, tries = time.monotonic(), 0
        while self._connection is None:
            try:
                # One call is one transaction: with autocommit the answer comes after the commit, never before.
                self._connection = self._engine.connect()
            except DBAPIError as error:
                no = contact_trouble(error)
                waited = time.monotonic() - began
                if no.code != "server_busy" or not self._waits or waited > _FOR_A_PLACE_S:
                    raise no from None
                time.sleep(for_a_place(tries=tries, chance=random.random()))  # noqa: S311 - no secret
                tries += 1
        return self._connection

    def _call(self, statement: str, **values: Any) -> dict[str, Any]:
        for left in reversed(range(_TRIES)):
            try:
                connection = self._connected()
                with _hung_up_after(self._patience_s, connection):
                    said: dict[str, Any] = connection.execute(
                        text(statement), {"desk": self._link.desk_id, **values}
                    ).scalar_one()
            except DBAPIError as error:
                if sqlstate(error) in BUSY and left:
                    continue
                raise contact_trouble(error) from None
            if said["status"] == "not_enrolled":
                raise Refused("not_enrolled")
            if said["status"] == "ticket_expired_there":
                raise Refused("ticket_expired_there")
            return said
        raise Unavailable("server_busy")


def answer_of(said: Mapping[str, Any], *, first_seq: int) -> Answer:
    """What the server said to a batch that began with that number. Raises Refused: cloned."""
    head = Head(said.get("head_seq", 0), said.get("head_hash", ""))
    match said["status"]:
        case "expected":
            return Answer(True, 0, 0, head, None, ())
        case "cloned":
            raise Refused("cloned", number=said["number"])
        case "too_much":
            raise Refused("batch_too_much", entries=said["most_entries"], bytes=said["most_bytes"])
        case "ok" | "chain_broken":
            aside = tuple(Verdict(*one) for one in said["aside"])
            stamps = tuple((seq, hlc) for seq, hlc in said["stamps"])
            confirmed = said["last"] - first_seq + 1
            return Answer(False, said["stored"], confirmed, head, said["commit_no"], aside, said["number"], stamps)
    raise RuntimeError(f"the server answered {said['status']}")


def page_of(said: Mapping[str, Any]) -> Page:
    """What the server told of others."""
    if said["status"] == "rewind":
        return Page(rewind=True)
    return Page(
        rewind=False,
        commit_no=said["commit_no"],
        mark=said["mark"],
        last_commit=said["last_commit"],
        head=Head(said["head_seq"], said["head_hash"]),
        redactions=tuple(_redactions(said)),
        entries=tuple(Told(*one) for one in said["entries"]),
        ahead=said.get("ahead", 0),
        seated="seats" in said,
    )


def _redactions(said: Mapping[str, Any]) -> Iterator[Redaction]:
    kin: Mapping[str, Any] = said.get("kin", {})
    # A server of before does not say who sits where.
    seats = {
        place: tuple((desk, first, last) for desk, first, last in some) for place, some in said.get("seats", {}).items()
    }
    for desk, noun, row, fields, before, hlc, district in said["redactions"]:
        hers = tuple(kin.get(desk, ()))
        yield Redaction(desk, noun, row, tuple(fields), before, hlc, district, hers, seats.get(district, ()))


@contextmanager
def _hung_up_after(seconds: float, connection: Connection) -> Iterator[None]:
    """Ends the line of a connection that has not answered by then: for whoever waits at it, it was cut."""
    driver: Any = connection.connection.driver_connection
    line = socket.fromfd(driver.pgconn.socket, socket.AF_INET, socket.SOCK_STREAM)

    def hang_up() -> None:
        try:
            line.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it was cut at this very moment

    alarm = threading.Timer(seconds, hang_up)
    alarm.daemon = True
    alarm.start()
    try:
        yield
    finally:
        alarm.cancel()
        line.close()
