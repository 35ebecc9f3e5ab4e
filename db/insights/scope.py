"""Which sittings a figure is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from db.sittings.tables import Sitting


@dataclass(frozen=True)
class Scope:
    """Sittings that start from `since` on and before `until`; None leaves it open. `mode`: as they were planned."""

    since: datetime | None = None
    until: datetime | None = None
    district_id: str | None = None
    council_id: str | None = None
    mode: str | None = None


def within(scope: Scope) -> list[ColumnElement[bool]]:
    """The scope as conditions of a query over Sitting. Planned sittings were not held, and are in no figure."""
    held = [Sitting.removed_at.is_(None), Sitting.state != "planned"]
    if scope.since:
        held.append(Sitting.starts_at >= scope.since)
    if scope.until:
        held.append(Sitting.starts_at < scope.until)
    if scope.district_id:
        held.append(Sitting.district_id == scope.district_id)
    if scope.council_id:
        held.append(Sitting.council_id == scope.council_id)
    if scope.mode:
        held.append(Sitting.mode == scope.mode)
    return held
