"""A page that is not in front reads nothing: an evening of arrivals costs the roll nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import SignalInstance

from db.changes import Changes
from desktop.bridge import AGAIN, Bridge


class InFront(Protocol):
    """A page that tells when it comes to the front."""

    came_to_front: SignalInstance

    def isVisible(self) -> bool:
        """Whether it can be seen."""
        ...


class LooksAgain(Protocol):
    """A presenter that looks at everything, or at what changed."""

    async def look(self) -> None:
        """All of it."""
        ...

    async def look_again(self, changes: Changes) -> None:
        """After a commit."""
        ...


def look_in_front(bridge: Bridge, nouns: Iterable[str], view: InFront, presenter: LooksAgain) -> None:
    """Follow the nouns while the page is seen; what it missed meanwhile it looks at when it comes to the front."""
    missed = False

    async def look_again(changes: Changes) -> None:
        nonlocal missed
        missed = missed or not view.isVisible()
        if not missed:
            await presenter.look_again(changes)

    async def look() -> None:
        nonlocal missed
        if missed:
            missed = False
            await presenter.look()

    bridge.follow(nouns, look_again)
    bridge.on(view.came_to_front, look, AGAIN)
