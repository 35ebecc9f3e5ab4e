"""One city of the histories by chance: its laptops, who lives there, what was promised, and what happened so far."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select

from db.errors import Refused, Unavailable
from db.residents.tables import Resident
from db.sync.errand import hand_over_now
from db.work import Store, Work
from tests.faults.country import Country, Time
from tests.faults.equality import Lost


@dataclass(frozen=True)
class Division:
    """How a city is divided: where each of its laptops sits (None: with the whole city), how many there are, and
    whether people move from one district to another."""

    seats: tuple[str | None, ...]
    laptops: tuple[int, ...]
    moving: bool = False

    @property
    def divided(self) -> bool:
        return len(set(self.seats)) > 1


ONE_DISTRICT = Division(("ribera",) * 3, (2, 2, 3))
WHOLE_CITY = Division((None,) * 3, (2, 2, 3))
TWO_DISTRICTS = Division(("ribera", "loma", None, "ribera"), (3, 3, 4))
MOVING = Division(TWO_DISTRICTS.seats, TWO_DISTRICTS.laptops, moving=True)
PLACES = ("ribera", "loma")


@dataclass
class History:
    """The people and clubs of one history, of whom it erased which (and from which seat), and how many acts it came
    to."""

    number: int
    people: list[str] = field(default_factory=list)
    clubs: list[str] = field(default_factory=list)
    erased: dict[str, str | None] = field(default_factory=dict)
    acts: int = 0


@dataclass
class Stick:
    """A file on its way: `batch` for the centre, `receipt` from there, `beside` with the code that opens it."""

    kind: str
    content: bytes = field(repr=False)
    code: str | None = None
    # Of the laptop that wrote it, or that it is for.
    of: Store | None = field(default=None, repr=False)


@dataclass
class Round:
    """One city with its laptops."""

    country: Country
    seed: int
    histories: list[History]
    chance: random.Random
    division: Division
    time: Time = field(default_factory=Time)
    city: str = ""
    desks: list[Store] = field(default_factory=list)
    scrapped: list[Store] = field(default_factory=list)
    sticks: list[Stick] = field(default_factory=list)
    # The laptop that has no network at all, and lives by sticks.
    afar: Store | None = None
    told: Lost = field(default_factory=Lost)
    happened: dict[str, int] = field(default_factory=dict)
    # Of whom each laptop has heard, until something comes to it from elsewhere; and the one that is used just now.
    heard_of: dict[int, set[str]] = field(default_factory=dict)
    here: set[str] = field(default_factory=set)

    def count(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1

    def act(self, desk: Store, *some: tuple[History, Act]) -> None:
        """What people do at a laptop in one breath, which is one transaction; what the record refuses is not done."""

        def do(work: Work) -> None:
            for history, act in some:
                history.acts += 1
                try:
                    act(self, work, history)
                except Refused:
                    self.count("refused")

        if id(desk) not in self.heard_of:
            self.heard_of[id(desk)] = desk.ask(lambda session: set(session.scalars(select(Resident.id))))
        self.here = self.heard_of[id(desk)]
        desk.do(do)

    def contact(self, desk: Store) -> None:
        """By the network; it may be cut."""
        self.count("contacts")
        self.before_others(desk)
        try:
            hand_over_now(desk)
        except Unavailable:
            self.count("cut")

    def before_others(self, *desks: Store) -> None:
        """Everything that these laptops took is noted as promised, before anything comes from elsewhere."""
        for desk in desks:
            self.told.note(desk)
            self.heard_of.pop(id(desk), None)

    def known(self, history: History) -> list[str]:
        """Those of its people that the laptop of this moment has heard of."""
        return [one for one in history.people if one in self.here]


Act = Callable[[Round, Work, History], None]
