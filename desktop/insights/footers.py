"""What the numbers of a chart are of, in words: the denominator, who is without data, what is held back and why."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

from desktop.insights import words
from desktop.insights.series import (
    BY_AGE,
    BY_NEWNESS,
    BY_WAY,
    CHANNELS,
    COMMITMENTS,
    DEPARTMENTS,
    FELT,
    FIGURE,
    RETENTION,
    TOPICS,
    WHEN,
    WOULD_COME,
    Board,
)

_FOOTERS: dict[str, object] = {
    BY_WAY: QT_TRANSLATE_NOOP(
        "Insights",
        "{attendances} attendances of {people} different people in {sittings} sittings; whoever came by both ways "
        "counts once. {unnamed} unnamed in the room, not in the totals.",
    ),
    BY_NEWNESS: QT_TRANSLATE_NOOP(
        "Insights",
        "New: had been at no sitting of any council before. {new} of {people} different people in {sittings} sittings.",
    ),
    BY_AGE: QT_TRANSLATE_NOOP(
        "Insights",
        "Of {people} different people; of {no_data} age or gender is not known. Age on the day of the first sitting "
        "of the period. “<5” or a dot: between 1 and 4 people, not told so that nobody can be recognised.",
    ),
    WHEN: QT_TRANSLATE_NOOP("Insights", "Of {of} attendances, by the hour at which the sitting began; none without."),
    TOPICS: QT_TRANSLATE_NOOP(
        "Insights", "Of {of} proposals, complaints and questions; {no_data} without a topic (“No data”)."
    ),
    DEPARTMENTS: QT_TRANSLATE_NOOP(
        "Insights", "Of {of} proposals, complaints and questions; {no_data} without a department (“No data”)."
    ),
    COMMITMENTS: QT_TRANSLATE_NOOP(
        "Insights",
        "Of {of} commitments made at these sittings. {no_data} of those that are open have no day: they count as in "
        "time.",
    ),
    RETENTION: QT_TRANSLATE_NOOP(
        "Insights",
        "Of the {of} new people: how many, of each hundred of a row, were at so many sittings of the period or more. "
        "The latest rows have had little time to come back.",
    ),
    FELT: QT_TRANSLATE_NOOP(
        "Insights", "{sheets} sheets without a name, on paper, tablet or by a poll of the call. “No data”: left empty."
    ),
    CHANNELS: QT_TRANSLATE_NOOP(
        "Insights",
        "{invited} invitations by name, each person once at each sitting. {no_data} came without one that was noted: "
        "what brought them is not known.",
    ),
    WOULD_COME: QT_TRANSLATE_NOOP(
        "Insights",
        "Of {of} households that were asked; of {no_data} the quarter or the answer is not known. Quarters with fewer "
        "than five households stand with all the others.",
    ),
}


# Of a laptop that is told of its district alone.
_OF_DISTRICT: dict[str, object] = {
    BY_NEWNESS: QT_TRANSLATE_NOOP(
        "Insights",
        "New: had been at no sitting of this district before; of those of other districts this laptop is not told. "
        "{new} of {people} different people in {sittings} sittings.",
    ),
    RETENTION: QT_TRANSLATE_NOOP(
        "Insights",
        "Of the {of} people who are new in the district: how many, of each hundred of a row, were at so many sittings "
        "of the period or more. The latest rows have had little time to come back.",
    ),
}
_IN_GROUPS: dict[str, object] = {
    CHANNELS: QT_TRANSLATE_NOOP("Insights", "Beside these, groups of {told_in_groups} people were told.")
}
_NUMBERS = ("people", "new", "sittings", "attendances", "unnamed", "sheets", "invited", "told_in_groups")


def footer(code: str, board: Board) -> str:
    """What the numbers of a chart are of."""
    answers = board.now.answers
    it = answers[FIGURE[code]]
    no_data = answers["overdue"].no_data if code == COMMITMENTS else it.no_data
    facts = {name: words.number(board.number(name)) for name in _NUMBERS}
    groups = words.word(_IN_GROUPS, code).format(**facts) if code == CHANNELS and board.number("told_in_groups") else ""
    known = _OF_DISTRICT if board.whose.district_alone and code in _OF_DISTRICT else _FOOTERS
    told = words.word(known, code).format(of=words.number(it.of or 0), no_data=words.number(no_data), **facts)
    return f"{told} {groups}".rstrip()
