"""The pages of the namebook: what is written narrow is read back whole, and so is what an earlier version wrote."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from db.residents.namebook_pages import PAGE_BITS, SLOTS, Page, as_pages, pages_of


def test_a_roll_of_many_pages_keeps_everybody_in_her_place() -> None:
    people: list[tuple[int, str, str, str | None, str | None]] = [
        (place, "Paz", f"Ana{place}", None, f"club{place % 3}") for place in range(0, 5_000_000_000, 1_700_000_001)
    ]
    people += [(place, "Sosa", "Rosa", "Rosita", None) for place in range(3_000)]
    book = pages_of(people)
    named_twice = [place for place in range(3_000) for _ in range(2)]
    assert sorted(book.places.tolist()) == sorted([place for place, *_ in people[:-3_000]] + named_twice)
    assert np.count_nonzero(book.clubs) == len(people) - 3_000


def test_more_words_than_two_bytes_can_count_are_told_apart() -> None:
    known = {f"word{number}": number + 1 for number in range(70_000)}
    page = Page(known)
    page.add(5, "Apellido", "Nombre", None, None)
    book = as_pages([(0, *page.blobs())], known, ["-"] * len(known))
    assert book.names.tolist() == [[known["nombre"], 0, 0, known["apellido"], 0, 0]]


def test_pages_of_an_earlier_version_are_read_as_they_are() -> None:
    """They held every number in its full width, and the place itself."""
    place = (7 << PAGE_BITS) + 3
    wide: tuple[NDArray[Any], ...] = (
        np.array([place], "<i8"),
        np.array([0], "<i4"),
        np.array([-9], "<i8"),
        np.arange(SLOTS, dtype="<i4"),
    )
    narrow = Page({"ana": 1, "paz": 2})
    narrow.add(place + 1, "Paz", "Ana", None, None)
    places, clubs, fulls, names = (column.tobytes() for column in wide)
    told = [(7, places, clubs, fulls, names), (7, *narrow.blobs()), (8, b"", b"", b"", b"")]
    book = as_pages(told, {"ana": 1, "paz": 2}, ["-", "-"])
    assert book.places.tolist() == [place, place + 1]
    assert book.names.tolist() == [list(range(SLOTS)), [1, 0, 0, 2, 0, 0]]
