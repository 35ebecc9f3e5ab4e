"""What a presenter may lean on: the record, from where screens are. The bridge is one; tests have a plain one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy.orm import Session

from db.changes import Changes
from db.work import Done, Work

P = ParamSpec("P")
T = TypeVar("T")


class Desk(Protocol):
    """Commands, questions, slow jobs, and word of what changed."""

    async def do(self, command: Callable[Concatenate[Work, P], T], *args: P.args, **facts: P.kwargs) -> Done[T]:
        """One command, one transaction, on the database thread. Raises Refused or Unavailable."""
        ...

    async def ask(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
        """One question, on the database thread; answers frozen values."""
        ...

    async def off(self, job: Callable[P, T], *args: P.args, **facts: P.kwargs) -> T:
        """A slow job that does not touch the record (network, files), on a worker thread."""
        ...

    def follow(self, nouns: tuple[str, ...], look_again: Callable[[Changes], Any]) -> None:
        """Calls back after a commit touched one of the nouns. `look_again` may be a coroutine function."""
        ...
