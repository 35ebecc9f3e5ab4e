"""What a sitting may become, and what it needs to be planned. Pure: values in, a verdict out or Refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

from db.errors import Refused
from db.folding import words

MODES = ("in_person", "virtual", "hybrid")
COUNCIL_KINDS = ("neighbourhood", "inter_district", "thematic")
SHORTEST_PREFIX = 6
MOST = 9_999_999


def needed_words(*, title: str, council: str) -> tuple[str, str]:
    """Title and council's name without the spaces around them.

    Raises Refused: sitting_title_missing, sitting_council_missing.
    """
    title, council = title.strip(), council.strip()
    if not title:
        raise Refused("sitting_title_missing")
    if not council:
        raise Refused("sitting_council_missing")
    return title, council


def known_mode(mode: str) -> str:
    """The mode, if it is one: in_person, virtual, hybrid. Raises Refused: sitting_mode_unknown."""
    if mode not in MODES:
        raise Refused("sitting_mode_unknown", mode=mode, known=", ".join(MODES))
    return mode


def known_kind(kind: str) -> str:
    """The kind of council, if it is one. Raises Refused: council_kind_unknown."""
    if kind not in COUNCIL_KINDS:
        raise Refused("council_kind_unknown", kind=kind, known=", ".join(COUNCIL_KINDS))
    return kind


def known_zoom_number(text: str | None) -> str | None:
    """The number of a Zoom meeting as written, if it is one: 9 to 11 digits, with spaces or dashes between; None for
    nothing. Raises Refused: zoom_number_unreadable.
    """
    number = " ".join((text or "").split())
    if number and not re.fullmatch(r"\d{9,11}", re.sub(r"[ \-\u2010-\u2015]", "", number)):
        raise Refused("zoom_number_unreadable", text=number)
    return number or None


def same_zoom_number(one: str | None, other: str | None) -> bool:
    """Whether two numbers, as written, are one meeting's: spaces and dashes do not matter."""
    digits = [re.sub(r"\D", "", number or "") for number in (one, other)]
    return digits[0] == digits[1]


def quarters_named(council: str, quarters: Mapping[str, str]) -> tuple[str, ...]:
    """Which of the quarters (id to name) a council's name speaks of, as ids in the order of the name.

    Whole words only, the longest name first: "Consejo Barrial San Martín Sur" is of San Martín Sur, not of San Martín
    as well. No quarter is guessed from a part of its name.
    """
    left = f" {' '.join(words(council))} "
    found: list[tuple[int, str]] = []
    spoken = {quarter: f" {' '.join(words(name))} " for quarter, name in quarters.items()}
    for quarter, name in sorted(spoken.items(), key=lambda one: (-len(one[1]), one[0])):
        at = left.find(name) if name.strip() else -1
        if at >= 0:
            found.append((at, quarter))
            # Blanked out, not cut, so that the places of the others stay what they are.
            left = left[:at] + " " + "\x00" * (len(name) - 2) + " " + left[at + len(name) :]
    return tuple(quarter for _, quarter in sorted(found))


def may_open(*, state: str, other: str | None, cancelled: bool = False) -> None:
    """Whether a sitting may be opened; `other` is the title of one that this desk still holds open.

    Raises Refused: sitting_cancelled, sitting_already_open, sitting_already_closed, sitting_signed,
    another_sitting_open.
    """
    if cancelled:
        raise Refused("sitting_cancelled")
    if state == "open":
        raise Refused("sitting_already_open")
    if state == "closed":
        raise Refused("sitting_already_closed")
    if state == "signed":
        raise Refused("sitting_signed")
    if other is not None:
        raise Refused("another_sitting_open", title=other)


def may_close(*, state: str) -> None:
    """Whether a sitting may be closed. Raises Refused: sitting_not_open, sitting_already_closed, sitting_signed."""
    if state == "planned":
        raise Refused("sitting_not_open")
    if state == "closed":
        raise Refused("sitting_already_closed")
    if state == "signed":
        raise Refused("sitting_signed")


def may_reopen(*, state: str, other: str | None) -> None:
    """Whether a closed sitting may be opened again; `other` as in `may_open`.

    Raises Refused: sitting_not_open, sitting_already_open, sitting_signed, another_sitting_open.
    """
    if state == "planned":
        raise Refused("sitting_not_open")
    if state == "open":
        raise Refused("sitting_already_open")
    if state == "signed":
        raise Refused("sitting_signed")
    if other is not None:
        raise Refused("another_sitting_open", title=other)


def known_count(number: int) -> int:
    """A number of people or of views, if it can be one: 0 to 9,999,999. Raises Refused: number_out_of_range."""
    if not 0 <= number <= MOST:
        raise Refused("number_out_of_range", number=number, most=MOST)
    return number


def must_be_open(*, state: str) -> None:
    """What happens only while people sit together. Raises Refused: sitting_not_open, sitting_already_closed,
    sitting_signed.
    """
    if state == "planned":
        raise Refused("sitting_not_open")
    may_still_be_written(state=state)
    if state != "open":
        raise Refused("sitting_already_closed")


def may_still_be_written(*, state: str) -> None:
    """What the secretary may still set right the day after, until it is signed. Raises Refused: sitting_signed."""
    if state == "signed":
        raise Refused("sitting_signed")


def may_be_called_off(*, state: str) -> None:
    """Only what has not begun can be cancelled or taken off the plan. Raises Refused: sitting_already_begun."""
    if state != "planned":
        raise Refused("sitting_already_begun")
