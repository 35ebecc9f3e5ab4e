"""Planning on the real record: series, changing one or all that follow, calling off, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.agenda.carrying import begin_with, carry_over
from db.agenda.commands import add_item, postpone
from db.agenda.queries import items
from db.errors import Refused
from db.places.city import City
from db.places.tables import Neighbourhood
from db.sittings.commands import close_sitting, open_sitting
from db.sittings.planning import (
    cancel,
    change_evening,
    describe_council,
    hold_after_all,
    plan_evenings,
    remove_planned,
    undo_plan,
)
from db.sittings.queries import (
    SittingCard,
    all_sittings,
    councils,
    series_of,
    sitting_card,
    sittings_of,
)
from db.work import Store
from tests.db.sittings.council import COUNCIL, opened_sitting, planned

ZONE = ZoneInfo("America/Argentina/Cordoba")


def card(store: Store, sitting: str) -> SittingCard:
    return store.ask(sitting_card, sitting_id=sitting)


def series(store: Store, times: int = 3) -> list[str]:
    start = store.clock.now()
    evenings = [(start + timedelta(weeks=2 * n), f"Sesión {n + 1}") for n in range(times)]
    facts = {"council": COUNCIL, "place": "Club", "length_minutes": 90}
    return list(store.do(plan_evenings, evenings=evenings, facts=facts).outcome)


def starts(store: Store, sittings: list[str]) -> list[datetime]:
    return [card(store, one).starts_at.astimezone(ZONE) for one in sittings]


def refused(store: Store, command, **facts) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def test_a_series_is_planned_at_once_and_taken_back_at_once(store: Store) -> None:
    made = series(store)
    told = store.ask(series_of, sitting_id=made[1])
    assert [(one.id, one.title, one.place, one.length_minutes) for one in told] == [
        (key, f"Sesión {n}", "Club", 90) for n, key in enumerate(made, 1)
    ]
    assert told[0].ends_at == told[0].starts_at + timedelta(minutes=90)
    store.do(undo_plan)
    assert store.ask(all_sittings) == ()
    assert store.ask(councils) == ()
    assert refused(store, undo_plan) == "nothing_to_take_back"


def test_a_sitting_alone_is_of_no_series(store: Store) -> None:
    (one,) = store.do(plan_evenings, evenings=[(store.clock.now(), "Única")], facts={"council": COUNCIL}).outcome
    assert card(store, one).series_id is None
    assert refused(store, plan_evenings, evenings=[], facts={"council": COUNCIL}) == "evenings_missing"


def test_one_evening_of_a_series_moves_alone_or_with_all_that_follow(store: Store) -> None:
    made = series(store)
    first, second, third = starts(store, made)
    later = second + timedelta(days=1, hours=1)
    assert store.do(change_evening, sitting_id=made[1], zone=ZONE, facts={"starts_at": later}).outcome == 1
    assert starts(store, made) == [first, later, third]
    store.do(undo_plan)
    facts = {"starts_at": later, "place": "Vecinal", "title": "Otra"}
    told = store.do(change_evening, sitting_id=made[1], zone=ZONE, following=True, facts=facts)
    assert told.outcome == 2
    assert starts(store, made) == [first, later, third + timedelta(days=1, hours=1)]
    assert [(card(store, one).place, card(store, one).title) for one in made] == [
        ("Club", "Sesión 1"), ("Vecinal", "Otra"), ("Vecinal", "Sesión 3"),
    ]  # fmt: skip
    store.do(undo_plan)
    assert starts(store, made) == [first, second, third]


def test_who_facilitates_is_said_once_for_a_series_and_changed_for_all_that_follow(store: Store) -> None:
    evenings = [(store.clock.now() + timedelta(weeks=n), "Plaza") for n in range(3)]
    facts = {"council": COUNCIL, "facilitator": "  Graciela  Ñandúbez "}
    made = store.do(plan_evenings, evenings=evenings, facts=facts).outcome
    assert {card(store, one).facilitator for one in made} == {"Graciela Ñandúbez"}
    store.do(change_evening, sitting_id=made[1], zone=ZONE, following=True, facts={"facilitator": "Nélida"})
    assert [card(store, one).facilitator for one in made] == ["Graciela Ñandúbez", "Nélida", "Nélida"]
    store.do(change_evening, sitting_id=made[1], zone=ZONE, facts={"facilitator": ""})
    assert card(store, made[1]).facilitator == ""


def test_all_that_follow_keep_their_hours_when_only_the_place_changes(store: Store) -> None:
    made = series(store)
    before = starts(store, made)
    store.do(change_evening, sitting_id=made[0], zone=ZONE, following=True, facts={"place": "Escuela"})
    assert starts(store, made) == before
    assert {card(store, one).place for one in made} == {"Escuela"}


def test_what_is_another_in_one_of_them_stays_its_own_when_all_that_follow_get_something_else(store: Store) -> None:
    made = series(store)
    first, second, third = starts(store, made)
    # The form says everything each time, also what stays as it was.
    one_alone = {"starts_at": third + timedelta(hours=1), "place": "Club", "mode": "virtual"}
    store.do(change_evening, sitting_id=made[2], zone=ZONE, facts=one_alone)
    another_hall = {"starts_at": first, "place": "Escuela", "mode": card(store, made[0]).mode, "length_minutes": 0}
    store.do(change_evening, sitting_id=made[0], zone=ZONE, following=True, facts=another_hall)
    assert starts(store, made) == [first, second, third + timedelta(hours=1)]
    assert [(card(store, one).place, card(store, one).mode) for one in made] == [
        ("Escuela", "hybrid"), ("Escuela", "hybrid"), ("Escuela", "virtual"),
    ]  # fmt: skip


def test_a_cancelled_evening_stays_on_the_calendar_cannot_be_opened_and_comes_back(store: Store) -> None:
    made = series(store)
    assert store.do(cancel, sitting_id=made[1]).outcome == 1
    assert [card(store, one).cancelled for one in made] == [False, True, False]
    assert refused(store, open_sitting, sitting_id=made[1]) == "sitting_cancelled"
    assert refused(store, cancel, sitting_id=made[1]) == "sitting_cancelled"
    assert made[1] not in [one.id for one in store.ask(sittings_of, council_id=card(store, made[0]).council_id)]
    store.do(hold_after_all, sitting_id=made[1])
    assert not card(store, made[1]).cancelled
    assert refused(store, hold_after_all, sitting_id=made[1]) == "sitting_not_cancelled"
    assert store.do(cancel, sitting_id=made[1], following=True).outcome == 2
    store.do(undo_plan)
    assert [card(store, one).cancelled for one in made] == [False, False, False]


def test_what_was_planned_by_mistake_is_taken_off_and_brought_back(store: Store) -> None:
    made = series(store)
    assert store.do(remove_planned, sitting_id=made[1], following=True).outcome == 2
    assert [one.id for one in store.ask(all_sittings)] == [made[0]]
    store.do(undo_plan)
    assert len(store.ask(all_sittings)) == 3


def test_an_evening_that_has_begun_is_neither_cancelled_nor_taken_off_nor_unplanned(store: Store) -> None:
    (one,) = store.do(plan_evenings, evenings=[(store.clock.now(), "Única")], facts={"council": COUNCIL}).outcome
    store.do(open_sitting, sitting_id=one)
    for command in (cancel, remove_planned):
        assert refused(store, command, sitting_id=one) == "sitting_already_begun"
    assert refused(store, undo_plan) == "sitting_already_begun"


def test_a_council_has_quarters_and_topics_and_every_part_of_it_is_taken_back(store: Store, city: City) -> None:
    with_quarters = store.ask(lambda session: [row.id for row in session.query(Neighbourhood).limit(2)])
    about = {"kind": "inter_district", "neighbourhood_ids": with_quarters, "topics": ["agua", " ", "agua", "obras"]}
    store.do(plan_evenings, evenings=[(store.clock.now(), "Agua")], facts={"council": "Consejo del Agua"}, about=about)
    (told,) = store.ask(councils)
    assert (told.kind, told.neighbourhood_ids, told.topics) == (
        "inter_district", tuple(with_quarters), ("agua", "obras"),
    )  # fmt: skip
    store.do(describe_council, council_id=told.id, name="Consejo del Agua y las Obras", kind="thematic")
    assert store.ask(councils)[0].name == "Consejo del Agua y las Obras"
    assert refused(store, describe_council, council_id=told.id, neighbourhood_ids=["x"]) == "quarter_unknown"
    assert refused(store, describe_council, council_id="x") == "council_unknown"


def test_the_agenda_of_a_cancelled_evening_waits_for_the_next_one(store: Store) -> None:
    made = series(store, 2)
    store.do(add_item, sitting_id=made[0], title="Cloacas", minutes=20)
    store.do(cancel, sitting_id=made[0])
    store.do(carry_over, sitting_id=made[1])
    assert [(item.title, item.carried) for item in store.ask(items, sitting_id=made[1])] == [("Cloacas", True)]


def test_what_was_taken_up_by_an_evening_that_was_taken_off_waits_again(store: Store, clock) -> None:
    first = opened_sitting(store)
    store.do(postpone, item_id=store.do(add_item, sitting_id=first, title="Baches").outcome)
    store.do(close_sitting, sitting_id=first)
    clock.forward(weeks=1)
    mistaken, next_one = planned(store), planned(store, starts_at=clock.now() + timedelta(weeks=1))
    store.do(carry_over, sitting_id=mistaken)
    assert store.do(carry_over, sitting_id=next_one).outcome == 0
    store.do(remove_planned, sitting_id=mistaken)
    assert store.do(carry_over, sitting_id=next_one).outcome == 1


def test_an_agenda_begins_with_items_of_the_last_one_each_once(store: Store) -> None:
    first, second = opened_sitting(store), planned(store, title="Segunda")
    kept = [
        store.do(add_item, sitting_id=first, title=title, minutes=10, presenter="La vecinal").outcome
        for title in ("Apertura", "Informe", "Varios")
    ]
    store.do(add_item, sitting_id=second, title="Apertura")
    assert store.do(begin_with, sitting_id=second, item_ids=[kept[2], kept[0], kept[1]]).outcome == 2
    told = store.ask(items, sitting_id=second)
    assert [(item.title, item.minutes_planned, item.presenter) for item in told] == [
        ("Apertura", None, None), ("Informe", 10, "La vecinal"), ("Varios", 10, "La vecinal"),
    ]  # fmt: skip


def test_what_was_planned_of_an_evening_is_none_of_its_facts(store: Store) -> None:
    from db.sittings.tables import Sitting

    assert not {"length_minutes", "series_id", "cancelled_at"} & {*Sitting.facts_of_sitting}
