"""The roll is searched as people remember each other: by half a name, the end of a document, a club, a telephone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from db.checkin.commands import check_in, take_back
from db.checkin.regulars import rebuild_search, refresh_search
from db.clock import named_id
from db.folding import fold
from db.organisations.commands import find_or_make
from db.places.queries import neighbourhoods
from db.residents.commands import correct, enrol, remember_alias
from db.residents.search import STATEMENTS, Found, search
from db.sittings.commands import found_council, open_sitting, plan_sitting
from db.work import Store, Work
from tests.record import EVENING


def on_the_roll(store: Store, family_name: str, given_names: str, **facts: object) -> str:
    return store.do(enrol, family_name=family_name, given_names=given_names, phone_prefix="+598", **facts).outcome


def names(found: tuple[Found, ...]) -> list[str]:
    return [one.name for one in found]


def look(store: Store, typed: str, **near: object) -> list[str]:
    return names(store.ask(search, text=typed, **near))  # type: ignore[arg-type]


@pytest.fixture
def rosa(store: Store) -> str:
    on_the_roll(store, "Quintela", "Anselmo", document="20111222")
    club = store.do(find_or_make, name="Club El Ancla").outcome
    return on_the_roll(
        store, "Ñandúbez", "Rosaura Inés", document="12.345.678", phone="099 765 432", organisation_id=club,
        email="rosaura.n@correo.example",
    )  # fmt: skip


@pytest.mark.parametrize(
    "typed",
    ["ro", "ROSAU", "ñandu", "nandubez", "ÑANDÚ ros", "ines ñan", "Ñandúbez, Rosaura", "rosaura.n@correo.example"],
)
def test_a_name_is_found_in_any_order_and_spelling(store: Store, rosa: str, typed: str) -> None:
    assert look(store, typed) == ["Rosaura Inés Ñandúbez"]


@pytest.mark.parametrize("typed", ["12345678", "12.345.678", "M12345678", "m 12.345", "345678", "678", "1234"])
def test_a_document_is_found_by_its_beginning_and_its_ending(store: Store, rosa: str, typed: str) -> None:
    assert look(store, typed) == ["Rosaura Inés Ñandúbez"]


@pytest.mark.parametrize("typed", ["099765432", "765 432", "+598 99 765-432", "765432"])
def test_a_telephone_is_found_however_it_is_told(store: Store, rosa: str, typed: str) -> None:
    assert look(store, typed) == ["Rosaura Inés Ñandúbez"]


def test_an_organisation_finds_its_people(store: Store, rosa: str) -> None:
    assert look(store, "ancla") == ["Rosaura Inés Ñandúbez"]
    assert look(store, "club ros") == ["Rosaura Inés Ñandúbez"]


def test_the_name_she_has_on_zoom_finds_her(store: Store, rosa: str) -> None:
    assert look(store, "flia") == []
    store.do(remember_alias, resident_id=rosa, kind="zoom_name", value="Flia Ñandúbez", source="matching")
    assert look(store, "flia") == ["Rosaura Inés Ñandúbez"]


def test_one_letter_is_enough_and_none_is_nothing(store: Store, rosa: str) -> None:
    assert look(store, "r") == ["Rosaura Inés Ñandúbez"]
    assert look(store, "  ") == []
    assert look(store, "r ñ") == ["Rosaura Inés Ñandúbez"]


@pytest.mark.parametrize("typed", ['"', "ro*", "a AND b OR", "NEAR(", "ros-", "(", "_c", "ro^2", "' OR 1=1 --", "%%"])
def test_signs_of_the_query_language_are_only_letters(store: Store, rosa: str, typed: str) -> None:
    assert set(look(store, typed)) <= {"Rosaura Inés Ñandúbez"}


def test_an_apostrophe_may_be_left_out(store: Store) -> None:
    on_the_roll(store, "D’Ambrosía", "Telma")
    assert look(store, "dambro") == look(store, "d'ambro") == look(store, "ambrosia telma") == ["Telma D’Ambrosía"]


def test_a_corrected_name_is_found_by_the_new_one_only(store: Store, rosa: str) -> None:
    store.do(correct, resident_id=rosa, family_name="Yrurtia")
    assert look(store, "yrur") == ["Rosaura Inés Yrurtia"]
    assert look(store, "ñandu") == []


def test_whoever_is_off_the_roll_is_not_found(store: Store, rosa: str) -> None:
    sitting = store.do(plan_sitting, council="Consejo El Muelle", title="Faroles", starts_at=EVENING).outcome
    store.do(open_sitting, sitting_id=sitting)
    done = store.do(check_in, sitting_id=sitting, resident_id=rosa).outcome
    store.do(take_back, presence_id=done.presence_id, enrolled=True)
    assert look(store, "rosaura") == []


def test_people_of_the_council_come_first_then_the_quarter_then_the_district(store: Store) -> None:
    ribera, loma = (named_id("villa_ejemplo", "district", code) for code in ("ribera", "loma"))
    muelle, astilleros, *_ = (n.id for n in sorted(store.ask(neighbourhoods), key=lambda n: n.name != "El Muelle"))
    muelle = named_id("villa_ejemplo", "neighbourhood", "ribera", fold("El Muelle"))
    mirador = named_id("villa_ejemplo", "neighbourhood", "loma", fold("Mirador"))
    astilleros = named_id("villa_ejemplo", "neighbourhood", "ribera", fold("Astilleros"))
    on_the_roll(store, "Aguirrezabal", "Nadie")
    on_the_roll(store, "Aguirrezabal", "Distrital", neighbourhood_id=astilleros)
    on_the_roll(store, "Aguirrezabal", "Barrial", neighbourhood_id=muelle)
    regular = on_the_roll(store, "Aguirrezabal", "Consejera", neighbourhood_id=mirador)
    council = store.do(found_council, name="Consejo El Muelle").outcome
    earlier = store.do(plan_sitting, council_id=council, title="Antes", starts_at=EVENING - timedelta(days=30)).outcome
    store.do(open_sitting, sitting_id=earlier)
    store.do(check_in, sitting_id=earlier, resident_id=regular)
    found = store.ask(search, text="aguirre", council_id=council, neighbourhood_ids=(muelle,), district_id=ribera)
    assert [one.given_names for one in found] == ["Consejera", "Barrial", "Distrital", "Nadie"]
    assert [one.tier for one in found] == ["council", "neighbourhood", "district", "elsewhere"]
    assert store.ask(search, text="aguirre", district_id=loma)[0].given_names == "Consejera"


def test_an_exact_document_comes_before_those_that_only_begin_so(store: Store) -> None:
    ribera = named_id("villa_ejemplo", "district", "ribera")
    on_the_roll(store, "Larguísima", "Cora", document="61234567", district_id=ribera)
    on_the_roll(store, "Brevísima", "Zoe", document="6123456")
    assert look(store, "6123456", district_id=ribera) == ["Zoe Brevísima", "Cora Larguísima"]


def test_no_more_than_twenty_are_shown(store: Store) -> None:
    for number in range(30):
        on_the_roll(store, "Muchedumbre", "Persona", document=str(30_000_000 + number))
    assert len(look(store, "muche")) == 20


def _write_past_the_session(work: Work, *, row: str) -> None:
    work.session.execute(text("UPDATE resident SET family_name = 'Yrurtia' WHERE id = :row"), {"row": row})


def _refresh(work: Work, *, row: str) -> None:
    refresh_search(work.session, {"resident": [row]})


def _rebuild(work: Work) -> None:
    rebuild_search(work.session)


def test_rows_that_came_in_by_sync_are_found_after_a_refresh(store: Store, rosa: str) -> None:
    store.do(_write_past_the_session, row=rosa)
    assert look(store, "yrur") == []
    store.do(_refresh, row=rosa)
    assert look(store, "yrur") == ["Rosaura Inés Yrurtia"]
    assert look(store, "ñandu") == []


def test_a_rebuilt_index_finds_the_same(store: Store, rosa: str) -> None:
    before = [look(store, typed) for typed in ("ro", "ancla", "678", "quin")]
    store.do(_rebuild)
    assert [look(store, typed) for typed in ("ro", "ancla", "678", "quin")] == before


def test_the_migration_makes_the_index_that_the_search_expects() -> None:
    migration = next(Path("db/migrations/versions").glob("0003*.py")).read_text(encoding="utf-8")
    for statement in STATEMENTS:
        assert " ".join(statement.split()) in " ".join(migration.split())
