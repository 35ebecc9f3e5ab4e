"""Fields: the search field, and a form that says what is wrong under the field that is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QDate, QDateTime, QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.kit import icons, theme
from desktop.kit.palette import Tone
from desktop.kit.surfaces import label


class SearchField(QLineEdit):
    """A field with a glass in it; Escape empties it; arrows down leave it for the results below."""

    searched = Signal(str)
    down = Signal()

    def __init__(self, hint: str, says: str = "", glyph: str = "magnify", *, large: bool = False) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(says or hint)
        if large:
            self.setProperty("kind", "large")
        self._glyph = glyph
        self.setTextMargins(theme.px(26), 0, 0, 0)
        self.setClearButtonEnabled(True)
        self._quiet = False
        self.textChanged.connect(self._tell)

    def empty(self) -> None:
        """Emptied by the program: nobody searches for nothing. The sign that empties it goes, as by hand."""
        self._quiet = True
        self.clear()
        self._quiet = False

    def _tell(self, text: str) -> None:
        if not self._quiet:
            self.searched.emit(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setTextMargins(theme.px(26), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.px(18)  # drawn by hand: the icon of an action does not grow with the text
        spot = QRect(theme.px(11), (self.height() - side) // 2, side, side)
        icons.draw(QPainter(self), self._glyph, spot, Tone.ACCENT if self.hasFocus() else Tone.MUTED)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class Choice(QComboBox):
    """A list from which one is chosen; `value` is the key, never the words."""

    def __init__(self, options: list[tuple[str, str]] | None = None, says: str = "") -> None:
        super().__init__()
        self.setAccessibleName(says)
        self.set_options(options or [])

    def set_options(self, options: list[tuple[str, str]]) -> None:
        """Other options; the one chosen stays when it is still there."""
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        for key, words in options:
            self.addItem(words, key)
        if (place := self.findData(kept)) >= 0:
            self.setCurrentIndex(place)
        self.blockSignals(False)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its longest words, up to a limit; Qt's own policy for this resizes it behind the layout's back."""
        words = (self.itemText(place) for place in range(self.count()))
        longest = max((self.fontMetrics().horizontalAdvance(text) for text in words), default=0)
        return QSize(min(longest + theme.px(56), theme.px(300)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """It may be narrower than its words, which are then cut."""
        return QSize(min(self.sizeHint().width(), theme.px(96)), super().sizeHint().height())

    def value(self) -> str:
        """The key of the choice; empty when there is none."""
        return str(self.currentData() or "")

    def set_value(self, key: str) -> None:
        """Choose by key."""
        if (place := self.findData(key)) >= 0:
            self.setCurrentIndex(place)


class Number(QSpinBox):
    """A number with its unit; `none` stands for the lowest."""

    def __init__(self, most: int, unit: str = "", none: str = "", *, least: int = 0, step: int = 1) -> None:
        super().__init__(minimum=least, maximum=most, singleStep=step)
        self.setSuffix(f" {unit}" if unit else "")
        self.setSpecialValueText(none)
        self.lineEdit().setTextMargins(theme.px(8), 0, 0, 0)


class LateText(QPlainTextEdit):
    """Notes that are kept as one types: `settled` comes when the typing pauses, at once when the field is left, and
    while somebody types on and on every `latest_ms`: whatever happens then, no more than the last second is lost."""

    settled = Signal(str)

    def __init__(self, hint: str, says: str = "", pause_ms: int = 500, latest_ms: int = 600) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(says or hint)
        self.setTabChangesFocus(True)
        self._timer = QTimer(self, singleShot=True, interval=pause_ms)
        self._timer.timeout.connect(self._settle)
        self._latest = QTimer(self, singleShot=True, interval=latest_ms)
        self._latest.timeout.connect(self._settle)
        self._told = ""
        self._sent: str | None = None
        self.textChanged.connect(self._typed)

    def show_text(self, text: str) -> None:
        """What the record holds; never over words that were typed here and not told yet, or are on their way."""
        if self.toPlainText() != self._told or self._sent not in (None, text):
            return
        self._put(text)

    def show_other(self, text: str) -> None:
        """The notes of something else; what was typed before has been told."""
        self._sent = None
        self._put(text)

    def kept(self, text: str) -> None:
        """What was told is on the disk, in whatever form: the record speaks again."""
        if text == self._sent:
            self._sent = None

    def _put(self, text: str) -> None:
        self._told = text
        if text != self.toPlainText():
            self.setPlainText(text)
        self._timer.stop()
        self._latest.stop()

    def settle(self) -> None:
        """Tell what was typed now: before the item changes, before the window closes."""
        self._settle()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._settle()

    def _typed(self) -> None:
        if self.toPlainText() != self._told:
            self._timer.start()
            if not self._latest.isActive():
                self._latest.start()

    def _settle(self) -> None:
        self._timer.stop()
        self._latest.stop()
        text = self.toPlainText()
        if text != self._told:
            self._told = self._sent = text
            self.settled.emit(text)


class Form(QWidget):
    """Fields one below the other: label above, hint or error below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = theme.space(QVBoxLayout(self), 12)
        self._fields: dict[str, QWidget] = {}
        self._errors: dict[str, QLabel] = {}
        self._parts: dict[str, list[QWidget]] = {}

    def add(self, name: str, title: str, field: QWidget, hint: str = "") -> QWidget:
        """A field under a name by which its errors and its value are known."""
        block = theme.space(QVBoxLayout(), 4)
        words = label(title, "strong")
        words.setBuddy(field)
        error = label("", "error", wrap=True)
        error.hide()
        field.setAccessibleName(title)
        parts = [words, field, *([label(hint, "small", wrap=True)] if hint else [])]
        for part in (*parts, error):
            block.addWidget(part)
        self._parts[name] = parts
        self._lines.addLayout(block)
        self._fields[name], self._errors[name] = field, error
        return field

    def lead_to(self, button: QWidget) -> None:
        """Typing begins in the first field, and Tab goes from the last one to `button`."""
        fields = list(self._fields.values())
        if fields:
            QWidget.setTabOrder(fields[-1], button)
            fields[0].setFocus()

    def field(self, name: str) -> QWidget:
        """One field."""
        return self._fields[name]

    def set_shown(self, name: str, on: bool) -> None:
        """A field that says nothing now takes no room."""
        for part in self._parts[name]:
            part.setVisible(on)

    def values(self) -> dict[str, object]:
        """Everything typed: words stripped, days as datetime.date, numbers as int, checks as bool."""
        return {name: _value(field) for name, field in self._fields.items()}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fill in what is known already."""
        for name, value in values.items():
            if name in self._fields:
                _set_value(self._fields[name], value)

    def show_errors(self, errors: Mapping[str, str]) -> bool:
        """A sentence under each wrong field, focus on the first; True when there is none."""
        for name, field in self._fields.items():
            sentence = errors.get(name, "")
            self._errors[name].setText(sentence)
            self._errors[name].setVisible(bool(sentence))
            field.setAccessibleDescription(sentence)
            theme.set_kind(field, wrong="true" if sentence else "false")
        wrong = next((name for name in self._fields if errors.get(name)), None)
        if wrong is not None:
            self._fields[wrong].setFocus()
        return wrong is None


def day_field(says: str) -> QDateEdit:
    """A day, written or chosen from a calendar; `userDateChanged` comes once it is whole."""
    field = QDateEdit()
    field.setCalendarPopup(True)
    field.setKeyboardTracking(False)  # a year half typed is no day
    field.setDisplayFormat("dd/MM/yyyy")
    field.setAccessibleName(says)
    return field


def _value(field: QWidget) -> object:
    if isinstance(field, QLineEdit):
        return field.text().strip()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText().strip()
    if isinstance(field, Choice):
        return field.value()
    if isinstance(field, QCheckBox):
        return field.isChecked()
    if isinstance(field, QSpinBox):
        return field.value()
    if isinstance(field, QDateEdit):
        return field.date().toPython()
    if isinstance(field, QDateTimeEdit):
        return field.dateTime().toPython()
    value = getattr(field, "value", None)
    return value() if callable(value) else None


def _set_value(field: QWidget, value: object) -> None:
    if isinstance(field, QLineEdit):
        field.setText(str(value or ""))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(str(value or ""))
    elif isinstance(field, QCheckBox):
        field.setChecked(bool(value))
    elif isinstance(field, QSpinBox):
        field.setValue(int(str(value)))
    elif isinstance(field, QDateEdit):
        field.setDate(QDate.fromString(str(value)[:10], Qt.DateFormat.ISODate))
    elif isinstance(field, QDateTimeEdit):
        field.setDateTime(QDateTime.fromString(str(value)[:19], Qt.DateFormat.ISODate))
    elif callable(setter := getattr(field, "set_value", None)):
        setter(value)
