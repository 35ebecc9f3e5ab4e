"""Asks the shared database for figures with this desk's own login: a head sees her district, or the city."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from db.sync.door import Door
from db.sync.queries import own
from db.work import Store

P = ParamSpec("P")
T = TypeVar("T")


def ask_there(store: Store, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
    """One question about figures, answered there. Raises Refused: not_enrolled; Unavailable: server_unreachable,
    server_refused_login, server_certificate, server_trouble."""
    door = Door(store.ask(own).link)
    try:
        return door.figures(query, *args, **facts)
    finally:
        door.close()
