"""Who stands on the sheet that lies on the table, and with which number."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.checkin.commands import check_in
from db.checkin.expected import Expected, expected, numbered
from db.duplicates.commands import merge
from db.errors import Refused
from db.residents.commands import give_consent
from db.sittings.commands import close_sitting
from db.sittings.tables import Council
from db.work import Store, Work
from tests.db.checkin.evening import a_neighbour, a_sitting
from tests.record import EVENING


def was_at(store: Store, *people: str, days: int, council: str = "Consejo El Muelle") -> str:
    """An evening so many days ago."""
    sitting = a_sitting(store, at=EVENING - timedelta(days=days), council=council)
    for one in people:
        store.do(check_in, sitting_id=sitting, resident_id=one)
    store.do(close_sitting, sitting_id=sitting)
    return sitting


def names(store: Store, sitting: str) -> list[str]:
    return [one.name for one in store.ask(expected, sitting_id=sitting)]


def of(store: Store, sitting: str) -> Expected:
    (one,) = store.ask(expected, sitting_id=sitting)
    return one


def test_whoever_came_to_this_council_within_the_year_stands_on_the_sheet_by_family_name(store: Store) -> None:
    zoe, ana = a_neighbour(store, "Zubeldúa", "Zoé"), a_neighbour(store, "Álamos", "Ana")
    long_ago, elsewhere = a_neighbour(store, "Viejo", "Tomás"), a_neighbour(store, "Otro", "Lado")
    was_at(store, zoe, ana, days=30)
    was_at(store, long_ago, days=400)
    was_at(store, elsewhere, days=20, council="Mesa de Otra Cosa")
    tonight = a_sitting(store, opened=False)
    assert names(store, tonight) == ["Álamos, Ana", "Zubeldúa, Zoé"]


def test_after_them_come_those_of_the_quarter_who_came_to_another_council(store: Store) -> None:
    (quarter,) = store.ask(_first_quarter)
    near, regular = a_neighbour(store, "Cerca", "Nora", neighbourhood_id=quarter), a_neighbour(store, "Zeta", "Rita")
    never = a_neighbour(store, "Nunca", "Vino", neighbourhood_id=quarter)
    was_at(store, regular, days=30)
    was_at(store, near, days=20, council="Mesa de Otra Cosa")
    tonight = a_sitting(store, opened=False)
    store.do(_give_quarter, quarter=quarter)
    assert [(one.name, one.regular) for one in store.ask(expected, sitting_id=tonight)] == [
        ("Zeta, Rita", True),
        ("Cerca, Nora", False),
    ]
    assert never not in {one.resident_id for one in store.ask(expected, sitting_id=tonight)}


def test_somebody_written_twice_and_found_to_be_one_is_one_line(store: Store) -> None:
    first, second = a_neighbour(store), a_neighbour(store, "Ñandubez", "Rosaura Inés")
    was_at(store, first, days=60)
    was_at(store, second, days=30)
    store.do(merge, kept_id=first, absorbed_id=second)
    tonight = a_sitting(store, opened=False)
    assert of(store, tonight).resident_id == first


def test_of_a_document_only_the_ending_lies_on_the_table(store: Store) -> None:
    rosa = a_neighbour(store, document="28123456", phone="099 123 456")
    was_at(store, rosa, days=30)
    store.do(give_consent, resident_id=rosa)
    one = of(store, a_sitting(store, opened=False))
    assert (one.document_ending, one.has_phone, one.consented) == ("456", True, True)
    assert "28123456" not in repr(one)


def test_where_too_many_are_expected_the_most_frequent_stay_on_the_sheet(
    store: Store,
) -> None:
    often, once = a_neighbour(store, "Siempre", "Sara"), a_neighbour(store, "Aveces", "Abel")
    was_at(store, often, once, days=60)
    was_at(store, often, days=30)
    tonight = a_sitting(store, opened=False)
    assert [one.name for one in store.ask(expected, sitting_id=tonight, most=1)] == ["Siempre, Sara"]


def test_a_number_on_a_printed_sheet_stays_whose_it_was(store: Store) -> None:
    beta = a_neighbour(store, "Beta", "Berta")
    was_at(store, beta, days=30)
    tonight = a_sitting(store, opened=False)
    printed = [beta]
    alfa = a_neighbour(store, "Alfa", "Alba")
    was_at(store, alfa, days=10)
    lines = store.ask(numbered, sitting_id=tonight, printed=printed)
    assert [(one.number, one.person.name if one.person else "") for one in lines] == [
        (1, "Beta, Berta"),
        (2, "Alfa, Alba"),
    ]


def test_a_line_of_somebody_taken_off_the_roll_keeps_its_number_and_tells_nothing(store: Store) -> None:
    beta = a_neighbour(store, "Beta", "Berta")
    was_at(store, beta, days=30)
    tonight = a_sitting(store, opened=False)
    lines = store.ask(numbered, sitting_id=tonight, printed=["gone", beta])
    assert [(one.number, one.person is not None) for one in lines] == [(1, False), (2, True)]


def test_a_sitting_nobody_knows_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="sitting_unknown"):
        store.ask(expected, sitting_id="nothing")


def _first_quarter(session: object) -> list[str]:
    from db.places.tables import Neighbourhood

    return [session.query(Neighbourhood.id).order_by(Neighbourhood.id).first()[0]]  # type: ignore[attr-defined]


def _give_quarter(work: Work, *, quarter: str) -> None:
    (council,) = [one for one in work.session.query(Council).all() if one.name == "Consejo El Muelle"]
    council.neighbourhood_ids = [quarter]
