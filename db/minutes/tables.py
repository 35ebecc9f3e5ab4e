"""Tables of the minutes: versions of the written record, and the Word files of their drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Local, Row


class Minutes(Row):
    """One version of the minutes of a sitting; state draft, final, signed. `number` counts per council and year.

    `made_from` is the position of the journal it was made from: {desk: last number}. A version without a document sum
    was begun and not written yet. `edited_at` is when what a secretary had edited by hand was taken as this version.
    """

    __tablename__ = "minutes"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    council_id: Mapped[str] = mapped_column(String(36))
    year: Mapped[int]
    number: Mapped[int]
    version: Mapped[int]
    drafted_at: Mapped[datetime]
    language: Mapped[str] = mapped_column(String(12))
    made_from: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    document_sha256: Mapped[str | None] = mapped_column(String(64))
    document_name: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(8), default="draft")
    signatories: Mapped[list[str]] = mapped_column(JSON, default=list)
    edited_at: Mapped[datetime | None]


class MinutesDraft(Local):
    """The Word file of one version: as the program made it, and as a person edited it, if anybody did.

    It stays on this laptop, inside the encrypted file: with both at hand it can be told what a person changed, and what
    is new in the record since. Whoever is erased is erased with the drafts that name her.
    """

    __tablename__ = "minutes_draft"

    minutes_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sitting_id: Mapped[str] = mapped_column(String(36))
    made: Mapped[bytes] = mapped_column(LargeBinary)
    edited: Mapped[bytes | None] = mapped_column(LargeBinary)
