"""The desk: one installation on one laptop, and which one this is."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Local


class Desk(Local):
    """Which desk this laptop is. One row, written once."""

    __tablename__ = "desk"

    desk_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    city_id: Mapped[str] = mapped_column(String(40))
    district_id: Mapped[str | None] = mapped_column(String(36))
    name: Mapped[str]
