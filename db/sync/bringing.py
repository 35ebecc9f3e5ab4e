"""A file that somebody brought on a stick to this laptop: from the centre, or from the laptop beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db.errors import Refused
from db.sync.beside import carry_beside, take_beside
from db.sync.carrying import Brought, Written, carry, take_receipt
from db.sync.errand import Hands, Progress, StraightHands, straight
from db.sync.sealing import needs_code
from db.sync.stick import read_stick
from db.work import Store

Tell = Callable[[Progress], None]


async def take_stick(
    hands: Hands, path: Path, *, code: str | None = None, tell: Tell = lambda _: None, portion: int | None = None
) -> Brought:
    """Takes in whichever file it is. Raises Refused: carry_needs_code, and as `take_receipt` and `take_beside`."""
    raw = await hands.off(read_stick, path)
    if not await hands.off(needs_code, raw):
        return await take_receipt(hands, raw, tell=tell, portion=portion)
    if not code:
        raise Refused("carry_needs_code")
    return await take_beside(hands, raw, code, tell=tell, portion=portion)


def carry_now(store: Store, path: Path, *, beside: bool = False) -> Written:
    """`carry`, or `carry_beside`, here and now."""
    hands = StraightHands(store)
    return straight(carry_beside(hands, path) if beside else carry(hands, path))


def take_stick_now(store: Store, path: Path, *, code: str | None = None) -> Brought:
    """`take_stick`, here and now."""
    return straight(take_stick(StraightHands(store), path, code=code))
