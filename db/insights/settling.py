"""Keeps the tallies of sittings, months and years: a change is added, put right, or the span put together anew."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from db.base import canonical, moment_text
from db.insights.held import Held
from db.insights.leaves import Leaf, Newcomers, leaves
from db.insights.neighbours import portions
from db.insights.newcomers import Settled, SoFar
from db.insights.numbering import numbers_in
from db.insights.reading import line, month_of, step_of
from db.insights.scope import Scope, within
from db.insights.spans import ALL, fine_spans, within_span
from db.insights.tally import Tally, together, unpacked
from db.sittings.tables import Sitting

_COLUMNS = (
    "sitting_id", "council_id", "district_id", "mode", "state", "starts_at", "month", "only_room", "only_online",
    "both", "new", "unnamed", "views", "written",
)  # fmt: skip
_NAMES, _MARKS = ", ".join(f'"{name}"' for name in _COLUMNS), ", ".join("?" * len(_COLUMNS))
# A row that is there keeps its number: by it the rows of a record that is counted anew are in the order of time.
_WRITE = (
    f"INSERT INTO tally_sitting ({_NAMES}) VALUES ({_MARKS}) ON CONFLICT (sitting_id) DO UPDATE SET "  # noqa: S608
    + ", ".join(f'"{name}" = excluded."{name}"' for name in _COLUMNS[1:])
)
_AMONG = "IN (SELECT value FROM json_each(?))"
Key = tuple[str, str, str]
"""Place, mode and span of a kept span."""


@dataclass(frozen=True)
class Kept:
    """A sitting as its kept tally has it."""

    sitting_id: str
    council_id: str
    district_id: str
    mode: str
    starts_at: str
    month: str
    fine: tuple[str, str]
    packed: bytes | None
    came: bytes | None

    def spans(self) -> Iterator[Key]:
        """The spans it is in. Only of the city there are so many sittings that weeks and halves of a year are kept."""
        for place in ("", self.district_id, self.council_id):
            for mode in ("", self.mode):
                for span in (self.month, self.month[:4], ALL, *(() if place else self.fine)):
                    yield place, mode, span

    @property
    def when(self) -> str:
        """Where it stands in the order of time."""
        return f"{self.starts_at} {self.sitting_id}"


def settle(session: Session, sitting_ids: Collection[str], zone: ZoneInfo) -> None:
    """Brings what is kept of these sittings up to the record, and the spans after them; one that is still open is only
    noted as due."""
    for some in portions(sorted(sitting_ids)):
        before = _before(session.connection(), some, zone)
        stale = [one.when for one in before.values() if one.packed is not None]
        now, found = _bring_up(session, some, before, zone, Settled(session, zone, stale))
        _follow(session.connection(), before, now, found, zone)


def make(session: Session, sitting_ids: Sequence[str], zone: ZoneInfo) -> set[str]:
    """The same of the sittings alone; answers the months of which the spans are no longer true."""
    before = _before(session.connection(), sitting_ids, zone)
    so_far = SoFar(session, sitting_ids, numbers_in(session))
    now, _ = _bring_up(session, sitting_ids, before, zone, so_far)
    so_far.keep()
    return {one.month for told in (before, now) for one in told.values() if one.month}


def _bring_up(
    session: Session, some: Sequence[str], before: Mapping[str, Kept], zone: ZoneInfo, newcomers: Newcomers
) -> tuple[dict[str, Kept], dict[str, Leaf]]:
    """These sittings as they are kept now, instead of as `before`, and their tallies."""
    connection = session.connection()
    held = session.execute(select(Sitting.id, Sitting.state).where(Sitting.id.in_(some), *within(Scope()))).all()
    ended = [sitting for sitting, state in held if state != "open"]
    where = [Sitting.id.in_(ended)]
    found = leaves(session, where, zone=zone, number=numbers_in(session), newcomers=newcomers) if ended else []
    now = {leaf.held.id: _row(leaf.held, leaf.tally, zone) for leaf in found}
    still_open = [sitting for sitting, state in held if state == "open"]
    now.update(_due(session, still_open, zone))
    if gone := [one for one in before if one not in now]:
        for table in ("tally_sitting", "tally_people"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE sitting_id {_AMONG}", (canonical(gone),))  # noqa: S608
    _write(connection, now.values())
    return {one: _kept(row, zone) for one, row in now.items()}, {leaf.held.id: leaf for leaf in found}


def _due(session: Session, sitting_ids: Sequence[str], zone: ZoneInfo) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    if not sitting_ids:
        return found
    rows = session.execute(
        select(Sitting.id, Sitting.council_id, Sitting.district_id, Sitting.starts_at, Sitting.mode, Sitting.state)
        .where(Sitting.id.in_(sitting_ids), *within(Scope()), Sitting.state == "open")
    )  # fmt: skip
    for sitting, council, district, at, mode, state in rows:
        found[sitting] = _row(Held(sitting, council, district, at, mode, state, None, 0, False), None, zone)
    return found


def _row(held: Held, tally: Tally | None, zone: ZoneInfo) -> tuple[Any, ...]:
    told = line(held, tally.counts if tally else {})
    return (
        held.id, held.council_id, held.district_id, held.mode, held.state, moment_text(held.starts_at),
        month_of(held.starts_at, zone), told.only_room, told.only_online, told.both, told.new, held.unnamed,
        held.views, int(held.written), tally.packed() if tally else None, tally.came.packed() if tally else None,
    )  # fmt: skip


def _write(connection: Connection, rows: Collection[tuple[Any, ...]]) -> None:
    """The sittings, and the tallies of those that have one."""
    if not rows:
        return
    connection.exec_driver_sql(_WRITE, [row[:14] for row in rows])
    if told := [(row[0], *row[14:]) for row in rows if row[14]]:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO tally_people (sitting_id, packed, came) VALUES (?, ?, ?)", told
        )
    if due := [row[0] for row in rows if not row[14]]:
        connection.exec_driver_sql(f"DELETE FROM tally_people WHERE sitting_id {_AMONG}", (canonical(due),))  # noqa: S608


def _kept(row: Sequence[Any], zone: ZoneInfo) -> Kept:
    return Kept(row[0], row[1], row[2], row[3], row[5], row[6], fine_of(row[5], zone), row[14], row[15])


def fine_of(starts_at: str, zone: ZoneInfo) -> tuple[str, str]:
    """The week and the half of a year in which a sitting began."""
    return fine_spans(datetime.fromisoformat(starts_at).astimezone(zone).date())


def _before(connection: Connection, ids: Sequence[str], zone: ZoneInfo) -> dict[str, Kept]:
    rows = connection.exec_driver_sql(
        f"SELECT {_NAMES}, packed, came FROM tally_sitting LEFT JOIN tally_people USING (sitting_id) "  # noqa: S608
        f"WHERE sitting_id {_AMONG}",
        (canonical(list(ids)),),
    )
    return {row[0]: _kept(row, zone) for row in rows}


def _follow(
    connection: Connection,
    before: Mapping[str, Kept],
    now: Mapping[str, Kept],
    found: Mapping[str, Leaf],
    zone: ZoneInfo,
) -> None:
    """The spans after their sittings. A count that changed is put right, a later sitting is added; whatever else
    happened, the span is put together anew."""
    anew: set[Key] = set()
    put_right: dict[Key, list[tuple[Tally, Tally]]] = {}
    added: dict[Key, list[tuple[str, Tally]]] = {}
    for one in before.keys() | now.keys():
        was, is_now = before.get(one), now.get(one)
        old = was if was and was.packed is not None else None
        new = is_now if is_now and is_now.packed is not None else None
        if (
            old
            and new
            and (old.packed, old.came) == (new.packed, new.came)
            and set(old.spans()) == set(new.spans())
            and old.when == new.when
        ):
            continue
        if old is None and new is not None:
            for key in new.spans():
                added.setdefault(key, []).append((new.when, found[one].tally))
            continue
        if old and new and set(old.spans()) == set(new.spans()) and old.when == new.when:
            tallies = unpacked(old.packed or b"", old.came or b""), found[one].tally
            if _same_people(*tallies):
                for key in new.spans():
                    put_right.setdefault(key, []).append(tallies)
                continue
        for gone in (old, new):
            anew.update(gone.spans() if gone else ())
    for key in (added.keys() | put_right.keys()) - anew:
        if not _amend(connection, key, put_right.get(key, ()), sorted(added.get(key, ()), key=lambda told: told[0])):
            anew.add(key)
    _compose(connection, anew, zone)


def _same_people(first: Tally, second: Tally) -> bool:
    return (first.ages, first.room, first.online, first.came) == (second.ages, second.room, second.online, second.came)


def _amend(
    connection: Connection, key: Key, put_right: Iterable[tuple[Tally, Tally]], added: Sequence[tuple[str, Tally]]
) -> bool:
    row = connection.exec_driver_sql(
        "SELECT last, packed, came FROM tally_span WHERE place = ? AND mode = ? AND span = ?", key
    ).first()
    if row is None or (added and added[0][0] < row[0]):
        return False
    last, tally = row[0], unpacked(row[1], row[2])
    for old, new in put_right:
        tally.counts.subtract(old.counts)
        tally.counts.update(new.counts)
    for when, one in added:
        tally.add(one)
        last = when
    _keep_span(connection, key, last, tally)
    return True


def _compose(connection: Connection, keys: Collection[Key], zone: ZoneInfo) -> None:
    """Puts spans together: weeks and months of their sittings, longer ones of their months, all of its years."""
    for place, mode, span in sorted(keys, key=lambda key: (key[2] == ALL, -len(key[2]), key)):
        if len(span) >= 7:
            rows = _sittings_of(connection, place, mode, span[:7])
            if len(span) > 7:
                rows = [row for row in rows if span in fine_of(row[0].partition(" ")[0], zone)]
        else:
            rows = connection.exec_driver_sql(
                "SELECT last, packed, came FROM tally_span WHERE place = ? AND mode = ? AND span BETWEEN ? AND ? "
                "AND length(span) = ? ORDER BY span",
                (place, mode, *within_span(span), 4 if span == ALL else 7),
            ).all()
        if rows:
            last = max(row[0] for row in rows)
            _keep_span(connection, (place, mode, span), last, together(unpacked(row[1], row[2]) for row in rows))
        else:
            connection.exec_driver_sql(
                "DELETE FROM tally_span WHERE place = ? AND mode = ? AND span = ?", (place, mode, span)
            )


def _sittings_of(connection: Connection, place: str, mode: str, month: str) -> Sequence[Any]:
    where, facts = ["month = ?"], [month]
    if place:
        where.append("(council_id = ? OR district_id = ?)")
        facts += [place, place]
    if mode:
        where.append("mode = ?")
        facts.append(mode)
    return connection.exec_driver_sql(
        "SELECT starts_at || ' ' || sitting_id, packed, came FROM tally_sitting JOIN tally_people USING (sitting_id) "  # noqa: S608
        f"WHERE {' AND '.join(where)} ORDER BY starts_at, sitting_id",
        tuple(facts),
    ).all()


def _keep_span(connection: Connection, key: Key, last: str, tally: Tally) -> None:
    keep_spans(connection, [(key, last, tally)])


def keep_spans(connection: Connection, spans: Iterable[tuple[Key, str, Tally]]) -> None:
    """Writes these spans: each with its last sitting and its tally."""
    rows = []
    for key, last, tally in spans:
        one = step_of("", tally)
        told = (
            one.sittings, one.attendances, one.people, one.only_room, one.only_online, one.both, one.new, one.unnamed
        )  # fmt: skip
        rows.append((*key, last, *told, tally.packed(), tally.came.packed()))
    if rows:
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO tally_span (place, mode, span, last, sittings, attendances, people, only_room, "
            "only_online, both, new, unnamed, packed, came) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
