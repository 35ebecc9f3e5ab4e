"""A desk without a screen for the terminal: what presenters and jobs ask for is done at once, in that order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.changes import Changes
from db.work import Done, Store


class Straight:
    """The record behind the interface that presenters and jobs lean on."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def do(self, command: Callable[..., Any], *args: Any, **facts: Any) -> Done[Any]:
        return self._store.do(command, *args, **facts)

    async def ask(self, query: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return self._store.ask(query, *args, **facts)

    async def off(self, job: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return job(*args, **facts)

    def follow(self, nouns: tuple[str, ...], look_again: Callable[[Changes], Any]) -> None:
        """Nobody looks."""
