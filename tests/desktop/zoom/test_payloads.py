"""What Zoom answers, read: its own examples, and whatever else a service may send one day."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.zoom.files.report import MeetingFacts
from db.zoom.files.told import Chat, ChatLine
from desktop.zoom.payloads import (
    chat_at,
    fingerprint,
    is_settled,
    live_of,
    meeting_facts,
    polls_of,
    registrations_of,
    report_of,
)
from tests.desktop.zoom.stub_evening import an_evening, dashboard_row, past_row, report_row

NOTHING = MeetingFacts(zoom_number="91234567890")
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = st.recursive(
    LEAVES | st.sampled_from(["2026-11-19T22:00:00Z", "0001-01-01T00:00:00+14:00", "a@b.c", "\ud83d"]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=5), inside, max_size=3),
    max_leaves=6,
)
NAMES = [
    "id",
    "name",
    "user_name",
    "user_email",
    "email",
    "join_time",
    "leave_time",
    "duration",
    "status",
    "user_id",
    "role",
    "registrant_id",
    "bo_mtg_id",
    "audio_call",
    "device",
    "internal_user",
    "participant_user_id",
    "custom_questions",
    "first_name",
    "last_name",
    "phone",
    "org",
    "create_time",
    "questions",
    "question_details",
    "answer",
    "topic",
    "uuid",
]
TOLD = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=10)


@given(st.lists(TOLD, max_size=4))
def test_nothing_that_zoom_may_send_stops_the_reading(told: list[dict[str, Any]]) -> None:
    """A right value or none, and text that every part of the record can keep."""
    report = report_of(told, meeting=NOTHING, running=True)
    seen = [live_of(told), report, registrations_of(told, number="1"), is_settled(told), fingerprint(told)]
    seen += [polls_of({"questions": told}, number="1"), *(meeting_facts(one, number="1") for one in told)]
    str(seen).encode()
    for row in report.rows:
        assert row.joined_at is not None
        assert row.left_at is None or row.left_at >= row.joined_at
        assert not any("\x00" in str(value) for value in astuple(row))


@pytest.mark.parametrize("row", [past_row, report_row, dashboard_row])
def test_the_three_lists_of_one_evening_tell_the_same_stays(row: Any) -> None:
    evening = an_evening()
    report = report_of([row(one, evening) for one in evening.joins], meeting=NOTHING)
    stays = [(one.name, one.joined_at, one.left_at, one.in_waiting_room) for one in report.rows]
    wanted = [
        (one.name, evening.began + timedelta(minutes=one.came), evening.began + timedelta(minutes=one.went or 0),
         one.waiting) for one in evening.joins
    ]  # fmt: skip
    assert sorted(stays) == sorted(wanted)
    assert [one.phone for one in report.rows if one.phone] == ["543415550134"]


def test_the_host_is_known_by_role_by_account_or_by_mail() -> None:
    times = {"join_time": "2026-11-19T22:00:00Z", "leave_time": "2026-11-19T23:00:00Z"}
    told = [
        {"name": "por rol", "role": "host", **times},
        {"name": "por cuenta", "id": "h", **times},
        {"name": "por correo", "user_email": "H@example.org", **times},
        {"name": "nadie", "id": "", "user_email": "", **times},
    ]
    meeting = MeetingFacts(host_email="h@example.org")
    hosts = {one.name: one.host for one in report_of(told, meeting=meeting, host_id="h").rows}
    assert hosts == {"por rol": True, "por cuenta": True, "por correo": True, "nadie": False}


@pytest.mark.parametrize(
    ("rows", "settled"),
    [
        ([{"join_time": "2026-11-19T22:00:00Z", "leave_time": "2026-11-19T22:00:00Z", "duration": 0}], True),
        ([{"join_time": "2026-11-19T22:00:00Z", "leave_time": "2026-11-19T22:30:00Z", "duration": 0}], False),
        ([{"join_time": "2026-11-19T22:00:00Z", "duration": 60}], False),
        ([{"join_time": "2026-11-19T22:00:00Z", "leave_time": "2026-11-19T22:30:00Z"}], True),
    ],
)
def test_a_list_is_settled_when_everybody_left_and_stayed_for_some_time(
    rows: list[dict[str, Any]], settled: bool
) -> None:
    assert is_settled(rows) is settled


def test_a_line_that_leaves_before_it_joins_is_told_and_not_counted() -> None:
    told = [{"name": "Al revés", "join_time": "2026-11-19T23:00:00Z", "leave_time": "2026-11-19T22:00:00Z"}]
    report = report_of(told, meeting=NOTHING)
    assert (report.rows, report.left_out) == ((), (1,))


def test_a_chat_of_the_cloud_gets_the_hours_of_the_evening() -> None:
    began = datetime(2026, 11, 19, 22, 5, tzinfo=UTC)
    chat = Chat((ChatLine(1, "Ana", "hola", offset=timedelta(minutes=2)), ChatLine(2, "Eva", "hola", said_at=began)))
    assert [one.said_at for one in chat_at(chat, began).lines] == [began + timedelta(minutes=2), began]
    assert chat_at(chat, None) == chat
