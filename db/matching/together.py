"""Who may sit before one screen: whom this connection was before, and who lives with whom it may be."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, tuple_
from sqlalchemy.orm import Session

from db.errors import Refused
from db.folding import fold
from db.matching.rules import Verdict
from db.matching.tables import Match
from db.residents.tables import Resident
from db.sittings.tables import Sitting

MOST_AT_HOME = 8
"""Of a tower all have one address, and they are no family."""


@dataclass(frozen=True)
class Together:
    """Neighbours who may be one connection: `before`, as a person said of it at the last sitting it came to; `at_home`,
    who lives at the same door as those or as somebody of the same surname that it may be.
    """

    before: tuple[str, ...]
    at_home: tuple[str, ...]


def together(session: Session, *, match_id: str, candidate_ids: Collection[str] = ()) -> Together:
    """Whom to propose first when a connection is several people. Raises Refused: match_unknown."""
    match = session.get(Match, match_id)
    if match is None:
        raise Refused("match_unknown")
    before = _before(session, match)
    seeds = [*before, *(one for one in candidate_ids if one not in before)]
    at_home = [one for one in _at_home(session, seeds) if one not in seeds]
    return Together(before, tuple(at_home))


def _before(session: Session, match: Match) -> tuple[str, ...]:
    here = session.get_one(Sitting, match.sitting_id)
    found = session.scalars(
        select(Match)
        .join(Sitting, Sitting.id == Match.sitting_id)
        .where(
            Match.group_key == match.group_key,
            Match.sitting_id != match.sitting_id,
            Match.verdict == Verdict.CONFIRMED,
            Match.decided_by.is_not(None),
            Match.removed_at.is_(None),
            Sitting.removed_at.is_(None),
            Sitting.starts_at < here.starts_at,
        )
        .order_by(Sitting.starts_at.desc())
        .limit(1)
    ).first()
    return tuple(found.resident_ids) if found is not None and len(found.resident_ids) > 1 else ()


def _at_home(session: Session, seeds: Sequence[str]) -> list[str]:
    """Whoever shares street, number and quarter with one of these; those of one surname first."""
    hers = session.scalars(select(Resident).where(Resident.id.in_(seeds), Resident.removed_at.is_(None))).all()
    doors = {(one.street, one.street_number) for one in hers if one.street and one.street_number}
    if not doors:
        return []
    surnames = {fold(one.family_name) for one in hers}
    shared = tuple_(Resident.street, Resident.street_number).in_(sorted(doors))
    quarters = {one.neighbourhood_id for one in hers}
    near = or_(Resident.neighbourhood_id.in_([one for one in quarters if one]), Resident.neighbourhood_id.is_(None))
    found = session.scalars(
        select(Resident).where(shared, near, Resident.removed_at.is_(None)).limit(len(doors) * MOST_AT_HOME + 1)
    ).all()
    if len(found) > len(doors) * MOST_AT_HOME:
        return []
    ranked = sorted(found, key=lambda one: (fold(one.family_name) not in surnames, fold(one.given_names), one.id))
    return [one.id for one in ranked]
