"""Tables of organisations; the municipal departments are organisations of kind `department`."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Organisation(Row):
    """kind: vecinal, ngo, school, club, shop, health_centre, department, other."""

    __tablename__ = "organisation"

    name: Mapped[str]
    folded: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    neighbourhood_id: Mapped[str | None] = mapped_column(String(36))
    contact: Mapped[str | None]
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None]
