"""What is seen of sticks: a line on the page of sharing, whom a file is for, and the code that opens it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.dialogs import Sheet
from desktop.kit.fields import Form
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Chip, Columns, Pill, Row, label

CENTRE, BESIDE = "centre", "beside"


class StickCard(Card):
    """One line: how much is under way on a stick, and the two ways of one."""

    carry_wanted = Signal()
    take_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._chip = Chip("usb-flash-drive-outline", Tone.MUTED, 36)
        self._words = label(kind="muted", wrap=True)
        self.badge = Pill("", Tone.ATTENTION)
        self.take = button(self.tr("Take a stick in…"), "tray-arrow-down")
        self.take.setObjectName("sync.take")
        self.take.clicked.connect(self.take_wanted)
        self.carry = button(self.tr("Carry on a stick…"), "usb-flash-drive-outline")
        self.carry.setObjectName("sync.carry")
        self.carry.clicked.connect(self.carry_wanted)
        told = QWidget()
        line = theme.space(QHBoxLayout(told), 12)
        words = theme.space(QVBoxLayout(), 4)
        words.addWidget(self.badge)
        words.addWidget(self._words)
        line.addWidget(self._chip)
        line.addLayout(words, 1)
        self.body.addWidget(Columns(told, Row(self.take, self.carry)))
        self.show_under_way(0)

    def show_under_way(self, entries: int) -> None:
        """How many entries are on a stick that nobody has confirmed."""
        self.badge.setVisible(bool(entries))
        self.badge.show_state(self.tr("%n under way on a stick, confirmed by nobody yet", "", entries), Tone.ATTENTION)
        self._chip.set_icon("usb-flash-drive-outline", Tone.ATTENTION if entries else Tone.MUTED)
        self._words.setText(
            self.tr("They stay to be sent until the receipt comes back on the stick, or there is a network.")
            if entries
            else self.tr("Without a network a stick does: closed and signed, nobody reads or changes it on the way.")
        )


class WhomSheet(Sheet):
    """For whom a file is to be: the centre, or the laptop beside."""

    def __init__(self, parent: QWidget) -> None:
        title = QCoreApplication.translate("StickSheets", "Carry on a stick")
        super().__init__(parent, title, "", QCoreApplication.translate("StickSheets", "Choose the place…"))
        self.whom = Segmented(
            [
                (CENTRE, QCoreApplication.translate("StickSheets", "To the centre")),
                (BESIDE, QCoreApplication.translate("StickSheets", "To the laptop beside")),
            ],
            says=QCoreApplication.translate("StickSheets", "For whom"),
        )
        self._words = label(kind="muted", wrap=True)
        self.body.addWidget(self.whom)
        self.body.addWidget(self._words)
        self.whom.chosen.connect(self._tell)
        self._tell(CENTRE)

    def _tell(self, whom: str) -> None:
        self._words.setText(
            QCoreApplication.translate(
                "StickSheets",
                "All that is to be sent, for the shared database of the city. Whoever looks after it takes the file "
                "in and gives back a receipt, with what others wrote.",
            )
            if whom == CENTRE
            else QCoreApplication.translate(
                "StickSheets",
                "For two laptops of one evening, door and table. The other one asks for a code, which this screen "
                "shows: say it aloud.",
            )
        )


class CodeSheet(Sheet):
    """The code of a file that was just written, large enough to be read across a table."""

    def __init__(self, parent: QWidget, code: str, name: str) -> None:
        title = QCoreApplication.translate("StickSheets", "Code of the file")
        words = QCoreApplication.translate(
            "StickSheets",
            "On the other laptop: Take a stick in, the file {name}, and this code. It is shown nowhere else and is not "
            "on the stick; with another file comes another code.",
        )
        super().__init__(parent, title, words.format(name=name), QCoreApplication.translate("StickSheets", "Done"))
        self.cancel.hide()
        self.code = label(code, "counter")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setAccessibleName(" ".join(code))
        grid = QGridLayout()
        grid.addWidget(self.code, 0, 0, Qt.AlignmentFlag.AlignCenter)
        self.body.addLayout(grid)


def code_form() -> Form:
    """Asks for the code that the other screen shows."""
    form, field = Form(), QLineEdit()
    field.setPlaceholderText("XXXX-XXXX-XXXX")
    title = QCoreApplication.translate("StickSheets", "Code")
    hint = QCoreApplication.translate("StickSheets", "As the other screen shows it; capitals and dashes do not matter.")
    form.add("code", title, field, hint)
    return form
