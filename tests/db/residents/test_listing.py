"""The roll as a list: narrowed, counted and read in stretches, whatever its length."""

from __future__ import annotations

from datetime import date

import pytest

from db.checkin.commands import walk_in
from db.checkin.of_resident import walked_in
from db.duplicates.commands import merge
from db.residents.commands import enrol, give_consent
from db.residents.listing import Wanted, listed, organisation_names, stretch
from db.work import Store
from tests.db.sittings.council import opened_sitting
from tests.record import HandClock

TODAY = date(2026, 11, 19)


@pytest.fixture
def people(store: Store, clock: HandClock) -> dict[str, str]:
    """Ana has everything but consent, Bruno consented and has nothing else, Cora is sixteen."""
    ana = store.do(enrol, family_name="Aguirre", given_names="Ana", document="20111222", organisation="Club El Ancla")
    clock.forward(minutes=1)
    bruno = store.do(enrol, family_name="Bazterrica", given_names="Bruno")
    clock.forward(minutes=1)
    cora = store.do(enrol, family_name="Cufré", given_names="Cora", birth_date="2010-11-20", document="50111222")
    store.do(give_consent, resident_id=bruno.outcome)
    return {"ana": ana.outcome, "bruno": bruno.outcome, "cora": cora.outcome}


def names(store: Store, wanted: Wanted) -> list[str]:
    return [one.given_names for one in store.ask(stretch, wanted=wanted, today=TODAY).people]


def test_whoever_was_written_down_last_is_first(store: Store, people: dict[str, str]) -> None:
    assert names(store, Wanted()) == ["Cora", "Bruno", "Ana"]


@pytest.mark.parametrize(
    ("lacks", "who"), [("consent", ["Cora", "Ana"]), ("document", ["Bruno"]), ("minor", ["Cora"]), ("erased", [])]
)
def test_what_is_wanting_narrows_the_list(store: Store, people: dict[str, str], lacks: str, who: list[str]) -> None:
    assert names(store, Wanted(lacks=lacks)) == who


def test_an_organisation_narrows_the_list(store: Store, people: dict[str, str]) -> None:
    ((club, name),) = store.ask(organisation_names)
    assert (name, names(store, Wanted(organisation_id=club))) == ("Club El Ancla", ["Ana"])


def test_who_comes_of_age_today_is_no_minor(store: Store, people: dict[str, str]) -> None:
    of_age = store.ask(stretch, wanted=Wanted(lacks="minor"), today=date(2028, 11, 20))
    still_minor = store.ask(stretch, wanted=Wanted(lacks="minor"), today=date(2028, 11, 19))
    assert (of_age.found, still_minor.found) == (0, 1)


def test_on_the_29th_of_february_years_are_counted_all_the_same(store: Store, people: dict[str, str]) -> None:
    assert store.ask(stretch, wanted=Wanted(lacks="minor"), today=date(2028, 2, 29)).found == 1


def test_only_who_was_written_down_at_the_door_is_to_be_completed(store: Store, people: dict[str, str]) -> None:
    sitting = opened_sitting(store)
    store.do(walk_in, sitting_id=sitting, name="Zulma Etcheverry")
    part = store.ask(stretch, wanted=Wanted(lacks="incomplete"), today=TODAY, also=walked_in())
    assert [one.given_names for one in part.people] == ["Zulma"]


def test_stretches_add_up_to_the_whole_and_never_show_anybody_twice(store: Store, people: dict[str, str]) -> None:
    seen, found, before = [], 0, ""
    for _ in range(4):
        part = store.ask(stretch, wanted=Wanted(), today=TODAY, before=before, size=1)
        seen += [one.given_names for one in part.people]
        found += part.found
        if part.before is None:
            break
        before = part.before
    assert (seen, found) == (["Cora", "Bruno", "Ana"], 3)


def test_a_row_that_a_merge_absorbs_is_neither_listed_nor_counted(store: Store, people: dict[str, str]) -> None:
    store.do(merge, kept_id=people["ana"], absorbed_id=people["bruno"])
    part = store.ask(stretch, wanted=Wanted(), today=TODAY)
    assert ([one.given_names for one in part.people], part.found) == (["Cora", "Ana"], 2)


def test_those_asked_for_come_in_the_order_asked(store: Store, people: dict[str, str]) -> None:
    found = store.ask(listed, wanted=Wanted(), today=TODAY, among=[people["ana"], people["cora"]])
    assert [one.given_names for one in found] == ["Ana", "Cora"]
