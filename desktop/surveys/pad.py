"""Where a sheet of answers is typed: numbers choose, and after the last question Enter begins the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from db.errors import Refused
from db.surveys.rules import NUMBER, SEVERAL
from desktop import wording
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.surfaces import Card, Row, label, scrolled
from desktop.surveys.in_hand import MARKS, SheetInHand

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnswerLine(QLineEdit):
    """Where a number or words are typed. Ctrl+Z in an empty line goes back to the question before."""

    entered = Signal()
    went_back = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()  # and no further: Qt hands an Enter on to whatever holds the line
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.text():
            self.went_back.emit()
        else:
            super().keyPressEvent(event)


class SheetPad(Card):
    """`finished` carries what a whole sheet says; the next one is begun at once, so that the hands never wait."""

    finished = Signal(dict)
    undone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surveys.pad")
        self.setAccessibleName(self.tr("The sheet that is being typed"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sheet: SheetInHand | None = None
        self._put_by: SheetInHand | None = None
        self._options: list[QPushButton] = []
        self.progress, self.question = label("", "overline"), label("", "title", wrap=True)
        self.hint, self.error, self.before = (
            label("", "small", wrap=True),
            label("", "error"),
            label("", "muted", wrap=True),
        )
        self.error.setWordWrap(True)
        self.line = AnswerLine()
        self.line.setObjectName("surveys.answer")
        self.line.entered.connect(self._go_on)
        self.line.went_back.connect(self._go_back)
        self.line.textEdited.connect(self._typed)
        self.onward = button(self.tr("Next"), "arrow-right", "primary", tip=self.tr("Enter"))
        self.onward.clicked.connect(self._go_on)
        self.take_back = button(self.tr("Take back"), "undo-variant", tip=self.tr("Ctrl+Z"))
        self.take_back.clicked.connect(self._go_back)
        for press in (self.onward, self.take_back):
            press.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with the sheet
        self._list = QWidget()
        self._lines = theme.space(QVBoxLayout(self._list), 6)
        whole = QWidget()
        lines = theme.space(QVBoxLayout(whole), 10)
        for part in (self.progress, self.question, self._list, self.line, self.error, self.hint, self.before):
            lines.addWidget(part)
        lines.addStretch(1)
        self.body.addWidget(scrolled(whole), 1)
        self.add(Row(self.take_back, None, self.onward))

    def ask(self, questions: Sequence[Mapping[str, Any]]) -> None:
        """Type sheets of these questions; what is half typed of the same ones stays."""
        before = self._sheet or self._put_by
        sheet = before if before is not None and before.questions == tuple(questions) else SheetInHand(questions)
        if sheet is not self._sheet:
            self._sheet, self._put_by = sheet, None
            self._let_type(may=True)
            self._show()

    def wait(self, why: str) -> None:
        """No sheet can be written down: that is said before its first question, not after the last one."""
        self._put_by, self._sheet = self._sheet or self._put_by, None
        self._let_type(may=False)
        self.question.setText(why)

    def _let_type(self, *, may: bool) -> None:
        for part in (self.progress, self.hint, self.before, self._list, self.line, self.take_back, self.onward):
            part.setVisible(may)
        self.error.hide()

    def put_right(self, told: Mapping[str, list[str] | str]) -> None:
        """A sheet that was typed before, to be written anew; never over one that is half typed."""
        if self._sheet is not None and not self._sheet.answers():
            self._sheet.begin(told)
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        sheet = self._sheet
        if sheet is None:
            super().keyPressEvent(event)
        elif event.key() in _ENTER:
            self._go_on()
        elif event.matches(QKeySequence.StandardKey.Undo) or event.key() == Qt.Key.Key_Backspace:
            self._go_back()
        elif not event.modifiers() & Qt.KeyboardModifier.ControlModifier and sheet.press(event.text()):
            self._pressed(sheet)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._sheet is not None and self._sheet.in_words:
            self.line.setFocus()

    def _typed(self, text: str) -> None:
        if self._sheet is not None:
            self._sheet.write(text)

    def _press(self, place: int) -> None:
        if self._sheet is not None and self._sheet.press(MARKS[place]):
            self._pressed(self._sheet)
        (self.line if self._sheet is not None and self._sheet.in_words else self).setFocus()

    def _pressed(self, sheet: SheetInHand) -> None:
        """One answer is all that there is to say: the next question comes. The last one waits for Enter, which writes
        the sheet down."""
        if sheet.told_whole:
            self._go_on()
        else:
            self._show_chosen(sheet)

    def _go_on(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        try:
            whole = sheet.next()
        except Refused as no:
            self._show()
            self.error.setText(wording.sentence(no.code, no.facts))
            self.error.show()
            return
        told = sheet.answers()
        if whole:
            sheet.begin()
        self._show()
        if whole:
            self.finished.emit(told)

    def _go_back(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        if sheet.back():
            self._show()
        elif sheet.answers():
            sheet.begin()
            self._show()
        else:
            self.undone.emit()

    def _show(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        had = self.hasFocus() or self.line.hasFocus() or any(one.hasFocus() for one in self._options)
        words = self.tr("QUESTION {number} OF {total}")
        self.progress.setText(words.format(number=sheet.at + 1, total=len(sheet.questions)))
        self.question.setText(sheet.question["text"])
        self.error.hide()
        self._show_options(sheet)
        self.line.setVisible(sheet.in_words)
        self.line.setText(str(sheet.told.get(sheet.question["key"], "")) if sheet.in_words else "")
        self.line.setAccessibleName(sheet.question["text"])
        self.line.setMaximumWidth(theme.px(140) if sheet.question["kind"] == NUMBER else 16_777_215)
        self.onward.setText(self.tr("Write down") if sheet.at + 1 == len(sheet.questions) else self.tr("Next"))
        self.hint.setText(self._hint(sheet))
        self.before.setText("\n".join(self._told(sheet)))
        if had:
            (self.line if sheet.in_words else self).setFocus()

    def _show_options(self, sheet: SheetInHand) -> None:
        for one in self._options:
            self._lines.removeWidget(one)
            one.hide()
            one.deleteLater()
        self._options = []
        for place, option in enumerate(sheet.question["options"]):
            press = QPushButton(f"{MARKS[place].upper()}    {option['text']}")
            press.setProperty("kind", "answer")
            press.setCheckable(True)
            press.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            press.setAccessibleName(option["text"])
            press.clicked.connect(lambda _=False, place=place: self._press(place))
            self._lines.addWidget(press)
            self._options.append(press)
        self._list.setVisible(bool(self._options))
        self._show_chosen(sheet)

    def _show_chosen(self, sheet: SheetInHand) -> None:
        chosen = sheet.chosen
        for press, option in zip(self._options, sheet.question["options"], strict=True):
            press.setChecked(option["key"] in chosen)
        self.error.hide()

    def _hint(self, sheet: SheetInHand) -> str:
        if sheet.in_words:
            return self.tr("Enter goes on; empty is no data.")
        if sheet.question["kind"] == SEVERAL:
            return self.tr("Several may be chosen, by their numbers. Enter goes on; nothing chosen is no data.")
        if sheet.at + 1 == len(sheet.questions):
            return self.tr("Choose by number. Enter writes the sheet down; nothing chosen is no data.")
        return self.tr("The number goes on by itself. Enter alone is no data.")

    def _told(self, sheet: SheetInHand) -> list[str]:
        lines, nothing = [], self.tr("no data")
        for question in sheet.questions[: sheet.at]:
            told = sheet.told.get(question["key"]) or ""
            texts = {option["key"]: option["text"] for option in question["options"]}
            said = ", ".join(texts[key] for key in told) if isinstance(told, list) else told
            lines.append(f"{question['text']}  {said or nothing}")
        return lines
