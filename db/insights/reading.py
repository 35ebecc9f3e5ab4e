"""One reading of the record for the figures of a scope: whoever answers it, the figures made of it are the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Protocol
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import and_, or_
from sqlalchemy.orm import Session

from db.insights.answered import Households, households
from db.insights.held import Held, Where
from db.insights.leaves import leaves, numbered
from db.insights.neighbours import Neighbour
from db.insights.scope import Scope, within
from db.insights.tally import Came, Tally, by_name, together


class Traits(Protocol):
    """The people of a reading by what the roll says of them today; who is in none of a kind said nothing of it.

    `organised`: whoever belongs to any organisation.
    """

    @property
    def genders(self) -> Mapping[str, BitMap]: ...
    @property
    def quarters(self) -> Mapping[str, BitMap]: ...
    @property
    def organisations(self) -> Mapping[str, BitMap]: ...
    @property
    def organised(self) -> BitMap: ...


@dataclass(frozen=True)
class ToldTraits:
    """The traits of people who are known already."""

    genders: Mapping[str, BitMap]
    quarters: Mapping[str, BitMap]
    organisations: Mapping[str, BitMap]

    @property
    def organised(self) -> BitMap:
        return BitMap.union(*self.organisations.values()) if self.organisations else BitMap()


@dataclass(frozen=True)
class Line:
    """One sitting with its tally in figures: the people only in the room, only online, by both ways; of them new."""

    held: Held
    only_room: int
    only_online: int
    both: int
    new: int


@dataclass(frozen=True)
class Step:
    """A month (`2026-11`) of a scope, or a year of a long one, in figures: what a line or a bar of a chart is."""

    key: str
    sittings: int
    attendances: int
    people: int
    only_room: int
    only_online: int
    both: int
    new: int
    unnamed: int

    @property
    def returning(self) -> int:
        return self.people - self.new


# Of more months than these the steps are years: nobody reads a hundred bars.
MONTHS_AT_MOST = 24


class Source(Protocol):
    """Whoever can read the figures of scopes. Traits and tallies of one source go by the same numbers."""

    def whole(self, scope: Scope) -> Tally:
        """The tally of all sittings of the scope."""

    def months(self, scope: Scope) -> tuple[str, ...]:
        """The months in the city in which sittings of the scope began, in order."""

    def steps(self, scope: Scope) -> tuple[Step, ...]:
        """Each month of it, or each year of one of many months."""

    def cohorts(self, scope: Scope) -> tuple[tuple[str, Came], ...]:
        """Who came in each of the same steps."""

    def lines(self, scope: Scope) -> tuple[Line, ...]:
        """The sittings of the scope, oldest first."""

    def one_by_one(self, scope: Scope) -> Iterator[tuple[str, Tally]]:
        """The identifier and the tally of each of them, oldest first."""

    def traits(self) -> Traits:
        """What the roll says of the people."""

    def households(self, scope: Scope) -> Households:
        """What households answered."""


@dataclass(frozen=True)
class Reading:
    """The figures of one scope wait in here; `today` is the day in the city by which a promise is late."""

    source: Source
    scope: Scope
    zone: ZoneInfo
    today: date
    among: BitMap | None = None

    @cached_property
    def tally(self) -> Tally:
        """The scope as a whole; of one quarter only, if the reading is `of` one."""
        whole = self.source.whole(self.scope)
        return whole if self.among is None else whole.among(self.among)

    @cached_property
    def counted(self) -> dict[str, dict[tuple[str, ...], int]]:
        """The counts of it by name."""
        return by_name(self.tally.counts)

    @cached_property
    def cohorts(self) -> tuple[tuple[str, Came], ...]:
        """Who came in each step of it."""
        found = self.source.cohorts(self.scope)
        return found if self.among is None else tuple((step, one.among(self.among)) for step, one in found)

    @cached_property
    def traits(self) -> Traits:
        """What the roll says of the people."""
        _ = self.tally  # a source knows the traits of those whom it has met
        return self.source.traits()

    @cached_property
    def households(self) -> Households:
        """What households answered on the days of it."""
        return self.source.households(self.scope)

    @cached_property
    def people(self) -> BitMap:
        """Everybody who was at one of the sittings."""
        return self.tally.people

    def of(self, some: BitMap) -> Reading:
        """The same reading of these people alone."""
        return replace(self, among=some)


class FromRecord:
    """Reads the rows themselves, on either engine: slow on the record of a city, and what all else must equal.

    What was read once is cut from then on: a month of a year that was asked for is not asked for again.
    """

    def __init__(self, session: Session, zone: ZoneInfo) -> None:
        self._session, self.zone = session, zone
        self._numbers: dict[str, int] = {}
        self._known: dict[str, Neighbour] = {}
        self._found: dict[Scope, list[tuple[Held, Tally]]] = {}

    def read_together(self, scopes: Collection[Scope]) -> None:
        """Reads what all of these need at once: a line to the shared database is gone along once, and not twice."""
        found = self._read([or_(*(and_(*within(one)) for one in scopes))])
        for one in scopes:
            self._found[one] = [(held, tally) for held, tally in found if one.holds(held)]

    def whole(self, scope: Scope) -> Tally:
        # A tally of its own: what is added to must not be a sitting's.
        return together([Tally(), *(tally for _, tally in self._leaves(scope))])

    def months(self, scope: Scope) -> tuple[str, ...]:
        return tuple(sorted({month_of(held.starts_at, self.zone) for held, _ in self._leaves(scope)}))

    def steps(self, scope: Scope) -> tuple[Step, ...]:
        return tuple(step_of(key, tally) for key, tally in self._stepwise(scope))

    def cohorts(self, scope: Scope) -> tuple[tuple[str, Came], ...]:
        return tuple((key, tally.came) for key, tally in self._stepwise(scope))

    def _stepwise(self, scope: Scope) -> list[tuple[str, Tally]]:
        length = step_length(self.months(scope))
        by_step: dict[str, list[Tally]] = {}
        for held, tally in self._leaves(scope):
            by_step.setdefault(month_of(held.starts_at, self.zone)[:length], []).append(tally)
        return [(key, together([Tally(), *tallies])) for key, tallies in sorted(by_step.items())]

    def lines(self, scope: Scope) -> tuple[Line, ...]:
        return tuple(line(held, tally.counts) for held, tally in self._leaves(scope))

    def one_by_one(self, scope: Scope) -> Iterator[tuple[str, Tally]]:
        return ((held.id, tally) for held, tally in self._leaves(scope))

    def traits(self) -> Traits:
        return sorted_by({one: self._known[one] for one in self._numbers}, self._numbers)

    def households(self, scope: Scope) -> Households:
        return households(self._session, scope=scope, zone=self.zone)

    def _leaves(self, scope: Scope) -> list[tuple[Held, Tally]]:
        if scope not in self._found:
            wider = next((found for one, found in self._found.items() if one.covers(scope)), None)
            found = self._read(within(scope)) if wider is None else wider
            self._found[scope] = [(held, tally) for held, tally in found if scope.holds(held)]
        return self._found[scope]

    def _read(self, where: Where) -> list[tuple[Held, Tally]]:
        found = leaves(self._session, where, zone=self.zone, number=self._number, known=self._known)
        return [(one.held, one.tally) for one in found]

    def _number(self, people: Collection[str]) -> dict[str, int]:
        known = self._numbers
        known.update(numbered([one for one in people if one not in known], after=len(known)))
        return known


def line(held: Held, counts: Mapping[str, int]) -> Line:
    """A sitting in figures, of the counts of its tally."""
    both = counts.get("attended.both", 0)
    room, online = counts.get("attended.room", 0), counts.get("attended.online", 0)
    return Line(held, room - both, online - both, both, counts.get("new", 0))


def step_length(months: Collection[str]) -> int:
    """How much of `2026-11` tells a step of a scope with sittings in these months: the month, or the year."""
    return 7 if len(months) <= MONTHS_AT_MOST else 4


def step_of(key: str, tally: Tally) -> Step:
    """A step in figures."""
    both = tally.room.intersection_cardinality(tally.online)
    room, online = len(tally.room) - both, len(tally.online) - both
    counts = tally.counts
    return Step(
        key, counts["sittings"], counts["attended"], len(tally.people), room, online, both, len(tally.came.first),
        counts["unnamed"],
    )  # fmt: skip


def month_of(at: datetime, zone: ZoneInfo) -> str:
    """The month of a moment in the city, as `2026-11`."""
    return at.astimezone(zone).strftime("%Y-%m")


def sorted_by(people: Mapping[str, Neighbour], numbers: Mapping[str, int]) -> ToldTraits:
    """The traits of these people, by their numbers."""
    genders: dict[str, BitMap] = {}
    quarters: dict[str, BitMap] = {}
    organisations: dict[str, BitMap] = {}
    for person, who in people.items():
        for kind, value in ((genders, who.gender), (quarters, who.quarter_id), (organisations, who.organisation_id)):
            if value:
                kind.setdefault(value, BitMap()).add(numbers[person])
    return ToldTraits(genders, quarters, organisations)
