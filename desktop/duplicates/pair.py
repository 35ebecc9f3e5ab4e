"""Two cards beside each other: what is the same, what differs, what only one of them says; and what can be decided."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from db.folding import fold
from desktop.duplicates.presenter import APART, JOINED, WAITING, Line, Side
from desktop.duplicates.words import decided_words, fields, reasons_words, seen_words
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.icons import icon
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Chip, Pill, Row, label, rule, scrolled

MOST_FIELDS = 13
_JOIN = "account-multiple-check-outline"


class FieldLine:
    """One field of both cards in the grid. That they differ is told by a sign and a weight, not by colour alone."""

    def __init__(self, grid: QGridLayout, place: int) -> None:
        self.sign = Chip("equal", Tone.MUTED, 24)
        self.name, self.left, self.right = label("", "muted"), label("", "", wrap=True), label("", "", wrap=True)
        for column, part in enumerate((self.name, self.left, self.sign, self.right)):
            grid.addWidget(part, place, column)
        self._parts: tuple[QWidget, ...] = (self.sign, self.name, self.left, self.right)

    def show_field(self, name: str, left: str, right: str, *, signs: dict[str, tuple[str, Tone, str]]) -> None:
        """What both say; `signs` are the icon, tone and word of same, differs, left, right."""
        kind = "left" if not right else "right" if not left else "same" if fold(left) == fold(right) else "differs"
        name_of_icon, tone, says = signs[kind]
        self.sign.set_icon(name_of_icon, tone)
        self.sign.setToolTip(says)
        self.name.setText(name)
        for part, words in ((self.left, left), (self.right, right)):
            # An address of mail has no space to break at, and at 200 % it would push the other card out of sight.
            part.setText(words.replace("@", "@\u200b") or "–")
            theme.set_kind(part, kind="strong" if kind == "differs" else "" if words else "muted")
            part.setAccessibleName(f"{name}, {says}: {words or '–'}")
        self.show(True)

    def show(self, shown: bool) -> None:
        """Whether the field is seen at all."""
        for part in self._parts:
            part.setVisible(shown)


class Head(QFrame):
    """Who stands on one side: her name, where she was seen, and whether this card speaks."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.seen = label("", "figure", wrap=True), label("", "small", wrap=True)
        self.role = Pill("", Tone.MUTED)
        down = theme.space(QVBoxLayout(self), 4, (0, 0, 0, 6))
        for part in (self.role, self.name, self.seen):
            down.addWidget(part)

    def show_side(self, name: str, seen: str, role: str, tone: Tone) -> None:
        """One of the two."""
        self.name.setText(name)
        self.seen.setText(seen)
        self.role.show_state(role, tone)
        self.role.setVisible(bool(role))


class PairPanel(Card):
    """The pair one stands on."""

    join_pressed = Signal()
    swap_pressed = Signal()
    part_pressed = Signal()
    later_pressed = Signal()
    back_pressed = Signal()

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self.setAccessibleName(self.tr("Both cards"))
        self.why, self.warning = label("", "strong", wrap=True), label("", "", Tone.ATTENTION, wrap=True)
        self.warned = Row(Chip("alert-outline", Tone.ATTENTION, 30), self.warning)
        self.left, self.right = Head(), Head()
        self.body.addWidget(self.why)
        self.body.addWidget(self.warned)
        self.body.addWidget(rule())
        self.body.addWidget(scrolled(self._cards()), 1)
        self.body.addWidget(rule())
        self.body.addLayout(self._buttons())

    def show_pair(self, which: str, line: Line, left: Side, right: Side) -> None:
        """Both cards, and what can be decided of them in this list."""
        reasons = reasons_words(line.reasons)
        told = reasons[:1].upper() + reasons[1:]
        self.why.setText(
            told if which == WAITING else " · ".join(filter(None, (told, decided_words(line, self._zone))))
        )
        self.why.setVisible(bool(self.why.text()))
        self.warning.setText(self.tr("Something speaks against it: look at the cards of both before you join them."))
        self.warned.setVisible(line.doubtful)
        stays, joins = self.tr("This card stays"), self.tr("Joins the other")
        roles = ("", "") if which == APART else (stays, joins)
        missing = self.tr("(not on this laptop)")
        self.left.show_side(line.left or missing, seen_words(left, self._zone), roles[0], Tone.GOOD)
        self.right.show_side(line.right or missing, seen_words(right, self._zone), roles[1], Tone.MUTED)
        shown = fields(self._zone, left, right)
        for place, row in enumerate(self.lines):
            row.show(place < len(shown))
            if place < len(shown):
                row.show_field(*shown[place], signs=self._signs())
        for part in (self.join, self.swap, self.part, self.later):
            part.setVisible(which == WAITING)
        self.back.setVisible(which != WAITING)
        self.back.setText(self.tr("They are two people: take it back") if which == JOINED else self.tr("Ask again"))
        theme.set_kind(self.join, kind="" if line.doubtful else "primary")
        self.join.setIcon(icon(_JOIN, Tone.ACCENT if line.doubtful else Tone.INVERSE, leads=True))

    def _signs(self) -> dict[str, tuple[str, Tone, str]]:
        return {
            "same": ("equal", Tone.MUTED, self.tr("the same")),
            "differs": ("not-equal-variant", Tone.ATTENTION, self.tr("differs")),
            "left": ("chevron-left", Tone.ACCENT, self.tr("only the left one says it")),
            "right": ("chevron-right", Tone.ACCENT, self.tr("only the right one says it")),
        }

    def _cards(self) -> QWidget:
        whole = QWidget()
        grid = theme.space(QGridLayout(whole), 8, (0, 4, 0, 4))
        grid.addWidget(self.left, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.right, 0, 3, Qt.AlignmentFlag.AlignTop)
        self.lines = [FieldLine(grid, place) for place in range(1, MOST_FIELDS + 1)]
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(MOST_FIELDS + 1, 1)
        return whole

    def _buttons(self) -> QVBoxLayout:
        self.join = button(self.tr("The same person"), _JOIN, "primary", tip=self.tr("Key M"))
        self.swap = button(self.tr("Let the other card stay"), "swap-horizontal", tip=self.tr("Key X"))
        self.part = button(self.tr("Two people"), "account-multiple-outline", tip=self.tr("Key D"))
        self.later = button(self.tr("Later"), "clock-outline", "quiet", tip=self.tr("Key S"))
        self.back = button("", "undo-variant", tip=self.tr("Delete key"))
        parts = (
            ("join", self.join, self.join_pressed),
            ("swap", self.swap, self.swap_pressed),
            ("part", self.part, self.part_pressed),
            ("later", self.later, self.later_pressed),
            ("back", self.back, self.back_pressed),
        )
        for name, part, told in parts:
            part.setObjectName(f"duplicates.{name}")
            part.clicked.connect(told)
        down = theme.space(QVBoxLayout(), 8)
        for some in ((self.join, self.part, self.back), (self.swap, self.later)):
            line = theme.space(QHBoxLayout(), 8)
            for part in some:
                line.addWidget(part, 1)
            down.addLayout(line)
        return down
