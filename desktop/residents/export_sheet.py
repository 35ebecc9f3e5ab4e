"""Before the roll leaves Cabildo: what goes into the file, what that means, and how far it is while it is written."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.dialogs import Sheet
from desktop.kit.surfaces import Row, label


class ExportSheet(Sheet):
    """Excel or CSV; the file holds personal data, and whoever makes it answers for it."""

    def __init__(self, parent: QWidget, people: str) -> None:
        super().__init__(
            parent,
            self.tr("Export the roll"),
            self.tr("{people} with names, documents, addresses and telephones.").format(people=people),
            self.tr("Choose where"),
        )
        self.setObjectName("residents.exporting")
        self.format = Segmented([("xlsx", "Excel"), ("csv", "CSV")], self.tr("Format"))
        self.body.addWidget(Row(self.format, None))
        self.body.addWidget(
            label(
                self.tr(
                    "They are personal data (Ley 25.326): the file is not encrypted. Keep it where only you can read "
                    "it, hand it to nobody without a reason, and delete it when it has served."
                ),
                wrap=True,
            )
        )


class ExportStrip(QFrame):
    """How far the file is, above the list: the roll and the door go on meanwhile; Stop leaves nothing behind."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        self.setObjectName("residents.export_strip")
        self._words = label("", "strong")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("How far the file is"))
        self.stop = button(self.tr("Stop"), "stop")
        self.stop.setObjectName("residents.export_stop")
        self.stop.clicked.connect(self.stopped)
        line = theme.space(QHBoxLayout(self), 12, (12, 8, 12, 8))
        line.addWidget(self._words)
        line.addWidget(self._bar, 1)
        line.addWidget(self.stop)
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        """So many of so many."""
        locale = QLocale()
        words = self.tr("Exporting: {done} of {total}")
        self._words.setText(words.format(done=locale.toString(done), total=locale.toString(total)))
        self._bar.setMaximum(max(total, 1))
        self._bar.setValue(done)
        self.show()
