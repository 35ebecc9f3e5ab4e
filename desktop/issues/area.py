"""The field of a department: completed from those that are known, and a new one may be written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QFocusEvent

from db.folding import fold, words
from desktop.kit.picker import Picker


class AreaField(Picker):
    """Letters of any word, Enter takes the first that fits. `novel` carries the name of one that nobody knows, "" else.

    What is left half written is completed where one department alone fits: it would else be one more, for ever.
    """

    novel = Signal(str)

    def __init__(self, names: Sequence[str] = (), hint: str = "") -> None:
        says = QCoreApplication.translate("IssueSheets", "Department")
        super().__init__(hint or QCoreApplication.translate("IssueSheets", "Department…"), says, "domain")
        self._names: dict[str, str] = {}
        self.set_names(names)
        self.textChanged.connect(lambda _: self._tell_novel())

    def set_names(self, names: Sequence[str]) -> None:
        """The departments that are known."""
        self._names = {fold(name): name for name in names}
        self.set_options([(name, name) for name in names])

    def is_novel(self) -> bool:
        """Whether what is written is no department that is known, nor the beginning of one."""
        asked = words(self.text())
        return bool(asked) and not any(_fits(asked, name) for name in self._names)

    def value(self) -> str:
        """The department as it is spelt, or the new one as it is written; "" for none."""
        text = self.text().strip()
        return super().value() or self._names.get(fold(text), text)

    def set_value(self, key: object) -> None:
        """A department; one that is on no list as well."""
        super().set_value(key)
        if key and not self.text():
            self.setText(str(key))
        self._tell_novel()

    def _tell_novel(self) -> None:
        self.novel.emit(self.value() if self.is_novel() else "")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.complete_alone()

    def complete_alone(self) -> None:
        """Take the one department that fits what is written, when there is one alone."""
        asked = words(self.text())
        fitting = [name for folded, name in self._names.items() if _fits(asked, folded)]
        if asked and len(fitting) == 1:
            self.set_value(fitting[0])


def _fits(asked: Sequence[str], folded: str) -> bool:
    return all(any(word.startswith(begun) for word in words(folded)) for begun in asked)
