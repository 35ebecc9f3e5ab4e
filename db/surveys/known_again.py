"""Knows a table of answers again, so that taking it in twice counts nobody twice.

Sheets have no name. A table is known by its lines: where the same stands at the same number in five of them, or in
half of a short one, it is the table of before, put right here and there or grown at its end. Two tables that two people
typed have a line or two in common, where everybody answers yes: they stay two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from db.base import canonical
from db.clock import named_id
from db.surveys.tables import Reply
from db.work import Work

_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of a table of replies: its number as a spreadsheet shows it, what was told, by question's key, and all
    that stands in it (`whole`), by which the same table is known when it comes again."""

    number: int
    told: Mapping[str, Any]
    neighbourhood_id: str | None = None
    whole: str = ""


def known_again(
    work: Work, lines: Sequence[SheetLine], questionnaire_id: str, sitting_id: str | None
) -> list[str]:  # fmt: skip
    """The identifiers of the sheets of these lines: those they have, when the table was taken in before."""
    of_these = select(Reply.id).where(Reply.questionnaire_id == questionnaire_id, Reply.sitting_id == sitting_id)
    there = set(work.session.scalars(of_these))
    turn = 0
    while True:
        ids = [_id(questionnaire_id, sitting_id or "", str(turn), line) for line in lines]
        known = sum(one in there for one in ids)
        if not known or known >= min(_ENOUGH, len(lines) / 2):
            return ids
        turn += 1


def _id(questionnaire_id: str, sitting_id: str, turn: str, line: SheetLine) -> str:
    told = line.whole or canonical(dict(line.told))
    made = named_id("sheet", questionnaire_id, sitting_id, turn, str(line.number), told)
    return f"{made[:14]}8{made[15:]}"  # a version of its own: what came of a poll of the call has 5
