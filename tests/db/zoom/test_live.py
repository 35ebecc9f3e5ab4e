"""The list of a running call is kept: who is sure is present at once, and what Zoom tells later takes its place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.checkin.queries import attendance, presences
from db.errors import Refused
from db.journal import Entry
from db.matching.commands import confirm, import_live, import_report, not_a_neighbour, several, take_out_report
from db.matching.outcomes import Imported
from db.matching.rules import Verdict
from db.rights.commands import erase
from db.sittings.commands import close_sitting
from db.work import Store
from db.zoom.files.report import DateOrder, MeetingFacts, Report, ReportRow
from db.zoom.live import keep_live
from db.zoom.queries import calls
from tests.db.matching.scene import Scene, report, row
from tests.db.rights.test_connections import ZONE
from tests.record import EVENING

NUMBER = "91234567890"
ROSA, MARTA, PAD = "Rosa Peña", "Marta Gómez", "iPad de la Gringa"


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


def here(name: str, begin: float, number: int, **facts: object) -> ReportRow:
    """Somebody who is in the call now; `begin` in minutes after the evening began."""
    return ReportRow(number, name, joined_at=EVENING + timedelta(minutes=begin), **facts)  # type: ignore[arg-type]


def look(scene: Scene, minute: float, *rows: ReportRow, before: float | None = None) -> Imported | None:
    told = Report(MeetingFacts(zoom_number=NUMBER), tuple(rows), DateOrder.PLAIN, source="api")
    at, last = (None if one is None else EVENING + timedelta(minutes=one) for one in (minute, before))
    when = {"seen_at": at, "seen_before": last}
    return scene.store.do(import_live, sitting_id=scene.sitting, zoom_number=NUMBER, report=told, **when).outcome


def stays(scene: Scene) -> list[tuple[float, float | None]]:
    def minute(one: object) -> float | None:
        return None if one is None else (one - EVENING).total_seconds() / 60  # type: ignore[operator]

    found = scene.store.ask(presences, sitting_id=scene.sitting)
    return sorted((minute(one.arrived_at) or 0, minute(one.left_at)) for one in found)


def afterwards(scene: Scene, *rows: ReportRow, number: str | None = NUMBER) -> Imported:
    """What Zoom tells when it is over."""
    facts = MeetingFacts(zoom_number=number, started_at=EVENING, ended_at=EVENING + timedelta(minutes=90))
    told = report(*rows, meeting=facts)
    return scene.store.do(import_report, sitting_id=scene.sitting, report=told, sha256="f" * 64).outcome


def entries(store: Store) -> int:
    return store.ask(lambda session: session.query(Entry).count())


def test_who_is_sure_is_present_while_the_call_runs_and_leaves_with_it(scene: Scene) -> None:
    first = look(scene, 5, here(ROSA, 2, 11))
    assert first is not None
    assert (first.sure, stays(scene)) == (1, [(2, None)])
    assert scene.store.ask(attendance, sitting_id=scene.sitting).online == 1
    look(scene, 20, here(MARTA, 9, 12), before=19.5)
    assert stays(scene) == [(2, 19.5), (9, None)]
    look(scene, 25, here(MARTA, 9, 12), here(ROSA, 24, 13), before=24.5)
    assert stays(scene) == [(2, 19.5), (9, None), (24, None)]
    look(scene, 60, before=59.5)
    assert stays(scene) == [(2, 19.5), (9, 59.5), (24, 59.5)]
    [call] = scene.store.ask(calls, sitting_id=scene.sitting)
    assert (call.live, call.rows) == (True, 3)


def test_who_comes_back_by_another_connection_was_never_there_twice(scene: Scene) -> None:
    """Her telephone is gone from the list, and her computer stands in it, in one look: she is one, and sure."""
    look(scene, 5, here(ROSA, 2, 11))
    look(scene, 30, here(ROSA, 29.6, 12), before=29.5)
    [rosa] = scene.groups()
    assert (rosa.verdict, stays(scene)) == (Verdict.SURE, [(2, 29.5), (29.6, None)])


def test_a_list_that_tells_nothing_new_writes_nothing_of_the_people(scene: Scene) -> None:
    look(scene, 5, here(ROSA, 2, 11), here(MARTA, 3, 12))
    before = entries(scene.store)
    again = look(scene, 10, here(ROSA, 2, 11), here(MARTA, 3, 12))
    assert again is not None
    assert again.repeated
    assert entries(scene.store) <= before + 1
    assert scene.group(ROSA).minutes == 8


def test_who_is_renamed_in_the_call_keeps_what_was_decided(scene: Scene) -> None:
    look(scene, 5, here(PAD, 2, 11))
    scene.store.do(confirm, match_id=scene.group(PAD).id, resident_ids=[scene.roll["marta"]])
    look(scene, 6, here("Alcira", 2, 11))
    [one] = scene.groups()
    assert (one.names[0], one.verdict, [who.id for who in one.residents]) == (
        "Alcira", Verdict.CONFIRMED, [scene.roll["marta"]],
    )  # fmt: skip
    assert stays(scene) == [(2, None)]


@pytest.mark.parametrize("number", [NUMBER, None])
def test_what_zoom_tells_afterwards_takes_its_place_and_no_decision_is_lost(scene: Scene, number: str | None) -> None:
    """The file knows no registrations, cuts the evening into other lines, and its host stands in it too."""
    look(
        scene, 30, here(ROSA, 2, 11), here(PAD, 3, 12, registrant_id="reg-1"),
        here("Casa de los Paz", 4, 13, registrant_id="reg-2"), here("Prensa", 5, 14, email="prensa@example.org"),
    )  # fmt: skip
    scene.store.do(confirm, match_id=scene.group(PAD).id, resident_ids=[scene.roll["marta"]])
    paz = [scene.roll["twin"], scene.roll["other twin"]]
    scene.store.do(several, match_id=scene.group("Casa de los Paz").id, resident_ids=paz)
    scene.store.do(not_a_neighbour, match_id=scene.group("Prensa").id)
    before = scene.store.ask(attendance, sitting_id=scene.sitting).people
    done = afterwards(
        scene, row(ROSA, 2, 70), row(PAD, 3, 20), row("Casa de los Paz", 4, 80), row("Prensa", 5, 10), number=number
    )
    assert (done.decided, done.proposed, done.unknown) == (3, 0, 0)
    assert scene.store.ask(attendance, sitting_id=scene.sitting).people == before == 4
    assert stays(scene) == [(2, 72), (3, 23), (4, 84), (4, 84)]
    [call] = scene.store.ask(calls, sitting_id=scene.sitting)
    assert (call.id, call.live) == (done.call_id, False)


def test_the_list_that_is_looked_at_once_more_after_the_report_doubles_nobody(scene: Scene) -> None:
    seen = (here(ROSA, 2, 11), here("iPhone", 3, 12), here("iPhone", 4, 13))
    look(scene, 30, *seen)
    afterwards(scene, row(ROSA, 2, 70), row("iPhone", 3, 40), row("iPhone", 4, 50))
    assert look(scene, 31, *seen) is None
    assert len(scene.groups()) == 3


def test_a_call_that_is_opened_again_is_kept_beside_the_report_of_the_first(scene: Scene) -> None:
    look(scene, 30, here(ROSA, 2, 11))
    afterwards(scene, row(ROSA, 2, 60))
    look(scene, 100, here(ROSA, 95, 11), here(MARTA, 96, 12))
    assert stays(scene) == [(2, 62), (95, None), (96, None)]


def test_the_live_list_is_back_when_the_wrong_report_is_taken_out(scene: Scene) -> None:
    look(scene, 30, here(ROSA, 2, 11))
    wrong = afterwards(scene, row(ROSA, 2, 60))
    scene.store.do(take_out_report, call_id=wrong.call_id)
    look(scene, 40, here(ROSA, 2, 11))
    assert stays(scene) == [(2, None)]


def test_a_file_of_another_call_stands_beside_it(scene: Scene) -> None:
    look(scene, 30, here(ROSA, 2, 11))
    told = report(row(MARTA, 5, 40), row("Alcira", 5, 40))
    scene.store.do(import_report, sitting_id=scene.sitting, report=told, sha256="e" * 64)
    assert stays(scene) == [(2, None), (5, 45)]


def test_who_is_erased_while_the_call_runs_is_not_told_again(scene: Scene) -> None:
    look(scene, 30, here(ROSA, 2, 11), here(MARTA, 3, 12))
    scene.store.do(erase, resident_id=scene.roll["rosa"], zone=ZONE)
    look(scene, 31, here(ROSA, 2, 11), here(MARTA, 3, 12))
    assert {name for one in scene.groups() for name in one.names} == {MARTA}
    afterwards(scene, row(ROSA, 2, 70), row(MARTA, 3, 60))
    assert {name for one in scene.groups() for name in one.names} == {MARTA}
    assert scene.store.ask(attendance, sitting_id=scene.sitting).people == 2


def test_when_the_sitting_is_closed_nothing_is_kept_any_more(scene: Scene) -> None:
    look(scene, 30, here(ROSA, 2, 11))
    scene.store.do(close_sitting, sitting_id=scene.sitting)
    with pytest.raises(Refused, match="sitting_already_closed"):
        look(scene, 31, here(ROSA, 2, 11))
    assert scene.store.ask(attendance, sitting_id=scene.sitting).people == 1


def test_a_call_in_which_nobody_is_leaves_nothing_behind(scene: Scene) -> None:
    empty = Report(MeetingFacts(zoom_number=NUMBER), (), DateOrder.PLAIN, source="api")
    kept = scene.store.do(
        keep_live, sitting_id=scene.sitting, zoom_number=NUMBER, report=empty, seen_at=EVENING
    ).outcome
    assert kept is None
    assert scene.store.ask(calls, sitting_id=scene.sitting) == ()
