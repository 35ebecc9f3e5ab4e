"""A laptop dies at every numbered step of a contact, and at any moment; the server dies in mid push."""

from __future__ import annotations

import random

import pytest

from db.sync import steps
from db.sync.errand import hand_over_now
from db.sync.steps import Step
from tests.faults.country import Country
from tests.faults.kills import ALWAYS, all_is_well, dies_at, dies_sometime, scene, the_server_dies
from tests.faults.power import opened


@pytest.mark.parametrize("step", ALWAYS)
def test_a_laptop_that_dies_at_any_step_of_a_contact_goes_on_where_it_was(country: Country, step: Step) -> None:
    it = scene(country, step)
    assert dies_at(it.path, step, 1), "no contact gets there"
    all_is_well(it)


def test_a_laptop_that_dies_at_any_moment_keeps_what_it_promised(country: Country) -> None:
    it = scene(country, 0)
    all_is_well(it, dies_sometime(it.path, random.Random(1)))


def test_a_server_whose_process_dies_in_mid_push_has_none_of_it_and_then_all(country: Country) -> None:
    it = scene(country, 0)
    the_server_dies(it)
    all_is_well(it)


def test_nobody_watches_the_steps_of_a_contact_unless_a_test_does(country: Country) -> None:
    assert steps.watching == []
    it = scene(country, 0)
    store = opened(it.path)
    seen: list[Step] = []
    steps.watching.append(seen.append)
    try:
        hand_over_now(store)
    finally:
        steps.watching.clear()
        country.scrap([store, it.other])
    assert set(seen) == set(ALWAYS)
    assert seen[0] == Step.BEGINS
    assert seen[-1] == Step.RECEIPT_KEPT
