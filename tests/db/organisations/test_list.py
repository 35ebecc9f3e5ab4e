"""The list of organisations is put right, taken in from a file, and tells who came for each."""

from __future__ import annotations

import pytest

from db.checkin.commands import check_in
from db.checkin.organisations_seen import members, who_came_for
from db.duplicates.commands import merge
from db.errors import Refused
from db.organisations.commands import (
    add_organisation,
    change_organisation,
    find_or_make,
    import_organisations,
    remove_organisation,
)
from db.organisations.intake import ImportedOrganisations, JudgedOrganisation, judge_organisations
from db.organisations.organisations_file import read_organisations
from db.organisations.queries import organisation, organisations
from db.residents.commands import enrol
from db.sync.chain import verify_journal
from db.work import Store
from tests.db.sittings.council import opened_sitting
from tests.workbooks import xlsx

LIST = (
    "Listado de instituciones;;;;;\n"
    "Institución;Tipo;Barrio;Referente;Teléfono;Mail\n"
    "Club El Ancla;club;El Muelle;Cora;099 123 456;ancla@correo.example\n"
    "Los Faroles;comedor;Atlántida;;;\n"
    ";;;;099 1;\n"
    "El Puente;barco;;;;\n"
    "CLUB EL ANCLA;;;Telma;;\n"
)


def look(store: Store, text: str) -> tuple[JudgedOrganisation, ...]:
    return store.ask(judge_organisations, lines=read_organisations(text.encode()).lines, phone_prefix="+598")


def take_in(store: Store, text: str) -> ImportedOrganisations:
    return store.do(import_organisations, lines=read_organisations(text.encode()).lines, phone_prefix="+598").outcome


def test_an_organisation_is_written_down_and_put_right(store: Store) -> None:
    made = store.do(add_organisation, name="Club  El \u202aAncla\u202c", phone="099123456", phone_prefix="+598").outcome
    told = store.ask(organisation, organisation_id=made)
    assert (told.name, told.kind, told.phone) == ("Club El Ancla", "club", "+59899123456")
    store.do(change_organisation, organisation_id=made, name="Ancla", kind="ngo", phone="", contact=" Cora ")
    told = store.ask(organisation, organisation_id=made)
    assert (told.name, told.kind, told.phone, told.contact) == ("Ancla", "ngo", None, "Cora")
    assert [one.name for one in store.ask(organisations, text="ÁNCLA")] == ["Ancla"]
    assert store.ask(organisations, text="ancla%") == ()


def test_two_organisations_never_have_one_name(store: Store) -> None:
    store.do(add_organisation, name="El Ancla")
    other = store.do(add_organisation, name="El Puente").outcome
    with pytest.raises(Refused, match="organisation_known"):
        store.do(add_organisation, name="EL ÁNCLA")
    with pytest.raises(Refused, match="organisation_known"):
        store.do(change_organisation, organisation_id=other, name="el ancla")
    store.do(change_organisation, organisation_id=other, name="EL PUENTE")
    assert [one.name for one in store.ask(organisations)] == ["El Ancla", "EL PUENTE"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"kind": "barco"}, "organisation_kind_unknown"), ({"phone": "1"}, "phone_unreadable"),
     ({"email": "x"}, "email_unreadable"), ({"name": " "}, "organisation_unnamed")],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_leaves_it_as_it_was(store: Store, facts: dict[str, str], code: str) -> None:
    made = store.do(add_organisation, name="El Ancla").outcome
    before = store.ask(organisation, organisation_id=made)
    with pytest.raises(Refused, match=code):
        store.do(change_organisation, organisation_id=made, **facts)
    assert store.ask(organisation, organisation_id=made) == before


def test_one_that_somebody_belongs_to_stays_on_the_list(store: Store) -> None:
    made = store.do(find_or_make, name="El Ancla").outcome
    empty = store.do(find_or_make, name="El Puente").outcome
    rosa = store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", organisation="El Ancla").outcome
    twin = store.do(enrol, family_name="Ñandúbez", given_names="Rosa", organisation="El Ancla").outcome
    store.do(merge, kept_id=rosa, absorbed_id=twin)
    assert [(one.name, one.people) for one in store.ask(organisations)] == [("El Ancla", 1), ("El Puente", 0)]
    assert [one.resident_id for one in store.ask(members, organisation_id=made)] == [rosa]
    with pytest.raises(Refused, match="organisation_in_use"):
        store.do(remove_organisation, organisation_id=made)
    store.do(remove_organisation, organisation_id=empty)
    with pytest.raises(Refused, match="organisation_unknown"):
        store.ask(organisation, organisation_id=empty)


def test_each_line_of_a_list_has_its_verdict_before_anything_is_written(store: Store) -> None:
    told = look(store, LIST)
    assert [(row.number, row.kind, row.code) for row in told] == [
        (3, "new", None),
        (4, "new", None),
        (5, "error", "organisation_unnamed"),
        (6, "error", "organisation_kind_unknown"),
        (7, "changed", None),
    ]
    assert told[1].left_out == (("neighbourhood_unknown", "Atlántida"),)
    assert [(one.field, one.before, one.after) for one in told[4].changes] == [("contact", "Cora", "Telma")]
    assert store.ask(organisations) == ()


def test_a_list_is_taken_in_once(store: Store) -> None:
    done = take_in(store, LIST)
    assert (done.new, done.changed, done.errors) == (2, 1, 2)
    told = {one.name: one for one in store.ask(organisations)}
    assert set(told) == {"Club El Ancla", "Los Faroles"}
    ancla = told["Club El Ancla"]
    assert (ancla.kind, ancla.neighbourhood, ancla.contact) == ("club", "El Muelle", "Telma")
    assert (ancla.phone, ancla.email) == ("+59899123456", "ancla@correo.example")
    assert told["Los Faroles"].kind == "ngo"
    again = LIST.replace("Cora", "Telma")
    assert {row.kind for row in look(store, again)} == {"same", "error"}
    assert take_in(store, again).same == 3
    assert store.ask(verify_journal).ok


def test_a_list_comes_as_a_workbook_and_its_columns_may_be_said(store: Store) -> None:
    raw = xlsx({"Hoja1": [["Denominación", "Sede"], ["El Ancla", "El Muelle"]]})
    assert read_organisations(raw).ignored_columns == ("Sede",)
    lines = read_organisations(raw, {"Sede": "neighbourhood"}).lines
    store.do(import_organisations, lines=lines)
    assert [(one.name, one.neighbourhood) for one in store.ask(organisations)] == [("El Ancla", "El Muelle")]


@pytest.mark.parametrize(
    ("header", "mapping", "code"),
    [("Signo;Planeta", {}, "organisations_columns"), ("Nombre;Entidad", {}, "roll_column_twice"),
     ("Nombre;x", {"y": "kind"}, "roll_map_unknown"), ("Nombre;x", {"x": "zodiac"}, "roll_field_unknown")],
)  # fmt: skip
def test_a_list_without_names_is_refused(header: str, mapping: dict[str, str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        read_organisations(f"{header}\na;b\n".encode(), mapping)


def test_who_came_for_an_organisation_is_told_by_sitting(store: Store) -> None:
    ancla = store.do(find_or_make, name="El Ancla").outcome
    puente = store.do(find_or_make, name="El Puente").outcome
    rosa = store.do(enrol, family_name="Ñandúbez", given_names="Rosaura", organisation="El Ancla").outcome
    cora = store.do(enrol, family_name="Aguirre", given_names="Cora").outcome
    telma = store.do(enrol, family_name="Yrurtia", given_names="Telma", organisation="El Ancla").outcome
    sitting = opened_sitting(store)
    store.do(check_in, sitting_id=sitting, resident_id=rosa)
    store.do(check_in, sitting_id=sitting, resident_id=cora, representing_id=ancla)
    store.do(check_in, sitting_id=sitting, resident_id=telma, representing_id=puente)
    (came,) = store.ask(who_came_for, organisation_id=ancla)
    assert (came.sitting_id, came.people) == (sitting, ("Cora Aguirre", "Rosaura Ñandúbez"))
    assert [one.people for one in store.ask(who_came_for, organisation_id=puente)] == [("Telma Yrurtia",)]
