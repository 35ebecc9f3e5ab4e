"""The short ritual of closing: what the evening came to, what is missing and where; and what became of it since."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from db.agenda.queries import ItemCard, TurnCard, items, turns
from db.checkin.queries import Attendance, attendance
from db.clock import Clock
from db.issues.queries import CommitmentCard, commitments, issues
from db.matching.queries import counts
from db.sittings.commands import close_sitting, reopen_sitting
from db.sittings.corrections import Aftermath, aftermath
from db.sittings.queries import SittingCard, sitting_card
from desktop.desk import Desk
from desktop.focus import Focus


@dataclass(frozen=True)
class Missing:
    """Something that is not there yet: a code, how many, the first one by name, and where it is put right."""

    code: str
    count: int
    page: str
    name: str = ""
    item_id: str | None = None


@dataclass(frozen=True)
class Closing:
    """What the evening came to until `now`. `brought` of the unnamed came with somebody and are counted with her."""

    card: SittingCard
    now: datetime
    figures: Attendance
    items: int
    done: int
    issues: int
    commitments: int
    missing: tuple[Missing, ...]

    @property
    def brought(self) -> int:
        return self.figures.unnamed - self.card.unnamed

    @property
    def seconds(self) -> int:
        """How long it has been open."""
        return self.card.seconds(self.now)


@dataclass(frozen=True)
class Agreed:
    """Close it, with all who were without a name, and the views of the stream where somebody knows them."""

    unnamed: int
    stream_views: int | None


class RitualView(Protocol):
    """What the ritual shows and asks."""

    async def ask_closing(self, closing: Closing) -> Agreed | Missing | None:
        """Close it; or go to what is missing; or nothing."""
        ...

    def say_closed(self, card: SittingCard, read: Callable[[], None]) -> None:
        """It is on the disk; `read` leads to its minutes."""
        ...

    def say_reopened(self) -> None:
        """It is open again."""
        ...

    async def show_aftermath(self, card: SittingCard, told: Aftermath) -> bool:
        """What was corrected since; whether she wants to open it again."""
        ...

    async def ask_reopen(self, card: SittingCard) -> bool:
        """Whether she is sure."""
        ...


class Ritual:
    """Closing, looking back, and opening again what was closed by mistake."""

    def __init__(self, view: RitualView, desk: Desk, focus: Focus, clock: Clock, go: Callable[[str], None]) -> None:
        self._view, self._desk, self._focus, self._clock, self._go = view, desk, focus, clock, go

    async def close(self, sitting_id: str) -> None:
        """Show what it came to and what is missing; close it, or go where something is missing."""
        closing = await self._desk.ask(read_closing, sitting_id=sitting_id, now=self._clock.now())
        answer = await self._view.ask_closing(closing)
        if isinstance(answer, Missing):
            self._focus.choose(sitting_id)
            self._go(answer.page)
            if answer.item_id:
                self._focus.look_at_item(answer.item_id)
        elif answer is not None:
            alone = answer.unnamed - closing.brought
            await self._desk.do(close_sitting, sitting_id=sitting_id, unnamed=alone, stream_views=answer.stream_views)
            card = await self._desk.ask(sitting_card, sitting_id=sitting_id)
            self._view.say_closed(card, lambda: self._read_minutes(sitting_id))

    async def close_in_hand(self) -> None:
        """The same for the sitting in hand, from the room; there is nothing to close in one that is not open."""
        if self._focus.sitting_id is None:
            return
        card = await self._desk.ask(sitting_card, sitting_id=self._focus.sitting_id)
        if card.state == "open":
            await self.close(card.id)
        elif card.state != "planned":
            await self.look_back(card.id)

    async def look_back(self, sitting_id: str) -> None:
        """What was corrected after the closing; from there it can be opened again."""
        card = await self._desk.ask(sitting_card, sitting_id=sitting_id)
        told = await self._desk.ask(aftermath, sitting_id=sitting_id)
        if told is None:
            return
        if await self._view.show_aftermath(card, told) and await self._view.ask_reopen(card):
            await self._desk.do(reopen_sitting, sitting_id=sitting_id)
            self._focus.choose(sitting_id)
            self._view.say_reopened()
            self._go("sala")

    def _read_minutes(self, sitting_id: str) -> None:
        self._focus.choose(sitting_id)
        self._go("minutes")


def read_closing(session: Session, *, sitting_id: str, now: datetime) -> Closing:
    """What an open sitting came to, and what is missing. Raises Refused: sitting_unknown."""
    agenda = items(session, sitting_id=sitting_id)
    promised = commitments(session, sitting_id=sitting_id)
    speaking = [one for one in turns(session, sitting_id=sitting_id) if one.ended_at is None]
    waiting = counts(session, sitting_id=sitting_id).unresolved
    return Closing(
        card=sitting_card(session, sitting_id=sitting_id),
        now=now,
        figures=attendance(session, sitting_id=sitting_id),
        items=len(agenda),
        done=sum(item.state in ("ended", "running") for item in agenda),
        issues=len(issues(session, sitting_id=sitting_id)),
        commitments=len(promised),
        missing=tuple(one for one in _missing(agenda, speaking, promised, waiting) if one.count),
    )


def _missing(
    agenda: Iterable[ItemCard], speaking: list[TurnCard], promised: Iterable[CommitmentCard], waiting: int
) -> list[Missing]:
    """In the order in which it is put right: what runs, what has no outcome, what nobody came to, promises, Zoom."""
    running = [item for item in agenda if item.state == "running"]
    undecided = [item for item in agenda if item.started_at and item.outcome == "none"]
    untouched = [item for item in agenda if item.state == "waiting" and item.outcome == "none"]
    unclear = [one for one in promised if one.due_on is None or not (one.responsible_id or one.responsible)]
    return [
        _of_items("running", running),
        Missing("speaking", len(speaking), "sala", speaking[0].name if speaking else ""),
        _of_items("undecided", undecided),
        _of_items("untouched", untouched),
        Missing("promises", len(unclear), "sala", unclear[0].text if unclear else ""),
        Missing("matches", waiting, "matching"),
    ]


def _of_items(code: str, found: list[ItemCard]) -> Missing:
    first = found[0] if found else None
    return Missing(code, len(found), "sala", first.title if first else "", first.id if first else None)
