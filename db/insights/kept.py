"""Reads the figures from the tallies that are kept beside the record: spans, single sittings at the edges, and what is
still open from the record itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db.base import canonical, moment_text
from db.insights.answered import Households, households
from db.insights.held import Held
from db.insights.leaves import Leaf, leaves, numbered
from db.insights.neighbours import neighbours
from db.insights.numbering import numbers_of
from db.insights.reading import Line, Step, ToldTraits, line, month_of, sorted_by, step_length, step_of
from db.insights.scope import Scope
from db.insights.spans import ALL, Stretch, stretches, within_span
from db.insights.tally import Came, Folded, Tally, came_unpacked, together, unpacked
from db.sittings.tables import Sitting

_WHEN = "starts_at || ' ' || sitting_id"
_Told = tuple[str, str, Tally]
"""Where a sitting stands in the order of time, its month, its tally."""


@dataclass(frozen=True)
class _Span:
    last: str
    step: tuple[int, ...]
    packed: bytes
    came: bytes


class FromTallies:
    """A `Source`. What it answers is what `FromRecord` does; a test holds the two against each other."""

    def __init__(self, session: Session, zone: ZoneInfo) -> None:
        self._session, self._zone = session, zone
        self._connection: Connection = session.connection()
        self._strangers: dict[str, int] = {}
        self._steps: dict[Scope, list[tuple[str, Tally]]] = {}
        self._known: dict[tuple[str, str], set[str]] = {}
        self._edges: dict[tuple[Scope, str], list[_Told]] = {}

    def whole(self, scope: Scope) -> Tally:
        if _by_both(scope):
            return together([Tally(), *(tally for _, _, tally in self._one_by_one(scope))])
        some = list(self._stretches(scope, self._months_of(scope)))
        if len(some) > 1:
            return together([Tally(), *(tally for _, tally in self._stepwise(scope))])
        return together(tally for one in some for tally in self._of_stretch(scope, one, {}))

    def months(self, scope: Scope) -> tuple[str, ...]:
        if _by_both(scope):
            return tuple(sorted({month for _, month, _ in self._one_by_one(scope)}))
        first = month_of(scope.since, self._zone) if scope.since else ""
        last = month_of(scope.until, self._zone) if scope.until else "9999-99"
        return tuple(
            month
            for month in sorted(self._months_of(scope))
            if first < month < last or (month in (first, last) and self._held_within(scope, month))
        )

    def _held_within(self, scope: Scope, month: str) -> bool:
        """Whether anything was held in that part of a month that is in the scope."""
        edge = next(stretches(scope.since, scope.until, [month], self._zone), None)
        if edge is None or edge.span:
            return edge is not None
        smaller = replace(scope, since=edge.since, until=edge.until)
        where, facts = _conditions(smaller)
        held = f"SELECT 1 FROM tally_sitting JOIN tally_people USING (sitting_id) WHERE true{where} LIMIT 1"  # noqa: S608
        return bool(self._connection.exec_driver_sql(held, facts).first() or self._due_in(smaller))

    def _stretches(self, scope: Scope, months: Collection[str]) -> Iterator[Stretch]:
        """What the scope is made of in these months. Where something is due, weeks and halves of a year lack it."""
        finely: Collection[str] = ()
        if not _place(scope)[0]:
            finely = set(months) - {month for _, month, _ in self._due_within(scope, ALL)}
        return stretches(scope.since, scope.until, months, self._zone, finely=finely)

    def steps(self, scope: Scope) -> tuple[Step, ...]:
        if scope in self._steps:
            return tuple(step_of(key, tally) for key, tally in self._steps[scope])
        pieces = self._pieces(scope)
        spans = self._spans(scope, [some[0].span for _, some in pieces if len(some) == 1], "x'', x''")
        found = []
        for key, some in pieces:
            kept = spans.get(some[0].span) if len(some) == 1 else None
            if kept is not None and not self._due_within(scope, key):
                found.append(Step(key, *kept.step))
            else:
                found.append(step_of(key, self._piece(scope, some)))
        return tuple(found)

    def cohorts(self, scope: Scope) -> tuple[tuple[str, Came], ...]:
        if scope in self._steps:
            return tuple((key, tally.came) for key, tally in self._steps[scope])
        pieces = self._pieces(scope)
        spans = self._spans(scope, [some[0].span for _, some in pieces if len(some) == 1], "x'', came")
        found = []
        for key, some in pieces:
            kept = spans.get(some[0].span) if len(some) == 1 else None
            if kept is not None and not self._due_within(scope, key):
                found.append((key, came_unpacked(kept.came)))
            else:
                found.append((key, self._piece(scope, some).came))
        return tuple(found)

    def lines(self, scope: Scope) -> tuple[Line, ...]:
        where, facts = _conditions(scope)
        rows = self._connection.exec_driver_sql(
            "SELECT sitting_id, council_id, district_id, starts_at, mode, state, views, unnamed, written, only_room, "  # noqa: S608
            f"only_online, both, new FROM tally_sitting WHERE state <> 'open'{where} ORDER BY starts_at, sitting_id",
            facts,
        )
        found = []
        for one, council, district, at, mode, state, views, unnamed, written, *numbers in rows:
            held = Held(one, council, district, datetime.fromisoformat(at), mode, state, views, unnamed, bool(written))
            found.append(Line(held, *numbers))
        due = [line(leaf.held, leaf.tally.counts) for leaf in self._due_in(scope)]
        return tuple(sorted((*found, *due), key=lambda one: (one.held.starts_at, one.held.id)) if due else found)

    def one_by_one(self, scope: Scope) -> Iterator[tuple[str, Tally]]:
        return ((when.rpartition(" ")[2], tally) for when, _, tally in self._one_by_one(scope, opened=Folded))

    def households(self, scope: Scope) -> Households:
        return households(self._session, scope=scope, zone=self._zone)

    def traits(self) -> KeptTraits:
        _ = self._due  # who is met there may have no number yet
        return KeptTraits(self._session, self._strangers)

    @cached_property
    def _due(self) -> list[Leaf]:
        """The sittings that are still open, read from the record."""
        rows = self._connection.exec_driver_sql("SELECT sitting_id FROM tally_sitting WHERE state = 'open'")
        ids = [row[0] for row in rows]
        if not ids:
            return []
        return leaves(self._session, [Sitting.id.in_(ids)], zone=self._zone, number=self._number)

    def _due_in(self, scope: Scope) -> list[Leaf]:
        return [
            one
            for one in self._due
            if (scope.since is None or one.held.starts_at >= scope.since)
            and (scope.until is None or one.held.starts_at < scope.until)
            and scope.district_id in (None, one.held.district_id)
            and scope.council_id in (None, one.held.council_id)
            and scope.mode in (None, one.held.mode)
        ]

    def _due_within(self, scope: Scope, span: str) -> list[_Told]:
        """What is due of a span of the scope's place, in the order of time."""
        if not self._due:
            return []
        first, last = within_span(span)
        told = [self._told(leaf) for leaf in self._due_in(replace(scope, since=None, until=None))]
        return sorted((one for one in told if first <= one[1] <= last), key=lambda one: one[0])

    def _told(self, leaf: Leaf) -> _Told:
        at = leaf.held.starts_at
        return f"{moment_text(at)} {leaf.held.id}", month_of(at, self._zone), leaf.tally

    def _number(self, people: Collection[str]) -> dict[str, int]:
        """The kept numbers; of people who have none yet, numbers for this question alone."""
        known = numbers_of(self._connection, people)
        last = self._connection.exec_driver_sql("SELECT max(number) FROM tally_person").scalar() or 0
        self._strangers = numbered([one for one in people if one not in known], after=last + 1)
        return known | self._strangers

    def _months_of(self, scope: Scope) -> set[str]:
        """All months in which anything was held at the scope's place."""
        if (known := self._known.get(_place(scope))) is not None:
            return known
        rows = self._connection.exec_driver_sql(
            "SELECT span FROM tally_span WHERE place = ? AND mode = ? AND span GLOB '????-??'", _place(scope)
        ).all()
        found = {row[0] for row in rows} | {month for _, month, _ in self._due_within(scope, ALL)}
        return self._known.setdefault(_place(scope), found)

    def _pieces(self, scope: Scope) -> list[tuple[str, list[Stretch]]]:
        """The stretches of each step of a scope."""
        months = self.months(scope)
        length = step_length(months)
        if _by_both(scope):
            return [(key, [Stretch(f"={key}")]) for key in dict.fromkeys(month[:length] for month in months)]
        by_step: dict[str, list[str]] = {}
        for month in months:
            by_step.setdefault(month[:length], []).append(month)
        known = self._months_of(scope) if length == 4 else set()
        pieces = []
        for key, some in by_step.items():
            hers = [month for month in known if month[:4] == key] if length == 4 else some
            parts = self._stretches(scope, hers)
            pieces.append((key, [Stretch(key) if one.span == ALL else one for one in parts]))
        return pieces

    def _stepwise(self, scope: Scope) -> list[tuple[str, Tally]]:
        """The tally of each step, made once for the whole and for its steps."""
        if scope not in self._steps:
            pieces = self._pieces(scope)
            spans = self._spans(scope, [one.span for _, some in pieces for one in some], "packed, came")
            self._steps[scope] = [(key, self._piece(scope, some, spans)) for key, some in pieces]
        return self._steps[scope]

    def _piece(self, scope: Scope, some: Sequence[Stretch], spans: Mapping[str, _Span] | None = None) -> Tally:
        if some[0].span.startswith("="):
            key = some[0].span[1:]
            return together([Tally(), *(one[2] for one in self._one_by_one(scope) if one[1].startswith(key))])
        return together(tally for one in some for tally in self._of_stretch(scope, one, spans or {}))

    def _spans(self, scope: Scope, wanted: Collection[str], what: str) -> dict[str, _Span]:
        rows = self._connection.exec_driver_sql(
            "SELECT span, last, sittings, attendances, people, only_room, only_online, both, new, unnamed, "  # noqa: S608
            f"{what} FROM tally_span WHERE place = ? AND mode = ? AND span IN (SELECT value FROM json_each(?))",
            (*_place(scope), canonical(sorted(wanted))),
        ).all()
        return {row[0]: _Span(row[1], tuple(row[2:10]), row[10], row[11]) for row in rows}

    def _of_stretch(self, scope: Scope, one: Stretch, spans: Mapping[str, _Span]) -> Iterator[Tally]:
        """The tallies of a stretch in the order of time. Where something is due before others, the span's parts."""
        if not one.span:
            if some := [tally for _, _, tally in self._of_sittings(scope, one)]:
                yield together(some)
            return
        mine = self._due_within(scope, one.span)
        kept = spans.get(one.span) or self._spans(scope, [one.span], "packed, came").get(one.span)
        if kept is None or not mine or mine[0][0] > kept.last:
            if kept is not None:
                yield unpacked(kept.packed, kept.came)
            yield from (tally for _, _, tally in mine)
        elif len(one.span) == 7:
            yield from (tally for _, _, tally in self._of_sittings(scope, Stretch(), month=one.span))
        else:
            first, last = within_span(one.span)
            months = sorted(month for month in self._months_of(scope) if first <= month <= last)
            for part in dict.fromkeys(month[:4] for month in months) if one.span == ALL else months:
                yield from self._of_stretch(scope, Stretch(part), {})

    def _of_sittings(self, scope: Scope, edge: Stretch, *, month: str = "") -> list[_Told]:
        """The single sittings of an edge of the scope, or of a month."""
        smaller = replace(scope, since=edge.since, until=edge.until)
        if (smaller, month) not in self._edges:
            self._edges[smaller, month] = self._one_by_one(smaller, month=month)
        return self._edges[smaller, month]

    def _one_by_one(
        self, scope: Scope, *, month: str = "", opened: Callable[[bytes, bytes], Tally] = unpacked
    ) -> list[_Told]:
        where, facts = _conditions(scope)
        if month:
            where, facts = f"{where} AND month = ?", (*facts, month)
        rows = self._connection.exec_driver_sql(
            f"SELECT {_WHEN}, month, packed, came FROM tally_sitting JOIN tally_people USING (sitting_id) "  # noqa: S608
            f"WHERE true{where}",
            facts,
        ).all()
        told = [(when, its, opened(packed, came)) for when, its, packed, came in rows]
        told += [one for one in map(self._told, self._due_in(scope)) if month in ("", one[1])]
        return sorted(told, key=lambda one: one[0])


class KeptTraits:
    """What the roll says, as it is kept, read when it is asked for; and of whoever has no number yet."""

    def __init__(self, session: Session, strangers: Mapping[str, int]) -> None:
        self._session = session
        self._live: ToldTraits | None = sorted_by(neighbours(session, strangers), strangers) if strangers else None

    @property
    def genders(self) -> Mapping[str, BitMap]:
        return self._all.genders

    @property
    def quarters(self) -> Mapping[str, BitMap]:
        return self._all.quarters

    @property
    def organisations(self) -> Mapping[str, BitMap]:
        return self._all.organisations

    @cached_property
    def organised(self) -> BitMap:
        return self._all.organised

    @cached_property
    def _all(self) -> ToldTraits:
        kinds: dict[str, dict[str, BitMap]] = {"gender": {}, "quarter": {}, "organisation": {}}
        rows = self._session.connection().exec_driver_sql("SELECT kind, value, people FROM tally_trait")
        for kind, value, people in rows:
            kinds[kind][value] = BitMap.deserialize(people)
        if self._live:
            theirs = (self._live.genders, self._live.quarters, self._live.organisations)
            for known, more in zip(kinds.values(), theirs, strict=True):
                for value, people in more.items():
                    known[value] = known.get(value, BitMap()) | people
        return ToldTraits(kinds["gender"], kinds["quarter"], kinds["organisation"])


def _place(scope: Scope) -> tuple[str, str]:
    return scope.council_id or scope.district_id or "", scope.mode or ""


def _by_both(scope: Scope) -> bool:
    """A council that moved to another district has sittings in both: no span tells them apart."""
    return bool(scope.council_id and scope.district_id)


def _conditions(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    where, facts = "", []
    for condition, value in (
        ("starts_at >= ?", scope.since and moment_text(scope.since)),
        ("starts_at < ?", scope.until and moment_text(scope.until)),
        ("district_id = ?", scope.district_id),
        ("council_id = ?", scope.council_id),
        ("mode = ?", scope.mode),
    ):
        if value:
            where += f" AND {condition}"
            facts.append(value)
    return where, tuple(facts)
