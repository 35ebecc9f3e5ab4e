"""What the commands of matching answer: frozen values, for whoever asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Imported:
    """What a report came to. `groups` are people as Zoom knows them; `nobodies` the host and the room's own client."""

    call_id: str
    rows: int
    repeated: bool
    groups: int
    sure: int
    proposed: int
    unknown: int
    nobodies: int
    decided: int
    only_waited: int


@dataclass(frozen=True)
class Before:
    """What was decided of a group before an act, to put it back exactly. `decided` is False for the program's own;
    `listed` names the list from which the act confirmed several groups at once, for they are put back together.
    """

    match_id: str
    verdict: str
    resident_ids: tuple[str, ...]
    rejected_ids: tuple[str, ...]
    enrolled_id: str | None
    decided: bool
    listed: str = ""
