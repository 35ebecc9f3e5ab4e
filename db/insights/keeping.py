"""Follows whatever is written, in the same transaction: which sittings have other figures than before.

A stay, a turn, a promise or minutes change the figures of their sitting. Beyond that:

- a stay that appears or goes makes somebody new, or new no more, at the sitting after it;
- so does a sitting that appears, moves or goes, for everybody who was there;
- two rows that become one person, or two again, and what the roll says of a person, concern all sittings she was at.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event, inspect, select
from sqlalchemy.orm import Session

from db.agenda.tables import Turn
from db.base import Row, canonical, moment_text
from db.checkin.tables import Presence
from db.insights import settling
from db.insights.making import begin_anew, count_for, go_on, put_off, standing
from db.insights.neighbours import neighbours, portions
from db.insights.numbering import note_traits, numbers_of
from db.issues.tables import Commitment, Issue
from db.minutes.tables import Minutes
from db.outreach.tables import Invitation
from db.residents.persons import rows_of, speaking_for
from db.residents.tables import Merge, Resident
from db.surveys.tables import Reply

AT_ONCE = 12
"""Of more sittings than these the tallies are not made before whoever writes may go on, but in portions, later."""
_AT_THE_DOOR_S = 0.3
_ANEW = 500
_TOLD = frozenset(
    {"birth_date", "age_band", "gender", "neighbourhood_id", "organisation_id", "removed_at", "erased_at"}
)
_UNCONCERNED = "residents of whom nothing changed that figures tell"


def zone_kept(session: Session) -> ZoneInfo | None:
    """The zone by whose days tallies are kept in this file; None where none are, where they are being counted, and on
    PostgreSQL."""
    stands = standing(session)
    return stands.zone if stands and stands.whole else None


def begin(session: Session, zone: ZoneInfo) -> int:
    """Makes all tallies anew, by the days of this zone, and keeps them from now on; answers how many sittings."""
    begin_anew(session, zone)
    while go_on(session, zone, sittings=_ANEW, until=math.inf):
        continue
    return session.connection().exec_driver_sql("SELECT count(*) FROM tally_sitting").scalar() or 0


def bring_figures_up_to_date(engine: Engine, zone: ZoneInfo) -> None:
    """At the opening: begins the tallies of a record that an older program wrote, or that moved to another zone, and
    goes on with what was put off, for a moment. The rest is for `commands.count_on`: an evening does not wait."""
    with Session(engine) as session:
        kept_by = zone_kept(session)
        if kept_by is not None and kept_by.key == zone.key:
            return
    with engine.connect().execution_options(write=True) as connection, Session(connection) as session:
        stands = standing(session)
        if stands is None or stands.zone.key != zone.key:
            begin_anew(session, zone)
        count_for(session, zone, _AT_THE_DOOR_S)
        session.commit()


def follow(session: Session, touched: Mapping[str, Collection[str]], *, unconcerned: Collection[str] = ()) -> None:
    """Brings the tallies up to rows that were written: identifiers by noun. Does nothing where none are kept."""
    if not touched.keys() & _NOUNS:
        return
    stands = standing(session)
    if stands is None:
        return
    residents = set(touched.get("resident", ())) - set(unconcerned)
    merged = _merged(session, touched.get("merge", ()))
    stays = _stays_of(session, touched.get("presence", ())) + _moved(session, touched.get("sitting", ()))
    speaks = speaking_for(session) if stays or residents or merged else {}
    due = (
        {sitting for _, _, sitting, _ in stays}
        | _sittings_of_rows(session, touched)
        | set(touched.get("sitting", ()))
        | _after(session, stays, speaks)
    )
    due |= _everywhere(session, residents | merged, speaks)
    if residents or merged:
        _tell_traits(session, residents | merged, speaks)
    if due and stands.whole and len(due) <= AT_ONCE:
        settling.settle(session, due, stands.zone)
    elif due:
        put_off(session, due)


_PARTS: dict[str, type[Row]] = {
    "turn": Turn, "issue": Issue, "commitment": Commitment, "minutes": Minutes, "reply": Reply, "invitation": Invitation
}  # fmt: skip
_NOUNS = frozenset({"presence", "sitting", "resident", "merge", "questionnaire", *_PARTS})


def _sittings_of_rows(session: Session, touched: Mapping[str, Collection[str]]) -> set[str]:
    found: set[Any] = set()  # a household is asked at no sitting
    for noun, kind in _PARTS.items():
        for some in portions(sorted(touched.get(noun, ()))):
            found.update(session.scalars(select(kind.sitting_id).where(kind.id.in_(some)).distinct()))  # type: ignore[attr-defined]
    # Sheets may come from elsewhere before it is known what they answer.
    for some in portions(sorted(touched.get("questionnaire", ()))):
        found.update(session.scalars(select(Reply.sitting_id).where(Reply.questionnaire_id.in_(some)).distinct()))
    return found - {None}


def _merged(session: Session, merge_ids: Collection[str]) -> set[str]:
    """All rows of the people whom these merges make one, or made one."""
    found: set[str] = set()
    for some in portions(sorted(merge_ids)):
        for pair in session.execute(select(Merge.kept_id, Merge.absorbed_id).where(Merge.id.in_(some))):
            for one in pair:
                found.update(rows_of(session, one))
    return found


# Who was there, and where that stands in the order of time: hour, sitting, council.
_Stay = tuple[str, datetime, str, str]


def _moved(session: Session, sitting_ids: Collection[str]) -> list[_Stay]:
    """The stays at sittings that appeared, went, or stand at another hour or in another council than their tally: at
    the place where they stood, and where they stand now."""
    found: list[_Stay] = []
    for some in portions(sorted(sitting_ids)):
        rows = session.connection().exec_driver_sql(
            "SELECT p.resident_id, s.id, s.starts_at, s.council_id, t.starts_at, t.council_id "
            "FROM sitting s JOIN presence p ON p.sitting_id = s.id AND p.removed_at IS NULL "
            "LEFT JOIN tally_sitting t ON t.sitting_id = s.id "
            "WHERE s.id IN (SELECT value FROM json_each(?)) AND (s.removed_at IS NOT NULL "
            "OR t.sitting_id IS NULL OR t.starts_at <> s.starts_at OR t.council_id <> s.council_id)",
            (canonical(list(some)),),
        )
        for who, sitting, at, council, at_before, council_before in rows:
            found.append((who, datetime.fromisoformat(at), sitting, council))
            if at_before is not None:
                found.append((who, datetime.fromisoformat(at_before), sitting, council_before))
    return found


def _stays_of(session: Session, presence_ids: Collection[str]) -> list[_Stay]:
    if not presence_ids:
        return []
    rows = session.connection().exec_driver_sql(
        "SELECT p.resident_id, s.starts_at, s.id, s.council_id FROM json_each(?) told "
        "CROSS JOIN presence p ON p.id = told.value CROSS JOIN sitting s ON s.id = p.sitting_id",
        (canonical(sorted(presence_ids)),),
    )
    hours: dict[str, datetime] = {}
    found = []
    for who, at, sitting, council in rows:
        hour = hours[at] if at in hours else hours.setdefault(at, datetime.fromisoformat(at))
        found.append((who, hour, sitting, council))
    return found


def _is_last(session: Session, stays: Collection[_Stay]) -> bool:
    """Whether all of these are of one sitting, after which none was held: as on any evening."""
    (at, sitting), *others = {(at, sitting) for _, at, sitting, _ in stays}
    later = session.connection().exec_driver_sql(
        "SELECT 1 FROM sitting WHERE starts_at >= ? AND id <> ? AND removed_at IS NULL AND state <> 'planned' LIMIT 1",
        (moment_text(at), sitting),
    )
    return not others and later.first() is None


def _after(session: Session, stays: Collection[_Stay], speaks: Mapping[str, str]) -> set[str]:
    """The sittings at which somebody of these stays was next: of all, and of the same council."""
    if not stays or _is_last(session, stays):
        return set()
    since = min(at for _, at, _, _ in stays)
    later: dict[str, list[tuple[datetime, str, str]]] = {}
    for some in portions(sorted(_all_rows({who for who, *_ in stays}, speaks))):
        # In this order: from the people to their sittings, of which most have few, never from all the later sittings.
        rows = session.connection().exec_driver_sql(
            "SELECT p.resident_id, s.starts_at, s.id, s.council_id FROM json_each(?) told "
            "CROSS JOIN presence p ON p.resident_id = told.value AND p.removed_at IS NULL "
            "CROSS JOIN sitting s ON s.id = p.sitting_id AND s.removed_at IS NULL WHERE s.starts_at >= ?",
            (canonical(list(some)), moment_text(since)),
        )
        for who, at, sitting, council in rows:
            later.setdefault(speaks.get(who, who), []).append((datetime.fromisoformat(at), sitting, council))
    found: set[str] = set()
    for who, at, sitting, council in stays:
        hers = sorted(one for one in later.get(speaks.get(who, who), ()) if one[:2] > (at, sitting))
        found.update(one[1] for one in hers[:1])
        found.update(next(([one[1]] for one in hers if one[2] == council), []))
    return found


def _everywhere(session: Session, residents: Collection[str], speaks: Mapping[str, str]) -> set[str]:
    """All sittings at which these people were or spoke, or of which they were told."""
    found: set[str] = set()
    for some in portions(sorted(_all_rows(residents, speaks))):
        for kind in (Presence, Turn, Invitation):
            found.update(
                session.connection()
                .exec_driver_sql(
                    f"SELECT DISTINCT sitting_id FROM {kind.__tablename__} "  # noqa: S608 - our own names
                    "WHERE resident_id IN (SELECT value FROM json_each(?))",
                    (canonical(list(some)),),
                )
                .scalars()
            )
    return found


def _tell_traits(session: Session, residents: Collection[str], speaks: Mapping[str, str]) -> None:
    people = {speaks.get(one, one) for one in residents}
    numbers = numbers_of(session.connection(), people)
    note_traits(session, neighbours(session, numbers), numbers)


def _all_rows(residents: Iterable[str], speaks: Mapping[str, str]) -> set[str]:
    """These rows, and whatever other rows are the same people."""
    wanted = set(residents)
    told = {speaks[one] for one in wanted if one in speaks}
    return wanted | {row for row, person in speaks.items() if person in told}


@event.listens_for(Session, "before_flush")
def _see(session: Session, _context: Any, _instances: Any) -> None:
    """A telephone that was put right is in no figure: what of the roll concerns nobody here is told apart."""
    for row in session.dirty:
        if isinstance(row, Resident):
            concerns = any(state.key in _TOLD and state.history.has_changes() for state in inspect(row).attrs)
            seen: dict[str, bool] = session.info.setdefault(_UNCONCERNED, {})
            seen[row.id] = seen.get(row.id, False) or concerns


@event.listens_for(Session, "before_commit")
def _keep(session: Session) -> None:
    """It cannot be forgotten, and never happens alone."""
    author = session.info.get("author")
    if author is None:
        return
    session.flush()
    seen: dict[str, bool] = session.info.get(_UNCONCERNED, {})
    # Sync writes rows by other ways than these objects, perhaps the same ones.
    by_hand = not author.verb.startswith("sync.")
    unconcerned = [one for one, concerns in seen.items() if by_hand and not concerns]
    follow(session, author.touched, unconcerned=unconcerned)
