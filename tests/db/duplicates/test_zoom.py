"""What any row of a person carries speaks for her on Zoom, she is offered once, and undone each row has its own."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from db.checkin.queries import attendance, people
from db.duplicates.commands import merge, unmerge
from db.matching.commands import confirm, reject, sort_out
from db.matching.queries import counts
from db.matching.rules import Verdict
from db.residents.commands import enrol
from db.work import Store
from tests.db.matching.scene import Scene, row


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


def another_rosa(scene: Scene, **facts: str) -> str:
    told = {"family_name": "Peñalba", "given_names": "Rosita", **facts}
    return scene.store.do(enrol, **told).outcome


def test_the_email_and_the_name_of_the_row_that_joined_make_her_sure(scene: Scene) -> None:
    other = another_rosa(scene, email="rosita@example.org")
    scene.store.do(merge, kept_id=scene.roll["rosa"], absorbed_id=other)
    scene.take_in(row("R", email="rosita@example.org"), row("Rosita Peñalba", 5))
    for name in ("R", "Rosita Peñalba"):
        group = scene.group(name)
        assert group.verdict is Verdict.SURE
        assert [(one.id, one.name) for one in group.residents] == [(scene.roll["rosa"], "Rosa Peña")]
    assert scene.store.ask(attendance, sitting_id=scene.sitting).people == 1


def test_two_namesakes_that_are_one_person_are_sure_and_offered_once(scene: Scene) -> None:
    scene.take_in(row("Ana Paz"))
    assert scene.group("Ana Paz").verdict is Verdict.PROPOSED
    made = scene.store.do(merge, kept_id=scene.roll["twin"], absorbed_id=scene.roll["other twin"]).outcome
    assert [one.resident.id for one in scene.group("Ana Paz").candidates] == [scene.roll["twin"]]
    scene.store.do(sort_out, sitting_id=scene.sitting)
    assert scene.group("Ana Paz").verdict is Verdict.SURE
    assert [one.resident_id for one in scene.store.ask(people, sitting_id=scene.sitting)] == [scene.roll["twin"]]
    scene.store.do(unmerge, merge_id=made)
    scene.store.do(sort_out, sitting_id=scene.sitting)
    assert scene.group("Ana Paz").verdict is Verdict.PROPOSED
    assert scene.store.ask(attendance, sitting_id=scene.sitting).people == 0


def test_who_was_ruled_out_by_one_row_is_ruled_out_by_all(scene: Scene) -> None:
    other = another_rosa(scene)
    scene.take_in(row("Rosa Peña"))
    scene.store.do(reject, match_id=scene.group("Rosa Peña").id, resident_id=scene.roll["rosa"])
    scene.store.do(merge, kept_id=other, absorbed_id=scene.roll["rosa"])
    scene.store.do(sort_out, sitting_id=scene.sitting)
    assert other not in {one.resident.id for one in scene.group("Rosa Peña").candidates}
    assert scene.group("Rosa Peña").residents == ()


def test_stays_that_zoom_brought_to_a_row_stay_its_own(scene: Scene) -> None:
    other = another_rosa(scene, email="rosita@example.org")
    scene.take_in(row("R", email="rosita@example.org"))
    before = [asdict(one) for one in scene.store.ask(people, sitting_id=scene.sitting)]
    made = scene.store.do(merge, kept_id=scene.roll["rosa"], absorbed_id=other).outcome
    scene.store.do(sort_out, sitting_id=scene.sitting)
    assert [one.resident_id for one in scene.store.ask(people, sitting_id=scene.sitting)] == [scene.roll["rosa"]]
    scene.store.do(unmerge, merge_id=made)
    assert [asdict(one) for one in scene.store.ask(people, sitting_id=scene.sitting)] == before


def test_a_group_confirmed_as_both_rows_is_one_person(scene: Scene) -> None:
    other = another_rosa(scene)
    scene.take_in(row("Familia Peña"))
    group = scene.group("Familia Peña")
    scene.store.do(confirm, match_id=group.id, resident_ids=[scene.roll["rosa"], other])
    scene.store.do(merge, kept_id=scene.roll["rosa"], absorbed_id=other)
    assert [one.id for one in scene.group("Familia Peña").residents] == [scene.roll["rosa"]]
    told = scene.store.ask(attendance, sitting_id=scene.sitting)
    assert (told.people, told.online, told.both) == (1, 1, 0)
    assert scene.store.ask(counts, sitting_id=scene.sitting).decided == 1
