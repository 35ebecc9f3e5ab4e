"""Tables of what was asked for and what was promised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Issue(Row):
    """What a person raised: kind proposal, complaint or question; state open, answered, settled, dropped.

    Raised by a resident, or by nobody in particular ("vecinos varios") when `raised_by_id` is empty.
    """

    __tablename__ = "issue"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    item_id: Mapped[str | None] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str]
    raised_by_id: Mapped[str | None] = mapped_column(String(36))
    way: Mapped[str | None] = mapped_column(String(8))
    place: Mapped[str | None]
    point: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    department_id: Mapped[str | None] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(12), default="open")
    source: Mapped[str] = mapped_column(String(8), default="spoken")


class Commitment(Row):
    """Who will do what by when: state open, kept, broken, released. Lives across sittings until it is settled.

    responsible_kind: resident, organisation or department. `settled_in_id` is the sitting that heard how it ended,
    so that its minutes can tell of it although it is open no more.
    """

    __tablename__ = "commitment"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    council_id: Mapped[str] = mapped_column(String(36), index=True)
    issue_id: Mapped[str | None] = mapped_column(String(36))
    text: Mapped[str]
    responsible_kind: Mapped[str | None] = mapped_column(String(12))
    responsible_id: Mapped[str | None] = mapped_column(String(36))
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12), default="open")
    settled_at: Mapped[datetime | None]
    settled_in_id: Mapped[str | None] = mapped_column(String(36))
