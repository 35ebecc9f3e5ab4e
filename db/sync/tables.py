"""Tables of sync: how to reach the server, how far it has our journal and we have its, what was lost and settled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Local, Row


class Enrolment(Local):
    """The laptop's own credentials. They live in the encrypted file and nowhere else; `server` carries no password."""

    __tablename__ = "sync_enrolment"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    server: Mapped[str]
    role: Mapped[str] = mapped_column(String(63))
    password: Mapped[str]
    enrolled_at: Mapped[datetime]
    # The authority that the enrolment file named: no other one may vouch for the server. None: as the address says.
    certificate: Mapped[str | None]


class Standing(Local):
    """How far the server confirmed this desk's chain, and how the last contact went. One row a desk.

    `trouble` is the code of the last failure, `offline_since` when the failures began; both empty while all is well.
    """

    __tablename__ = "sync_standing"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    confirmed_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    confirmed_hash: Mapped[str] = mapped_column(String(64))
    epoch: Mapped[str | None] = mapped_column(String(36))
    commit_no: Mapped[int | None] = mapped_column(BigInteger)
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    met_at: Mapped[datetime | None]
    offline_since: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(String(40))
    # What others wrote: up to which commit it was taken in, and that commit's own mark (after a restore of the server
    # the number may stand for something else); up to which commit we followed its redactions.
    pulled: Mapped[int | None] = mapped_column(BigInteger)
    pulled_mark: Mapped[str | None] = mapped_column(String(40))
    redacted: Mapped[int | None] = mapped_column(BigInteger)
    # Where the rows were last held against the journal, a stretch at each contact; by which schema all were.
    checked_noun: Mapped[str | None] = mapped_column(String(40))
    checked_row: Mapped[str | None] = mapped_column(String(36))
    folded_schema: Mapped[str | None] = mapped_column(String(8))
    # What the server said at the last contact: the role and the district of this desk, and its own schema.
    sees: Mapped[str | None] = mapped_column(String(60))
    server_schema: Mapped[str | None] = mapped_column(String(8))


class Receipt(Local):
    """One contact with the server, as it ended: outcome `done`, or the code of what cut it short."""

    __tablename__ = "sync_receipt"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(String(40))
    sent: Mapped[int]
    confirmed: Mapped[int]
    quarantined: Mapped[int]
    rewound: Mapped[bool]
    head_seq: Mapped[int] = mapped_column(BigInteger)
    head_hash: Mapped[str] = mapped_column(String(64))
    commit_no: Mapped[int | None] = mapped_column(BigInteger)
    received: Mapped[int | None]
    repaired: Mapped[int | None]


class Aside(Local):
    """An entry, of any desk, that is kept without being folded: verdict `stored` (for now) or `quarantined`."""

    __tablename__ = "sync_aside"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desk_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    verdict: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(40))
    told_at: Mapped[datetime]


class Gap(Local):
    """The hash that stood before an entry of another desk, where its predecessor may not be seen from here."""

    __tablename__ = "sync_gap"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desk_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    prev_hash: Mapped[str] = mapped_column(String(64))


class Stamp(Local):
    """The server's own time for an entry whose clock was more than five minutes ahead: the fold goes by this one."""

    __tablename__ = "sync_stamp"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desk_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hlc: Mapped[str] = mapped_column(String(60))


class Conflict(Local):
    """That two desks wrote one register without having seen each other: which entry lost against which.

    Derived from the journal, like the rows; the values stand in the entries and nowhere else.
    """

    __tablename__ = "sync_conflict"

    noun: Mapped[str] = mapped_column(String(40), primary_key=True)
    row_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    register: Mapped[str] = mapped_column(String(40), primary_key=True)
    lost_desk: Mapped[str] = mapped_column(String(36), primary_key=True)
    lost_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    won_desk: Mapped[str] = mapped_column(String(36))
    won_seq: Mapped[int] = mapped_column(BigInteger)


class CarryKeys(Local):
    """This desk's own keys for files on a stick, in hexadecimal, and whom it met: the centre's public halves, in what
    capacity this desk is enrolled, and the server's time of its
    last word, by wire or on a stick. One row."""

    __tablename__ = "sync_keys"

    owner: Mapped[str] = mapped_column(String(8), primary_key=True)
    signing: Mapped[str] = mapped_column(String(64))
    opening: Mapped[str] = mapped_column(String(64))
    centre: Mapped[str | None]
    capacity: Mapped[str | None] = mapped_column(String(20))
    heard_at: Mapped[datetime | None]


class Carried(Local):
    """A file for the centre that was written on a stick: which entries it holds, and when its receipt came back."""

    __tablename__ = "sync_carried"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desk_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime]
    first_seq: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(BigInteger)
    answered_at: Mapped[datetime | None]


class Beside(Local):
    """Another desk whose file was taken in here without a server, and the key that it signs with from then on."""

    __tablename__ = "sync_beside"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    seal: Mapped[str]
    name: Mapped[str]
    met_at: Mapped[datetime]


class ToldFigures(Local):
    """What the shared database last answered to a wish of the charts page, for when there is no network.

    `sees`: what this desk saw there then. `told`: see `answered_figures`, in the form of that number.
    """

    __tablename__ = "sync_figures"

    wish: Mapped[str] = mapped_column(primary_key=True)
    sees: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    form: Mapped[int]
    told: Mapped[dict[str, Any]] = mapped_column(JSON)


class Settlement(Row):
    """That a person has looked at a conflict: the entry that lost, and whether its value was put back (`swapped`)."""

    __tablename__ = "settlement"

    noun: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[str] = mapped_column(String(36), index=True)
    register: Mapped[str] = mapped_column(String(40))
    lost_desk: Mapped[str] = mapped_column(String(36))
    lost_seq: Mapped[int] = mapped_column(BigInteger)
    swapped: Mapped[bool]
    decided_by: Mapped[str]
