"""Reports in the record: as told, once, and out again."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.errors import Refused
from db.sittings.commands import open_sitting, plan_sitting
from db.work import Store
from db.zoom.commands import take_in_report, take_out_report
from db.zoom.files.opening import open_told
from db.zoom.files.report import Report
from db.zoom.queries import calls, lines
from db.zoom.rules import group_lines
from tests.record import EVENING

FILES = Path(__file__).parents[2] / "data" / "zoom"


@pytest.fixture
def sitting(store: Store) -> str:
    made = store.do(plan_sitting, title="Sesión", council="Consejo Barrial Astilleros", starts_at=EVENING).outcome
    store.do(open_sitting, sitting_id=made)
    return made


def take_in(store, city, sitting: str, name: str = "en_rows_2025_meeting_data.csv"):
    read = open_told(FILES / name, zone=city.zone)
    assert isinstance(read.told, Report)
    return store.do(
        take_in_report, sitting_id=sitting, report=read.told, sha256=read.sha256, file_name=read.file_name
    ).outcome


def test_a_call_and_its_lines_are_kept_as_told(store, city, sitting):
    take_in(store, city, sitting)
    [call] = store.ask(calls, sitting_id=sitting)
    assert (call.topic, call.zoom_number, call.rows) == ("Consejo Barrial Las Acacias", "91234567890", 4)
    assert call.file_name == "en_rows_2025_meeting_data.csv"
    assert call.ended_at is not None
    assert call.started_at is not None
    assert call.ended_at - call.started_at == timedelta(minutes=110)
    told = store.ask(lines, sitting_id=sitting)
    assert [one.name for one in told] == ["Mesa Ribera", "Nélida Quiroz", "Galaxy A12", "Nélida Quiroz"]
    assert len(group_lines(told)) == 3


def test_the_same_bytes_a_second_time_are_recognised(store, city, sitting):
    first, again = take_in(store, city, sitting), take_in(store, city, sitting)
    assert (first.repeated, again.repeated, first.call_id) == (False, True, again.call_id)
    assert len(store.ask(lines, sitting_id=sitting)) == 4


def test_a_report_is_taken_out_once_and_comes_back_as_it_was(store, city, sitting):
    first = take_in(store, city, sitting)
    assert store.do(take_out_report, call_id=first.call_id).outcome == sitting
    assert (store.ask(calls, sitting_id=sitting), store.ask(lines, sitting_id=sitting)) == ((), ())
    with pytest.raises(Refused) as no:
        store.do(take_out_report, call_id=first.call_id)
    assert no.value.code == "call_unknown"
    assert not take_in(store, city, sitting).repeated
    assert len(store.ask(lines, sitting_id=sitting)) == 4


def test_two_reports_of_one_evening_stand_beside_each_other(store, city, sitting):
    take_in(store, city, sitting)
    take_in(store, city, sitting, "en_rows_2022.csv")
    assert len(store.ask(calls, sitting_id=sitting)) == 2
    [nelida] = [one for one in group_lines(store.ask(lines, sitting_id=sitting)) if "Nélida Quiroz" in one.names]
    assert (nelida.minutes, nelida.overlapping) == (92, False)


def test_a_file_that_is_not_there_is_said_so(tmp_path, city):
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(Refused) as no:
            open_told(path, zone=city.zone)
        assert no.value.code == "zoom_file_missing"
