"""Tables of what was asked for and what was promised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Issue(Row):
    """What a person raised: kind proposal, complaint or question; state open, answered, settled, dropped.

    Raised by a resident, or by nobody in particular ("vecinos varios") when `raised_by_id` is empty. `answer` is the
    word on what became of it, `answered_by` whose word that is. `point` is {"lat", "lon"} in degrees (WGS 84).
    `dispatch_id` is the list in which its department was last told of it.
    """

    __tablename__ = "issue"
    # An answer that one desk wrote says nothing of the state that another one chose.
    registers: ClassVar[dict[str, tuple[str, ...]]] = {"state": ("state", "answer", "answered_by", "answered_on")}
    # What becomes of it goes on living after the evening that heard it: its state, and whose it is; so do the state and
    # the day of a commitment.
    facts_of_sitting: ClassVar[tuple[str, ...]] = (
        "item_id", "kind", "topic", "text", "raised_by_id", "way", "place", "point", "source",
    )  # fmt: skip
    told_by: ClassVar[str] = "text"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    item_id: Mapped[str | None] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(12))
    topic: Mapped[str | None] = mapped_column(String(40))
    text: Mapped[str]
    raised_by_id: Mapped[str | None] = mapped_column(String(36), index=True)
    way: Mapped[str | None] = mapped_column(String(8))
    place: Mapped[str | None]
    point: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    department_id: Mapped[str | None] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(12), default="open")
    source: Mapped[str] = mapped_column(String(8), default="spoken")
    answer: Mapped[str | None]
    answered_by: Mapped[str | None]
    answered_on: Mapped[date | None]
    dispatch_id: Mapped[str | None] = mapped_column(String(36), index=True)


class Dispatch(Row):
    """That a list of issues was handed to a department: to whom, on which day, which issues stood on it."""

    __tablename__ = "dispatch"

    department_id: Mapped[str | None] = mapped_column(String(36), index=True)
    sent_to: Mapped[str]
    sent_on: Mapped[date]
    issue_ids: Mapped[list[str]] = mapped_column(JSON, default=list)


class Commitment(Row):
    """Who will do what by when: state open, kept, broken, released. Lives across sittings until it is settled.

    responsible_kind: resident, organisation or department. `settled_in_id` is the sitting that heard how it ended,
    so that its minutes can tell of it although it is open no more; `outcome` is how, in words. `due_reason` is why its
    day was moved.
    """

    __tablename__ = "commitment"
    registers: ClassVar[dict[str, tuple[str, ...]]] = {
        "state": ("state", "settled_at", "settled_in_id", "outcome"),
        "due_on": ("due_on", "due_reason"),
    }
    facts_of_sitting: ClassVar[tuple[str, ...]] = ("issue_id", "text", "responsible_kind", "responsible_id")
    told_by: ClassVar[str] = "text"

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
    outcome: Mapped[str | None]
    due_reason: Mapped[str | None]
