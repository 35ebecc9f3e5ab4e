"""How a line typed in a hurry is read: the letter of its kind, and a day."""

from __future__ import annotations

from datetime import date

import pytest

from db.errors import Refused
from desktop.issues.line import day_of, kind_of

LETTERS = {"p": "proposal", "r": "complaint", "c": "question"}
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("r falta luz", ("complaint", "falta luz")),
        ("R: falta luz", ("complaint", "falta luz")),
        ("  c ¿cuándo?", ("question", "¿cuándo?")),
        ("p ", ("proposal", "")),
        ("p", (None, "p")),
        ("a ver si ponen luz", (None, "a ver si ponen luz")),
        ("rampa en la vereda", (None, "rampa en la vereda")),
        ("", (None, "")),
    ],
)
def test_one_letter_in_front_tells_the_kind_and_no_word_does(line: str, read: tuple[str | None, str]) -> None:
    assert kind_of(line, LETTERS) == read


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("", None),
        ("15/12", date(2026, 12, 15)),
        ("22/11", date(2026, 11, 22)),
        ("3/1", date(2027, 1, 3)),
        ("15/12/2026", date(2026, 12, 15)),
        ("15-12-27", date(2027, 12, 15)),
        (" 2026-12-15 ", date(2026, 12, 15)),
    ],
)
def test_a_day_is_the_next_of_that_name(text: str, day: date | None) -> None:
    assert day_of(text, today=TODAY) == day


@pytest.mark.parametrize("text", ["31/2", "mañana", "15/13/2026", "15/12/226"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refused) as no:
        day_of(text, today=TODAY)
    assert no.value.code == "due_unreadable"
