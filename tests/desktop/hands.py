"""Hands on a page that was really built: what is done as a person would, and waited for until all of it has come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from desktop.parts import Parts

Run = Callable[[Coroutine[Any, Any, Any]], Any]
WidgetT = TypeVar("WidgetT", bound=QWidget)


class Hands:
    """Whoever has them keeps the page in `page`."""

    page: QWidget

    def __init__(self, parts: Parts, run: Run) -> None:
        self.parts, self._run = parts, run

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
