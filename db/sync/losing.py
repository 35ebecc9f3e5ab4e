"""Which writings of a register were lost against one that had not seen them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Who writes these chooses between two values; what else the program reckons or reads by itself, the later one counts.
LOUD: Mapping[str, frozenset[str]] = {
    "resident": frozenset(
        {
            "name", "chosen_name", "document", "birth_date", "age_band", "gender", "phone", "email", "address",
            "neighbourhood_id", "district_id", "belongs", "consent", "guardian_id", "note", "removed_at",
        }
    ),
    "organisation": frozenset({"name", "kind", "neighbourhood_id", "contact", "phone", "email", "removed_at"}),
    "council": frozenset({"name", "kind", "removed_at"}),
    "sitting": frozenset(
        {"title", "place", "mode", "starts_at", "opened_at", "closed_at", "join_link", "unnamed_in_room", "removed_at"}
    ),
    "item": frozenset(
        {"title", "presenter", "notes", "outcome", "minutes_planned", "started_at", "ended_at", "removed_at"}
    ),
    "turn": frozenset({"resident_id", "item_id", "started_at", "ended_at", "removed_at"}),
    "presence": frozenset(
        {"resident_id", "arrived_at", "left_at", "companions", "representing_id", "way", "removed_at"}
    ),
    "match": frozenset({"resident_ids", "verdict"}),
    "issue": frozenset(
        {"text", "kind", "topic", "place", "raised_by_id", "department_id", "item_id", "state", "removed_at"}
    ),
    "commitment": frozenset({"text", "responsible_id", "due_on", "state", "removed_at"}),
}  # fmt: skip


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
    if register not in LOUD.get(noun, ()) or len(edits) < 2:
        return []
    by_clock = {edit.hlc: edit for edit in edits}
    won = max(edits, key=lambda edit: (edit.hlc, edit.seq))
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
