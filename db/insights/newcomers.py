"""Who is new at a sitting, told by the tallies of the sittings before it: nobody's past is read from the record.

`Settled` answers while all that is kept is true but for a few sittings. `SoFar` answers while many are made: the
earliest first, whoever came so far in a row beside the spans, so that a portion goes on where the last one ended.
Where neither is sure, it says so, and the record is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db.base import canonical, moment_text
from db.insights.held import Held
from db.insights.leaves import Number
from db.insights.numbering import numbers_of
from db.insights.reading import month_of
from db.insights.spans import ALL
from db.insights.tables import PUT_OFF
from db.insights.tally import people_of
from db.residents.persons import speaking_for

SO_FAR = "so_far"
"""The span of the row that says who came so far. It is of the whole city, and there only while tallies are made."""
_ROW = "SELECT last, came FROM tally_span WHERE place = '' AND mode = '' AND span = ?"
_UNMADE = ("open", "planned")


class Settled:
    """Newcomers where everything kept is true, but for these sittings (`stale`: where their old tallies stood)."""

    def __init__(self, session: Session, zone: ZoneInfo, stale: Collection[str]) -> None:
        self._session, self._zone, self._stale = session, zone, min(stale, default=None)
        self._met: list[tuple[str, BitMap]] = []

    def of(self, held: Held, people: BitMap) -> tuple[BitMap, BitMap] | None:
        """See `Newcomers`."""
        met, when = list(self._met), when_of(held)
        self._met.append((held.council_id, people))
        if self._stale is not None and self._stale < when:
            return None
        month = month_of(held.starts_at, self._zone)
        unmade = self._unmade_before(when)
        found = []
        for place in ("", held.council_id):
            others = (who for council, who in (*met, *unmade) if place in ("", council))
            seen = BitMap.union(BitMap(), *_kept_before(self._session.connection(), place, when, month), *others)
            found.append(people - seen)
        return found[0], found[1]

    def _unmade_before(self, when: str) -> list[tuple[str, BitMap]]:
        """The earlier sittings that have no tally (open ones, and those another laptop has not opened yet): their
        councils, and who is there."""
        connection = self._session.connection()
        rows = connection.exec_driver_sql(
            "SELECT council_id, id FROM sitting WHERE state IN (?, ?) AND removed_at IS NULL "
            "AND starts_at || ' ' || id < ?",
            (*_UNMADE, when),
        ).all()
        people = ((council, _people_at(self._session, [one])) for council, one in rows)
        return [(council, BitMap(numbers_of(connection, who).values())) for council, who in people]


def _people_at(session: Session, sitting_ids: Collection[str]) -> set[str]:
    """Who has a stay at one of these sittings, as the record says."""
    if not sitting_ids:
        return set()
    speaks = speaking_for(session)
    rows = session.connection().exec_driver_sql(
        "SELECT p.resident_id FROM json_each(?) told "
        "CROSS JOIN presence p ON p.sitting_id = told.value AND p.removed_at IS NULL",
        (canonical(list(sitting_ids)),),
    )
    residents: list[str] = [row[0] for row in rows]
    return {speaks.get(one, one) for one in residents}


def forget_if_among(connection: Connection, sitting_ids: Collection[str]) -> None:
    """These sittings are about to be put off: if one of them stood, or stands, among those that came so far, nobody
    knows any more who did."""
    connection.exec_driver_sql(
        "DELETE FROM tally_span WHERE place = '' AND mode = '' AND span = ? "
        "AND EXISTS (SELECT 1 FROM json_each(?) told LEFT JOIN tally_sitting t ON t.sitting_id = told.value "
        "LEFT JOIN sitting s ON s.id = told.value "
        "WHERE t.starts_at || ' ' || told.value <= last OR s.starts_at || ' ' || told.value <= last)",
        (SO_FAR, canonical(list(sitting_ids))),
    )


def when_of(held: Held) -> str:
    """Where a sitting stands in the order of time."""
    return f"{moment_text(held.starts_at)} {held.id}"


def _kept_before(connection: Connection, place: str, when: str, month: str) -> Iterable[BitMap]:
    """Who was at the kept sittings of the city or a council (`place`) before one of this month."""
    whole = connection.exec_driver_sql(
        "SELECT last, came FROM tally_span WHERE place = ? AND mode = '' AND span = ?", (place, ALL)
    ).first()
    if whole is None:
        return
    if whole[0] < when:
        yield people_of(whole[1])
        return
    rows = connection.exec_driver_sql(
        "SELECT came FROM tally_span WHERE place = ? AND mode = '' AND (length(span) = 4 AND span < ? "
        "OR length(span) = 7 AND span >= ? AND span < ?) UNION ALL "
        "SELECT came FROM tally_sitting JOIN tally_people USING (sitting_id) "
        "WHERE month = ? AND ? IN ('', council_id) AND starts_at || ' ' || sitting_id < ?",
        (place, month[:4], month[:4], month, month, place, when),
    )
    yield from (people_of(row[0]) for row in rows)


class SoFar:
    """Newcomers while many tallies are made: sure of a sitting before which none is still to be made."""

    def __init__(self, session: Session, making: Collection[str], number: Number) -> None:
        self._session, self._making, self._number = session, frozenset(making), number
        row = session.connection().exec_driver_sql(_ROW, (SO_FAR,)).first()
        self._last: str = row[0] if row else ""
        self._people = BitMap.deserialize(row[1]) if row else BitMap()
        self._met: list[tuple[str, BitMap]] = []
        self._sure = True

    def of(self, held: Held, people: BitMap) -> tuple[BitMap, BitMap] | None:
        """See `Newcomers`."""
        if not self._sure:
            return None
        when, at = when_of(held), moment_text(held.starts_at)
        between = self._before("s.starts_at BETWEEN ? AND ?", (self._last[:27], at), when)
        here = self._before("s.council_id = ? AND s.starts_at <= ?", (held.council_id, at), when, everything=True)
        if between is None or here is None or when <= self._last:
            self._sure = False
            return None
        self._people |= between
        new = people - self._people
        self._people |= people
        seen_here = BitMap.union(here, *(who for council, who in self._met if council == held.council_id))
        self._met.append((held.council_id, people))
        self._last = when
        return new, people - seen_here

    def keep(self) -> None:
        """Writes down who came so far, for the next portion; or forgets it, so that the next one looks for itself."""
        connection = self._session.connection()
        if not self._sure:
            connection.exec_driver_sql("DELETE FROM tally_span WHERE place = '' AND mode = '' AND span = ?", (SO_FAR,))
        elif self._last:
            connection.exec_driver_sql(
                "INSERT OR REPLACE INTO tally_span (place, mode, span, last, sittings, attendances, people, only_room, "
                "only_online, both, new, unnamed, packed, came) VALUES ('', '', ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, x'', ?)",
                (SO_FAR, self._last, bytes(self._people.serialize())),
            )

    def _before(self, which: str, facts: tuple[str, ...], when: str, *, everything: bool = False) -> BitMap | None:
        """Who was at the sittings before this one, and after the last one (or at all); None if one is to be made."""
        rows = self._session.connection().exec_driver_sql(
            "SELECT id, s.state, t.state, came FROM sitting s LEFT JOIN tally_sitting t ON t.sitting_id = s.id "  # noqa: S608
            f"LEFT JOIN tally_people p ON p.sitting_id = s.id WHERE {which} AND s.removed_at IS NULL "
            "AND s.starts_at || ' ' || s.id > ? AND s.starts_at || ' ' || s.id < ?",
            (*facts, "" if everything else self._last, when),
        )
        found, unmade = [BitMap()], []
        for one, state, kept, came in rows:
            if state in _UNMADE:
                unmade.append(one)
            elif one in self._making:
                continue  # asked before
            elif kept is None or kept == PUT_OFF or came is None:
                return None
            else:
                found.append(people_of(came))
        if unmade:
            found.append(BitMap(self._number(sorted(_people_at(self._session, unmade))).values()))
        return BitMap.union(*found)
