"""One issue, one commitment: small cards with their words and the few buttons they need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QVBoxLayout, QWidget

from db.issues.queries import CommitmentCard, IssueCard
from desktop.kit import theme
from desktop.kit.buttons import icon_button
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Pill, Row, label
from desktop.wording.issue_words import kind_word, state_word
from desktop.wording.names import known_name

KIND_TONES = {"proposal": Tone.GOOD, "complaint": Tone.BAD, "question": Tone.ACCENT}
_STATE_TONES = {"kept": Tone.GOOD, "broken": Tone.BAD, "released": Tone.MUTED, "open": Tone.ATTENTION}


class _Small(QFrame):
    """The ground of both."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "well")
        self.lines = theme.space(QVBoxLayout(self), 4, (12, 6, 6, 9))

    def mark(self, words: str) -> None:
        """That it was put right after the closing; nothing is said for nothing."""
        if words:
            self.lines.addWidget(label(words, "small", Tone.ATTENTION, wrap=True))
            self.setAccessibleName(f"{self.accessibleName()}. {words}")


class IssueRow(_Small):
    """What somebody asked for."""

    edit = Signal(str)
    remove = Signal(str)
    promise = Signal(str)

    def __init__(self, card: IssueCard, topics: Mapping[str, str]) -> None:
        super().__init__()
        menu = QMenu(self)
        menu.addAction(self.tr("Commitment about this…")).triggered.connect(lambda: self.promise.emit(card.id))
        menu.addAction(self.tr("Edit…")).triggered.connect(lambda: self.edit.emit(card.id))
        menu.addAction(self.tr("Take back…")).triggered.connect(lambda: self.remove.emit(card.id))
        more = icon_button("dots-vertical", self.tr("What to do with it"))
        more.clicked.connect(lambda: menu.popup(more.mapToGlobal(more.rect().bottomLeft())))
        online = card.way in ("zoom", "phone")
        by = {"zoom": self.tr("by Zoom"), "phone": self.tr("by telephone")}.get(card.way or "", "")
        who = known_name(card.raised_by) if card.raised_by_id else self.tr("several neighbours")
        whose = label(who, "strong", Tone.ONLINE if online else None)
        whose.setToolTip(who)
        whose.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        pills: list[QWidget | None] = [Pill(kind_word(card.kind), KIND_TONES.get(card.kind, Tone.MUTED))]
        head = Row(*pills, whose, more, gap=8)
        head.layout().setStretch(len(pills), 1)  # type: ignore[union-attr,attr-defined]
        self.lines.addWidget(head)
        self.lines.addWidget(label(card.text, wrap=True))
        pinned = self.tr("on the map") if card.point else ""
        # The state stands here and not as a pill: in so narrow a column it left no room for the name.
        state = state_word(card.state) if card.state != "open" else ""
        details = [state, by, topics.get(card.topic or "", ""), card.department, card.place, pinned]
        if any(details):
            self.lines.addWidget(label(" · ".join(part for part in details if part), "small", wrap=True))
        if card.answer:
            told = f"{card.answered_by}: {card.answer}" if card.answered_by else card.answer
            self.lines.addWidget(label(f"→ {told}", "small", wrap=True))
        self.setAccessibleName(f"{kind_word(card.kind)}: {card.text}. {who} {by}".strip())


class CommitmentRow(_Small):
    """Who will do what by when, and how it ended."""

    settled = Signal(str, str)
    remove = Signal(str)
    edit = Signal(str)
    move_day = Signal(str)
    note = Signal(str)

    def __init__(self, card: CommitmentCard, today: date, *, earlier: bool) -> None:
        super().__init__()
        words = label(card.text, wrap=True)
        self.lines.addWidget(words)
        nobody = self.tr("nobody in particular yet")
        who = known_name(card.responsible) if card.responsible_id else card.responsible or nobody
        due = self.tr("by {day}").format(day=f"{card.due_on:%d/%m/%Y}") if card.due_on else self.tr("no date")
        self.lines.addWidget(label(f"{who} · {due}", "small", wrap=True))
        if why := card.outcome or card.due_reason:
            self.lines.addWidget(label(f"→ {why}", "small", wrap=True))
        late = card.overdue(today)
        pill = Pill(self.tr("overdue") if late else state_word(card.state), _STATE_TONES.get(card.state, Tone.MUTED))
        if late:
            pill.show_state(self.tr("overdue"), Tone.BAD)
        self.lines.addWidget(Row(pill, None, *self._buttons(card, earlier=earlier), gap=2))
        self.setAccessibleName(f"{card.text}. {who}, {due}")

    def _buttons(self, card: CommitmentCard, *, earlier: bool) -> list[QWidget]:
        if card.state != "open":
            again = icon_button("undo", self.tr("Open again"))
            again.clicked.connect(lambda: self.settled.emit(card.id, "open"))
            words = icon_button("comment-edit-outline", self.tr("How it ended, in words"))
            words.setObjectName("issues.outcome")
            words.clicked.connect(lambda: self.note.emit(card.id))
            return [words, again]
        told = (
            ("kept", "check", self.tr("Kept"), Tone.GOOD),
            ("broken", "close", self.tr("Not kept"), Tone.BAD),
            ("released", "minus-circle-outline", self.tr("Released"), Tone.MUTED),
        )
        made: list[QWidget] = []
        for state, icon, says, tone in told:
            part = icon_button(icon, says, tone=tone)
            part.setObjectName(f"issues.{state}")
            part.clicked.connect(lambda _checked=False, state=state: self.settled.emit(card.id, state))
            made.append(part)
        menu = QMenu(self)
        menu.addAction(self.tr("Another day…")).triggered.connect(lambda: self.move_day.emit(card.id))
        if not earlier:
            menu.addAction(self.tr("Edit…")).triggered.connect(lambda: self.edit.emit(card.id))
            menu.addAction(self.tr("Take back…")).triggered.connect(lambda: self.remove.emit(card.id))
        more = icon_button("dots-vertical", self.tr("What to do with it"))
        more.clicked.connect(lambda: menu.popup(more.mapToGlobal(more.rect().bottomLeft())))
        return [*made, more]
