"""How groups become judgements and judgements become presences: the workings behind the commands of matching."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from db.checkin.commands import record_stays
from db.checkin.tables import Presence
from db.clock import named_id
from db.matching.rules import COUNTED, Judgement, Verdict
from db.matching.tables import Match, Proposal
from db.residents.persons import speaking_for
from db.sittings.queries import sitting_card
from db.sittings.tables import Sitting
from db.work import Work
from db.zoom.queries import calls, lines
from db.zoom.rules import Group, Kind, Stay, group_lines


def groups_of(work: Work, sitting_id: str) -> tuple[Group, ...]:
    """The groups of all calls of a sitting, those who only waited outside last."""
    work.session.flush()
    card = sitting_card(work.session, sitting_id=sitting_id)
    return group_lines(lines(work.session, sitting_id=sitting_id), room_names=(card.place, card.centre, card.district))


def when_it_began(work: Work, sitting: Sitting) -> datetime:
    """When the first call of a sitting began; without a call that says so, when the sitting did."""
    began = [one.started_at for one in calls(work.session, sitting_id=sitting.id) if one.started_at]
    return min(began, default=sitting.opened_at or sitting.starts_at)


def settle(work: Work, match: Match, group: Group, begin: datetime) -> None:
    """Makes the presences what the verdict says: the group's stays for each of its residents, for nobody else."""
    here = set(match.resident_ids) if match.verdict in COUNTED else set()
    work.session.flush()
    for stay in work.session.scalars(_stays().where(Presence.match_id == match.id)):
        if stay.resident_id not in here:
            stay.removed_at = work.clock.now()
    for resident_id in sorted(here):
        record_stays(
            work,
            sitting_id=match.sitting_id,
            resident_id=resident_id,
            match_id=match.id,
            stays=stays_of(group, begin),
            way="phone" if group.kind is Kind.PHONE else "zoom",
        )


def have_stays(work: Work, sitting_id: str) -> frozenset[str]:
    """The judgements of a sitting that have brought presences: the others need no looking after."""
    found = work.session.scalars(_stays().where(Presence.sitting_id == sitting_id, Presence.match_id.is_not(None)))
    return frozenset(stay.match_id for stay in found if stay.match_id)


def _stays() -> Select[Presence]:
    return select(Presence).where(Presence.removed_at.is_(None))


def stays_of(group: Group, begin: datetime) -> tuple[Stay, ...]:
    """The stays of a group; a report that tells minutes only gives one stay from the call's beginning."""
    return group.stays or ((begin, begin + timedelta(minutes=group.minutes)),)


def write_judgement(work: Work, match: Match, judgement: Judgement, kept: Proposal | None) -> None:
    """Writes down what the program says of a group that no person has decided, with its proposals beside it."""
    ruled_out = judgement.verdict is Verdict.UNKNOWN and bool(match.rejected_ids)
    match.verdict = Verdict.REJECTED if ruled_out else judgement.verdict
    speaks = speaking_for(work.session)
    if {speaks.get(one, one) for one in match.resident_ids} != set(judgement.resident_ids):
        # The same person by another of her rows stays as it is: her stays belong to the row they were found by.
        match.resident_ids = list(judgement.resident_ids)
    match.score = judgement.score
    match.reasons = [dict(why) for why in judgement.reasons]
    if not judgement.candidates:
        if kept is not None:
            work.session.delete(kept)
        return
    if kept is None:
        kept = Proposal(match_id=match.id)
        work.session.add(kept)
    kept.candidates = [asdict(one) for one in judgement.candidates]
    kept.clear = judgement.clear


def proposals(work: Work, matches: Iterable[Match]) -> dict[str, Proposal]:
    """The proposals kept beside judgements, by the judgement."""
    found = work.session.scalars(select(Proposal).where(Proposal.match_id.in_([one.id for one in matches])))
    return {one.match_id: one for one in found}


def forget_proposal(work: Work, match_id: str) -> None:
    """Lets go of the proposals of a group that is decided."""
    kept = work.session.get(Proposal, match_id)
    if kept is not None:
        work.session.delete(kept)


def all_matches(work: Work, sitting_id: str) -> Sequence[Match]:
    """Every judgement of a sitting, taken-out ones too, for their decisions come back with their lines."""
    return work.session.scalars(select(Match).where(Match.sitting_id == sitting_id)).all()


def match_of(work: Work, sitting_id: str, key: str) -> Match | None:
    """The judgement on a group, if there is one."""
    return work.session.get(Match, match_id_of(work, sitting_id, key))


def match_id_of(work: Work, sitting_id: str, key: str) -> str:
    """The same group has the same identifier on every desk, so that two that import one file agree."""
    return named_id(work.identity.city_id, "match", sitting_id, key)


def new_match(work: Work, sitting_id: str, key: str) -> Match:
    """A group that nobody has judged yet."""
    made = Match(
        id=match_id_of(work, sitting_id, key),
        sitting_id=sitting_id,
        group_key=key,
        verdict=Verdict.UNKNOWN,
        rejected_ids=[],
        resident_ids=[],
        remembered=[],
    )
    work.session.add(made)
    return made


def nobodies(work: Work, sitting: Sitting, groups: Sequence[Group]) -> frozenset[str]:
    """Which of these groups a person said, at another sitting of this district, to be no neighbour."""
    keys = {group.key for group in groups}
    found = work.session.scalars(
        select(Match.group_key)
        .join(Sitting, Sitting.id == Match.sitting_id)
        .where(
            Match.sitting_id != sitting.id,
            Match.verdict == Verdict.NOT_A_NEIGHBOUR,
            Match.decided_by.is_not(None),
            Match.removed_at.is_(None),
            Sitting.district_id == sitting.district_id,
        )
    )
    return frozenset(keys.intersection(found))


def whom_it_is_not(
    work: Work, sitting: Sitting, groups: Sequence[Group], known: Mapping[str, Match]
) -> dict[str, frozenset[str]]:
    """Whom a person said each group is not, at this sitting or at an earlier one of this district; whom the same person
    confirmed after all is not among them. A bare apparatus's name is somebody else's every evening.
    """
    told = {key: set(one.rejected_ids) for key, one in known.items() if one.removed_at is None}
    keys = {group.key for group in groups if group.kind is not Kind.DEVICE}
    earlier = work.session.execute(
        select(Match.group_key, Match.rejected_ids, Match.resident_ids, Match.verdict)
        .join(Sitting, Sitting.id == Match.sitting_id)
        .where(
            Match.sitting_id != sitting.id,
            Match.removed_at.is_(None),
            Sitting.district_id == sitting.district_id,
            Sitting.starts_at < sitting.starts_at,
        )
        .order_by(Sitting.starts_at)
    )
    before: dict[str, set[str]] = {}
    for key, rejected, residents, verdict in earlier:
        if key in keys and (rejected or key in before):
            before[key] = (before.get(key, set()) | set(rejected)) - set(residents if verdict in COUNTED else ())
    return {group.key: frozenset(told.get(group.key, set()) | before.get(group.key, set())) for group in groups}
