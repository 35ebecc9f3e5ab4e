"""A family round one screen is no person: the desk asks who of it is there."""

from __future__ import annotations

import pytest

from db.errors import Refused
from db.matching.rules import Verdict
from db.work import Store
from desktop.matching.offers import round_one_screen
from tests.db.matching.crowd import Crowd
from tests.db.matching.scene import row
from tests.desktop.matching.seen import Evening


def test_enter_on_a_family_asks_who_of_it_is_there(store: Store) -> None:
    evening = Evening(store)
    evening.scene.take_in(row("Familia Gómez"))
    evening.does(evening.presenter.look())
    assert [one.name for one in evening.seen.offers] == ["Marta Gómez"]
    evening.does(evening.presenter.confirm())
    assert (evening.seen.gathered, evening.seen.asked_to_choose) == ([], True)
    with pytest.raises(Refused) as no:
        evening.does(evening.presenter.confirm())
    assert no.value.code == "match_needs_a_resident"
    evening.does(evening.presenter.take(evening.seen.offers[0]))
    assert evening.verdict("Familia Gómez") is Verdict.PROPOSED
    evening.does(evening.presenter.confirm())
    assert evening.residents("Familia Gómez") == {"marta"}


def test_of_two_given_names_that_many_have_a_few_of_each_are_offered_for_a_number_each(store: Store) -> None:
    crowd = Crowd(store)
    crowd.take_in(row("Clara y Pedro"))
    group, sitting = crowd.group("Clara y Pedro").id, crowd.sitting
    named = ["Clara y Pedro"]
    found = store.ask(round_one_screen, match_id=group, sitting_id=sitting, offers=(), names=named)
    assert [one.name.split()[0] for one in found] == ["Clara"] * 4 + ["Pedro"] * 4
    assert {one.ticked for one in found} == {False}
    named = ["Galaxy A12"]
    assert store.ask(round_one_screen, match_id=group, sitting_id=sitting, offers=(), names=named) == ()
