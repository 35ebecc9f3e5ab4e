"""What the ledger says goes into the table of tests/README.md, and into no row but its own."""

from __future__ import annotations

from collections import Counter

from tests.faults.__main__ import HARNESSES, TABLE
from tests.faults.seen import seen, written_into

GOALS = {name: goal for name, (_, _, goal) in HARNESSES.items()}


def test_every_line_has_its_row_in_the_table() -> None:
    totals = {name: Counter({unit: goal - 1}) for name, (_, unit, goal) in HARNESSES.items()}
    told = seen(totals, GOALS, {"power": [7]})
    page = written_into(TABLE.read_text(encoding="utf-8"), told)
    for fault, words in told.items():
        assert next(line for line in page.splitlines() if line.startswith(f"| {fault} |")).endswith(f"| {words} |")
    assert "99,999 histories of 100,000 so far" in page
    assert "1 SEEDS FAILED" in told["power cut"]
    assert "no promise broken" not in told["power cut"]


def test_what_was_reached_is_not_told_as_being_on_its_way() -> None:
    totals = {name: Counter({unit: goal}) for name, (_, unit, goal) in HARNESSES.items()}
    assert not [words for words in seen(totals, GOALS, {}).values() if "so far" in words]
