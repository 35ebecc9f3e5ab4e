"""The agenda pane of Sala: the item on the table with its clock, its notes and turns, and the list of items."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from db.agenda.queries import ItemCard
from desktop.agenda.floor import FloorStrip
from desktop.agenda.outcome import OutcomeSwitch
from desktop.agenda.shown import AgendaShown
from desktop.agenda.table import agenda_list
from desktop.agenda.words import clock_words
from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.fields import LateText
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Row, label

_ALT_UP = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Up)
_CTRL_ENTER = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return)
_ALT_DOWN = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Down)


class AgendaPane(Card):
    """Signals tell what the person did; what it means is the presenter's."""

    next_pressed = Signal()
    item_chosen = Signal(str)
    noted = Signal(str, str)
    outcome_chosen = Signal(str, str)
    added = Signal(str, str)
    moved = Signal(str, int)
    put_off = Signal(str)
    removed = Signal(str)
    second = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Agenda"), parent)
        self._shown: AgendaShown | None = None
        self._noted_id = ""
        self._seconds = 0
        self.count = label("", "muted")
        self.aside.addWidget(self.count)
        theme.space(self.body, 8)
        self._build_table()
        self._build_now()
        self.floor = FloorStrip()
        self._build_notes()
        self.body.addWidget(self.now)
        self.body.addWidget(self.floor)
        self.body.addWidget(self._notes_block)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._add_line)
        timer = QTimer(self, interval=1000)
        timer.timeout.connect(self.second)
        timer.start()

    def show_agenda(self, shown: AgendaShown) -> None:
        """All of it."""
        self._shown = shown
        ended = sum(item.state == "ended" for item in shown.items)
        self.count.setText(self.tr("{done} of {all} done").format(done=ended, all=len(shown.items)))
        self.count.setVisible(bool(shown.items))
        self._show_now(shown)
        self._show_chosen(shown)
        self.floor.show_floor(shown)
        self._hold()
        self.list.show_rows(shown.items)
        selected = self.list.selected()
        if shown.chosen is not None and (selected is None or selected.id != shown.chosen.id):
            self.list.select(shown.chosen.id)

    def show_clocks(self, item_seconds: int, turn_seconds: int) -> None:
        """The clocks of now."""
        self._seconds = item_seconds
        running = self._shown.running if self._shown else None
        self.floor.show_clock(turn_seconds)
        if running is None:
            return
        planned = (running.minutes_planned or 0) * 60
        over = bool(planned) and item_seconds > planned
        self.clock.setText(clock_words(item_seconds))
        theme.set_kind(self.clock, tone=str(Tone.ATTENTION if over else Tone.PLAIN))
        if planned:
            words = self.tr("of {minutes} min").format(minutes=running.minutes_planned)
            if over:
                words = self.tr("+{time} over {minutes} min").format(
                    time=clock_words(item_seconds - planned), minutes=running.minutes_planned
                )
            self.planned.setText(words)
            self.bar.setValue(min(1000, item_seconds * 1000 // planned))
        self.list.viewport().update()

    def show_saved(self) -> None:
        """The notes are on the disk."""
        self.saved.setText(self.tr("saved"))

    def keep_notes(self) -> None:
        """Tell what was typed and has not been told yet."""
        self.notes.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        item = self.list.selected()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress or item is None:
            return super().eventFilter(watched, event)
        if watched is self.field and event.keyCombination() == _CTRL_ENTER:
            self._add(item.id)
            return True
        if watched is self.list:
            step = {_ALT_UP: -1, _ALT_DOWN: 1}.get(event.keyCombination())
            if step is not None:
                self.moved.emit(item.id, step)
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.removed.emit(item.id)
                return True
        return super().eventFilter(watched, event)

    def _build_now(self) -> None:
        self.now = Card()
        self.now.setProperty("kind", "well")
        theme.space(self.now.body, 6)
        if (around := self.now.layout()) is not None:
            theme.space(around, 0, (14, 10, 14, 12))
        self.overline = label("", "overline")
        self.title_now = label("", "figure", wrap=True)
        self.title_now.setMinimumWidth(1)  # a word without an end makes no window wider
        self.clock = label("0:00", "clock")
        self.clock.setAccessibleName(self.tr("Time on this item"))
        self.planned = label("", "small")
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setAccessibleName(self.tr("Planned time used"))
        self.next = button(self.tr("Next  ·  F4"), "skip-next", "primary")
        self.next.setObjectName("agenda.next")
        self.next.clicked.connect(self.next_pressed)
        # Not the button's own shortcut: Qt takes that away whenever the button says something else.
        moving_on = QShortcut(QKeySequence(Qt.Key.Key_F4), self)
        moving_on.activated.connect(self.next_pressed)
        self.now.add(Row(self.overline, None, self.planned), self.title_now, Row(self.clock, None, self.next), self.bar)

    def _build_notes(self) -> None:
        self.about = label("", "overline")
        self.saved = label("", "small", Tone.GOOD)
        self.notes = LateText(self.tr("Notes of this item: what was said, what was agreed…"), self.tr("Notes of item"))
        self.notes.setObjectName("agenda.notes")
        self.notes.setMinimumHeight(theme.px(44))
        self.notes.setMaximumHeight(theme.px(66))
        self.notes.settled.connect(lambda text: self.noted.emit(self._noted_id, text))
        self.notes.textChanged.connect(lambda: self.saved.setText(""))
        self.outcome = OutcomeSwitch()
        self.outcome.decided.connect(lambda outcome: self.outcome_chosen.emit(self._noted_id, outcome))
        self._notes_block = QWidget()
        column = theme.space(QVBoxLayout(self._notes_block), 6)
        for part in (Row(self.about, None, self.saved), self.notes, self.outcome):
            column.addWidget(part)

    def _build_table(self) -> None:
        self.list = agenda_list(lambda item: self._seconds if item.state == "running" else _taken(item))
        self.list.installEventFilter(self)
        self.list.setMinimumHeight(theme.px(40))  # on a low screen it gives way first; the running item stays in sight
        self.list.current.connect(self._chosen_in_list)
        self.field = QLineEdit()
        self.field.setObjectName("agenda.add")
        self.field.setPlaceholderText(self.tr("Add an item… for example: Potholes 20'"))
        self.field.setAccessibleName(self.tr("Add an item"))
        self.field.setToolTip(self.tr("Enter: at the end. Ctrl+Enter: right after the item chosen."))
        self.field.returnPressed.connect(self._add)
        self.field.installEventFilter(self)
        up = icon_button("arrow-up", self.tr("Move up (Alt+Up)"))
        down = icon_button("arrow-down", self.tr("Move down (Alt+Down)"))
        later = icon_button("calendar-arrow-right", self.tr("Postpone to the next sitting"))
        away = icon_button("trash-can-outline", self.tr("Take off (Del)"))
        up.clicked.connect(lambda: self._with_item(lambda item: self.moved.emit(item.id, -1)))
        down.clicked.connect(lambda: self._with_item(lambda item: self.moved.emit(item.id, 1)))
        later.clicked.connect(lambda: self._with_item(lambda item: self.put_off.emit(item.id)))
        away.clicked.connect(lambda: self._with_item(lambda item: self.removed.emit(item.id)))
        self._add_line = Row(self.field, up, down, later, away, gap=2)

    def _show_now(self, shown: AgendaShown) -> None:
        running, open_now, words = shown.running, shown.state == "open", self.next.text()
        waiting = next((item for item in shown.items if item.state == "waiting"), None)
        for part in (self.clock, self.planned):
            part.setVisible(running is not None)
        self.bar.setVisible(running is not None and bool(running.minutes_planned))
        self.planned.setText("")
        self.next.setVisible(open_now and (running is not None or waiting is not None))
        if running is not None:
            place = self.tr("Item {number} of {all}").format(number=running.number, all=len(shown.items))
            self.overline.setText(place)
            self.title_now.setText(running.title)
            words = self.tr("Next  ·  F4") if waiting else self.tr("End  ·  F4")
        elif not shown.items:
            self.overline.setText(self.tr("The agenda is empty"))
            self.title_now.setText(self.tr("Write down the first item below"))
        elif waiting is not None and open_now:
            self.overline.setText(self.tr("Next"))
            self.title_now.setText(waiting.title)
            words = self.tr("Begin  ·  F4")
        elif waiting is not None:
            closed = shown.state != "planned"
            self.overline.setText(self.tr("The sitting is over") if closed else self.tr("The sitting is not open yet"))
            self.title_now.setText(waiting.title)
        else:
            self.overline.setText(self.tr("Done"))
            self.title_now.setText(self.tr("All items have been dealt with"))
        self.next.setText(words)
        self.next.setAccessibleName(words)

    def _hold(self) -> None:
        """A wrapped line claims no height of its own: on a low screen the title of the item would be cut."""
        wide = max(1, self.width() - theme.px(38))
        for part in (self.now, self.floor):
            if (layout := part.layout()) is not None:
                part.setMinimumHeight(max(0, layout.totalMinimumHeightForWidth(wide)))  # -1: nothing in it is shown

    def _show_chosen(self, shown: AgendaShown) -> None:
        item = shown.chosen
        self._notes_block.setVisible(item is not None)
        if item is None:
            return
        if item.id != self._noted_id:
            self.notes.settle()
            self._noted_id = item.id
            self.saved.setText("")
        self.about.setText(self.tr("Notes: {number}. {title}").format(number=item.number, title=_short(item.title)))
        self.notes.show_text(item.notes)
        self.outcome.set_value(item.outcome)
        for part in (self.notes, self.outcome):
            part.setEnabled(shown.state != "signed")

    def _chosen_in_list(self, item: ItemCard | None) -> None:
        if item is not None and item.id != self._noted_id:
            self.notes.settle()
            self.item_chosen.emit(item.id)

    def _with_item(self, act: object) -> None:
        item = self.list.selected()
        if item is not None and callable(act):
            act(item)

    def _add(self, after_id: str = "") -> None:
        if self.field.text().strip():
            self.added.emit(self.field.text(), after_id)
            self.field.clear()


def _taken(item: ItemCard) -> int:
    """What an item took that has ended; its own times are enough."""
    return item.seconds(item.ended_at) if item.ended_at else 0


def _short(title: str) -> str:
    return title if len(title) <= 34 else title[:33].rstrip() + "…"
