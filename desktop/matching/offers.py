"""Whom a group may be, as the matching desk offers them: proposed, found by searching, or together with others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from db.matching.acquaintance import Acquaintance, acquaintances
from db.matching.likely.several import people_in
from db.matching.queries import GroupCard, Named
from db.matching.together import together
from db.residents.search import search
from db.sittings.queries import sitting_card

MOST_SO_CALLED = 9
"""Of all names together, for a number from 1 to 9 ticks one."""


@dataclass(frozen=True)
class Offer:
    """Somebody a group may be: proposed with a score and reasons, or found by searching (score None). `known` is what
    tells her from a namesake; `ticked` only where several people are gathered.
    """

    resident_id: str
    name: str
    document: str | None
    neighbourhood: str | None
    in_room: bool = False
    score: float | None = None
    reasons: tuple[Mapping[str, Any], ...] = ()
    known: Acquaintance | None = None
    ticked: bool | None = None


def proposed(card: GroupCard | None, known: Mapping[str, Acquaintance]) -> tuple[Offer, ...]:
    """The proposals of a group, the likeliest first."""
    return tuple(
        replace(_of(one.resident, known), score=one.score, reasons=one.reasons)
        for one in (card.candidates if card else ())
    )


def residents_of(card: GroupCard, known: Mapping[str, Acquaintance]) -> tuple[Offer, ...]:
    """Those who a group is already."""
    return tuple(_of(one, known) for one in card.residents)


def found_on_the_roll(
    session: Session, *, text: str, sitting_id: str, council_id: str | None, district_id: str | None
) -> tuple[Offer, ...]:
    """Whoever a few letters or digits may mean, with what tells them apart."""
    found = search(session, text=text, council_id=council_id, district_id=district_id)
    known = acquaintances(session, sitting_id=sitting_id, resident_ids=[one.id for one in found])
    return tuple(
        _known(known[one.id]) if one.id in known else Offer(one.id, one.name, one.document, one.neighbourhood)
        for one in found
    )


def round_one_screen(
    session: Session, *, match_id: str, sitting_id: str, offers: Sequence[Offer], names: Sequence[str] = ()
) -> tuple[Offer, ...]:
    """The same proposals as a family is looked at: whom this connection was last time comes first and is ticked, then
    who is proposed, then who lives at the same door. Where that is nobody, a few of each of those whom one of the
    `names` joins, as the search finds them.
    """
    hers = together(session, match_id=match_id, candidate_ids=[one.resident_id for one in offers])
    known = acquaintances(session, sitting_id=sitting_id, resident_ids=[*hers.before, *hers.at_home])
    told = {one.resident_id: one for one in offers}
    before = [
        replace(told.get(one) or _known(known[one]), reasons=({"code": "together_before"},), ticked=True)
        for one in hers.before
        if one in known
    ]
    rest = [replace(one, ticked=False) for one in offers if one.resident_id not in hers.before]
    at_home = [
        replace(_known(known[one]), reasons=({"code": "same_door"},), ticked=False)
        for one in hers.at_home
        if one in known
    ]
    return (*before, *rest, *at_home) or _so_called(session, sitting_id, names)


def _so_called(session: Session, sitting_id: str, names: Sequence[str]) -> tuple[Offer, ...]:
    """Of each of several names whom the search finds first: who came to this council, then the district; whoever is
    there tonight already comes last.
    """
    sitting = sitting_card(session, sitting_id=sitting_id)
    facts = {"sitting_id": sitting_id, "council_id": sitting.council_id, "district_id": sitting.district_id}
    parts = next((part for name in names if len(part := people_in(name)) > 1), ())
    found = [sorted(found_on_the_roll(session, text=text, **facts), key=_is_there) for text in parts]
    share = MOST_SO_CALLED // max(1, len(found))
    some = [one[: max(share, MOST_SO_CALLED - sum(map(len, found)) + len(one))] for one in found]
    told = {one.resident_id: replace(one, ticked=False) for several in some for one in several}
    return tuple(told.values())[:MOST_SO_CALLED]


def _is_there(one: Offer) -> bool:
    return one.known is not None and (one.known.connected or one.known.in_room)


def _of(one: Named, known: Mapping[str, Acquaintance]) -> Offer:
    return Offer(one.id, one.name, one.document, one.neighbourhood, in_room=one.in_room, known=known.get(one.id))


def _known(one: Acquaintance) -> Offer:
    return Offer(one.id, one.name, one.document, one.neighbourhood, in_room=one.in_room, known=one)
