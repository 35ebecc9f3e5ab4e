"""Whoever is only added up counts as much as if she were looked at, and is shown as soon as she is worth it."""

from __future__ import annotations

import random

import numpy as np
import pytest

from db.matching.likely.book import Book
from db.matching.likely.crowd import ALL_ARE_NEAR
from db.matching.likely.nearness import Near, Nearness
from db.matching.likely.ranking import Asked, rank_call
from db.matching.likely.told import Told
from db.residents.namebook_pages import pages_of

GIVEN = ("Ana", "Rosa", "Juan", "Luis", "Marta", "Ana María", "Rosa Ana", "Juan Luis", "Pedro Rosa", "Inés")
SURNAMES = tuple(
    f"{first}{last}" for first in ("Alb", "Ber", "Cor", "Dur", "Eche", "Fon") for last in ("an", "ero", "ía")
)
NAMES = (
    "rosa", "ana", "ana alban", "rosa corero", "juan luis duria", "rosa ana", "rosita beran", "j corero", "ines",
    "juana fonan", "nadie", "maria echean", "luis luis",
)  # fmt: skip


@pytest.fixture(scope="module")
def city() -> tuple[Book, Nearness]:
    chance = random.Random(4)
    people = [
        (place, chance.choice(SURNAMES), chance.choice(GIVEN), "Nana" if chance.random() < 0.05 else None, None)
        for place in range(1, ALL_ARE_NEAR + 500)
    ]
    book = Book(pages_of(people))
    near = [Near.ELSEWHERE] * 30 + [Near.QUARTER] * 4 + [Near.QUARTER_CAME, Near.CAME_HERE, Near.REGISTERED]
    by_place = {place: (chance.choice(near), float(chance.randint(1, 4))) for place, *_ in people}
    classes, weights = zip(*(by_place[place] for place in book.places.tolist()), strict=True)
    return book, Nearness(np.array(classes, np.uint8), np.array(weights))


def test_whoever_is_added_up_counts_as_if_each_were_looked_at(city: tuple[Book, Nearness]) -> None:
    book, nearness = city
    names = [(Told(tuple(name.split())),) for name in NAMES]
    added_up = rank_call(book, nearness, [Asked(told) for told in names])
    # Of whom a person has ruled somebody out, everybody is looked at; this one stands nowhere.
    one_by_one = rank_call(book, nearness, [Asked(told, refused=frozenset({0})) for told in names])
    assert sum(bool(one.places) for one in added_up) >= len(NAMES) - 2
    for some, others in zip(added_up, one_by_one, strict=True):
        assert some.places == others.places
        assert some.chances == pytest.approx(others.chances, rel=1e-9)
