"""Which writings of a register were lost against one that had not seen them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What the program reckons by itself, or what nobody would choose between by hand: the later one counts, quietly.
_QUIET_NOUNS = frozenset({"settlement", "erasure", "district", "neighbourhood"})
_QUIET = frozenset(
    {
        "position", "score", "reasons", "remembered", "rejected_ids", "participant_ids", "decided_by", "enrolled_id",
        "group_key", "folded",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """One writing of one register: its clock, the clock of what its author saw there, whose it is, the values."""

    hlc: str
    seen: str
    desk: str
    seq: int
    values: Mapping[str, Any]
    erased: bool = False


def losers(noun: str, register: str, edits: Sequence[Edit]) -> list[tuple[Edit, Edit]]:
    """The writings that the present one does not rest upon, each with the present one.

    A writing rests on what its author saw, and on what that one rested on. Whatever is not among those was written
    without the two knowing of each other, and one of the two values is not on the screen (concurrency as in Lamport
    1978, told by the clock each author saw). Of several of one desk, one upon the other, only the last is told; and
    nothing of the same value, nothing that was erased by law.
    """
    if noun in _QUIET_NOUNS or register in _QUIET or len(edits) < 2:
        return []
    by_clock = {edit.hlc: edit for edit in edits}
    won = max(edits, key=lambda edit: edit.hlc)
    upon = _rested_on(won, by_clock)
    lost = [edit for edit in edits if edit is not won and edit.hlc not in upon]
    beneath: set[str] = set()
    for edit in lost:
        beneath |= _rested_on(edit, by_clock)
    return [(edit, won) for edit in lost if edit.hlc not in beneath and not edit.erased and edit.values != won.values]


def _rested_on(edit: Edit, by_clock: Mapping[str, Edit]) -> set[str]:
    found: set[str] = set()
    seen = edit.seen
    while seen in by_clock and seen not in found:
        found.add(seen)
        seen = by_clock[seen].seen
    return found
