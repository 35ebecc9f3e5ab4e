"""What Cabildo asks of Zoom, one method a question. zoomus knows the addresses; the wire does the talking.

zoomus alone does not notice a bad credential, renews no token, waits for ever, loses every page but the first and sends
identifiers twice. So its components are handed our wire in place of its own way of sending.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from zoomus.components.meeting import MeetingComponentV2
from zoomus.components.metric import MetricComponentV2
from zoomus.components.past_meeting import PastMeetingComponentV2
from zoomus.components.recording import RecordingComponentV2
from zoomus.components.report import ReportComponentV2
from zoomus.components.user import UserComponentV2

from db.errors import Refused
from desktop.zoom.paging import PAGE, walk
from desktop.zoom.wire import Wire, as_path

Told = dict[str, Any]
_IN_THE_PATH = frozenset({"id", "meeting_id", "user_id"})
_USUAL_MINUTES = 120


class _OverWire:
    """Takes the place of zoomus' own sending: what stands in the path already is not sent again beside it."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def get_request(self, endpoint: str, params: Told | None = None, **_: Any) -> Told:
        return self._wire.send("GET", endpoint, params=_beside(params))

    def post_request(self, endpoint: str, data: Told | None = None, **_: Any) -> Told:
        return self._wire.send("POST", endpoint, body=_beside(data))


class _Meetings(_OverWire, MeetingComponentV2): ...


class _Metrics(_OverWire, MetricComponentV2): ...


class _PastMeetings(_OverWire, PastMeetingComponentV2): ...


class _Recordings(_OverWire, RecordingComponentV2): ...


class _Reports(_OverWire, ReportComponentV2): ...


class _Users(_OverWire, UserComponentV2): ...


@dataclass(frozen=True)
class Wanted:
    """A meeting as a sitting needs it; `questions` are (title, required), asked of whoever registers."""

    topic: str
    starts_at: datetime
    zone: str
    questions: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class Created:
    """What was made. `trouble` is the code of why nobody can register or why it asks nothing; None when all is well.

    The address with which anybody could host (`start_url`) is not among it and is never kept anywhere.
    """

    number: str
    join_link: str
    registration_link: str | None
    trouble: str | None = None


class ZoomClient:
    """Questions to Zoom, answered as its JSON says; for a worker thread. Raises as `Wire` and `walk` do."""

    def __init__(self, wire: Wire, *, host: str = "") -> None:
        self.wire, self._host = wire, host
        self._meetings, self._metrics, self._past = _Meetings(wire), _Metrics(wire), _PastMeetings(wire)
        self._recordings, self._reports, self._users = _Recordings(wire), _Reports(wire), _Users(wire)

    def users(self) -> list[Told]:
        """Everybody who has an account under this one."""
        return walk(lambda token: self._users.list(**_page(token)), "users")

    def instances(self, number: str) -> list[Told]:
        """The meetings under that number that have ended: `uuid` and `start_time`."""
        told = self._past.list(meeting_id=as_path(number)).get("meetings")
        return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []

    def past_meeting(self, meeting: str) -> Told:
        """A meeting that has ended; a number means the last one under it."""
        answer: Told = self._past.get(meeting_id=as_path(meeting))
        return answer

    def past_participants(self, meeting: str) -> list[Told]:
        """Who was there, as every paid plan tells."""
        path = as_path(meeting)
        return walk(lambda token: self._past.get_participants(meeting_id=path, **_page(token)), "participants")

    def report_participants(self, meeting: str) -> list[Told]:
        """Who was there, as the report of an administrator tells: with breakout rooms and registrations."""
        path = as_path(meeting)

        def ask(token: str) -> Told:
            asked = {"include_fields": "registrant_id", **_page(token)}
            answer: Told = self._reports.get_meeting_participants_report(id=path, **asked)
            return answer

        return walk(ask, "participants")

    def dashboard_participants(self, meeting: str, *, kind: str) -> list[Told]:
        """Who is there (`live`) or was (`past`, `pastOne`), as the dashboard of the larger plans tells."""
        path = as_path(meeting)

        def ask(token: str) -> Told:
            asked = {"type": kind, "include_fields": "registrant_id", **_page(token)}
            answer: Told = self._metrics.list_participants(meeting_id=path, **asked)
            return answer

        return walk(ask, "participants")

    def registrants(self, number: str) -> list[Told]:
        """Who registered and was let in, with the answers."""
        path = as_path(number)

        def ask(token: str) -> Told:
            answer: Told = self._meetings.list_registrants(id=path, status="approved", **_page(token))
            return answer

        return walk(ask, "registrants")

    def polls(self, meeting: str) -> Told:
        """The answers to the polls of a meeting that has ended. zoomus does not know this address."""
        return self.wire.send("GET", f"/past_meetings/{as_path(meeting)}/polls")

    def recordings(self, meeting: str) -> list[Told]:
        """The files of the recording in the cloud, the chat and the transcript among them; none when there is none."""
        try:
            told = self._recordings.get(meeting_id=as_path(meeting)).get("recording_files")
        except Refused as no:
            if no.code == "zoom_not_there":
                return []
            raise
        return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []

    def host(self) -> Told:
        """The user who hosts: the one that was named, else the first who has a licence. Raises Refused:
        zoom_host_unknown.
        """
        everybody = self.users()
        if self._host:
            mine = self._host.casefold()
            named = [one for one in everybody if mine in (str(one.get("email", "")).casefold(), str(one.get("id", "")))]
        else:
            named = sorted(everybody, key=lambda one: one.get("type") != 2)
        if not named:
            raise Refused("zoom_host_unknown")
        return named[0]

    def create(self, wanted: Wanted) -> Created:
        """The meeting of a sitting: whoever registers is let in at once, and waits outside until the host opens.

        Registration needs a host with a licence. Without one the meeting is made all the same, and the answer tells.
        """
        path = as_path(self._host or str(self.host().get("id", "")))
        made: Told = self._meetings.create(user_id=path, **_as_zoom_wants(wanted))
        number = str(made.get("id") or "")
        if not number.isdecimal():
            raise Refused("zoom_not_there")
        link = str(made.get("registration_url") or "") or None
        trouble = None if link else "zoom_no_registration"
        if link and wanted.questions:
            trouble = self._ask_who_registers(number, wanted.questions)
        return Created(number, str(made.get("join_url") or ""), link, trouble)

    def _ask_who_registers(self, number: str, questions: tuple[tuple[str, bool], ...]) -> str | None:
        asked = [{"title": title, "type": "short", "required": required} for title, required in questions]
        body = {"questions": [{"field_name": "last_name", "required": True}], "custom_questions": asked}
        try:
            self.wire.send("PATCH", f"/meetings/{as_path(number)}/registrants/questions", body=body)
        except Refused:
            return "zoom_no_questions"
        return None


def _as_zoom_wants(wanted: Wanted) -> Told:
    settings = {"approval_type": 0, "registration_type": 1, "waiting_room": True, "join_before_host": False,
                "mute_upon_entry": True, "registrants_email_notification": True}  # fmt: skip
    return {
        "topic": wanted.topic[:200],
        "type": 2,
        "start_time": wanted.starts_at.astimezone(UTC),
        "duration": _USUAL_MINUTES,
        "timezone": wanted.zone,
        "settings": settings,
    }


def _page(token: str) -> Told:
    return {"page_size": PAGE, **({"next_page_token": token} if token else {})}


def _beside(words: Mapping[str, Any] | None) -> Told:
    return {name: value for name, value in (words or {}).items() if name not in _IN_THE_PATH}
