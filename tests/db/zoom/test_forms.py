"""Every form in which Zoom tells of an evening gives the same evening."""

from __future__ import annotations

import codecs
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random

import pytest

from db.errors import Refused
from db.zoom.files.opening import ToldKind, read_told
from db.zoom.files.report import DatesUndecided, Report
from db.zoom.files.told import Chat, Polls, Registrations, Transcript
from tests.db.zoom import forge
from tests.db.zoom.forge import ZONE
from tests.workbooks import xlsx

EVENING = forge.evening(Random(7))
FORMS = forge.participant_forms(EVENING)


def told_by(text: str | bytes, **facts):
    data = text if isinstance(text, bytes) else text.encode()
    return read_told(data, zone=ZONE, sitting_at=EVENING.begins, **facts)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_of_the_participant_report_tells_the_same_evening(form: str) -> None:
    kind, told = told_by(FORMS[form])
    assert kind is ToldKind.PARTICIPANTS
    assert isinstance(told, Report)
    assert (told.unreadable, told.left_out) == ((), ())
    if told.unique_users:
        assert {row.name: row.minutes for row in told.rows} == EVENING.totals
    else:
        seen = [(row.name, row.email or "", row.joined_at, row.left_at, row.in_waiting_room) for row in told.rows]
        true = [(one.name, one.email, one.joined, one.left, one.waiting) for one in EVENING.stays]
        assert seen == true
    if "meeting" in form or "flat" in form:
        assert told.meeting is not None
        assert (told.meeting.zoom_number, told.meeting.topic) == (forge.NUMBER, "Consejo Barrial")
        assert [row.host for row in told.rows] == [row.name == forge.HOST for row in told.rows]


@pytest.mark.parametrize("encode", [
    lambda text: codecs.BOM_UTF8 + text.encode(),
    lambda text: text.encode("cp1252"),
    lambda text: text.encode("utf-16"),
    lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode("utf-16-be"),
], ids=["mark", "cp1252", "utf-16", "utf-16 big end first", "no mark", "no mark, big end first"])  # fmt: skip
@pytest.mark.parametrize("form", ["fr, rows", "it, rows, meeting", "pt, unique", "es, flat"])
def test_every_encoding_tells_the_same(form: str, encode) -> None:
    assert told_by(encode(FORMS[form])) == told_by(FORMS[form])


@pytest.mark.parametrize("stamp", ["%Y-%m-%dT%H:%M:%SZ", "%m/%d/%Y %I:%M:%S %p GMT-3", "%d/%m/%Y %H:%M:%S (GMT-03:00)"])
def test_times_that_name_their_zone_are_of_that_zone(stamp: str) -> None:
    rows = forge.rows_of(EVENING, forge.TONGUES["es"])
    zone = UTC if stamp.endswith("Z") else timezone(timedelta(hours=-3))
    for line, stay in zip(rows[1:], EVENING.stays, strict=True):
        line[2:4] = [at.astimezone(zone).strftime(stamp) for at in (stay.joined, stay.left)]
    data = forge.text_of(rows, ",").encode()
    here, elsewhere = (read_told(data, zone=at, sitting_at=EVENING.begins)[1] for at in (ZONE, UTC))
    _, plain = told_by(FORMS["es, rows"])
    assert isinstance(here, Report)
    assert isinstance(elsewhere, Report)
    assert isinstance(plain, Report)
    assert here.rows == elsewhere.rows == plain.rows


def test_minutes_with_a_comma_are_counted_as_zoom_counts_begun_ones() -> None:
    _, told = told_by("Name;Email;Duration (minutes)\nAna;;68,4\nLuz;;68,0\nEva;;1,234\n")
    assert isinstance(told, Report)
    assert [row.minutes for row in told.rows] == [69, 68, None]


def test_a_workbook_is_read_whatever_it_is_called() -> None:
    book = forge.workbook_of(EVENING, forge.TONGUES["es"])
    assert told_by(book, file_name="participants.csv") == told_by(FORMS["es, rows"])


def test_a_workbook_whose_times_excel_has_understood_is_read() -> None:
    header, *lines = forge.rows_of(EVENING, forge.TONGUES["es"])
    for line, stay in zip(lines, EVENING.stays, strict=True):
        line[2], line[3] = stay.joined.replace(tzinfo=None), stay.left.replace(tzinfo=None)  # type: ignore[call-overload]
        line[4] = stay.minutes  # type: ignore[call-overload]
    _, told = told_by(xlsx({"participantes": [header, *lines]}))
    assert isinstance(told, Report)
    assert told.unreadable == ()
    for row, stay in zip(told.rows, EVENING.stays, strict=True):
        assert row.joined_at is not None
        assert abs(row.joined_at - stay.joined) < timedelta(seconds=1)


def test_a_spreadsheet_that_dropped_the_seconds_still_tells_the_evening() -> None:
    text = forge.text_of(forge.rows_of(EVENING, forge.TONGUES["es"], forge.EXCEL), ";")
    _, told = told_by(text)
    assert isinstance(told, Report)
    assert told.unreadable == ()
    for row, true in zip(told.rows, EVENING.stays, strict=True):
        assert row.joined_at == true.joined.replace(second=0)


def test_a_webinar_tells_who_came_and_counts_nobody_who_did_not() -> None:
    kind, told = told_by(forge.WEBINAR)
    assert kind is ToldKind.PARTICIPANTS
    assert isinstance(told, Report)
    assert [(row.name, row.host, row.minutes) for row in told.rows] == [
        ("Mesa Ribera", True, 130),
        ("Pía Sosa", False, 120),
        ("Nélida Quiroz", False, 28),
        ("Nélida Quiroz", False, 85),
    ]
    assert (len(told.absent), told.unreadable) == (1, ())
    assert told.meeting is not None
    assert told.meeting.zoom_number == forge.NUMBER


def test_a_spanish_webinar_with_months_in_words_is_read() -> None:
    _, told = told_by(forge.WEBINAR_SPANISH)
    assert isinstance(told, Report)
    assert [(row.name, row.host) for row in told.rows] == [("Mesa Ribera", True), ("Nélida Quiroz", False)]
    assert told.rows[1].joined_at == datetime(2026, 11, 19, 22, 2, tzinfo=UTC)


@pytest.mark.parametrize("title", ["Start Time", "Scheduled Time"])
def test_the_meeting_s_own_time_tells_how_the_days_of_registering_are_written(title: str) -> None:
    text = (
        f"Registration Report\nTopic,Meeting ID,{title}\nConsejo,912 3456 7890,02/05/2026 07:00:00 PM\n"
        "Registrant Details\nFirst Name,Last Name,Email,Registration Time,Approval Status\n"
        "Zulma,Ferreyra,zulma@example.org,02/01/2026 10:00:00 AM,approved\n"
    )
    at = datetime(2026, 2, 5, 19, 0, tzinfo=ZONE)
    _, told = read_told(text.encode(), zone=ZONE, sitting_at=at)
    assert isinstance(told, Registrations)
    assert told.rows[0].registered_at == datetime(2026, 2, 1, 10, 0, tzinfo=ZONE)


@pytest.mark.parametrize("spanish", [False, True])
def test_registrations_come_with_document_and_quarter(spanish: bool) -> None:
    text, people = forge.registrations_of(Random(3), spanish=spanish)
    kind, told = told_by(text)
    assert kind is ToldKind.REGISTRATIONS
    assert isinstance(told, Registrations)
    seen = [(one.given_names, one.family_name, one.email, one.document, one.neighbourhood) for one in told.rows]
    assert seen == people
    assert {(one.status, one.phone, one.answers) for one in told.rows} == {("approved", "+54 341 555-0134", ())}
    assert all(one.registered_at and one.registered_at.month == 11 for one in told.rows)
    assert told.meeting is not None
    assert told.meeting.zoom_number == forge.NUMBER


def test_what_somebody_wrote_over_several_lines_is_one_answer() -> None:
    text = (
        "First Name,Last Name,Email,Registration Time,Approval Status,¿Qué propone?\r\n"
        'Pía,Sosa,pia@example.org,"11/18/2026 07:00:00 PM",approved,"Más luz,\r\ny que poden\r\nel «""paraíso""»"\r\n'
        'Telmo,Brito,telmo@example.org,"11/18/2026 07:05:00 PM",denied,\r\n'
    )
    _, told = told_by(text)
    assert isinstance(told, Registrations)
    assert [one.number for one in told.rows] == [2, 5]
    [(asked, answer)] = told.rows[0].answers
    assert (asked, answer.split()) == ("¿Qué propone?", ["Más", "luz,", "y", "que", "poden", "el", '«"paraíso"»'])
    assert [one.status for one in told.rows] == ["approved", "denied"]


def test_nobody_registers_after_the_evening_so_the_dates_are_decided() -> None:
    text = (
        "First Name,Last Name,Email,Registration Time,Approval Status\r\n"
        "Pía,Sosa,pia@example.org,11/10/2026 07:00:00 PM,approved\r\n"
        "Telmo,Brito,t@example.org,10/12/2026 07:00:00 PM,approved\r\n"
    )
    _, told = told_by(text)
    assert isinstance(told, Registrations)
    assert [one.registered_at.month for one in told.rows if one.registered_at] == [11, 10]
    assert isinstance(read_told(text.encode(), zone=ZONE)[1], DatesUndecided)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        (
            forge.POLL_OLD,
            [
                ("", "Moción 1", ("A favor",), "Nélida Quiroz"),
                ("", "Moción 2", ("En contra",), "Nélida Quiroz"),
                ("", "Moción 1", ("En contra",), None),
                ("", "Moción 2", ("En contra",), None),
                ("", "Moción 1", ("A favor",), "Bruno Achával"),
            ],
        ),
        (
            forge.POLL_TABLES,
            [
                ("Seguridad", "¿Cómo ve el barrio?", ("Mejor",), "Nélida Quiroz"),
                ("Seguridad", "¿Qué falta?", ("Luz", "Agua"), "Nélida Quiroz"),
                ("Seguridad", "¿Cómo ve el barrio?", ("Peor",), None),
                ("Seguridad", "¿Qué falta?", ("Luz; y que poden",), None),
                ("Plazas", "¿Cuál primero?", ("La del Muelle",), "Bruno Achával"),
            ],
        ),
        (
            forge.POLL_LINES,
            [
                ("", "¿Cómo ve el barrio?", ("Mejor",), "Nélida Quiroz"),
                ("", "¿Cómo ve el barrio?", ("Igual",), None),
            ],
        ),
    ],
    ids=["beside", "tables", "lines"],
)
def test_polls_are_read_in_all_their_forms(text: str, answers: list[object]) -> None:
    kind, told = told_by(text)
    assert kind is ToldKind.POLLS
    assert isinstance(told, Polls)
    assert [(one.poll, one.question, one.answers, one.name) for one in told.answers] == answers
    assert told.left_out == ()
    assert all(one.answered_at and one.answered_at.day == 19 for one in told.answers if one.name)


def test_an_anonymous_answer_has_neither_e_mail_nor_time() -> None:
    _, told = told_by(forge.POLL_LINES)
    assert isinstance(told, Polls)
    assert [(one.email, one.answered_at) for one in told.answers if one.name is None] == [(None, None)]


def chat(text: str, at: datetime | None = EVENING.begins) -> Chat:
    kind, told = read_told(text.encode(), zone=ZONE, sitting_at=at)
    assert kind is ToldKind.CHAT
    assert isinstance(told, Chat)
    return told


def test_a_chat_is_read_and_what_was_private_is_only_counted() -> None:
    told = chat(forge.CHAT)
    assert [(one.author, one.text) for one in told.lines] == [
        ("Nélida Quiroz", "presente"),
        ("Bruno Achával", 'Replying to "presente"\n\nyo también'),
        ("Ana to Bruno", "un nombre raro"),
    ]
    assert told.private == 1
    assert "secreto" not in repr(told)
    assert told.lines[0].said_at == datetime(2026, 11, 19, 22, 10, 55, tzinfo=UTC)


@pytest.mark.parametrize("said", ['Reaccionó a la propuesta "plaza" con bronca', "Reacted to nothing", 'Reagiu "sim"'])
def test_who_writes_of_a_reaction_has_written(said: str) -> None:
    assert [one.text for one in chat(f"19:10:55 De Ana Paz a Todos:\n\t{said}\n").lines] == [said]


def test_a_spanish_chat_of_the_older_form_is_read() -> None:
    told = chat(forge.CHAT_SPANISH)
    assert [(one.author, one.text) for one in told.lines] == [
        ("Nélida Quiroz", "Presente"),
        ("Bruno Achával", "Falta luz\nen la esquina"),
    ]
    assert told.private == 2
    assert "secreto" not in repr(told)


@pytest.mark.parametrize(
    "line",
    [
        "19:14:00 From Ana to Bruno : decilo to Everyone: secreto",
        "19:14:00 From Ana to Everyone(Direct Message):\n\tsecreto",
        "19:14:00 From Ana to Hosts and panelists:\n\tsecreto",
        "19:14:00 De Ana a Mesa (en privado) : secreto a Todos : ya",
        "19:14:0 From Ana to Bruno(Direct Message):\n\tsecreto",
        "1x:14:00 From Ana to Bruno(Direct Message):\n\tsecreto",
        "19:14:00 Frxm Ana to Bruno(Direct Mesage):\n\tsecreto",
    ],
)
def test_what_is_not_certainly_to_everyone_is_never_taken_in(line: str) -> None:
    before, after = "19:10:00 From Pía to Everyone:\n\thola\n", "\n19:20:00 From Pía to Everyone:\n\tchau\n"
    told = chat(before + line + after)
    assert [one.text for one in told.lines] == ["hola", "chau"]
    assert told.private + len(told.left_out) >= 1


def test_a_private_message_that_ran_on_from_the_line_before_is_not_taken_in() -> None:
    told = chat("19:10:00 From Pía to Everyone:\n\thola19:14:00 From Ana to Bruno(Direct Message):\n\tsecreto\n")
    assert [one.text for one in told.lines] == ["hola"]
    assert told.private == 1


def test_a_chat_with_dates_knows_its_days_by_itself() -> None:
    [line] = chat(forge.CHAT_DATED, None).lines
    assert line.said_at == datetime(2026, 11, 19, 22, 10, 55, tzinfo=UTC)


def test_the_oldest_chat_names_no_recipient() -> None:
    assert [(one.author, one.text) for one in chat(forge.CHAT_OLD).lines] == [
        ("Nélida Quiroz", "presente"),
        ("Bruno", "hora: las ocho"),
    ]


def test_a_chat_from_the_cloud_counts_from_the_recordings_beginning() -> None:
    told = chat(forge.CHAT_CLOUD)
    assert [(one.author, one.text, one.said_at) for one in told.lines] == [
        ("Nélida Quiroz", "presente", None),
        ("Bruno Achával", "hola: ver https://example.org", None),
    ]
    assert told.lines[0].offset == timedelta(minutes=58, seconds=4)


def test_a_message_of_the_older_form_may_end_in_a_colon_or_be_empty() -> None:
    text = "19:10:00 De  Pía  a  Todos : propongo:\n19:11:00 De  Ana  a  Todos : \n19:12:00 De  Pía  a  Todos : luz\n"
    assert [one.text for one in chat(text).lines] == ["propongo:", "", "luz"]


def test_times_far_from_the_sitting_count_from_the_recordings_beginning() -> None:
    [line] = chat("00:12:05 From  Pía Sosa  to  Everyone : hola\n").lines
    assert (line.said_at, line.offset) == (None, timedelta(minutes=12, seconds=5))


def test_a_chat_that_runs_past_midnight_goes_on_the_next_day() -> None:
    told = chat("23:59:00 From Pía to Everyone:\n\ta\n00:01:00 From Pía to Everyone:\n\tb\n")
    assert [one.said_at for one in told.lines] == [
        datetime(2026, 11, 20, 2, 59, tzinfo=UTC),
        datetime(2026, 11, 20, 3, 1, tzinfo=UTC),
    ]


def test_a_transcript_tells_who_spoke_where_zoom_knew() -> None:
    kind, told = told_by(forge.TRANSCRIPT)
    assert kind is ToldKind.TRANSCRIPT
    assert isinstance(told, Transcript)
    assert [(one.speaker, one.text) for one in told.lines] == [
        ("Nélida Quiroz", "Hola a todos."),
        (None, "son dos cosas: luz y agua"),
        ("Bruno de la Peña", "Bien.\nSigo."),
    ]
    assert told.lines[2].begins == timedelta(hours=1, minutes=2, seconds=3, milliseconds=4)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("First Name,Last Name,Email,Registration Time,Approval Status\r\n", "zoom_file_no_registrants"),
        ("#,User Name,User Email,Submitted Date/Time,¿Sí?\r\n", "zoom_file_no_answers"),
        ("WEBVTT\r\n\r\n", "zoom_file_no_words"),
        (FORMS["es, rows"].replace("Hora de entrada", "Ho"), "zoom_file_damaged"),
        (FORMS["en, rows"].replace("Duration (minutes),Guest", "Duration (minutes)xGuest"), "zoom_file_damaged"),
    ],
)
def test_what_tells_of_nobody_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(Refused) as no:
        told_by(text)
    assert no.value.code == code


def test_a_word_of_the_header_that_lost_a_letter_is_still_known() -> None:
    damaged = FORMS["en, rows"].replace("In waiting room", "In waitinq room")
    assert told_by(damaged) == told_by(FORMS["en, rows"])


def test_one_damaged_line_does_not_turn_the_days_of_all_the_others() -> None:
    of_may = forge.evening(Random(5), day=date(2026, 5, 3))
    text = forge.text_of(forge.rows_of(of_may, forge.TONGUES["en"], forge.MONTH_FIRST))
    damaged = text.replace("05/03/2026", "13/03/2026", 1)
    with pytest.raises(Refused) as no:
        read_told(damaged.encode(), zone=ZONE, sitting_at=of_may.begins)
    assert no.value.code == "zoom_dates_contradict"


def test_a_time_that_does_not_agree_with_its_minutes_is_pointed_out() -> None:
    lines = forge.rows_of(EVENING, forge.TONGUES["en"])
    lines[1][4] = "11"
    _, told = told_by(forge.text_of(lines))
    assert isinstance(told, Report)
    assert (told.unreadable, told.left_out) == ((2,), ())


@pytest.mark.parametrize(
    "text",
    [
        "19:10:00 From Pía to Everyone:\n\t" + "a to " * 300_000,
        "19:10:00 From " + "a to b " * 300_000,
        "Name,Email,Join time,Leave time,Duration (minutes)\n"
        + "()" * 60_000
        + "(,,19/11/2026 19:00,19/11/2026 20:00,60\n",
        "Name,Email,Join time,Leave time,Duration (minutes)\n" + "," * 3_000_000,
        "19:10:00 From Pía to Everyone:\n\t" + "19:10:00 From " * 60_000,
        "WEBVTT\n\n" + "00:00:01.000 --> " * 60_000,
    ],
    ids=["words", "names", "brackets", "commas", "run on", "times"],
)
@pytest.mark.timeout(20)
def test_a_file_made_to_keep_the_program_busy_does_not(text: str) -> None:
    with suppress(Refused):
        told_by(text)
