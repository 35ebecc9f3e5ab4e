"""Planning, opening and closing the sittings of a council."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from db.agenda.commands import add_item, next_item
from db.agenda.floor import give_floor
from db.agenda.queries import items, turns
from db.checkin.commands import count_unnamed
from db.clock import named_id
from db.errors import Refused
from db.folding import fold
from db.home import Home
from db.issues.commands import add_issue
from db.journal import Entry
from db.places.city import City
from db.sittings import parts
from db.sittings.commands import (
    change_sitting,
    close_sitting,
    found_council,
    open_sitting,
    plan_sitting,
    sitting_row,
)
from db.sittings.queries import (
    all_sittings,
    councils,
    open_sittings,
    recent_sittings,
    resolve_sitting,
    sitting_card,
    sittings_between,
)
from db.work import Identity, Store, Work
from tests.db.sittings.council import COUNCIL, arrives, neighbour, opened_sitting, planned, weeks_ago
from tests.record import EVENING, HandClock


def refused(store: Store, command, **facts) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def card(store: Store, sitting: str):
    return store.ask(sitting_card, sitting_id=sitting)


def test_a_planned_sitting_meets_at_the_centre_of_the_desks_district_unless_told_otherwise(store: Store) -> None:
    told = card(store, planned(store))
    assert (told.council, told.district, told.place, told.mode, told.state) == (
        COUNCIL,
        "Ribera",
        "Casa de la Ribera",
        "hybrid",
        "planned",
    )
    assert card(store, planned(store, place="Vecinal El Muelle")).place == "Vecinal El Muelle"


def test_the_council_is_found_by_its_name_however_it_is_written(store: Store) -> None:
    first = planned(store)
    again = store.do(plan_sitting, title="Segunda", starts_at=EVENING, council="  consejo   barrial el MUELLE ").outcome
    assert card(store, first).council_id == card(store, again).council_id
    assert [council.name for council in store.ask(councils)] == [COUNCIL]


def test_two_desks_of_a_district_give_a_council_the_same_identifier(store: Store, city: City) -> None:
    ribera = city.district("ribera").id
    made = store.do(found_council, name=COUNCIL).outcome
    assert made == named_id(city.id, "council", ribera, fold(COUNCIL))


def test_a_council_of_another_district_with_the_same_name_is_another_council(store: Store, city: City) -> None:
    loma = city.district("loma").id
    here, there = (
        store.do(found_council, name=COUNCIL).outcome,
        store.do(found_council, name=COUNCIL, district_id=loma).outcome,
    )
    assert here != there
    assert [council.id for council in store.ask(councils, district_id=loma)] == [there]


def test_a_sitting_can_be_planned_for_a_council_that_is_known_already(store: Store) -> None:
    council = store.do(found_council, name=COUNCIL).outcome
    sitting = store.do(plan_sitting, title="Segunda", starts_at=EVENING, council_id=council).outcome
    assert card(store, sitting).council == COUNCIL
    assert refused(store, plan_sitting, title="Tercera", starts_at=EVENING, council_id="-") == "council_unknown"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"title": "  ", "council": COUNCIL}, "sitting_title_missing"),
        ({"title": "Primera", "council": " "}, "sitting_council_missing"),
        ({"title": "Primera", "council": COUNCIL, "mode": "by_post"}, "sitting_mode_unknown"),
        ({"title": "Primera", "council": COUNCIL, "kind": "secret"}, "council_kind_unknown"),
    ],
)
def test_what_a_sitting_lacks_is_told_and_nothing_is_written(store: Store, facts: dict[str, str], code: str) -> None:
    assert refused(store, plan_sitting, starts_at=EVENING, **facts) == code
    assert store.ask(all_sittings) == ()
    assert store.ask(councils) == ()


def test_a_desk_of_no_district_has_to_name_one_for_a_new_council(store: Store) -> None:
    central = Store(
        store.engine, clock=store.clock, identity=Identity(store.identity.city_id, store.identity.desk_id, None)
    )
    assert refused(central, found_council, name=COUNCIL) == "district_needed"


def test_an_evening_of_last_month_can_be_written_down_afterwards(store: Store) -> None:
    sitting = planned(store, starts_at=weeks_ago(store, 4))
    store.do(open_sitting, sitting_id=sitting)
    assert card(store, sitting).state == "open"


def test_opening_and_closing_keep_their_times_and_the_clock_stands_after_closing(
    store: Store, clock: HandClock
) -> None:
    sitting = planned(store)
    clock.forward(minutes=4)
    assert store.do(open_sitting, sitting_id=sitting).outcome == "open"
    clock.forward(minutes=90)
    assert store.do(close_sitting, sitting_id=sitting).outcome == "closed"
    clock.forward(hours=5)
    told = card(store, sitting)
    assert (told.opened_at, told.closed_at) == (EVENING + timedelta(minutes=4), EVENING + timedelta(minutes=94))
    assert told.seconds(clock.now()) == 90 * 60


def test_a_sitting_is_not_opened_twice_nor_closed_before_it_is_open_nor_closed_twice(store: Store) -> None:
    sitting = planned(store)
    assert refused(store, close_sitting, sitting_id=sitting) == "sitting_not_open"
    store.do(open_sitting, sitting_id=sitting)
    assert refused(store, open_sitting, sitting_id=sitting) == "sitting_already_open"
    store.do(close_sitting, sitting_id=sitting)
    assert refused(store, close_sitting, sitting_id=sitting) == "sitting_already_closed"
    assert refused(store, open_sitting, sitting_id=sitting) == "sitting_already_closed"


def test_one_desk_runs_one_evening_at_a_time(store: Store) -> None:
    opened_sitting(store, title="La de las siete")
    with pytest.raises(Refused) as no:
        store.do(open_sitting, sitting_id=planned(store, title="La de las ocho"))
    assert (no.value.code, no.value.facts) == ("another_sitting_open", {"title": "La de las siete"})


def test_another_desks_open_sitting_does_not_keep_this_one_from_opening_its_own(store: Store) -> None:
    theirs = opened_sitting(store)
    store.do(_held_elsewhere, theirs)
    mine = opened_sitting(store, title="La otra")
    assert card(store, mine).state == "open"
    assert len(store.ask(open_sittings)) == 2


def _held_elsewhere(work: Work, sitting_id: str) -> None:
    """As the sitting stands once the shared database has told of it."""
    sitting_row(work, sitting_id).held_by = "desk-of-loma"


def test_closing_ends_the_item_on_the_table_and_whoever_is_speaking(store: Store, clock: HandClock) -> None:
    sitting = opened_sitting(store)
    rosa = neighbour(store, "Rosaura", "Pirincho")
    arrives(store, sitting, rosa)
    store.do(add_item, sitting_id=sitting, title="Farol de la costanera")
    store.do(add_item, sitting_id=sitting, title="El que no se trató")
    store.do(next_item, sitting_id=sitting)
    store.do(give_floor, sitting_id=sitting, resident_id=rosa)
    end = clock.forward(minutes=12)
    store.do(close_sitting, sitting_id=sitting)
    first, second = store.ask(items, sitting_id=sitting)
    assert (first.ended_at, second.state) == (end, "waiting")
    assert [turn.ended_at for turn in store.ask(turns, sitting_id=sitting)] == [end]


def test_the_hash_kept_at_closing_tells_when_a_fact_was_changed_afterwards(store: Store) -> None:
    sitting = opened_sitting(store)
    store.do(count_unnamed, sitting_id=sitting)
    store.do(close_sitting, sitting_id=sitting)
    kept = card(store, sitting).facts_hash
    assert kept == store.ask(parts.facts_hash, sitting_id=sitting)
    store.do(add_issue, sitting_id=sitting, kind="complaint", text="El farol sigue apagado")
    assert kept != store.ask(parts.facts_hash, sitting_id=sitting)


def test_what_was_planned_can_be_set_right_and_a_signed_sitting_cannot(store: Store) -> None:
    sitting = planned(store)
    later = EVENING + timedelta(hours=1)
    store.do(
        change_sitting,
        sitting_id=sitting,
        title="Otra",
        starts_at=later,
        place="Club",
        mode="virtual",
        zoom_number="91234567890",
    )
    told = card(store, sitting)
    assert (told.title, told.starts_at, told.place, told.mode, told.zoom_number) == (
        "Otra",
        later,
        "Club",
        "virtual",
        "91234567890",
    )
    assert refused(store, change_sitting, sitting_id=sitting, mode="by_post") == "sitting_mode_unknown"
    store.do(_sign, sitting_id=sitting)
    assert refused(store, change_sitting, sitting_id=sitting, title="Tarde") == "sitting_signed"
    assert refused(store, open_sitting, sitting_id=sitting) == "sitting_signed"
    assert refused(store, close_sitting, sitting_id=sitting) == "sitting_signed"


def _sign(work, *, sitting_id: str) -> None:
    from db.sittings.commands import sitting_row

    sitting_row(work, sitting_id).state = "signed"


def test_a_sitting_is_found_by_the_beginning_of_its_identifier(store: Store, clock: HandClock) -> None:
    first = planned(store)
    clock.forward(days=200)  # identifiers begin with the time
    second = planned(store, title="Segunda")
    assert store.ask(resolve_sitting, text=first) == first
    assert store.ask(resolve_sitting, text=second[:13].upper()) == second


@pytest.mark.parametrize("text", ["", "%", "abc", "zzzzzz", "______"])
def test_an_identifier_of_no_sitting_is_refused(store: Store, text: str) -> None:
    planned(store)
    with pytest.raises(Refused) as no:
        store.ask(resolve_sitting, text=text)
    assert no.value.code == "sitting_unknown"


def test_two_sittings_that_begin_alike_are_told_apart_by_the_person(store: Store) -> None:
    first, second = planned(store), planned(store)
    with pytest.raises(Refused) as no:
        store.ask(resolve_sitting, text=first[:8])
    assert no.value.code == "sitting_ambiguous"
    assert store.ask(resolve_sitting, text=second) == second


def test_an_unknown_sitting_is_refused_by_every_command(store: Store) -> None:
    assert refused(store, open_sitting, sitting_id="-") == "sitting_unknown"
    assert refused(store, close_sitting, sitting_id="-") == "sitting_unknown"
    with pytest.raises(Refused):
        store.ask(sitting_card, sitting_id="-")


def test_the_day_is_the_citys_own_and_not_that_of_greenwich(store: Store, city: City) -> None:
    late = planned(store, title="De noche", starts_at=datetime(2026, 11, 19, 22, 30, tzinfo=ZoneInfo(city.timezone)))
    planned(store, title="Mañana", starts_at=datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo(city.timezone)))
    day = datetime(2026, 11, 19, tzinfo=ZoneInfo(city.timezone))
    assert [one.id for one in store.ask(sittings_between, since=day, until=day + timedelta(days=1))] == [late]


def test_recent_sittings_come_newest_first_whatever_council_they_are_of(store: Store) -> None:
    planned(store, starts_at=weeks_ago(store, 2))
    planned(store, starts_at=weeks_ago(store, 4))
    store.do(plan_sitting, title="De otro", starts_at=weeks_ago(store, 3), council="Consejo Astilleros")
    planned(store)
    assert [one.title for one in store.ask(recent_sittings, before=EVENING, limit=2)] == ["Primera sesión", "De otro"]


def test_the_journal_names_what_was_done(store: Store, home: Home) -> None:
    sitting = opened_sitting(store)
    store.do(close_sitting, sitting_id=sitting)
    verbs = store.ask(
        lambda session: session.scalars(
            select(Entry.verb).where(Entry.row_id == sitting).order_by(Entry.desk_seq)
        ).all()
    )
    assert list(dict.fromkeys(verbs)) == ["sittings.plan_sitting", "sittings.open_sitting", "sittings.close_sitting"]
