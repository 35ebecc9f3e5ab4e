"""Which sittings a figure is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement

from db.insights.held import Held
from db.sittings.tables import Sitting


@dataclass(frozen=True)
class Scope:
    """Sittings that start from `since` on and before `until`; None leaves it open. `mode`: as they were planned."""

    since: datetime | None = None
    until: datetime | None = None
    district_id: str | None = None
    council_id: str | None = None
    mode: str | None = None

    def holds(self, held: Held) -> bool:
        """Whether a sitting that took place is of it."""
        return (
            (self.since is None or self.since <= held.starts_at)
            and (self.until is None or held.starts_at < self.until)
            and self.district_id in (None, held.district_id)
            and self.council_id in (None, held.council_id)
            and self.mode in (None, held.mode)
        )

    def covers(self, other: Scope) -> bool:
        """Whether every sitting of the other one is of it."""
        return (
            (self.since is None or (other.since is not None and self.since <= other.since))
            and (self.until is None or (other.until is not None and other.until <= self.until))
            and self.district_id in (None, other.district_id)
            and self.council_id in (None, other.council_id)
            and self.mode in (None, other.mode)
        )


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
