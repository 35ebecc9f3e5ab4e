"""The sittings behind a number of a chart: which they were, never who came to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.insights.answered import Households
from db.insights.answers import known, source
from db.insights.by_quarter import CameTo
from db.insights.reading import Line, Reading, Step, Traits
from db.insights.scope import Scope, within
from db.insights.tally import NO_DATA, Came, Tally
from db.sittings.tables import Council, Sitting

Cell = tuple[str, ...]
# Of so many sittings the names are asked for one by one; of more, those of the whole period.
_MANY = 500


@dataclass(frozen=True)
class _OneSitting:
    """A source that knows one sitting alone, so that every figure can be measured of it."""

    tally: Tally
    told: Traits

    def whole(self, scope: Scope) -> Tally:
        return self.tally

    def months(self, scope: Scope) -> tuple[str, ...]:
        return ()

    def steps(self, scope: Scope) -> tuple[Step, ...]:
        return ()

    def cohorts(self, scope: Scope) -> tuple[tuple[str, Came], ...]:
        return ()

    def lines(self, scope: Scope) -> tuple[Line, ...]:
        return ()

    def one_by_one(self, scope: Scope) -> Iterator[tuple[str, Tally]]:
        return iter(())

    def traits(self) -> Traits:
        return self.told

    def households(self, scope: Scope) -> Households:
        return Households()


def sittings_behind(
    session: Session, *, name: str, cells: Collection[Cell], scope: Scope, zone: ZoneInfo, today: date
) -> tuple[CameTo, ...]:
    """The sittings of a scope that have a part in some cells of a figure (in its value, without cells), newest first.

    A cell is where a part stands on the axes of the figure. Raises Refused: figure_unknown.
    """
    behind = behind_cells(session, name=name, cells=cells, scope=scope, zone=zone, today=today)
    if len(behind) > _MANY:
        return tuple(one for one in sittings_named(session, scope=scope) if one.sitting_id in behind)
    return _named(session, [*within(scope), Sitting.id.in_(sorted(behind))]) if behind else ()


def behind_cells(
    session: Session, *, name: str, cells: Collection[Cell], scope: Scope, zone: ZoneInfo, today: date
) -> frozenset[str]:
    """The identifiers of the same sittings: the shared database knows no names of them. Raises as `sittings_behind`."""
    (figure,) = known([name])
    here = source(session, zone)
    wanted = set(cells)
    tallies = list(here.one_by_one(scope))
    traits = _only(here.traits(), wanted)
    behind = set()
    for sitting_id, tally in tallies:
        found = figure.measure(Reading(_OneSitting(tally, traits), scope, zone, today))
        if any(part.value and part.at in wanted for part in found.parts) if wanted else found.value:
            behind.add(sitting_id)
    return frozenset(behind)


def _only(told: Traits, wanted: Collection[Cell]) -> Traits:
    """The traits of which a wanted cell says anything: nobody asks each sitting for people of all sixty quarters."""
    codes = {code for cell in wanted for code in cell}
    if not codes or NO_DATA in codes:
        return told  # who is in none of a kind is known from all of it

    def some(kind: Mapping[str, BitMap]) -> Mapping[str, BitMap]:
        return {code: kind[code] for code in codes & kind.keys()}

    return _SomeTraits(some(told.genders), some(told.quarters), some(told.organisations), told)


@dataclass(frozen=True)
class _SomeTraits:
    genders: Mapping[str, BitMap]
    quarters: Mapping[str, BitMap]
    organisations: Mapping[str, BitMap]
    whole: Traits

    @property
    def organised(self) -> BitMap:
        return self.whole.organised


def sittings_named(session: Session, *, scope: Scope) -> tuple[CameTo, ...]:
    """The sittings of a scope with the names people know them by, newest first."""
    return _named(session, within(scope))


def _named(session: Session, where: Sequence[ColumnElement[bool]]) -> tuple[CameTo, ...]:
    query = (
        select(Sitting.id, Sitting.starts_at, Council.name, Sitting.title)
        .outerjoin(Council, Council.id == Sitting.council_id)
        .where(*where)
        .order_by(Sitting.starts_at.desc(), Sitting.id)
    )
    return tuple(CameTo(one, at, council or "", title) for one, at, council, title in session.execute(query))
