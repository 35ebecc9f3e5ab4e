"""The seven days on the page of today: every evening by day and hour, and those that fall on each other."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPushButton

from desktop.kit.buttons import button, icon_button
from desktop.kit.flow import Flow
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card
from desktop.sittings.plan_shown import WeekRow, WeekShown
from desktop.sittings.words import clash_words, mode_word, state_word

_TURNS = {int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_PageUp): -1, int(Qt.Key.Key_PageDown): 1}


class WeekList(RowsView[WeekRow]):
    """Arrows left and right leaf through the weeks; Del calls off; Ctrl+Z takes back."""

    turned = Signal(int)
    dropped = Signal()
    undone = Signal()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _undoes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TURNS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.turned.emit(_TURNS[event.key()])
        elif event.key() == Qt.Key.Key_Delete:
            self.dropped.emit()
        elif _undoes(event):
            self.undone.emit()
        else:
            super().keyPressEvent(event)


class WeekCard(Card):
    """Signals carry the id of a sitting, or a day as text; `turned` how many weeks to leaf, 0 for the one of today."""

    turned = Signal(int)
    enter_wanted = Signal(str)
    plan_wanted = Signal(str)
    change_wanted = Signal(str)
    call_off_wanted = Signal(str)
    undo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(" ")
        self._shown: WeekShown | None = None
        before = icon_button("chevron-left", self.tr("The week before (arrow left in the list)"))
        self.now = button(self.tr("Today"), kind="quiet")
        after = icon_button("chevron-right", self.tr("The week after (arrow right in the list)"))
        for part, step in ((before, -1), (self.now, 0), (after, 1)):
            part.clicked.connect(lambda _checked=False, step=step: self.turned.emit(step))
            self.aside.addWidget(part)
        self.share = icon_button(
            "share-variant-outline", self.tr("Tell the agenda of these days: poster, message, page")
        )
        self.share.setObjectName("sittings.week.share")
        self.aside.addWidget(self.share)
        self.list = self._build_list()
        self.body.addWidget(self.list, 1)
        self.enter = self._act("arrow-right", self.tr("Go in"), self.enter_wanted)
        self.plan = button(self.tr("Plan here"), "calendar-plus", "quiet")
        self.plan.clicked.connect(lambda: self._with_row(lambda row: self.plan_wanted.emit(row.day.isoformat())))
        self.change = self._act("pencil-outline", self.tr("Change"), self.change_wanted)
        self.call_off = self._act("calendar-remove-outline", self.tr("Call off"), self.call_off_wanted)
        self.hold = self._act("calendar-check-outline", self.tr("Hold after all"), self.call_off_wanted)
        for name in ("enter", "plan", "change", "call_off", "hold"):
            getattr(self, name).setObjectName(f"sittings.week.{name}")
        self.body.addWidget(Flow(self.enter, self.plan, self.change, self.call_off, self.hold, gap=2))
        self._show_acts(None)

    @property
    def first(self) -> date | None:
        """The first of the days that are shown; None before any are."""
        return self._shown.first if self._shown else None

    def show_week(self, shown: WeekShown) -> None:
        """The seven days; whoever stood on one stays there, in another week on the same weekday."""
        stood, before, self._shown = self.list.selected(), self._shown, shown
        last = shown.first + timedelta(days=6)
        ends = [QLocale().toString(QDate(day.year, day.month, day.day), "d MMM") for day in (shown.first, last)]
        words = self.tr("{first} to {last}").format(first=ends[0], last=ends[1])
        title = self.tr("Seven days: {days}").format(days=words)
        self.title.setText(title)
        self.setAccessibleName(title)
        self.now.setVisible(shown.first != shown.today)
        self.list.show_rows(shown.rows)
        if stood is not None and before is not None and before.first != shown.first:
            day = shown.first + (stood.day - before.first)
            self.list.select(next(row.key for row in shown.rows if row.day == day))
        self._show_acts(self.list.selected())

    def _build_list(self) -> WeekList:
        made = WeekList(
            [
                Column[WeekRow]("", self._day, Look.STRONG, tone=self._day_tone, width=74),
                Column[WeekRow]("", lambda row: f"{row.at:%H:%M}" if row.at else "", Look.MUTED, width=56),
                Column[WeekRow]("", self._what, Look.PLAIN, tone=self._what_tone, tip=self._tip),
                Column[WeekRow]("", self._pill, Look.PILL, tone=self._pill_tone, tip=self._tip, width=104),
            ],
            key=lambda row: row.key,
            says=self.tr("Evenings of seven days"),
            height=30,
        )
        made.setObjectName("sittings.week")
        made.turned.connect(self.turned)
        made.undone.connect(self.undo_wanted)
        made.dropped.connect(lambda: self._with_row(self._drop))
        made.chosen.connect(self._choose)
        made.current.connect(self._show_acts)
        return made

    def _choose(self, row: WeekRow) -> None:
        if row.card is None:
            self.plan_wanted.emit(row.day.isoformat())
        elif not row.card.cancelled:
            self.enter_wanted.emit(row.card.id)

    def _drop(self, row: WeekRow) -> None:
        if row.card is not None and row.card.state == "planned" and not row.card.cancelled:
            self.call_off_wanted.emit(row.card.id)

    def _show_acts(self, row: WeekRow | None) -> None:
        card = row.card if row else None
        planned = card is not None and card.state == "planned"
        held = card is not None and not card.cancelled
        self.enter.setVisible(held)
        self.plan.setVisible(row is not None and card is None)
        self.change.setVisible(held and card is not None and card.state != "signed")
        self.call_off.setVisible(planned and held)
        self.hold.setVisible(planned and not held)

    def _act(self, icon: str, words: str, signal: object) -> QPushButton:
        made = button(words, icon, "quiet")
        made.clicked.connect(lambda: self._with_row(lambda row: signal.emit(row.card.id) if row.card else None))  # type: ignore[attr-defined]
        return made

    def _with_row(self, act: object) -> None:
        row = self.list.selected()
        if row is not None and callable(act):
            act(row)

    def _day(self, row: WeekRow) -> str:
        if not row.begins:
            return ""
        return QLocale().toString(QDate(row.day.year, row.day.month, row.day.day), "ddd d")

    def _day_tone(self, row: WeekRow) -> Tone:
        today = self._shown is not None and row.day == self._shown.today
        return Tone.ACCENT if today else Tone.PLAIN

    def _what(self, row: WeekRow) -> str:
        return row.card.council if row.card else row.holiday

    def _what_tone(self, row: WeekRow) -> Tone:
        return Tone.MUTED if row.card is None or row.card.cancelled else Tone.PLAIN

    def _pill(self, row: WeekRow) -> str:
        if row.card is None:
            return ""
        if row.card.cancelled:
            return self.tr("cancelled")
        if row.clashes:
            return self.tr("clashes")
        return mode_word(row.card.mode) if row.card.state == "planned" else state_word(row.card.state)

    def _pill_tone(self, row: WeekRow) -> Tone:
        if row.card is None or row.card.cancelled:
            return Tone.MUTED
        return Tone.BAD if row.clashes else Tone.GOOD if row.card.state == "open" else Tone.ACCENT

    def _tip(self, row: WeekRow) -> str:
        if row.card is None:
            return row.holiday
        lines = [f"{row.card.council}: {row.card.title}", row.card.place]
        lines += [clash_words(why, council) for council, why in row.clashes]
        return "\n".join(line for line in lines if line)


def _undoes(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo)
