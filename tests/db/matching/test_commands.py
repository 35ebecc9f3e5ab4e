"""Groups taken in, decided, taken back: what a person finds at the door and on the matching desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db.checkin.commands import check_in
from db.checkin.queries import attendance, people, presences
from db.errors import Refused
from db.matching.commands import (
    confirm,
    import_report,
    leave_unnamed,
    new_person,
    not_a_neighbour,
    put_back,
    reject,
    several,
    sort_out,
    take_back,
    take_out_report,
)
from db.matching.queries import counts, resolve_match
from db.matching.rules import Verdict
from db.matching.tables import Match
from db.residents.queries import aliases, card
from db.residents.tables import Resident
from db.sittings.commands import close_sitting, plan_sitting
from db.sittings.tables import Sitting
from db.work import Work
from db.zoom.queries import calls
from tests.db.matching.scene import Scene, report, row
from tests.record import EVENING


@pytest.fixture
def scene(store) -> Scene:
    return Scene(store)


def online(scene: Scene, sitting: str | None = None) -> dict[str, list[tuple[int, int]]]:
    """Who is present by Zoom, with the minutes of each stay after the evening began."""
    found: dict[str, list[tuple[int, int]]] = {}
    nick = {resident: name for name, resident in scene.roll.items()}
    for stay in scene.store.ask(presences, sitting_id=sitting or scene.sitting):
        if stay.way != "room":
            times = ((one - EVENING) // timedelta(minutes=1) for one in (stay.arrived_at, stay.left_at) if one)
            found.setdefault(nick.get(stay.resident_id, stay.name), []).append(tuple(times))  # type: ignore[arg-type]
    return {name: sorted(stays) for name, stays in found.items()}


def test_who_is_sure_is_present_at_once_with_her_stays_and_the_rest_waits(scene):
    told = scene.take_in(row("Rosa Peña", 0, 20), row("Rosa Peña", 25, 35), row("M. Gómez"), row("Galaxy A12"))
    assert (told.rows, told.groups, told.sure, told.proposed, told.unknown) == (4, 3, 1, 1, 1)
    assert online(scene) == {"rosa": [(0, 20), (25, 60)]}


def test_the_same_file_twice_changes_nothing(scene):
    first = scene.take_in(row("Rosa Peña"), row("Zulma"))
    again = scene.take_in(row("Rosa Peña"), row("Zulma"))
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.call_id, again.groups, again.sure, again.unknown) == (first.call_id, 2, 1, 1)
    assert len(scene.store.ask(calls, sitting_id=scene.sitting)) == 1
    assert online(scene) == {"rosa": [(0, 60)]}


def test_somebody_in_the_room_and_on_zoom_is_counted_once(scene):
    scene.store.do(check_in, sitting_id=scene.sitting, resident_id=scene.roll["rosa"])
    scene.take_in(row("Rosa Peña"))
    told = scene.store.ask(attendance, sitting_id=scene.sitting)
    assert (told.in_room, told.online, told.both, told.people) == (1, 1, 1, 1)


def test_a_sitting_that_is_only_planned_takes_no_report(scene):
    planned = scene.store.do(
        plan_sitting, title="Otra", council="Consejo Barrial El Muelle", starts_at=EVENING + timedelta(days=9)
    ).outcome
    with pytest.raises(Refused) as no:
        scene.take_in(row("Rosa Peña"), sitting=planned)
    assert no.value.code == "sitting_not_open"
    assert scene.store.ask(calls, sitting_id=planned) == ()


def test_a_closed_sitting_still_takes_the_report_that_comes_later(scene):
    scene.store.do(close_sitting, sitting_id=scene.sitting)
    assert scene.take_in(row("Rosa Peña")).sure == 1


def test_namesakes_wait_with_no_clear_proposal(scene):
    scene.take_in(row("Ana Paz"))
    found = scene.group("Ana Paz")
    assert (found.verdict, found.clear) == (Verdict.PROPOSED, False)
    assert {one.resident.id for one in found.candidates} == {scene.roll["twin"], scene.roll["other twin"]}


def test_confirming_makes_the_presence_and_the_next_sitting_asks_nothing(scene):
    scene.take_in(row("La Gringa", 5, 30))
    scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
    assert online(scene) == {"marta": [(5, 35)]}
    assert scene.group("La Gringa").verdict is Verdict.CONFIRMED

    later = scene.plan_later()
    scene.take_in(row("la gringa"), sitting=later)
    assert scene.group("La Gringa", later).verdict is Verdict.SURE
    assert "marta" in online(scene, later)


def test_a_namesake_once_confirmed_waits_the_next_time_with_that_one_on_top(scene):
    scene.take_in(row("Ana Paz"))
    scene.store.do(confirm, match_id=scene.group("Ana Paz").id, resident_ids=[scene.roll["twin"]])
    later = scene.plan_later()
    scene.take_in(row("Ana Paz"), sitting=later)
    found = scene.group("Ana Paz", later)
    assert found.verdict is Verdict.PROPOSED
    assert found.candidates[0].resident.id == scene.roll["twin"]


def test_one_telephone_may_be_several_neighbours(scene):
    scene.take_in(row("Familia Gómez", 0, 45))
    residents = [scene.roll["marta"], scene.roll["juan"]]
    scene.store.do(several, match_id=scene.group("Familia Gómez").id, resident_ids=residents)
    assert online(scene) == {"marta": [(0, 45)], "juan": [(0, 45)]}


def test_one_neighbour_may_be_several_connections_present_for_their_union(scene):
    scene.take_in(row("Rosa Peña", 0, 40), row("Tablet de abajo", 30, 30))
    scene.store.do(confirm, match_id=scene.group("Tablet de abajo").id, resident_ids=[scene.roll["rosa"]])
    [rosa] = scene.store.ask(people, sitting_id=scene.sitting, until=EVENING + timedelta(hours=2))
    assert rosa.minutes == 60


def test_taking_a_decision_back_takes_back_its_presence_and_what_it_remembered(scene):
    scene.take_in(row("La Gringa", email="gringa@example.org"))
    match = scene.group("La Gringa").id
    scene.store.do(confirm, match_id=match, resident_ids=[scene.roll["marta"]])
    assert len(scene.store.ask(aliases, resident_id=scene.roll["marta"])) == 2
    scene.store.do(take_back, match_id=match)
    assert online(scene) == {}
    assert scene.store.ask(aliases, resident_id=scene.roll["marta"]) == ()
    assert (scene.group("La Gringa").verdict, scene.group("La Gringa").decided) == (Verdict.UNKNOWN, False)


@pytest.mark.parametrize("command", [not_a_neighbour, leave_unnamed])
def test_nobody_is_a_decision_too_and_does_not_wait(scene, command):
    scene.take_in(row("Rosa Peña"))
    match = scene.group("Rosa Peña").id
    before = scene.store.do(command, match_id=match).outcome
    told = scene.store.ask(counts, sitting_id=scene.sitting)
    assert (told.unresolved, told.decided, online(scene)) == (0, 1, {})
    scene.store.do(put_back, acts=[before])
    assert online(scene) == {"rosa": [(0, 60)]}


def test_who_is_no_neighbour_is_not_asked_about_at_the_next_sitting(scene):
    scene.take_in(row("Mesa de ayuda"))
    scene.store.do(not_a_neighbour, match_id=scene.group("Mesa de ayuda").id)
    later = scene.plan_later()
    scene.take_in(row("Mesa de ayuda"), sitting=later)
    assert scene.group("Mesa de ayuda", later).verdict is Verdict.NOT_A_NEIGHBOUR


def test_a_rejected_proposal_is_not_made_again_until_that_is_undone(scene):
    scene.take_in(row("M. Gómez"))
    match = scene.group("M. Gómez").id
    before = scene.store.do(reject, match_id=match, resident_id=scene.roll["marta"]).outcome
    assert (scene.group("M. Gómez").verdict, scene.group("M. Gómez").candidates) == (Verdict.REJECTED, ())
    scene.store.do(sort_out, sitting_id=scene.sitting)
    assert scene.group("M. Gómez").candidates == ()
    scene.store.do(put_back, acts=[before])
    assert scene.group("M. Gómez").candidates[0].resident.id == scene.roll["marta"]


def test_rejecting_who_was_sure_takes_her_presence_back(scene):
    scene.take_in(row("Rosa Peña"))
    scene.store.do(reject, match_id=scene.group("Rosa Peña").id, resident_id=scene.roll["rosa"])
    assert online(scene) == {}


def test_a_new_person_comes_on_the_roll_and_goes_again_when_it_is_undone(scene):
    scene.take_in(row("Zulma Ferreyra"))
    facts = {"family_name": "Ferreyra", "given_names": "Zulma"}
    before = scene.store.do(new_person, match_id=scene.group("Zulma Ferreyra").id, **facts).outcome
    [zulma] = scene.group("Zulma Ferreyra").residents
    assert scene.store.ask(card, resident_id=zulma.id).family_name == "Ferreyra"
    assert list(online(scene)) == ["Zulma Ferreyra"]
    decided = scene.store.do(take_back, match_id=before.match_id).outcome
    with pytest.raises(Refused):
        scene.store.ask(card, resident_id=zulma.id)
    scene.store.do(put_back, acts=[decided])
    assert [one.id for one in scene.group("Zulma Ferreyra").residents] == [zulma.id]
    assert list(online(scene)) == ["Zulma Ferreyra"]


def test_a_new_person_who_also_came_to_the_room_stays_on_the_roll(scene):
    scene.take_in(row("Zulma Ferreyra"))
    match = scene.group("Zulma Ferreyra").id
    scene.store.do(new_person, match_id=match, family_name="Ferreyra", given_names="Zulma")
    [zulma] = scene.group("Zulma Ferreyra").residents
    scene.store.do(check_in, sitting_id=scene.sitting, resident_id=zulma.id)
    scene.store.do(take_back, match_id=match)
    assert scene.store.ask(card, resident_id=zulma.id).id == zulma.id


def test_a_changed_decision_is_put_back_exactly(scene):
    scene.take_in(row("La Gringa"))
    match = scene.group("La Gringa").id
    scene.store.do(confirm, match_id=match, resident_ids=[scene.roll["marta"]])
    before = scene.store.do(confirm, match_id=match, resident_ids=[scene.roll["juan"]]).outcome
    assert list(online(scene)) == ["juan"]
    scene.store.do(put_back, acts=[before])
    assert list(online(scene)) == ["marta"]
    assert scene.store.ask(aliases, resident_id=scene.roll["juan"]) == ()


def test_the_host_is_not_counted_and_can_still_be_said_to_be_a_neighbour(scene):
    told = scene.take_in(row("Rosa Peña", host=True))
    assert (told.nobodies, online(scene)) == (1, {})
    scene.store.do(confirm, match_id=scene.group("Rosa Peña").id, resident_ids=[scene.roll["rosa"]])
    assert list(online(scene)) == ["rosa"]


def test_who_only_waited_outside_is_counted_apart(scene):
    told = scene.take_in(row("Rosa Peña", in_waiting_room=True))
    assert (told.groups, told.only_waited, online(scene)) == (0, 1, {})


def test_somebody_who_dialled_in_is_present_by_phone(scene):
    scene.take_in(row("54911*****37", phone="54911*****37"))
    scene.store.do(confirm, match_id=scene.groups()[0].id, resident_ids=[scene.roll["juan"]])
    [stay] = scene.store.ask(presences, sitting_id=scene.sitting)
    assert stay.way == "phone"
    assert scene.store.ask(aliases, resident_id=scene.roll["juan"]) == ()


def test_a_wrong_file_is_taken_out_with_its_presences_and_comes_back_with_its_decisions(scene):
    rows = (row("Rosa Peña"), row("La Gringa"))
    told = scene.take_in(*rows)
    scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
    scene.store.do(take_out_report, call_id=told.call_id)
    assert (online(scene), scene.groups()) == ({}, ())
    again = scene.take_in(*rows)
    assert (again.repeated, again.decided) == (False, 1)
    assert set(online(scene)) == {"rosa", "marta"}


def test_a_longer_report_of_the_same_call_keeps_the_decisions_and_counts_nobody_twice(scene):
    scene.take_in(row("La Gringa", 0, 30))
    scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
    scene.take_in(row("La Gringa", 0, 30), row("La Gringa", 40, 20))
    assert online(scene) == {"marta": [(0, 30), (40, 60)]}
    assert scene.group("La Gringa").verdict is Verdict.CONFIRMED


def test_who_was_sure_gives_way_when_a_person_says_it_is_a_newcomer_of_the_same_name(scene):
    scene.take_in(row("Marta Gómez"))
    assert list(online(scene)) == ["marta"]
    scene.store.do(
        new_person,
        match_id=scene.group("Marta Gómez").id,
        family_name="Gómez",
        given_names="Marta",
        document="40111222",
    )
    assert list(online(scene)) == ["Marta Gómez"]


def test_a_signed_sitting_does_not_change_any_more(scene, store):
    scene.take_in(row("La Gringa"))

    def sign(work, *, sitting_id):
        work.session.get_one(Sitting, sitting_id).state = "signed"

    store.do(sign, sitting_id=scene.sitting)
    with pytest.raises(Refused) as no:
        store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=[scene.roll["marta"]])
    assert no.value.code == "sitting_signed"


def test_confirming_needs_a_resident_of_the_roll(scene):
    scene.take_in(row("La Gringa"))
    for chosen, code in (([], "match_needs_a_resident"), (["nobody"], "resident_unknown")):
        with pytest.raises(Refused) as no:
            scene.store.do(confirm, match_id=scene.group("La Gringa").id, resident_ids=chosen)
        assert no.value.code == code
    with pytest.raises(Refused) as no:
        scene.store.do(confirm, match_id="nothing", resident_ids=[scene.roll["rosa"]])
    assert no.value.code == "match_unknown"


def test_a_group_is_called_by_the_beginning_of_its_id_where_no_other_begins_so(scene):
    def write(work: Work) -> None:
        for one in ("abcd1", "abcd2", "abce1"):
            work.session.add(Match(id=one, sitting_id=scene.sitting, group_key=one, verdict="unknown"))

    scene.store.do(write)
    told = {"sitting_id": scene.sitting}
    assert scene.store.ask(resolve_match, text="abce", **told) == "abce1"
    assert scene.store.ask(resolve_match, text="abcd2", **told) == "abcd2"
    for text, code in (("abcd", "match_ambiguous"), ("abc", "match_unknown"), ("abcf", "match_unknown")):
        with pytest.raises(Refused) as no:
            scene.store.ask(resolve_match, text=text, **told)
        assert no.value.code == code


def test_minutes_without_times_make_one_stay_from_the_calls_beginning(scene):
    told = report(row("Rosa Peña"))
    [one] = told.rows
    bare = type(one)(number=2, name="Rosa Peña", minutes=42)
    scene.store.do(
        import_report, sitting_id=scene.sitting, report=type(told)(None, (bare,), told.dates, True), sha256="0" * 64
    )
    assert [end - begin for begin, end in online(scene)["rosa"]] == [42]


def test_no_two_desks_give_one_group_two_identifiers(scene, store):
    scene.take_in(row("La Gringa"))
    first = scene.group("La Gringa").id
    scene.take_in(row("La Gringa", 70, 10))
    assert scene.group("La Gringa").id == first
    assert store.ask(lambda session: session.scalars(select(Resident.id)).all())


def test_a_second_copy_of_a_report_makes_nobody_without_a_name_twice(scene):
    first = scene.take_in(row("", 0, 30), row("", 5, 25), row("Marta Gómez"))
    scene.take_in(row("", 0, 30), row("", 5, 25), row("Marta Gómez"), row("Zulma Etcheverry"))
    assert (first.groups, len(scene.groups())) == (3, 4)


def test_a_report_that_is_taken_out_and_comes_again_brings_back_whom_a_person_ruled_out(scene):
    told = scene.take_in(row("M. Gómez"))
    scene.store.do(reject, match_id=scene.group("M. Gómez").id, resident_id=scene.roll["marta"])
    scene.store.do(take_out_report, call_id=told.call_id)
    scene.take_in(row("M. Gómez"))
    assert scene.group("M. Gómez").candidates == ()
