"""What is known of somebody on Zoom who is not on the roll: what she registered with, and what her name says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.checkin.line import read_line
from db.errors import Refused
from db.folding import fold, words
from db.matching.evidence import full_name
from db.matching.likely.several import says_several
from db.matching.queries import told_groups
from db.matching.tables import Match
from db.places.tables import Neighbourhood
from db.residents.rules import clean_document, part_names
from db.zoom.handout_queries import RegistrantCard, registrants
from db.zoom.rules import Group, Kind
from db.zoom.screen_names import DEVICE_WORDS, person_words


class Source(StrEnum):
    """Where something about a newcomer was told."""

    REGISTRATION = "registration"
    NAME = "name"
    CALL = "call"


@dataclass(frozen=True)
class Fact:
    """A value of the form, and where it comes from."""

    value: str
    source: Source


def newcomer(session: Session, *, match_id: str) -> Mapping[str, Fact]:
    """What is told of a group, by field: given_names, family_name, document, neighbourhood_id, email, phone. A
    registration speaks before the name on the screen; what nobody told is not in it. Raises Refused: match_unknown.
    """
    match = session.get(Match, match_id)
    if match is None or match.removed_at is not None:
        raise Refused("match_unknown")
    told = told_groups(session, sitting_id=match.sitting_id)
    group = next((one for one in told if one.key == match.group_key), None)
    if group is None:
        raise Refused("match_unknown")
    quarters = {fold(name): one for one, name in session.execute(select(Neighbourhood.id, Neighbourhood.name))}
    registered = registration_of(group, registrants(session, sitting_id=match.sitting_id))
    facts = {**_from_names(group, quarters), **_from_call(group)}
    return facts | (_from_registration(registered, quarters) if registered else {})


def registration_of(group: Group, told: Iterable[RegistrantCard]) -> RegistrantCard | None:
    """The one registration that is this group's: by its number, its e-mail, or a full name that registered once."""
    people = tuple(told)
    ids, emails = {*group.registrant_ids}, {one.casefold() for one in group.emails}
    for found in (
        [one for one in people if one.registrant_id and one.registrant_id in ids],
        [one for one in people if one.email and one.email.casefold() in emails],
    ):
        if found:
            return found[-1]
    names = {name for one in group.names if (name := full_name(one))}
    same = [one for one in people if full_name(f"{one.given_names} {one.family_name}") in names]
    return same[0] if len(same) == 1 else None


def _from_registration(one: RegistrantCard, quarters: Mapping[str, str]) -> dict[str, Fact]:
    told = {
        "given_names": one.given_names,
        "family_name": one.family_name,
        "document": _document(one.document),
        "neighbourhood_id": quarters.get(fold(one.quarter or ""), ""),
        "email": one.email or "",
        "phone": one.phone or "",
    }
    return {name: Fact(value.strip(), Source.REGISTRATION) for name, value in told.items() if value.strip()}


def _from_names(group: Group, quarters: Mapping[str, str]) -> dict[str, Fact]:
    """The first of her names that tells a whole one; else the first that tells any."""
    if group.kind is Kind.PHONE:
        return {}
    best: dict[str, str] = {}
    for name in group.names:
        told = {one: value for one, value in _read(name, quarters).items() if value}
        best = {**told, **best} if len(best) >= len(told) else {**best, **told}
    return {name: Fact(value, Source.NAME) for name, value in best.items()}


def _read(name: str, quarters: Mapping[str, str]) -> dict[str, str]:
    line = read_line(name, quarters)
    bare = _without_apparatus(line.name)
    facts = {"document": _document(line.document), "phone": line.phone, "neighbourhood_id": line.neighbourhood_id}
    if says_several(name):
        return facts  # nobody on the roll is called Familia Paz
    try:
        family, given = part_names(bare)
    except Refused:
        return {**facts, "given_names": bare.strip(" ,")}
    return {**facts, "given_names": given, "family_name": family}


def _without_apparatus(name: str) -> str:
    """`iPhone de Marta Gómez` is Marta Gómez."""
    if not any(word in DEVICE_WORDS for word in words(name)):
        return name
    kept = set(person_words(name))
    return " ".join(word for word in name.split() if set(words(word)) <= kept)


def _from_call(group: Group) -> dict[str, Fact]:
    told = {}
    if group.emails:
        told["email"] = Fact(group.emails[0], Source.CALL)
    whole = [phone for phone in group.phones if "*" not in phone]
    if whole:
        told["phone"] = Fact(whole[0], Source.CALL)
    return told


def _document(text: str | None) -> str:
    try:
        return clean_document(text) or ""
    except Refused:
        return ""


def registered(session: Session, *, sitting_id: str) -> Mapping[str, RegistrantCard]:
    """The registration of each group of a sitting that has one, by the key of the group."""
    told = registrants(session, sitting_id=sitting_id)
    if not told:
        return {}
    found = told_groups(session, sitting_id=sitting_id)
    return {group.key: one for group in found if (one := registration_of(group, told)) is not None}
