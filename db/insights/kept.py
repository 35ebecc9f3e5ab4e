"""Reads the figures from the tallies that are kept beside the record: spans, single sittings at the edges, and what is
still open from the record itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db.base import moment_text
from db.insights.leaves import Held, Leaf, leaves, numbered
from db.insights.neighbours import neighbours
from db.insights.reading import Line, Traits, line, month_of, sorted_by
from db.insights.scope import Scope
from db.insights.settling import numbers_of
from db.insights.spans import ALL, Stretch, stretches, within_span
from db.insights.tally import Tally, together, unpacked
from db.sittings.tables import Sitting


@dataclass(frozen=True)
class _Span:
    last: str
    packed: bytes


class FromTallies:
    """A `Source`. What it answers is what `FromRecord` does; a test holds the two against each other."""

    def __init__(self, session: Session, zone: ZoneInfo) -> None:
        self._session, self._zone = session, zone
        self._connection: Connection = session.connection()
        self._strangers: dict[str, int] = {}

    def whole(self, scope: Scope) -> Tally:
        if scope.council_id and scope.district_id:
            return together(tally for _, tally in self._one_by_one(scope))
        months = self._months_of(scope)
        some = list(stretches(scope.since, scope.until, months, self._zone))
        return together(self._tallies(scope, some))

    def months(self, scope: Scope) -> tuple[tuple[str, Tally], ...]:
        found = []
        if scope.council_id and scope.district_id:
            by_month: dict[str, list[Tally]] = {}
            for month, tally in self._one_by_one(scope):
                by_month.setdefault(month, []).append(tally)
            return tuple((month, together(tallies)) for month, tallies in by_month.items())
        spans = self._spans(scope, 7)
        for month in sorted(self._months_of(scope)):
            some = list(stretches(scope.since, scope.until, [month], self._zone))
            some = [Stretch(month) if one.span == ALL else one for one in some]
            tallies = list(self._tallies(scope, some, spans))
            if any(one.counts["sittings"] for one in tallies):
                found.append((month, tallies[0] if len(tallies) == 1 else together(tallies)))
        return tuple(found)

    def lines(self, scope: Scope) -> tuple[Line, ...]:
        where, facts = _conditions(scope)
        rows = self._connection.exec_driver_sql(
            "SELECT sitting_id, council_id, district_id, starts_at, mode, state, views, unnamed, written, only_room, "  # noqa: S608
            f"only_online, both, new FROM tally_sitting WHERE packed IS NOT NULL{where} ORDER BY starts_at, sitting_id",
            facts,
        )
        found = []
        for one, council, district, at, mode, state, views, unnamed, written, *numbers in rows:
            held = Held(one, council, district, datetime.fromisoformat(at), mode, state, views, unnamed, bool(written))
            found.append(Line(held, *numbers))
        due = [line(leaf.held, leaf.tally.counts) for leaf in self._due_in(scope)]
        return tuple(sorted((*found, *due), key=lambda one: (one.held.starts_at, one.held.id)) if due else found)

    def traits(self) -> Traits:
        told: dict[str, dict[str, BitMap]] = {"gender": {}, "quarter": {}, "organisation": {}}
        for kind, value, people in self._connection.exec_driver_sql("SELECT kind, value, people FROM tally_trait"):
            told[kind][value] = BitMap.deserialize(people)
        if self._strangers:
            live = sorted_by(neighbours(self._session, self._strangers), self._strangers)
            for kind, traits in (
                ("gender", live.genders), ("quarter", live.quarters), ("organisation", live.organisations)
            ):  # fmt: skip
                for value, people in traits.items():
                    told[kind][value] = told[kind].get(value, BitMap()) | people
        return Traits(told["gender"], told["quarter"], told["organisation"])

    @cached_property
    def _due(self) -> list[Leaf]:
        """The sittings that are still open, read from the record."""
        rows = self._connection.exec_driver_sql("SELECT sitting_id FROM tally_sitting WHERE packed IS NULL")
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

    def _number(self, people: Collection[str]) -> dict[str, int]:
        """The kept numbers; of people who have none yet, numbers for this question alone."""
        known = numbers_of(self._connection, people)
        last = self._connection.exec_driver_sql("SELECT max(number) FROM tally_person").scalar() or 0
        self._strangers = numbered([one for one in people if one not in known], after=last + 1)
        return known | self._strangers

    def _months_of(self, scope: Scope) -> set[str]:
        whole = Scope(district_id=scope.district_id, council_id=scope.council_id, mode=scope.mode)
        rows = self._connection.exec_driver_sql(
            "SELECT span FROM tally_span WHERE place = ? AND mode = ? AND span GLOB '????-??'", _place(scope)
        )
        return {row[0] for row in rows} | {month_of(one.held.starts_at, self._zone) for one in self._due_in(whole)}

    def _spans(self, scope: Scope, length: int) -> dict[str, _Span]:
        rows = self._connection.exec_driver_sql(
            "SELECT span, last, packed FROM tally_span WHERE place = ? AND mode = ? AND length(span) = ?",
            (*_place(scope), length),
        )
        return {span: _Span(last, packed) for span, last, packed in rows}

    def _tallies(
        self, scope: Scope, some: Sequence[Stretch], spans: Mapping[str, _Span] | None = None
    ) -> Iterator[Tally]:
        whole = Scope(district_id=scope.district_id, council_id=scope.council_id, mode=scope.mode)
        due = [(_when(leaf), month_of(leaf.held.starts_at, self._zone), leaf.tally) for leaf in self._due_in(whole)]
        for one in some:
            if one.span:
                yield from self._of_span(whole, one.span, due, spans or {})
            else:
                yield from self._of_sittings(whole, one.since, one.until, due)

    def _of_span(
        self, scope: Scope, span: str, due: Sequence[tuple[str, str, Tally]], spans: Mapping[str, _Span]
    ) -> Iterator[Tally]:
        """The tallies of a span in the order of time. Whatever is due and not the last in it wants its parts."""
        first, last = within_span(span)
        mine = sorted(((when, tally) for when, month, tally in due if first <= month <= last), key=lambda one: one[0])
        kept = spans.get(span) or self._span(scope, span)
        if kept is None or not mine or mine[0][0] > kept.last:
            if kept is not None:
                yield unpacked(kept.packed)
            yield from (tally for _, tally in mine)
        elif len(span) == 7:
            yield from self._of_sittings(scope, None, None, due, month=span)
        else:
            months = sorted(month for month in self._months_of(scope) if first <= month <= last)
            parts = dict.fromkeys(month[:4] for month in months) if span == ALL else months
            for part in parts:
                yield from self._of_span(scope, part, due, spans)

    def _span(self, scope: Scope, span: str) -> _Span | None:
        row = self._connection.exec_driver_sql(
            "SELECT last, packed FROM tally_span WHERE place = ? AND mode = ? AND span = ?", (*_place(scope), span)
        ).first()
        return _Span(row[0], row[1]) if row else None

    def _one_by_one(self, scope: Scope) -> list[tuple[str, Tally]]:
        """Month and tally of each sitting of a council in a district: it may have moved from one to another."""
        where, facts = _conditions(scope)
        rows = self._connection.exec_driver_sql(
            "SELECT starts_at || ' ' || sitting_id, month, packed FROM tally_sitting "  # noqa: S608 - our own words
            f"WHERE packed IS NOT NULL{where}",
            facts,
        )
        told = [(when, month, unpacked(packed)) for when, month, packed in rows]
        told += [(_when(leaf), month_of(leaf.held.starts_at, self._zone), leaf.tally) for leaf in self._due_in(scope)]
        return [(month, tally) for _, month, tally in sorted(told, key=lambda one: one[0])]

    def _of_sittings(
        self,
        scope: Scope,
        since: datetime | None,
        until: datetime | None,
        due: Iterable[tuple[str, str, Tally]],
        *,
        month: str | None = None,
    ) -> Iterator[Tally]:
        start, end = (moment_text(at) if at else None for at in (since, until))
        mine = [
            (when, tally)
            for when, its_month, tally in due
            if (start is None or when >= start) and (end is None or when < end) and month in (None, its_month)
        ]
        where, facts = _conditions(Scope(since, until, scope.district_id, scope.council_id, scope.mode))
        if month:
            where, facts = f"{where} AND month = ?", (*facts, month)
        rows: Any = self._connection.exec_driver_sql(
            "SELECT starts_at || ' ' || sitting_id, packed FROM tally_sitting "  # noqa: S608 - our own words
            f"WHERE packed IS NOT NULL{where}",
            facts,
        )
        told = [*((when, unpacked(packed)) for when, packed in rows), *mine]
        yield from (tally for _, tally in sorted(told, key=lambda one: one[0]))


def _place(scope: Scope) -> tuple[str, str]:
    return scope.council_id or scope.district_id or "", scope.mode or ""


def _when(leaf: Leaf) -> str:
    return f"{moment_text(leaf.held.starts_at)} {leaf.held.id}"


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
