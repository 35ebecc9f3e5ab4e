"""What a line means while a sheet is keyed in."""

from __future__ import annotations

from datetime import time

import pytest

from desktop.planilla.typed import Letters, New, Row, Rows, Unnamed, read_hour, read_typed


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("12", [(12, False)]),
        (" 3 5  9a ", [(3, False), (5, False), (9, True)]),
        ("3,5.9A", [(3, False), (5, False), (9, True)]),
        ("20-23", [(20, False), (21, False), (22, False), (23, False)]),
        ("23 - 21a", [(21, True), (22, True), (23, True)]),
        ("4 4", [(4, False)]),
    ],
)
def test_numbers_are_rows_of_the_sheet(typed: str, rows: list[tuple[int, bool]]) -> None:
    assert read_typed(typed) == Rows(tuple(Row(*one) for one in rows))


@pytest.mark.parametrize("typed", ["ag", "28123456", "1234", "peña ro", "12 octubre", "a"])
def test_letters_and_documents_are_looked_for(typed: str) -> None:
    assert read_typed(typed) == Letters(typed)


def test_a_plus_writes_somebody_down_or_counts_those_without_a_name() -> None:
    new = read_typed("+Juana Gómez 28123456 3415551234 a")
    assert isinstance(new, New)
    assert (new.line.name, new.line.document, new.line.phone, new.consents) == (
        "Juana Gómez", "28123456", "3415551234", True,
    )  # fmt: skip
    assert read_typed("+3") == Unnamed(3)
    assert read_typed("+ 12") == Unnamed(12)
    assert read_typed("   ") is None


def test_a_slip_of_the_finger_does_not_mark_a_whole_city() -> None:
    rows = read_typed("1-999")
    assert isinstance(rows, Rows)
    assert len(rows.rows) <= 201


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("19", time(19)), ("19:30", time(19, 30)), ("19.30", time(19, 30)), ("1930", time(19, 30)), ("9 hs", time(9)),
     ("25", None), ("19:75", None), ("siete", None)],
)  # fmt: skip
def test_an_hour_is_read_as_people_write_it(typed: str, hour: time | None) -> None:
    assert read_hour(typed) == hour
