"""What the page of today means, without a screen."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from db.agenda.commands import add_item, next_item
from db.checkin.commands import count_unnamed
from db.errors import Refused
from db.issues.commands import add_issue, make_commitment
from db.places.city import City
from db.sittings.planning import cancel
from db.work import Store
from desktop.focus import Focus
from desktop.sittings.presenter import TodayPresenter
from desktop.sittings.shown import Evening, TodayShown
from tests.db.sittings.council import arrives, neighbour, opened_sitting, planned, weeks_ago
from tests.desk import PlainDesk
from tests.record import EVENING, HandClock

TONIGHT = datetime(2026, 11, 19, 19, 0)  # noqa: DTZ001 - the wall clock of the city


class Page:
    """What was said to the page, and what the person answers."""

    def __init__(self) -> None:
        self.shown: list[TodayShown] = []
        self.asked: list[Evening | None] = []

    def show_today(self, shown: TodayShown) -> None:
        self.shown.append(shown)


class Office:
    """The page, its presenter, and where it was led to."""

    def __init__(self, store: Store, city: City, clock: HandClock) -> None:
        self.store, self.page, self.focus, self.went = store, Page(), Focus(), list[str]()
        desk = PlainDesk(store)
        self.presenter = TodayPresenter(self.page, desk, self.focus, city, clock, self.went.append)
        desk.follow(("sitting", "presence"), self.presenter.look_again)

    def looks(self) -> TodayShown:
        asyncio.run(self.presenter.look())
        return self.page.shown[-1]


@pytest.fixture
def office(store: Store, city: City, clock: HandClock) -> Office:
    return Office(store, city, clock)


def test_the_day_and_what_was_before_stand_apart(office: Office, store: Store) -> None:
    tonight = planned(store, title="Hoy")
    planned(store, title="En tres días", starts_at=EVENING + timedelta(days=3))
    planned(store, title="En un mes", starts_at=EVENING + timedelta(days=30))
    planned(store, title="Hace dos semanas", starts_at=weeks_ago(store, 2))
    shown = office.looks()
    assert [one.card.id for one in shown.evenings] == [tonight]
    assert [one.card.title for one in shown.recent] == ["Hace dos semanas"]
    assert f"{shown.evenings[0].at:%H:%M}" == "19:00"
    assert shown.evenings[0].figures is None


def test_a_cancelled_evening_is_no_evening_of_tonight_nor_one_that_was(office: Office, store: Store) -> None:
    for at in (EVENING, weeks_ago(store, 1)):
        store.do(cancel, sitting_id=planned(store, starts_at=at))
    shown = office.looks()
    assert (shown.evenings, shown.recent) == ((), ())


def test_an_evening_that_goes_on_after_midnight_is_still_there_and_not_among_the_old_ones(
    office: Office, store: Store, clock: HandClock
) -> None:
    late = opened_sitting(store)
    clock.forward(hours=6)
    shown = office.looks()
    assert [one.card.id for one in shown.evenings] == [late]
    assert shown.recent == ()


def test_an_evening_tells_what_it_came_to_so_far(office: Office, store: Store) -> None:
    sitting = opened_sitting(store)
    rosa = neighbour(store, "Rosaura", "Pirincho")
    arrives(store, sitting, rosa)
    arrives(store, sitting, rosa, "zoom")
    arrives(store, sitting, neighbour(store, "Juanelo", "Ceibal"), "zoom")
    store.do(count_unnamed, sitting_id=sitting)
    for title in ("A", "B"):
        store.do(add_item, sitting_id=sitting, title=title)
    store.do(next_item, sitting_id=sitting)
    store.do(next_item, sitting_id=sitting)
    store.do(add_issue, sitting_id=sitting, kind="proposal", text="Luz")
    store.do(make_commitment, sitting_id=sitting, text="Luz")
    (evening,) = office.looks().evenings
    figures = evening.figures
    assert figures is not None
    assert (figures.in_room, figures.online, figures.both, figures.people, figures.unnamed) == (1, 2, 1, 2, 1)
    assert (evening.items, evening.done, evening.issues, evening.commitments, evening.unresolved) == (2, 1, 1, 1, 0)


def test_opening_leads_into_the_room(office: Office, store: Store) -> None:
    sitting = planned(store)
    asyncio.run(office.presenter.open(sitting))
    assert (office.focus.sitting_id, office.went) == (sitting, ["sala"])
    assert office.page.shown[-1].evenings[0].card.state == "open"


def test_a_second_sitting_is_not_opened_and_one_stays_where_one_is(office: Office, store: Store) -> None:
    opened_sitting(store)
    with pytest.raises(Refused):
        asyncio.run(office.presenter.open(planned(store, title="Otra")))
    assert office.went == []


def test_minutes_and_room_take_the_sitting_in_hand(office: Office, store: Store) -> None:
    sitting = planned(store)
    office.presenter.read_minutes(sitting)
    office.presenter.enter(sitting)
    assert (office.focus.sitting_id, office.went) == (sitting, ["minutes", "sala"])


def test_a_page_left_open_overnight_shows_the_new_day(office: Office, clock: HandClock) -> None:
    office.looks()
    asyncio.run(office.presenter.come_back("sittings"))
    assert len(office.page.shown) == 1
    clock.forward(hours=20)
    asyncio.run(office.presenter.come_back("residents"))
    assert len(office.page.shown) == 1
    asyncio.run(office.presenter.come_back("sittings"))
    assert f"{office.page.shown[-1].today}" == "2026-11-20"


def test_behind_another_page_it_waits_and_looks_again_when_it_comes_back(office: Office, store: Store) -> None:
    sitting = planned(store)
    office.looks()
    asyncio.run(office.presenter.come_back("sala"))
    asyncio.run(office.presenter.open(sitting))
    assert len(office.page.shown) == 1
    asyncio.run(office.presenter.come_back("sittings"))
    assert office.page.shown[-1].evenings[0].card.state == "open"
