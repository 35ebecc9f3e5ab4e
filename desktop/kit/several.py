"""A line in which several things are chosen one after the other; each is a button that takes it out again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.flow import Flow
from desktop.kit.picker import Picker


class _Line(Picker):
    """Enter takes what is typed; only on an empty line it goes on to the button of the dialog."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = bool(self.text().strip())
        super().keyPressEvent(event)
        if typed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class Several(QWidget):
    """`value` are the keys in the order chosen. With `free` what is typed and no option counts as well, as itself."""

    def __init__(self, hint: str, remove: str, glyph: str = "magnify", *, free: bool = False) -> None:
        super().__init__()
        self._words: dict[str, str] = {}
        self._chosen: list[str] = []
        self._remove, self._free = remove, free
        self.picker = _Line(hint, glyph=glyph, once=True)
        self.picker.picked.connect(self._add)
        self.picker.returnPressed.connect(self._add_typed)
        self.buttons = Flow(gap=4)
        column = theme.space(QVBoxLayout(self), 4)
        column.addWidget(self.picker)
        column.addWidget(self.buttons)
        self.buttons.hide()
        self.setFocusProxy(self.picker)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Key and words of what can be chosen."""
        self._words = dict(options)
        self.picker.set_options(options)

    def value(self) -> list[str]:
        """The keys of what was chosen; what is typed and not taken yet counts too where anything may be typed."""
        typed = self.picker.text().strip()
        return [*self._chosen, *([typed] if self._free and typed else [])]

    def set_value(self, keys: object) -> None:
        """Choose these."""
        self._chosen = [str(key) for key in keys] if isinstance(keys, list | tuple) else []
        self._show()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.picker.setAccessibleName(name)

    def _add(self, key: str) -> None:
        if key and key not in self._chosen:
            self._chosen.append(key)
            self._show()

    def _add_typed(self) -> None:
        typed = self.picker.text().strip()
        if self._free and typed:
            self.picker.clear()
            self._add(typed)

    def _take_out(self, key: str) -> None:
        self._chosen.remove(key)
        self._show()
        self.picker.setFocus()

    def _show(self) -> None:
        made: list[QWidget] = []
        for key in self._chosen:
            words = self._words.get(key, key)
            part = button(words, "close", "quiet", tip=self._remove.format(what=words))
            part.setAccessibleName(self._remove.format(what=words))
            part.clicked.connect(lambda _checked=False, key=key: self._take_out(key))
            made.append(part)
        self.buttons.show_parts(made)
        self.buttons.setVisible(bool(made))
