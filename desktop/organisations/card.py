"""The card of an organisation: how to reach it, who belongs to it, who came for it and when."""

from __future__ import annotations

from datetime import UTC, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from db.checkin.organisations_seen import CameFor, Member
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.shelves import Shelf
from desktop.kit.surfaces import Card, EmptyState, Pill, Row, label, rule, scrolled
from desktop.organisations.presenter import OrganisationShown
from desktop.organisations.words import field_words, kind_word


class OrganisationPanel(Card):
    """One organisation, or the invitation to choose one."""

    correcting = Signal()
    removing = Signal()

    def __init__(self, zone: tzinfo = UTC) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("The organisation"))
        self._zone = zone
        self._stack = Shelf()
        self._stack.addWidget(
            EmptyState(
                "domain",
                self.tr("No organisation is chosen"),
                self.tr("Choose one in the list to see how to reach it and who came for it."),
            )
        )
        self._stack.addWidget(scrolled(self._build()))
        self.body.addWidget(self._stack)

    def show_one(self, shown: OrganisationShown | None) -> None:
        """The one chosen, or none."""
        self._stack.setCurrentIndex(0 if shown is None else 1)
        if shown is None:
            return
        self.name.setText(shown.card.name)
        self.kind.show_state(kind_word(shown.card.kind), Tone.ACCENT)
        self._show_facts(shown)
        self.came.show_rows(shown.came)
        self.came.setFixedHeight(theme.px(34) * min(len(shown.came), 6) + theme.px(6))
        self.came.setVisible(bool(shown.came))
        self.who_came.setText(self.tr("%n sittings at which somebody came for it", "", len(shown.came)))
        self.people.show_rows(shown.members)
        self.people.setFixedHeight(theme.px(34) * min(len(shown.members), 8) + theme.px(6))
        self.people.setVisible(bool(shown.members))
        self.who_belongs.setText(self.tr("%n people belong to it", "", len(shown.members)))

    def _build(self) -> QWidget:
        self.name, self.kind = label("", "title", wrap=True), Pill()
        self.correct = button(self.tr("Put right"), "pencil-outline", shortcut="F4")
        self.correct.setObjectName("organisations.correct")
        self.correct.clicked.connect(self.correcting)
        self.remove = button(self.tr("Take off the list"), "delete-outline", "quiet")
        self.remove.setObjectName("organisations.remove")
        self.remove.clicked.connect(self.removing)
        self._facts = theme.space(QGridLayout(), 8)
        self._facts.setColumnStretch(1, 1)
        self.who_came, self.who_belongs = label("", "overline"), label("", "overline")
        self.came = RowsView[CameFor](
            [
                Column("", lambda one: f"{one.starts_at.astimezone(self._zone):%d/%m/%Y}", Look.MUTED, width=92),
                Column("", lambda one: ", ".join(one.people), tip=lambda one: "\n".join(one.people)),
                Column("", lambda one: one.title, Look.MUTED, width=170, tip=lambda one: one.title),
            ],
            key=lambda one: one.sitting_id,
            says=self.tr("Who came for it, and when"),
            height=34,
        )
        self.people = RowsView[Member](
            [
                Column("", lambda one: one.name, Look.STRONG, tip=lambda one: one.name),
                Column("", lambda one: one.role or "", Look.MUTED, width=170),
            ],
            key=lambda one: one.resident_id,
            says=self.tr("Who belongs to it"),
            height=34,
        )
        whole = QWidget()
        lines = theme.space(QVBoxLayout(whole), 12)
        for part in (self.name, Row(self.kind, None), Row(self.correct, self.remove, None), rule()):
            lines.addWidget(part)
        lines.addLayout(self._facts)
        for part in (rule(), self.who_came, self.came, self.who_belongs, self.people):
            lines.addWidget(part)
        lines.addStretch(1)
        return whole

    def _show_facts(self, shown: OrganisationShown) -> None:
        _empty(self._facts)
        titles, card = dict(field_words()), shown.card
        facts = (
            (titles["neighbourhood"], card.neighbourhood),
            (titles["contact"], card.contact),
            (titles["phone"], card.phone),
            (titles["email"], card.email),
        )
        for line, (title, fact) in enumerate(facts):
            self._facts.addWidget(label(title, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            words = label(fact or self.tr("no data"), "" if fact else "muted", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(words, line, 1)


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
