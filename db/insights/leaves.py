"""Reads sittings from the record, and makes the tally of each: the one place where presences become figures.

The counts of a tally (all add up over sittings; a part that nobody told is `no_data`):

- `sittings`; `sittings.mode|mode`; `sittings.when|weekday|hour` (Monday is 0, in the city); `sittings.alive`: at which
  anybody was; `attended.when|weekday|hour`
- `attended`: one person at one sitting; of these `attended.room`, `attended.online`, `attended.both`;
  `new`: the person's first sitting of all; `new_here`: her first of this council; `unorganised`, `organised`
- `unnamed`: heads in the room without a name
- `seconds` of people present (union of stays), over `timed` attendances of which the end is known
- `pending`: closed, and no version of the minutes has become a document; `due_minutes`: closed or signed
- `views` of the stream, over `viewed` sittings that say how many
- `issue.kind|kind`, `issue.topic|topic|kind`, `issue.department|department|state`, `issue.state|state`;
  `answered|kind` and `answer_days|kind`: those answered on a known day
- `promise|state|day`: the day it is due while it is open
- `turn|gender|way`, `turn_seconds|gender|way`
- what people answered and whom somebody told of the sitting: see `answered` and `invited`
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.agenda.tables import Turn
from db.checkin.rules import time_present
from db.insights.answered import felt
from db.insights.attended import Stay, attended, came_to
from db.insights.held import Held, Where, held
from db.insights.invited import invited, outcomes
from db.insights.neighbours import UNKNOWN, Neighbour, neighbours
from db.insights.tally import Tally, count_key
from db.issues.tables import Commitment, Issue
from db.residents.persons import speaking_for
from db.sittings.tables import Sitting


@dataclass(frozen=True)
class Leaf:
    """One sitting and its tally."""

    held: Held
    tally: Tally


# Gives a person her number in the tallies; the same number for as long as the tallies are kept.
Number = Callable[[Collection[str]], dict[str, int]]


class Newcomers(Protocol):
    """Knows who is new at a sitting without reading the past of its people from the record."""

    def of(self, held: Held, people: BitMap) -> tuple[BitMap, BitMap] | None:
        """Whose first sitting of all this is, and whose first of its council; None where only the record tells.

        Asked of one sitting after the other, in the order of time.
        """


def leaves(
    session: Session, where: Where, *, zone: ZoneInfo, number: Number, newcomers: Newcomers | None = None,
    known: dict[str, Neighbour] | None = None,
) -> list[Leaf]:  # fmt: skip
    """The tallies of the sittings for which these conditions over Sitting hold, in the order of time.

    `known`: what the roll says of people, as far as it was asked; whoever else came is added.
    """
    sittings = held(session, where)
    stays, firsts = attended(session, where, sittings)
    people = {person for came in stays.values() for person in came}
    speakers = _turns(session, where)
    known = {} if known is None else known
    strangers = (people | {turn[1] for turns in speakers.values() for turn in turns}) - known.keys()
    known |= neighbours(session, strangers, some=came_to(where))
    numbers = number(sorted(people))
    raised, promised = _issues(session, where, zone), _promises(session, where)
    heard, told = felt(session, where), invited(session, where)
    found = []
    for one in sittings:
        tally = Tally()
        counts = tally.counts
        on = one.starts_at.astimezone(zone)
        came = stays.get(one.id, {})
        _count_sitting(counts, one, on, came)
        _count_people(tally, came, known, numbers, on.date())
        new = newcomers.of(one, tally.people) if newcomers else None
        tally.came.first, new_here = new or firsts.of(one, came, numbers)
        counts["new_here"], counts["new"] = len(new_here), len(tally.came.first)
        for _, speaker, way, seconds in speakers.get(one.id, ()):
            gender = known.get(speaker, UNKNOWN).gender
            counts[count_key("turn", gender, way)] += 1
            counts[count_key("turn_seconds", gender, way)] += seconds
        counts.update(raised.get(one.id, {}))
        counts.update(promised.get(one.id, {}))
        counts.update(heard.get(one.id, {}))
        if one.id in told:
            first = tally.came.first
            new_ones = {who for who in told[one.id].people if who in came and numbers[who] in first}
            counts.update(outcomes(told[one.id], came=came, new=new_ones))
        found.append(Leaf(one, tally))
    return found


def _count_sitting(counts: Any, one: Held, on: datetime, came: Collection[str]) -> None:
    counts["sittings"] = 1
    counts[count_key("sittings.mode", one.mode)] = 1
    counts[count_key("sittings.when", on.weekday(), on.hour)] = 1
    counts["sittings.alive"] = int(bool(came))
    counts["attended"] = len(came)
    counts[count_key("attended.when", on.weekday(), on.hour)] = len(came)
    counts["unnamed"] = one.unnamed
    counts["due_minutes"] = int(one.state in ("closed", "signed"))
    counts["pending"] = int(one.state == "closed" and not one.written)
    counts["views"], counts["viewed"] = one.views or 0, int(one.views is not None)


def _count_people(
    tally: Tally, came: Mapping[str, Sequence[Stay]], known: Mapping[str, Neighbour], numbers: Mapping[str, int],
    on: date,
) -> None:  # fmt: skip
    # Sets are made of whole lists, and whoever came once is counted without a detour: a bulk of an old record is this.
    ages: dict[str, list[int]] = {age: [] for age in tally.ages}
    room, online = [], []
    organised = timed = seconds = 0
    for person, stays in came.items():
        who, place = known.get(person, UNKNOWN), numbers[person]
        ages[who.age(on)].append(place)
        organised += who.organisation_id is not None
        ways = {way == "room" for way, _, _ in stays}
        if True in ways:
            room.append(place)
        if False in ways:
            online.append(place)
        if len(stays) == 1:
            _, start, end = stays[0]
            if end is not None:
                timed += 1
                seconds += max(0, int((end - start).total_seconds()))
        elif all(left is not None for _, _, left in stays):
            timed += 1
            seconds += int(time_present((start, end) for _, start, end in stays).total_seconds())
    tally.ages = {age: BitMap(places) for age, places in ages.items()}
    tally.came.people = BitMap([numbers[person] for person in came])
    tally.room, tally.online = BitMap(room), BitMap(online)
    told = {
        "attended.room": len(room), "attended.online": len(online),
        "attended.both": len(room) + len(online) - len(came),
        "organised": organised, "unorganised": len(came) - organised, "timed": timed, "seconds": seconds,
    }  # fmt: skip
    tally.counts.update(told)


def _turns(session: Session, where: Where) -> dict[str, list[tuple[str, str, str, int]]]:
    """By sitting: identifier, speaker, way, seconds (0 of a turn that goes on)."""
    rows = session.execute(
        select(Turn.sitting_id, Turn.id, Turn.resident_id, Turn.way, Turn.started_at, Turn.ended_at)
        .join(Sitting, Sitting.id == Turn.sitting_id)
        .where(Turn.removed_at.is_(None), *where)
    )
    speaks = speaking_for(session)
    found: dict[str, list[tuple[str, str, str, int]]] = {}
    for sitting, turn, resident, way, start, end in rows:
        seconds = max(0, int((end - start).total_seconds())) if end else 0
        found.setdefault(sitting, []).append((turn, speaks.get(resident, resident), way, seconds))
    return found


def _issues(session: Session, where: Where, zone: ZoneInfo) -> dict[str, dict[str, int]]:
    rows = session.execute(
        select(
            Issue.sitting_id, Issue.kind, Issue.topic, Issue.department_id, Issue.state, Issue.answered_on,
            Sitting.starts_at, func.count(),
        )
        .join(Sitting, Sitting.id == Issue.sitting_id)
        .where(Issue.removed_at.is_(None), *where)
        .group_by(
            Issue.sitting_id, Issue.kind, Issue.topic, Issue.department_id, Issue.state, Issue.answered_on,
            Sitting.starts_at,
        )
    )  # fmt: skip
    found: dict[str, dict[str, int]] = {}
    for sitting, kind, topic, department, state, answered_on, at, number in rows:
        counts = found.setdefault(sitting, {})
        _more(counts, count_key("issue.kind", kind), number)
        _more(counts, count_key("issue.topic", topic, kind), number)
        _more(counts, count_key("issue.department", department, state), number)
        _more(counts, count_key("issue.state", state), number)
        if answered_on and state in ("answered", "settled"):
            days = max(0, (answered_on - at.astimezone(zone).date()).days)
            _more(counts, count_key("answered", kind), number)
            _more(counts, count_key("answer_days", kind), number * days)
    return found


def _promises(session: Session, where: Where) -> dict[str, dict[str, int]]:
    rows = session.execute(
        select(Commitment.sitting_id, Commitment.state, Commitment.due_on, func.count())
        .join(Sitting, Sitting.id == Commitment.sitting_id)
        .where(Commitment.removed_at.is_(None), *where)
        .group_by(Commitment.sitting_id, Commitment.state, Commitment.due_on)
    )
    found: dict[str, dict[str, int]] = {}
    for sitting, state, due_on, number in rows:
        _more(found.setdefault(sitting, {}), count_key("promise", state, due_on if state == "open" else None), number)
    return found


def _more(counts: dict[str, int], key: str, number: int) -> None:
    counts[key] = counts.get(key, 0) + number


def numbered(people: Iterable[str], *, after: int = 0) -> dict[str, int]:
    """Numbers for tallies that are forgotten after the question."""
    return {person: place for place, person in enumerate(people, after)}
