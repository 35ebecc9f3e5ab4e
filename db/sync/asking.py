"""Asks the shared database for figures with this desk's own login: a head sees her district, or the city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused
from db.sync.door import Door, Link
from db.sync.queries import own, who_am_i
from db.sync.tables import Standing
from db.work import Store

P = ParamSpec("P")
T = TypeVar("T")
# Somebody looks at the page meanwhile; of what she sees then the last answer, or this laptop's own, is better.
_TO_REACH_S, _TO_ANSWER_S = 5, 20.0


@dataclass(frozen=True)
class Sight:
    """What the record of this laptop is told, as the server said at the last contact.

    `ages`: dates of birth and bands of age reach it; no head's. `district_id`: of which district alone the sittings
    do; None for all. `text`: both as the server words them.
    """

    ages: bool
    district_id: str | None
    text: str


def sight(session: Session) -> Sight | None:
    """What this laptop is told; None while no server said: then it knows what was written on it."""
    told = session.scalar(select(Standing.sees).where(Standing.desk_id == who_am_i(session).desk_id))
    if not told:
        return None
    role, _, district = told.partition("/")
    return Sight(role != "head", district or None, told)


def told_of(seen: Sight | None, district_id: str | None) -> str | None:
    """The district that figures are of, when some are asked of this one (None: of all that is known here).

    Whoever is told of one district alone asks of that: its numbers must not stand under the name of the city.
    Raises Refused: district_not_told.
    """
    alone = seen.district_id if seen else None
    if alone and district_id not in (None, alone):
        raise Refused("district_not_told")
    return alone or district_id


def way_there(session: Session) -> Link:
    """How to reach the shared database. Raises Refused: not_enrolled."""
    return own(session).link


def ask_by(link: Link, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
    """One question about figures, answered there within half a minute. Touches no record: for a worker thread.

    Raises Refused: not_enrolled, server_not_prepared; Unavailable: server_unreachable, server_refused_login,
    server_certificate, server_busy, server_trouble.
    """
    door = Door(link, timeout_s=_TO_REACH_S, patience_s=_TO_ANSWER_S, waits_for_a_place=False)
    try:
        return door.figures(query, *args, **facts)
    finally:
        door.close()


def ask_there(store: Store, query: Callable[Concatenate[Session, P], T], *args: P.args, **facts: P.kwargs) -> T:
    """One question about figures, answered there. Raises as `ask_by`."""
    door = Door(store.ask(way_there))
    try:
        return door.figures(query, *args, **facts)
    finally:
        door.close()
