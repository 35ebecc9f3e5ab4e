"""The card beside the list of what is due: one commitment with its story, and what can be done about it."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.issues.due import Due
from desktop.issues.words import term_word
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, EmptyState, Pill, Row, label, scrolled
from desktop.wording.issue_words import state_word
from desktop.wording.names import known_name

TERM_TONES = {
    "overdue": Tone.BAD,
    "week": Tone.ATTENTION,
    "month": Tone.ACCENT,
    "later": Tone.MUTED,
    "undated": Tone.MUTED,
}
STATE_TONES = {"kept": Tone.GOOD, "broken": Tone.BAD, "released": Tone.MUTED}


class DuePanel(Card):
    """Buttons tell what is wanted; of which, the page knows."""

    settled = Signal(str)
    moving = Signal()
    reminding = Signal()
    entering = Signal()

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._empty = EmptyState("handshake-outline", self.tr("Choose a commitment"))
        content = QWidget()
        self._lines = theme.space(QVBoxLayout(content), 8)
        self._area = scrolled(content)
        self.kept = button(self.tr("Kept"), "check", "primary", "Alt+C")
        self.broken = button(self.tr("Not kept"), "close", "", "Alt+N")
        self.released = button(self.tr("Released"), "minus-circle-outline")
        for name, part in (("kept", self.kept), ("broken", self.broken), ("released", self.released)):
            part.setObjectName(f"due.{name}")
            part.clicked.connect(lambda _checked=False, name=name: self.settled.emit(name))
        self.day = button(self.tr("Another day…"), "calendar-edit", "", "Alt+F")
        self.day.setObjectName("due.day")
        self.day.clicked.connect(self.moving)
        self.again = button(self.tr("Open again"), "undo")
        self.again.setObjectName("due.again")
        self.again.clicked.connect(lambda: self.settled.emit("open"))
        self.remind = button(self.tr("Copy a reminder"), "content-copy", "", "Alt+R")
        self.remind.setObjectName("due.remind")
        self.remind.clicked.connect(self.reminding)
        self.enter = button(self.tr("Go to its sitting"), "arrow-right", "quiet", "Alt+I")
        self.enter.setObjectName("due.enter")
        self.enter.clicked.connect(self.entering)
        self._acts = QWidget()
        acts = theme.space(QVBoxLayout(self._acts), 8)
        acts.addWidget(Row(self.kept, self.broken, self.released, self.again, None, gap=8))
        acts.addWidget(Row(self.day, self.remind, None, gap=8))
        acts.addWidget(Row(self.enter, None))
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._acts)
        self.show_one(None)

    def show_one(self, one: Due | None) -> None:
        """All of one."""
        self._empty.setVisible(one is None)
        for part in (self._area, self._acts):
            part.setVisible(one is not None)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if one is None:
            return
        is_open = one.card.state == "open"
        for part in (self.kept, self.broken, self.released, self.day):
            part.setVisible(is_open)
        self.again.setVisible(not is_open)
        self.remind.setVisible(is_open)
        self.remind.setEnabled(bool(one.card.responsible_id))
        self._fill(one)
        self._lines.addStretch(1)

    def _fill(self, one: Due) -> None:
        card = one.card
        pill = (
            Pill(term_word(one.term).capitalize(), TERM_TONES[one.term])
            if one.term
            else Pill(state_word(card.state), STATE_TONES.get(card.state, Tone.MUTED))
        )
        self._lines.addWidget(Row(pill, None))
        text = label(card.text, wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.addWidget(text)
        who = known_name(card.responsible) if card.responsible_id else self.tr("nobody in particular yet")
        held = f" · {one.held_at.astimezone(self._zone):%d/%m/%Y}" if one.held_at else ""
        settled = f"{card.settled_at.astimezone(self._zone):%d/%m/%Y}" if card.settled_at else ""
        told = f"{one.told_at.astimezone(self._zone):%d/%m/%Y}" if one.told_at else ""
        facts = (
            (self.tr("Who answers for it"), who),
            (self.tr("By when"), f"{card.due_on:%d/%m/%Y}" if card.due_on else self.tr("no date")),
            (self.tr("Why the day was changed"), card.due_reason),
            (self.tr("Promised at"), f"{one.council}{held}"),
            (self.tr("How it ended"), card.outcome),
            (self.tr("Settled"), settled),
            (self.tr("Told at the sitting of"), told),
        )
        for title, words in facts:
            if words:
                self._lines.addWidget(label(title, "overline"))
                self._lines.addWidget(label(words, wrap=True))
