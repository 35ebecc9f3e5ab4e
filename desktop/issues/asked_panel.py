"""The card beside the list: one issue with all that is known of it, or that several are chosen; what can be done."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.issues.search import Asked
from desktop.issues.cards import KIND_TONES
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, EmptyState, Pill, Row, label, scrolled
from desktop.paper.asked import reference
from desktop.wording.issue_words import kind_word, state_word
from desktop.wording.names import known_name

STATE_TONES = {"open": Tone.ATTENTION, "answered": Tone.ACCENT, "settled": Tone.GOOD, "dropped": Tone.MUTED}


class AskedPanel(Card):
    """Buttons tell what is wanted; of whom, the page knows."""

    became = Signal(str)
    assigning = Signal()
    setting_right = Signal()
    entering = Signal()

    def __init__(self, zone: tzinfo, topics: dict[str, str]) -> None:
        super().__init__()
        self._zone, self._topics = zone, topics
        self._empty = EmptyState(
            "text-box-search-outline", self.tr("Choose a request"), self.tr("Shift and Ctrl choose several.")
        )
        self._content = QWidget()
        self._lines = theme.space(QVBoxLayout(self._content), 5)
        self.state = button(self.tr("What became of it…"), "flag-outline", "primary", "Alt+E")
        self.state.setObjectName("asked.state")
        self.state.clicked.connect(lambda: self.became.emit(""))
        self.again = button(self.tr("Open again"), "undo")
        self.again.setObjectName("asked.again")
        self.again.clicked.connect(lambda: self.became.emit("open"))
        self.area = button(self.tr("Department…"), "domain", "", "Alt+A")
        self.area.setObjectName("asked.area")
        self.area.clicked.connect(self.assigning)
        self.edit = button(self.tr("Edit…"), "pencil-outline")
        self.edit.setObjectName("asked.edit")
        self.edit.clicked.connect(self.setting_right)
        self.enter = button(self.tr("Go to its sitting"), "arrow-right", "quiet", "Alt+I")
        self.enter.setObjectName("asked.enter")
        self.enter.clicked.connect(self.entering)
        self._acts = QWidget()
        acts = theme.space(QVBoxLayout(self._acts), 8)
        acts.addWidget(Row(self.state, self.area, None))
        acts.addWidget(Row(self.again, self.edit, None))
        acts.addWidget(Row(self.enter, None))
        self._area = scrolled(self._content)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self._acts)
        self.show_one(None, several=0)

    def show_one(self, one: Asked | None, *, several: int) -> None:
        """The first of those chosen."""
        self._empty.setVisible(one is None)
        for part in (self._area, self._acts):
            part.setVisible(one is not None)
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if one is None:
            return
        for part in (self.edit, self.enter):
            part.setVisible(several == 1)
        self.edit.setEnabled(one.sitting_state != "signed")
        self.edit.setToolTip("" if self.edit.isEnabled() else self.tr("The minutes are signed: its words stay."))
        self.again.setVisible(several > 1 or one.state != "open")
        if several > 1:
            self._lines.addWidget(label(self.tr("%n requests chosen", "", several), "card-title"))
            self._lines.addWidget(
                label(self.tr("What is done now is done to all of them, and undone at once."), "small", wrap=True)
            )
        else:
            self._fill(one)
        self._lines.addStretch(1)

    def _fill(self, one: Asked) -> None:
        pills = Row(
            Pill(kind_word(one.kind), KIND_TONES.get(one.kind, Tone.MUTED)),
            Pill(state_word(one.state), STATE_TONES.get(one.state, Tone.MUTED)),
            None,
            label(reference(one.id), "small"),
        )
        self._lines.addWidget(pills)
        text = label(one.text, wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.addWidget(text)
        ways = {"room": self.tr("in the room"), "zoom": self.tr("by Zoom"), "phone": self.tr("by telephone")}
        who = known_name(one.raised_by) if one.raised_by_id else self.tr("several neighbours")
        point = f"{one.point['lat']}, {one.point['lon']}" if one.point else ""
        answered = " · ".join(
            part for part in (one.answered_by, f"{one.answered_on:%d/%m/%Y}" if one.answered_on else "") if part
        )
        facts = (
            (self.tr("Raised by"), " · ".join(part for part in (who, ways.get(one.way or "", "")) if part)),
            (self.tr("Topic"), self._topics.get(one.topic or "", "")),
            (self.tr("Place"), " · ".join(part for part in (one.place, point) if part)),
            (self.tr("Department"), one.department or self.tr("none yet")),
            (self.tr("Answer"), one.answer),
            (self.tr("Answered by"), answered),
            (self.tr("Sent"), f"{one.sent_to} · {one.sent_on:%d/%m/%Y}" if one.sent_on else ""),
            (self.tr("Sitting"), f"{one.council} · {one.held_at.astimezone(self._zone):%d/%m/%Y} · {one.sitting}"),
        )
        for title, words in facts:
            if words:
                self._lines.addWidget(label(title, "overline"))
                self._lines.addWidget(label(words, wrap=True))
