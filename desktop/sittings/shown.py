"""What the page of today shows and what it is told, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.agenda.queries import ItemCard
from db.checkin.queries import Attendance
from db.sittings.corrections import Aftermath
from db.sittings.queries import SittingCard


@dataclass(frozen=True)
class Evening:
    """One sitting with its hour in the city and what it came to so far; `figures` is None before it is opened.

    `since` tells of one of today what became of it after its closing.
    """

    card: SittingCard
    at: datetime
    figures: Attendance | None = None
    unresolved: int = 0
    agenda: tuple[ItemCard, ...] = ()
    issues: int = 0
    commitments: int = 0
    waiting: int = 0
    since: Aftermath | None = None

    @property
    def ends(self) -> datetime | None:
        """When it is meant to end, by the city's wall clock; None when nobody said."""
        return self.at + timedelta(minutes=self.card.length_minutes) if self.card.length_minutes else None

    @property
    def items(self) -> int:
        """How many items there are."""
        return len(self.agenda)

    @property
    def done(self) -> int:
        """How many of them have been dealt with."""
        return sum(item.state == "ended" for item in self.agenda)


@dataclass(frozen=True)
class TodayShown:
    """Today's sittings and those still open, and what was before."""

    today: date
    evenings: tuple[Evening, ...]
    recent: tuple[Evening, ...]
