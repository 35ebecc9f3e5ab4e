"""The Word files of drafts in the record: kept with their version, taken back, let go of when somebody is erased."""

from __future__ import annotations

import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.errors import Refused
from db.journal import Entry
from db.minutes.commands import Drafted, draft, keep_document, take_back
from db.minutes.forgetting import text_of
from db.minutes.queries import Version, acta, kept_draft, versions
from db.minutes.rules import may_take_back
from db.minutes.tables import MinutesDraft
from db.places.city import City
from db.rights.commands import erase
from db.work import Store
from desktop.minutes.making import Order, make
from tests.db.minutes.evening import Evening, played
from tests.db.sittings.council import opened_sitting
from tests.desk import PlainDesk
from tests.record import HandClock


@pytest.fixture
def evening(store: Store, clock: HandClock) -> Evening:
    return played(store, clock)


def begun(store: Store, city: City, made: bytes = b"as it was made") -> tuple[str, Drafted]:
    sitting = opened_sitting(store)
    told: Drafted = store.do(draft, sitting_id=sitting, city=city).outcome
    store.do(keep_document, minutes_id=told.minutes_id, sha256="a" * 64, name="Acta.docx", made=made)
    return sitting, told


def newest(store: Store, sitting: str) -> Version:
    found: tuple[Version, ...] = store.ask(versions, sitting_id=sitting)
    return found[-1]


def test_the_file_of_a_version_is_kept_as_it_was_made_and_as_it_was_edited(store: Store, city: City) -> None:
    sitting, told = begun(store, city)
    store.do(take_back, minutes_id=told.minutes_id, sha256="b" * 64, name="Acta 2.docx", content=b"edited")

    kept = store.ask(kept_draft, minutes_id=told.minutes_id)
    assert kept is not None
    assert (kept.made, kept.edited, kept.version) == (b"as it was made", b"edited", 1)
    version = newest(store, sitting)
    assert (version.sha256, version.name, version.edited_at is not None) == ("b" * 64, "Acta 2.docx", True)
    assert store.ask(acta, sitting_id=sitting, city=city).edition.edited


def test_what_came_from_another_laptop_is_taken_back_without_inventing_what_it_was(store: Store, city: City) -> None:
    _, told = begun(store, city, made=b"")
    assert store.ask(kept_draft, minutes_id=told.minutes_id) is None
    store.do(take_back, minutes_id=told.minutes_id, sha256="b" * 64, name="Acta.docx", content=b"edited")

    kept = store.ask(kept_draft, minutes_id=told.minutes_id)
    assert kept is not None
    assert (kept.made, kept.edited) == (b"", b"edited")


def test_no_word_of_a_file_is_in_the_journal(store: Store, city: City) -> None:
    begun(store, city, made=b"Rosa vive aqui")
    told = store.ask(lambda session: [entry.fields for entry in session.query(Entry)])

    assert "minutes_draft" not in store.ask(lambda session: {entry.noun for entry in session.query(Entry)})
    assert "Rosa" not in str(told)


@pytest.mark.parametrize(
    ("asked", "there", "code"),
    [
        ("a", [("a", "draft"), ("b", "draft")], "minutes_not_the_newest"),
        ("a", [("a", "final")], "minutes_final"),
        ("b", [("a", "signed"), ("b", "draft")], "minutes_signed"),
        ("a", [], "minutes_not_the_newest"),
    ],
)
def test_only_the_newest_draft_takes_an_edited_file_back(asked: str, there: list[tuple[str, str]], code: str) -> None:
    with pytest.raises(Refused) as no:
        may_take_back(asked, there)
    assert no.value.code == code
    may_take_back("b", [("a", "draft"), ("b", "draft")])


def test_a_version_in_another_language_keeps_it_until_another_is_asked_for(store: Store, city: City) -> None:
    sitting = opened_sitting(store)
    for language, kept in (("fr", "fr"), ("", "fr"), ("pt", "pt")):
        told = store.do(draft, sitting_id=sitting, city=city, language=language).outcome
        store.do(keep_document, minutes_id=told.minutes_id, sha256="a" * 64, name="x.docx")
        assert newest(store, sitting).language == kept


def test_whoever_is_erased_is_erased_with_the_drafts_that_name_her(
    store: Store, city: City, evening: Evening, tmp_path: Path
) -> None:
    for sitting in (evening.sitting, evening.earlier):
        asyncio.run(make(PlainDesk(store), Order(sitting, city, tmp_path)))
    contents = store.ask(lambda session: {one.sitting_id: one.made for one in session.query(MinutesDraft)})
    assert "Quirmelo" in text_of(contents[evening.sitting])
    assert "Quirmelo" not in text_of(contents[evening.earlier])

    store.do(erase, resident_id=evening.people["tadeo"], zone=ZoneInfo("America/Montevideo"))
    assert store.ask(lambda session: [one.sitting_id for one in session.query(MinutesDraft)]) == [evening.earlier]


def test_the_words_of_a_damaged_file_are_read_as_far_as_they_go() -> None:
    assert "Rosa" in text_of(b"Rosa" + b"\xff\x00")
