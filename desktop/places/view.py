"""The city's map as somebody sees it: its card in Preferences, and the sheets that open wherever a file falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from db.errors import Refused
from db.places.city_map import CityMap
from db.places.doubts import Doubts
from db.places.drawing import AreaCard, MapStanding
from db.places.inhabitants_file import Counted
from db.places.mapping import TakenIn
from desktop import wording
from desktop.kit.banner import Message
from desktop.kit.buttons import button
from desktop.kit.dialogs import ask, choose_file, shown
from desktop.kit.flow import Flow
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, label
from desktop.places.desk_sheet import DeskSheet
from desktop.places.presenter import Asked, PlacesPresenter
from desktop.places.preview_sheet import CoordinatesSheet, PreviewSheet

_MAPS = "(*.geojson *.json *.gml *.xml *.zip)"
_LISTS = "(*.csv *.txt *.xlsx *.xls *.ods)"


class MapCard(Card):
    """How the map stands; the rest are presses."""

    bring_pressed = Signal()
    decide_pressed = Signal()
    inhabitants_pressed = Signal()
    forget_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(self.tr("Map of the city"))
        self._state = label("", "muted", wrap=True)
        self._state.setObjectName("places.state")
        self.bring = self._button("bring", self.tr("Load the map…"), "map-plus", self.bring_pressed)
        self.decide = self._button("decide", self.tr("Quarters of the map…"), "map-search-outline", self.decide_pressed)
        self.inhabitants = self._button(
            "inhabitants", self.tr("Load inhabitants…"), "account-multiple-plus-outline", self.inhabitants_pressed
        )
        self.forget = self._button("forget", self.tr("Take the map off"), "map-minus", self.forget_pressed)
        self.bring.setToolTip(self.tr("GeoJSON, GML or a zipped shapefile; it may also be dropped on the window."))
        self.inhabitants.setToolTip(self.tr("A list with the columns barrio and habitantes (CSV, Excel, LibreOffice)."))
        self.add(self._state, Flow(self.bring, self.decide, self.inhabitants, self.forget))

    def show_standing(self, now: MapStanding) -> None:
        """How many quarters are drawn and counted, and what waits."""
        if not now.drawn and not now.areas:
            words = self.tr(
                "No map of the quarters yet: Charts show a scheme of the districts. The city's office of maps has one."
            )
        else:
            words = self.tr("{drawn} of {quarters} quarters drawn, {counted} with their inhabitants.").format(
                drawn=now.drawn, quarters=now.quarters, counted=now.counted
            )
            if now.waiting:
                words += " " + self.tr("%n areas of the map wait for a decision.", "", now.waiting)
        self._state.setText(words)
        self.decide.setVisible(now.areas > 0)
        self.forget.setVisible(now.drawn > 0 or now.areas > 0)

    def _button(self, name: str, words: str, icon: str, pressed: SignalInstance) -> QPushButton:
        made = button(words, icon)
        made.setObjectName(f"places.{name}")
        made.clicked.connect(pressed)
        return made


class MapDesk(QObject):
    """What is seen of the map wherever a file of it falls: the card where there is one, and the sheets.

    `decided` carries an area and its quarters (None: open again).
    """

    undo_pressed = Signal()
    decided = Signal(str, object)
    said = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.card: MapCard | None = None
        self.presenter: PlacesPresenter | None = None  # whoever is asked when something is pressed
        self._desk: DeskSheet | None = None
        self._standing: MapStanding | None = None
        self._areas: tuple[Sequence[AreaCard], Mapping[str, str], bool] = ((), {}, False)

    def put(self, card: MapCard) -> None:
        """The card in Preferences, once that page is shown."""
        self.card = card
        if self._standing is not None:
            card.show_standing(self._standing)

    def show_standing(self, now: MapStanding) -> None:
        """How many quarters are drawn and counted, and what waits."""
        self._standing = now
        if self.card is not None:
            self.card.show_standing(now)

    def show_areas(self, areas: Sequence[AreaCard], quarters: Mapping[str, str], *, can_undo: bool) -> None:
        """The areas of the file, for the desk of the doubtful."""
        self._areas = (areas, quarters, can_undo)
        if self._desk is not None:
            self._desk.show_areas(areas, quarters, can_undo=can_undo)

    def open_desk(self) -> None:
        """The desk for the doubtful."""
        if self._desk is not None:
            return
        areas, quarters, can_undo = self._areas
        self._desk = desk = DeskSheet(_window())
        desk.show_areas(areas, quarters, can_undo=can_undo)
        desk.decided.connect(self.decided)
        desk.undo_pressed.connect(self.undo_pressed)
        desk.finished.connect(self._closed)
        desk.open()

    def say_taken(self, told: TakenIn) -> None:
        """What became of the areas."""
        words = self.tr("The map is loaded: {areas} areas, {known} are quarters of ours, {waiting} wait.").format(
            areas=told.areas, known=told.known, waiting=told.waiting
        )
        self.said.emit(Message(words, Tone.GOOD if not told.waiting else Tone.ACCENT))

    def say_counted(self, told: Counted) -> None:
        """What became of the list of inhabitants."""
        words = [self.tr("Inhabitants of %n quarters loaded.", "", len(told.inhabitants) + len(told.together))]
        if told.unknown:
            some = ", ".join(told.unknown[:5]) + ("…" if told.unknown[5:] else "")
            words.append(self.tr("No quarter of ours: {names}.").format(names=some))
        if told.unreadable:
            some = ", ".join(told.unreadable[:5]) + ("…" if told.unreadable[5:] else "")
            words.append(self.tr("Without a number: {names}.").format(names=some))
        self.said.emit(Message(" ".join(words), Tone.GOOD if len(words) == 1 else Tone.ATTENTION))

    async def ask_file(self) -> Path | None:
        """A map."""
        maps = self.tr("Maps")
        return await choose_file(_window(), self.tr("The map of the city"), f"{maps} {_MAPS}")

    async def ask_list(self) -> Path | None:
        """A list of inhabitants."""
        lists = self.tr("Lists")
        return await choose_file(_window(), self.tr("Inhabitants of each quarter"), f"{lists} {_LISTS}")

    async def ask_preview(self, found: CityMap, doubts: Doubts, asked: Asked) -> Asked | None:
        """What was found, and whether it is what was meant."""
        sheet = PreviewSheet(_window(), found, doubts, asked)
        return sheet.answer() if await shown(sheet) else None

    async def ask_crs(self, why: Refused, asked: Asked) -> Asked | None:
        """In which projection a map is, once it cannot be told from the file."""
        sheet = CoordinatesSheet(_window(), wording.sentence(why.code, why.facts), asked)
        return sheet.answer() if await shown(sheet) else None

    async def ask_forget(self) -> bool:
        """Whether the quarters are not to be drawn any more."""
        words = self.tr("No quarter is drawn any more, on every desk of the city. What was decided about names stays.")
        return await ask(_window(), self.tr("Take the map off?"), words, self.tr("Take it off"), danger=True)

    def _closed(self) -> None:
        if self._desk is not None:
            self._desk.deleteLater()
            self._desk = None


def _window() -> QWidget:
    """Where a question belongs: the window in front; off screen no window is, so any that is shown."""
    front = QApplication.activeWindow()
    return front or next(one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow())
