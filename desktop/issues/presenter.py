"""What is meant on the pane of issues: writing down, setting right, promising, settling."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from db.agenda.queries import attendants
from db.changes import Changes
from db.clock import Clock
from db.folding import fold
from db.issues.commands import (
    add_issue,
    change_issue,
    make_commitment,
    remove_commitment,
    remove_issue,
    settle,
)
from db.issues.following import set_state
from db.issues.queries import CommitmentCard, IssueCard, commitments, departments, issues, open_commitments
from db.places.city import City
from db.sittings.queries import sitting_card
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.issues.shown import IssuesShown, Promised, Told


class IssuesView(Protocol):
    """What the presenter says to the pane, and asks of the person."""

    def show_issues(self, shown: IssuesShown) -> None:
        """All of it."""
        ...

    def written(self) -> None:
        """The line is on the disk: make room for the next one."""
        ...

    async def ask_issue(self, card: IssueCard) -> tuple[Told, str] | None:
        """Set an issue right, and its state; None when the person went back."""
        ...

    async def ask_commitment(self, issue: IssueCard | None) -> Promised | None:
        """Who will do what by when; None when the person went back."""
        ...

    async def ask_removal(self, words: str) -> bool:
        """Whether to take something back that was written down."""
        ...


class IssuesPresenter:
    """Looks again after every commit that concerns it."""

    def __init__(self, view: IssuesView, desk: Desk, focus: Focus, city: City, clock: Clock) -> None:
        self._view, self._desk, self._focus, self._city, self._clock = view, desk, focus, city, clock
        self._shown: IssuesShown | None = None

    async def look(self) -> None:
        """Read what the sitting in hand was asked for and promised, and show it."""
        sitting = self._focus.sitting_id
        if sitting is None:
            return
        now = self._clock.now()
        shown = await self._desk.ask(_everything, sitting_id=sitting, city=self._city, now=now)
        if sitting == self._focus.sitting_id:
            self._shown = shown
            self._view.show_issues(shown)

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def write(self, told: Told) -> None:
        """One line, Enter."""
        await self._desk.do(
            add_issue,
            sitting_id=self._sitting,
            kind=told.kind,
            text=told.text,
            raised_by_id=told.raised_by_id or None,
            topic=told.topic,
            department=told.department,
            place=told.place,
        )
        self._view.written()

    async def edit(self, issue_id: str) -> None:
        """Set right what was written in a hurry, and say what became of it."""
        card = self._issue(issue_id)
        if card is None or (answer := await self._view.ask_issue(card)) is None:
            return
        told, state = answer
        await self._desk.do(
            change_issue,
            issue_id=issue_id,
            kind=told.kind,
            text=told.text,
            raised_by_id=told.raised_by_id,
            topic=told.topic,
            department=told.department,
            place=told.place,
        )
        if state != card.state:
            await self._desk.do(set_state, issue_id=issue_id, state=state)

    async def remove(self, issue_id: str) -> None:
        """Take an issue back, after asking: the line was typed once and would have to be typed again."""
        card = self._issue(issue_id)
        if card is not None and await self._view.ask_removal(card.text):
            await self._desk.do(remove_issue, issue_id=issue_id)

    async def promise(self, issue_id: str = "") -> None:
        """Write down a commitment, perhaps as the answer to an issue."""
        told = await self._view.ask_commitment(self._issue(issue_id))
        if told is None:
            return
        who = told.resident_id if not told.department else ""
        await self._desk.do(
            make_commitment,
            sitting_id=self._sitting,
            text=told.text,
            department=told.department,
            responsible_kind="resident" if who else None,
            responsible_id=who or None,
            due_on=told.due_on,
            issue_id=told.issue_id or None,
        )

    async def settle(self, commitment_id: str, state: str) -> None:
        """How a commitment ended, told at this sitting; `open` takes it back."""
        await self._desk.do(settle, commitment_id=commitment_id, state=state, sitting_id=self._sitting)

    async def take_back(self, commitment_id: str) -> None:
        """Take a commitment back, after asking."""
        card = self._commitment(commitment_id)
        if card is not None and await self._view.ask_removal(card.text):
            await self._desk.do(remove_commitment, commitment_id=commitment_id)

    def _issue(self, issue_id: str) -> IssueCard | None:
        return next((one for one in self._shown.issues if one.id == issue_id), None) if self._shown else None

    def _commitment(self, commitment_id: str) -> CommitmentCard | None:
        return next((one for one in self._shown.commitments if one.id == commitment_id), None) if self._shown else None

    @property
    def _sitting(self) -> str:
        return self._focus.sitting_id or ""


def _everything(session: Session, *, sitting_id: str, city: City, now: datetime) -> IssuesShown:
    card = sitting_card(session, sitting_id=sitting_id)
    named = {fold(name): name for name in (*departments(session), *city.departments)}
    return IssuesShown(
        state=card.state,
        issues=issues(session, sitting_id=sitting_id),
        commitments=commitments(session, sitting_id=sitting_id),
        waiting=open_commitments(session, council_id=card.council_id, before=card.starts_at, told_in=sitting_id),
        people=attendants(session, sitting_id=sitting_id),
        topics=city.topics,
        departments=tuple(named[key] for key in sorted(named)),
        today=now.astimezone(city.zone).date(),
    )
