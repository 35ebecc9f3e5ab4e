"""Meetings as the Zoom of the tests knows them, and one connection as each of its three lists tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.record import EVENING

NUMBER = 91234567890
UUID = "/abc//dEF1+2345ghijkl6=="


@dataclass(frozen=True)
class Join:
    """One connection: minutes since the evening began when it came and when it went (None: it is still there)."""

    name: str
    came: float
    went: float | None = None
    email: str = ""
    registrant_id: str = ""
    account: str = ""
    waiting: bool = False
    breakout: str = ""
    phone: str = ""
    host: bool = False


@dataclass
class Meeting:
    """One meeting. It runs until `ended` is set."""

    joins: list[Join] = field(default_factory=list)
    number: int = NUMBER
    uuid: str = UUID
    topic: str = "Sesión de noviembre"
    began: datetime = EVENING
    ended: datetime | None = EVENING + timedelta(minutes=110)

    def at(self, minutes: float | None) -> str:
        return _text(self.began + timedelta(minutes=minutes or 0))

    def instance(self) -> dict[str, Any]:
        return {"uuid": self.uuid, "start_time": _text(self.began)}

    def facts(self, host_id: str, host: str) -> dict[str, Any]:
        ended = self.ended or self.began
        return {
            "id": self.number, **self.instance(), "end_time": _text(ended), "topic": self.topic, "type": 2,
            "duration": int((ended - self.began).total_seconds() // 60), "host_id": host_id, "user_email": host,
            "user_name": "Anfitriona Ejemplo", "total_minutes": 500,
            "participants_count": len({one.name for one in self.joins}),
        }  # fmt: skip


def past_row(join: Join, meeting: Meeting) -> dict[str, Any]:
    """As `/past_meetings/{id}/participants` tells it."""
    return {**_row(join, meeting), "internal_user": bool(join.account)}


def report_row(join: Join, meeting: Meeting) -> dict[str, Any]:
    """As `/report/meetings/{id}/participants` tells it."""
    row = {**_row(join, meeting), "participant_user_id": join.account}
    return {**row, "bo_mtg_id": join.breakout} if join.breakout else row


def dashboard_row(join: Join, meeting: Meeting) -> dict[str, Any]:
    """As `/metrics/meetings/{id}/participants` tells it: other names, and no duration."""
    row: dict[str, Any] = {
        "id": join.account, "user_id": _user_id(join, meeting), "participant_user_id": join.account,
        "user_name": join.name, "email": join.email, "role": "host" if join.host else "attendee",
        "status": "in_waiting_room" if join.waiting else "in_meeting", "device": "Phone" if join.phone else "Windows",
        "join_time": meeting.at(join.came), "registrant_id": join.registrant_id,
    }  # fmt: skip
    if join.went is not None:
        row["leave_time"] = meeting.at(join.went)
    if join.breakout:
        row["bo_mtg_id"] = join.breakout
    if join.phone:
        row["audio_call"] = [{"call_number": join.phone, "call_type": "call-in", "zoom_number": "543415550000"}]
    return row


def _row(join: Join, meeting: Meeting) -> dict[str, Any]:
    went = join.went if join.went is not None else 110
    return {
        "id": join.account, "name": join.name, "user_id": _user_id(join, meeting), "user_email": join.email,
        "registrant_id": join.registrant_id, "join_time": meeting.at(join.came), "leave_time": meeting.at(went),
        "duration": int((went - join.came) * 60), "failover": False,
        "status": "in_waiting_room" if join.waiting else "in_meeting",
    }  # fmt: skip


def _user_id(join: Join, meeting: Meeting) -> str:
    """Another one for each connection, as Zoom gives them."""
    return str(16778240 + 1024 * meeting.joins.index(join))


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def an_evening(**facts: Any) -> Meeting:
    """Eleven connections of eight people: a host, rejoins, a waiting room, a breakout room, a telephone, no e-mails."""
    return Meeting(
        joins=[
            Join("Anfitriona Ejemplo", 0, 110, "anfitriona@example.org", account="30R7kT7bTIKSNUFEuH_Qlg", host=True),
            Join("Nélida Quiroz", 2, 2.5, waiting=True),
            Join("Nélida Quiroz", 2.5, 40, "nelida@example.org", "reg-nelida"),
            Join("Nélida Quiroz", 42, 108, "nelida@example.org", "reg-nelida"),
            Join("Bruno Achával", 5, 109),
            Join("Bruno Achával", 30, 45, breakout="Dkgwu8nm/ExG1vM+GhLRhA=="),
            Join("iPhone de Marta", 8, 60),
            Join("543415550134", 12, 100, phone="543415550134"),
            Join("Hugo D. Ibáñez", 15, 105),
            Join("Galaxy A12", 20, 90),
            Join("Curioso", 25, 29, waiting=True),
        ],
        **facts,
    )
