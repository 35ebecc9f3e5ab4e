"""The bank of good practices."""

from __future__ import annotations

from datetime import date

import pytest

from db.errors import Refused
from db.experiences.commands import add_experience, change_experience, remove_experience
from db.experiences.queries import experience, experiences, photo_of
from db.experiences.rules import MOST_PHOTO_BYTES
from db.places.queries import neighbourhoods
from db.work import Store
from tests.db.sittings.council import opened_sitting

PHOTO = b"\xff\xd8\xff\xe0" + bytes(200)


def refused(store: Store, command, **facts) -> str:
    with pytest.raises(Refused) as no:
        store.do(command, **facts)
    return no.value.code


def test_what_worked_is_found_by_any_of_its_words(store: Store) -> None:
    quarter = store.ask(neighbourhoods)[0]
    huerta = store.do(
        add_experience, title="Huerta en la plaza", done="Se armó con la escuela.\nSábados a la mañana.",
        partners="Escuela N.º 6", took="Herramientas prestadas", neighbourhood_id=quarter.id,
        happened_on=date(2026, 10, 3), photo=PHOTO, photo_shows="Canteros con acelga",
    ).outcome  # fmt: skip
    store.do(add_experience, title="Radio abierta", done="Una tarde de radio.", sitting_id=opened_sitting(store))
    assert [one.id for one in store.ask(experiences, text="sabados ESCUELA")] == [huerta]
    card = store.ask(experience, experience_id=huerta[-12:])
    assert (card.neighbourhood, card.has_photo, card.done.count("\n")) == (quarter.name, True, 1)
    assert card.district_id == quarter.district_id
    assert store.ask(photo_of, experience_id=huerta) == PHOTO
    assert len(store.ask(experiences, district_id=quarter.district_id)) >= 1


def test_it_is_set_right_and_found_by_its_new_words(store: Store) -> None:
    made = store.do(add_experience, title="Ropero", done="Se juntó ropa.").outcome
    store.do(change_experience, experience_id=made, title="Ropero comunitario", photo=PHOTO)
    assert [one.title for one in store.ask(experiences, text="comunitario ropa")] == ["Ropero comunitario"]
    store.do(change_experience, experience_id=made, photo=b"")
    assert store.ask(photo_of, experience_id=made) is None
    store.do(remove_experience, experience_id=made)
    assert store.ask(experiences) == ()


def test_what_is_not_told_or_too_big_is_refused(store: Store) -> None:
    assert refused(store, add_experience, title=" ", done="x") == "experience_untitled"
    assert refused(store, add_experience, title="x", done="\n \n") == "experience_untold"
    assert refused(store, add_experience, title="x", done="y" * 9000) == "experience_too_long"
    assert refused(store, add_experience, title="x", done="y", photo=b"PNG") == "photo_not_jpeg"
    big = PHOTO + bytes(MOST_PHOTO_BYTES)
    assert refused(store, add_experience, title="x", done="y", photo=big) == "photo_too_big"
    assert refused(store, add_experience, title="x", done="y", neighbourhood_id="no") == "quarter_unknown"
    assert refused(store, remove_experience, experience_id="no") == "experience_unknown"
    assert store.ask(experiences) == ()
