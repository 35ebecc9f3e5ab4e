"""Tables of matching: the judgement on each group of participants."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Row


class Match(Row):
    """That a group of participants is this resident, these residents, or nobody.

    verdict: sure, proposed, confirmed, rejected, not_a_neighbour, unnamed, unknown. `reasons` are codes with facts.
    `decided_by` is empty while only the program has judged.
    """

    __tablename__ = "match"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    group_key: Mapped[str]
    participant_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    resident_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    verdict: Mapped[str] = mapped_column(String(16))
    score: Mapped[float | None]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    decided_by: Mapped[str | None]
