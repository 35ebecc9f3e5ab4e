"""Which neighbour a group of participants is: what is sure by exact evidence, what is only proposed, what is unknown.

Pure. Only exact evidence matches by itself; two people of one name are never told apart here; whatever else there is
becomes a proposal with its reasons, and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from db.errors import Refused
from db.matching.evidence import Evidence, as_called, says_somebody
from db.matching.likely.several import may_be_several
from db.matching.likely.told import Told
from db.matching.scoring import (
    MOST_PROPOSALS,
    Candidate,
    Person,
    Reason,
    candidate,
    leads_clearly,
    reason,
    worth_proposing,
)
from db.zoom.rules import Group, Kind

_EXACT = 0.98
"""The score of exact evidence that other evidence speaks against: before all likeness of names, and never sure."""

_LIKELY = 0.9
"""The most that likeness alone scores beside exact evidence."""

_ONE_OF_THEM = 0.5
"""How likely whoever alone on the roll bears the name of one of several is held to be there, if nothing else says."""

CERTAIN = 0.999
"""How likely whoever alone bears a name has to be it, by all that is known, to be sure: she came before, or her name is
rare. `Luis Gómez` may be Luis Norberto Gómez, who leaves his second name out, and on a roll of six thousand one in ten
who had such a name to himself was somebody else."""
CROWDED = 20_000
"""On a roll of more people the same is asked of a name that a person has confirmed: strangers bear it as well."""


class Verdict(StrEnum):
    """What was judged of a group; the last four only a person says, save that the room's own client says itself."""

    SURE = "sure"
    PROPOSED = "proposed"
    UNKNOWN = "unknown"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    NOT_A_NEIGHBOUR = "not_a_neighbour"
    UNNAMED = "unnamed"


WAITING = frozenset({Verdict.PROPOSED, Verdict.UNKNOWN, Verdict.REJECTED})
"""Verdicts that still wait for a person."""

COUNTED = frozenset({Verdict.SURE, Verdict.CONFIRMED})
"""Verdicts that make presences."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the program says of one group: `resident_ids` only when sure; `clear` when one proposal leads."""

    key: str
    verdict: Verdict
    resident_ids: tuple[str, ...] = ()
    score: float | None = None
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of one call: exact evidence, and by the key of a group who it is likely to be, with how likely
    (0 to 1, the likeliest first) and what its names tell. `crowded`: the roll has more than CROWDED people.
    `came_under_it`: whom a person confirmed at this council before under a name that others on the roll have too.
    """

    evidence: Evidence
    likely: Mapping[str, Sequence[tuple[Person, float]]]
    told: Mapping[str, Sequence[Told]]
    crowded: bool = False
    came_under_it: Mapping[str, str] = field(default_factory=dict)


def judge(
    groups: Sequence[Group],
    known: Known,
    *,
    nobodies: Iterable[str] = (),
    rejected: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Judgement, ...]:
    """One judgement a group, in the same order, whatever the order of groups.

    `known` is what the roll tells of the call (`roll.look_up`). `nobodies`: keys of groups that a person said before
    are no neighbour. `rejected`: residents that a person said a group is not, by key; they are neither sure nor
    proposed.

    Sure, in this order: the same e-mail (a resident's, or a confirmed one); the same registrant id; the e-mail or the
    document of a registration that bears her name, where nobody else is on the screen; a Zoom name or
    telephone confirmed by a person before; a document number typed in the name; a full name that is unique among the
    groups and on the roll, of whoever is CERTAIN. A piece of evidence that fits two residents decides nothing, and
    one that a document in the name speaks against, or a document beside somebody else's full name, is only
    proposed: a lent telephone, a typing error, or two neighbours on one connection, and nobody but a person can
    tell.

    A confirmed name that others on the roll bear as well is sure of whoever is CERTAIN, was confirmed under it at this
    council before, and alone of them all came here.
    """
    refused = rejected or {}
    known_nobodies = frozenset(nobodies)
    return tuple(
        _judge_one(group, known, refused.get(group.key, frozenset()), nobody=group.key in known_nobodies)
        for group in groups
    )


def _judge_one(group: Group, known: Known, refused: frozenset[str], *, nobody: bool) -> Judgement:
    if why_nobody := _is_nobody(group, nobody=nobody):
        return Judgement(group.key, Verdict.NOT_A_NEIGHBOUR, reasons=(why_nobody,))
    evidence, likely = known.evidence, known.likely.get(group.key, ())
    named = evidence.names_somebody(group, refused)
    if named is not None:
        why, one = named
        against = evidence.against(group, why, one, refused)
        if against is not None:
            ranked = _contradicting(group, evidence, refused, _ranked(group, known, refused))
            told = (why, against, *(note for note in _notes(group, ranked) if note != against))
            return Judgement(group.key, Verdict.PROPOSED, (), ranked[0].score, told, ranked)
        said = why["code"] == "confirmed_name" or evidence.bears_joined_name(group, one)
        by_name = why["code"] in {"unique_full_name", "confirmed_name"} and not (said and not known.crowded)
        if not by_name or _chance(likely, one) >= CERTAIN:
            return Judgement(group.key, Verdict.SURE, (one,), 1.0, (why, *evidence.differing(group, one)))
    elif why_again := _again_under_it(group, known, refused):
        return Judgement(group.key, Verdict.SURE, (known.came_under_it[group.key],), 1.0, (why_again,))
    ranked = _ranked(group, known, refused)
    notes = _notes(group, ranked)
    if named is not None:  # she alone bears the name, and that is not enough
        notes = (reason("others_so_called"), *notes)
    elif evidence.whole_surname_first(group, refused):
        notes = (reason("surname_first"), *notes)
    if not worth_proposing(ranked):
        return Judgement(group.key, Verdict.UNKNOWN, (), None, notes, ranked)
    best = ranked[0]
    clear = leads_clearly(ranked) and not evidence.namesakes(group) and not may_be_several(group)
    return Judgement(group.key, Verdict.PROPOSED, (), best.score, (*best.reasons, *notes), ranked, clear)


def _again_under_it(group: Group, known: Known, refused: frozenset[str]) -> Reason | None:
    """Why somebody is sure by a confirmed name that is others' as well; None where she is not."""
    one, why = known.came_under_it.get(group.key), reason("confirmed_name")
    if one is None or one in refused or _chance(known.likely.get(group.key, ()), one) < CERTAIN:
        return None
    return why if known.evidence.against(group, why, one, refused) is None else None


def _ranked(group: Group, known: Known, refused: frozenset[str]) -> tuple[Candidate, ...]:
    """Whom the group is likely to be, each with every reason. Of a name of several also who is already on the call by
    another connection, and for that hardly likely to be this one: `Rosa y Ana Peña`, and Rosa's own computer.
    """
    evidence, told = known.evidence, known.told.get(group.key, ())
    names = evidence.registered_names(group)
    likely = [pair for pair in known.likely.get(group.key, ()) if pair[0].id not in refused]
    told_of = {person.id for person, _ in likely} | refused
    likely += [(evidence.person(one), _ONE_OF_THEM) for one in evidence.each_of(group) if one not in told_of]
    return tuple(
        candidate(group, person, chance, names=names, told=told, also=evidence.registered_as(group, person))
        for person, chance in sorted(likely, key=lambda pair: -pair[1])[:MOST_PROPOSALS]
    )


def _is_nobody(group: Group, *, nobody: bool) -> Reason | None:
    if group.kind is Kind.HOST:
        return reason("host")
    if group.kind is Kind.ROOM:
        return reason("room_client")
    return reason("nobody_before") if nobody and group.kind is not Kind.DEVICE else None


def _chance(likely: Sequence[tuple[Person, float]], resident_id: str) -> float:
    return next((chance for person, chance in likely if person.id == resident_id), 0.0)


def _contradicting(
    group: Group, evidence: Evidence, refused: frozenset[str], ranked: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Everybody for whom something exact speaks, each with what does; what proves more comes first. Then who is likely
    beside them, as whoever the name says.
    """
    reasons: defaultdict[str, list[Reason]] = defaultdict(list)
    for why, found in evidence.of(group):
        for one in sorted(found - refused):
            reasons[one].append(why)
    for one in evidence.each_of(group):
        if one not in refused:
            reasons[one].append(reason("same_full_name"))
    people = [evidence.person(one) for one in reasons]
    exact = [
        Candidate(one.id, one.name, round(_EXACT - 0.01 * place, 4), tuple(reasons[one.id]))
        for place, one in enumerate(people[:MOST_PROPOSALS])
    ]
    others = [replace(one, score=min(one.score, _LIKELY)) for one in ranked if one.resident_id not in reasons]
    return tuple([*exact, *others][:MOST_PROPOSALS])


def _notes(group: Group, ranked: Sequence[Candidate]) -> tuple[Reason, ...]:
    """What a person should know of a group that waits, beside why somebody is proposed."""
    notes = []
    if group.overlapping:
        notes.append(reason("twice_at_once"))
    if may_be_several(group):
        notes.append(reason("perhaps_several"))
    elif len(ranked) > 1 and not leads_clearly(ranked):
        notes.append(reason("several_alike", count=len(ranked)))
    if group.kind is Kind.DEVICE:
        notes.append(reason("device_name"))
    if group.kind is Kind.PHONE:
        notes.append(reason("by_phone"))
    if group.internal:
        notes.append(reason("organisers_account"))
    return tuple(notes)


def may_confirm(resident_ids: Sequence[str]) -> tuple[str, ...]:
    """The residents that a person says a group is, each once. Raises Refused("match_needs_a_resident")."""
    chosen = tuple(dict.fromkeys(resident_ids))
    if not chosen:
        raise Refused("match_needs_a_resident")
    return chosen


def names_to_remember(group: Group) -> tuple[str, ...]:
    """The folded names worth remembering once a person has confirmed a group: any that says somebody (`iPhone`, `ella`
    and `Vecina` do not), each as it stands and without pictures and pronouns.
    """
    called = [told for name in group.names if says_somebody(name) for told in sorted(as_called(name))]
    return tuple(dict.fromkeys(one for one in called if len(one) >= 3))
