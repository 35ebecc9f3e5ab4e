"""A clock that is set by hand: the practice year is written as it would have been, evening by evening."""

from __future__ import annotations

from datetime import datetime, timedelta

from db.clock import Clock


class HandClock(Clock):
    """Stands until somebody moves it, and never goes back."""

    def __init__(self, at: datetime, desk: str = "") -> None:
        self._at = at
        super().__init__(desk, wall=lambda: self._at)

    def go_to(self, moment: datetime) -> None:
        """The time is now this moment, unless it is later already."""
        self._at = max(self._at, moment)

    def forward(self, **step: float) -> None:
        """`clock.forward(minutes=12)`."""
        self._at += timedelta(**step)
