"""Taking a list in from a file, in four steps of one panel: its columns, the reading, what would come of it, the end.

The panel knows no noun: what the columns may be and what is said of a line is handed to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.intake_columns import ColumnsStep, IntakeColumn
from desktop.kit.intake_review import Count, IntakeRow, ReviewStep
from desktop.kit.palette import Tone
from desktop.kit.shelves import Shelf
from desktop.kit.surfaces import EmptyState, Page, Row, Tile, label, tiles

__all__ = ["Columns", "Count", "IntakeColumn", "IntakePanel", "IntakeRow", "IntakeStack", "Review"]


@dataclass(frozen=True)
class Columns:
    """The first step: what the file's columns were taken for, and what they may be."""

    columns: tuple[IntakeColumn, ...]
    options: tuple[tuple[str, str], ...]
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    rows: int = 0


@dataclass(frozen=True)
class Review:
    """The third step: how many lines are what, the ones of the kind looked at, and what the button says."""

    counts: tuple[Count, ...]
    rows: tuple[IntakeRow, ...]
    kind: str
    many: int
    accept: str
    can_accept: bool
    told: str = ""


class IntakePanel(Page):
    """One step is in front; Escape and «Back» lead out as long as nothing is being written."""

    sheet_chosen = Signal(str)
    reviewed = Signal(object)
    looked_at = Signal(str)
    more_wanted = Signal()
    decided = Signal(int, str)
    decided_alike = Signal(int)
    accepted = Signal()
    cancelled = Signal()
    left = Signal()
    begun = Signal()
    over = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.setObjectName("page")
        self.columns, self.review = ColumnsStep(), ReviewStep()
        self._steps = Shelf()
        self._progress = self._build_progress()
        self._done = QWidget()
        self._done_lines = theme.space(QVBoxLayout(self._done), 14)
        for one in (self.columns, self._progress, self.review, self._done):
            self._steps.addWidget(one)
        self.body.addWidget(self._steps, 1)
        self._build_buttons()
        self.columns.sheet_chosen.connect(self.sheet_chosen)
        self.review.looked_at.connect(self.looked_at)
        self.review.more_wanted.connect(self.more_wanted)
        self.review.decided.connect(self.decided)
        self.review.decided_alike.connect(self.decided_alike)

    def show_columns(self, title: str, words: str, shown: Columns) -> None:
        """The columns of a file."""
        self.set_titles(title, words)
        self.columns.show_columns(shown.columns, shown.options, shown.sheets, shown.sheet)
        self._steps.setCurrentWidget(self.columns)
        self._dress(back=True, on=self.tr("Look through it"))
        self.begun.emit()
        self.on.setFocus()

    def show_refusal(self, sentence: str) -> None:
        """Why the columns do not do as they are."""
        self.columns.show_refusal(sentence)

    def show_progress(self, words: str, done: int, total: int, *, writing: bool) -> None:
        """How far the reading or the writing is; both can be broken off."""
        if self._steps.currentWidget() is not self._progress:
            self._steps.setCurrentWidget(self._progress)
            self._dress(cancel=True)
            self.cancel.setFocus()
        self._told.setText(words)
        locale = QLocale()
        self._count.setText(
            self.tr("{done} of {total}").format(done=locale.toString(done), total=locale.toString(total))
        )
        self._count.setVisible(total > 0)
        self._bar.setMaximum(total)
        self._bar.setValue(done)
        self._note.setVisible(writing)

    def show_review(self, title: str, words: str, shown: Review) -> None:
        """What would come of the file."""
        self.set_titles(title, words)
        self.review.show_review(shown.counts, shown.rows, shown.kind, shown.many, shown.told)
        self._dress(back=True, on=shown.accept)
        self.on.setEnabled(shown.can_accept)
        if self._steps.currentWidget() is not self.review:
            self._steps.setCurrentWidget(self.review)
            self.review.rows.setFocus()

    def show_done(self, title: str, words: str, sentence: str, counts: Sequence[Count], *, whole: bool) -> None:
        """What came of it."""
        self.set_titles(title, words)
        while (item := self._done_lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        parts = [Tile(one.icon, one.word, one.tone) for one in counts]
        for tile, one in zip(parts, counts, strict=True):
            tile.show_number(QLocale().toString(one.number))
        tone = Tone.GOOD if whole else Tone.ATTENTION
        ended = EmptyState("check" if whole else "pause", sentence, tone=tone)
        self._done_lines.addWidget(tiles(parts))
        self._done_lines.addWidget(ended, 1)
        self._steps.setCurrentWidget(self._done)
        self._dress(leave=True)
        self.leave.setFocus()

    def _build_progress(self) -> QWidget:
        self._told, self._count = label("", "card-title", wrap=True), label("", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far it is"))
        self._note = label(self.tr("The door goes on meanwhile; what is in stays in if you stop."), "small", wrap=True)
        holder = QWidget()
        lines = theme.space(QVBoxLayout(holder), 10, (0, 30, 0, 0))
        for one in (self._told, self._bar, self._count, self._note):
            lines.addWidget(one)
        lines.addStretch(1)
        return holder

    def _build_buttons(self) -> None:
        self.back = button(self.tr("Back to the list"), "arrow-left")
        self.back.setObjectName("intake.back")
        self.back.clicked.connect(self.left)
        self.cancel = button(self.tr("Stop"), "stop")
        self.cancel.setObjectName("intake.stop")
        self.cancel.clicked.connect(self.cancelled)
        self.on = button("", kind="primary")
        self.on.setObjectName("intake.on")
        self.on.hide()  # it has its words from the step one is at
        self.on.clicked.connect(self._go_on)
        self.leave = button(self.tr("Ready"), "check", "primary")
        self.leave.setObjectName("intake.leave")
        self.leave.clicked.connect(self.left)
        line = theme.space(QHBoxLayout(), 10)
        line.addWidget(Row(self.back, self.cancel))
        line.addStretch(1)
        line.addWidget(Row(self.on, self.leave))
        self.body.addLayout(line)

    def _dress(self, *, back: bool = False, on: str = "", cancel: bool = False, leave: bool = False) -> None:
        for part, wanted in ((self.back, back), (self.on, bool(on)), (self.cancel, cancel), (self.leave, leave)):
            part.setVisible(wanted)
        self.on.setText(on)
        self.on.setAccessibleName(on)
        self.on.setEnabled(True)

    def _go_on(self) -> None:
        if self._steps.currentWidget() is self.columns:
            self.reviewed.emit(self.columns.mapping())
        else:
            self.accepted.emit()


class IntakeStack(Shelf):
    """A list, or in its place the file that is being taken in, so that every other page stays at hand meanwhile."""

    def __init__(self, page: QWidget, panel: IntakePanel) -> None:
        super().__init__()
        for part in (page, panel):
            self.addWidget(part)
        self.setFocusProxy(page)
        panel.begun.connect(lambda: self._show(panel))
        panel.over.connect(lambda: self._show(page))

    def _show(self, part: QWidget) -> None:
        if self.currentWidget() is not part:
            self.setCurrentWidget(part)
            self.setFocusProxy(part)
            part.setFocus()
