"""One chart in its card: the chart, the table behind it, what the numbers are of, and the ways to take them along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.insights import footers, words
from desktop.insights.copying import copy
from desktop.insights.series import (
    BY_AGE,
    BY_NEWNESS,
    BY_WAY,
    COMMITMENTS,
    RETENTION,
    WHEN,
    Board,
    Chart,
    chart_of,
)
from desktop.kit import theme
from desktop.kit.buttons import Segmented, icon_button
from desktop.kit.chart import NOWHERE
from desktop.kit.charts import BarChart
from desktop.kit.grid import Grid, GridChart
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, label

if TYPE_CHECKING:
    from desktop.kit.bars import Marks, Part

_TONES = {
    "only_room": Tone.GOOD,
    "both": Tone.ACCENT,
    "only_online": Tone.ONLINE,
    "returning": Tone.ACCENT,
    "new": Tone.ATTENTION,
    # One ink in steps: the colours of the other charts mean the room and Zoom.
    "woman": Tone.ACCENT,
    "man": Tone.ACCENT,
    "others": Tone.ACCENT,
    "proposal": Tone.ACCENT,
    "complaint": Tone.ATTENTION,
    "question": Tone.MUTED,
    "kept": Tone.GOOD,
    "settled": Tone.GOOD,
    "answered": Tone.ACCENT,
    "open": Tone.ATTENTION,
    "overdue": Tone.BAD,
    "broken": Tone.BAD,
    "absent": Tone.MUTED,
    "yes": Tone.GOOD,
    "in_part": Tone.ATTENTION,
    "no": Tone.BAD,
    # As the room, both ways and Zoom are in the first chart.
    "in_person": Tone.GOOD,
    "either": Tone.ACCENT,
    "online": Tone.ONLINE,
    "would_not": Tone.MUTED,
}
_HOLLOW = frozenset({"unnamed", "no_data"})
_UPRIGHT = (BY_WAY, BY_NEWNESS)
_LONGEST, _NAME = 30, 26  # letters of a name beside a bar, and in a table


@dataclass(frozen=True)
class Line:
    """One line of the table behind a chart: a key, its cells as words, and what they are sorted by."""

    key: int
    cells: tuple[str, ...]
    order: tuple[float | str, ...]


class _Views(QStackedWidget):
    """The chart or its table. A plot asks for 480 pixels by itself; a row of charts is as high as it must be."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class ChartPanel(Card):
    """`picture_pressed`, `drawing_pressed` and `table_pressed` ask for a file of this chart; `category_opened` for the
    sittings behind a category of it, by its number."""

    picture_pressed = Signal(str)
    drawing_pressed = Signal(str)
    table_pressed = Signal(str)
    copied = Signal()
    category_opened = Signal(str, int)

    def __init__(self, code: str) -> None:
        super().__init__(words.word(words.TITLES, code))
        self.code = code
        self._told: Chart | None = None
        self._board: Board | None = None
        self._period = ""
        self._header: tuple[str, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._at, self._footer = label("", "strong", wrap=True), label("", "small", wrap=True)
        self._at.setObjectName(f"insights.{code}.at")
        # Two lines, always: a chart must not move under the mouse that reads it. What is said in one stands with the
        # note below, for an empty line between them would part what belongs together.
        self._at.setFixedHeight(theme.px(36))
        self._at.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self._footer.setObjectName(f"insights.{code}.footer")
        self.chart: BarChart | GridChart
        if code in (WHEN, RETENTION):
            self.chart = GridChart(words.word(words.TITLES, code))
        else:
            with_legend = code != COMMITMENTS
            self.chart = BarChart(words.word(words.TITLES, code), horizontal=code not in _UPRIGHT, legend=with_legend)
        self.chart.setObjectName(f"insights.{code}.chart")
        self.chart.walked.connect(self._tell_at)
        self.chart.chosen.connect(lambda place: self.category_opened.emit(code, place))
        self._stack = _Views()
        self._stack.addWidget(self.chart)
        self._rows: RowsView[Line] | None = None
        self._put_tools()
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._at)
        self.body.addWidget(self._footer)
        self.give_way()

    def show_board(self, board: Board, period: str) -> None:
        """Other figures; `period` says in words of which days, and of which district, council and mode."""
        self._board, self._period = board, period
        self._told = told = chart_of(self.code, board)
        self.title.setText(words.title(told))
        self.setAccessibleName(self.title.text())
        self.chart.setAccessibleName(self.title.text())
        self._header, self._lines = _table(told, board)
        if isinstance(self.chart, GridChart):
            self.chart.show_grid(_grid(told, board))
        else:
            names = [words.category(told, key, board) for key in told.keys]
            cut = [_cut(name) for name in names]
            whole = "" if self.code == COMMITMENTS else words.total(told)
            self.chart.show_bars(cut, _parts(told), marks=_marks(told), names=names, whole=whole)
        # A chart of many rows asks for more than a row of cards would give it, and none of its rows may be cut off.
        self._stack.setMinimumHeight(max(self.chart.minimumHeight(), theme.px(120 if self.code == WHEN else 200)))
        self._footer.setText(footers.footer(self.code, board))
        self._tell_at(NOWHERE)
        if self._rows is not None or self._stack.currentIndex() == 1:
            self._show_rows()

    def table(self) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
        """What the CSV file says."""
        return self._header, [line.cells for line in self._lines]

    def picture(self) -> bytes:
        """The chart as PNG, with its title and what its numbers are of."""
        return self.chart.picture(self._title(), self._footer.text())

    def drawing(self) -> bytes:
        """The same as SVG."""
        return self.chart.drawing(self._title(), self._footer.text())

    def category(self, place: int) -> str:
        """The words of a category."""
        assert self._told is not None
        assert self._board is not None
        said = words.category(self._told, self._told.keys[place], self._board)
        return f"{self.title.text()}: {said}"

    def _title(self) -> str:
        return f"{self.title.text()}\n{self._period}"

    def _tell_at(self, place: int) -> None:
        """What somebody is at, in words below the chart: whoever goes by keys sees no tip."""
        hint = self.tr("Arrows or the mouse tell the numbers; Enter or a click shows the sittings behind them.")
        told = hint if place == NOWHERE else self.chart.tip(place)
        self._at.setText(told.replace("\n", " · "))
        kind = "small" if place == NOWHERE else "strong"
        if self._at.property("kind") != kind:
            theme.set_kind(self._at, kind=kind)

    def _show_rows(self) -> None:
        if self._rows is not None and self._rows.model().columnCount() != len(self._header):
            self._stack.removeWidget(self._rows)
            self._rows.deleteLater()
            self._rows = None
        if self._rows is None:
            named = 2 if self._told is not None and self._told.axis == "sitting" else 1
            columns = [
                _column(
                    title, place, words=place < named,
                    longest=max((len(line.cells[place]) for line in self._lines), default=0),
                )
                for place, title in enumerate(self._header)
            ]  # fmt: skip
            self._rows = RowsView(columns, key=lambda line: line.key, says=self.title.text(), height=30)
            self._rows.setObjectName(f"insights.{self.code}.table")
            self._stack.addWidget(self._rows)
            if self.shown_as.value() == "table":
                self._stack.setCurrentWidget(self._rows)
        self._rows.show_rows(self._lines)

    def _show_as(self, key: str) -> None:
        if key == "table":
            self._show_rows()
        self._stack.setCurrentIndex(1 if key == "table" else 0)
        self._at.setVisible(key != "table")  # what the arrows tell is told of the chart

    def _put_tools(self) -> None:
        self.shown_as = Segmented([("chart", self.tr("Chart")), ("table", self.tr("Table"))], self.tr("Show as"))
        self.shown_as.setObjectName(f"insights.{self.code}.shown_as")
        self.shown_as.chosen.connect(self._show_as)
        self.aside.addWidget(self.shown_as)
        tools = (
            ("png", "image-outline", self.tr("Save the chart as a picture (PNG)"), self.picture_pressed),
            ("svg", "vector-square", self.tr("Save the chart as a drawing (SVG)"), self.drawing_pressed),
            ("csv", "file-delimited-outline", self.tr("Save the numbers as a table (CSV)"), self.table_pressed),
            ("copy", "content-copy", self.tr("Copy the chart and its numbers"), None),
        )
        for code, icon, says, signal in tools:
            made = icon_button(icon, says)
            made.setObjectName(f"insights.{self.code}.{code}")
            if signal is None:
                made.clicked.connect(self._copy)
            else:
                made.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self.code))
            self.aside.addWidget(made)

    def _copy(self) -> None:
        copy(self.picture(), *self.table())
        self.copied.emit()


def _parts(told: Chart) -> list[Part]:
    from desktop.kit import bars  # pyqtgraph and numpy cost most of a second, paid when charts are first looked at

    return [
        bars.Part(
            words.part(told, part.code), part.values, _TONES.get(part.code, Tone.MUTED), part.code in _HOLLOW,
            left=told.code == BY_AGE and part.code == "woman", step=0.0 if told.code == COMMITMENTS else None,
        )
        for part in told.parts
        if not part.is_empty
    ]  # fmt: skip


def _marks(told: Chart) -> Marks | None:
    from desktop.kit import bars

    return bars.Marks(words.a_year_before(), told.marks) if told.marks and told.code == BY_WAY else None


def _grid(told: Chart, board: Board) -> Grid:
    """Weekdays by hour, the most the deepest; or cohorts, as shares of the new of each."""
    columns = tuple(words.part(told, part.code) for part in told.parts)
    rows = tuple(words.category(told, key, board) for key in told.keys)
    values = [[part.values[place] or 0 for part in told.parts] for place in range(len(rows))]
    most = max((number for row in values for number in row), default=0)
    shown, depths, tips = [], [], []
    for row, numbers in zip(rows, values, strict=True):
        if told.code == RETENTION:
            shares = [number / numbers[0] if numbers[0] else 0.0 for number in numbers[1:]]
            shown.append((words.number(numbers[0]), *(words.percent(one) for one in shares)))
            depths.append((None, *shares))
        else:
            shown.append(tuple(words.number(number) if number else "" for number in numbers))
            depths.append(tuple(number / most if number else None for number in numbers))
        said = zip(columns, numbers, strict=True)
        tips.append("\n".join([row, *(f"{column}: {words.number(number)}" for column, number in said if number)]))
    return Grid(rows, columns, tuple(shown), tuple(depths), tuple(tips))


def _table(told: Chart, board: Board) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """The table behind a chart; of sittings, each with its whole day and its council."""
    single = told.axis == "sitting"
    lines = board.lines() if single else {}
    header = [words.word(words.AXES, told.axis), *([words.word(words.AXES, "council")] if single else [])]
    header += [words.part(told, part.code) for part in told.parts]
    sums = told.code not in (RETENTION, COMMITMENTS)
    header += [words.total(told)] if sums else []
    header += [words.a_year_before()] if told.marks else []
    totals = told.totals if sums else ()
    made = []
    for place, key in enumerate(told.keys):
        if single:
            line = lines[key]
            named: list[str] = [board.day(line).isoformat(), board.labels.councils.get(line.held.council_id, "–")]
        else:
            named = [words.category(told, key, board)]
        numbers: list[int | None] = [part.values[place] for part in told.parts]
        numbers += [totals[place]] if sums else []
        cells = [*named, *(words.cell(number) for number in numbers)]
        order: list[float | str] = [named[0] if single else place, *named[1:]]
        order += [float("-inf") if number is None else float(number) for number in numbers]
        if told.marks:
            before = told.marks[place]
            cells.append("–" if before is None else words.number(before))
            order.append(float("-inf") if before is None else before)
        made.append(Line(place, tuple(cells), tuple(order)))
    return tuple(header), tuple(made)


def _column(title: str, place: int, *, words: bool, longest: int) -> Column[Line]:
    """`longest`: letters of the longest cell."""
    width = 30 + 7 * min(max(longest, len(title)), _NAME if words else len(title) + 1)
    return Column(
        title, lambda line: line.cells[place], Look.PLAIN if words else Look.NUMBER, width=width,
        order=lambda line: line.order[place], tip=lambda line: line.cells[place],
    )  # fmt: skip


def _cut(said: str) -> str:
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1].rstrip()}…"
