"""Who stands twice on the practice roll, as it happens: two evenings, two hands, one hurried line at the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from desktop.practice.people import SEED, Neighbour

# Those who play a part or come tonight stand at the beginning of the roll: nobody of them becomes doubtful.
FROM = 200
HOW_MANY = 9


def written_twice(people: Sequence[Neighbour], came: frozenset[int]) -> tuple[Neighbour, ...]:
    """Second rows of people who have not come yet: with the document, with the telephone, with the birth date alone.

    The same on every laptop. `came` are the numbers of those who were at some sitting.
    """
    chance = Random(SEED + 3)  # noqa: S311 - not a secret: it has to be the same people each time
    names = [one.full_name for one in people]
    whole = [
        one
        for number, one in enumerate(people)
        if number >= FROM
        and number not in came
        and names.count(one.full_name) == 1
        and one.document
        and one.phone
        and one.birth_date
    ]
    chosen = chance.sample(whole, min(HOW_MANY, len(whole)))
    return tuple(_again(one, way) for way, one in enumerate(chosen))


def _again(one: Neighbour, way: int) -> Neighbour:
    first = one.given_names.partition(" ")[0]
    if way % 3 == 0:  # a card scanned on another laptop, before the roll came in
        return replace(one, given_names=first, phone=None, email=None, organisation=None)
    if way % 3 == 1:  # in a hurry: the surname as it was heard, and the telephone
        heard = one.family_name.replace("z", "s").replace("v", "b")
        return replace(one, family_name=heard, document=None, birth_date=None, email=None, organisation=None)
    return replace(one, document=None, phone=None, email=None, organisation=None)  # from a list of the school
