"""A line that completes itself from a list of people or things, in any order of words, without accents."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter

from db.folding import fold, words
from desktop.kit.fields import SearchField

_KEY, _FOLDED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class _Completer(QCompleter):
    """Compares folded words: «penia» is none of ours, but «pena» finds Peña."""

    def splitPath(self, path: str) -> list[str]:
        return [fold(path)]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data())


class Picker(SearchField):
    """Type some letters of any word, Enter takes the first that fits; `picked` carries its key.

    With `once` the line is emptied after each choice: it is for doing something with many, one after the other.
    """

    picked = Signal(str)

    def __init__(self, hint: str, says: str = "", glyph: str = "account-search-outline", *, once: bool = False) -> None:
        super().__init__(hint, says, glyph)
        self._once = once
        self._key = ""
        self._options: list[tuple[str, str]] = []
        self.setClearButtonEnabled(False)
        self._model = QStandardItemModel(self)
        self._completer = _Completer(self._model, self)
        self._completer.setCompletionRole(_FOLDED)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(8)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.setCompleter(self._completer)
        self.textEdited.connect(self._typed)
        self.returnPressed.connect(self._take_first)
        self.down.connect(self.complete)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Key and words of everything that can be chosen; a choice that is still there stays."""
        if list(options) == self._options:
            return
        self._options = list(options)
        self._model.clear()
        for key, shown in options:
            item = QStandardItem(shown)
            item.setData(key, _KEY)
            # Every order of two words, so that «pena ros» finds Rosa Peña: a name seldom has more than four.
            parts = words(shown)
            turned = " ".join(parts + parts)
            item.setData(turned, _FOLDED)
            item.setEditable(False)
            self._model.appendRow(item)
        if self._key and self._key not in {key for key, _ in options}:
            self.set_value("")

    def value(self) -> str:
        """The key of what was chosen; empty while nothing is."""
        return self._key

    def set_value(self, key: object) -> None:
        """Choose by key without telling anybody; an unknown one empties the line."""
        self._key = str(key or "")
        shown = next((told for one, told in self._options if one == self._key), "")
        with QSignalBlocker(self):
            self.setText(shown)
        if not shown:
            self._key = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        open_choice = bool(self.text().strip()) and not self._key
        super().keyPressEvent(event)
        if open_choice and self._key and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # this Enter has chosen; in a dialog it shall not press the button as well

    def complete(self) -> None:
        """Show what fits what is typed, or all there is."""
        self._completer.setCompletionPrefix(self.text())
        self._completer.complete()

    def clear(self) -> None:
        """Nothing typed, nothing chosen."""
        super().clear()
        self._key = ""

    def _typed(self) -> None:
        self._key = ""

    def _take(self, index: QModelIndex) -> None:
        self._choose(str(index.data(_KEY)))

    def _take_first(self) -> None:
        if self._key or not self.text().strip():
            return
        self._completer.setCompletionPrefix(self.text())
        first = self._completer.completionModel().index(0, 0)
        if first.isValid():
            self._choose(str(first.data(_KEY)))

    def _choose(self, key: str) -> None:
        self.set_value("" if self._once else key)
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()
        self.picked.emit(key)
