"""What is meant at the door, without a screen."""

from __future__ import annotations

import asyncio

import pytest

from db.checkin.commands import check_in
from db.checkin.line import Line
from db.errors import Refused
from db.residents.queries import by_document, card, count
from db.sittings.commands import close_sitting
from db.work import Store
from desktop.checkin.cards import Told
from desktop.checkin.counting import Counted, CountersPresenter
from desktop.checkin.shown import Waiting
from desktop.checkin.words import told_words
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.desk import PlainDesk
from tests.desktop.checkin.door import Door
from tests.record import HandClock

SCAN = '00327345190"QUINTELA"TELMA ZOE"F"23680640"A"25-08-1979"06-01-2015"274'


@pytest.fixture
def door(store: Store, clock: HandClock) -> Door:
    return Door(store, clock)


def test_letters_show_whom_they_may_mean_and_who_is_here(store: Store, door: Door) -> None:
    rosa, telma = a_neighbour(store), a_neighbour(store, "Ñandúbez", "Telma")
    store.do(check_in, sitting_id=door.sitting, resident_id=rosa)
    asyncio.run(door.presenter.search("ñand"))
    assert [(one.person.id, one.here) for one in door.view.results["ñand"]] == [(telma, ()), (rosa, ("room",))]


def test_a_card_that_is_being_scanned_is_not_searched_for(door: Door) -> None:
    asyncio.run(door.presenter.search(SCAN))
    assert door.view.results == {SCAN: ()}


def test_whoever_stands_chosen_is_present(store: Store, door: Door) -> None:
    rosa = a_neighbour(store)
    door.enter("ros", rosa)
    assert (door.last.kind, door.last.name, door.last.new) == ("present", "Rosaura Ñandúbez", True)
    assert door.last.consent_missing
    assert door.view.doors[-1].arrivals[0].resident_id == rosa
    door.enter("ros", rosa)
    assert door.last.kind == "already"
    assert door.numbers.people == 1


def test_letters_typed_faster_than_the_list_mean_the_only_one(store: Store, door: Door) -> None:
    a_neighbour(store)
    door.enter("ñandu")
    assert door.last.kind == "present"


def test_whoever_only_sounds_like_what_was_typed_is_listed_and_never_taken_by_a_bare_enter(
    store: Store, door: Door
) -> None:
    zoe, ines = a_neighbour(store, "Giménez", "Zoe"), a_neighbour(store, "D'Angelo", "Inés")
    for typed in ("jimenez", "zoe jimenes"):
        asyncio.run(door.presenter.search(typed))
        assert ([one.person.id for one in door.view.results[typed]], door.view.meant[typed].takes_found) == (
            [zoe],
            False,
        )
        door.enter(typed)
    assert door.numbers.people == 0
    for typed, whom in (("gimen", zoe), ("dangelo", ines)):
        door.enter(typed)
        assert (door.last.kind, door.last.resident_id) == ("present", whom)


def test_nobody_is_guessed_where_letters_may_mean_two(store: Store, door: Door) -> None:
    a_neighbour(store)
    a_neighbour(store, "Ñandúbez", "Telma")
    door.enter("ñandu")
    assert (door.view.again, door.view.told, door.numbers.people) == (["ñandu"], [], 0)


def test_a_scan_of_somebody_new_writes_her_down_and_the_second_says_here_already(store: Store, door: Door) -> None:
    door.enter(SCAN)
    assert (door.last.kind, door.last.name, door.last.enrolled) == ("present", "Telma Zoe Quintela", True)
    door.enter(SCAN)
    assert (door.last.kind, door.numbers.people, store.ask(count)) == ("already", 1, 1)


def test_a_code_that_is_no_card_is_refused(door: Door) -> None:
    with pytest.raises(Refused, match="not_a_dni"):
        door.enter('"' * 30)


def test_a_name_nobody_has_opens_the_line_with_it(door: Door) -> None:
    door.enter("Cora Yrurtia 22.333.444")
    assert door.view.line == Line("Cora Yrurtia", "22333444", "")
    asyncio.run(door.presenter.write_down(door.view.line))
    assert door.view.line is None
    assert (door.last.kind, door.last.enrolled, door.numbers.new) == ("present", True, 1)


def test_a_line_whose_reading_was_seen_is_written_down_by_one_enter(store: Store, door: Door) -> None:
    asyncio.run(door.presenter.search("Cora Yrurtia 22333444 +1"))
    meant = door.view.meant["Cora Yrurtia 22333444 +1"]
    assert (meant.found, meant.line) == ((), Line("Cora Yrurtia", "22333444", companions=1))
    door.enter("Cora Yrurtia 22333444 +1", seen=True)
    assert (door.last.kind, door.last.name, door.last.enrolled) == ("present", "Cora Yrurtia", True)
    assert (door.view.line, door.numbers.unnamed) == (None, 1)


def test_a_name_that_may_be_read_both_ways_is_written_only_when_it_was_shown_which_is_which(
    store: Store, door: Door
) -> None:
    a_neighbour(store, "Yrurtia", "Cora")
    door.enter("Yrurtia Zulma 22333444", seen=True)
    assert door.view.line == Line("Yrurtia Zulma", "22333444")
    asyncio.run(door.presenter.write_down(door.view.line))
    assert (door.numbers.people, door.view.order is not None) == (0, True)
    asyncio.run(door.presenter.write_down(Line("Yrurtia, Zulma", "22333444")))
    assert (door.last.kind, door.last.name) == ("present", "Zulma Yrurtia")


def test_half_a_name_opens_the_line_even_when_it_was_seen(door: Door) -> None:
    door.enter("Cora", seen=True)
    assert door.view.line == Line("Cora")


def test_namesakes_are_shown_and_not_taken_for_her_when_a_document_is_told(store: Store, door: Door) -> None:
    cora = a_neighbour(store, "Yrurtia", "Cora", document="11222333")
    asyncio.run(door.presenter.search("Cora Yrurtia 22333444"))
    meant = door.view.meant["Cora Yrurtia 22333444"]
    assert ([one.person.id for one in meant.found], meant.takes_found) == ([cora], False)
    door.enter("Cora Yrurtia 22333444", seen=True)
    assert (door.last.enrolled, store.ask(count)) == (True, 2)
    asyncio.run(door.presenter.search("Cora 333"))
    assert [one.person.id for one in door.view.results["Cora 333"]] == [cora]
    assert door.view.meant["Cora 333"].takes_found


def test_a_name_that_only_looks_like_the_one_typed_is_shown_and_never_taken_by_enter(store: Store, door: Door) -> None:
    cora = a_neighbour(store, "Yrurtia", "Cora")
    asyncio.run(door.presenter.search("Cora Yrurtias"))
    meant = door.view.meant["Cora Yrurtias"]
    assert ([one.person.id for one in meant.found], meant.takes_found) == ([cora], False)
    door.enter("Cora Yrurtias", seen=True)
    assert (door.last.enrolled, door.last.name, store.ask(count)) == (True, "Cora Yrurtias", 2)
    asyncio.run(door.presenter.search("yrur cor"))
    assert door.view.meant["yrur cor"].takes_found


def test_a_second_of_the_same_name_is_asked_about_and_written_by_one_key(store: Store, door: Door) -> None:
    for _ in range(2):
        asyncio.run(door.presenter.write_down(Line("Cora Yrurtia")))
    assert (door.last.kind, door.last.offer, door.numbers.people) == ("namesake", "another", 1)
    asyncio.run(door.presenter.take_offer(door.last))
    assert (door.last.kind, door.numbers.people) == ("present", 2)


def test_a_name_on_the_roll_that_the_card_does_not_bear_out_is_corrected_by_one_key(store: Store, door: Door) -> None:
    telma = a_neighbour(store, "Aguirrezabal", "Anselmo", document="23680640")
    door.enter(SCAN)
    assert (door.last.kind, door.last.offer) == ("present", "card_names")
    asyncio.run(door.presenter.take_offer(door.last))
    assert (door.last.kind, store.ask(card, resident_id=telma).name) == ("put_right", "Telma Zoe Quintela")
    door.undo()
    assert store.ask(card, resident_id=telma).name == "Anselmo Aguirrezabal"


def test_a_card_of_somebody_else_is_pointed_out_even_when_its_number_is_here_already(store: Store, door: Door) -> None:
    a_neighbour(store, "Aguirrezabal", "Anselmo", document="23680640")
    door.enter(SCAN)
    door.enter(SCAN)
    assert (door.last.kind, door.last.offer) == ("already", "card_names")
    assert "Telma Zoe Quintela" in told_words(door.last)[0]


def test_what_is_taken_back_of_somebody_erased_says_that_she_was() -> None:
    assert "Data suppressed" in told_words(Told("taken_back", " ", act="arrived"))[0]


def test_companions_are_counted_and_then_named(store: Store, door: Door) -> None:
    door.enter("ros +2", a_neighbour(store))
    assert door.numbers.unnamed == 2
    stay = door.view.doors[-1].arrivals[0]
    asyncio.run(door.presenter.bring(stay, 1))
    assert (door.last.kind, door.last.number) == ("companions", 3)
    door.presenter.name_companion(stay)
    door.enter(SCAN)
    door.enter("Cora Yrurtia", seen=True)
    assert (door.numbers.people, door.numbers.unnamed) == (3, 1)
    door.presenter.stop_waiting()
    assert door.view.waiting is None
    door.enter("Zoe Arizmendi", seen=True)
    assert door.numbers.unnamed == 1


def test_whoever_answers_for_a_minor_is_asked_for_and_agrees_for_her(store: Store, door: Door) -> None:
    child, mother = a_neighbour(store, "Arizmendi", "Zoe", birth_date="01/02/2012"), a_neighbour(store)
    door.enter("", child)
    stay = door.view.doors[-1].arrivals[0]
    asyncio.run(door.presenter.consent(stay))
    assert door.view.waiting == Waiting("guardian", stay)
    door.enter("ros", mother)
    assert (door.last.kind, door.last.name) == ("consented_for", "Zoe Arizmendi")
    assert door.view.waiting is None
    assert (door.numbers.people, door.view.doors[-1].arrivals[0].consented) == (1, True)


def test_a_card_read_while_a_minors_guardian_is_asked_for_may_be_hers_and_a_person_says_so(
    store: Store, door: Door
) -> None:
    door.enter("", a_neighbour(store, "Arizmendi", "Zoe", birth_date="01/02/2012"))
    child = door.view.doors[-1].arrivals[0]
    asyncio.run(door.presenter.consent(child))
    door.enter(SCAN)
    assert (door.last.kind, door.last.offer) == ("present", "guardian")
    assert not any(stay.consented for stay in door.view.doors[-1].arrivals)
    mother = door.last.resident_id
    asyncio.run(door.presenter.take_offer(door.last))
    assert (door.last.kind, door.last.name, door.view.waiting) == ("consented_for", "Zoe Arizmendi", None)
    assert store.ask(card, resident_id=child.resident_id).guardian_id == mother


def test_the_number_without_a_name_that_is_told_is_the_one_that_stands_above(store: Store, door: Door) -> None:
    door.enter("ros +2", a_neighbour(store))
    asyncio.run(door.presenter.count_one())
    assert (door.last.number, door.numbers.unnamed) == (3, 3)


def test_the_five_points_are_read_and_the_answer_is_noted(store: Store, door: Door) -> None:
    door.enter("", a_neighbour(store))
    stay = door.view.doors[-1].arrivals[0]
    for answer, consented in (("", False), ("agrees", True), ("takes_back", False)):
        door.view.answer = answer
        asyncio.run(door.presenter.read_consent(stay))
        assert door.view.doors[-1].arrivals[0].consented is consented
    assert door.view.read == [(stay.resident_id, False)] * 3


def test_the_rest_of_her_data_is_told_later_and_only_what_changed_is_written(store: Store, door: Door) -> None:
    rosa = a_neighbour(store)
    door.enter("", rosa)
    stay = door.view.doors[-1].arrivals[0]
    same = {"family_name": "Ñandúbez", "given_names": "Rosaura", "gender": ""}
    door.view.details = {**same, "document": "x", "phone": ""}
    asyncio.run(door.presenter.details(stay))
    assert door.view.wrong == {"document": "document_unreadable"}
    door.view.details = {**same, "document": "12.345.678", "birth_date": "25/08/1979"}
    asyncio.run(door.presenter.details(stay))
    told = store.ask(card, resident_id=rosa)
    assert (told.document, f"{told.birth_date}", door.last.kind) == ("12345678", "1979-08-25", "put_right")


def test_a_card_goes_to_the_sitting_that_is_open_whichever_is_in_hand(store: Store, door: Door) -> None:
    door.focus.choose(a_sitting(store, title="Otra", opened=False))
    door.enter(SCAN)
    assert door.numbers.people == 1
    store.do(close_sitting, sitting_id=door.sitting)
    with pytest.raises(Refused, match="no_open_sitting"):
        door.enter(SCAN)


def test_what_is_wrong_in_the_line_is_said_by_field_and_nobody_is_written(store: Store, door: Door) -> None:
    asyncio.run(door.presenter.write_down(Line("Cora", "12", "1")))
    assert door.view.wrong == {
        "name": "name_incomplete", "document": "document_unreadable", "phone": "phone_unreadable",
    }  # fmt: skip
    assert store.ask(count) == 0


def test_the_last_acts_are_taken_back_one_by_one(store: Store, door: Door) -> None:
    rosa = a_neighbour(store)
    door.enter("", rosa)
    door.enter(SCAN)
    asyncio.run(door.presenter.count_one())
    stay = door.view.doors[-1].arrivals[0]
    asyncio.run(door.presenter.consent(stay))
    asyncio.run(door.presenter.leave_or_return(stay))
    assert [told.kind for told in door.view.told] == ["present", "present", "unnamed", "consented", "left"]
    door.undo()
    assert all(one.left_at is None for one in door.view.doors[-1].arrivals)
    door.undo()
    assert store.ask(card, resident_id=stay.resident_id).consent_at is None
    door.undo()
    assert door.numbers.unnamed == 0
    door.undo()
    assert (store.ask(by_document, document="23680640"), door.numbers.people) == ((), 1)
    door.undo()
    assert (door.numbers.people, store.ask(count)) == (0, 1)
    with pytest.raises(Refused, match="nothing_to_take_back"):
        door.undo()


def test_a_second_arrival_leaves_nothing_to_take_back(store: Store, door: Door) -> None:
    rosa = a_neighbour(store)
    store.do(check_in, sitting_id=door.sitting, resident_id=rosa)
    door.enter("", rosa)
    door.undo()
    assert (door.last.kind, door.last.act, door.numbers.people) == ("taken_back", "arrived", 0)
    with pytest.raises(Refused, match="nothing_to_take_back"):
        door.undo()


def test_consent_is_asked_for_once(store: Store, door: Door) -> None:
    rosa = a_neighbour(store)
    door.enter("", rosa)
    stay = door.view.doors[-1].arrivals[0]
    asyncio.run(door.presenter.consent(stay))
    asyncio.run(door.presenter.consent(stay))
    assert [told.kind for told in door.view.told[-2:]] == ["consented", "consented_before"]
    door.enter("", rosa)
    assert not door.last.consent_missing


def test_whoever_left_may_come_back(store: Store, door: Door, clock: HandClock) -> None:
    door.enter("", a_neighbour(store))
    asyncio.run(door.presenter.leave_or_return(door.view.doors[-1].arrivals[0]))
    clock.forward(minutes=5)
    asyncio.run(door.presenter.leave_or_return(door.view.doors[-1].arrivals[0]))
    assert (door.last.kind, len(door.view.doors[-1].arrivals)) == ("back", 2)


def test_the_door_opens_the_sitting_and_is_shut_before(store: Store, clock: HandClock) -> None:
    door = Door(store, clock, opened=False)
    with pytest.raises(Refused, match="no_open_sitting"):
        door.enter(SCAN)
    asyncio.run(door.presenter.open_sitting())
    assert door.view.doors[-1].sitting.state == "open"
    door.enter(SCAN)
    assert door.numbers.people == 1


def test_no_sitting_no_door(store: Store, clock: HandClock, door: Door) -> None:
    door.focus.choose(None)
    with pytest.raises(Refused, match="no_sitting_chosen"):
        door.enter("ros")
    asyncio.run(door.presenter.search("ros"))
    assert door.view.results == {"ros": ()}


def test_another_sitting_forgets_what_could_be_taken_back(store: Store, door: Door) -> None:
    door.enter("", a_neighbour(store))
    store.do(close_sitting, sitting_id=door.sitting)
    door.focus.choose(a_sitting(store, title="Otra"))
    asyncio.run(door.presenter.turn_to(door.focus.sitting_id))
    with pytest.raises(Refused, match="nothing_to_take_back"):
        door.undo()


def test_the_header_counts_after_every_commit_and_its_clock_runs(store: Store, door: Door, clock: HandClock) -> None:
    class Header:
        counted: Counted
        seconds = 0

        def show_counted(self, counted: Counted) -> None:
            self.counted = counted

        def show_clock(self, seconds: int) -> None:
            self.seconds = seconds

    header = Header()
    presenter = CountersPresenter(header, PlainDesk(store), door.focus, clock)
    door.enter("", a_neighbour(store))
    clock.forward(minutes=42)
    asyncio.run(presenter.look())
    assert (header.counted.numbers, header.counted.unresolved) == (door.numbers, 0)
    assert header.seconds == 42 * 60
