"""When a laptop meets the server next: soon after writing, ever more patiently while nobody answers."""

from __future__ import annotations

import pytest

from db.sync.pace import after_contact, after_writing


def wait(chance: float = 0.5, **facts: object) -> float:
    known = {"failures": 0, "refused": False, "sitting_open": False}
    return after_contact(chance=chance, **(known | facts))  # type: ignore[arg-type]


def test_during_a_sitting_two_laptops_look_for_news_every_few_seconds() -> None:
    assert wait(sitting_open=True) <= 15 < wait()


def test_each_failure_doubles_the_wait_up_to_ten_minutes() -> None:
    waits = [wait(failures=number) for number in range(1, 12)]
    assert waits[1] == 2 * waits[0]
    assert waits == sorted(waits)
    assert waits[-1] <= 600


@pytest.mark.parametrize("facts", [{}, {"failures": 3}, {"refused": True}, {"sitting_open": True}])
def test_chance_spreads_the_laptops_that_lost_the_network_together(facts: dict[str, object]) -> None:
    assert wait(1.0, **facts) > 1.5 * wait(0.0, **facts)


def test_what_is_written_goes_soon_unless_nobody_answers() -> None:
    soon = after_writing(failures=0, chance=0.5)
    assert soon is not None
    assert soon < 5
    assert after_writing(failures=1, chance=0.5) is None


def test_what_only_a_person_can_put_right_is_asked_rarely() -> None:
    assert wait(refused=True) > wait(failures=10)
