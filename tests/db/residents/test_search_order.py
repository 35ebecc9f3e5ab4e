"""Who stands first under the field: names before clubs, one's own people before those further off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.checkin.commands import check_in
from db.clock import named_id
from db.folding import fold, words
from db.organisations.commands import find_or_make
from db.residents.commands import correct, enrol
from db.residents.search import name_key, named, namesakes, search
from db.residents.tables import Resident
from db.sittings.commands import found_council, open_sitting, plan_sitting
from db.work import Store, Work
from tests.record import EVENING

RIBERA = named_id("villa_ejemplo", "district", "ribera")
MUELLE = named_id("villa_ejemplo", "neighbourhood", "ribera", fold("El Muelle"))
ASTILLEROS = named_id("villa_ejemplo", "neighbourhood", "ribera", fold("Astilleros"))


def on_the_roll(store: Store, family_name: str, given_names: str, **facts: object) -> str:
    return store.do(enrol, family_name=family_name, given_names=given_names, phone_prefix="+54", **facts).outcome


def look(store: Store, typed: str, **near: object) -> list[str]:
    return [one.name for one in store.ask(search, text=typed, **near)]  # type: ignore[arg-type]


def _many(work: Work, *, people: Sequence[tuple[str, str, str | None]]) -> None:
    for family_name, given_names, quarter in people:
        work.session.add(
            Resident(
                family_name=family_name, given_names=given_names, neighbourhood_id=quarter,
                district_id=RIBERA if quarter else None,
            )
        )  # fmt: skip


def test_a_name_comes_before_a_club_of_that_name(store: Store) -> None:
    club = store.do(find_or_make, name="Vecinal Rosario").outcome
    on_the_roll(store, "González", "María José", organisation_id=club, neighbourhood_id=MUELLE, district_id=RIBERA)
    on_the_roll(store, "Zapata", "Rosa")
    near = {"neighbourhood_ids": (MUELLE,), "district_id": RIBERA}
    assert look(store, "ro", **near) == ["Rosa Zapata", "María José González"]
    assert look(store, "vecinal ros maria", **near) == ["María José González"]


def test_a_name_comes_before_an_address(store: Store) -> None:
    on_the_roll(store, "Abrego", "Nélida", email="quintana.n@correo.example")
    on_the_roll(store, "Quintana", "Zoe")
    assert look(store, "quint") == ["Zoe Quintana", "Nélida Abrego"]
    assert look(store, "quintana.n") == look(store, "quintana.n@correo") == ["Nélida Abrego"]


def test_of_many_the_people_of_the_quarter_are_those_that_are_shown(store: Store) -> None:
    store.do(_many, people=[("Muchedumbre", "Lejana", None)] * 60)
    store.do(_many, people=[("Muchedumbre", "Distrital", ASTILLEROS)] * 12)
    store.do(_many, people=[("Muchedumbre", "Barrial", MUELLE)] * 5)
    found = look(store, "much", neighbourhood_ids=(MUELLE,), district_id=RIBERA)
    assert [one.split()[0] for one in found] == ["Barrial"] * 5 + ["Distrital"] * 12 + ["Lejana"] * 3


def test_a_whole_name_comes_before_longer_ones_but_not_before_those_who_are_nearer(store: Store) -> None:
    store.do(_many, people=[("Pazos", f"Anabela {chr(97 + n)}lba", None) for n in range(26)])
    store.do(_many, people=[("Paz", "Ana", None), ("Pazzi", "Anahí", MUELLE)])
    assert look(store, "ana paz", neighbourhood_ids=(MUELLE,), district_id=RIBERA)[:2] == ["Anahí Pazzi", "Ana Paz"]
    assert look(store, "paz ana")[0] == "Ana Paz"
    assert look(store, "an pa", neighbourhood_ids=(MUELLE,), district_id=RIBERA)[0] == "Anahí Pazzi"


def test_whoever_came_to_a_council_is_shown_before_all_who_never_came(store: Store) -> None:
    store.do(_many, people=[("Muchedumbre", "Lejana", None)] * 60)
    regular = on_the_roll(store, "Muchedumbre", "Consejera")
    council = store.do(found_council, name="Consejo El Muelle").outcome
    sitting = store.do(plan_sitting, council_id=council, title="Faroles", starts_at=EVENING).outcome
    store.do(open_sitting, sitting_id=sitting)
    assert "Consejera Muchedumbre" not in look(store, "m", council_id=council)
    store.do(check_in, sitting_id=sitting, resident_id=regular)
    assert look(store, "m", council_id=council)[0] == "Consejera Muchedumbre"
    # And at any other council she comes before those who never came to one.
    assert "Consejera Muchedumbre" in look(store, "m")


def test_whoever_moves_to_another_quarter_is_found_there(store: Store) -> None:
    one = on_the_roll(store, "Caminante", "Irma", neighbourhood_id=MUELLE, district_id=RIBERA)
    near: dict[str, Any] = {"neighbourhood_ids": (ASTILLEROS,), "district_id": RIBERA}
    assert [found.tier for found in store.ask(search, text="camin", **near)] == ["district"]
    store.do(correct, resident_id=one, neighbourhood_id=ASTILLEROS, district_id=RIBERA)
    assert [found.tier for found in store.ask(search, text="camin", **near)] == ["neighbourhood"]
    assert [found.tier for found in store.ask(search, text="camin")] == ["elsewhere"]


def test_a_long_beginning_that_many_names_share_finds_each_of_them(store: Store) -> None:
    names = [f"Montenegr{one}{two}" for one in "aeiou" for two in "bcdfghjklm"]
    store.do(_many, people=[(name, "Alba", None) for name in names])
    assert len(look(store, "montenegr", limit=100)) == 50
    assert look(store, "montenegrab") == look(store, "alba montenegrab") == ["Alba Montenegrab"]


def test_a_telephone_is_found_with_area_and_fifteen_and_without(store: Store) -> None:
    on_the_roll(store, "Sonora", "Ema", phone="0341 15 412-3987")
    on_the_roll(store, "Callada", "Ada", phone="0341 15 555-0000")
    for typed in ("4123987", "412 39", "3414123987", "0341 4123", "154123987", "15 4123", "0341154123987", "3987"):
        assert look(store, typed) == ["Ema Sonora"], typed


def test_namesakes_are_told_by_their_whole_names(store: Store) -> None:
    one = on_the_roll(store, "Peña", "Rosa Inés")
    two = on_the_roll(store, "PEÑA", "Rosa Ines")
    on_the_roll(store, "Peña", "Rosa")
    key = name_key("Pena", "ROSA INÉS")
    assert store.ask(namesakes, keys=[key, name_key("Nadie", "Nunca")]) == {key: {one, two}}
    assert store.ask(named, names=["Inés Peña"]) == {one, two}


LETTERS = st.text(alphabet="abcdeñoóüÁzÇçß'’- ", min_size=1, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=8))
def test_everybody_is_found_by_any_beginning_of_any_of_her_names(
    store: Store, people: list[tuple[str, str]]
) -> None:  # fmt: skip
    before = {one.id for one in store.ask(search, text="a", limit=100_000)}
    store.do(_many, people=[(family, given, None) for family, given in people])
    assert before <= {one.id for one in store.ask(search, text="a", limit=100_000)}
    for family, given_names in people:
        for word in words(f"{family} {given_names}"):
            for end in range(1, len(word) + 1):
                found = store.ask(search, text=word[:end], limit=100_000)
                assert (family, given_names) in {(one.family_name, one.given_names) for one in found}, word[:end]
