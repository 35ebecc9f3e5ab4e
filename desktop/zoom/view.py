"""What is seen of Zoom: the questions and the good news while a report comes in, and the strip in Sala."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.matching.outcomes import Imported
from db.matching.queries import MatchCounts
from db.sittings.queries import SittingCard
from db.zoom.files.report import DateOrder, DatesUndecided
from db.zoom.queries import CallCard
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import ask, ask_form, choose_file
from desktop.kit.fields import Choice, Form
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Chip, label
from desktop.shell.signals import ShellSignals


class Intake(QObject):
    """The words and questions while a report comes in; they stand in the banner, wherever the person is."""

    take_out_pressed = Signal()

    def __init__(self, shell: ShellSignals, here: Callable[[], str]) -> None:
        super().__init__(shell)
        self._shell, self._here = shell, here

    def show_taken_in(self, done: Imported, *, unreadable: int, left_out: tuple[int, ...]) -> None:
        """What came of it, and where to go on."""
        waiting = done.proposed + done.unknown
        if done.repeated:
            sentences = [self.tr("This report was taken in before; nothing has changed.")]
        else:
            sentences = [self.tr("%n people on Zoom.", "", done.groups)]
            sentences.append(self.tr("%n are sure and counted.", "", done.sure))
        if waiting:
            sentences.append(self.tr("%n wait to be decided.", "", waiting))
        if unreadable:
            sentences.append(self.tr("%n lines had times that nobody can read.", "", unreadable))
        if left_out:
            words = self.tr("Left out, cut off or with times that run backwards, are %n lines: {lines}.", "",
                            len(left_out))  # fmt: skip
            sentences.append(words.format(lines=", ".join(map(str, left_out))))
        tone = Tone.ATTENTION if unreadable or left_out else Tone.GOOD
        words = " ".join(sentences)
        if waiting and self._here() != "matching":
            self._shell.say(words, tone, self.tr("Decide"), lambda: self._shell.go("matching"))
        elif not done.repeated:
            self._shell.say(words, tone, self.tr("Take it out again"), self.take_out_pressed.emit)
        else:
            self._shell.say(words, tone)

    def show_taken_out(self) -> None:
        """The wrong file is gone."""
        self._shell.say(self.tr("The report was taken out, and everything that came from it alone."), Tone.ACCENT)

    async def ask_dates(self, asked: DatesUndecided) -> DateOrder | None:
        """Which number is the day; the two readings in full, so that one recognises the evening."""
        form = Form()
        choice = Choice(
            [
                (DateOrder.DAY_FIRST.value, _long(asked.day_first)),
                (DateOrder.MONTH_FIRST.value, _long(asked.month_first)),
            ]
        )
        form.add("order", self.tr("{written} is").format(written=asked.written), choice)
        words = self.tr("The dates of this report can be read in two ways. Which day was it?")
        told = await ask_form(_window(), self.tr("Day or month first?"), form, self.tr("Take it in"), words=words)
        return None if told is None else DateOrder(str(told["order"]))

    async def ask_other_day(self, day: date, sitting: SittingCard) -> bool:
        """Somebody may have dropped last month's file."""
        words = self.tr("The report is of {day}; the sitting «{title}» is not of that day.")
        return await ask(
            _window(),
            self.tr("Is it the right report?"),
            words.format(day=_long(day), title=sitting.title),
            self.tr("Take it in all the same"),
        )


class ZoomStrip(QFrame):
    """The strip under the door: how many came by Zoom, what waits, and the button that brings a report."""

    bring_pressed = Signal()
    decide_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("Zoom"))
        self._title, self._words = label(self.tr("Zoom"), "strong"), label("", "small", wrap=True)
        self.bring = button(
            self.tr("Bring report"), "file-upload-outline", tip=self.tr("Bring a report, or drop it on the window")
        )
        self.bring.setObjectName("zoom.import")
        self.bring.setAccessibleName(self.tr("Bring report"))
        self.decide = button("", kind="primary")
        self.decide.setObjectName("zoom.decide")
        words = theme.space(QVBoxLayout(), 1)
        words.addWidget(self._title)
        words.addWidget(self._words)
        across = theme.space(QHBoxLayout(self), 12, (14, 10, 14, 10))
        across.addWidget(Chip("video-outline", Tone.ONLINE, 38), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(words, 1)
        across.addWidget(self.decide)
        across.addWidget(self.bring)
        self.bring.clicked.connect(self.bring_pressed)
        self.decide.clicked.connect(self.decide_pressed)
        self.show_standing((), None)

    def show_standing(self, told: Sequence[CallCard], standing: MatchCounts | None) -> None:
        """How the Zoom side of the sitting stands."""
        waiting = standing.unresolved if standing else 0
        self.decide.setVisible(bool(waiting))
        self.decide.setText(self.tr("Decide %n", "", waiting))
        self.bring.setText("" if waiting else self.tr("Bring report"))
        if standing is None:
            self._words.setText(self.tr("No report yet: drop it anywhere on the window."))
            return
        people = self.tr("%n people in the report", "", standing.groups)
        counted = self.tr("%n counted", "", standing.sure + standing.confirmed)
        self._words.setText(f"{people} · {counted}")

    async def choose_report(self) -> object:
        """The report on the disk; None when the person went back."""
        return await choose_file(self, self.tr("Zoom's participant report"), self.tr("Zoom report (*.csv);;All (*)"))


def _window() -> QWidget:
    """Where a question belongs: the window in front; off screen no window is, so any that is shown."""
    front = QApplication.activeWindow()
    if front is None:
        front = next(one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow())
    return front


def _long(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
