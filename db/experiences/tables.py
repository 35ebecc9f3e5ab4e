"""Tables of experiences: what worked somewhere, told so that others can do it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Experience(Row):
    """One good practice: what was done, with whom, where, what it took; the sitting it was born in, if it was in one.

    `photo` is a JPEG in base64, small enough to travel with the record (see `rules.clean_photo`); `photo_shows` tells
    it to whoever cannot see it.
    """

    __tablename__ = "experience"

    title: Mapped[str]
    done: Mapped[str]
    partners: Mapped[str | None]
    took: Mapped[str | None]
    topic: Mapped[str | None] = mapped_column(String(40))
    neighbourhood_id: Mapped[str | None] = mapped_column(String(36))
    sitting_id: Mapped[str | None] = mapped_column(String(36), index=True)
    happened_on: Mapped[date | None]
    photo: Mapped[str | None]
    photo_shows: Mapped[str | None]
