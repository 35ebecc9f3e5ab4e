"""Participant reports in every form that Zoom and spreadsheets give them."""

import codecs
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from db.errors import Refused
from db.zoom.files.cells import LARGEST
from db.zoom.files.moments import written
from db.zoom.files.opening import read_told
from db.zoom.files.participants import names_in, phone_in
from db.zoom.files.report import DateOrder, DatesUndecided, Report
from db.zoom.files.told import Registrations

FILES = Path(__file__).parents[2] / "data" / "zoom"
ZONE = ZoneInfo("America/Montevideo")
SITTING = date(2026, 11, 19)


def read(data: bytes, *, zone: ZoneInfo, sitting_on: date | None = None, **facts):
    at = None if sitting_on is None else datetime.combine(sitting_on, time(19), tzinfo=zone)
    return read_told(data, zone=zone, sitting_at=at, **facts)[1]


def report(name: str, **facts) -> Report:
    answer = read((FILES / name).read_bytes(), zone=ZONE, **facts)
    assert isinstance(answer, Report)
    return answer


def code_of(data: bytes) -> str:
    with pytest.raises(Refused) as no:
        read(data, zone=ZONE, sitting_on=SITTING)
    return no.value.code


def test_the_older_english_report_is_read_with_its_waiting_room_and_its_renamed_people():
    rows = report("en_rows_2022.csv").rows
    assert [row.in_waiting_room for row in rows] == [True, False, False, False, False, False]
    assert (rows[2].name, rows[2].original_name) == ("Bruno Achával", "iPhone de Bruno")
    assert rows[3].email == "bruno.achaval@example.org"
    assert (rows[4].name, rows[4].host) == ("Mesa CMD Ribera", True)
    assert rows[5].phone == "54911*****37"


def test_times_are_the_citys_and_come_out_in_utc():
    row = report("en_rows_2022.csv").rows[1]
    assert row.joined_at == datetime(2026, 11, 19, 21, 59, 10, tzinfo=UTC)
    assert row.left_at == datetime(2026, 11, 19, 23, 31, 6, tzinfo=UTC)
    assert row.minutes == 92


def test_the_newer_english_report_gives_the_meeting_and_forgets_the_title_at_its_end():
    told = report("en_rows_2025_meeting_data.csv")
    assert told.meeting is not None
    assert told.meeting.zoom_number == "91234567890"
    assert told.meeting.topic == "Consejo Barrial Las Acacias"
    assert told.meeting.host_email == "mesa@example.org"
    assert told.meeting.started_at == datetime(2026, 11, 19, 21, 50, tzinfo=UTC)
    assert [row.name for row in told.rows] == ["Mesa Ribera", "Nélida Quiroz", "Nélida Quiroz", "Galaxy A12"]
    assert [row.host for row in told.rows] == [True, False, False, False]


def test_one_line_a_person_without_times_keeps_the_minutes():
    told = report("en_unique_meeting_data.csv")
    assert told.unique_users
    assert [(row.name, row.minutes, row.joined_at) for row in told.rows] == [
        ("Nélida Quiroz", 89, None),
        ("Mesa Ribera", 110, None),
    ]
    assert told.rows[1].host


def test_the_spanish_report_of_today_is_read():
    told = report("es_rows_2026.csv")
    assert told.dates is DateOrder.DAY_FIRST
    assert [(row.name, row.guest, row.in_waiting_room) for row in told.rows] == [
        ("Nélida Quiroz", True, False),
        ("Hugo Ibáñez", True, False),
        ("Hugo Ibáñez", True, True),
    ]


def test_the_older_spanish_report_saved_by_a_spreadsheet_is_read():
    told = report("es_rows_semicolon.csv")
    assert [row.name for row in told.rows] == ["Nélida Quiroz", "Peña, Íñigo"]
    assert told.rows[0].joined_at == datetime(2026, 11, 19, 21, 59, tzinfo=UTC)


def test_spanish_unique_users_are_read():
    assert [(row.name, row.minutes) for row in report("es_unique.csv").rows] == [("Nélida Quiroz", 92)]


def test_rows_that_a_spreadsheet_put_in_one_cell_are_opened():
    assert [row.name for row in report("rows_in_one_cell.csv").rows] == ["Quiroz, Nélida"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_encoding_and_every_delimiter_gives_the_same_people(encoding, delimiter):
    text = (FILES / "es_rows_2026.csv").read_text(encoding="utf-8-sig").replace(",", delimiter)
    told = read(text.encode(encoding), zone=ZONE)
    assert isinstance(told, Report)
    assert told == report("es_rows_2026.csv")


def test_the_month_of_an_administrator_gives_the_meeting_of_the_sittings_day():
    told = report("flat_month.csv", sitting_on=SITTING)
    assert [row.name for row in told.rows] == ["Mesa Ribera", "Nélida Quiroz"]
    assert told.meeting is not None
    assert told.meeting.topic == "Consejo de noviembre"
    assert told.rows[0].minutes == 110
    assert told.rows[1].email is None


def test_the_month_of_an_administrator_is_refused_when_no_meeting_is_the_sittings():
    with pytest.raises(Refused) as no:
        report("flat_month.csv", sitting_on=date(2026, 12, 3))
    assert (no.value.code, no.value.facts) == ("zoom_file_several_meetings", {"count": 2})


def test_dates_that_can_be_read_both_ways_are_asked_about():
    question = read((FILES / "es_ambiguous_dates.csv").read_bytes(), zone=ZONE)
    assert question == DatesUndecided("03/05/2026 07:00:00 PM", date(2026, 5, 3), date(2026, 3, 5))


@pytest.mark.parametrize(
    ("facts", "month"),
    [
        ({"sitting_on": date(2026, 5, 3)}, 5),
        ({"sitting_on": date(2026, 3, 5)}, 3),
        ({"file_name": "participants_91234567890_2026_03_05.csv"}, 3),
        ({"order": DateOrder.DAY_FIRST}, 5),
        ({"order": DateOrder.MONTH_FIRST}, 3),
    ],
)
def test_dates_are_decided_by_the_sitting_by_the_files_name_or_by_a_person(facts, month):
    joined = report("es_ambiguous_dates.csv", **facts).rows[0].joined_at
    assert joined is not None
    assert joined.month == month


def test_a_stay_past_midnight_tells_which_number_is_the_day():
    data = b"Name,Email,Join time,Leave time,Duration (minutes)\nAda,,03/05/2026 11:30 PM,04/05/2026 12:10 AM,40\n"
    told = read(data, zone=ZONE)
    assert isinstance(told, Report)
    assert told.dates is DateOrder.DAY_FIRST


def test_a_column_that_says_both_orders_is_refused():
    text = "Name,Email,Join time,Leave time,Duration (minutes)\nAda,,13/05/2026 19:00,13/05/2026 20:00,60\n"
    text += "Eva,,05/14/2026 19:00,05/14/2026 20:00,60\n"
    assert code_of(text.encode()) == "zoom_dates_contradict"


def test_one_line_with_times_nobody_can_read_does_not_cost_the_others():
    text = (
        "Name,Email,Join time,Leave time,Duration (minutes)\nAda,,19/11/2026 19:00,19/11/2026 20:00,60\nEva,,?,?,30\n"
    )
    told = read(text.encode(), zone=ZONE)
    assert isinstance(told, Report)
    assert told.unreadable == (3,)
    assert told.rows[1].minutes == 30


WHOLE = (
    "Name,Email,Join time,Leave time,Duration (minutes),Guest\nAda,,19/11/2026 19:00:00,19/11/2026 20:00:00,60,Yes\n"
)


@pytest.mark.parametrize(
    "line",
    [
        "Eva,,19/11/2026 20:00:00,19/11/2026 19:00:00,60,Yes",
        "Eva,,19/11/2026 19:00:00,19/11/2026 20:0",
        "Eva,,19/11/2026 19:00:00,19/11/2026 20:00:00",
        "Eva,,19/11/2026 19:",
        "Ev",
        "Eva,,,,,Yes",
    ],
)
def test_a_line_cut_off_or_running_backwards_is_named_and_is_nobodys_presence(line):
    told = read((WHOLE + line).encode(), zone=ZONE, sitting_on=date(2026, 11, 19))
    assert isinstance(told, Report)
    assert ([row.name for row in told.rows], told.unreadable, told.left_out) == (["Ada"], (3,), (3,))


def test_a_line_that_a_spreadsheet_left_short_at_its_empty_end_is_whole():
    told = read((WHOLE + "Eva,,19/11/2026 19:00:00,19/11/2026 20:00:00,60").encode(), zone=ZONE)
    assert isinstance(told, Report)
    assert ([row.name for row in told.rows], told.unreadable) == (["Ada", "Eva"], ())


def test_a_name_with_a_stray_quotation_mark_does_not_eat_the_next_line():
    text = 'Name,Email,Join time,Leave time,Duration (minutes)\n"Ada,,19/11/2026 19:00,19/11/2026 20:00,60\n'
    text += "Eva,,19/11/2026 19:00,19/11/2026 20:00,60\n"
    told = read(text.encode(), zone=ZONE)
    assert isinstance(told, Report)
    assert [row.name for row in told.rows] == ['"Ada', "Eva"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("no_participants.csv", "zoom_file_no_participants"),
        ("not_zoom.csv", "zoom_file_not_zoom"),
    ],
)
def test_a_file_without_participants_is_refused_with_its_reason(name, code):
    assert code_of((FILES / name).read_bytes()) == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "zoom_file_empty"),
        (codecs.BOM_UTF8 + b" \r\n", "zoom_file_empty"),
        (b"PK\x03\x04\x14\x00", "zoom_file_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "zoom_file_damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "zoom_file_not_zoom"),
        (b"x" * (LARGEST + 1), "zoom_file_too_large"),
        (b"Name,Email,Join time,Leave time,Duration (minutes)\nAda,,soon,later,60\n", "zoom_dates_unreadable"),
    ],
)
def test_what_is_no_report_is_refused_with_its_reason(data, code):
    assert code_of(data) == code


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Ana Paz", ("Ana Paz", None, False)),
        ("Ana Paz (iPhone de Ana)", ("Ana Paz", "iPhone de Ana", False)),
        ("Ana (la de 9) Paz (Ana (tablet))", ("Ana (la de 9) Paz", "Ana (tablet)", False)),
        ("Ana Paz (Host)", ("Ana Paz", None, True)),
        ("Ana Paz (Anfitrión, yo)", ("Ana Paz", None, True)),
        ("Ana Paz (iPhone) (Host)", ("Ana Paz", "iPhone", True)),
        ("Ana Paz (Coanfitrión)", ("Ana Paz", None, False)),
        ("Antonio Paz (h)", ("Antonio Paz (h)", None, False)),
        ("Ana Paz (La hija) (Host)", ("Ana Paz (La hija)", None, True)),
        ("Ana Paz (Hilda)", ("Ana Paz", "Hilda", False)),
        ("  Ana   Paz ", ("Ana Paz", None, False)),
        ("\u202eA\u200bna Paz\u202c", ("Ana Paz", None, False)),
        ("(Ana)", ("(Ana)", None, False)),
        ("", ("", None, False)),
    ],
)
def test_a_name_cell_is_taken_apart_without_losing_anything(cell, parts):
    assert names_in(cell) == parts


@pytest.mark.parametrize("name", ["+54 341 555-0134", "54911*****12", "3415550134"])
def test_a_number_is_known_as_a_telephone(name):
    assert phone_in(name) == name


@pytest.mark.parametrize("name", ["Ana 2", "Galaxy A12", "", "12-3"])
def test_a_name_is_no_telephone(name):
    assert phone_in(name) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("11/19/2026 07:05:00 PM", 19),
        ("19/11/2026 19:05", 19),
        ("19/11/26 19:05", 19),
        ("2026-11-19 19:05:00", 19),
        ("2026-11-19T19:05:00", 19),
        ("19/11/2026, 7:05:00 p. m.", 19),
        ("19/11/2026 12:05 a.m.", 0),
        ("Nov 19, 2026 7:05 PM", 19),
        ("19 de noviembre de 2026 19:05", 19),
        ("19-nov-2026 19:05", 19),
        ("2026-11-19T19:05:00.000Z", 19),
        ("Nov 19, 2026 7:05 PM UTC-3", 19),
    ],
)
def test_a_time_is_read_as_zoom_or_a_spreadsheet_wrote_it(text, hour):
    one = written(text)
    assert one is not None
    assert (one.at.hour, one.at.minute) == (hour, 5)
    assert date(2026, 11, 19) in (one.on(DateOrder.DAY_FIRST), one.on(DateOrder.MONTH_FIRST))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "--",
        "Yes",
        "25:00",
        "11/19/2026 19:05 PM",
        "2026-02-30 10:00",
        "12/31/9999 23:30",
        "9999-12-31 23:30",
        "Nov 19, 0001 7:05 PM",
        "19/11/2026 19:05 GMT-33",
        "19/11/2026 19:05 -3",
    ],
)
def test_what_is_no_time_is_none(text):
    assert written(text) is None


def test_minutes_that_nobody_can_have_stayed_are_no_minutes():
    told = read(b"Name (original name),Email,Total duration (minutes)\nAna Sosa,,99999999999\nLeo Paz,,45\n", zone=ZONE)
    assert isinstance(told, Report)
    assert [row.minutes for row in told.rows] == [None, 45]


def test_a_meeting_that_can_be_of_one_day_alone_tells_how_the_days_of_registering_are_written():
    text = (
        "Tema,ID de la reunión,Hora programada\nConsejo,912 3456 7890,19/11/2026 07:00:00 PM\nDetalles de inscritos\n"
        "Nombre,Apellido,Correo electrónico,Hora de registro,Estado de aprobación\n"
        "Zulma,Ferreyra,zulma@example.org,10/11/2026 10:00:00 AM,aprobado\n"
    )
    _, told = read_told(text.encode(), zone=ZONE)
    assert isinstance(told, Registrations)
    assert told.rows[0].registered_at == datetime(2026, 11, 10, 10, 0, tzinfo=ZONE)
