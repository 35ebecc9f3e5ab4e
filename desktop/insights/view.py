"""The charts page: the filters on top, tiles, the answers in words, the charts with their tables, and the map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from db.insights.by_quarter import CameTo
from db.places.queries import DistrictCard
from db.sittings.queries import CouncilCard
from desktop.insights import whose_words, words
from desktop.insights.figure_tiles import FigureTiles
from desktop.insights.filters import Filters
from desktop.insights.in_short import sentences
from desktop.insights.map_panel import OriginsPanel
from desktop.insights.panels import ChartPanel
from desktop.insights.series import (
    BY_AGE,
    BY_NEWNESS,
    BY_WAY,
    CHANNELS,
    CHARTS,
    COMMITMENTS,
    DEPARTMENTS,
    FELT,
    RETENTION,
    TOPICS,
    WHEN,
    WOULD_COME,
    Board,
    Whose,
    is_empty,
)
from desktop.insights.sittings_sheet import SittingsSheet
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import choose_place
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Columns, EmptyState, Page, label, scrolled
from desktop.shell.signals import ShellSignals

# In the order of the questions: how many, from where, new, what for, promised. What stands together is side by side
# where there is room. The map comes after the first.
_ROWS = ((BY_WAY,), (BY_NEWNESS, RETENTION), (TOPICS, DEPARTMENTS), (COMMITMENTS, BY_AGE), (CHANNELS, FELT),
         (WOULD_COME, WHEN))  # fmt: skip


class BoardPage(Page):
    """What is seen of the figures; every change of the filters is told, none is computed here."""

    picture_pressed = Signal(str)
    drawing_pressed = Signal(str)
    table_pressed = Signal(str)
    category_opened = Signal(str, int)
    everything_wanted = Signal()

    def __init__(self, shell: ShellSignals, zone: ZoneInfo, today: Callable[[], date] | None = None) -> None:
        super().__init__(self.tr("Charts"))
        self._shell, self._zone = shell, zone
        self._today = today
        self._period_words = ""
        self.filters = Filters()
        self.body.addWidget(self.filters)
        self.whose = label("", "muted", wrap=True)
        self.whose.setObjectName("insights.whose")
        self.whose.hide()
        self.body.addWidget(self.whose)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing_yet())
        self._stack.addWidget(self._nothing_in_period())
        self._stack.addWidget(self._figures())
        # Before the first figures it shows nothing: that there were no sittings is not to be said by guess.
        self._stack.setCurrentIndex(self._stack.addWidget(QWidget()))
        self.body.addWidget(self._stack, 1)
        self.setFocusProxy(self.filters)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.filters.fit(event.size().height())

    def show_choices(self, districts: Sequence[DistrictCard], councils: Sequence[CouncilCard]) -> None:
        """The districts and councils there are."""
        self.filters.show_choices(districts, councils)

    def show_period(self, days: tuple[date, date], period: str, compared: str) -> None:
        """The days that are shown, which button says so, and what they are compared with."""
        self.filters.show_period(days, period, compared)
        since, until = (words.long_day(day) for day in days)
        self._period_words = self.tr("{since} to {until}").format(since=since, until=until)

    def show_board(self, board: Board) -> None:
        """The figures of the period."""
        self._tiles.show_board(board)
        for (question, answer), (asked, told) in zip(self._answers, sentences(board), strict=True):
            question.setText(asked)
            answer.setText(told)
        of_what = " · ".join((self._period_words, *self.filters.told()))
        for code, panel in self._panels.items():
            panel.show_board(board, of_what)
            panel.setVisible(not is_empty(code, board))
        self.origins.show_period(of_what)
        self.set_titles(self.tr("Charts"), self._said(board))
        self.show_whose(board.whose)
        self._stack.setCurrentIndex(2)

    def show_whose(self, whose: Whose) -> None:
        """Whose numbers these are, and what they lack."""
        said = whose_words.told(whose, self._zone, self._today() if self._today else None)
        self.whose.setText(said)
        self.whose.setVisible(bool(said))

    def show_nothing(self, *, ever: bool) -> None:
        """No sitting in the period, or none ever."""
        self.set_titles(self.tr("Charts"), self._period_words if ever else "")
        self.whose.hide()
        self._stack.setCurrentIndex(1 if ever else 0)

    def show_behind(self, chart: str, place: int, found: Sequence[CameTo]) -> None:
        """The sittings behind a category of a chart."""
        told = self.tr("Sittings behind this number: {count}.").format(count=words.number(len(found)))
        SittingsSheet(self.window(), self._panels[chart].category(place), told, found, self._zone).open()

    def show_too_few(self) -> None:
        """They are so few that even their sittings could point at somebody."""
        self._shell.say(self.tr("These are so few people that their sittings are not told either."), Tone.ATTENTION)

    def show_asked_at_home(self) -> None:
        """No sitting stands behind what households answered."""
        self._shell.say(
            self.tr("Households are asked at home: no sitting stands behind these numbers."), Tone.ATTENTION
        )

    def show_saved(self, path: Path) -> None:
        """A file was written."""
        self._shell.say(self.tr("Saved: {path}").format(path=path), Tone.GOOD)

    def picture(self, chart: str) -> bytes:
        """A chart as PNG."""
        return self._panels[chart].picture()

    def drawing(self, chart: str) -> bytes:
        """A chart as SVG."""
        return self._panels[chart].drawing()

    def table(self, chart: str) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
        """The numbers behind a chart."""
        return self._panels[chart].table()

    async def ask_place(self, chart: str, ending: str) -> Path | None:
        """Where to save a chart; None when the person went back."""
        name = f"{words.word(words.FILE_NAMES, chart)}.{ending}"
        title = self.tr("Save the table") if ending == "csv" else self.tr("Save the chart")
        return await choose_place(self, title, name, f"{ending.upper()} (*.{ending})")

    def _said(self, board: Board) -> str:
        if board.before is None:
            return self._period_words
        since, until = (words.long_day(day) for day in board.days_before)
        told = self.tr("{period}, compared with {since} to {until}")
        return told.format(period=self._period_words, since=since, until=until)

    def _nothing_yet(self) -> EmptyState:
        empty = EmptyState(
            "chart-bar",
            self.tr("There is no sitting to count yet"),
            self.tr("As soon as a sitting is opened, its people appear here: by way, new and returning, by age."),
            self.tr("Go to Today"),
        )
        empty.action.clicked.connect(lambda: self._shell.go("sittings"))
        return empty

    def _nothing_in_period(self) -> EmptyState:
        empty = EmptyState(
            "calendar-search",
            self.tr("No sitting in this period"),
            self.tr("Choose other days, another district or another council."),
            self.tr("Show everything"),
        )
        empty.action.clicked.connect(self._want_everything)
        return empty

    def _want_everything(self) -> None:
        self.filters.let_go()
        self.everything_wanted.emit()

    def _figures(self) -> QWidget:
        self._tiles = FigureTiles()
        self._panels = {code: ChartPanel(code) for code in CHARTS}
        content = QWidget()
        whole = theme.space(QVBoxLayout(content), 14)
        whole.addWidget(self._tiles)
        whole.addWidget(self._in_short())
        for panel in self._panels.values():
            panel.picture_pressed.connect(self.picture_pressed)
            panel.drawing_pressed.connect(self.drawing_pressed)
            panel.table_pressed.connect(self.table_pressed)
            panel.category_opened.connect(self.category_opened)
            panel.copied.connect(self._say_copied)
        self.origins = OriginsPanel(self._shell, self._zone)
        rows = [Columns(*(self._panels[code] for code in row), narrow=900) for row in _ROWS]
        for part in (rows[0], self.origins, *rows[1:]):
            whole.addWidget(part, 1)
        return scrolled(content)

    def _in_short(self) -> Card:
        """Five questions, each with its answer in a sentence."""
        card = Card(self.tr("In short"))
        card.setObjectName("insights.in_short")
        grid = theme.space(QGridLayout(), 6)
        grid.setHorizontalSpacing(theme.px(18))
        self._answers = [(label("", "strong"), label("", wrap=True)) for _ in range(5)]
        for row, (question, answer) in enumerate(self._answers):
            grid.addWidget(question, row, 0)
            grid.addWidget(answer, row, 1)
        # The numbers lead to no list of names; what was asked for and promised has its page, one by one.
        for tab, says in (("asked", self.tr("See what was asked for")), ("due", self.tr("See the commitments"))):
            way = button(says, kind="quiet")
            way.setObjectName(f"insights.to_{tab}")
            way.clicked.connect(lambda _checked=False, tab=tab: self._shell.go("issues", tab))
            card.aside.addWidget(way)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        return card

    def _say_copied(self) -> None:
        self._shell.say(self.tr("Copied: the chart as a picture, its numbers as a table."), Tone.GOOD)
