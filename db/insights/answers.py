"""Asks for figures by name: of a scope, cut by something, beside the period before. All answers come from here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import Refused, Unavailable
from db.insights.figures import BY_NAME, FIGURES, Figure
from db.insights.kept import FromTallies
from db.insights.making import counted, standing
from db.insights.measures import Measured, Part
from db.insights.reading import FromRecord, Line, Reading, Source, Step
from db.insights.rules import month_ends
from db.insights.scope import Scope
from db.insights.tally import NO_DATA
from db.sittings.rules import MODES
from db.sittings.tables import Council


@dataclass(frozen=True)
class Answer:
    """A figure with its value, its denominator and how many are without data. What these are of stands in `figure`."""

    figure: Figure
    value: int | float | None
    of: int | None
    no_data: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Row:
    """One line of a cut: the code or identifier of where it was cut ("" for the whole), and the figures of it."""

    key: str
    answers: dict[str, Answer]


@dataclass(frozen=True)
class Table:
    """Figures cut by `by`: the rows in order, and the whole, which of distinct people is less than the sum."""

    by: str
    rows: tuple[Row, ...]
    whole: Row


@dataclass(frozen=True)
class Board:
    """All that a page shows of a scope, of one reading: the figures, the sittings, and its steps.

    The steps are months, or years where there are many; of more sittings than a chart can show there are no lines.
    """

    answers: dict[str, Answer]
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]


def answers(
    session: Session, *, scope: Scope, zone: ZoneInfo, today: date, names: Iterable[str] | None = None
) -> dict[str, Answer]:
    """The figures of these names (all without any) of a scope, by name. Raises Refused: figure_unknown."""
    return measured(_reading(session, scope, zone, today), known(names))


def answer(session: Session, name: str, *, scope: Scope, zone: ZoneInfo, today: date) -> Answer:
    """One figure of a scope. Raises Refused: figure_unknown."""
    return answers(session, scope=scope, zone=zone, today=today, names=[name])[name]


def board(session: Session, *, scope: Scope, zone: ZoneInfo, today: date) -> Board:
    """What a page of charts needs, of one reading."""
    return _board(_reading(session, scope, zone, today))


def _board(reading: Reading) -> Board:
    told, scope = measured(reading, FIGURES), reading.scope
    few = (told["sittings"].value or 0) <= LINES_AT_MOST
    return Board(told, reading.source.lines(scope) if few else (), reading.source.steps(scope))


def boards(session: Session, *, scopes: Sequence[Scope], zone: ZoneInfo, today: date) -> tuple[Board, ...]:
    """What a page needs of several scopes, of one reading of the record."""
    here = source(session, zone)
    if isinstance(here, FromRecord):
        here.read_together(scopes)
    return tuple(_board(Reading(here, one, zone, today)) for one in scopes)


def table(
    session: Session, *, by: str, scope: Scope, zone: ZoneInfo, today: date, names: Iterable[str] | None = None
) -> Table:
    """Figures cut by district, council, mode, month or quarter. A row where nothing was held is left out.

    Without names it is all figures that can be cut so. Raises Refused: figure_unknown, cut_unknown, figure_not_cut.
    """
    if by not in CUTS:
        raise Refused("cut_unknown", text=by, known=", ".join(CUTS))
    chosen = [figure for figure in FIGURES if by in figure.cuts] if names is None else known(names)
    whole_of = next((figure.name for figure in chosen if by not in figure.cuts), None)
    if whole_of is not None:
        raise Refused("figure_not_cut", name=whole_of, by=by)
    reading = _reading(session, scope, zone, today)
    whole = Row("", measured(reading, chosen))  # first: what is read for it is cut into the rows
    rows = [Row(key, measured(one, chosen)) for key, one in _cut(session, reading, by)]
    return Table(by, tuple(rows), whole)


def lines(session: Session, *, scope: Scope, zone: ZoneInfo) -> tuple[Line, ...]:
    """The sittings of a scope in figures, oldest first."""
    return source(session, zone).lines(scope)


def source(session: Session, zone: ZoneInfo) -> Source:
    """Whoever answers fastest here: the tallies that are kept by the days of this zone, or else the record itself.

    Raises Unavailable: figures_being_counted, while the record of a city would take minutes.
    """
    stands = standing(session)
    if stands is None or stands.zone.key != zone.key:
        return _from_record(session, zone)
    if stands.whole:
        return FromTallies(session, zone)
    held, left = counted(session)
    if held > _SOON_READ:
        raise Unavailable("figures_being_counted", percent=f"{100 * (held - left) // held}")
    return _from_record(session, zone)


def _from_record(session: Session, zone: ZoneInfo) -> FromRecord:
    """A question is one consistent reading: what it read for one figure is there for the next."""
    known: FromRecord | None = session.info.get(_READ)
    if known is None or known.zone.key != zone.key:
        known = FromRecord(session, zone)
        if "author" not in session.info:  # a command may write; what it reads next must know
            session.info[_READ] = known
    return known


_READ = "what the figures read"
# So many sittings are read from the record itself in about a second.
_SOON_READ = 150
LINES_AT_MOST = 400
CUTS = ("district", "council", "mode", "month", "quarter")


def known(names: Iterable[str] | None) -> Sequence[Figure]:
    """The figures of these names. Raises Refused: figure_unknown."""
    if names is None:
        return FIGURES
    chosen = list(names)
    strange = next((name for name in chosen if name not in BY_NAME), None)
    if strange is not None:
        raise Refused("figure_unknown", text=strange, known=", ".join(BY_NAME))
    return [BY_NAME[name] for name in chosen]


def measured(reading: Reading, figures: Iterable[Figure]) -> dict[str, Answer]:
    """These figures of a reading."""
    return {figure.name: _answer(figure, figure.measure(reading)) for figure in figures}


def _answer(figure: Figure, found: Measured) -> Answer:
    return Answer(figure, found.value, found.of, found.no_data, found.parts)


def _reading(session: Session, scope: Scope, zone: ZoneInfo, today: date) -> Reading:
    return Reading(source(session, zone), scope, zone, today)


def _cut(session: Session, reading: Reading, by: str) -> Iterable[tuple[str, Reading]]:
    if by == "quarter":
        for quarter, who in sorted(reading.traits.quarters.items()):
            if reading.people.intersect(who):
                yield quarter, reading.of(who)
        told = BitMap.union(*reading.traits.quarters.values()) if reading.traits.quarters else BitMap()
        if rest := reading.people - told:
            yield NO_DATA, reading.of(rest)
        return
    for key, smaller in _scopes(session, reading, by):
        one = replace(reading, scope=smaller)
        if one.tally.counts["sittings"]:
            yield key, one


def _scopes(session: Session, reading: Reading, by: str) -> Iterable[tuple[str, Scope]]:
    scope = reading.scope
    if by == "month":
        for month in reading.source.months(scope):
            start, end = month_ends(month, reading.zone)
            since, until = max(start, scope.since or start), min(end, scope.until or end)
            yield month, replace(scope, since=since, until=until)
    elif by == "mode":
        for mode in MODES:
            if scope.mode in (None, mode):
                yield mode, replace(scope, mode=mode)
    else:
        found = session.execute(select(Council.id, Council.district_id).order_by(Council.id)).all()
        if by == "council":
            for council, district in found:
                if scope.council_id in (None, council) and scope.district_id in (None, district):
                    yield council, replace(scope, council_id=council)
        else:
            for district in sorted({district for _, district in found}):
                if scope.district_id in (None, district):
                    yield district, replace(scope, district_id=district)
