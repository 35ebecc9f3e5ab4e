"""Makes many tallies in small portions, so that nobody waits: of an old record, a late evening, a long pull.

Sittings of which the tally is no longer true are put off: their row says so, and until all of them are made the
figures are being counted, and nobody reads what is kept. A portion makes the tallies of some sittings, or the months,
then the years, then the whole that lack one: what is missing is what is still to be made, so that whoever goes on
needs to know nothing of who began. What is written meanwhile only puts off more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from db.base import canonical
from db.insights import settling
from db.insights.newcomers import SO_FAR, forget_if_among
from db.insights.spans import ALL, half_of, weeks_of, within_span
from db.insights.tables import PUT_OFF
from db.insights.tally import Tally, together, unpacked

FORM = 3
"""How tallies are packed and what is counted in them. Another number makes an older file's anew."""
_SOME_SITTINGS, _AT_ONCE = 2, 500
# The whole city's span of a month or of a year is written last of all: where it stands, all others do.
_CITY = ("", "")


@dataclass(frozen=True)
class Standing:
    """By whose days tallies are kept in this file, and whether all of them are there."""

    zone: ZoneInfo
    whole: bool


def standing(session: Session) -> Standing | None:
    """How it stands with the tallies; None where none are kept in this form, and on PostgreSQL."""
    if session.get_bind().dialect.name != "sqlite":
        return None
    found = session.connection().exec_driver_sql("SELECT zone, form FROM tally_kept WHERE abs(form) = ?", (FORM,))
    row = found.first()
    return Standing(ZoneInfo(row[0]), row[1] == FORM) if row else None


def begin_anew(session: Session, zone: ZoneInfo) -> None:
    """Forgets all tallies; each sitting that was held is to be made, by the days of this zone."""
    connection = session.connection()
    for table in ("tally_sitting", "tally_people", "tally_span", "tally_trait", "tally_person", "tally_kept"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own names
    connection.exec_driver_sql("INSERT INTO tally_kept VALUES (1, ?, ?)", (zone.key, -FORM))
    _note(connection, "s.removed_at IS NULL AND s.state <> 'planned' ORDER BY s.starts_at, s.id", ())


def put_off(session: Session, sitting_ids: Collection[str]) -> None:
    """These sittings are to be made anew; the figures are being counted until then."""
    connection = session.connection()
    told = (canonical(sorted(sitting_ids)),)
    among = "IN (SELECT value FROM json_each(?))"
    forget_if_among(connection, sitting_ids)
    # A row that is there keeps its place in time: what follows from a sitting that moves is found by it.
    connection.exec_driver_sql(
        f"UPDATE tally_sitting SET state = '{PUT_OFF}' WHERE sitting_id {among}",  # noqa: S608 - our own names
        told,
    )
    _note(connection, f"s.id {among}", told)
    connection.exec_driver_sql("UPDATE tally_kept SET form = ?", (-FORM,))


def go_on(session: Session, zone: ZoneInfo, *, sittings: int = _SOME_SITTINGS, until: float = 0.0) -> bool:
    """Makes one portion of what is missing; answers whether anything was. Without, the figures are whole.

    A portion is so many sittings; or the spans of a month; or longer ones, at least one, until this moment (monotonic).
    """
    connection = session.connection()
    if ids := _earliest(connection, sittings):
        months = settling.make(session, ids, zone)
        for month in months:
            for span in (month, month[:4], ALL):
                connection.exec_driver_sql(
                    "DELETE FROM tally_span WHERE place = ? AND mode = ? AND span = ?", (*_CITY, span)
                )
        return True
    lacking: str | None = connection.exec_driver_sql(
        "SELECT DISTINCT month FROM tally_sitting WHERE state <> 'open' EXCEPT "
        "SELECT span FROM tally_span WHERE place = '' AND mode = '' LIMIT 1"
    ).scalar()
    if lacking is not None:
        _make_month(connection, lacking, zone)
        return True
    if _forget_empty(connection) or any(_make_longer(connection, length, until) for length in (6, 4, 3)):
        return True
    connection.exec_driver_sql("DELETE FROM tally_span WHERE place = '' AND mode = '' AND span = ?", (SO_FAR,))
    connection.exec_driver_sql("UPDATE tally_kept SET form = ?", (FORM,))
    return False


def _earliest(connection: Connection, some: int) -> list[str]:
    """The first of the sittings that are to be made: who is new at them is known from those that were made before.

    Rows are written in the order of time. What was put off since stands anywhere, and is looked for when it is not
    known who came so far.
    """
    told = connection.exec_driver_sql(
        "SELECT 1 FROM tally_span WHERE place = '' AND mode = '' AND span = ?", (SO_FAR,)
    ).first()
    order = "rowid" if told else "starts_at, sitting_id"
    rows = connection.exec_driver_sql(
        f"SELECT sitting_id FROM tally_sitting WHERE state = '{PUT_OFF}' ORDER BY {order} LIMIT ?",  # noqa: S608
        (some,),
    )
    return [row[0] for row in rows]


def count_for(session: Session, zone: ZoneInfo, seconds: float) -> bool:
    """Makes portions for about so long; answers whether any are left."""
    until = monotonic() + seconds
    while go_on(session, zone, until=until):
        if monotonic() >= until:
            return True
    return False


def counted(session: Session) -> tuple[int, int]:
    """How many sittings there are, and of how many the tally is still to be made."""
    held, left = (
        session.connection()
        .exec_driver_sql(
            f"SELECT count(*), count(*) FILTER (WHERE state = '{PUT_OFF}') FROM tally_sitting"  # noqa: S608 - our own names
        )
        .one()
    )
    return held, left


def _note(connection: Connection, which: str, facts: tuple[str, ...]) -> None:
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO tally_sitting (sitting_id, council_id, district_id, mode, state, starts_at, month, "  # noqa: S608
        "only_room, only_online, both, new, unnamed, written) SELECT s.id, s.council_id, s.district_id, s.mode, "
        f"'{PUT_OFF}', s.starts_at, '', 0, 0, 0, 0, 0, 0 FROM sitting s WHERE {which}",
        facts,
    )


def _make_month(connection: Connection, month: str, zone: ZoneInfo) -> None:
    """All spans of a month and in it, of its sittings read once; the longer ones it is in are to be made."""
    _forget_month(connection, month)
    rows = connection.exec_driver_sql(
        "SELECT council_id, district_id, mode, starts_at || ' ' || sitting_id, packed, came FROM tally_sitting "
        "JOIN tally_people USING (sitting_id) WHERE month = ? ORDER BY starts_at, sitting_id",
        (month,),
    )
    by_key: dict[settling.Key, list[tuple[str, Tally]]] = {}
    for council, district, mode, when, packed, came in rows:
        told = (when, unpacked(packed, came))
        week, _ = settling.fine_of(when.partition(" ")[0], zone)
        for one in ("", mode):
            for place, span in (("", week), ("", month), (district, month), (council, month)):
                by_key.setdefault((place, one, span), []).append(told)
    _keep(connection, by_key.items())


def _forget_month(connection: Connection, month: str) -> None:
    gone = [month, *weeks_of(month), half_of(month), month[:4], ALL]
    connection.exec_driver_sql(
        "DELETE FROM tally_span WHERE span IN (SELECT value FROM json_each(?))", (canonical(gone),)
    )


def _make_longer(connection: Connection, length: int, until: float) -> bool:
    """Halves of a year (6) and years (4) of their months, or the whole (3) of its years: those that lack, as many as
    there is time for."""
    parts = {6: 7, 4: 7, 3: 4}[length]
    half = "substr(span, 1, 4) || CASE WHEN substr(span, 6) <= '06' THEN 'h1' ELSE 'h2' END"
    span = {6: half, 4: "substr(span, 1, 4)", 3: f"'{ALL}'"}[length]
    which = " AND place = ''" if length == 6 else ""
    keys = connection.exec_driver_sql(
        f"SELECT DISTINCT place, mode, {span} FROM tally_span WHERE length(span) = {parts}{which} EXCEPT "  # noqa: S608
        f"SELECT place, mode, span FROM tally_span WHERE length(span) = {length}"
    ).all()
    found = []
    for place, mode, longer in keys:
        rows = connection.exec_driver_sql(
            "SELECT last, packed, came FROM tally_span WHERE place = ? AND mode = ? AND span BETWEEN ? AND ? "
            "AND length(span) = ? ORDER BY span",
            (place, mode, *within_span(longer), parts),
        )
        found.append(((place, mode, longer), [(row[0], unpacked(row[1], row[2])) for row in rows]))
        if monotonic() >= until or len(found) == _AT_ONCE:
            break
    _keep(connection, found)
    return bool(keys)


def _keep(connection: Connection, told: Iterable[tuple[settling.Key, Sequence[tuple[str, Tally]]]]) -> None:
    settling.keep_spans(
        connection,
        (
            (key, several[-1][0], together(tally for _, tally in several) if several else Tally())
            for key, several in told
        ),
    )


def _forget_empty(connection: Connection) -> bool:
    """Months, and the years and the whole of them, in which nothing is held any more."""
    held = "SELECT month FROM tally_sitting WHERE state <> 'open'"
    gone = connection.exec_driver_sql(
        f"SELECT DISTINCT span FROM tally_span WHERE length(span) = 7 AND span NOT IN ({held})"  # noqa: S608
    ).all()
    for (month,) in gone:
        _forget_month(connection, month)
    return bool(gone)
