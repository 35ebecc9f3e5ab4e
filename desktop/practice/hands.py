"""The hands of the player: keys, mouse and files on the widgets of the real window, and waiting as a person waits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.shell.crash_window import CrashWindow

PATIENCE = 90.0
"""Seconds. Nothing on a page takes a hundredth of it; a laptop that is busy otherwise may."""

W = TypeVar("W", bound=QWidget)
ANY: Any = QWidget


class Failed(Exception):  # noqa: N818 - it reads as what happened: `raise Failed("the door did not open")`
    """A step of the evening did not come to what it should."""


class Hands:
    """Acts on what is seen; nothing here reaches behind the widgets. `running` tells how many handlers and jobs run."""

    def __init__(self, window: QWidget, running: Callable[[], tuple[int, int]]) -> None:
        self.window, self._running = window, running

    def find(self, name: str, kind: type[W] = ANY) -> W:
        """The visible widget of that object name. Raises Failed."""
        found = self.seen(name, kind)
        if found is None:
            raise Failed(f"{name} is not on the screen")
        return found

    def seen(self, name: str, kind: type[W] = ANY) -> W | None:
        """The same; None when it is not there or not visible."""
        tops = [self.window, *(top for top in QApplication.topLevelWidgets() if top is not self.window)]
        for top in tops:
            for part in (top, *top.findChildren(QWidget, name)):
                if part.objectName() == name and isinstance(part, kind) and part.isVisible():
                    return part
        return None

    def dialog(self) -> QDialog | None:
        """The dialog in front, if there is one."""
        return next(
            (top for top in QApplication.topLevelWidgets() if isinstance(top, QDialog) and top.isVisible()), None
        )

    async def rest(self) -> None:
        """Wait until nothing is running, and Qt has drawn what came of it. A handler that asks may go on asking."""
        end, quiet = time.monotonic() + PATIENCE, 0
        while quiet < 2:
            await self._turn()
            handlers, jobs = self._running()
            quiet = 0 if jobs or (handlers and self.dialog() is None) else quiet + 1
            if not quiet and time.monotonic() > end:
                raise Failed(f"{handlers} handlers and {jobs} jobs do not come to an end")
        crashed = next((top for top in QApplication.topLevelWidgets() if isinstance(top, CrashWindow)), None)
        if crashed is not None and crashed.isVisible():
            raise Failed(f"a bug of Cabildo: {crashed.details}")

    async def until(self, so: Callable[[], object], what: str) -> None:
        """Wait until something is so. Raises Failed with `what` was waited for in vain."""
        end = time.monotonic() + PATIENCE
        while not so():
            if time.monotonic() > end:
                raise Failed(f"waited in vain: {what}")
            await self.rest()

    async def press(self, key: Qt.Key, *, ctrl: bool = False, alt: bool = False, on: QWidget | None = None) -> None:
        """A key, on a widget or on whatever has the focus; then rest."""
        held = Qt.KeyboardModifier.NoModifier
        if ctrl:
            held |= Qt.KeyboardModifier.ControlModifier
        if alt:
            held |= Qt.KeyboardModifier.AltModifier
        await self._in_front()
        focused = self.window.focusWidget()
        QTest.keyClick(on if on is not None else self.window if focused is None else focused, key, held)
        await self.rest()

    def write(self, text: str, on: QWidget) -> None:
        """Letters, as fast as a scanner types them. Letters beyond ASCII come as a keyboard layout sends them."""
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(on, letter)
                continue
            for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(on, event)

    async def fill(self, field: QWidget, text: str) -> None:
        """Stand on a field, write over what is in it, and rest."""
        await self._in_front()
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.write(text, field)
        await self.rest()

    async def click(self, part: QWidget | str) -> None:
        """The left button of the mouse in the middle of a widget; then rest. Raises Failed when it is disabled."""
        button = self.find(part) if isinstance(part, str) else part
        await self._in_front()
        if not button.isEnabled():
            raise Failed(f"{button.objectName() or button.accessibleName()} cannot be pressed now")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
        await self.rest()

    async def drop(self, path: Path) -> None:
        """Let a file fall on the window."""
        carried = QMimeData()
        carried.setUrls([QUrl.fromLocalFile(str(path))])
        at, copy = self.window.rect().center(), Qt.DropAction.CopyAction
        held = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        # To the system's window, as what is dragged comes; what falls is delivered where it was dragged over before.
        window = self.window.windowHandle()
        QApplication.sendEvent(window, QDragEnterEvent(at, copy, carried, *held))
        QApplication.sendEvent(window, QDropEvent(QPointF(at), copy, carried, *held))
        await self.rest()

    async def _in_front(self) -> None:
        """Shortcuts belong to the window in front; off screen nobody but us brings it there."""
        front = self.dialog() or self.window
        if not front.isActiveWindow() and QApplication.activePopupWidget() is None:
            front.activateWindow()
            await self._turn()

    async def _turn(self) -> None:
        """One turn of the loop: Qt's timers and paintings come before it ends."""
        turned: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        QTimer.singleShot(10, lambda: None if turned.done() else turned.set_result(None))
        await turned
