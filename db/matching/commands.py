"""What can be done with the groups of a sitting's calls: sort them out, decide, and take every decision back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from db.checkin.commands import take_back_stays
from db.checkin.tables import Presence
from db.errors import Refused
from db.matching.inheriting import let_go_of_the_gone, pass_on_decisions
from db.matching.outcomes import Before, Imported
from db.matching.roll import look_up
from db.matching.rules import Verdict, judge, may_confirm, names_to_remember
from db.matching.scoring import reason
from db.matching.sorting import (
    all_matches,
    forget_proposal,
    groups_of,
    nobodies,
    refusals,
    settle,
    settle_all,
    when_it_began,
    write_judgements,
)
from db.matching.tables import Match
from db.matching.whole_names import whole_names
from db.residents.commands import enrol, forget_alias, remember_alias, the_resident
from db.residents.persons import rows_of
from db.residents.queries import by_document, spoke_up
from db.residents.rules import clean_document
from db.residents.tables import Resident
from db.sittings.commands import sitting_row
from db.sittings.tables import Sitting
from db.work import Work
from db.zoom import commands as zoom
from db.zoom.files.report import Report
from db.zoom.files.told import Registrations
from db.zoom.handouts import HandedOut, take_in_registrations, take_out_handout
from db.zoom.live import keep_live
from db.zoom.rules import Group, Kind


def import_report(work: Work, *, sitting_id: str, report: Report, sha256: str, file_name: str = "") -> Imported:
    """Takes a report in and sorts its groups out, in one go: what is sure is present at once, the rest waits.

    Raises Refused as `zoom.take_in_report`.
    """
    taken = zoom.take_in_report(work, sitting_id=sitting_id, report=report, sha256=sha256, file_name=file_name)
    told = groups_of(work, sitting_id)
    if not taken.repeated:
        _sort_out(work, sitting_id, told)
    return _imported(work, sitting_id, told, taken)


def import_live(work: Work, /, *, sitting_id: str, **told: Any) -> Imported | None:
    """Keeps who is in the call that runs (`told` as for `zoom.keep_live`) and sorts its groups out: what is sure is
    present at once, and leaves when it leaves. None: nobody is in it. Raises Refused as `zoom.keep_live`.
    """
    taken = keep_live(work, sitting_id=sitting_id, **told)
    if taken is None:
        return None
    groups = groups_of(work, sitting_id)
    if not taken.repeated:
        _sort_out(work, sitting_id, groups)
    return _imported(work, sitting_id, groups, taken)


def import_registrations(work: Work, *, sitting_id: str, told: Registrations, **facts: Any) -> HandedOut:
    """Takes in who registered (`facts` as for `take_in_registrations`), and sorts out again who came, for a
    registration may say it. Raises Refused: sitting_unknown, sitting_signed.
    """
    taken = take_in_registrations(work, sitting_id=sitting_id, told=told, **facts)
    if not taken.repeated:
        sort_out(work, sitting_id=sitting_id)
    return taken


def take_handout_out(work: Work, *, handout_id: str) -> str:
    """Takes a handout out as `take_out_handout` does, and with it what only a registration in it said of who came."""
    sitting_id = take_out_handout(work, handout_id=handout_id)
    sort_out(work, sitting_id=sitting_id)
    return sitting_id


def _imported(work: Work, sitting_id: str, told: Sequence[Group], taken: zoom.TakenIn) -> Imported:
    inside = {group.key for group in told if group.inside}
    matches = [one for one in all_matches(work, sitting_id) if one.group_key in inside]
    verdicts = [one.verdict for one in matches if not one.decided_by]
    return Imported(
        call_id=taken.call_id,
        rows=taken.rows,
        repeated=taken.repeated,
        groups=len(inside),
        sure=verdicts.count(Verdict.SURE),
        proposed=verdicts.count(Verdict.PROPOSED),
        unknown=verdicts.count(Verdict.UNKNOWN) + verdicts.count(Verdict.REJECTED),
        nobodies=verdicts.count(Verdict.NOT_A_NEIGHBOUR),
        decided=len(inside) - len(verdicts),
        only_waited=len(told) - len(inside),
    )


def take_out_report(work: Work, *, call_id: str) -> str:
    """Takes a report out, with every presence that came from it alone; answers the sitting. Importing it again brings
    all decisions back. Raises Refused as `zoom.take_out_report`.
    """
    sitting_id = zoom.take_out_report(work, call_id=call_id)
    sort_out(work, sitting_id=sitting_id)
    return sitting_id


def sort_out(work: Work, *, sitting_id: str) -> None:
    """Judges every group of a sitting anew. What a person decided stays; what is sure becomes presences with its stays;
    a judgement that no longer holds takes its presences back. Raises Refused: sitting_unknown, sitting_signed.
    """
    _sort_out(work, sitting_id, groups_of(work, sitting_id))


def _sort_out(work: Work, sitting_id: str, told: Sequence[Group]) -> None:
    sitting = _writable(work, sitting_id)
    groups = [group for group in told if group.inside]
    known = {one.group_key: one for one in all_matches(work, sitting_id)}
    let_go_of_the_gone(work, known.values())
    pass_on_decisions(work, sitting_id, groups, known)
    refused = refusals(work, sitting, groups)
    people = look_up(work.session, sitting_id=sitting_id, groups=groups, refused=refused)
    judged = judge(groups, people, nobodies=nobodies(work, sitting, groups), rejected=refused)
    stand = write_judgements(work, sitting_id, list(zip(groups, judged, strict=True)), known)
    settle_all(work, sitting_id, stand, when_it_began(work, sitting))
    keys = {group.key for group in groups}
    for gone in known.values():
        if gone.group_key not in keys and gone.removed_at is None:
            gone.removed_at = work.clock.now()
            take_back_stays(work, match_id=gone.id)


def confirm(work: Work, *, match_id: str, resident_ids: Sequence[str]) -> Before:
    """A person says who a group is, one resident or several: they are present, and the names are remembered.

    Raises Refused: match_unknown, match_needs_a_resident, resident_unknown, sitting_signed.
    """
    match = _the_match(work, match_id)
    chosen = tuple(the_resident(work, resident_id).id for resident_id in may_confirm(resident_ids))
    return _decide(work, match, Verdict.CONFIRMED, chosen)


def confirm_whole_names(work: Work, *, sitting_id: str, chosen: Mapping[str, str]) -> tuple[Before, ...]:
    """A person has read the list of whole names (`whole_names`) and says of these groups that they are so: `chosen`,
    the resident by the group. Each is decided as by `confirm`, all in one act.

    The call is judged again before: whoever was written on the roll since, or decided at the table beside, may bear the
    name too. A line that would not stand in the list any more stays to be decided. Raises Refused: sitting_unknown,
    sitting_signed, list_out_of_date (none of them would).
    """
    sort_out(work, sitting_id=sitting_id)
    work.session.flush()
    now = {one.match_id: one.resident.id for one in whole_names(work.session, sitting_id=sitting_id)}
    stands = [(match_id, one) for match_id, one in chosen.items() if now.get(match_id) == one]
    if not stands:
        raise Refused("list_out_of_date")
    told = {group.key: group for group in groups_of(work, sitting_id)}
    listed = work.clock.new_id()
    done = []
    for match_id, one in stands:
        match = _the_match(work, match_id)
        match.reasons = [*match.reasons, reason("listed", act=listed)]
        before = _decide(work, match, Verdict.CONFIRMED, (one,), told=told)
        done.append(replace(before, listed=listed))
    return tuple(done)


def several(work: Work, *, match_id: str, resident_ids: Sequence[str]) -> Before:
    """A person says that one connection is several neighbours round one telephone: each of them is present.

    Raises Refused as `confirm`.
    """
    return confirm(work, match_id=match_id, resident_ids=resident_ids)


def new_person(work: Work, /, *, match_id: str, family_name: str, given_names: str, **facts: Any) -> Before:
    """Somebody who is not on the roll yet: writes her there and confirms the group as her.

    Raises Refused: match_unknown, sitting_signed, match_document_known (somebody on the roll has that document, and the
    group is she), and as `residents.enrol`.
    """
    match = _the_match(work, match_id)
    _nobody_has(work, clean_document(facts.get("document")))
    made = enrol(work, family_name=family_name, given_names=given_names, **facts)
    before = _decide(work, match, Verdict.CONFIRMED, (made,))
    match.enrolled_id = made
    return before


def _nobody_has(work: Work, document: str | None) -> None:
    for resident_id in by_document(work.session, document=document) if document else ():
        one = the_resident(work, resident_id)
        name = f"{one.chosen_name or one.given_names} {one.family_name}".strip()
        raise Refused("match_document_known", name=name, resident_id=resident_id)


def not_a_neighbour(work: Work, *, match_id: str) -> Before:
    """The group is the host, the room's own client, municipal staff: not counted, and not asked about again.

    Raises Refused: match_unknown, sitting_signed.
    """
    return _decide(work, _the_match(work, match_id), Verdict.NOT_A_NEIGHBOUR, ())


def leave_unnamed(work: Work, *, match_id: str) -> Before:
    """Nobody will find out who this was. Raises Refused: match_unknown, sitting_signed."""
    return _decide(work, _the_match(work, match_id), Verdict.UNNAMED, ())


def reject(work: Work, *, match_id: str, resident_id: str) -> Before:
    """A person says who a group is not: she is not proposed for it again. Raises Refused: match_unknown,
    sitting_signed.
    """
    match = _the_match(work, match_id)
    before = _before(match)
    if resident_id not in match.rejected_ids:
        match.rejected_ids = [*match.rejected_ids, resident_id]
    _undo(work, match)
    sort_out(work, sitting_id=match.sitting_id)
    return before


def take_back(work: Work, *, match_id: str) -> Before:
    """Takes a decision back, with its presences, its remembered names and whom it wrote on the roll: the group is again
    what the program thinks of it. Raises Refused: match_unknown, sitting_signed.
    """
    match = _the_match(work, match_id)
    before = _before(match)
    _undo(work, match)
    match.rejected_ids = []
    sort_out(work, sitting_id=match.sitting_id)
    return before


def put_back(work: Work, *, acts: Sequence[Before]) -> None:
    """Makes the last act on each of these groups undone: what had been decided before it is so again. `acts`: one, or
    all that were confirmed from one list (`undoing.last_act`).

    Raises Refused: match_unknown, sitting_signed, resident_unknown.
    """
    undecided = set()
    for before in reversed(acts):
        match = _the_match(work, before.match_id)
        _undo(work, match)
        match.rejected_ids = list(before.rejected_ids)
        if before.decided:
            if before.enrolled_id:
                work.session.get_one(Resident, before.enrolled_id).removed_at = None
            _decide(work, match, Verdict(before.verdict), before.resident_ids)
            match.enrolled_id = before.enrolled_id
        else:
            undecided.add(match.sitting_id)
    for sitting_id in sorted(undecided):
        sort_out(work, sitting_id=sitting_id)


def _decide(
    work: Work,
    match: Match,
    verdict: Verdict,
    resident_ids: Sequence[str],
    *,
    told: Mapping[str, Group] | None = None,
) -> Before:
    """`told`: the groups of the sitting by key, where they have been read already."""
    before = _before(match)
    sitting = _writable(work, match.sitting_id)
    _undo(work, match)
    group = _group_of(work, match, told)
    match.verdict, match.resident_ids = verdict, list(resident_ids)
    match.decided_by = work.actor or work.identity.desk_id
    forget_proposal(work, match.id)
    match.remembered = [
        [resident_id, kind, value] for resident_id in resident_ids for kind, value in _worth_remembering(group)
    ]
    for resident_id, kind, value in match.remembered:
        remember_alias(work, resident_id=resident_id, kind=kind, value=value, source="matching")
    settle(work, match, group, when_it_began(work, sitting))
    return before


def _undo(work: Work, match: Match) -> None:
    """Back to undecided: presences, remembered names and an enrolled person go; they come back with the decision."""
    _writable(work, match.sitting_id)
    take_back_stays(work, match_id=match.id)
    for resident_id, kind, value in match.remembered or []:
        forget_alias(work, resident_id=resident_id, kind=kind, value=value)
    match.remembered = []
    if match.enrolled_id:
        _off_the_roll(work, match.enrolled_id)
        match.enrolled_id = None
    match.decided_by = None


def _off_the_roll(work: Work, resident_id: str) -> None:
    """Takes off again whom a decision wrote on the roll, unless she was seen or heard anywhere else since, or found to
    be somebody who is on it by another row too. She may be off it already: two exports know her by two keys.
    """
    work.session.flush()
    seen = select(Presence.id).where(Presence.resident_id == resident_id, Presence.removed_at.is_(None)).limit(1)
    row = work.session.get_one(Resident, resident_id)
    known = len(rows_of(work.session, resident_id)) > 1 or spoke_up(work.session, resident_id=resident_id)
    if row.removed_at is None and not known and work.session.scalars(seen).first() is None:
        row.removed_at = work.clock.now()


def _worth_remembering(group: Group) -> list[tuple[str, str]]:
    found = [("zoom_name", name) for name in names_to_remember(group) if group.kind is not Kind.PHONE]
    found += [("email", email) for email in group.emails]
    found += [("registrant", one) for one in group.registrant_ids]
    return found + [("phone", phone) for phone in group.phones if "*" not in phone]


def _group_of(work: Work, match: Match, told: Mapping[str, Group] | None = None) -> Group:
    groups = told or {group.key: group for group in groups_of(work, match.sitting_id)}
    found = groups.get(match.group_key)
    if found is None:
        raise Refused("match_unknown")
    return found


def _writable(work: Work, sitting_id: str) -> Sitting:
    sitting = sitting_row(work, sitting_id)
    if sitting.state == "signed":
        raise Refused("sitting_signed")
    return sitting


def _the_match(work: Work, match_id: str) -> Match:
    match = work.session.get(Match, match_id)
    if match is None or match.removed_at is not None:
        raise Refused("match_unknown")
    return match


def _before(match: Match) -> Before:
    return Before(
        match_id=match.id,
        verdict=match.verdict,
        resident_ids=tuple(match.resident_ids),
        rejected_ids=tuple(match.rejected_ids),
        enrolled_id=match.enrolled_id,
        decided=bool(match.decided_by),
    )
