"""Every decision can be taken back one after the other, also by a program that was started again."""

from datetime import UTC

import pytest

from db.duplicates.commands import merge
from db.issues.commands import add_issue
from db.matching.commands import (
    confirm,
    leave_unnamed,
    new_person,
    not_a_neighbour,
    put_back,
    reject,
    several,
    take_back,
)
from db.matching.undoing import undoable
from db.residents.search import search
from db.rights.commands import erase
from db.sittings.commands import close_sitting
from tests.db.matching.scene import Scene, row


@pytest.fixture
def scene(store):
    made = Scene(store)
    made.take_in(row("La Gringa"), row("M. Gómez"), row("Ana Paz"), row("Zulma"))
    return made


def looks(scene):
    return {
        one.name: (str(one.verdict), one.decided, [who.id for who in one.residents], len(one.candidates))
        for one in scene.groups()
    }


def acts(scene):
    gringa, gomez, ana, zulma = (scene.group(name).id for name in ("La Gringa", "M. Gómez", "Ana Paz", "Zulma"))
    roll = scene.roll
    return (
        (confirm, {"match_id": gringa, "resident_ids": [roll["marta"]]}),
        (confirm, {"match_id": gringa, "resident_ids": [roll["juan"]]}),
        (reject, {"match_id": gomez, "resident_id": roll["marta"]}),
        (several, {"match_id": ana, "resident_ids": [roll["twin"], roll["other twin"]]}),
        (reject, {"match_id": ana, "resident_id": roll["twin"]}),
        (not_a_neighbour, {"match_id": gomez}),
        (new_person, {"match_id": zulma, "family_name": "Ferreyra", "given_names": "Zulma"}),
        (leave_unnamed, {"match_id": zulma}),
        (take_back, {"match_id": zulma}),
    )


def test_each_act_is_undone_from_the_record_alone_to_what_was_before_it(scene):
    seen = []
    for command, facts in acts(scene):
        seen.append(looks(scene))
        scene.store.do(command, **facts)
    assert len(scene.store.ask(undoable, sitting_id=scene.sitting)) == len(seen)
    while seen:
        *_, last = scene.store.ask(undoable, sitting_id=scene.sitting)
        scene.store.do(put_back, acts=[last])
        assert looks(scene) == seen.pop()
    assert scene.store.ask(undoable, sitting_id=scene.sitting) == ()


def test_what_was_undone_and_done_again_is_one_act(scene):
    gringa = scene.group("La Gringa").id
    for _ in range(3):
        before = scene.store.do(confirm, match_id=gringa, resident_ids=[scene.roll["marta"]]).outcome
        assert scene.store.ask(undoable, sitting_id=scene.sitting) == (before,)
        scene.store.do(put_back, acts=[before])
        assert scene.store.ask(undoable, sitting_id=scene.sitting) == ()


def test_another_sitting_has_acts_of_its_own(scene):
    scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
    later = scene.plan_later()
    scene.take_in(row("Kevin"), sitting=later)
    assert scene.store.ask(undoable, sitting_id=later) == ()


def test_who_somebody_is_not_is_remembered_at_the_next_sitting_until_a_person_says_she_is(scene):
    scene.store.do(reject, match_id=scene.group("M. Gómez").id, resident_id=scene.roll["marta"])
    later = scene.plan_later()
    scene.take_in(row("M. Gómez"), sitting=later)
    assert scene.group("M. Gómez", later).candidates == ()
    scene.store.do(confirm, match_id=scene.group("M. Gómez", later).id, resident_ids=[scene.roll["marta"]])
    scene.store.do(close_sitting, sitting_id=later)
    third = scene.plan(days=14)
    scene.take_in(row("M. Gómez"), sitting=third)
    assert [one.id for one in scene.group("M. Gómez", third).residents] == [scene.roll["marta"]]


def test_what_had_been_decided_for_somebody_erased_since_is_not_offered_for_undoing(scene):
    gringa, zulma = scene.group("La Gringa").id, scene.group("Zulma").id
    scene.store.do(leave_unnamed, match_id=zulma)
    scene.store.do(confirm, match_id=gringa, resident_ids=[scene.roll["marta"]])
    scene.store.do(confirm, match_id=gringa, resident_ids=[scene.roll["juan"]])
    scene.store.do(erase, resident_id=scene.roll["marta"], zone=UTC)
    [left] = scene.store.ask(undoable, sitting_id=scene.sitting)
    assert left.match_id == zulma


def test_whom_a_decision_wrote_on_the_roll_stays_when_she_is_found_to_be_somebody_of_it(scene):
    zulma = scene.group("Zulma").id
    scene.store.do(new_person, match_id=zulma, family_name="Ferreyra", given_names="Zulma")
    [her] = scene.group("Zulma").residents
    scene.store.do(merge, kept_id=her.id, absorbed_id=scene.roll["rosa"])
    scene.store.do(take_back, match_id=zulma)
    assert [one.id for one in scene.store.ask(search, text="Ferreyra")] == [her.id]


def test_whom_a_decision_wrote_on_the_roll_stays_when_she_asked_for_something(scene):
    zulma = scene.group("Zulma").id
    scene.store.do(new_person, match_id=zulma, family_name="Ferreyra", given_names="Zulma")
    [her] = scene.group("Zulma").residents
    asked = {"sitting_id": scene.sitting, "kind": "complaint", "text": "Luz en la plaza", "raised_by_id": her.id}
    scene.store.do(add_issue, **asked)
    scene.store.do(take_back, match_id=zulma)
    assert [one.id for one in scene.store.ask(search, text="Ferreyra")] == [her.id]
