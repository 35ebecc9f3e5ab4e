"""What the agenda pane means, without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from db.agenda.commands import add_item, change_item, next_item
from db.agenda.queries import ItemCard, items, turns
from db.errors import Refused
from db.organisations.commands import add_organisation
from db.sittings.commands import change_sitting, close_sitting
from db.work import Store
from desktop.agenda.presenter import AgendaPresenter
from desktop.agenda.shown import AgendaShown, Changed, Course, Joined, item_of
from desktop.focus import Focus
from tests.db.sittings.council import arrives, neighbour, opened_sitting
from tests.desk import PlainDesk
from tests.record import HandClock

ZONE = ZoneInfo("America/Argentina/Cordoba")


class Pane:
    """What was said to the pane."""

    def __init__(self) -> None:
        self.shown: list[AgendaShown] = []
        self.clocks = (0, 0)
        self.saved = 0
        self.course: Course | None = None
        self.said: list[tuple[str, str]] = []
        self.offered: tuple[str, ...] = ()
        self.changed: Changed | None = None
        self.joined: Joined | None = None
        self.kept = 0

    def show_agenda(self, shown: AgendaShown) -> None:
        self.shown.append(shown)

    def show_clocks(self, item_seconds: int, turn_seconds: int) -> None:
        self.clocks = (item_seconds, turn_seconds)

    def show_saved(self, text: str) -> None:
        self.saved += 1

    def show_course(self, course: Course | None) -> None:
        self.course = course

    def say_done(self, what: str, title: str) -> None:
        self.said.append((what, title))

    def say_undone(self, verb: str) -> None:
        self.said.append(("undone", verb))

    async def ask_change(self, item: ItemCard, presenters: Sequence[str]) -> Changed | None:
        self.offered = tuple(presenters)
        return self.changed

    async def ask_join(self, item: ItemCard, others: Sequence[ItemCard]) -> Joined | None:
        self.offered = tuple(one.title for one in others)
        return self.joined

    def keep_notes(self) -> None:
        self.kept += 1


class Table:
    """An open sitting with three items, the pane and its presenter."""

    def __init__(self, store: Store, clock: HandClock) -> None:
        self.store, self.clock, self.pane, self.focus = store, clock, Pane(), Focus()
        self.sitting = opened_sitting(store)
        self.items = [store.do(add_item, sitting_id=self.sitting, title=name).outcome for name in ("A", "B", "C")]
        self.focus.choose(self.sitting)
        self.presenter = self.again()

    def again(self) -> AgendaPresenter:
        desk = PlainDesk(self.store)
        made = AgendaPresenter(self.pane, desk, self.focus, self.clock, ZONE)
        desk.follow(("item", "turn", "hand", "presence", "sitting"), made.look_again)
        return made

    @property
    def now(self) -> AgendaShown:
        return self.pane.shown[-1]


@pytest.fixture
def table(store: Store, clock: HandClock) -> Table:
    return Table(store, clock)


def test_moving_on_keeps_the_notes_first_and_brings_the_new_item_under_the_hand(table: Table) -> None:
    asyncio.run(table.presenter.look())
    asyncio.run(table.presenter.move_on())
    assert table.pane.kept == 1
    assert table.now.running is not None
    assert table.now.running.title == "A"
    asyncio.run(table.presenter.choose(table.items[2]))
    assert table.now.chosen is not None
    assert table.now.chosen.title == "C"
    asyncio.run(table.presenter.move_on())
    assert table.now.chosen.title == "B"


def test_a_look_at_another_item_stays_there_while_people_arrive(table: Table) -> None:
    asyncio.run(table.presenter.move_on())
    asyncio.run(table.presenter.choose(table.items[2]))
    rosa = neighbour(table.store, "Rosaura", "Pirincho")
    arrives(table.store, table.sitting, rosa)
    asyncio.run(table.presenter.look())
    assert table.now.chosen is not None
    assert table.now.chosen.title == "C"
    assert [who.name for who in table.now.people] == ["Rosaura Pirincho"]


def test_clocks_tick_from_the_stored_times_and_a_new_program_goes_on_with_them(table: Table) -> None:
    rosa = neighbour(table.store, "Rosaura", "Pirincho")
    arrives(table.store, table.sitting, rosa)
    asyncio.run(table.presenter.move_on())
    table.clock.forward(seconds=100)
    asyncio.run(table.presenter.give_floor(rosa))
    table.clock.forward(seconds=20)
    table.presenter.tick()
    assert table.pane.clocks == (120, 20)
    fresh = table.again()
    table.clock.forward(seconds=5)
    asyncio.run(fresh.look())
    assert table.pane.clocks == (125, 25)
    asyncio.run(fresh.end_turn())
    assert table.now.speaking is None
    assert [turn.name for turn in table.now.turns] == ["Rosaura Pirincho"]


def test_notes_are_told_saved_only_when_they_are(table: Table) -> None:
    asyncio.run(table.presenter.write(table.items[0], "Se acordó medir"))
    assert table.pane.saved == 1
    with pytest.raises(Refused):
        asyncio.run(table.presenter.write("-", "Perdido"))
    assert table.pane.saved == 1


def test_items_are_added_moved_put_off_and_taken_off(table: Table) -> None:
    asyncio.run(table.presenter.add("Baches 20'", table.items[0]))
    asyncio.run(table.presenter.move(table.items[2], -1))
    asyncio.run(table.presenter.move(table.items[0], -1))
    told = table.store.ask(items, sitting_id=table.sitting)
    assert [(item.title, item.minutes_planned) for item in told] == [
        ("A", None),
        ("Baches", 20),
        ("C", None),
        ("B", None),
    ]
    asyncio.run(table.presenter.look())
    asyncio.run(table.presenter.act("later", table.items[2]))
    asyncio.run(table.presenter.act("remove", table.items[1]))
    asyncio.run(table.presenter.end_with(table.items[0], "agreed"))
    told = table.store.ask(items, sitting_id=table.sitting)
    assert [(item.title, item.outcome) for item in told] == [("A", "agreed"), ("Baches", "none"), ("C", "postponed")]
    assert table.pane.said == [("postponed", "C"), ("removed", "B")]


def test_an_item_is_changed_with_whoever_is_there_and_the_organisations_offered(table: Table) -> None:
    arrives(table.store, table.sitting, neighbour(table.store, "Rosaura", "Ñandúbez"))
    table.store.do(add_organisation, name="Club El Ombú", kind="club")
    asyncio.run(table.presenter.look())
    asyncio.run(table.presenter.act("change", table.items[1]))
    assert table.pane.offered == ("Rosaura Ñandúbez", "Club El Ombú")
    assert table.store.ask(items, sitting_id=table.sitting)[1].title == "B"
    table.pane.changed = Changed("Farol", 15, "Club El Ombú")
    asyncio.run(table.presenter.act("change", table.items[1]))
    item = table.store.ask(items, sitting_id=table.sitting)[1]
    assert (item.title, item.minutes_planned, item.presenter) == ("Farol", 15, "Club El Ombú")


def test_two_items_are_joined_after_the_notes_are_kept_and_parted_again(table: Table) -> None:
    asyncio.run(table.presenter.look())
    asyncio.run(table.presenter.act("join", table.items[2]))
    assert table.pane.offered == ("A", "B")
    assert len(table.now.items) == 3
    table.pane.joined = Joined(table.items[1], "B y C")
    asyncio.run(table.presenter.act("join", table.items[2]))
    assert table.pane.kept == 1
    assert [item.title for item in table.now.items] == ["A", "B y C"]
    assert table.now.chosen is not None
    assert table.now.chosen.id == table.items[1]
    asyncio.run(table.presenter.act("undo", ""))
    assert [item.title for item in table.now.items] == ["A", "B", "C"]
    assert table.pane.said == [("joined", "B y C"), ("undone", "agenda.merge_items")]


def test_an_item_is_dropped_where_the_mouse_lets_it_fall_or_taken_out_of_turn(table: Table) -> None:
    asyncio.run(table.presenter.look())
    asyncio.run(table.presenter.put_after(table.items[2], ""))
    assert [item.title for item in table.now.items] == ["C", "A", "B"]
    asyncio.run(table.presenter.put_after(table.items[2], table.items[0]))
    assert [item.title for item in table.now.items] == ["A", "C", "B"]
    asyncio.run(table.presenter.act("begin", table.items[1]))
    assert table.now.running is not None
    assert table.now.running.title == "B"


def test_when_the_evening_ends_is_reckoned_by_the_wall_clock_of_the_city(table: Table, clock: HandClock) -> None:
    for item, minutes in zip(table.items[:2], (10, 20), strict=True):
        table.store.do(change_item, item_id=item, minutes=minutes)
    table.store.do(change_sitting, sitting_id=table.sitting, length_minutes=20)
    asyncio.run(table.presenter.move_on())
    clock.forward(minutes=4)
    table.presenter.tick()
    course = table.pane.course
    assert course is not None
    assert (f"{course.ends_at:%H:%M}", course.remaining, course.late, course.untimed) == ("19:30", 26 * 60, 600, 1)
    table.store.do(close_sitting, sitting_id=table.sitting)
    asyncio.run(table.presenter.look())
    assert table.pane.course is None


def test_who_asked_to_speak_is_shown_in_order_and_called(table: Table) -> None:
    rosa, juan = (neighbour(table.store, *name) for name in (("Rosaura", "Ñandúbez"), ("Juanelo", "Ceibal")))
    for one in (rosa, juan):
        arrives(table.store, table.sitting, one)
    asyncio.run(table.presenter.move_on())
    for one in (juan, rosa):
        asyncio.run(table.presenter.ask_floor(one))
    assert [who.name for who in table.now.queue] == ["Juanelo Ceibal", "Rosaura Ñandúbez"]
    asyncio.run(table.presenter.call_next())
    assert table.now.speaking is not None
    assert table.now.speaking.name == "Juanelo Ceibal"
    asyncio.run(table.presenter.let_down(rosa))
    assert table.now.queue == ()


def test_another_sitting_in_hand_shows_its_own_agenda(table: Table) -> None:
    asyncio.run(table.presenter.move_on())
    table.store.do(close_sitting, sitting_id=table.sitting)
    other = opened_sitting(table.store, title="Otra")
    table.focus.choose(other)
    asyncio.run(table.presenter.turn_to(other))
    assert (table.now.items, table.now.running, table.now.chosen) == ((), None, None)
    assert table.pane.clocks == (0, 0)


def test_without_a_sitting_in_hand_nothing_is_asked(store: Store, clock: HandClock) -> None:
    pane = Pane()
    asyncio.run(AgendaPresenter(pane, PlainDesk(store), Focus(), clock, ZONE).look())
    assert pane.shown == []


def test_who_is_not_there_is_refused_the_floor(table: Table) -> None:
    table.store.do(next_item, sitting_id=table.sitting)
    absent = neighbour(table.store, "Ausencia", "Ceibal")
    with pytest.raises(Refused) as no:
        asyncio.run(table.presenter.give_floor(absent))
    assert no.value.code == "not_present"
    assert table.store.ask(turns, sitting_id=table.sitting) == ()


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Baches en San Juan 20'", ("Baches en San Juan", 20)),
        ("Baches 20 min", ("Baches", 20)),
        ("Baches 5 minutos.", ("Baches 5 minutos.", None)),
        ("Baches 5 minutos", ("Baches", 5)),
        ("Línea 122", ("Línea 122", None)),
        ("20'", ("20'", None)),
        ("  Varios ", ("Varios", None)),
    ],
)
def test_minutes_at_the_end_of_the_line_are_minutes(line: str, item: tuple[str, int | None]) -> None:
    assert item_of(line) == item
