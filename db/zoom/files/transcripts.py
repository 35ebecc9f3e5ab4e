"""Reader of a transcript in WebVTT: who said what, from the recording's beginning on."""

import re
from collections.abc import Sequence
from datetime import timedelta

from db.errors import Refused
from db.zoom.files.cells import lines_of
from db.zoom.files.told import Spoken, Transcript

_MOMENT = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_MOMENT}\s*-->\s*{_MOMENT}(?:\s.*)?")
_SPEAKER = re.compile(r"(?P<speaker>[^:\n]{1,64}):\s(?P<text>.*)", re.DOTALL)
_SMALL = frozenset({"de", "del", "la", "las", "los", "y", "e", "da", "do", "dos", "von", "van", "di"})
_MOST_WORDS = 8


def is_transcript(text: str) -> bool:
    """Whether a text says of itself that it is WebVTT."""
    return text.lstrip().startswith("WEBVTT")


def read(text: str) -> Transcript:
    """The words of a recording. Raises Refused: zoom_file_no_words.

    Source: WebVTT (W3C), as Zoom writes it: the speaker stands before the words, where she was recognised.
    """
    blocks = _blocks(lines_of(text))
    spoken, left_out = [], []
    for number, times, words in blocks:
        if times is None or times[1] < times[0]:
            left_out.append(number)
            continue
        said = "\n".join(words).strip()
        if not said:
            continue
        speaker, told = _parted(said)
        spoken.append(Spoken(number, times[0], times[1], speaker, told))
    if not spoken:
        raise Refused("zoom_file_no_words")
    return Transcript(tuple(spoken), tuple(left_out))


def _blocks(lines: Sequence[str]) -> list[tuple[int, tuple[timedelta, timedelta] | None, list[str]]]:
    """Each cue with the number of the line of its times, and the times (None where they are damaged)."""
    found: list[tuple[int, tuple[timedelta, timedelta] | None, list[str]]] = []
    inside = False
    for number, line in enumerate(lines, start=1):
        if "-->" in line:
            match = _TIMES.fullmatch(line)
            times = None if match is None else (_offset(match.groups()[:4]), _offset(match.groups()[4:]))
            found.append((number, times, []))
            inside = True
        elif not line.strip():
            inside = False
        elif inside:
            found[-1][2].append(line.strip())
    return found


def _offset(parts: Sequence[str | None]) -> timedelta:
    hours, minutes, seconds, fraction = parts
    return timedelta(
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        milliseconds=int((fraction or "0").ljust(3, "0")),
    )


def _parted(said: str) -> tuple[str | None, str]:
    """The speaker and her words: «Ana Paz: hola» has one, «son dos cosas: luz y agua» has none."""
    match = _SPEAKER.fullmatch(said)
    if match is None:
        return None, said
    words = match["speaker"].split()
    named = all(word[:1].isupper() or word[:1] in "(+0123456789" or word.lower() in _SMALL for word in words)
    known = bool(words) and len(words) <= _MOST_WORDS and named
    return (" ".join(words), match["text"].strip()) if known else (None, said)
