"""Figures as charts and tables want them: categories, parts, and the text of a CSV file. Plain values in and out."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from db.insights import answers as figures
from db.insights.invited import ABSENT, NEW, RETURNING
from db.insights.labels import Labels
from db.insights.reading import Line, Step
from db.insights.rules import SMALLEST_CELL, hide_small
from db.insights.tally import NO_DATA, OFTEN
from db.issues.rules import ISSUE_STATES, KINDS
from db.residents.rules import BANDS
from db.sync.asking import Sight

BY_WAY, BY_NEWNESS, BY_AGE, WHEN = "by_way", "by_newness", "by_age", "when"
TOPICS, COMMITMENTS, RETENTION, DEPARTMENTS = "topics", "commitments", "retention", "departments"
FELT, CHANNELS, WOULD_COME = "felt", "channels", "would_come"
CHARTS = (
    BY_WAY, BY_NEWNESS, BY_AGE, TOPICS, COMMITMENTS, DEPARTMENTS, RETENTION, WHEN, FELT, CHANNELS, WOULD_COME
)  # fmt: skip
# These are shown where somebody was asked, or told of a sitting.
WHERE_ASKED = (FELT, CHANNELS, WOULD_COME)
# The figure behind each chart.
FIGURE = {
    BY_WAY: "people", BY_NEWNESS: "people", BY_AGE: "age_gender", WHEN: "when", TOPICS: "topics",
    COMMITMENTS: "commitments", RETENTION: "retention", DEPARTMENTS: "departments", FELT: "listened",
    CHANNELS: "invited", WOULD_COME: "would_come",
}  # fmt: skip
# Who is not woman nor man nor without data: few, and therefore one bar in which nobody can be pointed at.
OTHERS, REST = "others", "rest"
PROMISES = ("kept", "open", "overdue", "broken", "released")
# More sittings than these are told by month, and more topics than those as «the rest»: nobody reads a hundred bars.
SITTINGS_AT_MOST, NAMED_AT_MOST = 40, 9
YEAR, PERIOD = "year", "period"
QUESTIONS = ("listened", "clear", "useful")
ANSWERS = ("yes", "in_part", "no", NO_DATA)
CHOICES = ("in_person", "either", "online", "would_not", NO_DATA)
OUTCOMES = (NEW, RETURNING, ABSENT)

Cell = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One series of a chart: a code that the view words, and one value a category. None is a cell too small to show."""

    code: str
    values: tuple[int | None, ...]

    @property
    def is_empty(self) -> bool:
        return not any(value is None or value for value in self.values)


@dataclass(frozen=True)
class Chart:
    """What a chart shows. `axis` says what its categories are, `keys` which ones, `cells` of which cells of the figure
    each is made (empty: of a sitting or a step as a whole); `marks` are the people of the same steps a year before.
    """

    code: str
    axis: str
    keys: tuple[str, ...]
    parts: tuple[Part, ...]
    cells: tuple[frozenset[Cell], ...] = ()
    marks: tuple[int | None, ...] = ()

    @property
    def totals(self) -> tuple[int | None, ...]:
        """Each category as a whole; None where one of its parts is too small to show."""
        columns = zip(*(part.values for part in self.parts if part.code != "unnamed"), strict=True)
        return tuple(None if None in some else sum(value or 0 for value in some) for some in columns)


@dataclass(frozen=True)
class Whose:
    """Whose numbers these are. `at`: when the shared database said them; None: they are of this laptop.

    `ages`: whether those reach it; `district_alone`: whether it is told of no other district, so that whoever was at a
    sitting there looks new. `asking`: the shared database is being asked; `trouble`: the code of why it does not say.
    """

    at: datetime | None = None
    ages: bool = True
    district_alone: bool = False
    asking: bool = False
    trouble: str = ""


ALL_HERE = Whose()
"""Of this laptop, and it knows all there is to know."""


def whose_here(told: Sight | None, *, asking: bool = False, trouble: str = "") -> Whose:
    """Whose the numbers of this laptop are, by what the server says it is told (None: no server said)."""
    if told is None:
        return ALL_HERE
    return Whose(ages=told.ages, district_alone=told.district_id is not None, asking=asking, trouble=trouble)


@dataclass(frozen=True)
class Board:
    """All that the page shows of one period, and of what it is compared with, where the record reaches back so far.

    `compared`: YEAR or PERIOD. `days` and `days_before` are first and last day. `topics`: their names by code.
    `begins`: the day of the first sitting of the record, where it is one of the period: whoever had come before looks
    new then. `compares_new`: whether the record goes far enough back for that to be no matter in the period before.
    """

    now: figures.Board
    before: figures.Board | None
    compared: str
    days: tuple[date, date]
    days_before: tuple[date, date]
    labels: Labels
    topics: Mapping[str, str]
    zone: ZoneInfo
    begins: date | None = None
    compares_new: bool = True
    whose: Whose = ALL_HERE

    def number(self, name: str) -> int:
        """The value of a figure that counts."""
        return int(self.now.answers[name].value or 0)

    def lines(self) -> dict[str, Line]:
        """The sittings by identifier."""
        return {line.held.id: line for line in self.now.lines}

    def day(self, line: Line) -> date:
        """The day of a sitting, as the city's calendar has it."""
        return line.held.starts_at.astimezone(self.zone).date()


def chart_of(code: str, board: Board) -> Chart:
    """A chart of CHARTS for these figures."""
    if code in (BY_WAY, BY_NEWNESS):
        return _over_time(code, board)
    made = {BY_AGE: _ages, WHEN: _when, TOPICS: _topics, COMMITMENTS: _promises, RETENTION: _cohorts,
            DEPARTMENTS: _departments, FELT: _felt, CHANNELS: _channels, WOULD_COME: _would_come}[code]  # fmt: skip
    return made(board)


def is_empty(code: str, board: Board) -> bool:
    """Whether nobody was asked what a chart shows, or this laptop is not told it."""
    if code == BY_AGE and not board.whose.ages:
        return True
    names = QUESTIONS if code == FELT else (FIGURE[code],)
    return code in WHERE_ASKED and not any(board.number(name) for name in names)


def figure_behind(told: Chart, place: int) -> str:
    """The figure of which the cells of a category are."""
    return told.keys[place] if told.code == FELT else FIGURE[told.code]


def _over_time(code: str, board: Board) -> Chart:
    rows: Sequence[Line | Step] = board.now.lines
    single = 0 < len(rows) <= SITTINGS_AT_MOST
    people: dict[str, int] = {}
    if not single:
        if board.before is not None and board.compared == YEAR:
            people = {f"{int(step.key[:4]) + 1}{step.key[4:]}": step.people for step in board.before.steps}
        rows = _without_gaps(board.now.steps, people)
    keys = tuple(row.held.id if isinstance(row, Line) else row.key for row in rows)
    if code == BY_WAY:
        parts = [(name, [getattr(row, name) for row in rows]) for name in ("only_room", "both", "only_online")]
        parts.append(("unnamed", [row.held.unnamed if isinstance(row, Line) else row.unnamed for row in rows]))
    else:
        new = [row.new for row in rows]
        parts = [("returning", [_people(row) - row.new for row in rows]), ("new", new)]
    marks = tuple(people.get(key) for key in keys)
    axis = "sitting" if single else "month" if all(len(key) == 7 for key in keys) else "year"
    found = tuple(Part(name, tuple(values)) for name, values in parts)
    return Chart(code, axis, keys, found, marks=marks if any(value is not None for value in marks) else ())


def _without_gaps(steps: Sequence[Step], before: Iterable[str]) -> list[Step]:
    """The months from the first to the last, here or a year before, also those without a sitting: a month in which
    nobody met must not make its neighbours stand beside each other. Years as they are.
    """
    known = {step.key: step for step in steps}
    if any(len(key) != 7 for key in known):
        return list(steps)
    ends = [int(key[:4]) * 12 + int(key[5:]) - 1 for key in (*known, *(key for key in before if len(key) == 7))]
    months = [f"{one // 12}-{one % 12 + 1:02d}" for one in range(min(ends), max(ends) + 1)] if ends else []
    return [known.get(key) or Step(key, *(0,) * 8) for key in months]


def _people(row: Line | Step) -> int:
    return row.only_room + row.only_online + row.both


def _ages(board: Board) -> Chart:
    """Women and men by age, then whoever is neither, then whoever's age or gender nobody knows; together everybody."""
    counts: dict[Cell, int] = {}
    cells: dict[str, set[Cell]] = {key: set() for key in (*BANDS, OTHERS, NO_DATA)}
    for part in board.now.answers["age_gender"].parts:
        age, gender = part.at
        if NO_DATA in part.at:
            row, side = NO_DATA, NO_DATA
        elif gender in ("woman", "man"):
            row, side = age, gender
        else:
            row, side = OTHERS, OTHERS
        cells[row].add(part.at)
        counts[row, side] = counts.get((row, side), 0) + int(part.value)
    shown = hide_small({"/".join(at): number for at, number in counts.items()})
    # The oldest on top, as pyramids are read.
    keys = (*reversed(BANDS), OTHERS, NO_DATA)
    parts = tuple(
        Part(side, tuple(shown.get(f"{key}/{side}", 0) for key in keys)) for side in ("woman", "man", OTHERS, NO_DATA)
    )
    return Chart(BY_AGE, "age", keys, parts, tuple(frozenset(cells[key]) for key in keys))


def _when(board: Board) -> Chart:
    told = {part.at: int(part.value) for part in board.now.answers["when"].parts}
    days = sorted({at[0] for at in told})
    hours = sorted({int(at[1]) for at in told})
    between = range(hours[0], hours[-1] + 1) if hours else ()
    parts = tuple(Part(str(hour), tuple(told.get((day, str(hour)), 0) for day in days)) for hour in between)
    cells = tuple(frozenset(at for at in told if at[0] == day) for day in days)
    return Chart(WHEN, "weekday", tuple(days), parts, cells)


def _topics(board: Board) -> Chart:
    return _named(board, TOPICS, "topic", KINDS)


def _departments(board: Board) -> Chart:
    return _named(board, DEPARTMENTS, "department", ISSUE_STATES)


def _named(board: Board, code: str, axis: str, order: Sequence[str]) -> Chart:
    """What was asked for by a name, the most first; the rest together, and at the end those without."""
    told = {part.at: int(part.value) for part in board.now.answers[code].parts}
    sums: Counter[str] = Counter()
    for at, number in told.items():
        sums[at[0]] += number
    named = [key for key, _ in sorted(sums.items(), key=lambda one: (-one[1], one[0])) if key != NO_DATA]
    few = len(named) <= NAMED_AT_MOST + 1
    first = named if few else named[:NAMED_AT_MOST]
    rows = {key: key if key in first or key == NO_DATA else REST for key in sums}
    keys = (*first, *(() if few else (REST,)), NO_DATA)
    counts: Counter[Cell] = Counter()
    for at, number in told.items():
        counts[rows[at[0]], at[1]] += number
    parts = tuple(Part(part, tuple(counts[key, part] for key in keys)) for part in order)
    return Chart(code, axis, keys, parts, tuple(frozenset(at for at in told if rows[at[0]] == key) for key in keys))


def _promises(board: Board) -> Chart:
    told = {part.at[0]: int(part.value) for part in board.now.answers["commitments"].parts}
    parts = tuple(Part(state, tuple(told.get(key, 0) if key == state else 0 for key in PROMISES)) for state in PROMISES)
    return Chart(COMMITMENTS, "commitment", PROMISES, parts, tuple(frozenset({(state,)}) for state in PROMISES))


def _cohorts(board: Board) -> Chart:
    told = {part.at: int(part.value) for part in board.now.answers["retention"].parts}
    keys = tuple(sorted({at[0] for at in told}))
    times = tuple(str(number) for number in range(1, OFTEN + 1))
    parts = tuple(Part(n, tuple(told.get((key, n), 0) for key in keys)) for n in times)
    return Chart(RETENTION, "month" if all(len(key) == 7 for key in keys) else "year", keys, parts)


def _felt(board: Board) -> Chart:
    """A bar a question, which is a figure of its own. Answers of a questionnaire with others stand with «no data»."""
    keys = tuple(name for name in QUESTIONS if board.number(name))
    told = {name: Counter[str]() for name in keys}
    cells = []
    for name in keys:
        found = board.now.answers[name].parts
        for part in found:
            told[name][part.at[0] if part.at[0] in ANSWERS else NO_DATA] += int(part.value)
        cells.append(frozenset(part.at for part in found))
    parts = tuple(Part(answer, tuple(told[name][answer] for name in keys)) for answer in ANSWERS)
    return Chart(FELT, "question", keys, parts, tuple(cells))


def _channels(board: Board) -> Chart:
    """A bar a channel, the one that brought most new people first."""
    told = {part.at: int(part.value) for part in board.now.answers["invited"].parts}
    sums: Counter[str] = Counter()
    for at, number in told.items():
        sums[at[0]] += number
    keys = tuple(sorted(sums, key=lambda key: (-told.get((key, NEW), 0), -sums[key], key)))
    parts = tuple(Part(one, tuple(told.get((key, one), 0) for key in keys)) for one in OUTCOMES)
    return Chart(CHANNELS, "channel", keys, parts, tuple(frozenset(at for at in told if at[0] == key) for key in keys))


def _would_come(board: Board) -> Chart:
    """A bar a quarter, the one with most households first; one with fewer than five stands with all the others."""
    counts: Counter[Cell] = Counter()
    sums: Counter[str] = Counter()
    for part in board.now.answers["would_come"].parts:
        quarter, choice = part.at
        counts[quarter, choice if choice in CHOICES else NO_DATA] += int(part.value)
        sums[quarter] += int(part.value)
    named = [key for key, _ in sorted(sums.items(), key=lambda one: (-one[1], one[0])) if key != NO_DATA]
    first = [key for key in named if sums[key] >= SMALLEST_CELL][:NAMED_AT_MOST]
    if 0 < sum(sums[key] for key in named[len(first) :]) < SMALLEST_CELL:
        first = first[:-1]
    rows = {key: key if key in first or key == NO_DATA else REST for key in sums}
    keys = (*first, *((REST,) if REST in rows.values() else ()), *((NO_DATA,) if NO_DATA in sums else ()))
    drawn: Counter[Cell] = Counter()
    for (quarter, choice), number in counts.items():
        drawn[rows[quarter], choice] += number
    parts = tuple(Part(one, tuple(drawn[key, one] for key in keys)) for one in CHOICES)
    told = [part.at for part in board.now.answers["would_come"].parts]
    of = tuple(frozenset(at for at in told if rows[at[0]] == key) for key in keys)
    return Chart(WOULD_COME, "quarter", keys, parts, of)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as the spreadsheets of es_AR open it by a double click: byte order mark, semicolons, CRLF.

    A cell that a spreadsheet would take for a formula is quoted, for titles are typed by people.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return "\ufeff" + text.getvalue()


def _safe(cell: object) -> object:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + cell
    return "" if cell is None else cell
