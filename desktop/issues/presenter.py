"""What is meant on the pane of issues: writing down, setting right, promising, settling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

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
    restore_issue,
    settle,
)
from db.issues.following import follow_up, put_back
from db.issues.promising import change_commitment, move_due, put_commitment_back, restore_commitment, stood
from db.issues.queries import CommitmentCard, IssueCard, commitments, departments, issues, open_commitments
from db.issues.rules import point_of
from db.organisations.queries import organisations
from db.places.city import City
from db.places.drawing import Shape, shapes
from db.sittings.corrections import corrected
from db.sittings.queries import sitting_card
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.issues.acts import Acts
from desktop.issues.shown import Became, IssuesShown, Moved, Promised, Told


class IssuesView(Protocol):
    """What the presenter says to the pane, and asks of the person."""

    def show_issues(self, shown: IssuesShown) -> None:
        """All of it."""
        ...

    def written(self) -> None:
        """The line is on the disk: make room for the next one."""
        ...

    async def ask_issue(self, card: IssueCard, shapes: Sequence[Shape]) -> tuple[Told, Became] | None:
        """Set an issue right, and what became of it; None when the person went back. `shapes`: the city's map."""
        ...

    async def ask_commitment(self, issue: IssueCard | None) -> Promised | None:
        """Who will do what by when; None when the person went back."""
        ...

    async def ask_change(self, card: CommitmentCard) -> Promised | None:
        """Set a commitment right; None when the person went back."""
        ...

    async def ask_day(self, card: CommitmentCard) -> Moved | None:
        """Another day for a commitment, and why; None when the person went back."""
        ...

    async def ask_outcome(self, card: CommitmentCard) -> str | None:
        """How a commitment ended, in words; None when the person went back."""
        ...

    async def ask_removal(self, words: str) -> bool:
        """Whether to take something back that was written down."""
        ...

    def show_undo(self, *, possible: bool) -> None:
        """Whether there is an act to take back."""
        ...


class IssuesPresenter:
    """Looks again after every commit that concerns it."""

    def __init__(self, view: IssuesView, desk: Desk, focus: Focus, city: City, clock: Clock) -> None:
        self._view, self._desk, self._focus, self._city, self._clock = view, desk, focus, city, clock
        self._shown: IssuesShown | None = None
        self._acts = Acts(desk, lambda possible: view.show_undo(possible=possible))

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

    async def turn(self) -> None:
        """Another sitting is in hand."""
        self._acts.forget()
        await self.look()

    async def write(self, told: Told) -> None:
        """One line, Enter."""
        made = await self._desk.do(
            add_issue,
            sitting_id=self._sitting,
            kind=told.kind,
            text=told.text,
            raised_by_id=told.raised_by_id or None,
            topic=told.topic,
            department=told.department,
            place=told.place,
        )
        self._acts.note(remove_issue, issue_id=made.outcome)
        self._view.written()

    async def edit(self, issue_id: str) -> None:
        """Set right what was written in a hurry, and say what became of it."""
        card = self._issue(issue_id)
        if card is None:
            return
        drawn = await self._desk.ask(shapes)
        answer = await self._view.ask_issue(card, drawn if any(one.quarter_ids for one in drawn) else ())
        if answer is None:
            return
        told, became = answer
        facts = _as_told(told)
        changed = {name: value for name, value in facts.items() if value != _as_told(_told(card))[name]}
        if changed:
            await self._desk.do(change_issue, issue_id=issue_id, **changed)
            before = {name: _as_told(_told(card))[name] for name in changed}
            self._acts.note(change_issue, issue_id=issue_id, **before)
        if became != Became(card.state, card.answer, card.answered_by, card.answered_on):
            done = await self._desk.do(follow_up, issue_ids=(issue_id,), **vars(became))
            self._acts.note(put_back, was=done.outcome)

    async def remove(self, issue_id: str) -> None:
        """Take an issue back, after asking: the line was typed once and would have to be typed again."""
        card = self._issue(issue_id)
        if card is not None and await self._view.ask_removal(card.text):
            await self._desk.do(remove_issue, issue_id=issue_id)
            self._acts.note(restore_issue, issue_id=issue_id)

    async def undo(self) -> None:
        """The last act on this pane, taken back; then the one before."""
        await self._acts.undo()

    async def promise(self, issue_id: str = "") -> None:
        """Write down a commitment, perhaps as the answer to an issue."""
        told = await self._view.ask_commitment(self._issue(issue_id))
        if told is None:
            return
        made = await self._desk.do(
            make_commitment,
            sitting_id=self._sitting,
            text=told.text,
            department=told.department,
            responsible_kind=told.responsible_kind,
            responsible_id=told.resident_id or told.organisation_id or None,
            due_on=told.due_on,
            issue_id=told.issue_id or None,
        )
        self._acts.note(remove_commitment, commitment_id=made.outcome)

    async def settle(self, commitment_id: str, state: str) -> None:
        """How a commitment ended, told at this sitting; `open` takes it back."""
        card = self._commitment(commitment_id)
        await self._desk.do(settle, commitment_id=commitment_id, state=state, sitting_id=self._sitting)
        if card is not None:
            self._acts.note(put_commitment_back, was=stood(card))

    async def note_outcome(self, commitment_id: str) -> None:
        """How it ended, in words."""
        card = self._commitment(commitment_id)
        if card is not None and (words := await self._view.ask_outcome(card)) is not None:
            await self._desk.do(settle, commitment_id=card.id, state=card.state, outcome=words)
            self._acts.note(put_commitment_back, was=stood(card))

    async def move(self, commitment_id: str) -> None:
        """Another day, and why."""
        card = self._commitment(commitment_id)
        if card is not None and (moved := await self._view.ask_day(card)) is not None:
            await self._desk.do(move_due, commitment_id=card.id, due_on=moved.due_on, reason=moved.reason)
            self._acts.note(put_commitment_back, was=stood(card))

    async def set_right(self, commitment_id: str) -> None:
        """What was promised, or by whom, as it should have been written."""
        card = self._commitment(commitment_id)
        if card is None or (told := await self._view.ask_change(card)) is None:
            return
        await self._desk.do(
            change_commitment,
            commitment_id=card.id,
            text=told.text,
            department=told.department,
            responsible_kind=told.responsible_kind or "",
            responsible_id=told.resident_id or told.organisation_id,
        )
        self._acts.note(
            change_commitment,
            commitment_id=card.id,
            text=card.text,
            responsible_kind=card.responsible_kind or "",
            responsible_id=card.responsible_id or "",
        )

    async def take_back(self, commitment_id: str) -> None:
        """Take a commitment back, after asking."""
        card = self._commitment(commitment_id)
        if card is not None and await self._view.ask_removal(card.text):
            await self._desk.do(remove_commitment, commitment_id=commitment_id)
            self._acts.note(restore_commitment, commitment_id=commitment_id)

    def _issue(self, issue_id: str) -> IssueCard | None:
        return next((one for one in self._shown.issues if one.id == issue_id), None) if self._shown else None

    def _commitment(self, commitment_id: str) -> CommitmentCard | None:
        if self._shown is None:
            return None
        every = (*self._shown.commitments, *self._shown.waiting)
        return next((one for one in every if one.id == commitment_id), None)

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
        organisations=tuple((one.id, one.name) for one in organisations(session) if one.kind != "department"),
        corrected=corrected(session, sitting_id=sitting_id),
    )


def _told(card: IssueCard) -> Told:
    return Told(
        kind=card.kind,
        text=card.text,
        raised_by_id=card.raised_by_id or "",
        topic=card.topic or "",
        department=card.department,
        place=card.place,
        point=f"{card.point['lat']}, {card.point['lon']}" if card.point else "",
    )


def _as_told(told: Told) -> dict[str, Any]:
    """An issue as the command takes it."""
    return {**vars(told), "point": point_of(told.point) or {}}
