"""Tables of the laptop's side of sync: how to reach the server, how far it has our journal, what it said."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Local


class Enrolment(Local):
    """The laptop's own credentials. They live in the encrypted file and nowhere else; `server` carries no password."""

    __tablename__ = "sync_enrolment"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    server: Mapped[str]
    role: Mapped[str] = mapped_column(String(63))
    password: Mapped[str]
    enrolled_at: Mapped[datetime]


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


class Aside(Local):
    """An entry that the server keeps without having folded it: verdict `stored` (for now) or `quarantined`."""

    __tablename__ = "sync_aside"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    desk_seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    verdict: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(40))
    told_at: Mapped[datetime]
