"""What is meant on the page of today: opening, going in, closing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Protocol

from sqlalchemy.orm import Session

from db.agenda.carrying import carry_over
from db.agenda.queries import items
from db.changes import Changes
from db.checkin.queries import attendance
from db.clock import Clock
from db.issues.queries import commitments, issues, open_commitments
from db.matching.queries import counts
from db.places.city import City
from db.sittings.commands import open_sitting
from db.sittings.corrections import aftermath
from db.sittings.queries import (
    SittingCard,
    open_sittings,
    recent_sittings,
    sitting_card,
    sittings_between,
)
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.sittings.shown import Evening, TodayShown

RECENT = 30


class TodayView(Protocol):
    """What the presenter says to the page, and asks of the person."""

    def show_today(self, shown: TodayShown) -> None:
        """All of it."""
        ...


class TodayPresenter:
    """Looks again after every commit that changes a number it shows."""

    def __init__(
        self, view: TodayView, desk: Desk, focus: Focus, city: City, clock: Clock, go: Callable[[str], None]
    ) -> None:
        self._view, self._desk, self._focus, self._city, self._clock, self._go = view, desk, focus, city, clock, go
        self._day = self._now().date()
        self._in_front, self._stale = True, False

    async def look(self) -> None:
        """Read the day and show it."""
        now = self._now()
        self._day, self._stale = now.date(), False
        self._view.show_today(await self._desk.ask(_today, now=now, city=self._city))

    async def look_again(self, changes: Changes) -> None:
        """After a commit. Behind another page it only takes note: these figures would cost every arrival its time."""
        self._stale = True
        if self._in_front:
            await self.look()

    async def come_back(self, page: str) -> None:
        """A page came to the front; when it is this one, it may have missed something, or it may be another day."""
        self._in_front = page == "sittings"
        if self._in_front and (self._stale or self._now().date() != self._day):
            await self.look()

    async def open(self, sitting_id: str) -> None:
        """Open a sitting and go in."""
        await self._desk.do(open_sitting, sitting_id=sitting_id)
        await self._desk.do(carry_over, sitting_id=sitting_id)
        self.enter(sitting_id)

    def enter(self, sitting_id: str) -> None:
        """Take a sitting in hand and go to the room."""
        self._focus.choose(sitting_id)
        self._go("sala")

    def read_minutes(self, sitting_id: str) -> None:
        """Take a sitting in hand and go to its minutes."""
        self._focus.choose(sitting_id)
        self._go("minutes")

    async def _evening(self, sitting_id: str) -> Evening:
        return await self._desk.ask(_one, sitting_id=sitting_id, city=self._city)

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._city.zone)


def _one(session: Session, *, sitting_id: str, city: City) -> Evening:
    return _evening(session, sitting_card(session, sitting_id=sitting_id), city)


def _today(session: Session, *, now: datetime, city: City) -> TodayShown:
    """The day begins at midnight in the city."""
    start = datetime.combine(now.date(), time(), city.zone)
    end = datetime.combine(now.date() + timedelta(days=1), time(), city.zone)
    today = [card for card in sittings_between(session, since=start, until=end) if not card.cancelled]
    known = {card.id for card in today}
    still_open = [card for card in open_sittings(session) if card.id not in known]
    recent = recent_sittings(session, before=start, limit=RECENT)
    kept = [card for card in recent if card.state != "open" and not card.cancelled]
    return TodayShown(
        today=now.date(),
        evenings=tuple(_evening(session, card, city) for card in (*still_open, *today)),
        recent=tuple(_counted(session, card, city) for card in kept),
    )


def _evening(session: Session, card: SittingCard, city: City) -> Evening:
    before = open_commitments(session, council_id=card.council_id, before=card.starts_at)
    begun = card.state != "planned"
    return Evening(
        card=card,
        at=card.starts_at.astimezone(city.zone),
        figures=attendance(session, sitting_id=card.id) if begun else None,
        unresolved=counts(session, sitting_id=card.id).unresolved if begun else 0,
        agenda=items(session, sitting_id=card.id),
        issues=len(issues(session, sitting_id=card.id)),
        commitments=len(commitments(session, sitting_id=card.id)),
        waiting=len(before),
        since=aftermath(session, sitting_id=card.id),
    )


def _counted(session: Session, card: SittingCard, city: City) -> Evening:
    figures = attendance(session, sitting_id=card.id) if card.state != "planned" else None
    return Evening(card, card.starts_at.astimezone(city.zone), figures)
