"""A record whose writes take as long as a test wants, and a door that scans cards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from db.changes import Changes
from db.errors import Refused
from db.work import Done


class Door(QObject):
    scanned = Signal(str)
    pressed = Signal(bool)


class SlowStore:
    """A record whose writes take exactly as long as the test wants."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.began = threading.Event()
        self.changes = Changes({"presence": frozenset({"1"})})
        self.cards: list[str] = []
        self.threads: set[str] = set()
        self.closed = False

    def do(self, command: Callable[..., Any], *args: Any, **facts: Any) -> Done[Any]:
        self.threads.add(threading.current_thread().name)
        self.began.set()
        assert self.go.wait(10)
        return Done(self.changes, command(self, *args, **facts))

    def ask(self, query: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        self.threads.add(threading.current_thread().name)
        return query(self, *args, **facts)

    def close(self) -> None:
        self.threads.add(threading.current_thread().name)
        self.closed = True


def check_in(record: SlowStore, *, card: str) -> int:
    if card == "refuse":
        raise Refused("already_there")
    record.cards.append(card)
    return len(record.cards)
