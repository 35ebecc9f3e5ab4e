"""What else can be done with what Zoom hands out: registrations, polls, chat and transcripts, in and out again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from db.clock import named_id
from db.errors import Refused
from db.journal import emptied_value, seal
from db.sittings.commands import sitting_row
from db.work import Work
from db.zoom.commands import LONGEST_CHAIN
from db.zoom.files.report import MeetingFacts
from db.zoom.files.told import Chat, Polls, Registrations, Transcript
from db.zoom.rules import says_at_least
from db.zoom.tables import ChatLine, Handout, PollAnswer, Registrant, TranscriptLine

Told = Registrant | PollAnswer | ChatLine | TranscriptLine

_LINES: dict[str, type[Told]] = {
    "registrations": Registrant,
    "polls": PollAnswer,
    "chat": ChatLine,
    "transcript": TranscriptLine,
}
# By what a line is known again in another export of the same meeting.
_SIGNS: dict[str, tuple[str, ...]] = {
    "registrations": ("email", "family_name", "given_names"),
    "polls": ("poll", "question", "name", "email", "answers"),
    "chat": ("author", "text"),
    "transcript": ("begins_ms", "text"),
}
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class HandedOut:
    """A handout in the record: how many lines it has, whether it was there before, and which one it replaced."""

    handout_id: str
    kind: str
    rows: int
    repeated: bool
    replaced_id: str | None = None


def take_in_registrations(
    work: Work, *, sitting_id: str, told: Registrations, sha256: str, file_name: str = "", source: str = "csv"
) -> HandedOut:
    """Stores who registered. Before the evening too; the same bytes twice change nothing, and an export that tells at
    least what an earlier one of the same meeting told takes its place. Raises Refused: sitting_unknown, sitting_signed.
    """
    rows = [
        Registrant(
            number=one.number,
            email=one.email,
            family_name=one.family_name,
            given_names=one.given_names,
            phone=one.phone,
            document=one.document,
            quarter=one.neighbourhood,
            organisation=one.organisation,
            registrant_id=one.registrant_id,
            registered_at=one.registered_at,
            status=one.status,
            answers="\n".join(f"{_one_line(title)}\t{_one_line(said)}" for title, said in one.answers) or None,
        )
        for one in told.rows
    ]
    handout = Handout(kind="registrations", sitting_id=sitting_id, sha256=sha256, source=source, private=0)
    return _take_in(work, _of(handout, file_name, told.meeting), rows)


def take_in_polls(
    work: Work, *, sitting_id: str, told: Polls, sha256: str, file_name: str = "", source: str = "csv"
) -> HandedOut:
    """Stores what was answered in polls, nobody's name and time where they were anonymous. Otherwise as
    `take_in_registrations`.
    """
    rows = [
        PollAnswer(
            number=number,
            poll=one.poll,
            question=one.question,
            answers="\n".join(_one_line(answer) for answer in one.answers),
            name=one.name,
            email=one.email if one.name else None,
            answered_at=one.answered_at if one.name else None,
        )
        for number, one in enumerate(told.answers, start=1)
    ]
    handout = Handout(kind="polls", sitting_id=sitting_id, sha256=sha256, source=source, private=0)
    return _take_in(work, _of(handout, file_name, told.meeting), rows)


def take_in_chat(
    work: Work, *, sitting_id: str, told: Chat, sha256: str, file_name: str = "", source: str = "csv"
) -> HandedOut:
    """Stores the public chat. Otherwise as `take_in_registrations`."""
    rows = [
        ChatLine(
            number=one.number,
            author=one.author,
            text=one.text,
            said_at=one.said_at,
            offset_ms=None if one.offset is None else one.offset // _MILLISECOND,
        )
        for one in told.lines
    ]
    handout = Handout(kind="chat", sitting_id=sitting_id, sha256=sha256, source=source, private=told.private)
    return _take_in(work, _of(handout, file_name, None), rows)


def take_in_transcript(
    work: Work, *, sitting_id: str, told: Transcript, sha256: str, file_name: str = "", source: str = "csv"
) -> HandedOut:
    """Stores the words of a recording, a help for the secretary's notes. Otherwise as `take_in_registrations`."""
    rows = [
        TranscriptLine(
            number=one.number,
            begins_ms=one.begins // _MILLISECOND,
            ends_ms=one.ends // _MILLISECOND,
            speaker=one.speaker,
            text=one.text,
        )
        for one in told.lines
    ]
    handout = Handout(kind="transcript", sitting_id=sitting_id, sha256=sha256, source=source, private=0)
    return _take_in(work, _of(handout, file_name, None), rows)


def take_out_handout(work: Work, *, handout_id: str) -> str:
    """Takes registrations, polls, a chat or a transcript out, the wrong file or the wrong evening; what they had
    replaced comes back. Answers the sitting. Raises Refused: handout_unknown, sitting_signed.
    """
    handout = _the_handout(work, handout_id)
    if sitting_row(work, handout.sitting_id).state == "signed":
        raise Refused("sitting_signed")
    _remove(work, handout)
    for earlier in work.session.scalars(select(Handout).where(Handout.replaced_by_id == handout_id)):
        _bring_back(work, earlier)
    return handout.sitting_id


def discard_transcript(work: Work, *, handout_id: str) -> str:
    """Takes the words of a transcript away for good, from the journal too: what was a help for the notes and is no
    longer needed, after signing as before it. Answers the sitting. Raises Refused: handout_unknown.
    """
    handout = _the_handout(work, handout_id)
    if handout.kind != "transcript":
        raise Refused("handout_unknown")
    work.session.flush()
    # What is overwritten from here on is overwritten with zeros.
    work.session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
    replaced = select(Handout.id).where(Handout.replaced_by_id == handout_id)
    ids = [handout_id, *work.session.scalars(replaced)]
    for line in work.session.scalars(select(TranscriptLine).where(TranscriptLine.handout_id.in_(ids))):
        after = {name: emptied_value(TranscriptLine, name) for name in ("speaker", "text")}
        seal(work.session, noun="transcript_line", row_id=line.id, fields=tuple(after), spare=lambda *_: False)
        line.speaker, line.text = after["speaker"], after["text"]
        line.removed_at = line.removed_at or work.clock.now()
    handout.removed_at = work.clock.now()
    return handout.sitting_id


def _of(handout: Handout, file_name: str, meeting: MeetingFacts | None) -> Handout:
    handout.file_name = file_name or None
    if meeting is not None:
        handout.zoom_number, handout.uuid, handout.topic = meeting.zoom_number, meeting.uuid, meeting.topic
    return handout


def _take_in(work: Work, handout: Handout, rows: Sequence[Told]) -> HandedOut:
    if sitting_row(work, handout.sitting_id).state == "signed":
        raise Refused("sitting_signed")
    handout.id = named_id(work.identity.city_id, "handout", handout.sitting_id, handout.kind, handout.sha256)
    known = work.session.get(Handout, handout.id)
    if known is not None and (known.removed_at is None or _is_replaced(work, known)):
        return HandedOut(known.id, known.kind, len(rows), repeated=True)
    replaced = _told_before(work, handout, rows)
    if known is None:
        work.session.add(handout)
        for row in rows:
            row.id = named_id(handout.id, type(row).__tablename__, str(row.number))
            row.handout_id, row.sitting_id = handout.id, handout.sitting_id
        work.session.add_all(rows)
    else:
        _bring_back(work, known)
    for earlier in replaced:
        _remove(work, earlier)
        earlier.replaced_by_id = handout.id
    work.session.flush()
    return HandedOut(handout.id, handout.kind, len(rows), False, replaced[0].id if replaced else None)


def _is_replaced(work: Work, handout: Handout) -> bool:
    """Whether what took its place stands itself, or was replaced in its turn by what does."""
    later: Handout | None = handout
    for _ in range(LONGEST_CHAIN):
        later = work.session.get(Handout, later.replaced_by_id) if later and later.replaced_by_id else None
        if later is not None and later.removed_at is None:
            return True
    return False


def _told_before(work: Work, handout: Handout, rows: Sequence[Told]) -> list[Handout]:
    """The live handouts of the same meeting whose lines this one tells again."""
    found = work.session.scalars(
        select(Handout).where(
            Handout.sitting_id == handout.sitting_id, Handout.kind == handout.kind, Handout.removed_at.is_(None),
            Handout.id != handout.id,
        )
    )  # fmt: skip
    told = [_sign(row, handout.kind) for row in rows]
    return [
        one
        for one in found.all()
        if says_at_least(
            told,
            [_sign(line, one.kind) for line in _lines_of(work, one)],
            same_meeting=_same(one.uuid, handout.uuid) or _same(one.zoom_number, handout.zoom_number),
        )
    ]


def _same(one: str | None, other: str | None) -> bool | None:
    return None if not one or not other else one == other


def _sign(line: Told, kind: str) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in _SIGNS[kind])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _lines_of(work: Work, handout: Handout) -> Iterable[Told]:
    kind = _LINES[handout.kind]
    return work.session.scalars(select(kind).where(kind.handout_id == handout.id))


def _remove(work: Work, handout: Handout) -> None:
    now = work.clock.now()
    for one in (handout, *_lines_of(work, handout)):
        one.removed_at = now


def _bring_back(work: Work, handout: Handout) -> None:
    handout.replaced_by_id = None
    for one in (handout, *_lines_of(work, handout)):
        one.removed_at = None


def _the_handout(work: Work, handout_id: str) -> Handout:
    handout = work.session.get(Handout, handout_id)
    if handout is None or handout.removed_at is not None:
        raise Refused("handout_unknown")
    return handout
