"""The one loop that is Qt's and asyncio's at once, and a bridge whose messages a test can read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
import qasync
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from db.errors import Unavailable
from db.work import Store
from desktop.bridge import Bridge

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Run]:
    """`run(coroutine)`: runs it in the loop of the real application, at most 20 seconds."""
    qapp.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(qapp)
    asyncio.set_event_loop(loop)

    def until_done(work: Coroutine[Any, Any, Any]) -> Any:
        return loop.run_until_complete(asyncio.wait_for(work, 20))

    yield until_done
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.wait(left, timeout=2))
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture(autouse=True)
def _the_language_of_the_sources() -> Iterator[None]:
    """A test that installed a language leaves none behind."""
    yield
    application = QApplication.instance()
    if application is None:
        return
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.setParent(None)
    QLocale.setDefault(QLocale.c())


class Shown:
    """What the bridge had shown to the person."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        self.unavailable: list[tuple[str, bool]] = []
        self.crashed: list[BaseException] = []

    def bridge(self, store: Any = None) -> Bridge:
        return Bridge(
            store,
            refused=lambda no: self.refused.append(no.code),
            unavailable=self._unavailable,
            crashed=self.crashed.append,
        )

    def _unavailable(self, no: Unavailable, asked: bool) -> None:
        self.unavailable.append((no.code, asked))


@pytest.fixture
def shown() -> Shown:
    return Shown()


@pytest.fixture
def bridge(run: Run, shown: Shown) -> Iterator[Bridge]:
    """A bridge without a record, closed at the end."""
    made = shown.bridge()
    yield made
    assert run(made.close())
    assert not shown.crashed, shown.crashed


@pytest.fixture
def bridged(run: Run, shown: Shown, store: Store) -> Iterator[Bridge]:
    """The bridge on a real record, closed at the end."""
    made = shown.bridge(store)
    yield made
    assert run(made.close())
    assert not shown.crashed, shown.crashed


@pytest.fixture
def quiet_bridge(bridged: Bridge, shown: Shown) -> Iterator[Bridge]:
    """The same, of a scene in which nobody is told that anything went wrong."""
    yield bridged
    assert not shown.refused, shown.refused
    assert not shown.unavailable, shown.unavailable
