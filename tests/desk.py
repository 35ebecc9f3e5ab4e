"""A desk for the presenters' tests: the real record, without threads and without a screen."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from db.changes import Changes
from db.work import Done, Store


class PlainDesk:
    """Does everything at once, in the test's own thread, and tells the followers before it returns."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._followers: list[tuple[tuple[str, ...], Callable[[Changes], Any]]] = []

    async def do(self, command: Callable[..., Any], *args: Any, **facts: Any) -> Done[Any]:
        done = self.store.do(command, *args, **facts)
        for nouns, look_again in self._followers:
            if done.changes.touches(*nouns):
                answer = look_again(done.changes)
                if inspect.isawaitable(answer):
                    await answer
        return done

    async def ask(self, query: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return self.store.ask(query, *args, **facts)

    async def off(self, job: Callable[..., Any], *args: Any, **facts: Any) -> Any:
        return job(*args, **facts)

    def follow(self, nouns: tuple[str, ...], look_again: Callable[[Changes], Any]) -> None:
        self._followers.append((nouns, look_again))
