"""Tables of the check-in: presences."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Presence(Row):
    """One stay of one resident at one sitting: way room, zoom or phone; source scan, search, walk_in, zoom, correction.

    `match_id` tells which judgement brought a stay by Zoom, so that undoing the judgement undoes the stay.
    `companions` came with her, told by their number alone; whoever of them tells a name later has a stay of her own
    with `came_with_id`, the resident she came with, and is without a name no more (see `unnamed`).
    """

    __tablename__ = "presence"
    __table_args__ = (Index("ix_presence_resident", "resident_id", "sitting_id"),)
    facts_of_sitting: ClassVar[tuple[str, ...]] = (
        "resident_id", "way", "arrived_at", "left_at", "representing_id", "companions", "came_with_id",
    )  # fmt: skip
    told_by: ClassVar[str] = "resident_id"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    resident_id: Mapped[str] = mapped_column(String(36))
    way: Mapped[str] = mapped_column(String(8))
    arrived_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(12))
    representing_id: Mapped[str | None] = mapped_column(String(36))
    match_id: Mapped[str | None] = mapped_column(String(36), index=True)
    companions: Mapped[int | None]
    came_with_id: Mapped[str | None] = mapped_column(String(36))
