"""What the agenda pane shows, as one frozen value, and how a line is read that somebody types into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from db.agenda.queries import Attendant, Equity, ItemCard, TurnCard
from db.sittings.corrections import Correction

# «Baches en San Juan 20'» or «... 20 min»: what people write on a paper agenda.
_MINUTES = re.compile(r"\s+(\d{1,3})\s*(?:'|’|min(?:utos?|\.)?)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class AgendaShown:
    """Everything the pane shows of one sitting. `chosen` is the item whose notes and outcome are under the hand.

    `queue` are those who asked to speak, in order; `planned_end` is by the city's wall clock, None when nobody said.
    `corrected` are the items that were put right after the closing.
    """

    state: str
    items: tuple[ItemCard, ...]
    running: ItemCard | None
    chosen: ItemCard | None
    turns: tuple[TurnCard, ...]
    speaking: TurnCard | None
    people: tuple[Attendant, ...]
    equity: Equity
    queue: tuple[Attendant, ...] = ()
    planned_end: datetime | None = None
    corrected: Mapping[str, Correction] = field(default_factory=dict)


@dataclass(frozen=True)
class Changed:
    """An item as it shall be; 0 minutes are none."""

    title: str
    minutes: int
    presenter: str


@dataclass(frozen=True)
class Joined:
    """With which item another one is joined, and under which title."""

    into_id: str
    title: str


@dataclass(frozen=True)
class Course:
    """How the evening stands: seconds to come, when it ends at that (wall clock of the city), seconds late (None: no
    end was planned), and how many items nobody gave minutes."""

    remaining: int
    ends_at: datetime
    late: int | None
    untimed: int


def item_of(line: str) -> tuple[str, int | None]:
    """Title and planned minutes of one line: «Baches 20'» is Baches, 20 minutes; without minutes None."""
    found = _MINUTES.search(line)
    if found is None or not line[: found.start()].strip():
        return line.strip(), None
    return line[: found.start()].strip(), int(found.group(1))
