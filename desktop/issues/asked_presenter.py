"""What is meant on the page of issues across sittings: finding, following up one or several, lists for departments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from db.changes import Changes
from db.clock import Clock
from db.errors import Refused
from db.folding import fold
from db.issues.commands import change_issue
from db.issues.dispatching import note_dispatches, take_back_dispatches
from db.issues.due import Sent, sent_lists
from db.issues.following import follow_up, put_back
from db.issues.queries import departments
from db.issues.rules import point_of
from db.issues.search import Asked, Found, Share, Wanted, department_ids, find_issues, issues_by_id
from db.places.city import City, CityTopic
from db.places.drawing import Shape, shapes
from db.places.queries import DistrictCard, districts
from db.sittings.queries import CouncilCard, councils
from desktop.desk import Desk
from desktop.focus import Focus
from desktop.issues.acts import Acts
from desktop.issues.lists import AreaList, Order, handed, lists, offered, write_lists
from desktop.issues.shown import Became, Righted
from desktop.paper.asked import file_words
from desktop.paper.saving import file_name

AT_ONCE = 200


@dataclass(frozen=True)
class Choices:
    """What there is to choose from in the filters and forms."""

    topics: tuple[CityTopic, ...]
    areas: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    councils: tuple[CouncilCard, ...]
    districts: tuple[DistrictCard, ...]
    today: date


@dataclass(frozen=True)
class AskedShown:
    """What was found of what is wanted."""

    wanted: Wanted
    found: Found
    choices: Choices

    @property
    def matching(self) -> int:
        """How many there are in the state that is wanted."""
        return self.found.states.get(self.wanted.state, 0) if self.wanted.state else self.found.total


class AskedView(Protocol):
    """What the presenter says to the page, and asks of the person."""

    def show_asked(self, shown: AskedShown) -> None: ...
    def show_one(self, one: Asked | None, *, several: int) -> None: ...
    def show_undo(self, *, possible: bool) -> None: ...
    def show_undone(self) -> None: ...
    def show_offer(self, shares: Sequence[Share]) -> None: ...
    def show_written(self, path: Path, issues: int, areas: int) -> None: ...
    def show_followed(self, issues: int) -> None: ...
    async def ask_became(self, words: str, known: Became, choices: Choices) -> Became | None: ...
    async def ask_area(self, words: str, known: str, choices: Choices) -> str | None: ...
    async def ask_right(self, one: Asked, shapes: Sequence[Shape]) -> Righted | None: ...
    async def ask_order(self, order: Order) -> tuple[Order, str] | None: ...
    async def ask_place(self, name: str, ending: str) -> Path | None: ...
    async def ask_sent(self, issues: int, today: date) -> tuple[str, date] | None: ...
    async def ask_sent_list(self, lists: tuple[Sent, ...]) -> str | None: ...


class AskedPresenter:
    """Looks again after every commit that concerns it, while it is in front."""

    def __init__(
        self, view: AskedView, desk: Desk, focus: Focus, city: City, clock: Clock, go: Callable[[str], None]
    ) -> None:
        self._view, self._desk, self._focus, self._city, self._clock, self._go = view, desk, focus, city, clock, go
        self._wanted, self._limit = Wanted(), AT_ONCE
        self._chosen: tuple[str, ...] = ()
        self._shown: AskedShown | None = None
        self._acts = Acts(desk, lambda possible: view.show_undo(possible=possible))

    async def look(self) -> None:
        """Find what is wanted, and show it."""
        shown = await self._desk.ask(
            _asked, wanted=self._wanted, city=self._city, limit=self._limit, today=self._today()
        )
        self._shown = shown
        self._view.show_asked(shown)
        await self.choose(self._chosen)

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        await self.look()

    async def narrow(self, wanted: Wanted) -> None:
        """Something else is wanted."""
        if wanted != self._wanted:
            self._wanted, self._limit = wanted, AT_ONCE
            await self.look()

    async def more(self) -> None:
        """The next ones as well."""
        self._limit += AT_ONCE
        await self.look()

    async def choose(self, ids: Sequence[str]) -> None:
        """Some are looked at, one or several."""
        self._chosen = tuple(ids)
        found = await self._desk.ask(issues_by_id, issue_ids=self._chosen[:1]) if self._chosen else ()
        self._view.show_one(found[0] if found else None, several=len(self._chosen))

    async def follow(self, state: str) -> None:
        """What became of those chosen; a word on it is asked for unless they are open again."""
        some = await self._some()
        if not some:
            return
        first = some[0]
        told: Became | None = Became(state)
        if state != "open":
            one = len(some) == 1
            by, on = (first.answered_by, first.answered_on) if one else ("", None)
            known = Became(
                state or (first.state if first.state != "open" else "answered"), first.answer if one else "", by, on
            )
            told = await self._view.ask_became(self._words(some), known, self._choices())
        if told is None:
            return
        # Of several, an empty word takes nothing away: each may have one of its own.
        words = told.answer if len(some) == 1 or told.answer else None
        done = await self._desk.do(
            follow_up,
            issue_ids=tuple(one.id for one in some),
            state=told.state,
            answer=words,
            answered_by=told.answered_by if len(some) == 1 or told.answered_by else None,
            answered_on=told.answered_on,
        )
        self._acts.note(put_back, was=done.outcome)
        self._view.show_followed(len(some))

    async def assign(self) -> None:
        """Whose those chosen are from now on."""
        some = await self._some()
        if not some:
            return
        known = some[0].department if len({one.department_id for one in some}) == 1 else ""
        area = await self._view.ask_area(self._words(some), known, self._choices())
        if area is None:
            return
        done = await self._desk.do(follow_up, issue_ids=tuple(one.id for one in some), department=area)
        self._acts.note(put_back, was=done.outcome)
        self._view.show_followed(len(some))

    async def set_right(self) -> None:
        """The words of the one chosen, and where it is, as they should have been written. Raises Refused:
        sitting_signed."""
        some = await self._some()
        if len(some) != 1:
            return
        if some[0].sitting_state == "signed":
            raise Refused("sitting_signed")
        one, drawn = some[0], await self._desk.ask(shapes)
        told = await self._view.ask_right(one, drawn if any(area.quarter_ids for area in drawn) else ())
        if told is None:
            return
        was: dict[str, Any] = {"text": one.text, "place": one.place or "", "point": dict(one.point or {})}
        now: dict[str, Any] = {"text": told.text, "place": told.place, "point": point_of(told.point) or {}}
        changed = {name: value for name, value in now.items() if value != was[name]}
        if changed:
            await self._desk.do(change_issue, issue_id=one.id, **changed)
            self._acts.note(change_issue, issue_id=one.id, **{name: was[name] for name in changed})

    async def enter(self) -> None:
        """Go to the sitting it came from: to the room while it runs or is to come, else to its minutes."""
        some = await self._some()
        if some:
            self._focus.choose(some[0].sitting_id)
            self._go("sala" if some[0].sitting_state in ("planned", "open") else "minutes")

    async def undo(self) -> None:
        """The last act on this page, taken back; then the one before."""
        await self._acts.undo()
        self._view.show_undone()

    async def hand_on(self) -> None:
        """The lists that departments are sent, as files; then, that they were sent."""
        narrowed = (self._wanted.department_id,) if self._wanted.department_id else ()
        order = Order(departments=narrowed, state=self._wanted.state or "open")
        await self.offer(order)
        answer = await self._view.ask_order(order)
        if answer is None:
            return
        order, ending = answer
        made = await self._desk.ask(lists, order=order, city=self._city, today=self._today())
        one = len(made) == 1 and ending != ".zip"
        name = file_words(made[0].heading if one else replace(made[0].heading, department=self._city.name))
        path = await self._view.ask_place(file_name(name), ending if one else ".zip")
        if path is None:
            return
        endings = (ending,) if ending != ".zip" else ()
        written = await self._desk.off(write_lists, made, self._city, wanted=path, endings=endings, force=True)
        issues = sum(len(each.issues) for each in made)
        self._view.show_written(written, issues, len(made))
        if (sent := await self._view.ask_sent(issues, self._today())) is not None:
            await self._note_sent(made, *sent)

    async def offer(self, order: Order) -> None:
        """Whose issues there would be on lists like that."""
        every = replace(order, departments=())
        self._view.show_offer(await self._desk.ask(offered, order=every, city=self._city))

    async def look_at_sent(self) -> None:
        """The lists that were sent; one that was not after all is taken back."""
        every = await self._desk.ask(sent_lists)
        taken = await self._view.ask_sent_list(every)
        if taken:
            await self._desk.do(take_back_dispatches, dispatch_ids=(taken,))

    async def _note_sent(self, made: Sequence[AreaList], to: str, on: date) -> None:
        done = await self._desk.do(note_dispatches, lists=handed(made), sent_to=to, sent_on=on)
        self._acts.note(take_back_dispatches, dispatch_ids=done.outcome)

    async def _some(self) -> tuple[Asked, ...]:
        return await self._desk.ask(issues_by_id, issue_ids=self._chosen)

    def _words(self, some: Sequence[Asked]) -> str:
        return some[0].text if len(some) == 1 else ""

    def _choices(self) -> Choices:
        assert self._shown is not None
        return self._shown.choices

    def _today(self) -> date:
        return self._clock.now().astimezone(self._city.zone).date()


def _asked(session: Session, *, wanted: Wanted, city: City, limit: int, today: date) -> AskedShown:
    named = {fold(name): name for name in (*departments(session), *city.departments)}
    topics = {topic.code: topic.name for topic in city.topics}
    return AskedShown(
        wanted,
        find_issues(session, wanted=wanted, topics=topics, limit=limit),
        Choices(
            topics=city.topics,
            areas=department_ids(session),
            names=tuple(named[key] for key in sorted(named)),
            councils=councils(session),
            districts=districts(session),
            today=today,
        ),
    )
