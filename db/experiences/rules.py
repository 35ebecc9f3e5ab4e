"""Rules of experiences: what has to be told of one, and how big its picture may be. Pure."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from db.contacts import clean_text
from db.errors import Refused
from db.folding import seen

MOST_PHOTO_BYTES = 150_000
"""Bytes of the JPEG: a picture of 1280 points across, good enough for a printed booklet."""
MOST_LETTERS = 8_000
_JPEG = b"\xff\xd8\xff"
_LINES = ("title", "partners", "took", "photo_shows", "topic")


def clean_experience(told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an experience as the record keeps them, only those told; "" takes one away.

    Raises Refused: experience_untitled, experience_untold, experience_too_long (`field`, `most` in letters).
    """
    fields: dict[str, Any] = {}
    for name, value in told.items():
        if name in _LINES:
            fields[name] = clean_text(value)
        elif name == "done":
            fields[name] = "\n".join(filter(None, (clean_text(line) for line in seen_lines(value)))) or None
        else:
            fields[name] = value or None
        if isinstance(fields[name], str) and name != "photo" and len(fields[name]) > MOST_LETTERS:
            raise Refused("experience_too_long", field=name, most=MOST_LETTERS)
    if "title" in fields and not fields["title"]:
        raise Refused("experience_untitled")
    if "done" in fields and not fields["done"]:
        raise Refused("experience_untold")
    return fields


def seen_lines(text: str | None) -> list[str]:
    """The lines of a text, each without the signs that nobody sees."""
    return [seen(line) for line in (text or "").splitlines()]


def clean_photo(raw: bytes) -> str:
    """A picture as the record keeps it. Raises Refused: photo_not_jpeg, photo_too_big (`most` in bytes)."""
    if not raw.startswith(_JPEG):
        raise Refused("photo_not_jpeg")
    if len(raw) > MOST_PHOTO_BYTES:
        raise Refused("photo_too_big", most=MOST_PHOTO_BYTES)
    return base64.b64encode(raw).decode("ascii")
