"""The question before the roll leaves Cabildo: what goes into the file, in which format, and what that means."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.kit.buttons import Segmented
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
