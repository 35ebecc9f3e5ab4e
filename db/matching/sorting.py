"""How groups become judgements and judgements become presences: the workings behind the commands of matching."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, String, cast, func, or_, select

from db.bulk import add_rows
from db.checkin.commands import record_stays
from db.checkin.tables import Presence
from db.checkin.zoom_stays import ZoomStay, record_new_stays
from db.clock import named_id
from db.many import among
from db.matching.evidence import as_called
from db.matching.rules import COUNTED, Judgement, Verdict
from db.matching.tables import Match, Proposal
from db.residents.persons import speaking_for
from db.residents.tables import Resident
from db.sittings.queries import sitting_card
from db.sittings.tables import Sitting
from db.work import Work
from db.zoom.queries import calls, grouped, lines, still_in_call
from db.zoom.rules import Group, Kind
from db.zoom.screen_names import folded, says_who


def groups_of(work: Work, sitting_id: str) -> tuple[Group, ...]:
    """The groups of all calls of a sitting, those who only waited outside last."""
    work.session.flush()
    card = sitting_card(work.session, sitting_id=sitting_id)
    return grouped(lines(work.session, sitting_id=sitting_id), (card.place, card.centre, card.district))


def when_it_began(work: Work, sitting: Sitting) -> datetime:
    """When the first call of a sitting began; without a call that says so, when the sitting did."""
    began = [one.started_at for one in calls(work.session, sitting_id=sitting.id) if one.started_at]
    return min(began, default=sitting.opened_at or sitting.starts_at)


def settle(work: Work, match: Match, group: Group, begin: datetime) -> None:
    """Makes the presences what the verdict says: the group's stays for each of its residents, for nobody else."""
    here = set(match.resident_ids) if match.verdict in COUNTED else set()
    work.session.flush()
    inside = still_in_call(work.session, sitting_id=match.sitting_id)
    for stay in work.session.scalars(_stays().where(Presence.match_id == match.id)):
        if stay.resident_id not in here:
            stay.removed_at = work.clock.now()
    for resident_id in sorted(here):
        record_stays(
            work,
            sitting_id=match.sitting_id,
            resident_id=resident_id,
            match_id=match.id,
            stays=stays_of(group, begin, inside),
            way="phone" if group.kind is Kind.PHONE else "zoom",
        )


def settle_all(work: Work, sitting_id: str, judged: Iterable[tuple[Match, Group]], begin: datetime) -> None:
    """The same for all groups of a sitting: what stands already is left alone, and what is new is written at once."""
    standing: dict[str, set[tuple[str, datetime, datetime | None, str]]] = {}
    columns = (Presence.match_id, Presence.resident_id, Presence.arrived_at, Presence.left_at, Presence.way)
    here = (Presence.removed_at.is_(None), Presence.sitting_id == sitting_id, Presence.match_id.is_not(None))
    for match_id, one, begun, left, way in work.session.execute(select(*columns).where(*here)):
        standing.setdefault(match_id or "", set()).add((one, begun, left, way))
    fresh: list[ZoomStay] = []
    inside = still_in_call(work.session, sitting_id=sitting_id)
    for match, group in judged:
        way = "phone" if group.kind is Kind.PHONE else "zoom"
        residents = sorted(set(match.resident_ids)) if match.verdict in COUNTED else []
        wanted = [(one, begun, left, way) for one in residents for begun, left in stays_of(group, begin, inside)]
        there = standing.get(match.id, set())
        if there and there != set(wanted):
            settle(work, match, group, begin)
        elif not there:
            fresh += [ZoomStay(match.id, *one) for one in wanted]
    record_new_stays(work, sitting_id=sitting_id, stays=fresh)


def _stays() -> Select[Presence]:
    return select(Presence).where(Presence.removed_at.is_(None))


def stays_of(
    group: Group, begin: datetime, inside: frozenset[str] = frozenset()
) -> tuple[tuple[datetime, datetime | None], ...]:
    """The stays of a group; a report that tells minutes only gives one stay from the call's beginning. `inside`: the
    lines of whoever is still in the call, and has not left therefore.
    """
    if group.stays and not inside.isdisjoint(group.line_ids):
        return (*group.stays[:-1], (group.stays[-1][0], None))
    return group.stays or ((begin, begin + timedelta(minutes=group.minutes)),)


def write_judgements(
    work: Work, sitting_id: str, judged: Sequence[tuple[Group, Judgement]], known: Mapping[str, Match]
) -> list[tuple[Match, Group]]:
    """Writes down what the program says of each group that no person has decided, with its proposals beside it; answers
    the judgement of each group as it stands now.
    """
    speaks = speaking_for(work.session)
    kept = proposals(work, known.values())
    taken = identifiers(work, sitting_id)
    fresh = [
        _new_match(work, sitting_id, group, judgement, taken) for group, judgement in judged if group.key not in known
    ]
    add_rows(work, Match, fresh)
    ids = {one["group_key"]: one["id"] for one in fresh}
    made = {one.id: one for one in all_matches(work, sitting_id)} if fresh else {}
    found: list[tuple[Match, Group]] = []
    with work.session.no_autoflush:
        for group, judgement in judged:
            match = known.get(group.key) or made[ids[group.key]]
            if group.key in known:
                _judge_again(match, group, judgement, speaks)
            if not match.decided_by:
                _keep_proposals(work, match.id, judgement, kept.get(match.id))
            found.append((match, group))
    return found


def _judge_again(match: Match, group: Group, judgement: Judgement, speaks: Mapping[str, str]) -> None:
    match.removed_at = None
    match.participant_ids = list(group.line_ids)
    if match.decided_by:
        return
    ruled_out = judgement.verdict is Verdict.UNKNOWN and bool(match.rejected_ids)
    match.verdict = Verdict.REJECTED if ruled_out else judgement.verdict
    if {speaks.get(one, one) for one in match.resident_ids} != set(judgement.resident_ids):
        # The same person by another of her rows stays as it is: her stays belong to the row they were found by.
        match.resident_ids = list(judgement.resident_ids)
    match.score = judgement.score
    match.reasons = [dict(why) for why in judgement.reasons]


def _keep_proposals(work: Work, match_id: str, judgement: Judgement, kept: Proposal | None) -> None:
    if not judgement.candidates:
        if kept is not None:
            work.session.delete(kept)
        return
    if kept is None:
        kept = Proposal(match_id=match_id)
        work.session.add(kept)
    kept.candidates = [
        {"resident_id": one.resident_id, "name": one.name, "score": one.score, "reasons": [*one.reasons]}
        for one in judgement.candidates
    ]
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


def identifiers(work: Work, sitting_id: str) -> frozenset[str]:
    """The identifiers of every judgement of a sitting."""
    return frozenset(one.id for one in all_matches(work, sitting_id))


def match_id_of(work: Work, sitting_id: str, key: str, taken: Collection[str]) -> str:
    """The same group has the same identifier on every desk, so that two that import one file agree.

    `taken`: the identifiers of the sitting's judgements. One may be taken although its key is not: of somebody erased
    the judgement keeps its identifier and loses its key, and her name may come in again with the next export.
    """
    again = 0
    while (found := named_id(work.identity.city_id, "match", sitting_id, *_nth(key, again))) in taken:
        again += 1
    return found


def _nth(key: str, again: int) -> tuple[str, ...]:
    return (key, str(again)) if again else (key,)


def _new_match(
    work: Work, sitting_id: str, group: Group, judgement: Judgement, taken: Collection[str]
) -> dict[str, Any]:
    return {
        "id": match_id_of(work, sitting_id, group.key, taken),
        "sitting_id": sitting_id,
        "group_key": group.key,
        "participant_ids": list(group.line_ids),
        "resident_ids": list(judgement.resident_ids),
        "verdict": judgement.verdict,
        "score": judgement.score,
        "reasons": [dict(why) for why in judgement.reasons],
        "rejected_ids": [],
        "remembered": [],
    }


def nobodies(work: Work, sitting: Sitting, groups: Sequence[Group]) -> frozenset[str]:
    """Which of these groups a person said, at another sitting of this district, to be no neighbour."""
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
    said = {known for key in found for known in _known_again(key)}
    return frozenset(group.key for group in groups if said & _known_again(group.key))


def _known_again(key: str) -> frozenset[str]:
    """A key, and of a name the same one without the picture that somebody puts beside it some evenings."""
    kind, colon, name = key.partition(":")
    return (
        frozenset({key, *(f"name:{one}" for one in as_called(name))}) if colon and kind == "name" else frozenset({key})
    )


def refusals(work: Work, sitting: Sitting, groups: Sequence[Group]) -> dict[str, frozenset[str]]:
    """Whom a person has said each of these groups is not, at this sitting or at another one, by the group's key.

    Of another sitting not for a bare apparatus, whose name says nobody, nor where she was confirmed as the same since.
    What was said of a full name goes for the connection that has an e-mail beside it now, unless it is her own.
    """
    by_name = _ruled_out_by_name(work, sitting, groups)
    kinds = {group.key: group.kind for group in groups}
    speaks = speaking_for(work.session)
    refused = {key: {speaks.get(one, one) for one in some} for key, some in by_name.items()}
    tonight: dict[str, set[str]] = {}
    for key, at, rejected, residents in _said_of(work, sitting, kinds):
        if at == sitting.id:
            tonight.setdefault(key, set()).update(speaks.get(one, one) for one in rejected)
            continue
        # The sittings come one after the other: what was said last is what counts.
        before = refused.setdefault(key, set())
        if kinds[key] is not Kind.DEVICE:
            before.update(speaks.get(one, one) for one in rejected)
        before.difference_update(speaks.get(one, one) for one in residents)
    return {key: frozenset(refused.get(key, set()) | tonight.get(key, set())) for key in {*refused, *tonight}}


def _said_of(
    work: Work, sitting: Sitting, keys: Collection[str]
) -> Iterable[tuple[str, str, Sequence[str], Sequence[str]]]:
    """What persons said of these groups at any sitting, in the order of the sittings: the key, the sitting, who was
    ruled out, and who it was. At this one also of a group whose report was taken out, for it may be coming in again.
    """
    order = (Sitting.starts_at, Sitting.id)
    columns = (Match.group_key, Match.sitting_id, Match.rejected_ids, Match.resident_ids, Match.decided_by, *order)
    found: list[Any] = []
    here = Match.sitting_id == sitting.id
    for those in among(work.session, Match.group_key, keys):
        query = select(*columns).join(Sitting, Sitting.id == Match.sitting_id)
        # Of most groups at most evenings a person has said nothing; those are not even read.
        said = or_(Match.decided_by.is_not(None), cast(Match.rejected_ids, String) != "[]")
        found += work.session.execute(query.where(those, or_(Match.removed_at.is_(None), here), said)).all()
    for key, at, rejected, residents, decided_by, *_ in sorted(found, key=lambda row: (row[5], row[6])):
        yield key, at, rejected, residents if decided_by else ()


def _ruled_out_by_name(work: Work, sitting: Sitting, groups: Sequence[Group]) -> dict[str, set[str]]:
    """Whom a person said, at another sitting, the bearer of a full name is not, by the keys of the groups that are
    known by more than that name tonight.
    """
    named: dict[str, list[Group]] = {}
    for group in groups:
        for name in group.names if group.emails or group.registrant_ids else ():
            if says_who(name):
                named.setdefault(f"name:{folded(name)}", []).append(group)
    found: dict[str, set[str]] = {}
    said = select(Match.group_key, Match.rejected_ids).where(
        Match.sitting_id != sitting.id, Match.removed_at.is_(None), cast(Match.rejected_ids, String) != "[]"
    )
    for those in among(work.session, Match.group_key, named) if named else ():
        for key, rejected in work.session.execute(said.where(those)):
            for group in named[key]:
                found.setdefault(group.key, set()).update(set(rejected) - _with_email(work, rejected, group.emails))
    return found


def _with_email(work: Work, resident_ids: Sequence[str], emails: Sequence[str]) -> set[str]:
    """Which of these residents the roll has under one of these e-mails."""
    found = work.session.scalars(
        select(Resident.id).where(Resident.id.in_(resident_ids), func.lower(Resident.email).in_(emails))
    )
    return set(found)
