"""The numbers of the shared database, for a laptop that is told no ages: asked off the record, kept with their date."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.errors import Refused, Unavailable
from db.insights.answers import boards
from db.insights.scope import Scope
from db.sync.answered_figures import ToldBoard, keep_told, last_told
from db.sync.asking import Sight, ask_by, way_there
from desktop.desk import Desk

P = ParamSpec("P")
T = TypeVar("T")
# On the evening of a sitting something comes in every few seconds; the city's database is not asked each time.
_FRESH = timedelta(minutes=1)


@dataclass(frozen=True)
class Wish:
    """What the page shows: `key` stands for what was chosen, and the days are what it means today."""

    key: str
    sight: Sight
    days: tuple[date, date]
    days_before: tuple[date, date]
    scopes: tuple[Scope, ...]
    zone: ZoneInfo
    today: date


Tell = Callable[[Wish, ToldBoard | str], Awaitable[None]]


class There:
    """Asks one thing at a time, and of several wishes the newest: whoever goes through the filters waits for none."""

    def __init__(
        self, desk: Desk, start: Callable[[Coroutine[Any, Any, None]], Any], now: Callable[[], datetime]
    ) -> None:
        self._desk, self._start, self.now = desk, start, now
        self._wanted: tuple[Wish, Tell] | None = None
        self._working = False

    async def last(self, key: str, sight: Sight) -> ToldBoard | None:
        """The last answer to what was chosen, of this evening or of last week."""
        return await self._desk.ask(last_told, wish=key, sight=sight)

    def is_fresh(self, told: ToldBoard) -> bool:
        """Whether an answer is so young that nobody asks again."""
        return timedelta() <= self.now() - told.at < _FRESH

    def want(self, wish: Wish, tell: Tell) -> None:
        """Asks as soon as it can; `tell` hears the answer, or the code of why there is none."""
        self._wanted = wish, tell
        if not self._working:
            self._working = True
            self._start(self._work())

    async def ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
        """One question about figures, answered there. Raises as `ask_by`."""
        link = await self._desk.ask(way_there)
        job: Callable[..., T] = ask_by
        return await self._desk.off(job, link, query, *args, **facts)

    async def _work(self) -> None:
        try:
            while self._wanted is not None:
                (wish, tell), self._wanted = self._wanted, None
                await tell(wish, await self._answer(wish))
        finally:
            self._working = False

    async def _answer(self, wish: Wish) -> ToldBoard | str:
        try:
            found = await self.ask(boards, scopes=wish.scopes, zone=wish.zone, today=wish.today)
        except (Refused, Unavailable) as no:
            return no.code
        now, before = found[0], found[1] if len(found) > 1 else None
        told = ToldBoard(self.now(), wish.days, wish.days_before, now, before)
        return (await self._desk.do(keep_told, wish=wish.key, sight=wish.sight, told=told)).outcome
