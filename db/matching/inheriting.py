"""Decisions that go on when a later report knows somebody by another key: a name that has an e-mail now, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select

from db.folding import fold
from db.matching.rules import Verdict
from db.matching.sorting import identifiers, match_id_of
from db.matching.tables import Match
from db.residents.tables import Resident
from db.work import Work
from db.zoom.rules import Group
from db.zoom.tables import Participant

_Moment = tuple[str, datetime]
_Bearer = TypeVar("_Bearer")
# SQLite takes a bounded number of variables in one statement.
_AT_ONCE = 500


def let_go_of_the_gone(work: Work, matches: Iterable[Match]) -> None:
    """Lets go of decisions for somebody who was taken off the roll while their lines were out of the sitting: they do
    not come back with the lines, for nobody who is not on the roll is present.
    """
    away = [one for one in matches if one.removed_at is not None and one.decided_by and one.resident_ids]
    for match in away:
        rows = (work.session.get(Resident, one) for one in match.resident_ids)
        if any(row is None or (row.removed_at is not None and row.erased_at is None) for row in rows):
            match.decided_by, match.enrolled_id, match.resident_ids, match.remembered = None, None, [], []


def pass_on_decisions(work: Work, sitting_id: str, groups: Sequence[Group], known: dict[str, Match]) -> None:
    """Gives a group what a person decided of its lines while they were known by another key; `known` is by key.

    The judgement under the old key keeps its decision, for it comes back with the older report. Where two decisions
    on lines of one group do not say the same, neither goes on: a person has to look. It goes on once, when the report
    comes in: a group that stands undecided beside a key that is gone was taken back by a person since. Whom a person
    said that they are not goes on in any case, for nobody is to be taken for her again by a name alone.
    """
    keys = {group.key for group in groups}
    told = [one for key, one in known.items() if key not in keys and (one.decided_by or one.rejected_ids)]
    seen = _Seen(work, told, groups)
    for group in groups:
        own = known.get(group.key)
        if own is not None and own.decided_by:
            continue
        stands = own is not None and own.removed_at is None
        gone = [known[key] for key in group.other_keys if key not in keys and key in known]
        gone += seen.as_one_of(group)
        gone = [one for one in gone if not (stands and one.removed_at is not None)]
        before = [one for one in gone if one.decided_by]
        if before and all(_say(one) == _say(before[0]) for one in before):
            known[group.key] = _passed_on(work, sitting_id, group.key, own, before[0])
        elif no := {one for match in gone for one in match.rejected_ids}:
            known[group.key] = _not_them(work, sitting_id, group.key, own, no)


class _Seen:
    """Who was decided under keys that are gone, by their lines: the same line under another name, or in another report
    the same name at the same moment. The list of a running call knows registrations that a file does not tell.
    """

    def __init__(self, work: Work, gone: Sequence[Match], groups: Sequence[Group]) -> None:
        self._by_line = {line: match for match in gone for line in match.participant_ids}
        if not self._by_line:
            return
        self._moments = _moments(work, {*self._by_line, *(one for group in groups for one in group.line_ids)})
        self._before = _only_bearers(self._moments, [(one, one.participant_ids) for one in gone])
        self._now = _only_bearers(self._moments, [(group.key, group.line_ids) for group in groups])

    def as_one_of(self, group: Group) -> list[Match]:
        """The decisions on lines of a group."""
        if not self._by_line:
            return []
        found = [self._by_line[one] for one in group.line_ids if one in self._by_line]
        moments = sorted({moment for one in group.line_ids for moment in self._moments.get(one, ())})
        return found + [self._before[one] for one in moments if one in self._before and one in self._now]


def _moments(work: Work, ids: Iterable[str]) -> dict[str, tuple[_Moment, ...]]:
    """By line, each name with the moment it came: the one it bears and the one it bore before, for a fuller report
    knows of a name that was changed while they were there.
    """
    wanted, found = sorted(ids), {}
    for at in range(0, len(wanted), _AT_ONCE):
        some = select(Participant).where(Participant.id.in_(wanted[at : at + _AT_ONCE]))
        for line in work.session.scalars(some):
            if line.joined_at:
                names = dict.fromkeys(filter(None, (line.name, line.original_name)))
                found[line.id] = tuple((fold(name), line.joined_at) for name in names)
    return found


def _only_bearers(
    moments: Mapping[str, Sequence[_Moment]], bearers: Iterable[tuple[_Bearer, Sequence[str]]]
) -> dict[_Moment, _Bearer]:
    """Who came by that name at that moment, where it was one alone: two telephones of one make are told apart by
    nobody.
    """
    found: dict[_Moment, list[_Bearer]] = {}
    for one, line_ids in bearers:
        for moment in {moment for line in line_ids for moment in moments.get(line, ())}:
            found.setdefault(moment, []).append(one)
    return {moment: some[0] for moment, some in found.items() if len(some) == 1}


def _say(match: Match) -> tuple[str, tuple[str, ...]]:
    return match.verdict, tuple(sorted(match.resident_ids))


def _not_them(work: Work, sitting_id: str, key: str, own: Match | None, no: set[str]) -> Match:
    made = own or _new(work, sitting_id, key, verdict=Verdict.REJECTED, resident_ids=[], reasons=[])
    made.rejected_ids = sorted({*(made.rejected_ids or ()), *no})
    return made


def _new(work: Work, sitting_id: str, key: str, **facts: Any) -> Match:
    match_id = match_id_of(work, sitting_id, key, identifiers(work, sitting_id))
    made = Match(id=match_id, sitting_id=sitting_id, group_key=key, participant_ids=[], **facts)
    work.session.add(made)
    return made


def _passed_on(work: Work, sitting_id: str, key: str, own: Match | None, before: Match) -> Match:
    made = own or _new(work, sitting_id, key)
    made.verdict, made.decided_by, made.enrolled_id = before.verdict, before.decided_by, before.enrolled_id
    made.resident_ids, made.rejected_ids = list(before.resident_ids), list(before.rejected_ids)
    made.remembered, made.reasons = list(before.remembered or []), list(before.reasons or [])
    made.removed_at = None
    return made
