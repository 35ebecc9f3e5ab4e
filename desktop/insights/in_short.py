"""The figures in five sentences: did more people come, from where, are they new, what do they ask for, what held."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QCoreApplication

from db.insights.rules import SMALLEST_CELL, share
from db.insights.tally import NO_DATA
from desktop.insights import words
from desktop.insights.series import YEAR, Board

translate = QCoreApplication.translate
_NAMED = 3


def sentences(board: Board) -> tuple[tuple[str, str], ...]:
    """A question and its answer each, in the order in which they are asked."""
    return (
        (translate("InShort", "Did more people come?"), _came(board)),
        (translate("InShort", "From where?"), _from_where(board)),
        (translate("InShort", "Are they new?"), _new(board)),
        (translate("InShort", "What do they ask for?"), _asked(board)),
        (translate("InShort", "What was promised?"), _promised(board)),
    )


def _fill(told: str, /, **facts: object) -> str:
    return told.format(**{name: words.number(one) if isinstance(one, int) else one for name, one in facts.items()})


def _came(board: Board) -> str:
    people, sittings = board.number("people"), board.number("sittings")
    told = _fill(
        translate("InShort", "{people} different people at {sittings} sittings."), people=people, sittings=sittings
    )
    if board.before is None:
        return told + " " + translate("InShort", "The record does not reach back far enough to compare.")
    before, held = _before(board, "people"), _before(board, "sittings")
    facts = {"before": before, "held": held, "when": _when(board), "change": _points(people, before)}
    if people > before:
        answer = _fill(translate("InShort", "Yes, {change} more:"), **facts)
    elif people < before:
        answer = _fill(translate("InShort", "No, {change} fewer:"), **facts)
    else:
        answer = translate("InShort", "As many:")
    return f"{answer} {told} " + _fill(translate("InShort", "{when}: {before} at {held}."), **facts)


def _from_where(board: Board) -> str:
    found = board.now.answers["quarters"]
    named = {part.at[0]: int(part.value) for part in found.parts if part.at[0] != NO_DATA}
    largest = [(key, number) for key, number in Counter(named).most_common(_NAMED) if number >= SMALLEST_CELL]
    unknown = _fill(
        translate("InShort", "Of {no_data} of {people} the quarter is not known."),
        no_data=found.no_data,
        people=found.of or 0,
    )
    if not found.no_data:
        unknown = translate("InShort", "The quarter of everybody is known.")
    if not named:
        return unknown
    told = _fill(translate("InShort", "From {quarters} quarters."), quarters=len(named))
    if largest:
        most = ", ".join(f"{board.labels.quarters.get(key, '–')} ({words.number(number)})" for key, number in largest)
        told += " " + _fill(translate("InShort", "Most from {names}."), names=most)
    return told + " " + unknown


def _new(board: Board) -> str:
    new, people = board.number("new"), board.number("people")
    says = translate("InShort", "{new} of {people} ({share}) came for the first time.")
    if board.whose.district_alone:
        says = translate("InShort", "{new} of {people} ({share}) came for the first time in the district.")
    told = _fill(says, new=new, people=people, share=words.percent(share(new, people)))
    if board.begins is not None:
        since = words.long_day(board.begins)
        return (
            told
            + " "
            + _fill(translate("InShort", "The record begins on {since}: before, nobody was noted."), since=since)
        )
    if board.before is not None and not board.compares_new:
        told += " " + translate("InShort", "Not compared: the record had only begun, and everybody was new to it.")
    elif board.before is not None and _before(board, "people"):
        then = share(_before(board, "new"), _before(board, "people"))
        told += " " + _fill(translate("InShort", "{when}: {share}."), when=_when(board), share=words.percent(then))
    return told


def _asked(board: Board) -> str:
    whole = board.number("issues")
    if not whole:
        return translate("InShort", "Nothing was noted.")
    sums: Counter[str] = Counter()
    for part in board.now.answers["topics"].parts:
        if part.at[0] != NO_DATA:
            sums[part.at[0]] += int(part.value)
    most = ", ".join(f"{board.topics.get(key, key)} ({words.number(n)})" for key, n in sums.most_common(_NAMED))
    told = _fill(translate("InShort", "{whole} proposals, complaints and questions."), whole=whole)
    if most and max(sums.values()) > 1:  # of topics that each came up once none was asked for most
        told += " " + _fill(translate("InShort", "Most about {names}."), names=most)
    answered = board.now.answers["answered_share"].value
    return told + " " + _fill(translate("InShort", "{share} answered."), share=words.percent(answered))


def _promised(board: Board) -> str:
    whole = board.number("commitments")
    if not whole:
        return translate("InShort", "No commitment was noted.")
    told = _fill(
        translate(
            "InShort",
            "Of {whole} commitments {kept} were kept and {broken} were not; {open} are open, {overdue} of them "
            "past their day.",
        ),
        whole=whole,
        **{name: board.number(name) for name in ("kept", "broken", "open", "overdue")},
    )
    released = sum(int(part.value) for part in board.now.answers["commitments"].parts if part.at[0] == "released")
    if released:  # whoever adds up must come to the whole
        told += " " + _fill(translate("InShort", "Let go by agreement: {released}."), released=released)
    return told


def _before(board: Board, name: str) -> int:
    assert board.before is not None
    return int(board.before.answers[name].value or 0)


def _when(board: Board) -> str:
    return (
        translate("InShort", "The same days a year before")
        if board.compared == YEAR
        else translate("InShort", "The days before")
    )


def _points(now: int, before: int) -> str:
    return words.percent(abs(now - before) / before) if before else words.number(abs(now - before))
