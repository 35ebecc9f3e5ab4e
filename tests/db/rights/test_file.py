"""Her complete file: everything the record holds about her, through merges, and nothing about others."""

from __future__ import annotations

import dataclasses

from sqlalchemy import JSON, String, Text

from db.duplicates.commands import unmerge_resident
from db.journal import Entry
from db.registry import nouns
from db.rights.queries import person_file
from db.rights.where import FREE_TEXT, HERS, NEVER_NAMES, OF_NO_PERSON, POINTERS
from db.work import Store
from tests.db.rights.life import EMAIL, FAMILY, FIRST_TRY, GIVEN, SECOND_FAMILY, live

_OF_EVERY_ROW = {"id", "city_id", "removed_at", "clocks"}


def test_every_column_that_may_speak_of_a_person_is_accounted_for() -> None:
    told = {*POINTERS}
    for lists in (HERS, FREE_TEXT, NEVER_NAMES):
        told |= {(noun, field) for noun, fields in lists.items() for field in fields}
    unknown = [
        f"{noun}.{column.name}"
        for noun, kind in nouns().items()
        for column in kind.__table__.columns
        if column.name not in _OF_EVERY_ROW
        and isinstance(column.type, String | Text | JSON)
        and (noun, column.name) not in told
        and column.name not in OF_NO_PERSON
    ]
    assert unknown == [], f"say in db/rights/where.py what these columns have to do with a person: {unknown}"


def test_the_lists_name_only_columns_that_there_are() -> None:
    there = {(noun, column.name) for noun, kind in nouns().items() for column in kind.__table__.columns}
    told = {*POINTERS}
    for lists in (HERS, FREE_TEXT, NEVER_NAMES):
        told |= {(noun, field) for noun, fields in lists.items() for field in fields}
    assert told - there == set()


def test_every_row_that_points_to_her_is_in_her_file(store: Store) -> None:
    """Each pointer's noun has entries in the file; those without are about others, and the file counts them."""
    life = live(store)
    file = store.ask(person_file, resident_id=life.her)
    assert {one.noun for one in file.changes} == {
        "resident", "alias", "presence", "turn", "issue", "commitment", "match", "participant", "merge",
        "registrant", "poll_answer", "chat_line", "transcript_line",
    }  # fmt: skip


def test_both_rows_of_her_are_in_it_whichever_is_asked_for(store: Store) -> None:
    life = live(store)
    file = store.ask(person_file, resident_id=life.other_row)
    assert file == store.ask(person_file, resident_id=life.her)
    assert file.resident_id == life.her
    assert {row.family_name for row in file.rows} == {FAMILY, SECOND_FAMILY}
    assert len(file.merges) == 1


def test_an_undone_merge_parts_her_from_the_other_row(store: Store) -> None:
    life = live(store)
    store.do(unmerge_resident, resident_id=life.other_row)
    file = store.ask(person_file, resident_id=life.her)
    assert [row.id for row in file.rows] == [life.her]
    assert file.merges[0].undone_at is not None


def test_it_tells_what_she_did_and_how_she_was_known(store: Store) -> None:
    life = live(store)
    file = store.ask(person_file, resident_id=life.her)
    assert {stay.way for stay in file.stays} == {"room", "zoom"}
    assert {stay.representing for stay in file.stays if stay.way == "room"} == {"Biblioteca del Puerto"}
    assert [turn.item for turn in file.turns] == [f"Faroles: expone {GIVEN} {FAMILY}"]
    assert [issue.kind for issue in file.issues] == ["proposal"]
    assert [promise.text for promise in file.commitments] == ["Juntar firmas"]
    assert {line.name for line in file.connections} == {f"{GIVEN} {FAMILY}", "iPad de Quite"}
    assert {line.email for line in file.connections} == {EMAIL, None}
    assert {one.value for one in file.names} == {"ipad de quite"}
    assert {one.verdict for one in file.judgements} == {"sure", "confirmed"}
    assert [place.sitting_id for place in file.sittings] == [life.scene.sitting]


def test_a_correction_leaves_its_trace_in_it(store: Store) -> None:
    life = live(store)
    changes = store.ask(person_file, resident_id=life.her).changes
    names = [dict(one.fields).get("family_name") for one in changes if one.row_id == life.her]
    assert [name for name in names if name] == [FIRST_TRY, FAMILY]
    [corrected] = [one for one in changes if one.verb == "residents.correct"]
    assert (corrected.actor, corrected.told_at) == ("Ribera 1", None)


def test_it_says_nothing_of_others(store: Store) -> None:
    life = live(store)
    told = repr(dataclasses.asdict(store.ask(person_file, resident_id=life.scene.roll["marta"])))
    assert FAMILY not in told
    mine = repr(dataclasses.asdict(store.ask(person_file, resident_id=life.her)))
    assert "Gómez" not in mine
    assert life.scene.roll["marta"] not in mine


def test_what_the_city_was_told_says_when(store: Store) -> None:
    from db.sync.tables import Receipt, Standing

    life = live(store)

    def confirm(work: object) -> None:
        session, me = work.session, work.identity.desk_id  # type: ignore[attr-defined]
        last = session.query(Entry).count()
        session.add(Standing(desk_id=me, confirmed_seq=last, confirmed_hash="", met_at=work.clock.now()))  # type: ignore[attr-defined]
        session.add(
            Receipt(id="r", at=work.clock.now(), outcome="done", sent=last, confirmed=last, quarantined=0,  # type: ignore[attr-defined]
                    rewound=False, head_seq=last, head_hash="")
        )  # fmt: skip

    confirm.__module__ = "db.sync.commands"
    store.do(confirm)
    file = store.ask(person_file, resident_id=life.her)
    assert file.told == len(file.changes)
    assert {one.told_at for one in file.changes} == {store.clock.now()}


def test_it_tells_what_she_told_zoom_and_nothing_of_what_others_did(store: Store) -> None:
    life = live(store)
    file = store.ask(person_file, resident_id=life.her)
    assert [(one.name, one.document, one.answers) for one in file.registrations] == [
        (f"{GIVEN} {FAMILY}", "28471936", ("¿Con quién viene?: con mi hermana, vive con su hermana",))
    ]
    assert {one.answers for one in file.answers} == {"La del Muelle", "La otra"}
    assert [(one.aloud, one.text) for one in file.said] == [
        (False, "presente"),
        (False, f"soy {GIVEN}, 28471936"),
        (True, "buenas noches"),
    ]
