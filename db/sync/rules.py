"""What the laptop makes of the server's word about its chain. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from db.errors import Refused


@dataclass(frozen=True)
class Head:
    """Where a chain stands: the number and the hash of its last entry."""

    seq: int
    hash: str


# Where every chain begins.
NOTHING = Head(0, "0" * 64)


def number_of(desk: str) -> str:
    """By which number a desk goes beside its name, in every list and on every paper: the end of what its login was made
    for. A laptop keeps it when it begins anew under another name of its own."""
    return desk.removeprefix("cabildo_")[-8:]


def meet(*, server: Head, own: Head, own_hash_there: str | None, confirmed: int) -> bool:
    """Whether to rewind: the server has less than it once confirmed, so it came back from an older backup.

    `own_hash_there` is the hash of our own entry with the number of the server's head. Raises Refused: cloned, when
    the server holds, under our name, entries that are not ours: this laptop is a copy, or came back from a backup
    itself. Nothing may be sent then: it would be taken for what is there already, and be lost.
    """
    if server.seq > own.seq:
        raise Refused("cloned", number=own.seq + 1)
    if own_hash_there != server.hash:
        raise Refused("cloned", number=server.seq)
    return server.seq < confirmed
