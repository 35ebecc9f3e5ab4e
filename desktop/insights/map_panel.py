"""The map of participation in its card: the map or its table, what is shown of it, and the ways to take it along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget

from db.insights.by_quarter import CameTo
from desktop.insights import map_words, words
from desktop.insights.copying import copy
from desktop.insights.quarters import (
    CHANGE,
    DISTRICTS,
    PEOPLE,
    QUARTERS,
    RATE,
    Classes,
    Origins,
    PlaceLine,
    change_classes,
    classes,
)
from desktop.insights.sittings_sheet import SittingsSheet
from desktop.kit import theme
from desktop.kit.areas import AreaMap, Patch
from desktop.kit.buttons import Segmented, icon_button
from desktop.kit.dialogs import choose_place
from desktop.kit.flow import Flow
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, label
from desktop.shell.signals import ShellSignals


@dataclass(frozen=True)
class Line:
    """One line of the table behind the map: its place, and its cells as words."""

    key: str
    cells: tuple[str, ...]
    order: tuple[float | str, ...]


class OriginsPanel(Card):
    """`level_chosen` asks for quarters or districts, `place_opened` for the sittings behind a place: the identifiers of
    its quarters or districts.
    """

    level_chosen = Signal(str)
    place_opened = Signal(object)
    picture_pressed = Signal()
    drawing_pressed = Signal()
    table_pressed = Signal()

    def __init__(self, shell: ShellSignals, zone: ZoneInfo) -> None:
        super().__init__(self.tr("Where people come from"))
        self._shell, self._zone = shell, zone
        self._told: Origins | None = None
        self._period = ""
        self._lines: tuple[Line, ...] = ()
        self.map = AreaMap(self.tr("Map: where people come from"))
        self.map.setObjectName("insights.origins.map")
        self.map.walked.connect(self._tell_at)
        self.map.chosen.connect(self._open)
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._stack.addWidget(self.map)
        self._rows: RowsView[Line] | None = None
        self._at, self._footer = label("", "strong", wrap=True), label("", "small", wrap=True)
        self._at.setObjectName("insights.origins.at")
        self._footer.setObjectName("insights.origins.footer")
        self._put_tools()
        self.body.addWidget(Flow(self.level, self.measure))
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._at)
        self.body.addWidget(self._footer)
        self.give_way()
        self.setMinimumHeight(theme.px(560))

    def show_levels(self, level: str, *, has_quarters: bool) -> None:
        """Which of the two maps is shown; of quarters there may be none yet."""
        self.level.option(QUARTERS).setEnabled(has_quarters)
        self.level.option(QUARTERS).setToolTip("" if has_quarters else self.tr("Load the city's map in Preferences"))
        self.level.set_value(level)

    def show_origins(self, told: Origins) -> None:
        """Other numbers."""
        self._told = told
        self.measure.option(CHANGE).setEnabled(told.compared)
        knows = any(line.place.inhabitants for line in told.lines)
        self.measure.option(RATE).setEnabled(knows)
        self.measure.option(RATE).setToolTip(
            "" if knows else self.tr("How many people live in each place is taken in on the page of preferences")
        )
        nothing = self.tr("There is no period before to compare with")
        self.measure.option(CHANGE).setToolTip("" if told.compared else nothing)
        if not self.measure.option(self.measure.value()).isEnabled():
            self.measure.set_value(PEOPLE)
        self._draw()

    def show_period(self, words_of_it: str) -> None:
        """What the numbers are of (days, district, council, mode), for the title of a picture."""
        self._period = words_of_it

    def show_sittings(self, found: Sequence[CameTo]) -> None:
        """The sittings behind the place somebody opened."""
        told = self.tr("Sittings of the period to which somebody from there came: {count}.").format(count=len(found))
        SittingsSheet(self.window(), self._at.text().partition(" · ")[0], told, found, self._zone).open()

    def show_saved(self, path: Path) -> None:
        """A file was written."""
        self._shell.say(self.tr("Saved: {path}").format(path=path), Tone.GOOD)

    def picture(self) -> bytes:
        """The map as PNG."""
        return self.map.picture(self._title(), self._footer.text())

    def drawing(self) -> bytes:
        """The map as SVG."""
        return self.map.drawing(self._title(), self._footer.text())

    def table(self) -> tuple[Sequence[str], Sequence[Sequence[object]]]:
        """What the CSV file says."""
        return self._header(), [line.cells for line in self._lines]

    async def ask_place(self, ending: str) -> Path | None:
        """Where to save it; None when the person went back."""
        title = self.tr("Save the table") if ending == "csv" else self.tr("Save the map")
        words = self.tr("where-people-come-from")
        name = f"{words}.{ending}"
        return await choose_place(self, title, name, f"{ending.upper()} (*.{ending})")

    def _put_tools(self) -> None:
        self.level = Segmented([(QUARTERS, self.tr("Quarters")), (DISTRICTS, self.tr("Districts"))], self.tr("Map of"))
        self.level.setObjectName("insights.origins.level")
        self.level.chosen.connect(self.level_chosen)
        self.measure = Segmented(
            [(PEOPLE, self.tr("People")), (RATE, self.tr("Per 1,000 inhabitants")), (CHANGE, self.tr("Change"))],
            self.tr("What the colours mean"),
        )
        self.measure.setObjectName("insights.origins.measure")
        self.measure.chosen.connect(lambda _code: self._draw())
        self.shown_as = Segmented([("map", self.tr("Map")), ("table", self.tr("Table"))], self.tr("Show as"))
        self.shown_as.setObjectName("insights.origins.shown_as")
        self.shown_as.chosen.connect(lambda key: self._stack.setCurrentIndex(1 if key == "table" else 0))
        tools = (
            ("png", "image-outline", self.tr("Save the map as a picture (PNG)"), self.picture_pressed.emit),
            ("svg", "vector-square", self.tr("Save the map as a drawing (SVG)"), self.drawing_pressed.emit),
            ("csv", "file-delimited-outline", self.tr("Save the numbers as a table (CSV)"), self.table_pressed.emit),
            ("copy", "content-copy", self.tr("Copy the map and its numbers"), self._copy),
        )
        self.aside.addWidget(self.shown_as)
        for code, icon, says, act in tools:
            made = icon_button(icon, says)
            made.setObjectName(f"insights.origins.{code}")
            made.clicked.connect(act)
            self.aside.addWidget(made)

    def _draw(self) -> None:
        if self._told is None:
            return
        told, code = self._told, self.measure.value()
        ours = [line for line in told.drawn if line.place.homes]
        values = [value for line in ours if (value := line.value(code)) is not None]
        cut = change_classes(values) if code == CHANGE else classes(values, digits=1 if code == RATE else 0)
        held = any(line.held(code) for line in ours)
        # An area that is none of our quarters is drawn as one without data: nobody can be said to live there.
        missing = len(ours) < len(told.drawn) or any(line.value(code) is None and not line.held(code) for line in ours)
        scale = map_words.scale(cut, code, held=held, missing=missing)
        self.map.show_areas(
            [_patch(line, code, cut, compared=told.compared) for line in told.drawn], scale, geographic=told.geographic
        )
        self.title.setText(map_words.title(told, code))
        self.setAccessibleName(self.title.text())
        self._footer.setText(map_words.footer(told, code))
        self._tell_at(self.map.at())
        self._show_rows()

    def _show_rows(self) -> None:
        assert self._told is not None
        self._lines = tuple(_line(one) for one in self._told.lines if one.place.homes)
        if self._rows is None:
            columns = [_column(title, place) for place, title in enumerate(self._header())]
            self._rows = RowsView(columns, key=lambda line: line.key, says=self.map.accessibleName(), height=30)
            self._rows.setObjectName("insights.origins.table")
            self._stack.addWidget(self._rows)
        self._rows.show_rows(self._lines)

    def _header(self) -> tuple[str, ...]:
        return (
            self.tr("Place"), self.tr("People"), self.tr("Inhabitants"), self.tr("Per 1,000 inhabitants"),
            self.tr("Period before"), self.tr("Change"),
        )  # fmt: skip

    def _title(self) -> str:
        return f"{self.title.text()}\n{self._period}" if self._period else self.title.text()

    def _tell_at(self, key: str) -> None:
        """What somebody is at, in words below the map: whoever goes by keys sees no tip."""
        line = next((one for one in self._told.lines if one.place.key == key), None) if self._told and key else None
        hint = self.tr("Arrows or the mouse go from place to place; Enter shows the sittings behind one.")
        told = map_words.tip(line, compared=bool(self._told and self._told.compared)) if line else hint
        self._at.setText(told.replace("\n", " · "))
        theme.set_kind(self._at, kind="strong" if line else "small")

    def _open(self, key: str) -> None:
        line = next((one for one in self._told.lines if one.place.key == key), None) if self._told else None
        if line is None or not line.place.homes:
            return
        if line.people is None:
            # With so few people, which evenings they came to would already say who they are.
            words_ = self.tr("So few people came from {place} that their sittings are not told.")
        elif not line.people:
            words_ = self.tr("Nobody from {place} came in this period.")
        else:
            self.place_opened.emit(line.place.homes)
            return
        self._shell.say(words_.format(place=line.place.name), Tone.ACCENT)

    def _copy(self) -> None:
        copy(self.picture(), *self.table())
        self._shell.say(self.tr("Copied: the map as a picture, its numbers as a table."), Tone.GOOD)


def _patch(line: PlaceLine, code: str, cut: Classes, *, compared: bool) -> Patch:
    value = line.value(code)
    place = line.place
    shade = None if value is None or not place.homes else cut.of(round(value, 1 if code == RATE else 0))
    return Patch(
        place.key, place.name, place.polygons, shade, held=line.held(code) and bool(place.homes),
        label=map_words.value(value, code) if value else "",
        tip=map_words.tip(line, compared=compared), at_home=bool(place.homes),
    )  # fmt: skip


def _line(line: PlaceLine) -> Line:
    cells = (
        line.place.name,
        words.cell(line.people),
        words.number(line.place.inhabitants) if line.place.inhabitants else "–",
        map_words.value(line.rate, RATE),
        words.cell(line.before) if line.counted_before else "–",
        map_words.value(line.change, CHANGE),
    )
    numbers = (line.people, line.place.inhabitants, line.rate, line.before, line.change)
    keys: list[float] = [float("-inf") if one is None else float(one) for one in numbers]
    order: tuple[float | str, ...] = (line.place.name.casefold(), *keys)
    return Line(line.place.key, cells, order)


def _column(title: str, place: int) -> Column[Line]:
    width = 34 + 7 * max(len(title), 11) if place else None
    look = Look.NUMBER if place else Look.PLAIN
    return Column(title, lambda line: line.cells[place], look, width=width, order=lambda line: line.order[place])
