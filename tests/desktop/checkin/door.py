"""The door without a screen: a view that writes down what it is told, and an open sitting behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

from db.checkin.line import Line
from db.checkin.queries import Attendance, AtTheDoor, attendance
from db.residents.name_order import Named
from db.residents.queries import ResidentCard
from db.work import Store
from desktop.checkin.cards import Told
from desktop.checkin.presenter import DoorPresenter
from desktop.checkin.shown import DoorShown, Meant, Waiting
from desktop.focus import Focus
from tests.db.checkin.evening import a_sitting
from tests.desk import PlainDesk
from tests.record import HandClock


class Written:
    """A view that writes down what it is told."""

    def __init__(self) -> None:
        self.doors: list[DoorShown] = []
        self.results: dict[str, tuple[AtTheDoor, ...]] = {}
        self.told: list[Told] = []
        self.again: list[str] = []
        self.line: Line | None = None
        self.meant: dict[str, Meant] = {}
        self.waiting: Waiting | None = None
        self.details: Mapping[str, object] | None = None
        self.read: list[tuple[str, bool]] = []
        self.answer = ""
        self.wrong: Mapping[str, str] = {}
        self.order: Named | None = None

    def show_door(self, shown: DoorShown) -> None:
        self.doors.append(shown)

    def show_results(self, text: str, meant: Meant) -> None:
        self.results[text], self.meant[text] = meant.found, meant

    def show_waiting(self, waiting: Waiting | None) -> None:
        self.waiting = waiting

    async def ask_details(
        self, person: ResidentCard, check: Callable[[Mapping[str, object]], dict[str, str]]
    ) -> Mapping[str, object] | None:
        self.wrong = check(self.details or {})
        return None if self.wrong else self.details

    async def read_consent(self, person: ResidentCard, *, minor: bool) -> str:
        self.read.append((person.id, minor))
        return self.answer

    def show_told(self, told: Told) -> None:
        self.told.append(told)

    def ask_again(self, text: str) -> None:
        self.again.append(text)

    def open_walk_in(self, person: Line) -> None:
        self.line = person

    def show_order(self, name: str, order: Named | None) -> None:
        self.order = order

    def close_walk_in(self) -> None:
        self.line = None

    def show_wrong(self, codes: Mapping[str, str]) -> None:
        self.wrong = codes


class Door:
    """An open sitting, its presenter and what it showed."""

    def __init__(self, store: Store, clock: HandClock, *, opened: bool = True) -> None:
        self.store, self.view, self.focus = store, Written(), Focus()
        self.sitting = a_sitting(store, opened=opened)
        self.focus.choose(self.sitting)
        desk = PlainDesk(store)
        self.presenter = DoorPresenter(self.view, desk, self.focus, clock, "+598")
        desk.follow(("presence", "resident", "sitting"), self.presenter.look_again)

    def enter(self, text: str, resident_id: str = "", *, seen: bool = False) -> None:
        asyncio.run(self.presenter.enter(text, resident_id, seen))

    def undo(self) -> None:
        asyncio.run(self.presenter.undo())

    @property
    def numbers(self) -> Attendance:
        return self.store.ask(attendance, sitting_id=self.sitting)

    @property
    def last(self) -> Told:
        return self.view.told[-1]
