"""The tab of the roll on a real record, and hands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from PySide6.QtTest import QTest

from desktop.parts import Parts
from desktop.residents.intake_view import RollIntake
from desktop.residents.page import build
from desktop.residents.tab import RollTab
from desktop.residents.view import RollPage
from tests.desktop.hands import Hands, Run


class Roll(Hands):
    """The page, the panel of a list that is taken in, and hands."""

    def __init__(self, parts: Parts, run: Run) -> None:
        super().__init__(parts, run)
        self.does(self._build)
        self.page: RollPage = self.tab.roll
        self.intake: RollIntake = self.tab.intake

    def _build(self) -> None:
        self.tab: RollTab = build(self.parts)

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
