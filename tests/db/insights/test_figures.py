"""Every figure of a small history that can be counted on the fingers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from db.agenda.commands import add_item, begin_item
from db.agenda.floor import end_turn, give_floor
from db.checkin.commands import check_in, count_unnamed, leave
from db.duplicates.commands import merge
from db.errors import Refused
from db.insights.answers import answer, answers, board, lines, table
from db.insights.figures import FIGURES
from db.insights.measures import Part
from db.insights.scope import Scope
from db.insights.tally import NO_DATA
from db.issues.commands import add_issue, make_commitment, settle
from db.issues.following import follow_up
from db.places.city import City
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, note_stream_views, open_sitting, plan_sitting
from db.work import Store
from tests.record import EVENING, HandClock

WEEK = timedelta(days=7)
TODAY = date(2026, 12, 20)
EVERYTHING = Scope()


@pytest.fixture
def people(store: Store, city: City) -> list[str]:
    """Ana (a woman of 50, of the first quarter, in a club), Ben (a man of 30), Cira (a woman), Dora (of whom nothing
    is known)."""
    quarter = store.ask(quarters_of, district_id=city.district("ribera").id)[0]
    told: list[dict[str, Any]] = [
        {"gender": "woman", "birth_date": date(1976, 5, 1), "neighbourhood_id": quarter, "organisation": "Club Unión"},
        {"gender": "man", "age_band": "30_44"},
        {"gender": "woman"},
        {},
    ]
    return [
        store.do(enrol, family_name=f"Zurubíez{letter}", given_names="Ofelia", **facts).outcome
        for letter, facts in zip("abcd", told, strict=True)
    ]


def quarters_of(session, *, district_id: str) -> list[str]:
    from db.places.queries import neighbourhoods

    return [one.id for one in neighbourhoods(session) if one.district_id == district_id]


def hold(store: Store, visits: list[tuple[str, str]], at: datetime = EVENING, **facts: Any) -> str:
    told: dict[str, Any] = {"council": "Consejo El Muelle", "mode": "hybrid", **facts}
    sitting = store.do(plan_sitting, title="Faroles", starts_at=at, **told).outcome
    store.do(open_sitting, sitting_id=sitting)
    for who, way in visits:
        store.do(check_in, sitting_id=sitting, resident_id=who, way=way)
    return sitting


def parts(store: Store, name: str, city: City, scope: Scope = EVERYTHING) -> dict[tuple[str, ...], int | float]:
    found = store.ask(answer, name, scope=scope, zone=city.zone, today=TODAY)
    return {part.at: part.value for part in found.parts}


def value(store: Store, name: str, city: City, scope: Scope = EVERYTHING) -> tuple[int | float | None, int | None, int]:
    found = store.ask(answer, name, scope=scope, zone=city.zone, today=TODAY)
    return found.value, found.of, found.no_data


def test_who_came_by_way_newness_age_gender_quarter_and_organisation(
    store: Store, city: City, people: list[str]
) -> None:
    ana, ben, cira, dora = people
    first = hold(store, [(ana, "room"), (ben, "zoom")], EVENING - 5 * WEEK)
    store.do(close_sitting, sitting_id=first)
    later = hold(store, [(ana, "phone"), (cira, "room"), (cira, "zoom"), (dora, "room")], council="Consejo Mirador")
    store.do(count_unnamed, sitting_id=later, step=2)
    both, second = Scope(), Scope(since=EVENING)
    assert value(store, "people", city) == (4, 4, 0)
    assert parts(store, "people", city) == {("only_room",): 1, ("only_online",): 1, ("both",): 2}
    assert parts(store, "attendances", city) == {("only_room",): 2, ("only_online",): 2, ("both",): 1}
    assert value(store, "unnamed", city) == (2, 7, 0)
    assert value(store, "new", city, both) == (4, 4, 0)
    assert value(store, "new", city, second) == (2, 3, 0)
    assert value(store, "returning", city, second) == (1, 3, 0)
    assert value(store, "new_in_council", city, second) == (3, 3, 0)
    assert parts(store, "ages", city) == {("45_59",): 1, ("30_44",): 1, (NO_DATA,): 2}
    assert value(store, "ages", city) == (4, 4, 2)
    assert parts(store, "genders", city) == {("woman",): 2, ("man",): 1, (NO_DATA,): 1}
    assert value(store, "age_gender", city) == (4, 4, 2)
    assert value(store, "quarters", city) == (4, 4, 3)
    assert value(store, "quarters_reached", city)[0] == 1
    assert value(store, "unorganised", city) == (3, 4, 0)
    assert parts(store, "often", city) == {(str(times),): number for times, number in enumerate((3, 1, 0, 0, 0, 0), 1)}
    assert parts(store, "when", city) == {("3", "19"): 5}
    assert value(store, "online_share", city) == (3 / 5, 5, 0)


def test_a_merged_neighbour_is_one_person_in_every_figure(store: Store, city: City, people: list[str]) -> None:
    ana, ben, _, dora = people
    hold(store, [(ana, "room"), (dora, "room"), (ben, "room")])
    store.do(merge, kept_id=dora, absorbed_id=ana)
    assert value(store, "people", city) == (2, 2, 0)
    assert value(store, "new", city) == (2, 2, 0)
    assert parts(store, "genders", city) == {("woman",): 1, ("man",): 1}
    assert value(store, "ages", city) == (2, 2, 0)


def test_time_present_is_the_union_of_stays_whose_end_is_known(
    store: Store, city: City, people: list[str], clock: HandClock
) -> None:
    ana, ben, *_ = people
    sitting = hold(store, [])
    room = store.do(check_in, sitting_id=sitting, resident_id=ana).outcome
    zoom = store.do(check_in, sitting_id=sitting, resident_id=ana, way="zoom").outcome
    clock.forward(minutes=30)
    store.do(leave, presence_id=zoom.presence_id)
    clock.forward(minutes=10)
    store.do(leave, presence_id=room.presence_id)
    store.do(check_in, sitting_id=sitting, resident_id=ben)
    assert value(store, "time_present", city) == (40, 1, 1)


def test_what_was_asked_for_what_became_of_it_and_what_was_promised(
    store: Store, city: City, people: list[str], clock: HandClock
) -> None:
    ana, *_ = people
    sitting = hold(store, [(ana, "room")])
    topic = city.topics[0].code
    lamp = store.do(add_issue, sitting_id=sitting, kind="complaint", text="Faroles", topic=topic).outcome
    store.do(add_issue, sitting_id=sitting, kind="proposal", text="Huerta")
    store.do(add_issue, sitting_id=sitting, kind="question", text="¿Cuándo?", department="Parques")
    day = EVENING.astimezone(city.zone).date()
    store.do(make_commitment, sitting_id=sitting, text="Cambiar", due_on=day + timedelta(days=3))
    store.do(make_commitment, sitting_id=sitting, text="Medir", due_on=day + timedelta(days=90))
    done = store.do(make_commitment, sitting_id=sitting, text="Llamar").outcome
    store.do(make_commitment, sitting_id=sitting, text="Ver")
    store.do(settle, commitment_id=done, state="kept")
    clock.forward(days=4)
    store.do(
        follow_up,
        issue_ids=(lamp,),
        state="answered",
        answer="Cambiados",
        answered_by="Alumbrado",
        answered_on=day + timedelta(days=4),
    )
    assert parts(store, "issues", city) == {("complaint",): 1, ("proposal",): 1, ("question",): 1}
    assert value(store, "complaints", city) == (1, 3, 0)
    assert parts(store, "topics", city)[topic, "complaint"] == 1
    assert value(store, "topics", city) == (3, 3, 2)
    assert value(store, "departments", city) == (3, 3, 2)
    assert parts(store, "issue_states", city) == {("answered",): 1, ("open",): 2}
    assert value(store, "answered_share", city) == (1 / 3, 3, 0)
    assert value(store, "answer_days", city) == (4, 1, 0)
    assert parts(store, "commitments", city) == {("kept",): 1, ("open",): 2, ("overdue",): 1}
    assert value(store, "open", city) == (3, 4, 0)
    assert value(store, "overdue", city) == (1, 3, 1)
    assert value(store, "kept_share", city) == (1 / 2, 2, 0)


def test_turns_minutes_and_views(store: Store, city: City, people: list[str], clock: HandClock) -> None:
    ana, ben, _, dora = people
    sitting = hold(store, [(ana, "room"), (ben, "zoom"), (dora, "room")])
    store.do(begin_item, item_id=store.do(add_item, sitting_id=sitting, title="Plaza").outcome)
    for who, minutes in ((ana, 2), (ben, 1), (ana, 3), (dora, 1)):
        store.do(give_floor, sitting_id=sitting, resident_id=who)
        clock.forward(minutes=minutes)
        store.do(end_turn, sitting_id=sitting)
    assert parts(store, "turns", city) == {("woman", "room"): 2, ("man", "zoom"): 1, (NO_DATA, "room"): 1}
    assert value(store, "turn_minutes", city) == (7, 4, 1)
    assert value(store, "voice_of_women", city)[0] == pytest.approx((2 / 3) / (1 / 2))
    assert value(store, "stream_views", city) == (0, 0, 1)
    store.do(close_sitting, sitting_id=sitting)
    store.do(note_stream_views, sitting_id=sitting, views=120)
    assert value(store, "stream_views", city) == (120, 1, 0)
    assert value(store, "minutes_pending", city) == (1, 1, 0)


def test_retention_tells_who_of_the_new_of_a_month_came_how_often(store: Store, city: City, people: list[str]) -> None:
    ana, ben, cira, _ = people
    for weeks, came in ((8, (ana, ben)), (4, (ana, cira)), (0, (ana, cira))):
        sitting = hold(store, [(who, "room") for who in came], EVENING - weeks * WEEK)
        store.do(close_sitting, sitting_id=sitting)
    told = parts(store, "retention", city)
    assert {at: number for at, number in told.items() if number} == {
        ("2026-09", "1"): 2, ("2026-09", "2"): 1, ("2026-09", "3"): 1, ("2026-10", "1"): 1, ("2026-10", "2"): 1,
    }  # fmt: skip
    assert value(store, "retention", city) == (2, 3, 0)


def test_a_cut_has_a_row_for_each_and_the_whole_counts_everybody_once(
    store: Store, city: City, people: list[str]
) -> None:
    ana, ben, *_ = people
    loma = city.district("loma").id
    for at, facts in (
        (EVENING - 5 * WEEK, {"mode": "virtual"}),
        (EVENING, {"council": "Consejo Mirador", "district_id": loma}),
    ):
        sitting = hold(store, [(ana, "room"), (ben, "zoom")][: 2 if "mode" in facts else 1], at, **facts)
        store.do(close_sitting, sitting_id=sitting)

    def cut(by: str) -> dict[str, int | float | None]:
        found = store.ask(table, by=by, scope=Scope(), zone=city.zone, today=TODAY, names=["people"])
        assert found.whole.answers["people"].value == 2
        return {row.key: row.answers["people"].value for row in found.rows}

    assert cut("district") == {city.district("ribera").id: 2, loma: 1}
    assert cut("mode") == {"virtual": 2, "hybrid": 1}
    assert cut("month") == {"2026-10": 2, "2026-11": 1}
    assert sorted(cut("council").values(), key=str) == [1, 2]
    assert cut("quarter")[NO_DATA] == 1
    assert value(store, "people", city, Scope(mode="virtual")) == (2, 2, 0)


def test_the_board_is_the_same_numbers_as_the_figures_asked_one_by_one(
    store: Store, city: City, people: list[str]
) -> None:
    ana, ben, *_ = people
    for weeks in (5, 0):
        store.do(close_sitting, sitting_id=hold(store, [(ana, "room"), (ben, "zoom")], EVENING - weeks * WEEK))
    whole = store.ask(board, scope=Scope(), zone=city.zone, today=TODAY)
    assert whole.answers == store.ask(answers, scope=Scope(), zone=city.zone, today=TODAY)
    assert whole.lines == store.ask(lines, scope=Scope(), zone=city.zone)
    cut = store.ask(table, by="month", scope=Scope(), zone=city.zone, today=TODAY, names=["people", "new"])
    assert [(step.key, step.people, step.new) for step in whole.steps] == [
        (row.key, row.answers["people"].value, row.answers["new"].value) for row in cut.rows
    ]


def test_of_nothing_there_is_nothing(store: Store, city: City) -> None:
    for name, found in store.ask(answers, scope=Scope(), zone=city.zone, today=TODAY).items():
        assert not found.value, name
        assert sum(part.value for part in found.parts) == 0


def test_a_figure_or_a_cut_that_is_none_is_refused(store: Store, city: City) -> None:
    with pytest.raises(Refused, match="figure_unknown"):
        store.ask(answer, "happiness", scope=Scope(), zone=city.zone, today=TODAY)
    with pytest.raises(Refused, match="cut_unknown"):
        store.ask(table, by="weather", scope=Scope(), zone=city.zone, today=TODAY)
    with pytest.raises(Refused, match="figure_not_cut"):
        store.ask(table, by="quarter", scope=Scope(), zone=city.zone, today=TODAY, names=["sittings"])


def test_the_parts_of_a_figure_that_sums_are_its_value(store: Store, city: City, people: list[str]) -> None:
    hold(store, [(who, way) for who, way in zip(people, ("room", "zoom", "phone", "room"), strict=True)])
    found = store.ask(answers, scope=Scope(), zone=city.zone, today=TODAY)
    for figure in FIGURES:
        if figure.axes and figure.sums:
            assert sum(part.value for part in found[figure.name].parts) == found[figure.name].value, figure.name
    assert Part(("woman",), 2) in found["genders"].parts
