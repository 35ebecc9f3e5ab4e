"""Tables of the agenda: items and turns to speak."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Local, Row


class Item(Row):
    """One point of the agenda. `position` is a fractional index (text), so that two desks can insert between two.

    outcome: none, informed, agreed, postponed, referred. `seconds_apart`: of an item that was merged of two, how long
    between its beginning and its end something else was on the table.
    """

    __tablename__ = "item"
    ends_with_sitting: ClassVar[tuple[str, str]] = ("started_at", "ended_at")
    goes_on_when_reopened: ClassVar[bool] = True
    facts_of_sitting: ClassVar[tuple[str, ...]] = (
        "position", "title", "presenter", "minutes_planned", "started_at", "ended_at", "seconds_apart", "notes",
        "outcome",
    )  # fmt: skip
    told_by: ClassVar[str] = "title"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    position: Mapped[str]
    title: Mapped[str]
    presenter: Mapped[str | None]
    minutes_planned: Mapped[int | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    notes: Mapped[str | None]
    outcome: Mapped[str] = mapped_column(String(12), default="none")
    carried_from: Mapped[str | None] = mapped_column(String(36))
    seconds_apart: Mapped[int | None]


class Turn(Row):
    """One person speaking on one item, by way room, zoom or phone, from, to."""

    __tablename__ = "turn"
    ends_with_sitting: ClassVar[tuple[str, str]] = ("started_at", "ended_at")
    facts_of_sitting: ClassVar[tuple[str, ...]] = ("item_id", "resident_id", "way", "started_at", "ended_at")
    told_by: ClassVar[str] = "resident_id"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    item_id: Mapped[str] = mapped_column(String(36), index=True)
    resident_id: Mapped[str] = mapped_column(String(36), index=True)
    way: Mapped[str] = mapped_column(String(8))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Hand(Local):
    """Somebody asked to speak and waits: when, and when the floor was given or the hand taken down.

    It is of this laptop alone. That somebody wanted to speak and did not is nothing the record keeps of a neighbour.
    """

    __tablename__ = "hand"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    resident_id: Mapped[str] = mapped_column(String(36))
    asked_at: Mapped[datetime]
    down_at: Mapped[datetime | None]
