"""Organisations are known by their names, however they are spelt, and their first words tell what they are."""

from __future__ import annotations

import pytest

from db.errors import Refused
from db.organisations.commands import find_or_make
from db.organisations.queries import organisations
from db.organisations.rules import kind_of
from db.work import Store


def test_an_organisation_is_found_whatever_its_spelling(store: Store) -> None:
    first = store.do(find_or_make, name="Vecinal  Astilleros").outcome
    again = store.do(find_or_make, name="VECINAL ASTILLÉROS")
    assert (again.outcome, bool(again.changes)) == (first, False)
    (known,) = store.ask(organisations)
    assert (known.name, known.kind) == ("Vecinal Astilleros", "vecinal")
    assert store.ask(organisations, kind="club") == ()


def test_a_kind_that_is_said_stands_before_the_one_the_name_tells(store: Store) -> None:
    store.do(find_or_make, name="Club de Emprendedoras", kind="shop")
    assert [one.kind for one in store.ask(organisations)] == ["shop"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Club El Ancla", "club"),
        ("Escuela N.º 66", "school"),
        ("Centro de Salud Mirador", "health_centre"),
        ("Secretaría de Faroles", "department"),
        ("Clubes unidos", "other"),
        ("El Ancla", "other"),
    ],
)
def test_the_first_words_tell_the_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"name": "  "}, "organisation_unnamed"), ({"name": "El Ancla", "kind": "boat"}, "organisation_kind_unknown")],
)
def test_what_is_no_organisation_is_refused(store: Store, facts: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as no:
        store.do(find_or_make, **facts)
    assert no.value.code == code
    assert store.ask(organisations) == ()
