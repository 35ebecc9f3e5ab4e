"""What is seen of Zoom: the questions and the good news while a report comes in, and the strip in Sala."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import tzinfo

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from db.matching.outcomes import Imported
from db.matching.queries import MatchCounts
from db.sittings.queries import SittingCard
from db.zoom.files.opening import ToldKind
from db.zoom.files.report import DateOrder, DatesUndecided
from db.zoom.queries import CallCard
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet, ask_form, choose_file, shown
from desktop.kit.fields import Choice, Form
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Chip, label, scrolled
from desktop.shell.signals import ShellSignals
from desktop.zoom import words
from desktop.zoom.intake import CameIn, NotRead, Preview

_ICONS = {
    ToldKind.PARTICIPANTS: "account-group-outline",
    ToldKind.REGISTRATIONS: "clipboard-list-outline",
    ToldKind.POLLS: "poll",
    ToldKind.CHAT: "chat-outline",
    ToldKind.QUESTIONS: "chat-question-outline",
    ToldKind.TRANSCRIPT: "text-box-outline",
}
_NOT_READ = "alert-circle-outline"


class Intake(QObject):
    """The words and questions while files come in; what came of it stands in the banner, wherever the person is."""

    take_out_pressed = Signal()

    def __init__(self, shell: ShellSignals, zone: tzinfo, here: Callable[[], str]) -> None:
        super().__init__(shell)
        self._shell, self._zone, self._here, self._words = shell, zone, here, words.IntakeWords()

    def show_came_in(self, came: Sequence[CameIn], not_taken: Sequence[NotRead]) -> None:
        """What came of it, and where to go on."""
        sentences = self._words.all_came_in(came)
        sentences += [words.not_read(one) for one in not_taken]
        looked_at = not_taken or any(one.preview.unreadable or one.preview.left_out for one in came)
        tone = Tone.ATTENTION if looked_at else Tone.GOOD
        waiting = any(isinstance(one.outcome, Imported) and words.waiting(one.outcome) for one in came)
        whole = " ".join(sentences)
        if waiting and self._here() != "matching":
            self._shell.say(whole, tone, self.tr("Decide"), lambda: self._shell.go("matching"))
        elif any(not one.outcome.repeated for one in came):
            self._shell.say(whole, tone, self.tr("Take it out again"), self.take_out_pressed.emit)
        else:
            self._shell.say(whole, tone)

    def show_taken_out(self, *, files: int) -> None:
        """The wrong files are gone."""
        if files == 1:
            said = self.tr("The file was taken out, and everything that came from it alone.")
        else:
            said = self.tr("%n files were taken out, and everything that came from them alone.", "", files)
        self._shell.say(said, Tone.ACCENT)

    async def ask_dates(self, asked: DatesUndecided, *, file_name: str, files: int) -> DateOrder | None:
        """Which number is the day; the two readings in full, so that one recognises the evening."""
        form = Form()
        choice = Choice(
            [
                (DateOrder.DAY_FIRST.value, words.long_day(asked.day_first)),
                (DateOrder.MONTH_FIRST.value, words.long_day(asked.month_first)),
            ]
        )
        form.add("order", self.tr("{written} is").format(written=asked.written), choice)
        said = self.tr("The dates of {file} can be read in two ways. Which day was it?")
        if files > 1:
            said = self.tr("The dates of {file} and of %n files more can be read in two ways. Which day was it?", "",
                           files - 1)  # fmt: skip
        told = await ask_form(
            _window(), self.tr("Day or month first?"), form, self.tr("Go on"), words=said.format(file=file_name)
        )
        return None if told is None else DateOrder(str(told["order"]))

    async def ask_to_take_in(
        self, found: Sequence[Preview], not_read: Sequence[NotRead], sitting: SittingCard
    ) -> Sequence[Preview]:
        """What would come in and for which evening, before anything is written; answers what is to be taken in."""
        sheet = PreviewSheet(_window(), found, not_read, sitting, self._zone)
        chosen: list[Preview] = []
        sheet.accepted.connect(lambda: chosen.extend(sheet.chosen()))
        await shown(sheet)
        return chosen


class PreviewSheet(Sheet):
    """What the files would bring: one line a file, with what is strange about it under it.

    Of several, each can be left out; those of another evening and those that are there already are, to begin with.
    """

    def __init__(
        self,
        parent: QWidget,
        found: Sequence[Preview],
        not_read: Sequence[NotRead],
        sitting: SittingCard,
        zone: tzinfo,
    ) -> None:
        self._nothing_new = all(one.repeated for one in found)
        if self._nothing_new:
            accept = self.tr("Close")
        elif len(found) == 1 and found[0].strange:
            accept = self.tr("Take it in all the same")
        else:
            accept = self.tr("Take in")
        evening = self.tr("For «{title}», {day}.")
        evening = evening.format(title=sitting.title, day=words.long_day(sitting.starts_at.astimezone(zone).date()))
        super().__init__(parent, self.tr("What Zoom tells"), evening, accept)
        self.setObjectName("zoom.preview")
        self.setMinimumWidth(theme.px(600))
        self.lines: list[str] = []
        self.ticks: list[QCheckBox] = []
        self._found = tuple(found)
        self._say = words.IntakeWords()
        content = QWidget()
        self._down = theme.space(QVBoxLayout(content), 12)
        for one in found:
            self._add_file(one, several=len(found) > 1)
        for missed in not_read:
            self._add(label(missed.file_name, "strong", wrap=True), [], [words.sentence_of(missed)], _NOT_READ)
        height = self._down.totalHeightForWidth(theme.px(540))
        self._down.addStretch(1)
        area = scrolled(content)
        # As high as it is when every note has wrapped; beyond that one scrolls.
        area.setMinimumHeight(min(height, theme.px(520)))
        self.body.addWidget(area)
        self.cancel.setVisible(not self._nothing_new)
        self._none = label(self.tr("Tick those that are of this sitting."), "small", wrap=True)
        self.body.addWidget(self._none)
        for tick in self.ticks:
            tick.toggled.connect(self._offer)
        self._offer()
        if not self.accept_button.isEnabled():
            self.ticks[0].setFocus()

    def chosen(self) -> tuple[Preview, ...]:
        """What is to be taken in."""
        if not self.ticks:
            return self._found
        return tuple(one for one, tick in zip(self._found, self.ticks, strict=True) if tick.isChecked())

    def _offer(self) -> None:
        """With nothing ticked the button would close the sheet as if something had come in."""
        none = not self._nothing_new and not self.chosen()
        self._none.setVisible(none)
        self.accept_button.setDisabled(none)

    def agree(self) -> None:
        if self._nothing_new:
            self.reject()
        else:
            self.accept()

    def _add_file(self, one: Preview, *, several: bool) -> None:
        brings = self._say.would_bring(one)
        title: QWidget = label(brings, "strong", wrap=True)
        if several:
            tick = QCheckBox(brings)
            tick.setChecked(not one.strange and not one.repeated)
            tick.setAccessibleDescription(one.file.file_name)
            self.ticks.append(tick)
            title = tick
        facts = [one.file.file_name, *self._say.facts(one)]
        self._add(title, facts, self._say.notes(one), _ICONS[one.kind])
        self.lines.append(" ".join((brings, *facts, *self._say.notes(one))))

    def _add(self, title: QWidget, facts: Sequence[str], notes: Sequence[str], icon: str) -> None:
        down = theme.space(QVBoxLayout(), 1)
        down.addWidget(title)
        for fact in facts:
            down.addWidget(label(fact, "small", wrap=True))
        for note in notes:
            down.addWidget(label(note, "small", Tone.ATTENTION, wrap=True))
        across = theme.space(QHBoxLayout(), 12)
        across.addWidget(Chip(icon, Tone.ATTENTION if notes else Tone.ONLINE, 34), 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(down, 1)
        self._down.addLayout(across)


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
        down = theme.space(QVBoxLayout(), 1)
        down.addWidget(self._title)
        down.addWidget(self._words)
        across = theme.space(QHBoxLayout(self), 12, (14, 10, 14, 10))
        across.addWidget(Chip("video-outline", Tone.ONLINE, 38), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(down, 1)
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
        if all(one.live for one in told):
            people = self.tr("%n people were in the call so far", "", standing.groups)
        counted = self.tr("%n counted", "", standing.sure + standing.confirmed)
        self._words.setText(f"{people} · {counted}")

    async def choose_report(self) -> object:
        """The report on the disk; None when the person went back."""
        kinds = self.tr("What Zoom hands out (*.csv *.txt *.vtt *.xlsx *.xls);;All (*)")
        return await choose_file(self, self.tr("A file of Zoom"), kinds)


def _window() -> QWidget:
    """Where a question belongs: the window in front; off screen no window is, so any that is shown."""
    front = QApplication.activeWindow()
    if front is None:
        front = next(one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow())
    return front
