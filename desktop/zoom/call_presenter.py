"""The call of the sitting in hand: who is in it now, bringing it when it is over, and creating it beforehand.

Nothing here ever stands in the way of the evening: what the clock begins fails in silence and is tried again, and only
what a person asked for is answered with a sentence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from db.changes import Changes
from db.errors import Refused, Unavailable
from db.places.city import City
from db.sittings.queries import SittingCard, sitting_card
from db.zoom.queries import calls
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.zoom.account import Account
from desktop.zoom.creating import create_meeting
from desktop.zoom.fetching import PATIENCE_S, Brought, bring, keep_running, plain_number, registrations
from desktop.zoom.payloads import LiveOne, fingerprint, live_of
from desktop.zoom.shown import CallShown

if TYPE_CHECKING:
    from desktop.zoom.client import Created, ZoomClient

_STILL_FRESH = timedelta(hours=24)
# How long those who stay have been there is told by the last look that was kept.
_KEPT_ANEW = timedelta(minutes=5)
_CLOSED_TO_US = frozenset({"zoom_scope_missing", "zoom_plan_missing"})


class CallView(Protocol):
    """What the presenter needs of the strip."""

    def show_call(self, shown: CallShown | None) -> None:
        """How the call stands; None: this desk has no access to Zoom, or there is no sitting."""
        ...

    def say_brought(self, told: Brought) -> None:
        """What came of it."""
        ...

    def say_created(self, made: Created) -> None:
        """The meeting is made."""
        ...

    async def show_people(self, people: Sequence[LiveOne]) -> None:
        """Everybody who is in the call now."""
        ...


@dataclass
class _Standing:
    """What is known of one sitting's call beyond the record, for as long as the window is open."""

    live: tuple[LiveOne, ...] | None = None
    attempts: int = 0
    next_try: datetime | None = None
    brought: bool = False
    trouble: str | None = None
    trouble_facts: Mapping[str, Any] = field(default_factory=dict)
    quiet_until: datetime | None = None
    kept: str = ""
    kept_at: datetime | None = None
    looked_at: datetime | None = None
    was_open: bool = False
    seen: bool = False


class CallPresenter:
    """`tick` is called twice a minute and decides what is due; nothing in here waits."""

    def __init__(
        self, view: CallView, desk: Desk, focus: Focus, account: Account, *,
        city: City, now: Callable[[], datetime], questions: Callable[[], Sequence[str]],
    ) -> None:  # fmt: skip
        self._view, self._desk, self._focus, self._account = view, desk, focus, account
        self._city, self._now, self._questions = city, now, questions
        self._known: dict[str, _Standing] = {}
        self._live_closed = False
        self._turn, self._bringing = asyncio.Lock(), False

    async def look(self) -> None:
        """Show how the call stands; a sitting that was closed with Zoom still reckoning is brought later."""
        sitting = await self._sitting()
        if sitting is None or not await self._account.is_set_up():
            self._view.show_call(None)
            return
        standing = self._standing(sitting)
        standing.was_open = standing.was_open or sitting.state == "open"
        if sitting.state == "closed" and sitting.zoom_number and not standing.seen:
            standing.seen = True
            told = await self._desk.ask(calls, sitting_id=sitting.id)
            standing.brought = any(not one.live for one in told)
            fresh = self._now() - (sitting.closed_at or sitting.starts_at) < _STILL_FRESH
            # What was brought in mid evening is not all of it: a call that was cut and begun again has two lists.
            if fresh and (standing.was_open or not standing.brought):
                self._plan_next(standing)
        self._show(sitting, standing)

    async def look_again(self, _changes: Changes) -> None:
        """A sitting was opened, closed, or given a number."""
        await self.look()

    async def set_up_anew(self) -> None:
        """Other credentials: what was closed to the old ones may be open to these."""
        self._account.forget()
        self._live_closed = False
        self._known.clear()
        await self.look()

    async def tick(self) -> None:
        """What is due now: a look into the running call, or another attempt to bring the one that is over."""
        sitting = await self._sitting()
        if sitting is None or not sitting.zoom_number or not await self._account.is_set_up():
            return
        standing = self._standing(sitting)
        if standing.quiet_until is not None and self._now() < standing.quiet_until:
            return
        if standing.next_try is not None and self._now() >= standing.next_try:
            await self._quietly(sitting, standing, self._bring_unasked)
        elif sitting.state == "open" and not self._live_closed:
            await self._quietly(sitting, standing, self._look_into)

    async def bring(self) -> None:
        """The button: bring it now, and say what came of it. Not ready yet: it is tried again by itself."""
        sitting = await self._needed()
        standing = self._standing(sitting)
        standing.quiet_until = None
        await self._guarded(sitting, standing, self._bring)

    async def create(self) -> None:
        """The button: make the meeting."""
        sitting = await self._needed()
        client = await self._account.client()
        made = await create_meeting(self._desk, client, sitting, self._city, self._questions())
        self._view.say_created(made)
        await self.look()

    async def show_people(self) -> None:
        """The button: who is in the call."""
        sitting = await self._needed()
        await self._view.show_people(self._standing(sitting).live or ())

    # ---- what the clock and the button have in common ---------------------------------------------------------------

    async def _bring(
        self, client: ZoomClient, sitting: SittingCard, standing: _Standing, *, asked: bool = True
    ) -> None:
        try:
            told = await bring(self._desk, client, sitting, now=self._now, zone=self._city.zone)
        except Refused:
            standing.next_try = None  # it would be refused again; whoever presses hears why
            raise
        except Unavailable as no:
            if sitting.state != "planned" and not standing.brought:
                standing.trouble, standing.trouble_facts = no.code, no.facts
                self._plan_next(standing)
                if no.code == "zoom_quota":
                    standing.next_try = no.facts["until"]
            raise
        standing.brought, standing.trouble = bool(told.calls) and not told.live, None
        standing.next_try, standing.attempts = None, 0
        if asked or not told.repeated:
            self._view.say_brought(told)

    async def _bring_unasked(self, client: ZoomClient, sitting: SittingCard, standing: _Standing) -> None:
        await self._bring(client, sitting, standing, asked=False)

    async def _look_into(self, client: ZoomClient, sitting: SittingCard, standing: _Standing) -> None:
        number = plain_number(sitting)
        try:
            people = await self._desk.off(client.dashboard_participants, number, kind="live")
        except Refused as no:
            if no.code in _CLOSED_TO_US:
                self._live_closed, standing.live = True, None
            elif no.code == "zoom_not_there":
                await self._is_over(sitting, standing)
            else:
                raise
            return
        standing.live, standing.trouble = live_of(people), None
        if people:
            await self._keep(client, sitting, standing, people)
        standing.looked_at = self._now()

    async def _is_over(self, sitting: SittingCard, standing: _Standing) -> None:
        """Nobody is in a call of that number. Somebody was, perhaps before this window was opened: it is over now."""
        told = await self._desk.ask(calls, sitting_id=sitting.id) if standing.live is None else ()
        if standing.live or any(one.live for one in told):
            self._plan_next(standing)
            await keep_running(self._desk, sitting, (), seen_at=self._now(), seen_before=standing.looked_at)
        standing.live, standing.kept = (), ""

    async def _keep(
        self, client: ZoomClient, sitting: SittingCard, standing: _Standing, people: Sequence[dict[str, Any]]
    ) -> None:
        """Whoever is in the call is present at once. A list that tells nothing new is not written down each time."""
        mark, now = fingerprint(people), self._now()
        if mark == standing.kept and standing.kept_at and now - standing.kept_at < _KEPT_ANEW:
            return
        if not standing.kept and sitting.registration_link:
            with suppress(Refused, Unavailable):  # whoever registered is known by it; without it by her name
                await registrations(self._desk, client, plain_number(sitting), sitting)
        await keep_running(self._desk, sitting, people, seen_at=now, seen_before=standing.looked_at)
        standing.kept, standing.kept_at = mark, now

    async def _quietly(self, sitting: SittingCard, standing: _Standing, job: _Job) -> None:
        try:
            await self._guarded(sitting, standing, job)
        except (Refused, Unavailable) as no:
            standing.trouble, standing.trouble_facts = no.code, no.facts
            if no.code == "zoom_quota":
                standing.quiet_until = no.facts.get("until")
            elif no.code == "zoom_credentials_wrong":
                standing.quiet_until = self._now() + _STILL_FRESH
            self._show(sitting, standing)

    async def _guarded(self, sitting: SittingCard, standing: _Standing, job: _Job) -> None:
        """One at a time: a press while the clock is asking comes after it, and is not lost."""
        async with self._turn:
            # The button is out of reach while it works, and only then: twice a minute it would lose the keyboard.
            self._bringing = job != self._look_into
            self._show(sitting, standing)
            try:
                await job(await self._account.client(), sitting, standing)
            finally:
                self._bringing = False
                self._show(sitting, standing)

    def _plan_next(self, standing: _Standing) -> None:
        """The next attempt, later each time; after the last one Zoom is left alone until somebody presses."""
        if standing.attempts >= len(PATIENCE_S):
            standing.next_try = None
            return
        standing.next_try = self._now() + timedelta(seconds=PATIENCE_S[standing.attempts])
        standing.attempts += 1

    def _show(self, sitting: SittingCard, standing: _Standing) -> None:
        if sitting.id != self._focus.sitting_id:
            return
        live = standing.live if sitting.state == "open" else None
        self._view.show_call(
            CallShown(
                sitting,
                live,
                self._live_closed,
                standing.brought,
                self._bringing,
                standing.trouble,
                standing.next_try,
                standing.trouble_facts,
            )
        )

    def _standing(self, sitting: SittingCard) -> _Standing:
        return self._known.setdefault(sitting.id, _Standing())

    async def _sitting(self) -> SittingCard | None:
        sitting_id = self._focus.sitting_id
        if sitting_id is None:
            return None
        found: SittingCard = await self._desk.ask(sitting_card, sitting_id=sitting_id)
        return found

    async def _needed(self) -> SittingCard:
        sitting = await self._sitting()
        if sitting is None:
            raise Refused("zoom_needs_a_sitting")
        return sitting


_Job = Callable[["ZoomClient", SittingCard, _Standing], Awaitable[None]]
