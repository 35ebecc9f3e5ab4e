"""What Zoom's API answers, as the values that a file would have given. Pure: no network, no record.

Durations are seconds here and minutes there; moments are UTC. Source: the examples of Zoom's API reference (2026).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zlib import crc32

from db.folding import fold
from db.zoom.files.participants import names_in, phone_in
from db.zoom.files.registrations import DOCUMENT, ORGANISATION, QUARTER, answer_about
from db.zoom.files.report import DateOrder, MeetingFacts, Report, ReportRow
from db.zoom.files.told import Chat, PollAnswer, Polls, Registrant, Registrations

Told = Mapping[str, Any]

NOBODY = "Anonymous Attendee"
_LONGEST_S = 7 * 24 * 3600
_FIRST_YEAR, _LAST_YEAR = 2010, 2200  # Zoom is of 2011
_LONGEST_PHONE = 30
_LONGEST_NUMBER = 15
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class LiveOne:
    """Somebody who is in the call now, or waits outside."""

    name: str
    waiting: bool
    since: datetime | None


def fingerprint(told: object) -> str:
    """SHA-256, as hex, of an answer: the same told twice is known by it, as the same bytes of a file are."""
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_settled(participants: Iterable[Told]) -> bool:
    """Whether Zoom has finished its sums: right after a meeting it tells durations of 0, or people who never left."""
    for one in participants:
        joined, left = _moment(one.get("join_time")), _moment(one.get("leave_time"))
        if left is None or (one.get("duration") == 0 and left != joined):
            return False
    return True


def meeting_facts(told: Told, *, number: str) -> MeetingFacts:
    """A meeting that has ended, as `/past_meetings` tells it; there, and only there, `duration` is in minutes."""
    return MeetingFacts(
        zoom_number=_number(told, number),
        uuid=_text(told.get("uuid")),
        topic=_text(told.get("topic")),
        host_name=_text(told.get("user_name")),
        host_email=(_text(told.get("user_email")) or "").casefold() or None,
        started_at=_moment(told.get("start_time")),
        ended_at=_moment(told.get("end_time")),
        minutes=_count(told.get("duration")),
        participants=_count(told.get("participants_count")),
    )


def report_of(
    participants: Sequence[Told], *, meeting: MeetingFacts, host_id: str = "", running: bool = False
) -> Report:
    """The participants of any of Zoom's three lists, one line a connection, in the order in which they came.

    The dashboard names things otherwise (`user_name`, `email`) and knows who dialled in. Of a call that is `running`
    each line has the number of its connection, by which it is known the next time, and who waits outside is left out:
    he may be let in yet. A line without a time of joining is told among `left_out`.
    """
    rows, left_out = [], []
    told = [one for one in participants if not running or one.get("status") != "in_waiting_room"]
    for place, one in enumerate(sorted(told, key=_order), start=1):
        number = _connection(one) if running else place
        row = _row(number, one, meeting, host_id)
        if row.joined_at is None or (row.left_at is not None and row.left_at < row.joined_at):
            left_out.append(number)
        else:
            rows.append(row)
    lines = tuple(left_out)
    return Report(meeting, tuple(rows), DateOrder.PLAIN, unreadable=lines, left_out=lines, source="api")


def live_of(participants: Iterable[Told]) -> tuple[LiveOne, ...]:
    """Who is in the call now, by name; somebody who left and came back is one."""
    found: dict[str, LiveOne] = {}
    for one in participants:
        if _text(one.get("leave_time")):
            continue
        name = _name(one)
        here = LiveOne(name, one.get("status") == "in_waiting_room", _moment(one.get("join_time")))
        # Two telephones without a name are two; the same account twice is one person.
        key = _text(one.get("participant_user_id")) or f"{name}\x1f{one.get('user_id')}"
        if key not in found or found[key].waiting:
            found[key] = here
    return tuple(sorted(found.values(), key=lambda one: (one.waiting, fold(one.name))))


def registrations_of(registrants: Sequence[Told], *, number: str, topic: str | None = None) -> Registrations:
    """Who registered. Document and quarter are known by the titles of their questions, as in a file."""
    rows = tuple(_registrant(line, one) for line, one in enumerate(sorted(registrants, key=_registered), start=1))
    return Registrations(MeetingFacts(zoom_number=number, topic=topic), rows)


def chat_at(chat: Chat, began: datetime | None) -> Chat:
    """A chat of the cloud with the moment of each message: it counts from the beginning of the recording, which the
    file does not tell and the list of recordings does.
    """
    if began is None:
        return chat
    moved = [one if one.offset is None else replace(one, said_at=began + one.offset) for one in chat.lines]
    return replace(chat, lines=tuple(moved))


def moment_in(told: Told, name: str) -> datetime | None:
    """A moment of an answer, in UTC; None when it tells none that can be read."""
    return _moment(told.get(name))


def polls_of(told: Told, *, number: str, topic: str | None = None) -> Polls:
    """The answers to every poll; of an anonymous one nobody's name. Several choices come joined by semicolons."""
    answers = []
    for person in _objects(told.get("questions")):
        name, email = _text(person.get("name")), (_text(person.get("email")) or "").casefold() or None
        anonymous = name is None or fold(name) == fold(NOBODY)
        for one in _objects(person.get("question_details")):
            said = tuple(part.strip() for part in (_text(one.get("answer")) or "").split(";") if part.strip())
            if said:
                who = (None, None) if anonymous else (name, email)
                poll, question = _text(one.get("polling_id")) or "", _text(one.get("question")) or ""
                answers.append(PollAnswer(poll, question, said, *who, _moment(one.get("date_time"))))
    facts = MeetingFacts(_number(told, number), _text(told.get("uuid")), topic)
    return Polls(facts, tuple(answers))


def _row(number: int, one: Told, meeting: MeetingFacts, host_id: str) -> ReportRow:
    name, original, host = names_in(_name(one))
    email = (_text(one.get("user_email")) or _text(one.get("email")) or "").casefold() or None
    known = _text(one.get("id")) or _text(one.get("participant_user_id"))
    return ReportRow(
        number=number,
        name=name,
        original_name=original,
        email=email,
        joined_at=_moment(one.get("join_time")),
        left_at=_moment(one.get("leave_time")),
        minutes=_minutes(one.get("duration")),
        guest=_is_guest(one),
        in_waiting_room=one.get("status") == "in_waiting_room",
        phone=_phone(one) or phone_in(name),
        host=host or one.get("role") == "host" or (known is not None and known == host_id)
        or (email is not None and email == meeting.host_email),
        registrant_id=_text(one.get("registrant_id")),
        zoom_user_id=known,
        breakout=_text(one.get("bo_mtg_id")),
    )  # fmt: skip


def _connection(one: Told) -> int:
    """Zoom's number of a connection, of one meeting alone; where it tells none, one made of who it is."""
    told = _text(one.get("user_id")) or ""
    if told.isascii() and told.isdigit() and len(told) <= _LONGEST_NUMBER:
        return int(told)
    return crc32(f"{told} {_text(one.get('participant_user_id'))} {_name(one)}".encode())


def _is_guest(one: Told) -> bool | None:
    internal = one.get("internal_user")
    return not internal if isinstance(internal, bool) else None


def _phone(one: Told) -> str | None:
    """The number from which somebody dialled in, as the dashboard tells it."""
    numbers = [_text(call.get("call_number")) for call in _objects(one.get("audio_call"))]
    dialled_in = fold(str(one.get("device") or "")) == "phone" and not _text(one.get("email"))
    return next((number[:_LONGEST_PHONE] for number in numbers if number), None) if dialled_in else None


def _registrant(line: int, one: Told) -> Registrant:
    asked = []
    for question in _objects(one.get("custom_questions")):
        title, said = _text(question.get("title")), _text(question.get("value"))
        if title and said:
            asked.append((title, said))
    document, quarter = answer_about(asked, DOCUMENT), answer_about(asked, QUARTER)
    organisation = _text(one.get("org")) or answer_about(asked, ORGANISATION)
    used = {document, quarter, organisation}
    return Registrant(
        number=line,
        email=(_text(one.get("email")) or "").casefold() or None,
        family_name=_text(one.get("last_name")) or "",
        given_names=_text(one.get("first_name")) or "",
        phone=_text(one.get("phone")),
        document=document,
        neighbourhood=quarter,
        organisation=organisation,
        registrant_id=_text(one.get("id")),
        registered_at=_moment(one.get("create_time")),
        status=_text(one.get("status")),
        answers=tuple((title, said) for title, said in asked if said not in used),
    )


def _order(one: Told) -> tuple[str, str, str]:
    return (str(one.get("join_time") or ""), str(one.get("user_id") or ""), _name(one))


def _registered(one: Told) -> tuple[str, str]:
    return (str(one.get("create_time") or ""), str(one.get("id") or ""))


def _name(one: Told) -> str:
    return _text(one.get("name")) or _text(one.get("user_name")) or ""


def _objects(value: object) -> list[Told]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: object) -> str | None:
    """Words in one line. Half a sign of two (an emoji cut by somebody's limit) and control signs are no words."""
    if not isinstance(value, str):
        return None
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(_CONTROL.sub(" ", whole).split()) or None


def _number(told: Told, asked: str) -> str:
    """A meeting's number as told, or the one that was asked for."""
    number = str(_count(told.get("id")) or "")
    return number if 9 <= len(number) <= 11 else asked


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**12 else None


def _minutes(seconds: object) -> int | None:
    known = _count(seconds)
    return None if known is None or known > _LONGEST_S else -(-known // 60)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        told = datetime.fromisoformat(value.strip())
        told = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return told if _FIRST_YEAR <= told.year <= _LAST_YEAR else None
