"""What can be asked about the groups of a sitting's calls: who they are, who they may be, and what still waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from db.checkin.tables import Presence
from db.errors import Refused
from db.matching.rules import WAITING, Verdict
from db.matching.tables import Match, Proposal
from db.places.tables import Neighbourhood
from db.residents.persons import persons_among
from db.residents.tables import Resident
from db.sittings.queries import sitting_card
from db.zoom.queries import grouped, lines
from db.zoom.rules import Group, Kind

SHORTEST_BEGINNING = 4
"""Characters of a group's id by which it may be called: enough to tell a hundred groups apart, nearly always."""
_ORDER = (Verdict.PROPOSED, Verdict.UNKNOWN, Verdict.REJECTED)


@dataclass(frozen=True)
class Named:
    """A resident as the matching desk shows one: a name, and what tells her from a namesake."""

    id: str
    name: str
    document: str | None
    neighbourhood: str | None
    in_room: bool


@dataclass(frozen=True)
class CandidateCard:
    """A proposal: who, how likely (0 to 1), and why, in codes and facts."""

    resident: Named
    score: float
    reasons: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class GroupCard:
    """A group as the matching desk shows it. `waits`: nobody is it yet, and a person has to say."""

    id: str
    key: str
    names: tuple[str, ...]
    emails: tuple[str, ...]
    kind: Kind
    verdict: Verdict
    decided: bool
    residents: tuple[Named, ...]
    candidates: tuple[CandidateCard, ...]
    clear: bool
    reasons: tuple[Mapping[str, Any], ...]
    minutes: int
    came_at: datetime | None
    left_at: datetime | None
    connections: int

    @property
    def waits(self) -> bool:
        return self.verdict in WAITING and not self.decided

    @property
    def name(self) -> str:
        """The name most recently seen; the telephone of who dialled in; else nothing."""
        return self.names[0] if self.names else ""


@dataclass(frozen=True)
class MatchCounts:
    """Groups of a sitting by where they stand; `unresolved` wait for a person (proposed and unknown).

    `sure` are the program's; `decided` a person's, of which `confirmed` are neighbours. The sum closes:
    `sure + proposed + unknown + nobodies + decided == groups`.
    """

    groups: int
    sure: int
    proposed: int
    unknown: int
    nobodies: int
    decided: int
    confirmed: int
    unresolved: int
    only_waited: int


def groups(session: Session, *, sitting_id: str) -> tuple[GroupCard, ...]:
    """The groups of a sitting: first what waits, the likeliest proposal on top; then the rest by name.

    Raises Refused: sitting_unknown.
    """
    told = {group.key: group for group in told_groups(session, sitting_id=sitting_id) if group.inside}
    matches = [one for one in _matches(session, sitting_id) if one.group_key in told]
    kept = {one.match_id: one for one in session.scalars(_proposals(matches))}
    wanted = {one for match in matches for one in match.resident_ids}
    wanted |= {one["resident_id"] for proposal in kept.values() for one in proposal.candidates}
    named = _named(session, wanted, sitting_id)
    cards = [_card(match, told[match.group_key], kept.get(match.id), named) for match in matches]
    return tuple(sorted(cards, key=_reading_order))


def group(session: Session, *, match_id: str) -> GroupCard:
    """One group. Raises Refused: match_unknown."""
    match = session.get(Match, match_id)
    if match is not None and match.removed_at is None:
        for card in groups(session, sitting_id=match.sitting_id):
            if card.id == match_id:
                return card
    raise Refused("match_unknown")


def counts(session: Session, *, sitting_id: str) -> MatchCounts:
    """How many groups stand where. Raises Refused: sitting_unknown."""
    told = told_groups(session, sitting_id=sitting_id)
    inside = {one.key for one in told if one.inside}
    here = (Match.sitting_id == sitting_id, Match.removed_at.is_(None))
    standing = session.execute(select(Match.group_key, Match.verdict, Match.decided_by).where(*here))
    found = [(verdict, bool(decided_by)) for key, verdict, decided_by in standing if key in inside]
    open_ones = [verdict for verdict, decided in found if not decided]
    proposed = open_ones.count(Verdict.PROPOSED)
    unknown = open_ones.count(Verdict.UNKNOWN) + open_ones.count(Verdict.REJECTED)
    return MatchCounts(
        groups=len(found),
        sure=open_ones.count(Verdict.SURE),
        proposed=proposed,
        unknown=unknown,
        nobodies=open_ones.count(Verdict.NOT_A_NEIGHBOUR),
        decided=len(found) - len(open_ones),
        confirmed=found.count((Verdict.CONFIRMED, True)),
        unresolved=proposed + unknown,
        only_waited=len(told) - len(inside),
    )


def unresolved(session: Session, *, sitting_id: str) -> int:
    """How many groups of a sitting still wait for a person: the badge, and the number beside the sum. No joins."""
    found = session.scalars(
        select(Match.verdict).where(
            Match.sitting_id == sitting_id, Match.removed_at.is_(None), Match.decided_by.is_(None)
        )
    )
    return sum(verdict in WAITING for verdict in found)


def resolve_match(session: Session, *, sitting_id: str, text: str) -> str:
    """The id of a group from the whole of it or its beginning (four characters or more, for it is one of one sitting).

    Raises Refused: match_unknown; match_ambiguous, when several begin so.
    """
    begun = [one.id for one in _matches(session, sitting_id) if one.id.startswith(text)]
    if not begun or len(text) < SHORTEST_BEGINNING:
        raise Refused("match_unknown")
    if len(begun) > 1:
        raise Refused("match_ambiguous", text=text)
    return begun[0]


def told_groups(session: Session, *, sitting_id: str) -> tuple[Group, ...]:
    """The groups of a sitting's calls, those who only waited outside last. Raises Refused: sitting_unknown.

    A question is one consistent reading, so that within it the lines are united once: a page asks thrice.
    """
    known: dict[str, tuple[Group, ...]] = session.info.setdefault("groups as told", {})
    if sitting_id not in known or "author" in session.info:  # a command may take a report in between
        card = sitting_card(session, sitting_id=sitting_id)
        names = (card.place, card.centre, card.district)
        known[sitting_id] = grouped(lines(session, sitting_id=sitting_id), names)
    return known[sitting_id]


def _matches(session: Session, sitting_id: str) -> Sequence[Match]:
    return session.scalars(select(Match).where(Match.sitting_id == sitting_id, Match.removed_at.is_(None))).all()


def _proposals(matches: Iterable[Match]) -> Select[Proposal]:
    return select(Proposal).where(Proposal.match_id.in_([one.id for one in matches]))


def _named(session: Session, wanted: set[str], sitting_id: str) -> dict[str, Named]:
    """Each of these rows by whoever she is: a person who is several rows is named once, as one."""
    persons = persons_among(session, wanted)
    present = session.scalars(
        select(Presence.resident_id).where(
            Presence.sitting_id == sitting_id, Presence.way == "room", Presence.removed_at.is_(None)
        )
    )
    in_room = {persons.of(one) for one in present}
    quarters = dict(session.execute(select(Neighbourhood.id, Neighbourhood.name)).all())
    found = session.scalars(select(Resident).where(Resident.id.in_(wanted), Resident.removed_at.is_(None)))
    people = ((row.id, persons.of(row.id), persons.row(row.id, row) or row) for row in found.all())
    return {
        row_id: Named(
            id=person_id,
            name=f"{one.chosen_name or one.given_names} {one.family_name}".strip(),
            document=one.document,
            neighbourhood=quarters.get(one.neighbourhood_id or ""),
            in_room=person_id in in_room,
        )
        for row_id, person_id, one in people
    }


def _card(match: Match, told: Group, proposal: Proposal | None, named: Mapping[str, Named]) -> GroupCard:
    offered = proposal.candidates if proposal is not None and not match.decided_by else []
    return GroupCard(
        id=match.id,
        key=match.group_key,
        names=told.names,
        emails=told.emails,
        kind=told.kind,
        verdict=Verdict(match.verdict),
        decided=bool(match.decided_by),
        residents=tuple(dict.fromkeys(named[one] for one in match.resident_ids if one in named)),
        candidates=_candidates(offered, named),
        clear=bool(offered) and proposal is not None and proposal.clear,
        reasons=tuple(match.reasons) if not match.decided_by else (),
        minutes=told.minutes,
        came_at=told.stays[0][0] if told.stays else None,
        left_at=told.stays[-1][1] if told.stays else None,
        connections=len(told.line_ids),
    )


def _candidates(offered: Iterable[Mapping[str, Any]], named: Mapping[str, Named]) -> tuple[CandidateCard, ...]:
    """Who is offered, each person once: of two rows that a person joined since, the likelier one tells why."""
    cards: dict[str, CandidateCard] = {}
    for one in offered:
        if who := named.get(one["resident_id"]):
            cards.setdefault(who.id, CandidateCard(who, one["score"], tuple(one["reasons"])))
    return tuple(cards.values())


def _reading_order(card: GroupCard) -> tuple[int, float, str, str]:
    place = _ORDER.index(card.verdict) if card.waits else len(_ORDER)
    best = card.candidates[0].score if card.candidates else 0.0
    return (place, -best, card.name.casefold(), card.id)
