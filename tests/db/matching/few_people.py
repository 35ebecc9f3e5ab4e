"""A call judged among a few people who are the whole roll, as `roll.look_up` makes it from the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from db.matching.evidence import Evidence
from db.matching.likely.asking import asked_of
from db.matching.likely.book import book_of
from db.matching.likely.nearness import Near, Nearness
from db.matching.likely.ranking import rank_call
from db.matching.rules import CROWDED, Judgement, Known, judge
from db.matching.scoring import MOST_PROPOSALS, WORTH_A_LOOK, Person
from db.residents.namebook_pages import pages_of
from db.zoom.rules import Group

Refused = Mapping[str, frozenset[str]]


def judge_among(
    groups: Sequence[Group], people: Sequence[Person], *, rejected: Refused | None = None, **facts: Any
) -> tuple[Judgement, ...]:
    """What is judged of each group where these people are the whole roll."""
    return judge(groups, known_among(groups, people, rejected or {}), rejected=rejected, **facts)


def known_among(groups: Sequence[Group], people: Sequence[Person], refused: Refused) -> Known:
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
    classes = np.array([_near_of(one) for one in ordered], np.uint8)[book.places]
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


def _near_of(person: Person) -> Near:
    """How near somebody is to the sitting."""
    if person.registered:
        return Near.REGISTERED
    if person.came_here:
        return Near.CAME_HERE
    near = Near.QUARTER if person.lives_here else Near.DISTRICT if person.same_district else Near.ELSEWHERE
    return Near(near + 1) if person.came else near
