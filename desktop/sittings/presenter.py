"""What is meant on the page of today: planning, opening, going in, closing."""

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
from db.sittings.commands import change_sitting, close_sitting, open_sitting, plan_sitting
from db.sittings.queries import (
    SittingCard,
    councils,
    open_sittings,
    recent_sittings,
    sitting_card,
    sittings_between,
)
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.sittings.shown import Evening, Planned, TodayShown

RECENT = 30


class TodayView(Protocol):
    """What the presenter says to the page, and asks of the person."""

    def show_today(self, shown: TodayShown) -> None:
        """All of it."""
        ...

    async def ask_plan(self, evening: Evening | None) -> Planned | None:
        """Plan a sitting, or set right the one given; None when the person went back."""
        ...

    async def confirm_close(self, evening: Evening) -> bool:
        """Whether to close, seeing what it came to."""
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

    async def plan(self) -> None:
        """Plan a sitting; what was postponed last time is on its agenda at once."""
        told = await self._view.ask_plan(None)
        if told is None:
            return
        made = await self._desk.do(
            plan_sitting,
            title=told.title,
            starts_at=told.day.replace(tzinfo=self._city.zone),
            council=told.council,
            council_id=told.council_id or None,
            place=told.place,
            mode=told.mode,
            zoom_number=told.zoom_number,
        )
        await self._desk.do(carry_over, sitting_id=made.outcome)
        if self._focus.sitting_id is None:
            self._focus.choose(made.outcome)

    async def change(self, sitting_id: str) -> None:
        """Set right what was planned."""
        evening = await self._evening(sitting_id)
        told = await self._view.ask_plan(evening)
        if told is not None:
            await self._desk.do(
                change_sitting,
                sitting_id=sitting_id,
                title=told.title,
                starts_at=told.day.replace(tzinfo=self._city.zone),
                place=told.place,
                mode=told.mode,
                zoom_number=told.zoom_number,
            )

    async def open(self, sitting_id: str) -> None:
        """Open a sitting and go in."""
        await self._desk.do(open_sitting, sitting_id=sitting_id)
        await self._desk.do(carry_over, sitting_id=sitting_id)
        self.enter(sitting_id)

    async def close(self, sitting_id: str) -> None:
        """Close a sitting, after showing what it came to."""
        if await self._view.confirm_close(await self._evening(sitting_id)):
            await self._desk.do(close_sitting, sitting_id=sitting_id)

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
    """The day begins at midnight in the city; the week is this day and the six after it."""
    start = datetime.combine(now.date(), time(), city.zone)
    days = [datetime.combine(now.date() + timedelta(days=ahead), time(), city.zone) for ahead in (1, 7)]
    today = sittings_between(session, since=start, until=days[0])
    known = {card.id for card in today}
    still_open = [card for card in open_sittings(session) if card.id not in known]
    week = sittings_between(session, since=days[0], until=days[1])
    recent = recent_sittings(session, before=start, limit=RECENT)
    kept = [card for card in recent if card.state != "open"]
    every = councils(session)
    return TodayShown(
        today=now.date(),
        evenings=tuple(_evening(session, card, city) for card in (*still_open, *today)),
        week=tuple(_plain(card, city) for card in week),
        recent=tuple(_counted(session, card, city) for card in kept),
        councils=every,
        centre=city.districts[0].centre if len(city.districts) == 1 else "",
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
    )


def _counted(session: Session, card: SittingCard, city: City) -> Evening:
    figures = attendance(session, sitting_id=card.id) if card.state != "planned" else None
    return Evening(card, card.starts_at.astimezone(city.zone), figures)


def _plain(card: SittingCard, city: City) -> Evening:
    return Evening(card, card.starts_at.astimezone(city.zone))
