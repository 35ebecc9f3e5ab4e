"""Tables of outreach: invitations to a sitting."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Invitation(Row):
    """That one resident, or a whole group, was told of a sitting: by which channel, on which day, what she said.

    A group ("Vecinas de Echesortu", a WhatsApp group) has an `audience` and how many it reached (`reached`); a person
    has a `resident_id`. Whether she came stands in no column: the record of the evening tells it.
    """

    __tablename__ = "invitation"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    resident_id: Mapped[str | None] = mapped_column(String(36), index=True)
    audience: Mapped[str | None]
    reached: Mapped[int | None]
    result: Mapped[str] = mapped_column(String(16))
    invited_on: Mapped[date]
    note: Mapped[str | None]
