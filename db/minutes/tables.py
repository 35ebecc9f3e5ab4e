"""Tables of the minutes: versions of the written record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Minutes(Row):
    """One version of the minutes of a sitting; state draft, final, signed. `number` counts per council and year.

    `made_from` is the position of the journal it was made from: {desk: last number}. A version without a document sum
    was begun and not written yet.
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
