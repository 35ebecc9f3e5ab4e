"""The page before leaving: one line for each check, as soon as it is known, and the button that does what is to do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Chip, label, scrolled
from desktop.ready.rules import Line
from desktop.ready.words import action_word, level_word, sentence_of, title_of, verdict_words

_SIGNS = {
    "good": ("check", Tone.GOOD),
    "note": ("information-outline", Tone.ACCENT),
    "look": ("alert-outline", Tone.ATTENTION),
}


class ReadySheet(Sheet):
    """`acted` carries the line whose button was pressed; `again` asks for all of it anew."""

    acted = Signal(object)
    again = Signal()
    left = Signal(str)

    def __init__(self, parent: QWidget, about: str, zone: tzinfo, names: Iterable[str]) -> None:
        super().__init__(
            parent, self.tr("Ready to leave?"), about or self.tr("No sitting is planned."), self.tr("Done")
        )
        self._zone = zone
        self.verdict = label(self.tr("Looking…"), "figure", wrap=True)
        self.verdict.setObjectName("ready.verdict")
        self.body.addWidget(self.verdict)
        inside = QWidget()
        grid = theme.space(QGridLayout(inside), 10)
        grid.setColumnStretch(2, 1)
        self._rows = {name: _Row(name) for name in names}
        for place, row in enumerate(self._rows.values()):
            for column, part in enumerate((row.sign, row.title, row.sentence, row.button)):
                grid.addWidget(part, place, column)
            row.button.clicked.connect(lambda _checked=False, row=row: self.acted.emit(row.line))
        area = scrolled(inside)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # at twice the size the arrows lead to the lines below
        area.setAccessibleName(self.tr("Ready to leave?"))
        self.body.addWidget(area, 1)
        self.cancel.setText(self.tr("Look again"))
        self.cancel.setObjectName("ready.again")
        self.cancel.clicked.disconnect()
        self.cancel.clicked.connect(self.again)
        self.cancel.setEnabled(False)
        room = parent.screen().availableGeometry()
        self.setMinimumWidth(min(theme.px(560), room.width() - 60))
        self.resize(min(theme.px(880), room.width() - 60), min(theme.px(690), room.height() - 80))

    def show_checking(self, names: tuple[str, ...]) -> None:
        """These are being looked at."""
        self.verdict.setText(self.tr("Looking…"))
        theme.set_kind(self.verdict, tone=str(Tone.PLAIN))
        self.cancel.setEnabled(False)
        for name in names:
            self._rows[name].show_checking(self.tr("looking…"))

    def show_line(self, line: Line) -> None:
        """One is known."""
        self._rows[line.name].show_line(line, sentence_of(line, self._zone))

    def show_verdict(self, to_do: int) -> None:
        """All are known."""
        self.verdict.setText(verdict_words(to_do))
        theme.set_kind(self.verdict, tone=str(Tone.ATTENTION if to_do else Tone.GOOD))
        self.cancel.setEnabled(True)

    def leave_for(self, page: str) -> None:
        """She wants to set something right on another page."""
        self.accept()
        self.left.emit(page)

    def row(self, name: str) -> _Row:
        """One of them."""
        return self._rows[name]


class _Row:
    """Sign, what was checked, what was found, and what a button does about it."""

    def __init__(self, name: str) -> None:
        self.line: Line | None = None
        self.sign = Chip("timer-sand", Tone.MUTED, 28)
        self.title = label(title_of(name), "strong", wrap=True)
        self.title.setMinimumWidth(theme.px(150))
        self.sentence = label("", wrap=True)
        self.sentence.setObjectName(f"ready.{name}")
        self.button = button("-", kind="")
        self.button.setObjectName(f"ready.act.{name}")
        keeps = self.button.sizePolicy()
        keeps.setHorizontalPolicy(QSizePolicy.Policy.Maximum)
        self.button.setSizePolicy(keeps)
        self.button.hide()

    def show_checking(self, words: str) -> None:
        self.sign.set_icon("timer-sand", Tone.MUTED)
        self.sentence.setText(words)
        self.button.setEnabled(False)

    def show_line(self, line: Line, sentence: str) -> None:
        self.line = line
        self.sign.set_icon(*_SIGNS[line.level])
        self.sign.setAccessibleName(level_word(line.level))
        self.sentence.setText(sentence)
        self.sentence.setAccessibleName(f"{self.title.text()}, {level_word(line.level)}: {sentence}")
        words = action_word(line.action)
        self.button.setText(words or "-")
        self.button.setAccessibleName(f"{words}: {self.title.text()}")
        self.button.setEnabled(True)
        self.button.setVisible(bool(words))
