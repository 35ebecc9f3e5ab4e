"""Erasing somebody who came by Zoom: her lines lose their names and stay what they were counted as."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from db.checkin.commands import check_in
from db.checkin.queries import attendance, people, presences
from db.journal import Entry
from db.matching.commands import confirm, new_person, several, sort_out, take_back
from db.matching.queries import groups
from db.matching.tables import Proposal
from db.residents.commands import enrol
from db.rights.commands import erase
from db.rights.queries import mentions, person_file
from db.sittings.commands import close_sitting
from db.sync.chain import verify_journal
from db.work import Store
from tests.db.matching.scene import Scene, row
from tests.record import EVENING

ZONE = ZoneInfo("America/Montevideo")


def _journal(session: Session) -> str:
    return repr([entry.fields for entry in session.query(Entry)])


def test_who_came_by_telephone_goes_on_counting_as_such(store: Store) -> None:
    scene = Scene(store)
    her = store.do(enrol, family_name="Zurbagotxu", given_names="Quiterena", phone="+59899417263").outcome
    scene.take_in(row("+598 99 417 263", phone="+59899417263"))
    [group] = scene.groups()
    store.do(confirm, match_id=group.id, resident_ids=[her])
    before = [(one.way, one.arrived_at, one.left_at) for one in store.ask(presences, sitting_id=scene.sitting)]
    assert [way for way, _, _ in before] == ["phone"]
    store.do(erase, resident_id=her, zone=ZONE)
    store.do(sort_out, sitting_id=scene.sitting)
    after = [(one.way, one.arrived_at, one.left_at) for one in store.ask(presences, sitting_id=scene.sitting)]
    assert after == before
    assert "417" not in store.ask(_journal)
    assert store.ask(verify_journal).ok


def test_two_lines_of_one_connection_stay_one(store: Store) -> None:
    scene = Scene(store)
    scene.take_in(row("Rosa Peña", 0, 20), row("Rosa Peña", 30, 20))
    before = store.ask(people, sitting_id=scene.sitting)
    store.do(erase, resident_id=scene.roll["rosa"], zone=ZONE)
    store.do(sort_out, sitting_id=scene.sitting)
    [after] = store.ask(people, sitting_id=scene.sitting)
    assert (after.minutes, after.ways, after.name) == (before[0].minutes, before[0].ways, "")
    assert len(scene.groups()) == 1


def test_a_connection_shared_with_others_stays_theirs(store: Store) -> None:
    scene = Scene(store)
    scene.take_in(row("Familia del fondo"))
    group = scene.group("Familia del fondo")
    store.do(several, match_id=group.id, resident_ids=[scene.roll["rosa"], scene.roll["marta"]])
    store.do(erase, resident_id=scene.roll["rosa"], zone=ZONE)
    store.do(sort_out, sitting_id=scene.sitting)
    assert scene.group("Familia del fondo").id == group.id
    assert store.ask(attendance, sitting_id=scene.sitting).people == 2
    assert [one.value for one in store.ask(person_file, resident_id=scene.roll["marta"]).names] == ["familia del fondo"]
    assert store.ask(verify_journal).ok


def test_what_was_remembered_of_her_and_taken_back_leaves_the_journal_too(store: Store) -> None:
    scene = Scene(store)
    scene.take_in(row("Tablet zurbagotxeña", email="zurb@correoprueba.example"))
    group = scene.group("Tablet zurbagotxeña")
    store.do(confirm, match_id=group.id, resident_ids=[scene.roll["rosa"]])
    store.do(take_back, match_id=group.id)
    remembered = f"'{scene.roll['rosa']}', 'email', 'zurb@correoprueba.example'"
    assert remembered in store.ask(_journal)
    store.do(erase, resident_id=scene.roll["rosa"], zone=ZONE)
    assert remembered not in store.ask(_journal)
    assert store.ask(verify_journal).ok


def test_a_connection_nobody_owns_that_carries_her_address_is_shown_and_can_be_emptied(store: Store) -> None:
    scene = Scene(store)
    scene.take_in(row("Celu", email="otra@example.org"), row("Rosa P", 5))
    store.do(enrol, family_name="Otra", given_names="Persona", email="rosa@example.org")
    scene.take_in(row("Alguien", email="rosa@example.org"))
    seen = store.ask(mentions, resident_id=scene.roll["rosa"])
    assert {(one.noun, one.field) for one in seen if one.sure} == {("participant", "email"), ("resident", "email")}
    ticked = [one.key for one in seen if one.noun == "participant"]
    store.do(erase, resident_id=scene.roll["rosa"], zone=ZONE, blot_out=ticked)
    assert "rosa@example.org" not in {email for group in scene.groups() for email in group.emails}
    assert store.ask(verify_journal).ok


def test_she_is_proposed_for_nothing_any_more(store: Store) -> None:
    scene = Scene(store)
    scene.take_in(row("Rosa Pena Pérez"))
    wanted = scene.roll["rosa"]

    def proposed(session: Session) -> set[str]:
        return {one["resident_id"] for kept in session.query(Proposal) for one in kept.candidates}

    assert wanted in store.ask(proposed)
    store.do(erase, resident_id=wanted, zone=ZONE)
    assert wanted not in store.ask(proposed)
    store.do(sort_out, sitting_id=scene.sitting)
    assert wanted not in store.ask(proposed)
    assert store.ask(groups, sitting_id=scene.sitting)


def test_who_was_written_on_the_roll_by_a_decision_is_erased_with_it(store: Store) -> None:
    scene = Scene(store)
    scene.take_in(row("Quiterena Zurbagotxu"))
    group = scene.group("Quiterena Zurbagotxu")
    store.do(new_person, match_id=group.id, family_name="Zurbagotxu", given_names="Quiterena")  # type: ignore[arg-type]
    [her] = [one.resident_id for one in store.ask(presences, sitting_id=scene.sitting)]
    store.do(erase, resident_id=her, zone=ZONE)
    assert "urbagot" not in store.ask(_journal).lower()
    assert store.ask(attendance, sitting_id=scene.sitting).people == 1
    assert store.ask(verify_journal).ok


def test_somebody_who_grew_into_another_band_counts_in_the_one_of_most_of_her_sittings(store: Store) -> None:
    scene = Scene(store)
    # Thirty on the second of the three evenings.
    born = (EVENING + timedelta(days=5)).date().replace(year=EVENING.year - 30)
    her = store.do(enrol, family_name="Zurbagotxu", given_names="Quiterena", birth_date=born.isoformat()).outcome
    for days in (0, 7, 14):
        sitting = scene.sitting if not days else scene.plan(days=days)
        store.do(check_in, sitting_id=sitting, resident_id=her)
        store.do(close_sitting, sitting_id=sitting)
    store.do(erase, resident_id=her, zone=ZONE)
    [left] = store.ask(person_file, resident_id=her).rows
    assert (left.age_band, left.birth_date) == ("30_44", None)
