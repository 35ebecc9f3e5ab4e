"""The charts page: the period on top, tiles, three charts with their tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from db.insights.queries import Totals
from db.insights.rules import share
from db.places.queries import DistrictCard
from db.sittings.queries import CouncilCard
from desktop.insights import words
from desktop.insights.map_panel import OriginsPanel
from desktop.insights.panels import ChartPanel
from desktop.insights.series import BY_AGE, BY_NEWNESS, BY_WAY, CHARTS, Board
from desktop.kit import theme
from desktop.kit.buttons import Segmented
from desktop.kit.dialogs import choose_place
from desktop.kit.fields import Choice, day_field
from desktop.kit.palette import Tone
from desktop.kit.surfaces import EmptyState, Page, Row, Tile, label, scrolled, tiles
from desktop.shell.signals import ShellSignals


class BoardPage(Page):
    """What is seen of the figures; every change of the period is told, none is computed here."""

    period_chosen = Signal(str)
    days_chosen = Signal(object, object)
    district_chosen = Signal(str)
    council_chosen = Signal(str)
    picture_pressed = Signal(str)
    table_pressed = Signal(str)

    def __init__(self, shell: ShellSignals, zone: ZoneInfo) -> None:
        super().__init__(self.tr("Charts"))
        self._shell, self._zone = shell, zone
        self._period_words = ""
        self.body.addWidget(self._filters())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing_yet())
        self._stack.addWidget(self._nothing_in_period())
        self._stack.addWidget(self._figures())
        self.body.addWidget(self._stack, 1)
        self.setFocusProxy(self.period.option("months_12"))

    def show_choices(self, districts: Sequence[DistrictCard], councils: Sequence[CouncilCard]) -> None:
        """The districts and councils there are."""
        self.district.set_options([("", self.tr("All districts")), *((one.id, one.name) for one in districts)])
        self.council.set_options([("", self.tr("All councils")), *((one.id, one.name) for one in councils)])

    def show_period(self, since: date, until: date, period: str) -> None:
        """The days that are shown, and which button says so, if one does."""
        self.period.set_value(period)
        for field, day in ((self.since, since), (self.until, until)):
            field.blockSignals(True)
            field.setDate(QDate(day.year, day.month, day.day))
            field.blockSignals(False)
        self._period_words = self.tr("{since} to {until}").format(
            since=words.long_day(since), until=words.long_day(until)
        )

    def show_board(self, board: Board) -> None:
        """The figures of the period."""
        self._show_tiles(board.totals, board.before)
        for panel in self._panels.values():
            panel.show_board(board)
        self.origins.show_period(self._period_words)
        self.set_titles(self.tr("Charts"), self._period_words)
        self._stack.setCurrentIndex(2)

    def show_nothing(self, *, ever: bool) -> None:
        """No sitting in the period, or none ever."""
        self.set_titles(self.tr("Charts"), self._period_words if ever else "")
        self._stack.setCurrentIndex(1 if ever else 0)

    def show_saved(self, path: Path) -> None:
        """A file was written."""
        self._shell.say(self.tr("Saved: {path}").format(path=path), Tone.GOOD)

    def picture(self, chart: str) -> bytes:
        """A chart as PNG."""
        return self._panels[chart].picture(self._period_words)

    def table(self, chart: str) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
        """The numbers behind a chart."""
        return self._panels[chart].table()

    async def ask_place(self, chart: str, ending: str) -> Path | None:
        """Where to save a chart; None when the person went back."""
        name = f"{words.word(words.FILE_NAMES, chart)}.{ending}"
        title = self.tr("Save the chart") if ending == "png" else self.tr("Save the table")
        return await choose_place(self, title, name, f"{ending.upper()} (*.{ending})")

    def _filters(self) -> QWidget:
        self.period = Segmented(
            [
                ("months_3", self.tr("3 months")),
                ("months_12", self.tr("12 months")),
                ("this_year", self.tr("This year")),
                ("all", self.tr("All")),
                ("own", self.tr("Own days")),
            ],
            self.tr("Period"),
        )
        self.period.setObjectName("insights.period")
        self.since, self.until = day_field(self.tr("From")), day_field(self.tr("To"))
        for field in (self.since, self.until):
            field.userDateChanged.connect(lambda _day: self._tell_days())
        self.since.setObjectName("insights.since")
        self.until.setObjectName("insights.until")
        self.district, self.council = Choice(says=self.tr("District")), Choice(says=self.tr("Council"))
        self.district.setObjectName("insights.district")
        self.council.setObjectName("insights.council")
        self.period.chosen.connect(self._choose_period)
        self.district.activated.connect(lambda: self.district_chosen.emit(self.district.value()))
        self.council.activated.connect(lambda: self.council_chosen.emit(self.council.value()))
        return Row(self.period, self.since, label("–", "muted"), self.until, None, self.district, self.council)

    def _choose_period(self, period: str) -> None:
        if period == "own":
            self.since.setFocus()
            self._tell_days()
        else:
            self.period_chosen.emit(period)

    def _tell_days(self) -> None:
        self.days_chosen.emit(self.since.date().toPython(), self.until.date().toPython())

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
        empty.action.clicked.connect(lambda: self.period_chosen.emit("all"))
        return empty

    def _figures(self) -> QWidget:
        self._tiles = {
            "sittings": Tile("calendar-check", self.tr("Sittings"), Tone.ACCENT),
            "people": Tile("account-group", self.tr("People"), Tone.ACCENT),
            "new": Tile("account-plus", self.tr("New"), Tone.ATTENTION),
            "returning": Tile("account-heart", self.tr("Had come before"), Tone.GOOD),
            "online": Tile("video", self.tr("By Zoom"), Tone.ONLINE),
            "pending": Tile("file-document-alert-outline", self.tr("Without minutes"), Tone.BAD),
        }
        self._panels = {code: ChartPanel(code) for code in CHARTS}
        for panel in self._panels.values():
            panel.picture_pressed.connect(self.picture_pressed)
            panel.table_pressed.connect(self.table_pressed)
        content = QWidget()
        whole = theme.space(QVBoxLayout(content), 14)
        whole.addWidget(tiles(list(self._tiles.values())))
        grid = theme.space(QGridLayout(), 14)
        grid.addWidget(self._panels[BY_WAY], 0, 0, 1, 2)
        grid.addWidget(self._panels[BY_NEWNESS], 1, 0)
        grid.addWidget(self._panels[BY_AGE], 1, 1)
        self.origins = OriginsPanel(self._shell, self._zone)
        grid.addWidget(self.origins, 2, 0, 1, 2)
        for place in range(2):
            grid.setColumnStretch(place, 1)
            grid.setRowStretch(place, 1)
        whole.addLayout(grid, 1)
        return scrolled(content)

    def _show_tiles(self, whole: Totals, before: Totals | None) -> None:
        of_people = {"new": share(whole.new, whole.people), "returning": share(whole.returning, whole.people)}
        for name in ("sittings", "people", "new", "returning"):
            note = [words.percent(of_people[name])] if name in of_people else []
            if before is not None:
                note.append(self.tr("before: {number}").format(number=words.number(getattr(before, name))))
            self._tiles[name].show_number(words.number(getattr(whole, name)), " · ".join(note))
        of_all = self.tr("{part} of {whole}").format(
            part=words.number(whole.online_attendances), whole=words.number(whole.attendances)
        )
        self._tiles["online"].show_number(words.percent(whole.online_share), of_all)
        self._tiles["online"].setToolTip(self.tr("Attendances that were on Zoom at least in part, of all attendances"))
        held = self.tr("of %n sittings", "", whole.sittings)
        self._tiles["pending"].show_number(words.number(whole.minutes_pending), held)
