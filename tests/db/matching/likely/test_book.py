"""Whom the book of the roll finds: by a surname with a given name beside it, and by a whole name."""

from __future__ import annotations

import numpy as np
import pytest

from db.matching.likely.book import Book
from db.residents.namebook_pages import pages_of

PEOPLE = [
    (10, "Gómez", "Marta Elena", None, None),
    (20, "Gómez Paz", "Juan", "Nito", None),
    (30, "Paz", "Marta", None, None),
    (40, "Gómez", "Luis", None, None),
    (50, "Paz", "Juan", None, None),
]


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(pages_of(PEOPLE))


def found(book: Book, family: str, *given: str, near: tuple[int, ...] = ()) -> list[int]:
    wanted = np.zeros(book.words, np.uint8)
    wanted[[book.numbers[one] for one in given]] = 1
    classes = book.in_order_of_family(np.isin(book.places, near).astype(np.uint8))
    rows, _ = book.family_and_given(book.numbers[family], wanted, classes, least=1, every=1)
    return sorted({*book.places[rows].tolist()})


def test_a_surname_finds_those_with_a_given_name_that_is_told_whichever_of_theirs_it_is(book: Book) -> None:
    assert found(book, "gomez", "marta") == [10]
    assert found(book, "gomez", "elena") == [10]
    assert found(book, "gomez", "nito", "luis") == [20, 40]
    assert found(book, "paz", "juan") == [20, 50]
    assert found(book, "gomez") == []


def test_a_surname_finds_whoever_is_near_without_any_given_name(book: Book) -> None:
    assert found(book, "gomez", "luis", near=(20, 30)) == [20, 40]


def test_a_surname_is_looked_through_once_for_several_who_ask_with_different_given_names(book: Book) -> None:
    wanted = np.zeros(book.words, np.uint8)
    wanted[[book.numbers[one] for one in ("marta", "luis")]] = 1
    wanted[[book.numbers[one] for one in ("juan", "marta")]] |= 2
    classes = book.in_order_of_family(np.zeros(len(PEOPLE) + 1, np.uint8))
    rows, asked = book.family_and_given(book.numbers["gomez"], wanted, classes, least=1, every=3)
    found = list(zip(book.places[rows].tolist(), asked.tolist(), strict=True))
    assert sorted(found) == [(10, 3), (20, 2), (40, 1)]


def test_a_book_opened_in_portions_says_the_same(book: Book) -> None:
    opening = Book.in_portions(pages_of(PEOPLE))
    portions = 0
    while True:
        try:
            next(opening)
        except StopIteration as opened:
            other = opened.value
            break
        portions += 1
    assert portions > 5
    assert other.names.tolist() == book.names.tolist()
    assert other.speller.parts("martagomez") == ("marta", "gomez")
    assert other.bearing([["luis", "gomez"]], most=2) == {40}


def test_a_whole_name_finds_its_bearers_in_either_order_and_no_more_than_are_asked_for(book: Book) -> None:
    assert book.bearing([["luis", "gomez"], ["paz", "marta"]], most=2) == {30, 40}
    assert book.bearing([["nito", "gomez", "paz"], ["luis", "paz"], []], most=2) == {20}
    twins = Book(pages_of([(place, "Paz", "Ana", None, None) for place in (1, 2, 3)]))
    assert len(twins.bearing([["ana", "paz"]], most=2)) == 2
