"""What is meant by planning: a sitting or a series, setting right, calling off, leafing through the weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Protocol

from db.agenda.carrying import begin_with, carry_over
from db.changes import Changes
from db.clock import Clock
from db.places.city import City
from db.sittings.planning import (
    cancel,
    change_evening,
    hold_after_all,
    plan_evenings,
    remove_planned,
    undo_plan,
)
from db.sittings.queries import SittingCard, series_of, sitting_card
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.sittings.plan_shown import CallOff, PlanFacts, Planned, WeekShown
from desktop.sittings.planning import plan_facts, week_shown


class PlanView(Protocol):
    """What the presenter says to the page, and asks of the person."""

    def show_week(self, shown: WeekShown) -> None:
        """The seven days."""
        ...

    async def ask_plan(self, facts: PlanFacts, day: date | None) -> Planned | None:
        """Plan a sitting or a series, on a day if one is given; None when the person went back."""
        ...

    async def ask_change(self, facts: PlanFacts, card: SittingCard, at: datetime, later: int) -> Planned | None:
        """Set right what was planned; `later` sittings of the series follow it. None when the person went back."""
        ...

    async def ask_call_off(self, card: SittingCard, at: datetime, later: int) -> CallOff | None:
        """How it is called off; None when it is not."""
        ...

    def say_done(self, what: str, number: int) -> None:
        """planned, changed, cancelled, removed, held: of how many sittings; with the way to take it back."""
        ...

    def say_undone(self, verb: str) -> None:
        """What was taken back."""
        ...


class PlanPresenter:
    """Looks at the seven days again after every commit that concerns them."""

    def __init__(self, view: PlanView, desk: Desk, focus: Focus, city: City, clock: Clock) -> None:
        self._view, self._desk, self._focus, self._city, self._clock = view, desk, focus, city, clock
        self._weeks = 0

    async def look(self) -> None:
        """Read the seven days and show them."""
        today = self._now().date()
        first = today + timedelta(weeks=self._weeks)
        self._view.show_week(await self._desk.ask(week_shown, first=first, today=today, city=self._city))

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def come_back(self, page: str) -> None:
        """The page came to the front: it may be another day."""
        if page == "sittings":
            await self.look()

    async def turn(self, weeks: int) -> None:
        """The week after (1) or before (-1); 0 is the one of today."""
        self._weeks = self._weeks + weeks if weeks else 0
        await self.look()

    async def plan(self, day: str = "") -> None:
        """Plan a sitting or a series; what was postponed last time is on its agenda at once."""
        told = await self._view.ask_plan(await self._facts(), date.fromisoformat(day) if day else None)
        if told is None or not told.days:
            return
        titles = told.titles or (told.title,) * len(told.days)
        evenings = [(at.replace(tzinfo=self._city.zone), title) for at, title in zip(told.days, titles, strict=True)]
        about: dict[str, Any] = {"neighbourhood_ids": told.quarters, "topics": told.topics}
        made = await self._desk.do(
            plan_evenings, evenings=evenings, facts={**_facts(told), **_council(told)}, about=about
        )
        first = made.outcome[0]
        await self._desk.do(carry_over, sitting_id=first)
        for one in made.outcome if told.item_ids else ():
            await self._desk.do(begin_with, sitting_id=one, item_ids=told.item_ids)
        if self._focus.sitting_id is None:
            self._focus.choose(first)
        self._view.say_done("planned", len(made.outcome))

    async def change(self, sitting_id: str) -> None:
        """Set right what was planned, of one sitting or of all that follow in its series."""
        card, later = await self._card(sitting_id)
        at = card.starts_at.astimezone(self._city.zone)
        told = await self._view.ask_change(await self._facts(), card, at, later)
        if told is None or not told.days:
            return
        facts = {**_facts(told), "title": told.title, "starts_at": told.days[0].replace(tzinfo=self._city.zone)}
        done = await self._desk.do(
            change_evening, sitting_id=sitting_id, zone=self._city.zone, facts=facts, following=told.following
        )
        self._view.say_done("changed", done.outcome)

    async def call_off(self, sitting_id: str) -> None:
        """Cancel a sitting or take it off the plan, after asking which; one that is cancelled is held after all."""
        card, later = await self._card(sitting_id)
        if card.cancelled:
            await self._desk.do(hold_after_all, sitting_id=sitting_id)
            self._view.say_done("held", 1)
            return
        told = await self._view.ask_call_off(card, card.starts_at.astimezone(self._city.zone), later)
        if told is None:
            return
        command = remove_planned if told.remove else cancel
        done = await self._desk.do(command, sitting_id=sitting_id, following=told.following)
        self._view.say_done("removed" if told.remove else "cancelled", done.outcome)

    async def undo(self) -> None:
        """Take the last act of planning back."""
        done = await self._desk.do(undo_plan)
        self._view.say_undone(done.outcome.verb)

    async def _facts(self) -> PlanFacts:
        return await self._desk.ask(plan_facts, now=self._now(), city=self._city)

    async def _card(self, sitting_id: str) -> tuple[SittingCard, int]:
        card = await self._desk.ask(sitting_card, sitting_id=sitting_id)
        every = await self._desk.ask(series_of, sitting_id=sitting_id)
        after = [one for one in every if one.starts_at > card.starts_at and one.state == "planned"]
        return card, sum(not one.cancelled for one in after)

    def _now(self) -> datetime:
        return self._clock.now().astimezone(self._city.zone)


def _facts(told: Planned) -> dict[str, Any]:
    return {
        "place": told.place,
        "facilitator": told.facilitator,
        "mode": told.mode,
        "zoom_number": told.zoom_number,
        "length_minutes": told.length,
    }


def _council(told: Planned) -> dict[str, Any]:
    return {"council": told.council, "council_id": told.council_id or None, "kind": told.kind}
