"""What is meant on the desk of the doubles: look at two cards, say whether they are one person, and go on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.checkin.by_row import seen_by_row
from db.checkin.queries import history
from db.duplicates.commands import keep_apart, merge, put_back_apart, unmerge
from db.duplicates.effective import effective
from db.duplicates.queries import ApartLine, MergeLine, Proposal, kept_apart, merges
from db.duplicates.rules import Reason
from db.errors import Refused
from db.residents.queries import ResidentCard, card
from desktop.desk import Desk
from desktop.duplicates.waiting import Waiting

WAITING, JOINED, APART = "waiting", "joined", "apart"


@dataclass(frozen=True)
class Line:
    """Two people, or two rows of one, in one of the three lists. The left one speaks."""

    key: tuple[str, str]
    left_id: str
    left: str
    right_id: str
    right: str
    reasons: tuple[Reason, ...] = ()
    score: float | None = None
    doubtful: bool = False
    merge_id: str = ""
    why: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None


@dataclass(frozen=True)
class Side:
    """One of the two: the card, how many rows of the roll it is, and at how many sittings it was seen."""

    card: ResidentCard | None
    rows: int
    visits: int
    last: datetime | None


@dataclass(frozen=True)
class Lists:
    """How many stand in each list, and the lines of the one that is looked at."""

    which: str
    numbers: dict[str, int]
    lines: tuple[Line, ...]
    later: int


class DoublesView(Protocol):
    """What the presenter asks of the page."""

    def show_lists(self, lists: Lists) -> None: ...
    def show_pair(self, line: Line | None, left: Side | None, right: Side | None) -> None: ...
    def select(self, key: tuple[str, str]) -> None: ...
    def say_done(self, act: str, line: Line) -> None: ...
    def show_undo(self, *, possible: bool) -> None: ...


class DoublesPresenter:
    """Keeps who waits, who speaks, and what can be undone."""

    def __init__(self, view: DoublesView, desk: Desk) -> None:
        self._view, self._desk = view, desk
        self._waiting = Waiting(desk)
        self._which = WAITING
        self._lines: dict[str, tuple[Line, ...]] = {WAITING: (), JOINED: (), APART: ()}
        self._later: list[tuple[str, str]] = []
        self._swapped: set[tuple[str, str]] = set()
        self._current: tuple[str, str] | None = None
        self._done: list[tuple[str, Line]] = []

    async def look(self) -> None:
        """Everything anew."""
        await self._take_in(await self._waiting.all())

    async def look_again(self, changes: Changes) -> None:
        """After a commit, of this page or of any other."""
        await self._take_in(await self._waiting.changed(changes))

    async def show_only(self, which: str) -> None:
        """Those who wait, those who were joined, or those who were kept apart."""
        self._which, self._current = which, None
        await self._show()

    async def stand_on(self, line: Line | None) -> None:
        """The person stands on another pair."""
        key = line.key if line else None
        if key != self._current:
            self._current = key
            await self._show_pair()

    async def swap(self) -> None:
        """The other card speaks."""
        line = self._needed(WAITING)
        self._swapped ^= {line.key}
        await self._show()

    async def join(self) -> None:
        """They are the same person; the left card goes on speaking for her."""
        line = self._needed(WAITING)
        following = self._after(line.key)
        codes = [str(why["code"]) for why in line.reasons]
        done = await self._desk.do(merge, kept_id=line.left_id, absorbed_id=line.right_id, evidence=codes)
        await self._finish("joined", replace(line, merge_id=done.outcome), following, done.changes)

    async def part(self) -> None:
        """They are two people, and nobody is asked again."""
        line = self._needed(WAITING)
        following = self._after(line.key)
        done = await self._desk.do(keep_apart, first_id=line.left_id, second_id=line.right_id)
        await self._finish("apart", line, following, done.changes)

    async def leave_for_later(self) -> None:
        """Nobody knows now: the pair goes to the end of the list."""
        line = self._needed(WAITING)
        following = self._after(line.key)
        self._later = [key for key in self._later if key != line.key] + [line.key]
        self._current = following
        await self._show()

    async def take_back(self) -> None:
        """What was decided of the pair one stands on is taken back: joined rows part, parted ones are asked about."""
        line = self._needed(JOINED, APART)
        following = self._after(line.key)
        if self._which == JOINED:
            changes = (await self._desk.do(unmerge, merge_id=line.merge_id)).changes
            await self._finish("unjoined", line, following, changes)
        else:
            changes = (await self._desk.do(put_back_apart, first_id=line.left_id, second_id=line.right_id)).changes
            await self._finish("asked", line, following, changes)

    async def undo(self) -> None:
        """The last act on this page, undone; then the one before."""
        if not self._done:
            raise Refused("nothing_to_undo")
        act, line = self._done[-1]
        changes = await self._reverse(act, line)
        self._done.pop()
        self._which = {"joined": WAITING, "apart": WAITING, "unjoined": JOINED, "asked": APART}[act]
        self._current = line.key
        await self._take_in(await self._waiting.changed(changes))

    async def _reverse(self, act: str, line: Line) -> Changes:
        do, pair = self._desk.do, {"first_id": line.left_id, "second_id": line.right_id}
        if act == "joined":
            return (await do(unmerge, merge_id=line.merge_id)).changes
        if act == "apart":
            return (await do(put_back_apart, **pair)).changes
        if act == "asked":
            return (await do(keep_apart, **pair)).changes
        codes = [str(why["code"]) for why in line.reasons]
        why = line.why or "decided"
        return (await do(merge, kept_id=line.left_id, absorbed_id=line.right_id, why=why, evidence=codes)).changes

    async def _finish(self, act: str, line: Line, following: tuple[str, str] | None, changes: Changes) -> None:
        self._done.append((act, line))
        self._current = following
        # Not left to the followers: the next key is pressed before they come round, and belongs to the next pair.
        await self._take_in(await self._waiting.changed(changes))
        self._view.say_done(act, line)

    async def _take_in(self, waiting: Sequence[Proposal]) -> None:
        joined, apart = await self._desk.ask(_decided)
        self._lines = {
            WAITING: tuple(_waiting_line(one) for one in waiting),
            JOINED: tuple(_joined_line(one) for one in joined),
            APART: tuple(_apart_line(one) for one in apart),
        }
        await self._show()

    async def _show(self) -> None:
        lines = self._shown()
        if self._current not in {line.key for line in lines}:
            self._current = lines[0].key if lines else None
        numbers = {which: len(found) for which, found in self._lines.items()}
        later = sum(line.key in self._later for line in self._lines[WAITING])
        self._view.show_lists(Lists(self._which, numbers, lines, later))
        self._view.show_undo(possible=bool(self._done))
        if self._current is not None:
            self._view.select(self._current)
        await self._show_pair()

    async def _show_pair(self) -> None:
        line = self._line()
        if line is None:
            self._view.show_pair(None, None, None)
            return
        left, right = await self._desk.ask(_sides, line=line, by_row=self._which == JOINED)
        if line.key == self._current:
            self._view.show_pair(line, left, right)

    def _shown(self) -> tuple[Line, ...]:
        lines = self._lines[self._which]
        if self._which != WAITING:
            return lines
        first = [line for line in lines if line.key not in self._later]
        last = sorted((line for line in lines if line.key in self._later), key=lambda one: self._later.index(one.key))
        return tuple(_turned(line) if line.key in self._swapped else line for line in (*first, *last))

    def _after(self, key: tuple[str, str]) -> tuple[str, str] | None:
        """The pair to stand on once this one is decided: the next, else the one before."""
        keys = [line.key for line in self._shown()]
        if key not in keys:
            return None
        place = keys.index(key)
        return next(iter([*keys[place + 1 :], *reversed(keys[:place])]), None)

    def _line(self) -> Line | None:
        return next((line for line in self._shown() if line.key == self._current), None)

    def _needed(self, *which: str) -> Line:
        line = self._line()
        if line is None or self._which not in which:
            raise Refused("pair_unknown")
        return line


def _turned(line: Line) -> Line:
    return replace(line, left_id=line.right_id, left=line.right, right_id=line.left_id, right=line.left)


def _waiting_line(one: Proposal) -> Line:
    return Line(one.key, one.kept_id, one.kept, one.absorbed_id, one.absorbed, one.reasons, one.score, one.doubtful)


def _joined_line(one: MergeLine) -> Line:
    return Line(
        key=(one.id, ""),
        left_id=one.kept_id,
        left=one.kept,
        right_id=one.absorbed_id,
        right=one.absorbed,
        reasons=tuple({"code": code} for code in one.evidence),
        merge_id=one.id,
        why=one.why,
        decided_by=one.decided_by,
        decided_at=one.decided_at,
    )


def _apart_line(one: ApartLine) -> Line:
    return Line(
        (one.first_id, one.second_id), one.first_id, one.first, one.second_id, one.second, decided_by=one.decided_by
    )


def _decided(session: Session) -> tuple[tuple[MergeLine, ...], tuple[ApartLine, ...]]:
    return merges(session), kept_apart(session)


def _sides(session: Session, *, line: Line, by_row: bool) -> tuple[Side, Side]:
    return _side(session, line.left_id, by_row=by_row), _side(session, line.right_id, by_row=by_row)


def _side(session: Session, resident_id: str, *, by_row: bool) -> Side:
    """A person with all her rows; or one row alone, where a merge is looked at."""
    try:
        if by_row:
            times, last = seen_by_row(session, resident_ids=[resident_id]).get(resident_id, (0, None))
            return Side(card(session, resident_id=resident_id), 1, times, last)
        told: Any = effective(session, resident_id=resident_id)
    except Refused:  # taken off the roll meanwhile, or never sent to this laptop
        return Side(None, 0, 0, None)
    visits = history(session, resident_id=resident_id)
    return Side(told.card, len(told.rows), len(visits), visits[0].starts_at if visits else None)
