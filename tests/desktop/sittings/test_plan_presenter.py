"""What planning means, without a screen: proposals, series, setting right, calling off, and leafing through weeks."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest

from db.agenda.commands import add_item, postpone
from db.agenda.queries import items
from db.issues.commands import make_commitment
from db.places.city import City
from db.places.queries import neighbourhoods
from db.sittings.commands import change_sitting, close_sitting, open_sitting
from db.sittings.planning import cancel
from db.sittings.queries import SittingCard, all_sittings, councils, sitting_card
from db.work import Store
from desktop.focus import Focus
from desktop.sittings.plan_presenter import PlanPresenter
from desktop.sittings.plan_shown import CallOff, PlanFacts, Planned, Proposal, WeekShown
from tests.db.sittings.council import COUNCIL, opened_sitting, planned, weeks_ago
from tests.desk import PlainDesk
from tests.record import EVENING, HandClock

TONIGHT = datetime(2026, 11, 19, 19, 0)  # noqa: DTZ001 - the wall clock of the city


class Page:
    """What was said to the page, and what the person answers."""

    def __init__(self) -> None:
        self.week: list[WeekShown] = []
        self.plan: Planned | None = None
        self.how: CallOff | None = None
        self.facts: list[PlanFacts] = []
        self.later: list[int] = []
        self.said: list[tuple[str, object]] = []
        self.day: date | None = None

    def show_week(self, shown: WeekShown) -> None:
        self.week.append(shown)

    async def ask_plan(self, facts: PlanFacts, day: date | None) -> Planned | None:
        self.facts.append(facts)
        self.day = day
        return self.plan

    async def ask_change(self, facts: PlanFacts, card: SittingCard, at: datetime, later: int) -> Planned | None:
        self.later.append(later)
        return self.plan

    async def ask_call_off(self, card: SittingCard, at: datetime, later: int) -> CallOff | None:
        self.later.append(later)
        return self.how

    def say_done(self, what: str, number: int) -> None:
        self.said.append((what, number))

    def say_undone(self, verb: str) -> None:
        self.said.append(("undone", verb))


class Office:
    """The page and its presenter."""

    def __init__(self, store: Store, city: City, clock: HandClock) -> None:
        self.store, self.page, self.focus = store, Page(), Focus()
        desk = PlainDesk(store)
        self.presenter = PlanPresenter(self.page, desk, self.focus, city, clock)
        desk.follow(("sitting", "council"), self.presenter.look_again)

    def plans(self, **facts: object) -> list[SittingCard]:
        """Plans what is given, and answers everything planned, the first on top."""
        self.page.plan = told(**facts)
        asyncio.run(self.presenter.plan())
        return sorted(self.store.ask(all_sittings), key=lambda card: card.starts_at)

    def proposal(self) -> Proposal:
        """What is proposed to the only council."""
        self.page.plan = None
        asyncio.run(self.presenter.plan())
        (proposal,) = self.page.facts[-1].proposals.values()
        return proposal


@pytest.fixture
def office(store: Store, city: City, clock: HandClock) -> Office:
    return Office(store, city, clock)


def told(**facts: object) -> Planned:
    given: dict[str, object] = {
        "title": "Sesión de noviembre", "council": COUNCIL, "council_id": "", "place": "", "mode": "hybrid",
        "days": (TONIGHT,), "zoom_number": "",
    }  # fmt: skip
    return Planned(**{**given, **facts})  # type: ignore[arg-type]


def test_planning_takes_the_hour_of_the_city_brings_what_was_postponed_and_takes_it_in_hand(
    office: Office, store: Store
) -> None:
    before = planned(store, starts_at=weeks_ago(store, 2))
    store.do(postpone, item_id=store.do(add_item, sitting_id=before, title="La garita").outcome)
    made = office.plans(length=90)[-1]
    assert (made.title, made.council, made.starts_at, made.length_minutes) == (
        "Sesión de noviembre", COUNCIL, EVENING, 90,
    )  # fmt: skip
    assert [item.title for item in store.ask(items, sitting_id=made.id)] == ["La garita"]
    assert office.focus.sitting_id == made.id
    assert office.page.said == [("planned", 1)]
    asyncio.run(office.presenter.undo())
    assert len(store.ask(all_sittings)) == 1
    assert office.page.said[-1] == ("undone", "sittings.plan_evenings")


def test_planning_does_not_take_another_sitting_out_of_hand(office: Office, store: Store) -> None:
    tonight = opened_sitting(store)
    office.focus.choose(tonight)
    office.plans(title="La próxima")
    assert office.focus.sitting_id == tonight


def test_going_back_plans_changes_and_calls_off_nothing(office: Office, store: Store) -> None:
    sitting = planned(store)
    for act in (office.presenter.plan(), office.presenter.change(sitting), office.presenter.call_off(sitting)):
        asyncio.run(act)
    (card,) = store.ask(all_sittings)
    assert (card.state, card.title, card.cancelled, office.page.said) == ("planned", "Primera sesión", False, [])


def test_everything_is_proposed_from_the_last_sittings(office: Office, store: Store) -> None:
    for weeks in (4, 2):
        at = weeks_ago(store, weeks) + timedelta(minutes=30)
        last = planned(store, starts_at=at, place="Club El Ombú", mode="virtual", zoom_number="912 3456 7890")
        for title, minutes in (("Apertura", 10), (f"Baches {weeks}", 20), ("Luz", None)):
            item = store.do(add_item, sitting_id=last, title=title, minutes=minutes).outcome
        store.do(open_sitting, sitting_id=last)
        store.do(postpone, item_id=item)
        if weeks == 2:
            store.do(make_commitment, sitting_id=last, text="Podar", department="Parques")
            store.do(change_sitting, sitting_id=last, length_minutes=100)
        store.do(close_sitting, sitting_id=last)
    told = office.proposal()
    assert (told.day, told.hour, told.length, told.place, told.mode, told.zoom_number, told.rhythm) == (
        date(2026, 11, 19), "19:30", 100, "Club El Ombú", "virtual", "912 3456 7890", "fortnightly",
    )  # fmt: skip
    assert [(one.title, one.minutes, one.usual) for one in told.items] == [
        ("Apertura", 10, True), ("Baches 2", 20, False),
    ]  # fmt: skip
    assert (told.postponed, told.promised, told.last) == (("Luz",), ("Podar (Parques)",), date(2026, 11, 5))


def test_a_zoom_number_of_one_evening_alone_is_not_proposed_again(office: Office, store: Store) -> None:
    planned(store, starts_at=weeks_ago(store, 2), zoom_number="912 3456 7890")
    assert office.proposal().zoom_number == ""
    planned(store, starts_at=weeks_ago(store, 1), zoom_number="999 3456 7890")
    assert office.proposal().zoom_number == ""


def test_a_series_has_its_titles_and_each_evening_the_agenda_it_begins_with(office: Office, store: Store) -> None:
    last = opened_sitting(store)
    usual = store.do(add_item, sitting_id=last, title="Apertura", minutes=10).outcome
    days = tuple(TONIGHT + timedelta(weeks=n) for n in (2, 4, 6))
    made = office.plans(days=days, titles=("Uno", "Dos", "Tres"), item_ids=(usual,))[1:]
    assert [(one.title, one.starts_at - EVENING) for one in made] == [
        ("Uno", timedelta(weeks=2)), ("Dos", timedelta(weeks=4)), ("Tres", timedelta(weeks=6)),
    ]  # fmt: skip
    assert len({one.series_id for one in made}) == 1
    assert [[item.title for item in store.ask(items, sitting_id=one.id)] for one in made] == [["Apertura"]] * 3


def test_a_thematic_council_of_several_quarters_is_founded_as_it_is_planned(office: Office, store: Store) -> None:
    quarters = tuple(one.id for one in store.ask(neighbourhoods)[:2])
    office.plans(council="Consejo del Agua", kind="thematic", quarters=quarters, topics=("agua", "cloacas"))
    (council,) = store.ask(councils)
    assert (council.name, council.kind, council.neighbourhood_ids, council.topics) == (
        "Consejo del Agua", "thematic", quarters, ("agua", "cloacas"),
    )  # fmt: skip


def test_one_evening_or_all_that_follow_are_set_right(office: Office, store: Store) -> None:
    first, second, third = office.plans(days=tuple(TONIGHT + timedelta(weeks=n) for n in (0, 1, 2)))
    moved = TONIGHT + timedelta(days=8, hours=-1)
    office.page.plan = told(days=(moved,), place="Vecinal", following=True, title="Otra")
    asyncio.run(office.presenter.change(second.id))
    after = [store.ask(sitting_card, sitting_id=one.id) for one in (first, second, third)]
    assert [one.starts_at - EVENING for one in after] == [
        timedelta(0), timedelta(days=8, hours=-1), timedelta(days=15, hours=-1),
    ]  # fmt: skip
    assert [one.title for one in after] == ["Sesión de noviembre", "Otra", "Sesión de noviembre"]
    assert (office.page.later, office.page.said[-1]) == ([1], ("changed", 2))


def test_calling_off_asks_how_and_a_cancelled_one_is_held_after_all(office: Office, store: Store) -> None:
    first, second, third = office.plans(days=tuple(TONIGHT + timedelta(weeks=n) for n in (0, 1, 2)))
    office.page.how = CallOff(remove=False, following=False)
    asyncio.run(office.presenter.call_off(second.id))
    assert store.ask(sitting_card, sitting_id=second.id).cancelled
    asyncio.run(office.presenter.call_off(second.id))
    assert not store.ask(sitting_card, sitting_id=second.id).cancelled
    office.page.how = CallOff(remove=True, following=True)
    asyncio.run(office.presenter.call_off(second.id))
    assert [one.id for one in store.ask(all_sittings)] == [first.id]
    assert office.page.said[1:] == [("cancelled", 1), ("held", 1), ("removed", 2)]
    asyncio.run(office.presenter.undo())
    assert len(store.ask(all_sittings)) == 3
    assert third.id in [one.id for one in store.ask(all_sittings)]


def test_seven_days_show_every_evening_its_clashes_holidays_and_free_days(office: Office, store: Store) -> None:
    planned(store, title="Hoy")
    planned(store, title="A la vez", starts_at=EVENING + timedelta(hours=1))
    store.do(cancel, sitting_id=planned(store, title="No va", starts_at=EVENING + timedelta(minutes=30)))
    planned(store, title="En ocho días", starts_at=EVENING + timedelta(days=8))
    asyncio.run(office.presenter.look())
    shown = office.page.week[-1]
    assert (shown.first, shown.today) == (date(2026, 11, 19), date(2026, 11, 19))
    of_today = [row for row in shown.rows if row.day == shown.today and row.card]
    assert [(row.card.title, row.begins, row.clashes) for row in of_today if row.card] == [
        ("Hoy", True, ((COUNCIL, "place"),)), ("No va", False, ()), ("A la vez", False, ((COUNCIL, "place"),)),
    ]  # fmt: skip
    assert len({row.day for row in shown.rows}) == 7
    asyncio.run(office.presenter.turn(1))
    assert [row.card.title for row in office.page.week[-1].rows if row.card] == ["En ocho días"]
    asyncio.run(office.presenter.turn(-1))
    asyncio.run(office.presenter.turn(-1))
    assert office.page.week[-1].first == date(2026, 11, 12)
    asyncio.run(office.presenter.turn(6))
    assert [row.holiday for row in office.page.week[-1].rows if row.day == date(2026, 12, 25)] == ["Día de la Familia"]
    asyncio.run(office.presenter.turn(0))
    assert office.page.week[-1].first == date(2026, 11, 19)


def test_a_free_day_is_planned_on_and_the_evenings_ahead_are_known(office: Office, store: Store) -> None:
    planned(store)
    asyncio.run(office.presenter.plan("2026-11-24"))
    facts = office.page.facts[-1]
    assert office.page.day == date(2026, 11, 24)
    assert [facts.councils_of[slot.id] for slot in facts.slots] == [COUNCIL]
    assert facts.holidays[date(2026, 12, 25)]
    assert facts.centre
