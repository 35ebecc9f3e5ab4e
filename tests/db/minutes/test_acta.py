"""What the acta of an evening says, read from the record: one query each, and nothing typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from db.agenda.commands import add_item, next_item
from db.checkin.queries import attendance
from db.errors import Refused
from db.minutes.facts import Band, Commitment, Item, MinutesFacts, Named
from db.minutes.queries import Line, acta, lines
from db.minutes.rules import begun_at, checks
from db.places.city import City
from db.sittings.commands import open_sitting
from db.work import Store
from tests.db.minutes.evening import Evening, played
from tests.db.sittings.council import COUNCIL, opened_sitting, planned
from tests.record import HandClock


@pytest.fixture
def evening(store: Store, clock: HandClock) -> Evening:
    return played(store, clock)


def read(store: Store, city: City, sitting: str) -> MinutesFacts:
    return store.ask(acta, sitting_id=sitting, city=city)


def test_the_heading_says_where_and_when_in_the_time_of_the_city(store: Store, city: City, evening: Evening) -> None:
    heading = read(store, city, evening.sitting).heading

    assert (heading.city, heading.council, heading.district) == ("Villa Ejemplo", COUNCIL, "Ribera")
    assert (heading.centre, heading.address) == ("Casa de la Ribera", "Calle del Puerto 10")
    assert (heading.title, heading.mode, heading.state) == ("Sesión de noviembre", "hybrid", "closed")
    assert heading.opened_at is not None
    assert heading.opened_at.strftime("%d %H:%M %z") == "19 19:00 -0300"


def test_the_figures_are_those_of_the_one_count(store: Store, city: City, evening: Evening) -> None:
    figures = read(store, city, evening.sitting).figures
    counted = store.ask(attendance, sitting_id=evening.sitting)

    assert (figures.in_room, figures.online, figures.both, figures.people) == (3, 2, 1, 4)
    assert (figures.new, figures.returning, figures.unnamed, figures.unresolved) == (3, 1, 2, 0)
    assert all(getattr(figures, name) == getattr(counted, name) for name in counted.__dataclass_fields__)


def test_missing_data_is_a_bar_of_its_own_and_every_distribution_adds_up(
    store: Store, city: City, evening: Evening
) -> None:
    figures = read(store, city, evening.sitting).figures

    assert figures.by_age == (
        Band("0_15", 0), Band("16_29", 1), Band("30_44", 0), Band("45_59", 1), Band("60_74", 0), Band("75_plus", 1),
        Band("unknown", 1),
    )  # fmt: skip
    assert figures.by_gender == (
        Band("woman", 1), Band("man", 1), Band("non_binary", 1), Band("not_said", 0), Band("unknown", 1)
    )  # fmt: skip


def test_somebody_is_in_the_age_band_of_the_evening_and_not_of_today(
    store: Store, clock: HandClock, city: City
) -> None:
    # Tadeo turns 25 the day after; whoever reads the acta years later must find the band of that evening.
    evening = played(store, clock)
    clock.forward(days=365 * 6)

    assert Band("16_29", 1) in read(store, city, evening.sitting).figures.by_age


def test_each_person_stands_once_with_every_stay(store: Store, city: City, evening: Evening) -> None:
    people = read(store, city, evening.sitting).people

    assert [one.family_name for one in people] == ["Ávalzar", "Ñandúbez", "Quirmelo", "Zubelzúa"]
    rosenda, yael = people[1], people[3]
    assert (rosenda.neighbourhood, rosenda.representing, rosenda.new) == ("El Muelle", "Club Náutico Ejemplar", False)
    assert (yael.chosen_name, yael.gender, yael.new) == ("Yael", "non_binary", True)
    assert [(stay.way, f"{stay.arrived_at:%H:%M}") for stay in yael.stays] == [("zoom", "19:03"), ("room", "19:07")]
    assert all(stay.left_at is not None for one in people for stay in one.stays)


def test_the_agenda_keeps_its_times_its_notes_and_who_spoke(store: Store, city: City, evening: Evening) -> None:
    items = read(store, city, evening.sitting).items

    assert [(one.title, one.minutes_planned, one.outcome) for one in items] == [
        ("Apertura", 5, "informed"),
        ("Luces del muelle", 15, "none"),
        ("Huerta", 10, "postponed"),
    ]
    assert items[0].started_at is not None
    assert items[0].ended_at is not None
    assert (items[0].ended_at - items[0].started_at).total_seconds() == 360
    assert items[1].notes == "Se recorrió el muelle.\nFaltan tres faroles."
    (turn,) = items[1].turns
    assert (turn.speaker.name, turn.speaker.gender, turn.way, turn.seconds) == ("Tadeo Quirmelo", "man", "zoom", 75)


def test_issues_and_commitments_say_who_and_where(store: Store, city: City, evening: Evening) -> None:
    facts = read(store, city, evening.sitting)

    complaint, question = facts.issues
    assert complaint.raised_by == Named("Tadeo Quirmelo", "man", evening.people["tadeo"])
    assert (complaint.topic, complaint.place, complaint.department) == (
        "Faroles",
        "Muelle viejo",
        "Dirección de Faroles",
    )
    assert (complaint.way, question.raised_by) == ("zoom", None)
    (promise,) = facts.commitments
    assert promise.responsible == Named("Rosenda Ñandúbez", "woman", evening.people["rosenda"])
    assert (promise.text, promise.due_on) == ("Reponer tres faroles", date(2026, 12, 9))


def test_what_the_last_sitting_promised_opens_this_one(store: Store, city: City, evening: Evening) -> None:
    (before,) = read(store, city, evening.sitting).previous

    assert (before.text, before.due_on, before.state) == ("Arreglar el farol de la esquina", date(2026, 11, 1), "open")
    assert before.responsible == Named("Dirección de Faroles"), "a department is nobody whom the public version hides"
    assert before.since == date(2026, 10, 22)
    assert read(store, city, evening.earlier).previous == ()


def test_a_sitting_that_is_not_there_is_refused(store: Store, city: City) -> None:
    with pytest.raises(Refused) as no:
        read(store, city, "nobody")
    assert no.value.code == "sitting_unknown"


def test_the_list_shows_the_sittings_that_have_begun(store: Store, clock: HandClock, evening: Evening) -> None:
    planned(store, title="Sesión de diciembre", starts_at=clock.forward(days=20))
    found = store.ask(lines)

    assert [line.title for line in found] == ["Sesión de noviembre", "Sesión de octubre"]
    assert {(line.state, line.number, line.sitting_state) for line in found} == {("none", None, "closed")}
    assert isinstance(found[0], Line)


def test_the_checks_of_an_evening_name_what_is_missing(store: Store, city: City, evening: Evening) -> None:
    found = {check.code: check for check in checks(read(store, city, evening.sitting))}

    assert set(found) == {
        "items_undecided", "issues_without_person", "issues_without_department", "unnamed", "age_missing",
        "gender_missing",
    }  # fmt: skip
    assert found["items_undecided"].names == ("Luces del muelle",)
    assert found["unnamed"].count == 2


def test_the_checks_say_so_when_the_sum_does_not_close(store: Store, city: City, evening: Evening) -> None:
    facts = read(store, city, evening.sitting)
    assert "figures_contradict" not in {check.code for check in checks(facts)}

    for wrong in (replace(facts.figures, people=5), replace(facts.figures, both=0)):
        assert "figures_contradict" in {check.code for check in checks(replace(facts, figures=wrong))}
    assert "figures_contradict" in {check.code for check in checks(replace(facts, people=facts.people[1:]))}


def test_the_checks_see_names_and_promises_that_are_incomplete(store: Store, city: City, evening: Evening) -> None:
    facts = read(store, city, evening.sitting)
    nameless = replace(facts.people[0], given_names="", chosen_name="")
    odd = replace(
        facts,
        people=(nameless, *facts.people[1:]),
        commitments=(Commitment("Algo"),),
        items=(Item("Nunca empezó"),),
        figures=replace(facts.figures, unresolved=3),
    )
    found = {check.code: check.count for check in checks(odd)}

    assert found["names_missing"] == 1
    assert found["commitments_without_responsible"] == found["commitments_without_date"] == 1
    assert found["items_untreated"] == 1
    assert found["unresolved"] == 3


def test_an_open_sitting_can_be_read_and_says_that_it_is_open(store: Store, city: City) -> None:
    facts = read(store, city, opened_sitting(store))

    assert facts.heading.closed_at is None
    assert checks(facts)[0].code == "still_open"
    assert facts.figures.people == 0


def test_a_planned_sitting_has_a_number_in_view_but_no_minutes(store: Store, city: City) -> None:
    sitting = planned(store)
    assert read(store, city, sitting).edition.number == 1
    assert store.ask(lines) == ()
    store.do(open_sitting, sitting_id=sitting)
    assert [line.state for line in store.ask(lines)] == ["none"]


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 19, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("opened", "items", "begun"),
    [
        (None, (), None),
        (at(18, 40), (), at(18, 40)),
        (at(18, 40), (None, None), at(18, 40)),
        (at(18, 40), (at(19, 4), None, at(19, 20)), at(19, 4)),
        (at(18, 40), (at(18, 55),), at(18, 55)),
        (at(19, 0), (at(19, 10),), at(19, 0)),
        (at(19, 5), (at(19, 10),), at(19, 5)),
    ],
)
def test_a_sitting_whose_door_opened_before_the_hour_began_with_its_first_item(
    opened: datetime | None, items: tuple[datetime | None, ...], begun: datetime | None
) -> None:
    """The doors are open from a quarter to seven; nobody would write that the council met then."""
    assert begun_at(opened_at=opened, starts_at=at(19, 0), items=items) == begun


def test_the_acta_of_a_sitting_opened_early_says_when_it_began(store: Store, city: City, clock: HandClock) -> None:
    sitting = planned(store, starts_at=clock.now() + timedelta(minutes=20))
    store.do(open_sitting, sitting_id=sitting)
    store.do(add_item, sitting_id=sitting, title="Apertura")
    begun = clock.forward(minutes=24)
    store.do(next_item, sitting_id=sitting)
    assert read(store, city, sitting).heading.opened_at == begun
