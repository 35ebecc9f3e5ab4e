"""What the histories take for equal, and for erased: told without a server."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.faults.equality import Held, check_erased
from tests.faults.sight import Told

HERS, EMPTIED = ("door", 1), ("table", 7)
THERE = Told("resident", "rosa", "", "", "loma", {}, {"family_name": "Peña", "phone": "1"}, {})
EMPTY = replace(THERE, fields={}, sealed={"family_name": "x", "phone": "y"})


def held(*, refused: bool, fields: tuple[str, ...] = ("family_name", "phone")) -> Held:
    """The table of Ribera erased whom the door of Ribera wrote of; the server has her in the clear."""
    said = {"resident_id": "rosa", "emptied": [{"noun": "resident", "row_id": "rosa", "fields": list(fields)}]}
    erasure = Told("erasure", "e", "", "", "loma", {}, said, {})
    aside = {EMPTIED: "other_district"} if refused else {}
    return Held({HERS: THERE, EMPTIED: erasure}, {}, aside, dict.fromkeys(("door", "table"), "ribera"), {}, {})


def test_what_a_laptop_erased_and_the_server_would_not_is_gone_there_alone() -> None:
    assert held(refused=True).is_erased_in_vain(HERS, EMPTY, {"table"})


@pytest.mark.parametrize(
    ("server", "name"),
    [
        (held(refused=True), "door"),
        (held(refused=False), "table"),
        (held(refused=True, fields=("phone",)), "table"),
    ],
    ids=["another laptop", "let in", "more than it erased"],
)
def test_on_no_other_laptop_and_no_more_than_that(server: Held, name: str) -> None:
    assert not server.is_erased_in_vain(HERS, EMPTY, {name})


@pytest.mark.parametrize("other", [replace(EMPTY, hash="another"), replace(THERE, fields={"phone": "2"})])
def test_what_an_entry_says_otherwise_is_no_erasure(other: Told) -> None:
    assert not held(refused=True).is_erased_in_vain(HERS, other, {"table"})


def test_whom_the_server_would_not_erase_is_erased_nowhere_else() -> None:
    check_erased(held(refused=True), [], "", {"rosa": "ribera"})
    with pytest.raises(AssertionError, match="still has"):
        check_erased(held(refused=False), [], "", {"rosa": "ribera"})
