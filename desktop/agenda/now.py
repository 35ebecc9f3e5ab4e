"""The item on the table as a big thing: its title, its clock against its minutes, and the button that moves on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QProgressBar, QWidget

from db.agenda.queries import ItemCard
from desktop.agenda.shown import AgendaShown
from desktop.agenda.table import first_lines
from desktop.agenda.words import clock_words
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Row, label

# Of a title, so many lines; and as wide as the pane ever is, before it has been laid out.
_LINES, _NARROWEST = 3, 240


class NowWell(Card):
    """`next_pressed` is the button or F4."""

    next_pressed = Signal()

    def __init__(self, around: QWidget) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        theme.space(self.body, 6)
        if (edge := self.layout()) is not None:
            theme.space(edge, 0, (14, 10, 14, 12))
        self.overline = label("", "overline")
        self.title_now = label("", "figure", wrap=True)
        self._title, self._lines = "", _LINES
        self.title_now.setMinimumWidth(1)  # a word without an end makes no window wider
        self.presenter = label("", "small", wrap=True)
        self.presenter.setMinimumWidth(1)
        self.clock = label("0:00", "clock")
        self.clock.setAccessibleName(self.tr("Time on this item"))
        self.planned = label("", "small")
        self.bar = QProgressBar(maximum=1000, textVisible=False)
        self.bar.setAccessibleName(self.tr("Planned time used"))
        self.next = button(self.tr("Next  ·  F4"), "skip-next", "primary")
        self.next.setObjectName("agenda.next")
        self.next.clicked.connect(self.next_pressed)
        # Not the button's own shortcut: Qt takes that away whenever the button says something else.
        moving_on = QShortcut(QKeySequence(Qt.Key.Key_F4), around)
        moving_on.activated.connect(self.next_pressed)
        self.add(
            Row(self.overline, None, self.planned),
            self.title_now,
            self.presenter,
            Row(self.clock, None, self.next),
            self.bar,
        )

    def show_now(self, shown: AgendaShown) -> None:
        """What is on the table, or what comes next, or why nothing is."""
        running, open_now = shown.running, shown.state == "open"
        waiting = next((item for item in shown.items if item.state == "waiting"), None)
        for part in (self.clock, self.planned):
            part.setVisible(running is not None)
        self.bar.setVisible(running is not None and bool(running.minutes_planned))
        self.planned.setText("")
        self.next.setVisible(open_now and (running is not None or waiting is not None))
        spoken_of = running or waiting
        by = spoken_of.presenter if spoken_of is not None and spoken_of.presenter else ""
        self.presenter.setText(self.tr("Presented by {name}").format(name=by) if by else "")
        words = self._say(shown, running, waiting, open_now=open_now)
        self.next.setText(words)
        self.next.setAccessibleName(words)

    def hold(self, *, low: bool) -> None:
        """On a low screen one line fewer."""
        self.presenter.setVisible(bool(self.presenter.text()) and not low)
        self._lines = _LINES - low
        self._write_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write_title()

    def show_clock(self, running: ItemCard, seconds: int) -> None:
        """The clock of now."""
        planned = (running.minutes_planned or 0) * 60
        over = bool(planned) and seconds > planned
        self.clock.setText(clock_words(seconds))
        theme.set_kind(self.clock, tone=str(Tone.ATTENTION if over else Tone.PLAIN))
        if not planned:
            return
        words = self.tr("of {minutes} min").format(minutes=running.minutes_planned)
        if over:
            words = self.tr("+{time} over {minutes} min").format(
                time=clock_words(seconds - planned), minutes=running.minutes_planned
            )
        self.planned.setText(words)
        self.bar.setValue(min(1000, seconds * 1000 // planned))

    def _say(self, shown: AgendaShown, running: ItemCard | None, waiting: ItemCard | None, *, open_now: bool) -> str:
        if running is not None:
            place = self.tr("Item {number} of {all}").format(number=running.number, all=len(shown.items))
            self._show(place, running.title)
            return self.tr("Next  ·  F4") if waiting else self.tr("End  ·  F4")
        if not shown.items:
            self._show(self.tr("The agenda is empty"), self.tr("Write down the first item below"))
        elif waiting is not None and open_now:
            self._show(self.tr("Next"), waiting.title)
            return self.tr("Begin  ·  F4")
        elif waiting is not None:
            closed = shown.state != "planned"
            words = self.tr("The sitting is over") if closed else self.tr("The sitting is not open yet")
            self._show(words, waiting.title)
        else:
            self._show(self.tr("Done"), self.tr("All items have been dealt with"))
        return self.next.text()

    def _show(self, overline: str, title: str) -> None:
        self.overline.setText(overline)
        self._title = title
        self._write_title()

    def _write_title(self) -> None:
        # However long it is, the clock, the key that moves on and the notes below it stay in sight.
        self.title_now.ensurePolished()
        wide = max(self.width() - theme.px(30), theme.px(_NARROWEST))
        shown = first_lines(self._title, self.title_now.fontMetrics(), wide, self._lines)
        self.title_now.setText(shown)
        cut = "" if shown == self._title else self._title
        self.title_now.setToolTip("\n".join(told for told in (cut, self.presenter.text()) if told))
        self.title_now.setAccessibleName(self._title)
