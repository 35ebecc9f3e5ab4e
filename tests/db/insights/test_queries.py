"""The figures of a period agree with the one count of each sitting, and say what they are of."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from db.checkin.commands import check_in, count_unnamed, leave, take_back
from db.checkin.queries import attendance
from db.insights.queries import (
    NO_DATA,
    Scope,
    first_and_last,
    people_by_age_and_gender,
    sittings,
    totals,
)
from db.minutes.commands import draft, keep_document
from db.places.city import City
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.work import Store
from tests.record import EVENING, HandClock

WEEK = timedelta(days=7)


def plan(store: Store, at: datetime = EVENING, council: str = "Consejo El Muelle", **facts: Any) -> str:
    return store.do(plan_sitting, council=council, title="Faroles", starts_at=at, mode="hybrid", **facts).outcome


def hold(store: Store, visits: list[tuple[str, str]], at: datetime = EVENING, unnamed: int = 0, **facts: Any) -> str:
    """Plans, opens and closes a sitting at which these people came by these ways."""
    sitting = plan(store, at, **facts)
    store.do(open_sitting, sitting_id=sitting)
    for who, way in visits:
        store.do(check_in, sitting_id=sitting, resident_id=who, way=way)
    if unnamed:
        store.do(count_unnamed, sitting_id=sitting, step=unnamed)
    store.do(close_sitting, sitting_id=sitting)
    return sitting


def neighbour(store: Store, number: int = 0, **facts: Any) -> str:
    return store.do(enrol, family_name=f"Zurubíez{chr(97 + number)}", given_names="Ofelia", **facts).outcome


def test_who_comes_by_both_doors_is_one_person_and_neither_only_here_nor_only_there(store: Store) -> None:
    ana, ben, cira = (neighbour(store, number) for number in range(3))
    hold(store, [(ana, "room"), (ana, "zoom"), (ben, "room"), (cira, "phone")], unnamed=4)
    (row,) = store.ask(sittings, scope=Scope())
    assert (row.only_room, row.only_online, row.both) == (1, 1, 1)
    assert (row.in_room, row.online, row.people, row.unnamed) == (2, 2, 3, 4)


def test_coming_twice_by_the_same_way_counts_once(store: Store, clock: HandClock) -> None:
    ana, sitting = neighbour(store), plan(store)
    store.do(open_sitting, sitting_id=sitting)
    first = store.do(check_in, sitting_id=sitting, resident_id=ana).outcome
    clock.forward(minutes=20)
    store.do(leave, presence_id=first.presence_id)
    clock.forward(minutes=20)
    store.do(check_in, sitting_id=sitting, resident_id=ana)
    (row,) = store.ask(sittings, scope=Scope())
    assert (row.people, row.in_room) == (1, 1)


def test_new_is_who_was_at_no_earlier_sitting_of_any_council(store: Store) -> None:
    ana, ben = neighbour(store, 0), neighbour(store, 1)
    hold(store, [(ana, "room")], EVENING - WEEK, council="Consejo Mirador")
    hold(store, [(ana, "zoom"), (ben, "room")])
    earlier, later = store.ask(sittings, scope=Scope())
    assert (earlier.new, earlier.returning) == (1, 0)
    assert (later.new, later.returning) == (1, 1)


def test_somebody_who_came_before_the_period_is_not_new_in_it(store: Store) -> None:
    ana, ben = neighbour(store, 0), neighbour(store, 1)
    hold(store, [(ana, "room")], EVENING - WEEK)
    hold(store, [(ana, "room"), (ben, "room")])
    whole = store.ask(totals, scope=Scope(since=EVENING))
    assert (whole.sittings, whole.people, whole.new, whole.returning) == (1, 2, 1, 1)


def test_a_presence_taken_back_is_in_no_figure(store: Store) -> None:
    ana, sitting = neighbour(store), plan(store)
    store.do(open_sitting, sitting_id=sitting)
    came = store.do(check_in, sitting_id=sitting, resident_id=ana).outcome
    store.do(take_back, presence_id=came.presence_id)
    (row,) = store.ask(sittings, scope=Scope())
    assert row.people == 0
    assert store.ask(totals, scope=Scope()).people == 0


def test_a_sitting_without_anybody_is_a_sitting_and_a_planned_one_is_none_yet(store: Store) -> None:
    hold(store, [])
    plan(store, EVENING + WEEK)
    assert [row.people for row in store.ask(sittings, scope=Scope())] == [0]
    whole = store.ask(totals, scope=Scope())
    assert (whole.sittings, whole.online_share) == (1, None)


def test_totals_count_a_person_once_in_the_period_and_every_attendance(store: Store) -> None:
    ana, ben = neighbour(store, 0), neighbour(store, 1)
    hold(store, [(ana, "room")], EVENING - WEEK, unnamed=2)
    hold(store, [(ana, "zoom"), (ana, "room"), (ben, "room"), (ben, "room")], unnamed=1)
    whole = store.ask(totals, scope=Scope())
    assert (whole.sittings, whole.people, whole.new, whole.attendances, whole.unnamed) == (2, 2, 2, 3, 3)
    assert whole.online_attendances == 1
    assert whole.online_share == pytest.approx(1 / 3)


def test_minutes_are_pending_until_they_have_become_a_document(store: Store, city: City) -> None:
    written, begun = hold(store, []), hold(store, [], EVENING + WEEK)
    plan(store, EVENING + 2 * WEEK)
    for sitting in (written, begun):
        version = store.do(draft, sitting_id=sitting, city=city).outcome
        if sitting == written:
            store.do(keep_document, minutes_id=version.minutes_id, sha256="0" * 64, name="acta.docx")
    assert store.ask(totals, scope=Scope()).minutes_pending == 1


def test_the_scope_keeps_to_its_days_its_district_and_its_council(store: Store, city: City) -> None:
    loma = city.district("loma").id
    hold(store, [], EVENING - WEEK)
    mine = hold(store, [], EVENING, council="Consejo Mirador", district_id=loma)
    hold(store, [], EVENING + WEEK)
    in_period = store.ask(sittings, scope=Scope(since=EVENING, until=EVENING + WEEK))
    assert [row.sitting_id for row in in_period] == [mine]
    assert [row.sitting_id for row in store.ask(sittings, scope=Scope(district_id=loma))] == [mine]
    council = in_period[0].council_id
    assert store.ask(totals, scope=Scope(council_id=council)).sittings == 1


def test_age_is_that_of_the_evening_in_the_city_and_what_is_missing_is_said(store: Store, city: City) -> None:
    # 23:30 in the city is already the next day in UTC; the sixteenth birthday is that next day.
    late = datetime(2026, 11, 20, 2, 30, tzinfo=EVENING.tzinfo)
    almost = neighbour(store, 0, birth_date=date(2010, 11, 20), gender="woman")
    told = neighbour(store, 1, age_band="45_59")
    nothing = neighbour(store, 2)
    hold(store, [(almost, "room"), (told, "room"), (nothing, "zoom")], late)
    cells = store.ask(people_by_age_and_gender, scope=Scope(), zone=city.zone)
    assert {(cell.age, cell.gender): cell.people for cell in cells} == {
        ("0_15", "woman"): 1,
        ("45_59", NO_DATA): 1,
        (NO_DATA, NO_DATA): 1,
    }


def test_the_first_and_the_last_sitting_frame_the_choice(store: Store) -> None:
    assert store.ask(first_and_last) is None
    hold(store, [], EVENING - WEEK)
    hold(store, [])
    plan(store, EVENING + WEEK)
    assert store.ask(first_and_last) == (EVENING - WEEK, EVENING)


@pytest.mark.parametrize("seed", range(3))
def test_every_row_agrees_with_the_one_count_and_the_totals_with_the_rows(store: Store, city: City, seed: int) -> None:
    chance = Random(seed)
    people = [neighbour(store, number, gender=chance.choice(("woman", "man", None))) for number in range(12)]
    held = []
    for number in range(6):
        visits = [(who, chance.choice(("room", "zoom", "phone"))) for who in chance.choices(people, k=10)]
        at = EVENING + WEEK * (number // 2)  # two councils at the same hour: the order must still be one
        held.append(hold(store, visits, at, council=f"Consejo {number % 2}", unnamed=chance.randrange(3)))
    rows = store.ask(sittings, scope=Scope())
    assert {row.sitting_id for row in rows} == set(held)
    for row in rows:
        count = store.ask(attendance, sitting_id=row.sitting_id)
        assert (row.in_room, row.online, row.both, row.people, row.unnamed, row.new, row.returning) == (
            count.in_room, count.online, count.both, count.people, count.unnamed, count.new, count.returning,
        )  # fmt: skip
    whole = store.ask(totals, scope=Scope())
    assert whole.sittings == len(rows)
    assert whole.new == sum(row.new for row in rows) == whole.people
    assert whole.attendances == sum(row.people for row in rows)
    assert whole.online_attendances == sum(row.online for row in rows)
    assert whole.unnamed == sum(row.unnamed for row in rows)
    cells = store.ask(people_by_age_and_gender, scope=Scope(), zone=city.zone)
    assert sum(cell.people for cell in cells) == whole.people
    assert set(Counter(cell.age for cell in cells)) == {NO_DATA}
