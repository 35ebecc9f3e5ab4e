"""Versions of the minutes: numbers per council and year, what they were made from, and the documents they became."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.errors import Refused
from db.journal import Entry
from db.minutes.commands import Drafted, draft, keep_document
from db.minutes.queries import Version, acta, lines, versions
from db.minutes.rules import may_draft, next_number
from db.minutes.tables import Minutes
from db.places.city import City
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.work import Store
from tests.db.sittings.council import opened_sitting, planned
from tests.record import HandClock


def drafted(store: Store, city: City, sitting: str, sha256: str = "a" * 64) -> Drafted:
    begun: Drafted = store.do(draft, sitting_id=sitting, city=city).outcome
    store.do(keep_document, minutes_id=begun.minutes_id, sha256=sha256, name="Acta.docx")
    return begun


def held(store: Store, at: datetime, council: str) -> str:
    sitting: str = store.do(plan_sitting, title="Sesión", starts_at=at, council=council).outcome
    store.do(open_sitting, sitting_id=sitting)
    store.do(close_sitting, sitting_id=sitting)
    return sitting


def test_numbers_count_per_council_and_begin_again_with_the_year_of_the_city(store: Store, city: City) -> None:
    # 31 December at 22:00 in the city is already January in UTC: the acta belongs to the old year.
    evenings = [
        datetime(2026, 3, 1, 22, tzinfo=UTC),
        datetime(2027, 1, 1, 1, tzinfo=UTC),
        datetime(2027, 1, 9, tzinfo=UTC),
    ]
    found = [drafted(store, city, held(store, at, "Consejo Uno")) for at in evenings]
    other = drafted(store, city, held(store, evenings[0], "Consejo Dos"))

    assert [(one.number, one.year) for one in found] == [(1, 2026), (2, 2026), (1, 2027)]
    assert (other.number, other.year) == (1, 2026)


def test_a_new_version_keeps_the_number_of_its_sitting(store: Store, city: City) -> None:
    first = opened_sitting(store)
    store.do(close_sitting, sitting_id=first)
    second = opened_sitting(store, title="Segunda sesión")
    for sitting in (first, second):
        drafted(store, city, sitting)
    again = drafted(store, city, first, "b" * 64)

    assert (again.number, again.version) == (1, 2)
    found = store.ask(versions, sitting_id=first)
    assert [(one.number, one.version, one.sha256) for one in found] == [(1, 1, "a" * 64), (1, 2, "b" * 64)]
    assert all(isinstance(one, Version) and one.name == "Acta.docx" for one in found)


def test_a_version_that_never_became_a_file_is_taken_up_again(store: Store, city: City, clock: HandClock) -> None:
    sitting = opened_sitting(store)
    lost = store.do(draft, sitting_id=sitting, city=city).outcome
    clock.forward(minutes=5)
    again = store.do(draft, sitting_id=sitting, city=city).outcome

    assert again == lost
    (only,) = store.ask(versions, sitting_id=sitting)
    assert only.drafted_at == clock.now()


def test_a_version_knows_how_far_the_journal_had_come(store: Store, city: City) -> None:
    sitting = opened_sitting(store)
    before = store.ask(lambda session: session.query(Entry).count())
    begun = store.do(draft, sitting_id=sitting, city=city).outcome

    made_from = store.ask(lambda session: session.get_one(Minutes, begun.minutes_id).made_from)
    assert made_from == {store.identity.desk_id: before}


def test_the_list_and_the_acta_speak_of_the_newest_version(store: Store, city: City) -> None:
    sitting = opened_sitting(store)
    assert store.ask(acta, sitting_id=sitting, city=city).edition.version == 1
    drafted(store, city, sitting)
    drafted(store, city, sitting)

    assert [(line.state, line.number, line.version) for line in store.ask(lines)] == [("draft", 1, 2)]
    edition = store.ask(acta, sitting_id=sitting, city=city).edition
    assert (edition.number, edition.year, edition.version, edition.state, edition.language) == (
        1,
        2026,
        2,
        "draft",
        "es_AR",
    )


def test_a_sitting_that_was_not_opened_has_no_minutes(store: Store, city: City) -> None:
    with pytest.raises(Refused) as no:
        store.do(draft, sitting_id=planned(store), city=city)
    assert no.value.code == "minutes_too_early"


def test_signed_minutes_are_not_drafted_again() -> None:
    for state, editions in (("signed", []), ("closed", ["draft", "signed"])):
        with pytest.raises(Refused) as no:
            may_draft(state, editions)
        assert no.value.code == "minutes_signed"


def test_final_minutes_are_not_drafted_again_until_they_are_taken_back() -> None:
    with pytest.raises(Refused) as no:
        may_draft("closed", ["draft", "final"])
    assert no.value.code == "minutes_final"
    may_draft("closed", ["draft", "draft"])


def test_a_number_is_never_given_twice() -> None:
    assert next_number([]) == 1
    assert next_number([1, 4, 2]) == 5


def test_a_document_for_minutes_or_a_sitting_that_are_not_there_is_refused(store: Store, city: City) -> None:
    with pytest.raises(Refused) as no:
        store.do(keep_document, minutes_id="none", sha256="a" * 64, name="Acta.docx")
    assert no.value.code == "minutes_unknown"
    with pytest.raises(Refused) as none:
        store.do(draft, sitting_id="none", city=city)
    assert none.value.code == "sitting_unknown"
