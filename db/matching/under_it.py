"""Of a name that a person confirmed and others on the roll are called by as well: who came to this council under it.

`Luis Gómez` was confirmed as one of the roll's two last week, and tonight he is there again. The other one was never
here. Neither a full name nor the memory of it is his alone; that he came here under it before makes him certain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.many import among
from db.matching.evidence import Evidence, as_called, full_name, says_somebody
from db.matching.likely.kept import Roll
from db.matching.tables import Match
from db.residents.persons import rows_of
from db.sittings.tables import Sitting
from db.zoom.rules import Group

_ALL = 10_000


def came_under_it(
    session: Session, sitting: Sitting, groups: Sequence[Group], evidence: Evidence, roll: Roll, came: Mapping[str, int]
) -> dict[str, str]:
    """By the key of a group the one neighbour whom a person confirmed under its name at an earlier sitting of this
    council, where others are called so. Not where one of these came here herself (`came`, by resident), for then there
    are two of one name.
    """
    shared = {group.key: (group, owner) for group in groups if (owner := evidence.owner_among_namesakes(group))}
    if not shared:
        return {}
    here = _confirmed_here(session, sitting, {owner for _, owner in shared.values()})
    return {
        key: owner
        for key, (group, owner) in shared.items()
        if _always_hers(group, here[owner]) and not (_bearers(group, roll) & came.keys()) - {owner}
    }


def _always_hers(group: Group, names: Collection[str]) -> bool:
    told = [name for name in group.names if says_somebody(name)]
    return bool(told) and all(not as_called(name).isdisjoint(names) for name in told)


def _bearers(group: Group, roll: Roll) -> set[str]:
    return roll.bearing({told for name in group.names if (told := full_name(name))}, most=_ALL)


def _confirmed_here(session: Session, sitting: Sitting, owners: set[str]) -> defaultdict[str, set[str]]:
    """The folded names under which a person confirmed each of them at an earlier sitting of this council."""
    whose = {row: one for one in owners for row in rows_of(session, one)}
    found: defaultdict[str, set[str]] = defaultdict(set)
    earlier = and_(
        Sitting.id == Presence.sitting_id,
        Sitting.removed_at.is_(None),
        Sitting.council_id == sitting.council_id,
        Sitting.id != sitting.id,
        Sitting.starts_at < sitting.starts_at,
    )
    for those in among(session, Presence.resident_id, whose):
        query = (
            select(Presence.resident_id, Match.remembered)
            .join(Sitting, earlier)
            .join(Match, Match.id == Presence.match_id)
            .where(those, Presence.removed_at.is_(None), Match.removed_at.is_(None), Match.decided_by.is_not(None))
        )
        for row, remembered in session.execute(query):
            found[whose[row]].update(value for one, kind, value in remembered if kind == "zoom_name" and one in whose)
    return found
