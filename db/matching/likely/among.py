"""Whom a call may be among a few people who are all at hand: what the kept book is for a large roll. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from db.matching.evidence import Evidence
from db.matching.likely.book import book_of
from db.matching.likely.nearness import Near, Nearness
from db.matching.likely.ranking import Asked, rank_call
from db.matching.likely.signs import Phones, signs_of
from db.matching.likely.told import told_by
from db.matching.rules import CROWDED, Known
from db.matching.scoring import MOST_PROPOSALS, WORTH_A_LOOK, Person
from db.residents.namebook_pages import pages_of
from db.zoom.rules import Group, Kind


def known_among(groups: Sequence[Group], people: Sequence[Person], refused: Mapping[str, frozenset[str]]) -> Known:
    """What `rules.judge` needs to know of a call where these people are the whole roll."""
    ordered = sorted(people, key=lambda one: one.id)
    book = book_of(
        pages_of(
            (place, one.family_name, one.given_names, one.chosen_name, one.organisation_id)
            for place, one in enumerate(ordered)
        )
    )
    evidence = Evidence(groups, ordered)
    places = {one.id: place for place, one in enumerate(ordered)}
    classes = np.array([near_of(one) for one in ordered], np.uint8)[book.places]
    weights = np.array([float(max(one.came_here, 1)) for one in ordered])[book.places]
    asked = asked_of(groups, evidence, ordered, places, refused, {})
    ranked = rank_call(book, Nearness(classes, weights), asked)
    likely = {
        group.key: tuple(
            (ordered[place], chance)
            for place, chance in zip(one.places, one.chances, strict=True)
            if chance >= WORTH_A_LOOK
        )[:MOST_PROPOSALS]
        for group, one in zip(groups, ranked, strict=True)
    }
    told = {group.key: one.names for group, one in zip(groups, asked, strict=True)}
    return Known(evidence, likely, told, crowded=len(ordered) > CROWDED)


def near_of(person: Person) -> Near:
    """How near somebody is to the sitting."""
    if person.registered:
        return Near.REGISTERED
    if person.came_here:
        return Near.CAME_HERE
    near = Near.QUARTER if person.lives_here else Near.DISTRICT if person.same_district else Near.ELSEWHERE
    return Near(near + 1) if person.came else near


def asked_of(
    groups: Sequence[Group],
    evidence: Evidence,
    phones: Sequence[Person],
    places: Mapping[str, int],
    refused: Mapping[str, frozenset[str]],
    organisations: Mapping[str, tuple[str, ...]],
) -> list[Asked]:
    """Each group as it is ranked. `phones`: people whose telephone one of the callers may have; `places`: of everybody
    whom evidence names; `organisations`: the words of each one's name.
    """
    asked, by_phone = [], Phones(phones)
    for group in groups:
        if group.kind in (Kind.HOST, Kind.ROOM):
            asked.append(Asked(()))
            continue
        no = refused.get(group.key, frozenset())
        named = evidence.names_somebody(group, no)
        sure = named is not None and evidence.against(group, *named, no) is None
        names = (*evidence.registered_names(group), *group.names)
        asked.append(
            Asked(
                told_by(names, group.emails, organisations) if group.kind is not Kind.PHONE else (),
                {places[one]: ratio for one, ratio in signs_of(group, evidence, by_phone).items() if one in places},
                places.get(named[1]) if named is not None and sure else None,
                frozenset(places[one] for one in no if one in places),
            )
        )
    return asked
