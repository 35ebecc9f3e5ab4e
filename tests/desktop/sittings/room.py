"""A page or pane as a person finds it: in the real loop, on the real record, in Spanish; and the terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.home import Home, create
from db.places.city import City
from db.work import Store
from desktop import i18n
from desktop.bridge import Bridge
from desktop.cli import run as run_command
from desktop.focus import Focus
from desktop.kit import theme
from desktop.parts import Parts
from desktop.settings import Settings
from desktop.shell.signals import ShellSignals
from tests.record import CITY_FILE, HandClock

Run = Callable[[Coroutine[Any, Any, Any]], Any]
ViewT = TypeVar("ViewT", bound=QWidget)


@dataclass
class Room(Generic[ViewT]):
    """The view with what is around it."""

    view: ViewT
    bridge: Bridge
    focus: Focus
    shell: ShellSignals
    run: Run
    qtbot: QtBot
    shown: Any

    @property
    def sitting(self) -> str:
        """The sitting in hand."""
        assert self.focus.sitting_id is not None
        return self.focus.sitting_id

    def does(self, act: Callable[[], object]) -> None:
        """Does something as a person would, while the loop runs, and waits until all that came of it is done."""

        async def done() -> None:
            act()
            await self.bridge.settle()

        self.run(done())

    def press(self, button: QPushButton) -> None:
        assert button.isEnabled()
        self.does(lambda: self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton))

    def types(self, field: QLineEdit, text: str) -> None:
        """Types into a line (letters of ASCII: more a test's keyboard does not have) and presses Enter."""

        def act() -> None:
            field.setFocus()
            self.qtbot.keyClicks(field, text)
            self.qtbot.keyClick(field, Qt.Key.Key_Return)

        self.does(act)

    def answers(self, act: Callable[[], object], answer: Callable[[QDialog], object]) -> None:
        """Does something that opens a question, and answers it."""

        async def done() -> None:
            act()
            while not (found := [one for one in self.view.findChildren(QDialog) if one.isVisible()]):
                await _a_moment()
            answer(found[0])
            await self.bridge.settle()

        self.run(done())


async def _a_moment() -> None:
    import asyncio

    await asyncio.sleep(0)


@contextmanager
def opened_room(
    build: Callable[[Parts], QWidget],
    *,
    store: Store,
    city: City,
    home: Home,
    clock: HandClock,
    run: Run,
    shown: Any,
    qtbot: QtBot,
    sitting: str | None = None,
) -> Iterator[Room[Any]]:
    """Builds a page on a sitting in hand, and looks at the end that nothing crashed."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    i18n.install(application, "es_AR")
    theme.apply(application)
    bridge, shell, focus = shown.bridge(store), ShellSignals(), Focus()
    focus.choose(sitting)
    parts = Parts(bridge, Settings(home.path / "settings.json"), focus, shell, city, home, "Ribera 1", clock)

    async def made() -> QWidget:
        view = build(parts)
        await bridge.settle()
        return view

    view = run(made())
    qtbot.addWidget(view)
    view.resize(460, 800)
    view.show()
    yield Room(view, bridge, focus, shell, run, qtbot, shown)
    assert run(bridge.close())
    assert not shown.crashed, shown.crashed


class Terminal:
    """A new desk, and the way to call the program on it."""

    def __init__(self, home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        passphrase = "correct horse battery"
        create(home, city_file=CITY_FILE, district="ribera", passphrase=passphrase)
        monkeypatch.setenv("CABILDO_PASSPHRASE", passphrase)
        rooms = ("residents", "sittings", "agenda", "issues", "checkin", "surveys", "outreach", "experiences")
        monkeypatch.setattr("desktop.cli.ROOMS", rooms)
        self._home, self._capsys = home, capsys

    def call(self, *words: str) -> tuple[int, str, str]:
        code = run_command(["--home", str(self._home.path), *words])
        return code, *self._capsys.readouterr()

    def json(self, *words: str) -> dict[str, Any]:
        code, out, err = self.call("--json", *words)
        assert (code, err) == (0, ""), err
        told: dict[str, Any] = json.loads(out)
        return told

    def refused(self, *words: str) -> str:
        """The sentence on standard error; nothing is on standard output."""
        code, out, err = self.call(*words)
        assert (code, out) == (2, "")
        return err.strip()

    def planned(self, title: str = "Primera sesión") -> str:
        told = self.json(
            "sitting", "plan", "--council", "Consejo El Muelle", "--title", title, "--at", "2026-11-19T19:00"
        )
        return str(told["id"])
