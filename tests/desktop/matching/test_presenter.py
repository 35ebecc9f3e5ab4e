"""The matching desk as it is meant: what one key does, where one stands afterwards, and how all of it is undone."""

from __future__ import annotations

import pytest

from db.checkin.commands import check_in
from db.errors import Refused
from db.matching.commands import several
from db.matching.rules import Verdict
from db.work import Store
from desktop.matching.look import ALL, DECIDED, SURE, WAITING
from desktop.matching.presenter import MatchingPresenter
from tests.db.matching.scene import row
from tests.desktop.matching.seen import Evening


@pytest.fixture
def evening(store: Store) -> Evening:
    return Evening(store)


@pytest.fixture
def four(evening: Evening) -> Evening:
    """Rosa is sure; M. Gómez is clearly Marta; Ana Paz is one of two; nobody knows Zulma."""
    evening.scene.take_in(row("Rosa Peña"), row("M. Gómez"), row("Ana Paz"), row("Zulma"))
    evening.does(evening.presenter.look())
    return evening


def test_without_a_sitting_or_without_a_call_the_page_says_so(evening: Evening) -> None:
    evening.focus.choose(None)
    evening.does(evening.presenter.look())
    assert evening.seen.state == "no sitting"
    evening.focus.choose(evening.scene.sitting)
    evening.does(evening.presenter.look())
    assert evening.seen.state == "no calls"


def test_first_comes_what_waits_and_the_sum_closes(four: Evening) -> None:
    assert (four.seen.state, set(four.seen.rows)) == (WAITING, {"M. Gómez", "Ana Paz", "Zulma"})
    assert four.seen.rows[-1] == "Zulma"
    assert four.seen.told is not None
    told = four.seen.told.attendance
    assert (told.in_room, told.online, told.both, told.people) == (0, 1, 0, 1)
    assert four.seen.told.counts.unresolved == 3


def test_enter_confirms_the_clear_one_and_stands_on_the_next(four: Evening) -> None:
    four.stands_on("M. Gómez")
    assert four.seen.first
    four.does(four.presenter.confirm())
    assert (four.verdict("M. Gómez"), four.residents("M. Gómez")) == (Verdict.CONFIRMED, {"marta"})
    assert four.seen.decided == ["M. Gómez"]
    assert "M. Gómez" not in four.seen.rows
    assert four.seen.card is not None
    assert four.seen.card.name in four.seen.rows


def test_enter_never_chooses_between_namesakes(four: Evening) -> None:
    four.stands_on("Ana Paz")
    assert (len(four.seen.offers), four.seen.first) == (2, False)
    four.does(four.presenter.confirm())
    assert four.seen.asked_to_choose
    assert four.verdict("Ana Paz") is Verdict.PROPOSED
    four.does(four.presenter.take(four.seen.offers[1]))
    assert four.verdict("Ana Paz") is Verdict.CONFIRMED


def test_enter_on_somebody_unknown_asks_who_it_is(four: Evening) -> None:
    four.stands_on("Zulma")
    with pytest.raises(Refused) as no:
        four.does(four.presenter.confirm())
    assert no.value.code == "match_needs_a_resident"


def test_somebody_who_is_not_proposed_is_found_on_the_roll(four: Evening) -> None:
    four.stands_on("Zulma")
    four.does(four.presenter.find("peña rosa"))
    assert [one.resident_id for one in four.seen.offers] == [four.scene.roll["rosa"]]
    assert four.seen.first
    four.does(four.presenter.confirm())
    assert four.residents("Zulma") == {"rosa"}


def test_emptying_the_search_brings_the_proposals_back(four: Evening) -> None:
    four.stands_on("Ana Paz")
    four.does(four.presenter.find("rosa"))
    four.does(four.presenter.find(""))
    assert len(four.seen.offers) == 2


def test_several_neighbours_are_ticked_and_confirmed_together(four: Evening) -> None:
    four.stands_on("Zulma")
    four.does(four.presenter.several())
    assert four.seen.gathered == []
    for nick in ("rosa", "juan", "marta", "juan"):
        four.presenter.tick(four.offer(nick))
    assert four.seen.gathered == ["rosa", "marta"]
    assert {one.name: one.ticked for one in four.seen.offers} == {"rosa": True, "juan": False, "marta": True}
    four.does(four.presenter.confirm())
    assert four.residents("Zulma") == {"rosa", "marta"}


def test_of_several_the_first_who_is_found_is_ticked_by_enter_and_enter_again_confirms(four: Evening) -> None:
    four.stands_on("Zulma")
    four.does(four.presenter.several())
    four.does(four.presenter.enter_search("peña rosa"))
    four.does(four.presenter.enter_search("pérez"))
    assert four.seen.gathered == ["Rosa Peña", "Juan Carlos Pérez"]
    assert four.seen.searches_cleared >= 2
    four.does(four.presenter.enter_search(""))
    assert four.residents("Zulma") == {"rosa", "juan"}


def test_a_number_chooses_one_of_those_offered_and_ticks_one_of_several(four: Evening) -> None:
    four.stands_on("Ana Paz")
    second = four.seen.offers[1].resident_id
    four.does(four.presenter.several())
    four.does(four.presenter.take_numbered(1))
    assert [one.ticked for one in four.seen.offers] == [True, False]
    four.does(four.presenter.several())
    assert four.seen.gathered is None
    four.does(four.presenter.take_numbered(9))
    assert four.verdict("Ana Paz") is Verdict.PROPOSED
    four.does(four.presenter.take_numbered(2))
    assert [one.id for one in four.scene.group("Ana Paz").residents] == [second]


def test_a_family_that_came_before_is_ticked_already(evening: Evening) -> None:
    pair = [evening.scene.roll["twin"], evening.scene.roll["marta"]]
    evening.scene.take_in(row("La casa de Mitre"))
    evening.scene.store.do(several, match_id=evening.scene.group("La casa de Mitre").id, resident_ids=pair)
    later = evening.scene.plan_later()
    evening.scene.take_in(row("La casa de Mitre"), sitting=later)
    evening.focus.choose(later)
    evening.does(evening.presenter.look())
    evening.does(evening.presenter.several())
    assert [one.resident_id for one in evening.seen.offers[:2]] == pair
    assert evening.seen.gathered == ["Ana Paz", "Marta Gómez"]
    evening.does(evening.presenter.take(evening.seen.offers[-1]))
    assert {one.id for one in evening.scene.group("La casa de Mitre", later).residents} == set(pair)


def test_gathering_nobody_is_refused(four: Evening) -> None:
    four.stands_on("Zulma")
    four.does(four.presenter.several())
    with pytest.raises(Refused) as no:
        four.does(four.presenter.confirm())
    assert no.value.code == "match_needs_a_resident"


def test_who_is_being_gathered_survives_the_minutes_of_a_call_that_goes_on(four: Evening) -> None:
    four.stands_on("Ana Paz")
    four.does(four.presenter.several())
    four.presenter.tick(four.offer("marta"))
    shown = four.seen.groups_shown
    rows = row("Rosa Peña"), row("M. Gómez"), row("Ana Paz", 0, 75), row("Zulma"), row("Alcira")
    four.scene.take_in(*rows)
    four.does(four.presenter.look_again())
    assert (four.seen.groups_shown, [one.minutes for one in four.seen.times]) == (shown, [75])
    assert "marta" in (four.seen.gathered or [])


def test_who_is_being_gathered_survives_an_arrival_at_the_door(four: Evening) -> None:
    four.stands_on("Zulma")
    four.does(four.presenter.several())
    four.presenter.tick(four.offer("rosa"))
    four.desk.follow(("presence",), lambda _: four.presenter.look_again())
    four.does(_do(four, "juan"))
    assert four.seen.gathered == ["rosa"]
    assert four.seen.told is not None
    assert four.seen.told.attendance.in_room == 1


def test_what_was_decided_before_the_program_was_started_again_is_undone_too(four: Evening) -> None:
    four.stands_on("M. Gómez")
    four.does(four.presenter.confirm())
    fresh = MatchingPresenter(four.seen, four.desk, four.focus)
    four.does(fresh.look())
    assert four.seen.undo
    four.does(fresh.undo())
    assert four.verdict("M. Gómez") is Verdict.PROPOSED
    assert not four.seen.undo


def test_each_offer_tells_what_tells_it_from_a_namesake(four: Evening) -> None:
    four.stands_on("Ana Paz")
    documents = {one.known.document for one in four.seen.offers if one.known}
    assert documents == {"30111222", "31111222"}


def test_what_zoom_shows_is_filled_in_for_a_new_person(four: Evening) -> None:
    four.stands_on("Zulma")
    four.does(four.presenter.new_person())
    assert {name: fact.value for name, fact in four.seen.prefilled.items()} == {"given_names": "Zulma"}


async def _do(evening: Evening, nick: str) -> None:
    await evening.desk.do(check_in, sitting_id=evening.scene.sitting, resident_id=evening.scene.roll[nick])


@pytest.mark.parametrize(
    ("act", "verdict"), [("not_a_neighbour", Verdict.NOT_A_NEIGHBOUR), ("leave_unnamed", Verdict.UNNAMED)]
)
def test_one_key_says_that_it_is_nobody(four: Evening, act: str, verdict: Verdict) -> None:
    four.stands_on("Zulma")
    four.does(getattr(four.presenter, act)())
    assert four.verdict("Zulma") is verdict
    assert "Zulma" not in four.seen.rows


def test_a_wrong_proposal_goes_and_the_group_stays_in_sight(four: Evening) -> None:
    four.stands_on("M. Gómez")
    four.does(four.presenter.reject())
    assert four.seen.card is not None
    assert (four.seen.card.name, four.seen.offers) == ("M. Gómez", ())


def test_a_new_person_is_written_down_and_confirmed(four: Evening) -> None:
    four.stands_on("Zulma")
    four.seen.newcomer = {"given_names": "Zulma", "family_name": "Ferreyra"}
    four.does(four.presenter.new_person())
    assert [one.name for one in four.scene.group("Zulma").residents] == ["Zulma Ferreyra"]


def test_whoever_is_on_the_roll_with_that_document_is_offered_instead_of_written_down_again(four: Evening) -> None:
    four.stands_on("Zulma")
    four.seen.newcomer = {"given_names": "Zulma", "family_name": "Ferreyra", "document": "23.456.789"}
    with pytest.raises(Refused) as no:
        four.does(four.presenter.new_person())
    assert (no.value.code, no.value.facts["name"]) == ("match_document_known", "Rosa Peña")
    assert ([one.name for one in four.seen.offers], four.seen.first) == (["Rosa Peña"], True)
    four.does(four.presenter.confirm())
    assert four.residents("Zulma") == {"rosa"}


def test_going_back_from_the_form_writes_nobody_down(four: Evening) -> None:
    four.stands_on("Zulma")
    four.does(four.presenter.new_person())
    assert four.verdict("Zulma") is Verdict.UNKNOWN


def test_everything_is_undone_in_the_order_it_was_done(four: Evening) -> None:
    four.stands_on("M. Gómez")
    four.does(four.presenter.confirm())
    four.stands_on("Zulma")
    four.does(four.presenter.not_a_neighbour())
    assert four.seen.undo
    four.does(four.presenter.undo())
    assert (four.verdict("Zulma"), four.verdict("M. Gómez")) == (Verdict.UNKNOWN, Verdict.CONFIRMED)
    assert four.seen.selected == four.scene.group("Zulma").id
    four.does(four.presenter.undo())
    assert four.verdict("M. Gómez") is Verdict.PROPOSED
    assert not four.seen.undo
    with pytest.raises(Refused) as no:
        four.does(four.presenter.undo())
    assert no.value.code == "nothing_to_undo"


def test_what_was_sure_can_be_corrected_and_taken_back(four: Evening) -> None:
    four.presenter.show_only(SURE)
    assert four.seen.rows == ["Rosa Peña"]
    four.stands_on("Rosa Peña")
    four.does(four.presenter.not_a_neighbour())
    four.presenter.show_only(DECIDED)
    assert four.seen.rows == ["Rosa Peña"]
    four.stands_on("Rosa Peña")
    four.does(four.presenter.take_back())
    assert four.verdict("Rosa Peña") is Verdict.SURE
    four.presenter.show_only(ALL)
    assert len(four.seen.rows) == 4


def test_a_person_may_vouch_for_who_was_sure_or_say_it_is_somebody_else(four: Evening) -> None:
    four.presenter.show_only(SURE)
    four.stands_on("Rosa Peña")
    four.does(four.presenter.confirm())
    assert (four.verdict("Rosa Peña"), four.residents("Rosa Peña")) == (Verdict.CONFIRMED, {"rosa"})
    four.does(four.presenter.undo())
    four.does(four.presenter.reject())
    assert four.verdict("Rosa Peña") is Verdict.REJECTED


def test_another_sitting_begins_anew(four: Evening) -> None:
    four.presenter.show_only(ALL)
    later = four.scene.plan_later()
    four.scene.take_in(row("Rosa Peña"), row("Kevin"), sitting=later)
    four.focus.choose(later)
    four.does(four.presenter.look())
    assert (four.seen.state, four.seen.rows, four.seen.undo) == (WAITING, ["Kevin"], False)
