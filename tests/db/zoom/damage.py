"""Damage by chance, from a seed: flipped bytes, cuts, columns that change places, hostile strings, enormous cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tests.db.zoom import forge
from tests.db.zoom.forge import TONGUES, Evening

HOSTILE = (
    "=HYPERLINK(\"http://example.org\";\"x\")", "@SUM(1+1)*cmd|' /C calc'!A0", "\u202egnitirw", "a" * 200_000, "\x00",
    '"', '""', '"a', "\r", "\n", "\r\n\r\n", ",,,,", ";", "\t", "👩‍👩‍👧", "\ufeff", "\u2028",
    "'; DROP TABLE resident; --",
    "-1", "99999999999999999999", "31/02/2026 25:61", "{0}", "%n", "<b>x</b>", "\ud7ff", "Zoom Report", "Yes", "0",
    "12/31/9999 11:59:59 PM", "01/01/0001", "\x85", "\x1c", "Ñ" * 70_000, "Name (original name)", "#", "WEBVTT",
)  # fmt: skip


@dataclass(frozen=True)
class Damaged:
    """A file, what it was made of and how: `good` is the text before, `how` the damage in a word."""

    form: str
    how: str
    good: str
    encoding: str
    data: bytes
    evening: Evening | None = None

    @property
    def text(self) -> str:
        """What the damaged bytes say, with a sign for each byte that makes no letter."""
        return self.data.decode(self.encoding, errors="replace").replace("\x00", "")


def damaged(number: int) -> Damaged:
    """The damaged file of that number; the same number is the same file."""
    chance = Random(number)
    evening = forge.evening(chance, people=chance.randrange(2, 9))
    texts: dict[str, str] = forge.participant_forms(evening)
    form = chance.choice(sorted(texts)) if chance.random() < 0.6 else chance.choice(sorted(_OTHERS))
    if form not in texts:
        text, about = _OTHERS[form](chance), None
    else:
        text, about = texts[form], evening
    how = chance.choice(sorted(_KINDS))
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"))
    if encoding == "cp1252" and not _fits(text):
        encoding = "utf-8"
    return Damaged(form, how, text, encoding, _KINDS[how](chance, text, encoding), about)


def damaged_workbook(number: int) -> tuple[bytes, bytes]:
    """A workbook as it was, and with flipped bytes, or cut."""
    chance = Random(number)
    told = forge.evening(chance, people=3)
    good = forge.workbook_of(told, TONGUES[chance.choice(sorted(TONGUES))])
    data = bytearray(good)
    if chance.random() < 0.3:
        return good, bytes(data[: chance.randrange(len(data))])
    for _ in range(chance.randrange(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return good, bytes(data)


_OTHERS: Mapping[str, Callable[[Random], str]] = {
    "webinar": lambda _: forge.WEBINAR,
    "webinar, spanish": lambda _: forge.WEBINAR_SPANISH,
    "registrations": lambda chance: forge.registrations_of(chance)[0],
    "registrations, spanish": lambda chance: forge.registrations_of(chance, spanish=True)[0],
    "polls, beside": lambda _: forge.POLL_OLD,
    "polls, tables": lambda _: forge.POLL_TABLES,
    "polls, lines": lambda _: forge.POLL_LINES,
    "chat": lambda _: forge.CHAT,
    "chat, spanish": lambda _: forge.CHAT_SPANISH,
    "chat, cloud": lambda _: forge.CHAT_CLOUD,
    "chat, old": lambda _: forge.CHAT_OLD,
    "transcript": lambda _: forge.TRANSCRIPT,
}


def _fits(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _bytes(text: str, encoding: str) -> bytes:
    return text.encode(encoding, errors="replace")


def _flips(chance: Random, text: str, encoding: str) -> bytes:
    data = bytearray(_bytes(text, encoding))
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(chance: Random, text: str, encoding: str) -> bytes:
    data = _bytes(text, encoding)
    return data[: chance.randrange(len(data))]


def _nulls(chance: Random, text: str, encoding: str) -> bytes:
    data = bytearray(_bytes(text, encoding))
    for _ in range(chance.randrange(1, 4)):
        data.insert(chance.randrange(len(data)), 0)
    return bytes(data)


def _swapped(chance: Random, text: str, encoding: str) -> bytes:
    """Two columns change places: everywhere, in the lines but not in their header, or in one line."""
    rows = list(csv.reader(io.StringIO(text)))
    wide = max(rows, key=len)
    # The meeting's columns of a flat export hold dashes: with one of them in its place, a column is simply not there.
    first = 12 if len(wide) > 16 else 0
    one, other = chance.randrange(first, len(wide)), chance.randrange(first, len(wide))
    header = next((at for at, row in enumerate(rows) if len(row) == len(wide)), 0)
    touched = chance.choice((range(len(rows)), range(header + 1, len(rows)), (chance.randrange(len(rows)),)))
    for at in touched:
        row = rows[at]
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]
    return _bytes(forge.text_of(rows), encoding)


def _hostile(chance: Random, text: str, encoding: str) -> bytes:
    """A hostile string in a cell, or for it."""
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    cells = lines[at].split(",")
    cell = chance.randrange(len(cells))
    string = chance.choice(HOSTILE)
    cells[cell] = string if chance.random() < 0.5 else cells[cell] + string
    lines[at] = ",".join(cells)
    return _bytes("".join(lines), encoding)


def _inserted(chance: Random, text: str, encoding: str) -> bytes:
    data = _bytes(text, encoding)
    at = chance.randrange(len(data))
    return data[:at] + chance.randbytes(chance.choice((1, 3, 40, 4000))) + data[at:]


def _twice(chance: Random, text: str, encoding: str) -> bytes:
    """A stretch of the file written twice, as a disk does that is pulled out."""
    data = _bytes(text, encoding)
    begin = chance.randrange(len(data))
    end = min(len(data), begin + chance.randrange(1, 400))
    return data[:end] + data[begin:]


_KINDS: Mapping[str, Callable[[Random, str, str], bytes]] = {
    "flips": _flips,
    "cut": _cut,
    "nulls": _nulls,
    "swapped": _swapped,
    "hostile": _hostile,
    "inserted": _inserted,
    "twice": _twice,
}
