"""Tables of Zoom: calls and participants, as told and never edited."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Call(Row):
    """One Zoom meeting as Zoom told it; source csv or api. The same file twice is known by `sha256`."""

    __tablename__ = "call"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    zoom_number: Mapped[str | None] = mapped_column(String(20))
    uuid: Mapped[str | None]
    topic: Mapped[str | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(8))
    file_name: Mapped[str | None]
    sha256: Mapped[str | None] = mapped_column(String(64), index=True)


class Participant(Row):
    """One line of a call; not yet a person we know. `minutes` stands alone where the file tells no times."""

    __tablename__ = "participant"

    call_id: Mapped[str] = mapped_column(String(36), index=True)
    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str]
    original_name: Mapped[str | None]
    email: Mapped[str | None]
    registrant_id: Mapped[str | None]
    zoom_user_id: Mapped[str | None]
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    in_waiting_room: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool | None]
    is_host: Mapped[bool] = mapped_column(default=False)
    breakout: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(String(30))
