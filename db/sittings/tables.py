"""Tables of councils and their sittings."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Council(Row):
    """The series of sittings: kind neighbourhood, inter_district or thematic."""

    __tablename__ = "council"

    name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(20))
    district_id: Mapped[str] = mapped_column(String(36), index=True)
    neighbourhood_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)


class Sitting(Row):
    """One session of a council on one date. state: planned, open, closed, signed; mode: in_person, virtual, hybrid.

    `held_by` is the desk that opened it: one laptop runs one evening at a time, whatever else the city does.
    `cancelled_at`: it was planned and will not be held. Sittings of one series share a `series_id`.
    """

    __tablename__ = "sitting"
    # How to connect is no fact of the evening, and the views of the recording go on growing for weeks.
    facts_of_sitting: ClassVar[tuple[str, ...]] = (
        "council_id", "title", "starts_at", "place", "mode", "opened_at", "closed_at", "unnamed_in_room",
    )  # fmt: skip
    told_by: ClassVar[str] = "title"

    council_id: Mapped[str] = mapped_column(String(36), index=True)
    district_id: Mapped[str] = mapped_column(String(36))
    title: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    place: Mapped[str | None]
    mode: Mapped[str] = mapped_column(String(12))
    facilitator: Mapped[str | None]
    length_minutes: Mapped[int | None]
    series_id: Mapped[str | None] = mapped_column(String(36), index=True)
    cancelled_at: Mapped[datetime | None]
    zoom_number: Mapped[str | None] = mapped_column(String(20))
    join_link: Mapped[str | None]
    registration_link: Mapped[str | None]
    stream_link: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(12), default="planned")
    held_by: Mapped[str | None] = mapped_column(String(36))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    unnamed_in_room: Mapped[int] = mapped_column(default=0)
    stream_views: Mapped[int | None]
    facts_hash: Mapped[str | None] = mapped_column(String(64))
    # The last entry of each desk that the hash was taken with: whatever one of them wrote of the sitting and had not
    # told yet is a correction, even if its clock says that it was before. None: closed by a program that did not say.
    closed_knowing: Mapped[dict[str, Any] | None] = mapped_column(JSON)
