"""The desk for the doubtful: each area of the map, the quarters it may be, one key to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from db.places.drawing import AreaCard
from db.places.rules import MOST_OFFERED
from desktop.kit import theme
from desktop.kit.areas import AreaMap, Patch, Scale
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet, fit
from desktop.kit.flow import Flow
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.several import Several
from desktop.kit.surfaces import Columns, Row, label
from desktop.places.words import joined_names

_NUMBERS = tuple(str(place + 1) for place in range(MOST_OFFERED))


class DeskSheet(Sheet):
    """Enter confirms the first proposal, a number another one, N says that it is no quarter of ours; Ctrl+Z takes the
    last back. `decided` carries an area and its quarters (None: open again).
    """

    decided = Signal(str, object)
    undo_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        words = self.tr("Enter confirms the first proposal, 1 to 5 another one, N: no quarter of ours. Ctrl+Z undoes.")
        super().__init__(parent, self.tr("Quarters of the map"), words, self.tr("Ready"))
        self.cancel.hide()
        self._areas: tuple[AreaCard, ...] = ()
        self._names: Mapping[str, str] = {}
        self.rows: RowsView[AreaCard] = RowsView(
            [
                Column(self.tr("On the map"), lambda one: one.name, Look.STRONG),
                Column(self.tr("Quarter"), self._quarter, Look.PILL, tone=self._tone),
            ],
            key=lambda one: one.key,
            says=self.tr("Areas of the map"),
            height=32,
        )
        self.rows.setObjectName("places.areas")
        self.rows.current.connect(self._stand_on)
        self.rows.chosen.connect(lambda _one: self._confirm(0))
        self.map = AreaMap(self.tr("Where it is"))
        self.map.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.map.chosen.connect(self._go_to)
        self._title, self._left = label("", "card-title", wrap=True), label("", "strong", wrap=True)
        self._offers = [self._offer(place) for place in range(MOST_OFFERED)]
        self.other = Several(self.tr("Another quarter, or several"), self.tr("Not this one"))
        self.other.setObjectName("places.other")
        self.take = button(self.tr("It is these"), "check")
        self.none = button(self.tr("No quarter of ours (N)"), "map-marker-off-outline")
        self.open_again = button(self.tr("Decide again"), "backup-restore")
        self.undo = button(self.tr("Undo"), "undo")
        for part, name in ((self.take, "these"), (self.none, "none"), (self.open_again, "again"), (self.undo, "undo")):
            part.setObjectName(f"places.{name}")
        self.take.clicked.connect(lambda: self._decide(self.other.value()) if self.other.value() else None)
        self.none.clicked.connect(lambda: self._decide([]))
        self.open_again.clicked.connect(lambda: self._decide(None))
        self.undo.clicked.connect(self.undo_pressed)
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.undo_pressed)
        self._lay_out()

    def show_areas(self, areas: Sequence[AreaCard], quarters: Mapping[str, str], *, can_undo: bool) -> None:
        """Every area; those that wait stand first, and one goes on to the next of them by itself."""
        before = self.rows.selected()
        self._names = quarters
        self._areas = tuple(sorted(areas, key=lambda one: one.quarter_ids is not None))
        self.rows.show_rows(self._areas)
        self.other.set_options(list(quarters.items()))
        self.undo.setEnabled(can_undo)
        waiting = [one for one in self._areas if one.quarter_ids is None]
        done = self.tr("All decided.")
        self._left.setText(self.tr("%n to decide", "", len(waiting)) if waiting else done)
        scale = Scale((self.tr("quarter known"),), no_data=self.tr("to be decided"), held="")
        self.map.show_areas([_patch(one) for one in self._areas], scale, geographic=True)
        still = next((one for one in self._areas if before and one.key == before.key), None)
        if waiting and (still is None or still.quarter_ids is not None):
            self.rows.select(waiting[0].key)
        elif self._areas and still is None:
            self.rows.select(self._areas[0].key)
        self._stand_on(self.rows.selected())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Digits and N decide before the list takes them for the beginning of a name."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._decides(event):
            return True
        return super().eventFilter(watched, event)

    def _decides(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        if event.text() in _NUMBERS:
            self._confirm(int(event.text()) - 1)
        elif event.key() == Qt.Key.Key_N:
            self._decide([])
        else:
            return False
        return True

    def _lay_out(self) -> None:
        self.rows.setMinimumSize(theme.px(250), theme.px(180))
        self.rows.installEventFilter(self)
        # In large type the proposals need the room: what is drawn here is seen on the charts as well.
        self.map.setMinimumHeight(theme.px(150))
        self.map.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.map.setVisible(theme.look().scale < 1.6)
        beside = QWidget()
        side = theme.space(QVBoxLayout(beside), 8)
        side.addWidget(self.map, 1)
        for part in (self._title, *self._offers, self.other):
            side.addWidget(part)
        side.addWidget(Flow(self.take, self.none, self.open_again))
        fit(self, Columns(self.rows, beside, narrow=500, gap=16), 880, 440)
        self.body.addWidget(Row(self._left, None, self.undo))
        self.accept_button.setDefault(False)
        self.rows.setFocus()

    def _offer(self, place: int) -> QPushButton:
        made = button("", kind="quiet")
        made.setObjectName(f"places.offer{place + 1}")
        made.setStyleSheet("text-align: left;")
        made.clicked.connect(lambda: self._confirm(place))
        return made

    def _stand_on(self, one: AreaCard | None) -> None:
        likely = one.likely if one is not None else ()
        self._title.setText(one.name if one is not None else "")
        for place, offer in enumerate(self._offers):
            offer.setVisible(place < len(likely))
            if place < len(likely):
                words = joined_names(likely[place].quarter_ids, self._names)
                offer.setText(f"{place + 1}  {words}")
                offer.setAccessibleName(words)
        decided = one is not None and one.quarter_ids is not None
        self.open_again.setVisible(decided)
        self.other.set_value(list(one.quarter_ids or ()) if one is not None else [])
        self.map.go_to(one.key if one is not None else "")

    def _go_to(self, key: str) -> None:
        self.rows.select(key)
        self.rows.setFocus()

    def _confirm(self, place: int) -> None:
        one = self.rows.selected()
        if one is not None and place < len(one.likely):
            self._decide(list(one.likely[place].quarter_ids))

    def _decide(self, quarter_ids: list[str] | None) -> None:
        one = self.rows.selected()
        if one is not None:
            self.rows.setFocus()
            self.decided.emit(one.key, quarter_ids)

    def _quarter(self, one: AreaCard) -> str:
        if one.quarter_ids is None:
            return self.tr("to be decided")
        return joined_names(one.quarter_ids, self._names) or self.tr("none of ours")

    def _tone(self, one: AreaCard) -> Tone:
        if one.quarter_ids is None:
            return Tone.ATTENTION
        return Tone.GOOD if one.quarter_ids else Tone.MUTED


def _patch(one: AreaCard) -> Patch:
    return Patch(one.key, one.name, one.polygons, 0 if one.quarter_ids else None, tip=one.name)
