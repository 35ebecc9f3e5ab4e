"""Figures as they may leave the house: no count from which one of fewer than five people could be told.

What shares a total is guarded together, so that one file does not give away what another hides: ages and genders are
the sums of the table of both; new and returning, with and without organisation, are two parts of the people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.insights.answers import Answer, Table
from db.insights.figures import Figure
from db.insights.guarding import TOTAL, Key, guard
from db.insights.rules import SMALLEST_CELL
from db.insights.tally import NO_DATA

# A figure that is one part of another's value, and so tells the other part as well.
_PARTS_OF = {
    "new": "people", "returning": "people", "unorganised": "people", "new_in_council": "attendances",
}  # fmt: skip
# Shares of those who answered «yes»: told where the parts of the figure behind are.
_YES_OF = {"listened_share": "listened", "clear_share": "clear", "useful_share": "useful"}
# Means and shares of so many: of fewer than five they would tell of somebody.
_MEANS_OF = {"online_share": "attendances", "people_per_sitting": "attendances"}
# In a cut, means and shares beside the number of what they are of would tell a hidden one of these.
_FOLLOWS = {**_YES_OF, **_MEANS_OF, "time_present": "attendances"}
# These are of people, and themselves of something else: a denominator of fewer than five is hidden elsewhere.
_OF_PEOPLE = {"unnamed": "attendances", "quarters_reached": "people"}
Number = int | float | None


@dataclass(frozen=True)
class Published:
    """A figure as it may be shown to anybody. A number that may not be told is None; `hidden` says that some are."""

    figure: Figure
    value: Number
    of: Number
    no_data: Number
    parts: tuple[tuple[Key, Number], ...]
    hidden: bool


@dataclass(frozen=True)
class PublishedTable:
    """Figures cut by something: key and values by name of each row; the last one is the whole, under ""."""

    by: str
    figures: tuple[Figure, ...]
    rows: tuple[tuple[str, Mapping[str, Number]], ...]


def published(answers: Mapping[str, Answer]) -> dict[str, Published]:
    """These answers of one reading, those that may be published, guarded together."""
    both = _guarded(answers["age_gender"]) if "age_gender" in answers else {}
    found = {}
    for name, answer in answers.items():
        if answer.figure.public:
            found[name] = _one(name, answer, answers, both)
    return found


def published_table(table: Table) -> PublishedTable:
    """The values of a cut as they may be published: without their parts, which other sums would give away."""
    names = [name for name, one in table.whole.answers.items() if one.figure.public]
    columns = {name: _column(table, name) for name in names}
    _hide_alike(columns)
    for name, of in _FOLLOWS.items():
        if name in columns:
            shown = columns.get(of, {})
            columns[name] = {key: value if shown.get(key) is not None else None for key, value in columns[name].items()}
    rows = [(row.key, {name: columns[name][row.key] for name in names}) for row in (*table.rows, table.whole)]
    return PublishedTable(table.by, tuple(table.whole.answers[name].figure for name in names), tuple(rows))


def _one(name: str, answer: Answer, answers: Mapping[str, Answer], both: Mapping[Key, int | None]) -> Published:
    figure = answer.figure
    if name in _YES_OF:
        return _yes(answer, answers.get(_YES_OF[name]))
    if name == "invited":
        return _invited(answer, answers)
    if figure.persons and figure.axes and not figure.sums:
        return _overlapping(answer)
    of_things = figure.of in ("issues", "commitments_due")  # these are told however few
    if name in _MEANS_OF or (figure.unit in ("share", "ratio", "minutes") and not figure.sums and not of_things):
        return _mean(name, answer, answers)
    if not figure.persons:
        parts = tuple((part.at, part.value) for part in answer.parts)
        behind = answers.get(_OF_PEOPLE.get(name, ""))
        if behind is not None and _large(behind.value) is None:
            return Published(figure, answer.value, None, answer.no_data, parts, hidden=True)
        return Published(figure, answer.value, answer.of, answer.no_data, parts, hidden=False)
    if name in ("ages", "genders") and both:
        place = 0 if name == "ages" else 1
        told = {key: value for key, value in both.items() if key[1 - place] == TOTAL}
        cells = {part.at: told.get(_margin(part.at[0], place)) for part in answer.parts}
        return _cells(answer, cells, told[TOTAL, TOTAL] if told else 0)
    if name in _PARTS_OF:
        rest = int(answer.of or 0) - int(answer.value or 0)
        shown = guard({("it",): int(answer.value or 0), ("rest",): rest})
        whole = shown[TOTAL,]
        return Published(figure, shown["it",], whole, 0, (), hidden=None in shown.values())
    shown = _guarded(answer) or {(TOTAL,): _large(answer.value)}
    whole = shown.get((TOTAL,), shown.get((TOTAL, TOTAL)))
    return _cells(answer, {part.at: shown[part.at] for part in answer.parts}, whole)


def _margin(code: str, place: int) -> Key:
    return (code, TOTAL) if place == 0 else (TOTAL, code)


def _guarded(answer: Answer) -> dict[Key, int | None]:
    if not answer.parts:
        return {}
    cells = {part.at: int(part.value) for part in answer.parts}
    return guard(cells, kept=[(TOTAL,) * len(answer.figure.axes)])


def _cells(answer: Answer, cells: Mapping[Key, int | None], whole: int | None) -> Published:
    hidden = None in cells.values() or (whole is None and answer.value is not None)
    # How many say nothing is the sum of cells; where one of these is hidden it would give that one away.
    lacking = answer.no_data if not hidden or answer.no_data == 0 else None
    of = answer.of if whole is not None else None
    return Published(answer.figure, whole, of, lacking, tuple(cells.items()), hidden)


def _yes(answer: Answer, behind: Answer | None) -> Published:
    """A share of sheets tells how many say «yes»: it is told where these and all of them are."""
    shown = _guarded(behind) if behind is not None else {}
    if answer.of and (behind is None or None in (shown.get(("yes",), 0), shown[TOTAL,])):
        return Published(answer.figure, None, None, None, (), hidden=True)
    hidden = None in shown.values()
    lacking = None if hidden and answer.no_data else answer.no_data
    return Published(answer.figure, answer.value, answer.of, lacking, (), hidden)


def _overlapping(answer: Answer) -> Published:
    """Parts that do not sum, for people gave several answers: each stands beside the rest of all who were asked."""
    of, value = int(answer.of or 0), int(answer.value or 0)
    cells: dict[Key, int | None] = {}
    for part in answer.parts:
        told = guard({("it",): int(part.value), ("rest",): of - int(part.value)})
        cells[part.at] = told["it",]
    said = guard({("it",): value, ("rest",): of - value})
    hidden = None in cells.values() or None in said.values()
    whole = said[TOTAL,]
    return Published(answer.figure, said["it",], whole, said["rest",], tuple(cells.items()), hidden)


def _invited(answer: Answer, answers: Mapping[str, Answer]) -> Published:
    """Whom somebody told of a sitting, in one table with whoever came untold: how many were new, and how many had come
    before, is told by other figures, and so the rest of them is."""
    cells: dict[Key, int] = {part.at: int(part.value) for part in answer.parts}
    new = sum(number for at, number in cells.items() if at[1] == "new")
    untold_new = max(0, int(answers["new"].value or 0) - new) if "new" in answers else 0
    cells |= {(NO_DATA, "new"): untold_new, (NO_DATA, "returning"): max(0, answer.no_data - untold_new)}
    shown = guard(cells, kept=[(TOTAL, "new"), (TOTAL, "returning")])
    whole, untold = shown[TOTAL, TOTAL], shown[NO_DATA, TOTAL]
    told = {part.at: shown[part.at] for part in answer.parts}
    value = whole - untold if whole is not None and untold is not None else None
    hidden = None in (value, untold, *told.values())
    return Published(answer.figure, value, whole, untold, tuple(told.items()), hidden)


def _mean(name: str, answer: Answer, answers: Mapping[str, Answer]) -> Published:
    of = answers[_MEANS_OF[name]].value if name in _MEANS_OF and _MEANS_OF[name] in answers else answer.of
    told = int(of or 0) >= SMALLEST_CELL or not of
    if name == "online_share" and answer.value is not None:
        part = round(answer.value * (answer.of or 0))
        told = None not in guard({("it",): part, ("rest",): (answer.of or 0) - part}).values()
        # Who was not online was only in the room: where that is hidden, the share would be it.
        told &= "attendances" not in answers or _guarded(answers["attendances"]).get(("only_room",), 0) is not None
    if not told:
        return Published(answer.figure, None, None, None, (), hidden=True)
    lacking = answer.no_data if answer.no_data == 0 or answer.no_data >= SMALLEST_CELL else None
    # Of how many it is, and how many say nothing, are the whole together, which is told elsewhere.
    return Published(answer.figure, answer.value, None if lacking is None else answer.of, lacking, (), lacking is None)


def _column(table: Table, name: str) -> dict[str, Number]:
    figure = table.whole.answers[name].figure
    told = {row.key: row.answers[name] for row in table.rows}
    if not figure.persons:
        rows = (*table.rows, table.whole)
        return {row.key: _one(name, row.answers[name], row.answers, {}).value for row in rows}
    # The whole, and of parts what they are part of, stand in other columns and files: nothing can hide behind them.
    if name in _PARTS_OF:
        cells: dict[Key, int] = {}
        for key, one in told.items():
            part = int(one.value or 0)
            cells |= {(key, "it"): part, (key, "rest"): int(one.of or 0) - part}
        shown = guard(cells, kept=[(TOTAL, "it"), (TOTAL, "rest"), (TOTAL, TOTAL), *((key, TOTAL) for key in told)])
        column: dict[str, Number] = {key: shown[key, "it"] for key in told}
    else:
        shown = guard({(key,): int(one.value or 0) for key, one in told.items()}, kept=[(TOTAL,)])
        column = {key: shown[key,] for key in told}
    column[""] = _one(name, table.whole.answers[name], table.whole.answers, {}).value
    if column[""] is None:  # of what adds up the rows would be the whole that is not told
        column = {key: None if value else value for key, value in column.items()}
    return column


def _hide_alike(columns: Mapping[str, dict[str, Number]]) -> None:
    """Where attendances or people of a row are hidden, all of its people are.

    At one sitting an attendance is a person, and at several there are no more people than attendances: what one column
    shows of a row behind which another one hides would take the row's cover away.
    """
    told = [columns[name] for name in ("attendances", "people") if name in columns]
    for key in {key for column in told for key in column if key and column[key] is None}:
        for name in ("attendances", "people", *_PARTS_OF):
            if columns.get(name, {}).get(key):
                columns[name][key] = None


def _large(value: Number) -> int | None:
    number = int(value or 0)
    return None if 0 < number < SMALLEST_CELL else number
