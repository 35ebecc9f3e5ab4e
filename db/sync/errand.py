"""One contact with the server from hello to receipt: connect, work, leave. The record and the network take turns."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from db.errors import Refused, Unavailable
from db.sync.commands import close_contact, take_answer, take_greeting
from db.sync.door import Door
from db.sync.queries import next_batch, own, sync_status
from db.work import Done, Store

T = TypeVar("T")
# A server restored again and again in mid errand is somebody's mistake; leave, and come back later.
_REWINDS = 3


class Hands(Protocol):
    """Who does the work: the record's own thread (`do`, `ask`), and a worker for the network (`off`)."""

    async def do(self, command: Callable[..., T], *args: Any, **facts: Any) -> Done[T]: ...

    async def ask(self, query: Callable[..., T], *args: Any, **facts: Any) -> T: ...

    async def off(self, job: Callable[..., T], *args: Any, **facts: Any) -> T: ...


@dataclass(frozen=True)
class Handed:
    """What a contact came to: entries sent now, how many of them the server confirmed, what is left, what is aside."""

    sent: int
    confirmed: int
    pending: int
    quarantined: int
    rewound: bool


@dataclass
class _Tally:
    sent: int = 0
    confirmed: int = 0
    quarantined: int = 0
    rewound: bool = False


async def hand_over(hands: Hands) -> Handed:
    """Sends everything that is pending, batch by batch, each confirmed in the record before the next one goes.

    May be cut at any point and run again: what was confirmed stays so, the rest is sent again, and the server tells
    what it had already. Raises Refused: not_enrolled, cloned, chain_broken, server_not_prepared, server_newer;
    Unavailable: server_unreachable, server_refused_login, server_certificate, server_busy, server_trouble.
    """
    beginning = await hands.ask(own)
    tally, outcome, offline = _Tally(), "interrupted", False
    door = await hands.off(Door, beginning.link)
    try:
        await _converse(hands, door, tally)
        outcome = "done"
    except (Refused, Unavailable) as no:
        outcome, offline = no.code, isinstance(no, Unavailable)
        raise
    finally:
        await hands.off(door.close)
        await hands.do(
            close_contact, outcome=outcome, offline=offline, sent=tally.sent, confirmed=tally.confirmed,
            quarantined=tally.quarantined, rewound=tally.rewound,
        )  # fmt: skip
    status = await hands.ask(sync_status)
    return Handed(tally.sent, tally.confirmed, status.pending, status.quarantined, tally.rewound)


async def _converse(hands: Hands, door: Door, tally: _Tally) -> None:
    greeting = await hands.off(door.hello)
    tally.rewound = (await hands.do(take_greeting, greeting=greeting)).outcome
    rewinds = 0
    while (batch := await hands.ask(next_batch)) is not None:
        count = batch.last_seq - batch.first_seq + 1
        tally.sent += count
        answer = await hands.off(door.push, batch)
        if (await hands.do(take_answer, answer=answer, last_seq=batch.last_seq)).outcome:
            tally.sent -= count
            tally.rewound, rewinds = True, rewinds + 1
            if rewinds > _REWINDS:
                raise Refused("server_behind", number=answer.head.seq)
            continue
        tally.confirmed += answer.confirmed
        tally.quarantined += sum(one.verdict == "quarantined" for one in answer.aside)
        if answer.broken_at is not None:
            raise Refused("chain_broken", number=answer.broken_at)


class StraightHands:
    """Does everything at once in the caller's own thread: the command line, where nobody else waits."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def do(self, command: Callable[..., T], *args: Any, **facts: Any) -> Done[T]:
        return self._store.do(command, *args, **facts)

    async def ask(self, query: Callable[..., T], *args: Any, **facts: Any) -> T:
        return self._store.ask(query, *args, **facts)

    async def off(self, job: Callable[..., T], *args: Any, **facts: Any) -> T:
        return job(*args, **facts)


def hand_over_now(store: Store) -> Handed:
    """`hand_over`, here and now. Raises as it does."""
    return _straight(hand_over(StraightHands(store)))


def _straight(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine that never waits for anything."""
    try:
        work.send(None)
    except StopIteration as ended:
        return ended.value  # type: ignore[no-any-return]
    raise RuntimeError("a straight errand waited")
