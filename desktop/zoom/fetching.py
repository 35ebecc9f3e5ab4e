"""Bringing an evening from Zoom: which meetings were it, who was there, who registered, polls, chat, transcript.

Every question is a job of its own on a worker, so that closing the window never waits for more than one; what comes of
it goes the same way into the record as a file does.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from db.errors import Refused, Unavailable
from db.matching.commands import import_live, import_registrations, import_report
from db.matching.outcomes import Imported
from db.sittings.queries import SittingCard
from db.surveys.polls import take_in_answers
from db.sync.errand import Hands
from db.zoom.files.opening import ToldKind, read_told
from db.zoom.files.report import MeetingFacts, Report
from db.zoom.files.told import Chat, Transcript
from db.zoom.handouts import HandedOut, take_in_chat, take_in_transcript
from desktop.questionnaires import shipped
from desktop.zoom.payloads import (
    chat_at,
    fingerprint,
    is_settled,
    meeting_facts,
    moment_in,
    polls_of,
    registrations_of,
    report_of,
)

if TYPE_CHECKING:  # requests and zoomus cost the start of every window; whoever has no Zoom never loads them
    from desktop.zoom.client import ZoomClient

BEFORE, AFTER = timedelta(hours=3), timedelta(hours=12)
"""How long before and after its hour a meeting may begin and still be the sitting's."""
_TAKE_IN: dict[ToldKind, Callable[..., HandedOut]] = {
    ToldKind.CHAT: take_in_chat,
    ToldKind.TRANSCRIPT: take_in_transcript,
}
NOT_YET = frozenset({"zoom_not_ready", "zoom_not_there"})
"""Codes that go away by themselves a while after a call."""
_CLOSED_TO_US = frozenset({"zoom_scope_missing", "zoom_plan_missing"})


@dataclass(frozen=True)
class Brought:
    """What came of it: the calls as the matching took them, how many lines of the rest, and what could not be had.

    None of a kind: there was none, or it could not be had; `missing` then has the kind with the code of why. `live`
    tells that the call still runs and that who is in it was taken in as of now.
    """

    calls: tuple[Imported, ...]
    live: bool = False
    registrations: int | None = None
    polls: int | None = None
    chat: int | None = None
    transcript: int | None = None
    missing: dict[str, str] = field(default_factory=dict)

    @property
    def repeated(self) -> bool:
        """Whether Zoom told of the calls nothing that was not there before."""
        return bool(self.calls) and all(one.repeated for one in self.calls)


@dataclass(frozen=True)
class _Told:
    """One meeting as Zoom tells it: by its UUID, or by its number where Zoom does not say which meetings there were."""

    meeting: str
    facts: MeetingFacts
    report: Report
    mark: str


def plain_number(sitting: SittingCard) -> str:
    """The digits of the sitting's Zoom meeting. Raises Refused: zoom_number_missing."""
    digits = re.sub(r"\D", "", sitting.zoom_number or "")
    if not digits:
        raise Refused("zoom_number_missing")
    return digits


async def bring(
    hands: Hands, client: ZoomClient, sitting: SittingCard, *, now: Callable[[], datetime], zone: tzinfo = UTC
) -> Brought:
    """Everything that Zoom can tell of a sitting, taken into the record. Twice is once. Before the evening that is who
    registered, and while the call runs who is in it as well. `zone` is the city's.

    Raises Refused: zoom_number_missing, and as the client and `import_report` do; Unavailable: zoom_not_ready, when the
    call still runs or Zoom still reckons, and as the client.
    """
    number = plain_number(sitting)
    if sitting.state == "planned":
        return Brought((), registrations=await registrations(hands, client, number, sitting))
    try:
        told = await _ended(hands, client, number, sitting)
    except (Refused, Unavailable) as no:
        if no.code not in NOT_YET or sitting.state != "open":
            raise
        told = []
    running = None
    if not told and sitting.state == "open":
        running = await _running(hands, client, number)
    if not told and running is None:
        raise Unavailable("zoom_not_ready")
    # Who registered comes first: whoever is among them is known by it.
    early = await _beside({"registrations": lambda: registrations(hands, client, number, sitting)})
    if running is not None:
        done = await keep_running(hands, sitting, running, seen_at=now())
        return replace(early, calls=(done,) if done else (), live=True)
    calls = tuple([await _take_in(hands, sitting, one) for one in told])
    kinds: dict[str, Callable[[], Awaitable[int | None]]] = {
        "polls": lambda: _polls(hands, client, number, sitting, told, zone),
        "chat": lambda: _recorded(hands, client, sitting, told, ToldKind.CHAT),
        "transcript": lambda: _recorded(hands, client, sitting, told, ToldKind.TRANSCRIPT),
    }
    late = await _beside(kinds)
    return replace(late, calls=calls, registrations=early.registrations, missing=early.missing | late.missing)


async def _beside(kinds: Mapping[str, Callable[[], Awaitable[int | None]]]) -> Brought:
    """What comes beside the participants; whatever of it cannot be had costs the rest nothing."""
    had: dict[str, int | None] = {}
    missing: dict[str, str] = {}
    for kind, ask in kinds.items():
        try:
            had[kind] = await ask()
        except (Refused, Unavailable) as no:
            if no.code == "sitting_signed":
                raise
            if no.code != "zoom_not_there":
                missing[kind] = no.code
    return Brought(
        (), False, had.get("registrations"), had.get("polls"), had.get("chat"), had.get("transcript"), missing
    )


async def _ended(hands: Hands, client: ZoomClient, number: str, sitting: SittingCard) -> list[_Told]:
    """The meetings under the number that were this sitting, each with its participants; none when none has ended."""
    found = []
    for meeting in await _meetings(hands, client, number, sitting):
        told = await _soft(hands, client.past_meeting, meeting)
        started = told and meeting_facts(told, number=number).started_at
        if started and not _near(started, sitting):
            continue
        facts = meeting_facts(told or {"uuid": meeting if meeting != number else None}, number=number)
        people, source = await _participants(hands, client, meeting, facts)
        report = report_of(people, meeting=facts, host_id=str((told or {}).get("host_id") or ""))
        found.append(_Told(facts.uuid or meeting, facts, report, fingerprint([facts.uuid, source, people])))
    return found


async def _meetings(hands: Hands, client: ZoomClient, number: str, sitting: SittingCard) -> list[str]:
    """The UUIDs of the evening: a meeting that was closed and opened again has two. Where Zoom does not list them, the
    number, which means the last one that ended.
    """
    told = await _soft(hands, client.instances, number)
    if told is None:
        return [number]
    near = [one for one in told if _near(_begun(one), sitting)]
    return [str(one["uuid"]) for one in sorted(near, key=lambda one: str(one.get("start_time"))) if one.get("uuid")]


async def _participants(
    hands: Hands, client: ZoomClient, meeting: str, facts: MeetingFacts
) -> tuple[list[dict[str, Any]], str]:
    """The best list that is to be had, and its name: the report knows registrations and breakout rooms, the dashboard
    whoever was alone, and the third every paid plan has.
    """
    alone = facts.participants is not None and facts.participants <= 1
    lists: tuple[tuple[str, Callable[[], list[dict[str, Any]]]], ...] = (
        ("report", lambda: client.report_participants(meeting)),
        ("dashboard", lambda: client.dashboard_participants(meeting, kind="pastOne" if alone else "past")),
        ("past", lambda: client.past_participants(meeting)),
    )
    closed: Refused | None = None
    waited = False
    for source, ask in lists:
        try:
            people = await hands.off(ask)
        except Refused as no:
            if no.code in _CLOSED_TO_US:
                closed = closed or no
            elif no.code == "zoom_not_there":
                waited = True
            else:
                raise
            continue
        if people and is_settled(people):
            return people, source
        waited = True
    if closed and not waited:
        raise closed
    raise Unavailable("zoom_not_ready")


async def _running(hands: Hands, client: ZoomClient, number: str) -> list[dict[str, Any]] | None:
    """Who is in the call that still runs; None where the plan does not show it, or no call runs."""

    def ask() -> list[dict[str, Any]]:
        return client.dashboard_participants(number, kind="live")

    people = await _soft(hands, ask)
    return people or None


async def keep_running(
    hands: Hands,
    sitting: SittingCard,
    people: Sequence[Mapping[str, Any]],
    *,
    seen_at: datetime,
    seen_before: datetime | None = None,
) -> Imported | None:
    """Keeps who is in the call now, as the dashboard tells it; with nobody at all, that it is over. `seen_before` is
    when it was looked at last.

    Raises Refused as `import_live`.
    """
    number = plain_number(sitting)
    report = report_of(people, meeting=MeetingFacts(zoom_number=number), running=True)
    when = {"seen_at": seen_at, "seen_before": seen_before}
    done = await hands.do(import_live, sitting_id=sitting.id, zoom_number=number, report=report, **when)
    outcome: Imported | None = done.outcome
    return outcome


async def _take_in(hands: Hands, sitting: SittingCard, told: _Told) -> Imported:
    done = await hands.do(import_report, sitting_id=sitting.id, report=told.report, sha256=told.mark)
    outcome: Imported = done.outcome
    return outcome


async def registrations(hands: Hands, client: ZoomClient, number: str, sitting: SittingCard) -> int | None:
    """Takes in who registered; answers how many, None where nobody did. Raises Refused as the client does."""
    people = await hands.off(client.registrants, number)
    if not people:
        return None
    told = registrations_of(people, number=number, topic=sitting.title)
    mark = fingerprint([number, "registrants", people])
    await hands.do(import_registrations, sitting_id=sitting.id, told=told, sha256=mark, source="api")
    return len(told.rows)


async def _polls(
    hands: Hands, client: ZoomClient, number: str, sitting: SittingCard, told: Sequence[_Told], zone: tzinfo
) -> int | None:
    count = 0
    facts = {"sitting_id": sitting.id, "source": "api", "zone": zone, "definitions": tuple(shipped().values())}
    for one in told:
        answer = await hands.off(client.polls, one.meeting)
        polls = polls_of(answer, number=number, topic=one.facts.topic)
        if polls.answers:
            mark = fingerprint([one.meeting, "polls", answer])
            await hands.do(take_in_answers, told=polls, sha256=mark, **facts)
            count += len(polls.answers)
    return count or None


async def _recorded(
    hands: Hands, client: ZoomClient, sitting: SittingCard, told: Sequence[_Told], kind: ToldKind
) -> int | None:
    """The chat or the transcript of the recordings in the cloud, read as the files that they are."""
    count = 0
    for one in told:
        for file in await hands.off(client.recordings, one.meeting):
            if str(file.get("file_type")) != kind.name or file.get("status", "completed") != "completed":
                continue
            data = await hands.off(client.wire.download, str(file.get("download_url")))
            found, said = read_told(data, zone=UTC, sitting_at=sitting.starts_at)
            if found is kind and isinstance(said, Chat | Transcript):
                said = chat_at(said, moment_in(file, "recording_start")) if isinstance(said, Chat) else said
                mark = hashlib.sha256(data).hexdigest()
                await hands.do(_TAKE_IN[kind], sitting_id=sitting.id, told=said, sha256=mark, source="api")
                count += len(said.lines)
    return count or None


async def _soft(hands: Hands, ask: Callable[..., Any], *words: Any) -> Any:
    """An answer that may be closed to this account or not be there yet: None then."""
    try:
        return await hands.off(ask, *words)
    except Refused as no:
        if no.code in _CLOSED_TO_US or no.code == "zoom_not_there":
            return None
        raise


def _begun(one: dict[str, Any]) -> datetime | None:
    return meeting_facts(one, number="").started_at


def _near(started: datetime | None, sitting: SittingCard) -> bool:
    if started is None:
        return False
    # Some evenings are planned for another day than they are held on, and some are written down the morning after.
    opened = sitting.opened_at or sitting.starts_at
    spans = ((sitting.starts_at, sitting.starts_at), (opened, sitting.closed_at or opened))
    return any(begin - BEFORE <= started <= end + AFTER for begin, end in spans)


PATIENCE_S = (60, 120, 180, 300, 300, 600, 600, 900, 1800, 1800, 3600)
"""How long to wait before each new attempt: a small call is ready in minutes, a large one in half an hour or more."""


async def patiently(
    attempt: Callable[[], Awaitable[Brought]],
    *,
    rest: Callable[[float], Awaitable[None]],
    seconds: float,
    told: Callable[[int], None] = lambda _: None,
) -> Brought:
    """Tries until Zoom is ready, for at most so many seconds of waiting; `told` hears of each wait, in minutes.

    Raises as `attempt` does; Unavailable zoom_not_ready when the time is over.
    """
    left = seconds
    for wait in PATIENCE_S:
        try:
            return await attempt()
        except (Refused, Unavailable) as no:
            if no.code not in NOT_YET or wait > left:
                raise
        told(wait // 60)
        await rest(wait)
        left -= wait
    return await attempt()
