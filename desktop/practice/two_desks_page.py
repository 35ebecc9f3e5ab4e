"""What the evening on two desks came to, as a person reads it: three columns that say the same, and what to settle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from db.sync.conflicts import ConflictCard, Side
from desktop.practice.two_desks import Compared, Outcome
from desktop.sync.fields import field_word, value_word
from desktop.sync.words import noun_word

translate = QCoreApplication.translate


def as_lines(outcome: Outcome) -> list[str]:
    """The page as Markdown that is in columns on a terminal too."""
    heads = ("", translate("cli", "Door"), translate("cli", "Table"), translate("cli", "Shared database"), "")
    facts = [_line(one, one.what) for one in outcome.facts]
    nouns = [_line(one, noun_word(one.what)) for one in outcome.nouns]
    return [
        translate("cli", "Door and table lost each other in the middle of the sitting, and met again."),
        "",
        *_columns([heads, *facts]),
        "",
        translate("cli", "What each of the three holds: rows, and the beginning of the seal over all of them."),
        "",
        *_columns([heads, *nouns]),
        "",
        translate("cli", "Both wrote these without knowing of each other. The later value stands, the other is kept:"),
        "",
        *(line for one in outcome.conflicts for line in _difference(one)),
    ]


def _line(one: Compared, what: str) -> tuple[str, ...]:
    return what, one.door, one.table, one.third, "=" if one.same else "≠"


def _difference(one: ConflictCard) -> list[str]:
    stands = translate("cli", "stands: {side}").format(side=_side(one.standing))
    left = translate("cli", "left out: {side}").format(side=_side(one.lost))
    what = f"{one.about or noun_word(one.key.noun)} · {field_word(one.key.register)}"
    return [f"- {what}", f"    {stands}", f"    {left}"]


def _side(side: Side) -> str:
    value = ", ".join(value_word(name, value, _hour) for name, value in side.values)
    return f"«{value}» ({side.by}, {_hour(side.at)})"


def _hour(at: datetime) -> str:
    return f"{at.astimezone():%H:%M:%S}"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    padded = ([cell.ljust(width) for cell, width in zip(row, widths, strict=True)] for row in rows)
    lines = [f"| {' | '.join(cells)} |" for cells in padded]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]
