"""The agenda pane of Sala: the item on the table with its clock, its notes and turns, and the list of items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.agenda.queries import ItemCard
from desktop.agenda.floor import FloorStrip
from desktop.agenda.items import ItemsPart
from desktop.agenda.now import NowWell
from desktop.agenda.outcome import NONE, OutcomeSwitch
from desktop.agenda.sheets import change_sheet, join_sheet
from desktop.agenda.shown import AgendaShown, Changed, Course, Joined
from desktop.agenda.words import clock_words, undone_words
from desktop.kit import theme
from desktop.kit.fields import LateText
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Row, label
from desktop.wording.afterwards import mark_of

# As few minutes late as nobody minds.
_LATE = 300
# In a window lower than this who presents is told by the tip alone, and the notes give way to some rows of the list.
_LOW, _ROWS, _ROWS_LOW = 860, 40, 64


class AgendaPane(Card):
    """Signals tell what the person did; what it means is the presenter's. `said` carries a sentence for the banner and
    the word of the button that takes it back."""

    next_pressed = Signal()
    item_chosen = Signal(str)
    noted = Signal(str, str)
    outcome_chosen = Signal(str, str)
    added = Signal(str, str)
    moved = Signal(str, int)
    dragged = Signal(str, str)
    wanted = Signal(str, str)
    said = Signal(str, str)
    second = Signal()
    zone: tzinfo = UTC

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Agenda"), parent)
        self._shown: AgendaShown | None = None
        self._noted_id = ""
        self._seconds = 0
        self.count = label("", "muted")
        self.aside.addWidget(self.count)
        theme.space(self.body, 8)
        self.now = NowWell(self)
        self.overline, self.title_now, self.clock = self.now.overline, self.now.title_now, self.now.clock
        self.planned, self.bar, self.next = self.now.planned, self.now.bar, self.now.next
        self.now.next_pressed.connect(self.next_pressed)
        self._build_items()
        self.floor = FloorStrip()
        self._build_notes()
        self.body.addWidget(self.now)
        self.body.addWidget(self.floor)
        self.body.addWidget(self._notes_block)
        self.body.addWidget(self.items, 1)
        taking_back = QShortcut(QKeySequence("Ctrl+F4"), self)
        taking_back.activated.connect(lambda: self.wanted.emit("undo", ""))
        timer = QTimer(self, interval=1000)
        timer.timeout.connect(self.second)
        timer.start()

    def show_agenda(self, shown: AgendaShown) -> None:
        """All of it."""
        self._shown = shown
        self._show_count(None)
        self.count.setVisible(bool(shown.items))
        self.now.show_now(shown)
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
        self.now.show_clock(running, item_seconds)
        self.list.viewport().update()

    def show_course(self, course: Course | None) -> None:
        """When the evening ends at this pace, beside how many items are done."""
        self._show_count(course)

    def show_saved(self, text: str) -> None:
        """These notes are on the disk."""
        self.notes.kept(text)
        if self.notes.toPlainText() == text:
            self.saved.setText(self.tr("saved"))

    def say_done(self, what: str, title: str) -> None:
        """What was done to an item, with the button that takes it back."""
        words = {
            "joined": self.tr("Both items are one now: «{title}»."),
            "postponed": self.tr("«{title}» waits for the next sitting."),
            "removed": self.tr("«{title}» was taken off."),
        }
        self.said.emit(words[what].format(title=_short(title)), self.tr("Undo"))

    def say_undone(self, verb: str) -> None:
        """What was taken back."""
        self.said.emit(undone_words(verb), "")

    async def ask_change(self, item: ItemCard, presenters: Sequence[str]) -> Changed | None:
        """Title, minutes and presenter."""
        return await change_sheet(self, item, presenters)

    async def ask_join(self, item: ItemCard, others: Sequence[ItemCard]) -> Joined | None:
        """With which other item."""
        return await join_sheet(self, item, others)

    def keep_notes(self) -> None:
        """Tell what was typed and has not been told yet."""
        self.notes.settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold()

    def _build_items(self) -> None:
        self.items = ItemsPart(lambda item: self._seconds if item.state == "running" else _taken(item), self._mark)
        self.list, self.field = self.items.list, self.items.field
        self.list.current.connect(self._chosen_in_list)
        self.items.added.connect(self.added)
        self.items.moved.connect(self.moved)
        self.items.dragged.connect(self.dragged)
        self.items.wanted.connect(self.wanted)

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
        for place, outcome in enumerate(self.outcome.outcomes(), 1):
            key = QShortcut(QKeySequence(f"Ctrl+{place}"), self)
            key.activated.connect(partial(self.outcome.press, outcome))
            self.outcome.option(outcome).setToolTip(f"Ctrl+{place}")
        self._notes_block = QWidget()
        column = theme.space(QVBoxLayout(self._notes_block), 6)
        for part in (Row(self.about, None, self.saved), self.notes, self.outcome):
            column.addWidget(part)

    def _show_count(self, course: Course | None) -> None:
        shown = self._shown
        if shown is None:
            return
        ended = sum(item.state == "ended" for item in shown.items)
        words = self.tr("{done} of {all} done").format(done=ended, all=len(shown.items))
        tip, tone = "", Tone.MUTED
        if course is not None and shown.running is not None:
            if course.remaining or not course.untimed or (course.late or 0) > 0:
                # Where nobody said how long anything takes, the evening would end this very minute, all evening long.
                words += "  ·  " + self.tr("ends {time}").format(time=f"{course.ends_at:%H:%M}")
            told = [self.tr("Still to come: {time}.").format(time=clock_words(course.remaining))]
            if course.late is not None:
                late = course.late > _LATE
                tone = Tone.ATTENTION if late else Tone.MUTED
                minutes = abs(course.late) // 60
                told.append(
                    self.tr("%n minutes after the planned end.", "", minutes)
                    if course.late > 0
                    else self.tr("%n minutes before the planned end.", "", minutes)
                )
                words += f" (+{minutes}')" if late else ""
            if course.untimed:
                told.append(self.tr("%n items without minutes are not counted.", "", course.untimed))
            tip = " ".join(told)
        self.count.setText(words)
        self.count.setToolTip(tip)
        self.count.setAccessibleDescription(tip)
        theme.set_kind(self.count, tone=str(tone))

    def _hold(self) -> None:
        """A wrapped line claims no height of its own: on a low screen the title of the item would be cut."""
        wide, low = max(1, self.width() - theme.px(38)), self.window().height() < theme.px(_LOW)
        self.now.hold(low=low)
        self.list.setMinimumHeight(theme.px(_ROWS_LOW if low else _ROWS))
        for part in (self.now, self.floor):
            if (layout := part.layout()) is not None:
                part.setMinimumHeight(max(0, layout.totalMinimumHeightForWidth(wide)))  # -1: nothing in it is shown

    def _show_chosen(self, shown: AgendaShown) -> None:
        item = shown.chosen
        self._notes_block.setVisible(item is not None)
        if item is None:
            return
        self.about.setText(self.tr("Notes: {number}. {title}").format(number=item.number, title=_short(item.title)))
        if item.id != self._noted_id:
            self.notes.settle()
            self._noted_id = item.id
            self.saved.setText("")
            self.notes.show_other(item.notes)
        else:
            self.notes.show_text(item.notes)
        self.outcome.set_value(item.outcome if item.outcome in self.outcome.outcomes() else NONE)
        for part in (self.notes, self.outcome):
            part.setEnabled(shown.state != "signed")

    def _chosen_in_list(self, item: ItemCard | None) -> None:
        if item is not None and item.id != self._noted_id:
            self.notes.settle()
            self.item_chosen.emit(item.id)

    def _mark(self, item: ItemCard) -> str:
        return mark_of(self._shown.corrected.get(item.id), self.zone) if self._shown else ""


def _taken(item: ItemCard) -> int:
    """What an item took that has ended; its own times are enough."""
    return item.seconds(item.ended_at) if item.ended_at else 0


def _short(title: str) -> str:
    return title if len(title) <= 34 else title[:33].rstrip() + "…"
