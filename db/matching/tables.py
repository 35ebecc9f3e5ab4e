"""Tables of matching: the judgement on each group of participants, and the proposals kept beside it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Local, Row


class Match(Row):
    """That a group of participants is this resident, these residents, or nobody.

    verdict: sure, proposed, confirmed, rejected, not_a_neighbour, unnamed, unknown. `reasons` are codes with facts.
    `decided_by` is empty while only the program has judged. `rejected_ids` are residents that a person ruled out,
    `remembered` the aliases ([resident, kind, value]) and `enrolled_id` the person on the roll that the decision
    brought, so that taking it back takes them back.
    """

    __tablename__ = "match"

    sitting_id: Mapped[str] = mapped_column(String(36), index=True)
    group_key: Mapped[str] = mapped_column(index=True)
    participant_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    resident_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    verdict: Mapped[str] = mapped_column(String(16))
    score: Mapped[float | None]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    rejected_ids: Mapped[list[str]] = mapped_column(JSON, default=list)
    remembered: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    enrolled_id: Mapped[str | None] = mapped_column(String(36))
    decided_by: Mapped[str | None]


class Proposal(Local):
    """The ranked candidates of a group that waits, kept so that the page opens at once. Computed, never sent."""

    __tablename__ = "proposal"

    match_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    clear: Mapped[bool] = mapped_column(default=False)
