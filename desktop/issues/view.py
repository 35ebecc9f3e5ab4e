"""The pane of issues of Sala: one line and Enter, the cards of what was asked for, the commitments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.folding import fold
from db.issues.queries import CommitmentCard, IssueCard
from db.places.drawing import Shape
from desktop.issues.area import AreaField
from desktop.issues.cards import CommitmentRow, IssueRow
from desktop.issues.line import kind_of
from desktop.issues.sheets import commitment_sheet, issue_sheet
from desktop.issues.short_sheets import day_sheet, outcome_sheet
from desktop.issues.shown import Became, IssuesShown, Moved, Promised, Told
from desktop.kit import theme
from desktop.kit.buttons import Segmented, button, icon_button
from desktop.kit.dialogs import ask
from desktop.kit.fields import Choice
from desktop.kit.icons import icon
from desktop.kit.palette import Tone
from desktop.kit.picker import Picker
from desktop.kit.surfaces import Card, Row, label, rule, scrolled
from desktop.wording.afterwards import mark_of
from desktop.wording.issue_words import kind_word
from desktop.wording.names import known_name

_KINDS = ("proposal", "complaint", "question")


class IssuesPane(Card):
    """Signals tell what the person did; what it means is the presenter's."""

    told = Signal(object)
    edit_wanted = Signal(str)
    removal_wanted = Signal(str)
    promise_wanted = Signal(str)
    settled = Signal(str, str)
    take_back_wanted = Signal(str)
    setting_right = Signal(str)
    moving = Signal(str)
    noting = Signal(str)
    undo_wanted = Signal()
    zone: tzinfo = UTC

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What was asked for"), parent)
        self._shown: IssuesShown | None = None
        self.count = label("", "muted")
        self.undo = icon_button("undo", self.tr("Take back the last act here"), "Alt+Z", Tone.ACCENT)
        self.undo.setObjectName("issues.undo")
        self.undo.setEnabled(False)
        self.undo.clicked.connect(self.undo_wanted)
        self.aside.addWidget(self.undo)
        self.aside.addWidget(self.count)
        self._build_line()
        content = QWidget()
        self._cards = theme.space(QVBoxLayout(content), 8)
        self._issues, self._promises, self._earlier = (theme.space(QVBoxLayout(), 8) for _ in range(3))
        self.waiting = button("", kind="quiet")
        self.waiting.setObjectName("issues.earlier")
        self.waiting.setCheckable(True)
        self.waiting.toggled.connect(self._unfold)
        self.promises = label(self.tr("Commitments"), "overline")
        self.new_promise = button(self.tr("New"), "handshake-outline", "quiet", "Alt+M", self.tr("New commitment"))
        self.new_promise.setAccessibleName(self.tr("New commitment"))
        self.new_promise.setObjectName("issues.commitment")
        self.new_promise.clicked.connect(lambda: self.promise_wanted.emit(""))
        self.none_yet = label(
            self.tr("Nothing yet. Type what is asked for and press Enter; a letter in front tells its kind."),
            "small",
            wrap=True,
        )
        self._cards.addWidget(self.none_yet)
        self._cards.addLayout(self._issues)
        self._cards.addWidget(Row(self.promises, None, self.new_promise))
        self._cards.addLayout(self._promises)
        self._cards.addStretch(1)
        before = QWidget()
        before.setLayout(self._earlier)
        self._earlier_area = scrolled(before)
        self._earlier_area.hide()
        self.body.addWidget(self._line)
        self.body.addWidget(scrolled(content), 3)
        self.body.addWidget(rule())
        self.body.addWidget(self.waiting)
        self.body.addWidget(self._earlier_area, 2)

    def sizeHint(self) -> QSize:
        """As high as it has to be: its lists scroll, and the room would else grow beyond the screen with each card."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())

    def show_issues(self, shown: IssuesShown) -> None:
        """All of it."""
        before, self._shown = self._shown, shown
        self.count.setText(str(len(shown.issues)))
        self.who.set_options([(who.resident_id, known_name(who.name)) for who in shown.people])
        if before is None or before.topics != shown.topics:
            self.topic.set_options([("", self.tr("Topic…")), *((one.code, one.name) for one in shown.topics)])
        if before is None or before.departments != shown.departments:
            self.department.set_names(shown.departments)
        self._line.setVisible(shown.state != "signed")
        if before is None or _differs(before, shown):
            self._fill(shown)
        if before is not None and not before.issues and shown.issues:
            self.waiting.setChecked(False)
        if before is None:
            # At the beginning of the evening the old promises come first; later they make room for what is asked.
            self.waiting.setChecked(not shown.issues)
            self._unfold(self.waiting.isChecked())

    def written(self) -> None:
        """The line is on the disk: room for the next one. Its kind stays, what it was about does not stick."""
        self.field.clear()
        self.who.set_value("")
        self.place.clear()
        self.topic.set_value("")
        self.department.set_value("")
        self.field.setFocus()

    async def ask_issue(self, card: IssueCard, shapes: Sequence[Shape]) -> tuple[Told, Became] | None:
        """Set an issue right."""
        return await issue_sheet(self, card, self._shown, shapes) if self._shown else None

    async def ask_commitment(self, issue: IssueCard | None) -> Promised | None:
        """Who will do what by when."""
        return await commitment_sheet(self, issue, self._shown) if self._shown else None

    async def ask_change(self, card: CommitmentCard) -> Promised | None:
        """A commitment, set right."""
        return await commitment_sheet(self, None, self._shown, card) if self._shown else None

    async def ask_day(self, card: CommitmentCard) -> Moved | None:
        """Another day, and why."""
        return await day_sheet(self, card, self._shown.today) if self._shown else None

    async def ask_outcome(self, card: CommitmentCard) -> str | None:
        """How it ended, in words."""
        return await outcome_sheet(self, card)

    def show_undo(self, *, possible: bool) -> None:
        """Whether there is an act to take back."""
        self.undo.setEnabled(possible)

    async def ask_removal(self, words: str) -> bool:
        """Whether to take it back."""
        return await ask(self, self.tr("Take this back?"), words, self.tr("Take back"), danger=True)

    def _begin(self, kind: str) -> None:
        # Whoever chooses the kind by its key types the sentence next: the letters must not fall beside the field.
        self.kind.set_value(kind)
        self.field.setFocus()

    def _build_line(self) -> None:
        self.kind = Segmented([(kind, kind_word(kind)) for kind in _KINDS], self.tr("Kind"))
        self.kind.setObjectName("issues.kind")
        self._letters = {fold(kind_word(kind))[:1]: kind for kind in _KINDS}
        for letter, kind in self._letters.items():
            begin = QShortcut(QKeySequence(f"Alt+{letter.upper()}"), self)
            begin.activated.connect(lambda kind=kind: self._begin(kind))
            self.kind.option(kind).setToolTip(f"Alt+{letter.upper()}")
        self.field = QLineEdit()
        self.field.setObjectName("issues.field")
        self.field.setPlaceholderText(self.tr("Type what is asked for, Enter"))
        self.field.setAccessibleName(self.tr("What is asked for"))
        self.field.textEdited.connect(self._typed)
        self.field.returnPressed.connect(self._tell)
        self.who = Picker(self.tr("Who? (empty: several)"), self.tr("Who raised it"))
        self.who.setObjectName("issues.who")
        self.who.picked.connect(lambda _key: self.field.setFocus())
        self.topic = Choice([("", self.tr("Topic…"))], self.tr("Topic"))
        self.topic.setObjectName("issues.topic")
        self.department = AreaField()
        self.department.setObjectName("issues.department")
        self.department.picked.connect(lambda _key: self.field.setFocus())
        self.department.novel.connect(self._show_novel)
        self.department.returnPressed.connect(self._after_department)
        self.novel = label("", "small")
        self.novel.hide()
        self.place = QLineEdit()
        self.place.setObjectName("issues.place")
        self.place.setPlaceholderText(self.tr("Place"))
        self.place.setToolTip(self.tr("Where. A point of the map may be pasted behind it: -32.9468, -60.6393"))
        self.place.setAccessibleName(self.tr("Place"))
        self.place.returnPressed.connect(self._tell)
        self.topic.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.topic.setMinimumContentsLength(4)
        self._line = QWidget()
        lines = theme.space(QVBoxLayout(self._line), 6)
        lines.addWidget(self.kind)
        lines.addWidget(self.field)
        for pair, shares in (
            (Row(self.who, self.place, gap=6), (3, 2)),
            (Row(self.topic, self.department, gap=6), (1, 1)),
        ):
            for place, share in enumerate(shares):
                pair.layout().setStretch(place, share)  # type: ignore[union-attr,attr-defined]
            lines.addWidget(pair)
        lines.addWidget(self.novel)

    def _after_department(self) -> None:
        # A new one is nothing to choose from: Enter leads back to the sentence all the same.
        if self.department.is_novel():
            self.field.setFocus()

    def _show_novel(self, name: str) -> None:
        # Whoever mistypes a department sees it before it is one more of the city's.
        # One line: with two, the room grew out of a small laptop's screen while one typed.
        self.novel.setText(self.tr("A new department: it is added."))
        self.novel.setToolTip(name)
        self.novel.setVisible(bool(name))

    def _typed(self, text: str) -> None:
        kind, rest = kind_of(text, self._letters)
        if kind is not None:
            self.kind.set_value(kind)
            self.field.setText(rest)

    def _tell(self) -> None:
        if not self.field.text().strip():
            self.field.setFocus()
            return
        if self.who.text().strip() and not self.who.value():
            # Half a name: neither dropped nor guessed.
            self.who.setFocus()
            self.who.complete()
            return
        self.told.emit(
            Told(
                kind=self.kind.value(),
                text=self.field.text(),
                raised_by_id=self.who.value(),
                topic=self.topic.value(),
                department=self.department.value(),
                place=self.place.text(),
            )
        )

    def _fill(self, shown: IssuesShown) -> None:
        names = {topic.code: topic.name for topic in shown.topics}
        for layout in (self._issues, self._promises, self._earlier):
            _empty(layout)
        for card in reversed(shown.issues):
            row = IssueRow(card, names)
            row.edit.connect(self.edit_wanted)
            row.remove.connect(self.removal_wanted)
            row.promise.connect(self.promise_wanted)
            row.mark(mark_of(shown.corrected.get(card.id), self.zone))
            self._issues.addWidget(row)
        for promise in shown.commitments:
            made = CommitmentRow(promise, shown.today, earlier=False)
            made.mark(mark_of(shown.corrected.get(promise.id), self.zone))
            self._promises.addWidget(self._row(made))
        for promise in shown.waiting:
            self._earlier.addWidget(self._row(CommitmentRow(promise, shown.today, earlier=True)))
        open_still = sum(one.state == "open" for one in shown.waiting)
        self.waiting.setText(self.tr("From earlier sittings: %n open", "", open_still))
        self.waiting.setAccessibleName(self.waiting.text())
        self.waiting.setVisible(bool(shown.waiting))
        self._earlier_area.setVisible(bool(shown.waiting) and self.waiting.isChecked())
        self.none_yet.setVisible(not shown.issues)

    def _unfold(self, wanted: bool) -> None:
        self.waiting.setIcon(icon("chevron-down" if wanted else "chevron-right", Tone.ACCENT))
        self._earlier_area.setVisible(wanted and bool(self._shown and self._shown.waiting))

    def _row(self, row: CommitmentRow) -> CommitmentRow:
        row.settled.connect(self.settled)
        row.remove.connect(self.take_back_wanted)
        row.edit.connect(self.setting_right)
        row.move_day.connect(self.moving)
        row.note.connect(self.noting)
        return row


def _differs(before: IssuesShown, now: IssuesShown) -> bool:
    """Whether the cards have to be made anew: an arrival at the door leaves them, and their focus, alone."""
    return (before.issues, before.commitments, before.waiting, before.today) != (
        now.issues,
        now.commitments,
        now.waiting,
        now.today,
    )


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
