"""Reader of a saved chat: what was written to everyone. Private messages are dropped here and never leave this room."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from itertools import pairwise

from db.errors import Refused
from db.folding import seen
from db.zoom.files.cells import lines_of
from db.zoom.files.told import Chat, ChatLine

_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})(?:\s*(?P<half>[AaPp])\.?\s?[Mm]\.?)?"
_LOCAL = re.compile(r"(?:(?P<day>\d{4}-\d{2}-\d{2})\s+)?" + _CLOCK + r"\s+(?:From|De|Da)\s+(?P<rest>.*)", re.DOTALL)
_CLOUD = re.compile(_CLOCK + r"\t(?P<author>[^\t]*?):\t(?P<text>.*)", re.DOTALL)
_TO = r"\s+(?:to|a|à|para)\s+"
_ALL = r"(?:everyone|todos|todas|todos y todas|todas y todos|all|tout le monde|tutti)"
_TO_ALL = re.compile(rf"(?P<author>.+?){_TO}{_ALL}\s*:", re.IGNORECASE | re.DOTALL)
# The form of today has nothing after the colon: there the last recipient counts, for a name may hold « to ».
_TO_ALL_ALONE = re.compile(rf"(?P<author>.+){_TO}{_ALL}\s*:\s*", re.IGNORECASE | re.DOTALL)
_TO_ONE = re.compile(rf".+?{_TO}.+?:", re.IGNORECASE | re.DOTALL)
_PRIVATE = re.compile(
    r"\((?:direct message|private\w*|mensaje directo|mensaje privado|en privado|privado|privada"
    r"|mensagem (?:direta|privada)|message (?:direct|privé)|en privé|messaggio (?:diretto|privato)|in privato)\)",
    re.IGNORECASE,
)
# What is saved in the cloud tells no recipient. One that names somebody all the same is not to everyone.
_TO_SOMEBODY = re.compile(r"from\s.*|.*\S\s+(?:to|para|(?:a|à)\s+(?:m[ií]|moi|me|ti|vos|usted)\b).*", re.IGNORECASE)
# A beginning that damage has made illegible, or that runs on from the line before: what follows may be private.
_STRANGE = re.compile(r"\s*(?:[\d:]{6,8}|\S{4,12}\s+(?:From|De|Da)\s|(?=\S{0,9}:)(?:\S{0,4}?\d){4})")
_RUN_ON = re.compile(r"(?:\d{4}-\d{2}-\d{2}\s+)?\d{1,2}:\d{2}:\d{2}\s+(?:From|De|Da)\s")
_TO_NOBODY = re.compile(r"(?P<author>[^:]+?)\s*:(?:\s|$)")
# A thumb under somebody's message is saved as a line of its own, in the language of the program that saved it.
_QUOTED, _THUMB = r"[\"“«].*[\"”»]", r"\S{1,24}"
_REACTION = re.compile(
    rf"(?:Reacted to {_QUOTED} with {_THUMB}|Removed an? {_THUMB} reaction from {_QUOTED}"
    rf"|Reaccionó a {_QUOTED} con {_THUMB}|(?:Quitó|Eliminó) (?:una|la) reacción (?:de )?{_THUMB} (?:de|a) {_QUOTED})",
    re.DOTALL,
)
_LONGEST_HEAD = 400
"""Letters. Zoom takes 64 for each of the two names."""

_EARLY, _LATE = timedelta(hours=3), timedelta(hours=12)
"""People write before a sitting begins and after it ends; a time further off counts from the recording's beginning."""


@dataclass(slots=True)
class _Message:
    """A message while its lines are gathered; `author` is None for one that was not to everyone."""

    number: int
    day: str | None = None
    clock: timedelta = timedelta()
    author: str | None = None
    lines: list[str] = field(default_factory=list)
    tabbed: bool = False


def is_chat(text: str) -> bool:
    """Whether the first line that says something is one of a chat."""
    line = next((one for one in lines_of(text) if one.strip()), "").strip()
    return bool(_CLOUD.fullmatch(line) or _LOCAL.fullmatch(line))


def read(text: str, *, zone: tzinfo, sitting_at: datetime | None = None) -> Chat:
    """The public chat in a text, saved on the laptop or in the cloud.

    `zone` is where the laptop was, `sitting_at` when the sitting began, which gives the day to times that have none.
    Messages to anybody but everyone are counted and dropped; a reaction to a message is none. Raises Refused:
    zoom_file_no_messages.
    Source: section 2 of what Zoom saves, 2019 to 2026.
    """
    messages, left_out = _messages(lines_of(text))
    public = [one for one in messages if one.author is not None]
    if 2 * sum(one.tabbed for one in public) > len(public):
        # Where the words stand on the line below, one with words beside it has swallowed the end of a line, and what
        # follows is nobody knows whose.
        left_out = tuple(sorted({*left_out, *(one.number for one in public if not one.tabbed)}))
        messages = [one for one in messages if one.author is None or one.tabbed]
    public = [one for one in messages if one.author is not None]
    private = len(messages) - len(public)
    if not messages:
        raise Refused("zoom_file_no_messages")
    when = _When(zone, sitting_at, public)
    lines = []
    for one in public:
        said_at, offset = when.of(one)
        if not _REACTION.fullmatch(said := _joined(one.lines)):
            lines.append(ChatLine(one.number, seen(one.author or ""), said, said_at, offset))
    return Chat(tuple(lines), private, left_out)


def _messages(lines: Sequence[str]) -> tuple[list[_Message], tuple[int, ...]]:
    """Every message, private ones without a word of theirs; a line without a time belongs to the message before it."""
    found: list[_Message] = []
    left_out = []
    here: _Message | None = None
    for number, whole in enumerate(lines, start=1):
        for line in _parts(whole):
            begun = _begun(number, line)
            if begun is not None:
                found.append(begun)
                here = begun
            elif here is None or _is_strange(line, here):
                left_out.extend([number] if line.strip() else [])
                here = None
            elif here.author is not None:
                here.lines.append(line.removeprefix("\t"))
    return found, tuple(dict.fromkeys(left_out))


def _parts(line: str) -> Iterator[str]:
    """A line, cut where another message begins in the middle of it, for want of the end of a line between them."""
    indented = len(line) - len(line.lstrip())
    begun = (match.start() for match in _RUN_ON.finditer(line))
    places = [0, *(place for place in begun if place > indented), len(line)]
    yield from (line[begin:end] for begin, end in pairwise(places))


def _is_strange(line: str, here: _Message) -> bool:
    """Whether a line is no part of the message before it: then it is nobody knows whose, and so is what follows."""
    if not line.strip():
        return False
    if here.tabbed and not line.startswith("\t"):
        return True
    return (not line.startswith("\t") and bool(_STRANGE.match(line))) or bool(_PRIVATE.search(line))


def _begun(number: int, line: str) -> _Message | None:
    cloud = _CLOUD.fullmatch(line)
    match = cloud or _LOCAL.fullmatch(line.lstrip())
    if match is None or (clock := _clock(match)) is None:
        return None
    if cloud:
        author, text = _from_cloud(cloud["author"].strip(), cloud["text"])
        return _Message(number, None, clock, author, [] if author is None else [text])
    author, text = _public(match["rest"])
    if _PRIVATE.search(text):
        author = None
    tabbed = author is None or bool(_TO_ALL_ALONE.fullmatch(match["rest"][:_LONGEST_HEAD]))
    return _Message(number, match["day"], clock, author, [] if author is None else [text], tabbed)


def _from_cloud(author: str, text: str) -> tuple[str | None, str]:
    told = _TO_ALL_ALONE.fullmatch(f"{author}:")
    if told is not None:
        author = told["author"].strip()
    private = _PRIVATE.search(author) or _PRIVATE.search(text) or (told is None and _TO_SOMEBODY.fullmatch(author))
    return (None, "") if private else (author, text)


def _public(rest: str) -> tuple[str | None, str]:
    """Author and text of a message to everyone; (None, "") for any other, and for one of which it is not certain."""
    head = rest[:_LONGEST_HEAD]
    told = _TO_ALL_ALONE.fullmatch(head) or _TO_ALL.match(head)
    if told is not None:
        author = told["author"].strip()
        # «Ana to Bruno: tell it to Everyone: hello» is not to everyone, whatever stands further on.
        secret = _PRIVATE.search(author) or (":" in author and _TO_ONE.match(author))
        return (None, "") if secret else (author, rest[told.end() :].strip())
    if _TO_ONE.match(head) or _PRIVATE.search(head):
        return None, ""
    old = _TO_NOBODY.match(head)
    return (old["author"].strip(), rest[old.end() :].strip()) if old else (None, "")


def _clock(match: re.Match[str]) -> timedelta | None:
    hour, minute, second = (int(match[name]) for name in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return timedelta(hours=hour, minutes=minute, seconds=second) if minute < 60 and second < 60 else None


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip()


class _When:
    """When each message was written: by its own date, by the sitting's, or from the recording's beginning."""

    def __init__(self, zone: tzinfo, sitting_at: datetime | None, messages: Sequence[_Message]) -> None:
        self._zone = zone
        self._day = None if sitting_at is None else datetime.combine(sitting_at.astimezone(zone).date(), time())
        first = next((one for one in messages if one.day is None), None)
        self._from_recording = True
        if self._day is not None and sitting_at is not None and first is not None:
            begins = sitting_at.astimezone(zone).replace(tzinfo=None)
            self._from_recording = not begins - _EARLY <= self._day + first.clock <= begins + _LATE
        self._last = timedelta()

    def of(self, message: _Message) -> tuple[datetime | None, timedelta | None]:
        if message.day is not None:
            try:
                day = datetime.fromisoformat(message.day)
            except ValueError:
                return None, None
            return self._moment(day, message.clock), None
        if self._from_recording or self._day is None:
            return None, message.clock
        if message.clock < self._last - timedelta(hours=12):
            # Past midnight.
            self._day += timedelta(days=1)
        self._last = message.clock
        return self._moment(self._day, message.clock), None

    def _moment(self, day: datetime, clock: timedelta) -> datetime | None:
        if not 2000 <= day.year < 2100 or clock >= timedelta(days=1):
            return None
        return (day + clock).replace(tzinfo=self._zone).astimezone(UTC)
