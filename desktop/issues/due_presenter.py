"""What is meant on the page of what is due: settling, another day, reminding, lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.clock import Clock
from db.issues.commands import settle
from db.issues.due import Due, DueShown, Narrow, due
from db.issues.promising import move_due, put_commitment_back, stood
from db.issues.queries import CommitmentCard
from db.places.city import City
from db.places.queries import DistrictCard, districts
from db.sittings.queries import CouncilCard, councils
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.issues.acts import Acts
from desktop.issues.lists import write_promised
from desktop.issues.shown import Moved
from desktop.paper.promised import file_words, reminder


@dataclass(frozen=True)
class DuePage:
    """What is shown: the commitments of what is narrowed, and what there is to choose from."""

    narrow: Narrow
    shown: DueShown
    councils: tuple[CouncilCard, ...]
    districts: tuple[DistrictCard, ...]
    today: date


class DueView(Protocol):
    """What the presenter says to the page, and asks of the person."""

    def show_due(self, page: DuePage) -> None: ...
    def show_one(self, one: Due | None) -> None: ...
    def show_undo(self, *, possible: bool) -> None: ...
    def show_undone(self) -> None: ...
    def show_settled(self, one: Due, state: str) -> None: ...
    def show_moved(self, one: Due) -> None: ...
    def show_reminder(self, text: str, who: str) -> None: ...
    def show_written(self, path: Path, commitments: int) -> None: ...
    async def ask_outcome(self, card: CommitmentCard, state: str) -> str | None: ...
    async def ask_day(self, card: CommitmentCard, today: date) -> Moved | None: ...
    async def ask_place(self, name: str) -> Path | None: ...


class DuePresenter:
    """Looks again after every commit that concerns it, while it is in front."""

    def __init__(
        self, view: DueView, desk: Desk, focus: Focus, city: City, clock: Clock, go: Callable[[str], None]
    ) -> None:
        self._view, self._desk, self._focus, self._city, self._clock, self._go = view, desk, focus, city, clock, go
        self._narrow = Narrow()
        self._chosen = ""
        self._page: DuePage | None = None
        self._acts = Acts(desk, lambda possible: view.show_undo(possible=possible))

    async def look(self) -> None:
        """What is due, and the one chosen."""
        self._page = await self._desk.ask(_page, narrow=self._narrow, today=self._today())
        self._view.show_due(self._page)
        self._view.show_one(self._one())

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def narrow(self, narrow: Narrow) -> None:
        """Others are looked at."""
        if narrow != self._narrow:
            self._narrow = narrow
            await self.look()

    async def choose(self, commitment_id: str) -> None:
        """One is looked at."""
        self._chosen = commitment_id
        self._view.show_one(self._one())

    async def settle(self, state: str) -> None:
        """How the one chosen ended, and in words; `open` takes that back without a question."""
        one = self._one()
        if one is None:
            return
        outcome: str | None = None
        if state != "open" and (outcome := await self._view.ask_outcome(one.card, state)) is None:
            return
        await self._desk.do(settle, commitment_id=one.id, state=state, outcome=outcome)
        self._acts.note(put_commitment_back, was=stood(one.card))
        self._view.show_settled(one, state)

    async def move(self) -> None:
        """Another day for the one chosen, and why."""
        one = self._one()
        if one is None or (moved := await self._view.ask_day(one.card, self._today())) is None:
            return
        await self._desk.do(move_due, commitment_id=one.id, due_on=moved.due_on, reason=moved.reason)
        self._acts.note(put_commitment_back, was=stood(one.card))
        self._view.show_moved(one)

    async def undo(self) -> None:
        """The last act on this page, taken back; then the one before."""
        await self._acts.undo()
        self._view.show_undone()

    async def remind(self) -> None:
        """The words of a reminder to whoever answers for the one chosen: all of hers that are open, nobody else's."""
        one = self._one()
        if one is None or not one.card.responsible_id:
            return
        narrow = Narrow(responsible_id=one.card.responsible_id)
        found = await self._desk.ask(due, narrow=narrow, today=self._today())
        self._view.show_reminder(reminder(found.dues, self._city), one.card.responsible)

    async def enter(self) -> None:
        """Go to the sitting that heard it."""
        one = self._one()
        if one is not None:
            self._focus.choose(one.card.sitting_id)
            self._go("sala" if one.sitting_state in ("planned", "open") else "minutes")

    async def save(self) -> None:
        """The list as it is narrowed, as Word, Excel or PDF."""
        if self._page is None:
            return
        dues = self._page.shown.dues
        path = await self._view.ask_place(file_words(self._today()))
        if path is None:
            return
        whose = dues[0].card.responsible if self._narrow.responsible_id and dues else ""
        written = await self._desk.off(
            write_promised, dues, self._city, on=self._today(), wanted=path, force=True, responsible=whose
        )
        self._view.show_written(written, len(dues))

    def _one(self) -> Due | None:
        if self._page is None:
            return None
        return next((one for one in self._page.shown.dues if one.id == self._chosen), None)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._city.zone).date()


def _page(session: Session, *, narrow: Narrow, today: date) -> DuePage:
    return DuePage(narrow, due(session, narrow=narrow, today=today), councils(session), districts(session), today)
