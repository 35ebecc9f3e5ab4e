"""Tables of the rights of the person: what was erased, so that every other copy can follow."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Erasure(Row):
    """That a neighbour's data was erased at her demand: `emptied` names the rows and fields, never what stood there.

    `emptied` is a list of {"noun", "row_id", "fields", "before"}; a desk or a server that has these rows empties them
    too, in what the erasing desk wrote up to its entry `before`, and in what others wrote.
    """

    __tablename__ = "erasure"

    resident_id: Mapped[str] = mapped_column(String(36), index=True)
    decided_by: Mapped[str]
    emptied: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
