"""What the door shows: the sitting in hand, whom letters may mean, and what the presenter says to the pane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from db.checkin.line import Line
from db.checkin.queries import AtTheDoor, Stay
from db.places.queries import NeighbourhoodCard
from db.residents.name_order import Named
from db.residents.queries import ResidentCard
from db.sittings.corrections import Correction
from db.sittings.queries import SittingCard
from desktop.checkin.cards import Told

_NOTHING = Line()


@dataclass(frozen=True)
class DoorShown:
    """What the door shows of the sitting in hand: its state, who came (latest first), the quarters to choose from.

    `corrected` are the stays that were put right after the closing.
    """

    sitting: SittingCard
    arrivals: tuple[Stay, ...]
    quarters: tuple[NeighbourhoodCard, ...]
    corrected: Mapping[str, Correction] = field(default_factory=dict)


@dataclass(frozen=True)
class Meant:
    """Whom what is typed may mean: the people found, how the line was read, and whether Enter takes one of them.

    Where the line tells of somebody whom the roll does not know, Enter writes her down, and the people found are her
    namesakes, for a person to look at; `order` is which part of her name would be the family's.
    """

    found: tuple[AtTheDoor, ...] = ()
    line: Line = _NOTHING
    takes_found: bool = True
    order: Named | None = None

    @property
    def writes(self) -> bool:
        """Whether Enter is about somebody new."""
        return bool(self.line.name) and not (self.found and self.takes_found)


@dataclass(frozen=True)
class Waiting:
    """Whom the next one found is for: kind companion (came with her) or guardian (answers for her)."""

    kind: str
    stay: Stay


class DoorView(Protocol):
    """What the presenter says to the pane."""

    def show_door(self, shown: DoorShown) -> None:
        """Everything that is not being typed."""
        ...

    def show_results(self, text: str, meant: Meant) -> None:
        """Whom the letters may mean, and what Enter will do."""
        ...

    def show_told(self, told: Told) -> None:
        """What the last act came to."""
        ...

    def show_waiting(self, waiting: Waiting | None) -> None:
        """Whom the next one found is for."""
        ...

    def ask_again(self, text: str) -> None:
        """Several people may be meant: the letters go back into the field, and the list below it."""
        ...

    def open_walk_in(self, person: Line) -> None:
        """Nobody is meant, and something is missing: the line for somebody new."""
        ...

    def show_order(self, name: str, order: Named | None) -> None:
        """Which part of the name in the line for somebody new would be the family's."""
        ...

    def close_walk_in(self) -> None:
        """She is written down."""
        ...

    def show_wrong(self, codes: Mapping[str, str]) -> None:
        """What is wrong in the line for somebody new, by field."""
        ...

    async def ask_details(
        self, person: ResidentCard, check: Callable[[Mapping[str, object]], dict[str, str]]
    ) -> Mapping[str, object] | None:
        """Her short form; `check` answers the code of what is wrong, per field. None: nothing changes."""
        ...

    async def read_consent(self, person: ResidentCard, *, minor: bool) -> str:
        """What she must be told, to be read: agrees, takes_back, or "" for neither."""
        ...
