"""A fuller report knows somebody by another key: what a person decided of her goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.checkin.queries import attendance
from db.matching.commands import (
    confirm,
    new_person,
    not_a_neighbour,
    put_back,
    reject,
    several,
    sort_out,
    take_back,
    take_out_report,
)
from db.matching.queries import GroupCard
from db.matching.rules import Verdict
from db.matching.undoing import undoable
from db.work import Store
from db.zoom.files.report import MeetingFacts
from tests.db.matching.scene import Scene, row
from tests.record import EVENING


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


@pytest.fixture
def meeting(scene: Scene) -> None:
    """Every export says which meeting it is of, so that a later one takes the place of the one before."""
    scene.meeting = MeetingFacts("91234567890", started_at=EVENING, ended_at=EVENING + timedelta(hours=2))


def who(group: GroupCard) -> tuple[Verdict, list[str]]:
    return group.verdict, [one.id for one in group.residents]


def test_who_was_decided_by_her_apparatus_stays_decided_when_she_is_renamed(scene: Scene) -> None:
    scene.take_in(row("Tablet de la Gringa", 0, 30))
    scene.store.do(confirm, match_id=scene.group("Tablet de la Gringa").id, resident_ids=[scene.roll["marta"]])
    scene.take_in(row("Tablet de la Gringa", 0, 30), row("Alcira", 31, 20, original_name="Tablet de la Gringa"))
    [gringa] = scene.groups()
    assert gringa.key == "name:alcira"
    assert who(gringa) == (Verdict.CONFIRMED, [scene.roll["marta"]])


def test_a_name_that_has_an_e_mail_in_the_fuller_report_stays_decided(scene: Scene) -> None:
    first = scene.take_in(row("La Gringa", 0, 30))
    scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
    fuller = scene.take_in(
        row("La Gringa", 0, 30), row("La Gringa", 40, 20, email="gringa@example.org"), row("Rosa Peña")
    )
    [gringa] = [one for one in scene.groups() if "La Gringa" in one.names]
    assert who(gringa) == (Verdict.CONFIRMED, [scene.roll["marta"]])
    scene.store.do(take_out_report, call_id=fuller.call_id)
    [back] = scene.groups()
    assert back.verdict is Verdict.CONFIRMED
    assert first.call_id != fuller.call_id


def test_two_decisions_that_do_not_say_the_same_go_on_to_nobody(scene: Scene) -> None:
    scene.take_in(row("La Gringa", 0, 30), row("Tablet de casa", 40, 20))
    scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
    scene.store.do(not_a_neighbour, match_id=scene.group("Tablet de casa").id)
    email = "gringa@example.org"
    scene.take_in(row("La Gringa", 0, 30, email=email), row("Tablet de casa", 40, 20, email=email))
    [one] = scene.groups()
    assert not one.decided


def test_who_was_taken_off_the_roll_meanwhile_does_not_come_back_with_the_fuller_export(scene: Scene) -> None:
    scene.take_in(row("Zulma"))
    facts = {"family_name": "Ferreyra", "given_names": "Zulma"}
    scene.store.do(new_person, match_id=scene.group("Zulma").id, **facts)
    fuller = scene.take_in(row("Zulma", email="zulma@example.org"), row("Kevin"))
    scene.store.do(take_out_report, call_id=fuller.call_id)
    scene.store.do(take_back, match_id=scene.group("Zulma").id)
    scene.take_in(row("Zulma", email="zulma@example.org"), row("Kevin"))
    assert who(scene.group("Zulma")) == (Verdict.UNKNOWN, [])
    assert scene.store.ask(attendance, sitting_id=scene.sitting).people == 0


def test_whom_two_exports_wrote_on_the_roll_is_taken_off_once(scene: Scene) -> None:
    scene.take_in(row("Zulma"))
    facts = {"family_name": "Ferreyra", "given_names": "Zulma"}
    scene.store.do(new_person, match_id=scene.group("Zulma").id, **facts)
    fuller = scene.take_in(row("Zulma", email="zulma@example.org"), row("Kevin"))
    scene.store.do(take_back, match_id=scene.group("Zulma").id)
    scene.store.do(take_out_report, call_id=fuller.call_id)
    scene.store.do(take_back, match_id=scene.group("Zulma").id)
    assert not scene.group("Zulma").decided


@pytest.fixture
def passed_on(scene: Scene) -> Scene:
    """Marta was decided by her apparatus, and the fuller export knows her by an e-mail."""
    scene.take_in(row("La Gringa"))
    scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
    scene.take_in(row("La Gringa", email="gringa@example.org"), row("Kevin"))
    assert who(scene.group("La Gringa")) == (Verdict.CONFIRMED, [scene.roll["marta"]])
    return scene


def test_a_decision_that_went_on_can_be_taken_back(passed_on: Scene) -> None:
    passed_on.store.do(take_back, match_id=passed_on.group("La Gringa").id)
    assert not passed_on.group("La Gringa").decided
    assert passed_on.store.ask(attendance, sitting_id=passed_on.sitting).people == 0
    passed_on.store.do(sort_out, sitting_id=passed_on.sitting)
    assert not passed_on.group("La Gringa").decided


def test_of_a_decision_that_went_on_it_can_be_said_that_it_is_not_she(passed_on: Scene) -> None:
    passed_on.store.do(reject, match_id=passed_on.group("La Gringa").id, resident_id=passed_on.roll["marta"])
    assert passed_on.group("La Gringa").residents == ()


def test_a_decision_that_went_on_is_the_last_to_be_undone(passed_on: Scene) -> None:
    passed_on.store.do(not_a_neighbour, match_id=passed_on.group("Kevin").id)
    for name in ("Kevin", "La Gringa"):
        *_, last = passed_on.store.ask(undoable, sitting_id=passed_on.sitting)
        passed_on.store.do(put_back, acts=[last])
        assert not passed_on.group(name).decided
    assert passed_on.store.ask(undoable, sitting_id=passed_on.sitting) == ()


def test_whoever_a_group_is_not_stays_so_when_a_fuller_export_tells_its_e_mail(scene: Scene) -> None:
    scene.take_in(row("Rosa Peña"))
    scene.store.do(reject, match_id=scene.group("Rosa Peña").id, resident_id=scene.roll["rosa"])
    scene.take_in(row("Rosa Peña", email="otra@example.org"), row("Nadie"))
    card = scene.group("Rosa Peña")
    assert (card.key, str(card.verdict), card.residents) == ("email:otra@example.org", "rejected", ())
    assert scene.roll["rosa"] not in {one.resident.id for one in card.candidates}


def test_that_she_is_not_it_can_be_taken_back_under_the_new_key_once(scene: Scene) -> None:
    scene.take_in(row("Rosa Peña"))
    scene.store.do(reject, match_id=scene.group("Rosa Peña").id, resident_id=scene.roll["rosa"])
    scene.take_in(row("Rosa Peña", email="otra@example.org"), row("Nadie"))
    [act] = scene.store.ask(undoable, sitting_id=scene.sitting)
    scene.store.do(put_back, acts=[act])
    assert [one.id for one in scene.group("Rosa Peña").residents] == [scene.roll["rosa"]]
    scene.take_in(row("Rosa Peña", email="otra@example.org"), row("Nadie"), row("Otra"))
    assert str(scene.group("Rosa Peña").verdict) == "sure"
    assert scene.store.ask(undoable, sitting_id=scene.sitting) == ()


@pytest.mark.usefixtures("meeting")
def test_several_on_a_connection_stay_so_when_the_export_tells_that_it_was_renamed(scene: Scene) -> None:
    scene.take_in(row("Familia Ruiz"))
    two = [scene.roll["rosa"], scene.roll["juan"]]
    scene.store.do(several, match_id=scene.group("Familia Ruiz").id, resident_ids=two)
    scene.take_in(row("Marta Gómez", original_name="Familia Ruiz"), row("Nadie"))
    card = scene.group("Marta Gómez")
    assert (str(card.verdict), {one.id for one in card.residents}) == ("confirmed", {*two})


@pytest.mark.usefixtures("meeting")
def test_two_who_came_at_once_by_one_former_name_inherit_nothing_of_each_other(scene: Scene) -> None:
    scene.take_in(row("Zoom user"))
    scene.store.do(confirm, match_id=scene.group("Zoom user").id, resident_ids=[scene.roll["marta"]])
    scene.take_in(row("Nadia", original_name="Zoom user"), row("Nora", original_name="Zoom user"))
    assert not any(one.decided for one in scene.groups())


def test_who_was_ruled_out_by_name_stays_so_when_the_connection_comes_with_an_e_mail(scene: Scene) -> None:
    scene.take_in(row("Marta Gómes"))
    scene.store.do(reject, match_id=scene.group("Marta Gómes").id, resident_id=scene.roll["marta"])
    later = scene.plan_later()
    scene.take_in(row("Marta Gómes", email="otra@example.org"), row("Marta", 5, email="m@example.org"), sitting=later)
    assert scene.group("Marta Gómes", later).candidates == ()
    assert [one.resident.id for one in scene.group("Marta", later).candidates] == [scene.roll["marta"]]


def test_her_own_e_mail_says_more_than_a_name_that_was_ruled_out_before(scene: Scene) -> None:
    scene.take_in(row("Rosa Penia"))
    scene.store.do(reject, match_id=scene.group("Rosa Penia").id, resident_id=scene.roll["rosa"])
    later = scene.plan_later()
    scene.take_in(row("Rosa Penia", email="rosa@example.org"), sitting=later)
    assert [one.id for one in scene.group("Rosa Penia", later).residents] == [scene.roll["rosa"]]
