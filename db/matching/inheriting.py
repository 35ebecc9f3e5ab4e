"""Decisions that go on when a fuller report knows somebody by another key: a name that has an e-mail now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from db.matching.sorting import identifiers, match_id_of
from db.matching.tables import Match
from db.residents.tables import Resident
from db.work import Work
from db.zoom.rules import Group


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
    comes in: a group that stands undecided beside a key that is gone was taken back by a person since.
    """
    keys = {group.key for group in groups}
    for group in groups:
        own = known.get(group.key)
        if own is not None and own.decided_by:
            continue
        stands = own is not None and own.removed_at is None
        gone = [known[key] for key in group.other_keys if key not in keys and key in known]
        before = [one for one in gone if one.decided_by and not (stands and one.removed_at is not None)]
        if before and all(_say(one) == _say(before[0]) for one in before):
            known[group.key] = _passed_on(work, sitting_id, group.key, own, before[0])


def _say(match: Match) -> tuple[str, tuple[str, ...]]:
    return match.verdict, tuple(sorted(match.resident_ids))


def _passed_on(work: Work, sitting_id: str, key: str, own: Match | None, before: Match) -> Match:
    made = own or Match(
        id=match_id_of(work, sitting_id, key, identifiers(work, sitting_id)), sitting_id=sitting_id, group_key=key
    )
    made.verdict, made.decided_by, made.enrolled_id = before.verdict, before.decided_by, before.enrolled_id
    made.resident_ids, made.rejected_ids = list(before.resident_ids), list(before.rejected_ids)
    made.remembered, made.reasons = list(before.remembered or []), list(before.reasons or [])
    made.removed_at = None
    if own is None:
        made.participant_ids = []
        work.session.add(made)
    return made
