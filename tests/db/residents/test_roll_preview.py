"""Before anything is written every line has its verdict; what a person decides about it is then done, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from db.duplicates.commands import merge, unmerge
from db.places.tables import Neighbourhood
from db.residents.commands import correct, enrol, import_rows
from db.residents.queries import by_document, card, count
from db.residents.roll_cleaning import clean_lines
from db.residents.roll_file import read_roll
from db.residents.roll_import import AS_NEW, SKIP, Imported, portions
from db.residents.roll_judging import Preview, Seen, judge_rows
from db.sync.chain import verify_journal
from db.work import Store, Work
from tests.record import EVENING, HandClock

TODAY = EVENING.date()


def look(store: Store, text: str, *, at_once: int = 500) -> Preview:
    seen, told = Seen(), Preview()
    for part in portions(read_roll(text.encode()).lines, at_once):
        told += store.ask(judge_rows, lines=part, phone_prefix="+598", today=TODAY, seen=seen)
    return told


def take_in(store: Store, text: str, decisions: Mapping[int, str] | None = None, *, at_once: int = 500) -> Imported:
    done = Imported()
    for part in portions(read_roll(text.encode()).lines, at_once):
        done += store.do(import_rows, lines=part, phone_prefix="+598", decisions=decisions).outcome
    return done


def enrolled(store: Store, **facts: str) -> str:
    return store.do(enrol, **{"family_name": "Ñandúbez", "given_names": "Rosaura", **facts}).outcome


MIXED = (
    "apellido;nombres;documento;fecha_nacimiento;telefono;barrio;organizacion\n"
    "Ñandúbez;Rosaura;12345678;;099222222;Atlántida;\n"
    "Quintela;Anselmo;22333444;;;El Muelle;Club Ancla\n"
    "Yrurtia;Telma;12;;;;\n"
    "NANDUBEZ;ROSAURA;12345687;;;;\n"
    "Quintela;Anselmo;22.333.444;01/02/1980;;El Muelle;Club Ancla\n"
    "Otra;Persona;12345678;;;;\n"
)


@pytest.mark.parametrize("at_once", [500, 2])
def test_each_line_is_told_with_its_reason(store: Store, at_once: int) -> None:
    rosa = enrolled(store, document="12345678", phone="+59899111111")
    before = store.ask(count)
    told = look(store, MIXED, at_once=at_once)
    assert [(row.number, row.kind, row.code) for row in told.rows] == [
        (2, "changed", None),
        (3, "new", None),
        (4, "error", "document_unreadable"),
        (5, "doubtful", "same_name_other_document"),
        (6, "changed", None),
        (7, "doubtful", "same_document_other_name"),
    ]
    assert told.counts == {"new": 1, "same": 0, "changed": 2, "doubtful": 2, "error": 1}
    first, _, wrong, doubtful, twin, _ = told.rows
    assert [(one.field, one.before, one.after) for one in first.changes] == [("phone", "+59899111111", "+59899222222")]
    assert first.left_out == (("neighbourhood_unknown", "Atlántida"),)
    assert (wrong.field, wrong.told, wrong.name) == ("document", "12", "Telma Yrurtia")
    assert [(one.resident_id, one.name, one.document) for one in doubtful.people] == [
        (rosa, "Rosaura Ñandúbez", "12345678")
    ]
    assert [(one.resident_id, one.line) for one in twin.people] == [("", 3)]
    assert [(one.field, one.after) for one in twin.changes] == [("birth_date", date(1980, 2, 1))]
    assert store.ask(count) == before


@pytest.mark.parametrize("at_once", [500, 1])
def test_what_was_told_is_what_is_done(store: Store, at_once: int) -> None:
    enrolled(store, document="12345678", phone="+59899111111")
    counts = look(store, MIXED).counts
    done = take_in(store, MIXED, at_once=at_once)
    assert {"new": done.new, "same": done.same, "changed": done.changed, "doubtful": done.doubtful} == {
        kind: number for kind, number in counts.items() if kind != "error"
    }
    assert (done.errors, done.lines) == (1, 6)
    (anselmo,) = store.ask(by_document, document="22333444")
    told = store.ask(card, resident_id=anselmo)
    assert (told.birth_date, told.neighbourhood, told.organisation) == (date(1980, 2, 1), "El Muelle", "Club Ancla")
    assert store.ask(verify_journal).ok


def test_a_worker_may_have_cleaned_the_lines_before(store: Store) -> None:
    lines = clean_lines(read_roll(MIXED.encode()).lines, phone_prefix="+598", today=TODAY)
    told = store.ask(judge_rows, lines=lines, phone_prefix="", today=TODAY)
    assert told.counts == look(store, MIXED).counts
    assert store.do(import_rows, lines=lines).outcome.new == told.counts["new"]


TWO = "apellido;nombres;documento;telefono\nÑandúbez;Rosaura;12345687;099333333\n"


def test_a_doubtful_line_is_left_alone_until_somebody_decides(store: Store) -> None:
    rosa = enrolled(store, document="12345678")
    assert take_in(store, TWO).doubtful == 1
    assert take_in(store, TWO, {2: SKIP}).skipped == 1
    assert (store.ask(count), store.ask(card, resident_id=rosa).phone) == (1, None)


def test_a_doubtful_line_may_be_another_person_and_is_so_only_once(store: Store) -> None:
    rosa = enrolled(store, document="12345678")
    assert take_in(store, TWO, {2: AS_NEW}).new == 1
    assert take_in(store, TWO, {2: AS_NEW}).same == 1
    assert store.ask(count) == 2
    assert store.ask(card, resident_id=rosa).document == "12345678"


def test_a_doubtful_line_may_be_the_person_it_looks_like(store: Store) -> None:
    rosa = enrolled(store, document="12345678")
    assert take_in(store, TWO, {2: rosa}).changed == 1
    told = store.ask(card, resident_id=rosa)
    assert (told.document, told.phone, store.ask(count)) == ("12345687", "+59899333333", 1)


def test_a_change_that_is_not_wanted_is_left_out(store: Store) -> None:
    rosa = enrolled(store, document="12345678", phone="+59899111111")
    text = "apellido;nombres;documento;telefono\nÑandúbez;Rosaura;12345678;099222222\n"
    assert take_in(store, text, {2: SKIP}).skipped == 1
    assert store.ask(card, resident_id=rosa).phone == "+59899111111"


def test_a_line_is_judged_by_the_roll_as_it_is_when_it_is_written(store: Store) -> None:
    """Somebody comes to the door between the preview and the import: she is not written down twice."""
    assert look(store, TWO).counts["new"] == 1
    enrolled(store, document="12345687", phone="+59899333333")
    assert take_in(store, TWO).same == 1


def test_who_was_merged_is_known_by_each_of_her_documents(store: Store) -> None:
    kept = enrolled(store, document="12345678")
    absorbed = enrolled(store, document="12345687", phone="+59899333333", email="ro@correo.example")
    made = store.do(merge, kept_id=kept, absorbed_id=absorbed).outcome
    told = look(store, TWO)
    assert [(row.kind, [one.resident_id for one in row.people]) for row in told.rows] == [("same", [kept])]
    changed = "apellido;nombres;documento;telefono\nÑandúbez;Rosaura;12345687;099444444\n"
    assert take_in(store, changed).changed == 1
    assert store.ask(card, resident_id=kept).phone == "+59899444444"
    assert store.ask(card, resident_id=absorbed).phone == "+59899333333"
    store.do(unmerge, merge_id=made if isinstance(made, str) else made.merge_id)
    assert [row.people[0].resident_id for row in look(store, TWO).rows] == [absorbed]


def test_an_import_that_is_broken_off_goes_on_from_there(store: Store) -> None:
    letters = "bcdfghjklm"
    names = [
        f"Ña{one}oz;{two}ora;{30000000 + at}" for at, (one, two) in enumerate((a, b) for a in letters for b in letters)
    ]
    text = "apellido;nombres;documento\n" + "".join(f"{name}\n" for name in names)
    first, *_ = portions(read_roll(text.encode()).lines, 40)
    store.do(import_rows, lines=first)
    again = take_in(store, text, at_once=40)
    assert (again.new, again.same, store.ask(count)) == (60, 40, 100)


def test_the_journal_of_a_change_names_only_what_changed(store: Store) -> None:
    rosa = enrolled(store, document="12345678", street="Puerto", street_number="12")
    text = "apellido;nombres;documento;domicilio\nÑandúbez;Rosaura;12345678;Puerto 14\n"
    done = store.do(import_rows, lines=read_roll(text.encode()).lines)
    assert done.changes.rows["resident"] == {rosa}
    with store.engine.connect() as connection:
        last = connection.exec_driver_sql("SELECT verb, fields FROM entry ORDER BY desk_seq DESC LIMIT 1").one()
    assert last == ("residents.import_rows", '{"street":"Puerto","street_number":"14"}')
    store.do(correct, resident_id=rosa, street_number="16")
    assert store.ask(verify_journal).ok


def test_a_quarter_of_two_districts_is_that_of_the_column_beside_it_or_of_the_desk(
    store: Store, clock: HandClock
) -> None:
    def name_twice(work: Work) -> None:
        mine = work.identity.district_id
        other = next(row for row in work.session.query(Neighbourhood) if row.district_id != mine)
        work.session.add(Neighbourhood(district_id=other.district_id, name="El Muelle", folded="el muelle"))

    store.do(name_twice)
    text = "apellido;nombres;documento;barrio;distrito\nÑ;Ro;12345678;El Muelle;Loma\nÑ;Inés;22345678;El Muelle;\n"
    take_in(store, text + "Ñ;Ana;32345678;;Otro\n")
    places = []
    for document in ("12345678", "22345678", "32345678"):
        (one,) = store.ask(by_document, document=document)
        told = store.ask(card, resident_id=one)
        places.append((told.neighbourhood, told.district))
    assert places == [("El Muelle", "Loma"), ("El Muelle", "Ribera"), (None, None)]
