"""The tab of the roll on a real record, and hands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from desktop.parts import Parts
from desktop.residents.intake_view import RollIntake
from desktop.residents.page import build
from desktop.residents.tab import RollTab
from desktop.residents.view import RollPage

Run = Callable[[Coroutine[Any, Any, Any]], Any]
WidgetT = TypeVar("WidgetT", bound=QWidget)


class Roll:
    """The page, the panel of a list that is taken in, and hands."""

    def __init__(self, parts: Parts, run: Run) -> None:
        self.parts, self._run = parts, run

        async def made() -> None:
            self.tab: RollTab = build(parts)
            await parts.bridge.settle()

        run(made())
        self.page: RollPage = self.tab.roll
        self.intake: RollIntake = self.tab.intake

    def does(self, act: Callable[[], object]) -> None:
        """Does something as a person would, and waits until all that came of it is done."""

        async def done() -> None:
            act()
            await self.parts.bridge.settle()

        self._run(done())

    def until_opened(self, act: Callable[[], object], kind: type[WidgetT]) -> WidgetT:
        """Does something that opens a dialog, and answers it; the handler goes on waiting for its end."""

        async def opened() -> WidgetT:
            act()
            while not (found := [one for one in self.page.findChildren(kind) if one.isVisible()]):
                await asyncio.sleep(0)
            return found[0]

        answer: WidgetT = self._run(opened())
        return answer

    def until(self, act: Callable[[], object], come: Callable[[], object]) -> None:
        """Does something in a dialog, until something has come of it; who opened the dialog goes on waiting."""

        async def done() -> None:
            act()
            while not come():
                await asyncio.sleep(0)

        self._run(done())

    def types(self, text: str) -> None:
        self.does(partial(QTest.keyClicks, self.page.field, text))

    @property
    def names(self) -> list[str]:
        return [one.family_name for one in self.page.people.rows.rows()]
