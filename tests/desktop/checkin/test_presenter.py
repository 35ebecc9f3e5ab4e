"""What is meant at the door, without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest

from db.checkin.commands import check_in
from db.checkin.queries import Attendance, AtTheDoor, attendance
from db.errors import Refused
from db.residents.queries import by_document, card, count
from db.sittings.commands import close_sitting
from db.work import Store
from desktop.checkin.counting import Counted, CountersPresenter
from desktop.checkin.presenter import DoorPresenter, DoorShown, Told, WalkIn, read_line
from desktop.focus import Focus
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.desk import PlainDesk
from tests.record import HandClock

SCAN = '00327345190"QUINTELA"TELMA ZOE"F"23680640"A"25-08-1979"06-01-2015"274'


class Written:
    """A view that writes down what it is told."""

    def __init__(self) -> None:
        self.doors: list[DoorShown] = []
        self.results: dict[str, tuple[AtTheDoor, ...]] = {}
        self.told: list[Told] = []
        self.again: list[str] = []
        self.line: WalkIn | None = None
        self.wrong: Mapping[str, str] = {}

    def show_door(self, shown: DoorShown) -> None:
        self.doors.append(shown)

    def show_results(self, text: str, results: tuple[AtTheDoor, ...]) -> None:
        self.results[text] = results

    def show_told(self, told: Told) -> None:
        self.told.append(told)

    def ask_again(self, text: str) -> None:
        self.again.append(text)

    def open_walk_in(self, person: WalkIn) -> None:
        self.line = person

    def close_walk_in(self) -> None:
        self.line = None

    def show_wrong(self, codes: Mapping[str, str]) -> None:
        self.wrong = codes


class Door:
    """An open sitting, its presenter and what it showed."""

    def __init__(self, store: Store, clock: HandClock, *, opened: bool = True) -> None:
        self.store, self.view, self.focus = store, Written(), Focus()
        self.sitting = a_sitting(store, opened=opened)
        self.focus.choose(self.sitting)
        desk = PlainDesk(store)
        self.presenter = DoorPresenter(self.view, desk, self.focus, clock, "+598")
        desk.follow(("presence", "resident", "sitting"), self.presenter.look_again)

    def enter(self, text: str, resident_id: str = "") -> None:
        asyncio.run(self.presenter.enter(text, resident_id))

    def undo(self) -> None:
        asyncio.run(self.presenter.undo())

    @property
    def numbers(self) -> Attendance:
        return self.store.ask(attendance, sitting_id=self.sitting)

    @property
    def last(self) -> Told:
        return self.view.told[-1]


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
    assert door.view.line == WalkIn("Cora Yrurtia", "22333444", "")
    asyncio.run(door.presenter.write_down(door.view.line))
    assert door.view.line is None
    assert (door.last.kind, door.last.enrolled, door.numbers.new) == ("present", True, 1)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Cora Yrurtia", WalkIn("Cora Yrurtia")),
        ("yrurtia, cora M22333444", WalkIn("yrurtia, cora", "22333444")),
        ("22.333.444", WalkIn("", "22333444")),
        ("Cora Yrurtia 22333444 099 123 456", WalkIn("Cora Yrurtia", "22333444", "099123456")),
        ("Cora 2da Yrurtia", WalkIn("Cora 2da Yrurtia")),
    ],
)
def test_one_line_is_read_for_name_document_and_telephone(line: str, read: WalkIn) -> None:
    assert read_line(line) == read


def test_what_is_wrong_in_the_line_is_said_by_field_and_nobody_is_written(store: Store, door: Door) -> None:
    asyncio.run(door.presenter.write_down(WalkIn("Cora", "12", "1")))
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
    with pytest.raises(Refused, match="nothing_to_take_back"):
        door.undo()
    assert door.numbers.people == 1


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
    with pytest.raises(Refused, match="sitting_not_open"):
        door.enter(SCAN)
    asyncio.run(door.presenter.open_sitting())
    assert door.view.doors[-1].sitting.state == "open"
    door.enter(SCAN)
    assert door.numbers.people == 1


def test_no_sitting_no_door(store: Store, clock: HandClock, door: Door) -> None:
    door.focus.choose(None)
    with pytest.raises(Refused, match="no_sitting_chosen"):
        door.enter(SCAN)
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
