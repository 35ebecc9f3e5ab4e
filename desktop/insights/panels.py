"""One chart in its card: the bars, the table behind them, what the numbers are of, and two ways to take them along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from desktop.insights import series, words
from desktop.insights.series import BY_AGE, BY_NEWNESS, BY_WAY, Board, Part
from desktop.kit import theme
from desktop.kit.buttons import Segmented, icon_button
from desktop.kit.charts import BarChart
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, label

translate = QCoreApplication.translate
_TONES = {
    "only_room": Tone.GOOD,
    "both": Tone.ACCENT,
    "only_online": Tone.ONLINE,
    "unnamed": Tone.MUTED,
    "returning": Tone.ACCENT,
    "new": Tone.ATTENTION,
    # One ink in steps: the colours of the other charts mean the room and Zoom.
    "woman": Tone.ACCENT,
    "man": Tone.ACCENT,
    "others": Tone.ACCENT,
    "no_data": Tone.MUTED,
}
_HOLLOW = frozenset({"unnamed", "no_data"})


@dataclass(frozen=True)
class Line:
    """One line of the table behind a chart: a key, and its cells as words."""

    key: int
    cells: tuple[str, ...]


class ChartPanel(Card):
    """`picture_pressed` and `table_pressed` ask for a file of this chart."""

    picture_pressed = Signal(str)
    table_pressed = Signal(str)

    def __init__(self, code: str) -> None:
        super().__init__(words.word(words.TITLES, code))
        self.code = code
        self._header: tuple[str, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._footer = label("", "small", wrap=True)
        self._footer.setObjectName(f"insights.{code}.footer")
        self.chart = BarChart(words.word(words.TITLES, code))
        self.chart.setObjectName(f"insights.{code}.chart")
        self.chart.setMinimumHeight(theme.px(150))
        self._stack = QStackedWidget()
        # A plot asks for 480 pixels of height by itself; two rows of charts share the window instead.
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack.addWidget(self.chart)
        self._rows: RowsView[Line] | None = None
        self._put_tools()
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._footer)
        self.setMinimumHeight(theme.px(290))

    def show_board(self, board: Board) -> None:
        """Other figures."""
        if self.code == BY_AGE:
            parts, categories = series.by_age(board.cells), [words.word(words.AGES, age) for age in series.AGES]
        else:
            parts = series.by_way(board.rows) if self.code == BY_WAY else series.by_newness(board.rows)
            categories = [words.short_day(day) for day in board.days]
        self._show_bars(categories, parts)
        self._header, self._lines = _table(self.code, board, parts)
        self._show_rows()
        self._footer.setText(footer(self.code, board))

    def table(self) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
        """What the CSV file says."""
        return self._header, [line.cells for line in self._lines]

    def picture(self, period: str) -> bytes:
        """The chart as PNG, with its title and what its numbers are of."""
        title = f"{words.word(words.TITLES, self.code)} · {period}"
        return self.chart.picture(title, self._footer.text())

    def _show_bars(self, categories: Sequence[str], parts: Sequence[Part]) -> None:
        from desktop.kit import bars  # pyqtgraph and numpy cost most of a second, paid when charts are first looked at

        shown = [
            bars.Part(words.word(words.PARTS, part.code), part.values, _TONES[part.code], part.code in _HOLLOW)
            for part in parts
            if not part.is_empty
        ]
        self.chart.show_bars(categories, shown, stacked=self.code != BY_AGE)

    def _show_rows(self) -> None:
        if self._rows is None:
            first = 1 if self.code == BY_AGE else 3
            columns = [_column(title, place, place < first) for place, title in enumerate(self._header)]
            self._rows = RowsView(columns, key=lambda line: line.key, says=self.title.text(), height=30)
            self._rows.setObjectName(f"insights.{self.code}.table")
            self._stack.addWidget(self._rows)
        self._rows.show_rows(self._lines)

    def _put_tools(self) -> None:
        self.shown_as = Segmented([("chart", self.tr("Chart")), ("table", self.tr("Table"))], self.tr("Show as"))
        self.shown_as.setObjectName(f"insights.{self.code}.shown_as")
        self.shown_as.chosen.connect(lambda key: self._stack.setCurrentIndex(1 if key == "table" else 0))
        self.save_picture = icon_button("image-outline", self.tr("Save the chart as a picture (PNG)"))
        self.save_table = icon_button("file-delimited-outline", self.tr("Save the numbers as a table (CSV)"))
        self.save_picture.setObjectName(f"insights.{self.code}.png")
        self.save_table.setObjectName(f"insights.{self.code}.csv")
        self.save_picture.clicked.connect(lambda: self.picture_pressed.emit(self.code))
        self.save_table.clicked.connect(lambda: self.table_pressed.emit(self.code))
        for tool in (self.shown_as, self.save_picture, self.save_table):
            self.aside.addWidget(tool)


def footer(code: str, board: Board) -> str:
    """What the numbers of a chart are of."""
    whole = board.totals
    if code == BY_AGE:
        text = translate(
            "Insights",
            "Of {people} different people. Age on the day of the first sitting of the period. "
            "“<5” or a dot: between 1 and 4 people, not told so that nobody can be recognised.",
        )
    elif code == BY_NEWNESS:
        text = translate(
            "Insights",
            "New: had been at no sitting of any council before. {new} of {people} different people "
            "in {sittings} sittings.",
        )
    else:
        text = translate(
            "Insights",
            "{attendances} attendances of {people} different people in {sittings} sittings; whoever came by both ways "
            "counts once. {unnamed} unnamed in the room, not in the totals.",
        )
    return text.format(
        people=words.number(whole.people),
        new=words.number(whole.new),
        sittings=words.number(whole.sittings),
        attendances=words.number(whole.attendances),
        unnamed=words.number(whole.unnamed),
    )


def _table(code: str, board: Board, parts: Sequence[Part]) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    titles = tuple(words.word(words.PARTS, part.code) for part in parts)
    if code == BY_AGE:
        first: list[tuple[str, ...]] = [(words.word(words.AGES, age),) for age in series.AGES]
        header = (translate("Insights", "Age"), *titles)
        totals: Sequence[tuple[str, ...]] = [()] * len(series.AGES)
    else:
        first = [(day.isoformat(), row.council, row.title) for day, row in zip(board.days, board.rows, strict=True)]
        header = (
            translate("Insights", "Day"),
            translate("Insights", "Council"),
            translate("Insights", "Sitting"),
            *titles,
        )
        header += (translate("Insights", "People"),)
        totals = [(words.cell(row.people),) for row in board.rows]
    values = zip(*(part.values for part in parts), strict=True)
    lines = (
        Line(place, (*start, *(words.cell(value) for value in counts), *total))
        for place, (start, counts, total) in enumerate(zip(first, values, totals, strict=True))
    )
    return header, tuple(lines)


def _column(title: str, place: int, is_word: bool) -> Column[Line]:
    look = Look.PLAIN if is_word else Look.NUMBER
    return Column(title, lambda line: line.cells[place], look, width=None if place in (1, 2) else 120)


__all__ = ["BY_AGE", "BY_NEWNESS", "BY_WAY", "ChartPanel", "footer"]
