"""What the wall shows, as one frozen value: nothing personal but the name of whoever speaks. And on which screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Wall:
    """`calm` is none, locked, planned or over while there is no sitting to follow, and empty while there is.

    Of whoever speaks the name and the way (room, zoom, phone); `next_title` is empty after the last item. In the sum
    in_room + online - both = people; `unnamed` stand beside it. `link` is where one registers, or else joins.
    """

    calm: str = "none"
    council: str = ""
    title: str = ""
    starts_at: datetime | None = None
    number: int = 0
    items: int = 0
    item: str = ""
    minutes_planned: int | None = None
    next_title: str = ""
    speaker: str = ""
    way: str = ""
    in_room: int = 0
    online: int = 0
    both: int = 0
    people: int = 0
    unnamed: int = 0
    link: str = ""


def screen_for(screens: Sequence[str], own: str, remembered: str) -> str | None:
    """On which screen it goes: the one of last time, else the first that is not the facilitator's own; None for none.

    Never her own: it would cover the door.
    """
    others = [name for name in screens if name != own]
    return remembered if remembered in others else next(iter(others), None)


@dataclass(frozen=True)
class Place:
    """Where the window was: on which screen, whether it filled it, and where it stood as a window."""

    screen: str = ""
    full: bool = True
    box: tuple[int, int, int, int] | None = None

    def text(self) -> str:
        """As the settings keep it."""
        box = " ".join(map(str, self.box)) if self.box else ""
        return f"{self.screen}|{int(self.full)}|{box}"


def place_of(text: str) -> Place:
    """The place of last time; the usual one where nothing is kept, or nothing that can be read."""
    screen, _, rest = text.rpartition("|")
    name, _, full = screen.rpartition("|")
    numbers = [int(word) for word in rest.split() if word.lstrip("-").isdigit()]
    box = (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None
    return Place(name, full != "0", box)
