"""What the page before leaving means: every check at once, each line as soon as it is known, and what a button does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from db.errors import Refused, Unavailable
from db.sittings.queries import SittingCard
from desktop.ready.checks import NAMES, Checks
from desktop.ready.rules import LOOK, Line

# What has to be looked at again after a button was pressed.
_AGAIN = {"backup": ("backup", "disk"), "sync": ("sync", "clock")}


class ReadyView(Protocol):
    """What the presenter says to the page."""

    def show_checking(self, names: tuple[str, ...]) -> None:
        """These are being looked at."""
        ...

    def show_line(self, line: Line) -> None:
        """One is known."""
        ...

    def show_verdict(self, to_do: int) -> None:
        """All are known: how many want something done."""
        ...

    def leave_for(self, page: str) -> None:
        """She wants to set something right on another page."""
        ...


class ReadyPresenter:
    """`jobs` are the buttons that do something by themselves; all others lead to a page."""

    def __init__(self, view: ReadyView, checks: Checks, jobs: Mapping[str, Callable[[], Awaitable[object]]]) -> None:
        self._view, self._checks, self._jobs = view, checks, jobs
        self._lines: dict[str, Line] = {}

    async def look(self, names: tuple[str, ...] = NAMES) -> None:
        """Check them all at once."""
        self._view.show_checking(names)
        await asyncio.gather(*(self._one(name) for name in names))
        self._view.show_verdict(sum(line.level == LOOK for line in self._lines.values()))

    async def look_again(self) -> None:
        """The button."""
        await self.look()

    async def act(self, line: Line) -> None:
        """Do what the line's button says, and look at it again."""
        job = self._jobs.get(line.action)
        if job is None:
            self._view.leave_for({"import": "residents"}.get(line.action, line.action))
            return
        names = _AGAIN[line.action]
        self._view.show_checking(names)
        try:
            await job()
        except (Refused, Unavailable) as no:
            for name in names[1:]:
                await self._one(name)
            self._show(Line(line.name, LOOK, "trouble", {"code": no.code, "facts": no.facts}, line.action))
            self._view.show_verdict(sum(one.level == LOOK for one in self._lines.values()))
            return
        await self.look(names)

    async def _one(self, name: str) -> None:
        self._show(await self._checks.check(name))

    def _show(self, line: Line) -> None:
        self._lines[line.name] = line
        self._view.show_line(line)


def about(card: SittingCard | None) -> str:
    """Which sitting it is for: council and title; empty for none."""
    return f"{card.council}: {card.title}" if card else ""
