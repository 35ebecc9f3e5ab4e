"""What was done on a page and how each of it is taken back: the last act first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.errors import Refused
from desktop.desk import Desk


class Acts:
    """`note` what would take an act back; `undo` does it. `told` hears whether there is something to take back."""

    def __init__(self, desk: Desk, told: Callable[[bool], object]) -> None:
        self._desk, self._told = desk, told
        self._back: list[tuple[Callable[..., Any], dict[str, Any]]] = []

    def note(self, command: Callable[..., Any], **facts: Any) -> None:
        """An act was done; this command takes it back."""
        self._back.append((command, facts))
        self._told(True)

    def forget(self) -> None:
        """Another sitting is in hand: its acts are not taken back from here."""
        self._back.clear()
        self._told(False)

    async def undo(self) -> None:
        """Takes back the last act. Raises Refused: nothing_to_undo, or why it cannot be taken back any more."""
        if not self._back:
            raise Refused("nothing_to_undo")
        command, facts = self._back.pop()
        self._told(bool(self._back))
        await self._desk.do(command, **facts)
