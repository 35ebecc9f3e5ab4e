"""Who was told of a sitting, by which channel, and what came of it: counts, which `leaves` puts in a sitting's tally.

- `invited|channel|outcome`: people who were told by name, each once at each sitting: by the one channel, or `several`;
  outcome `new` (came, to her first sitting of all), `returning` (came, and had come before) or `absent`
- `told|channel`: groups that were told; `told.sized|channel`: those of which is known how many they are;
  `reached|channel`: how many these are together
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from db.insights.tally import count_key
from db.outreach.tables import Invitation
from db.residents.persons import speaking_for
from db.sittings.tables import Sitting

SEVERAL = "several"
NEW, RETURNING, ABSENT = "new", "returning", "absent"


@dataclass
class Invited:
    """The invitations to one sitting: the channels of each person, and the counts of groups."""

    people: dict[str, set[str]] = field(default_factory=dict)
    groups: Counter[str] = field(default_factory=Counter)


def invited(session: Session, where: Sequence[ColumnElement[bool]]) -> dict[str, Invited]:
    """By sitting, whom somebody told of it."""
    rows = session.execute(
        select(Invitation.sitting_id, Invitation.resident_id, Invitation.channel, Invitation.reached)
        .join(Sitting, Sitting.id == Invitation.sitting_id)
        .where(Invitation.removed_at.is_(None), *where)
    ).all()
    speaks = speaking_for(session) if rows else {}
    found: dict[str, Invited] = {}
    for sitting, resident, channel, reached in rows:
        here = found.setdefault(sitting, Invited())
        if resident is not None:
            here.people.setdefault(speaks.get(resident, resident), set()).add(channel)
            continue
        here.groups[count_key("told", channel)] += 1
        if reached is not None:
            here.groups[count_key("told.sized", channel)] += 1
            here.groups[count_key("reached", channel)] += reached
    return found


def outcomes(here: Invited, *, came: Collection[str], new: Collection[str]) -> Counter[str]:
    """The counts of a sitting. `came`: who was there; `new`: for whom it was the first sitting of all."""
    counts = Counter(here.groups)
    for person, channels in here.people.items():
        channel = next(iter(channels)) if len(channels) == 1 else SEVERAL
        outcome = ABSENT
        if person in came:
            outcome = NEW if person in new else RETURNING
        counts[count_key("invited", channel, outcome)] += 1
    return counts
