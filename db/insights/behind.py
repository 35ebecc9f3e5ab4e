"""The sittings behind a number of a chart: which they were, never who came to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.insights.answered import Households
from db.insights.answers import known, source
from db.insights.by_quarter import CameTo
from db.insights.reading import Line, Reading, Step, Traits
from db.insights.scope import Scope, within
from db.insights.tally import Came, Tally
from db.sittings.tables import Council, Sitting

Cell = tuple[str, ...]


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
    return tuple(one for one in sittings_named(session, scope=scope) if one.sitting_id in behind)


def behind_cells(
    session: Session, *, name: str, cells: Collection[Cell], scope: Scope, zone: ZoneInfo, today: date
) -> frozenset[str]:
    """The identifiers of the same sittings: the shared database knows no names of them. Raises as `sittings_behind`."""
    (figure,) = known([name])
    here = source(session, zone)
    wanted = set(cells)
    tallies = list(here.one_by_one(scope))
    traits = here.traits()
    behind = set()
    for sitting_id, tally in tallies:
        found = figure.measure(Reading(_OneSitting(tally, traits), scope, zone, today))
        if any(part.value and part.at in wanted for part in found.parts) if wanted else found.value:
            behind.add(sitting_id)
    return frozenset(behind)


def sittings_named(session: Session, *, scope: Scope) -> tuple[CameTo, ...]:
    """The sittings of a scope with the names people know them by, newest first."""
    query = (
        select(Sitting.id, Sitting.starts_at, Council.name, Sitting.title)
        .outerjoin(Council, Council.id == Sitting.council_id)
        .where(*within(scope))
        .order_by(Sitting.starts_at.desc(), Sitting.id)
    )
    return tuple(CameTo(one, at, council or "", title) for one, at, council, title in session.execute(query))
