"""The card of a person: what is known of her, where she has been, by which other names she is known."""

from __future__ import annotations

from datetime import UTC, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from db.checkin.queries import Visit
from db.residents.queries import ResidentCard
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, EmptyState, Pill, Row, label, rule, scrolled
from desktop.residents.presenter import PersonShown
from desktop.residents.words import alias_word, document_written, gender_word, ways_word


class PersonCard(Card):
    """One person, or the invitation to choose one."""

    correcting = Signal()
    consented = Signal()

    def __init__(self, zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(self.tr("The person"))
        self._zone = zone
        self._stack = QStackedWidget()
        empty = EmptyState(
            "card-account-details-outline",
            self.tr("Nobody is chosen"),
            self.tr("Choose somebody in the list to see what is known and where she has been."),
        )
        self._stack.addWidget(empty)
        self._stack.addWidget(scrolled(self._build()))
        self.body.addWidget(self._stack)

    def show_person(self, shown: PersonShown | None) -> None:
        """The person chosen, or none."""
        self._stack.setCurrentIndex(0 if shown is None else 1)
        if shown is None:
            return
        person = shown.card
        self.name.setText(person.name)
        agreed = person.consent_at is not None
        self.consent_state.show_state(
            self.tr("consent given") if agreed else self.tr("consent missing"),
            Tone.GOOD if agreed else Tone.ATTENTION,
        )
        self.consent.setVisible(not agreed)
        self._show_facts(person)
        self.visits.show_rows(shown.visits)
        self.visits.setVisible(bool(shown.visits))
        self.visits.setFixedHeight(theme.px(34) * min(len(shown.visits), 8) + theme.px(4))
        times = self.tr("%n sittings", "", len(shown.visits))
        self.been.setText(times if shown.visits else self.tr("AT NO SITTING YET"))
        self._show_aliases(person)

    def _build(self) -> QWidget:
        self.name = label("", "title", wrap=True)
        self.consent_state = Pill()
        self.correct = button(self.tr("Put right"), "pencil-outline")
        self.correct.setObjectName("residents.correct")
        self.correct.clicked.connect(self.correcting)
        self.consent = button(self.tr("Note her consent"), "file-sign", shortcut="F8")
        self.consent.setObjectName("residents.consent")
        self.consent.clicked.connect(self.consented)
        self._facts = theme.space(QGridLayout(), 8)
        self._facts.setColumnStretch(1, 1)
        self.been = label("", "overline")
        self.visits = RowsView[Visit](
            [
                Column("", lambda visit: f"{visit.starts_at.astimezone(self._zone):%d/%m/%Y}", Look.MUTED, width=96),
                Column("", lambda visit: visit.title, tip=lambda visit: visit.title),
                Column("", lambda visit: ways_word(visit.ways), Look.PILL, tone=_way_tone, width=124),
            ],
            key=lambda visit: visit.sitting_id,
            says=self.tr("Sittings she was at"),
            height=34,
        )
        self.known_as = label("", "overline")
        self.aliases = theme.space(QVBoxLayout(), 4)
        whole = QWidget()
        lines = theme.space(QVBoxLayout(whole), 12)
        lines.addWidget(self.name)
        lines.addWidget(Row(self.consent_state, None, self.consent, self.correct))
        lines.addWidget(rule())
        lines.addLayout(self._facts)
        lines.addWidget(rule())
        lines.addWidget(self.been)
        lines.addWidget(self.visits)
        lines.addWidget(self.known_as)
        lines.addLayout(self.aliases)
        lines.addStretch(1)
        return whole

    def _show_facts(self, person: ResidentCard) -> None:
        _empty(self._facts)
        address = " ".join(filter(None, (person.street, person.street_number)))
        place = " · ".join(filter(None, (person.neighbourhood, person.district)))
        facts = (
            (self.tr("Document"), document_written(person.document)),
            (self.tr("Birth date"), f"{person.birth_date:%d/%m/%Y}" if person.birth_date else ""),
            (self.tr("Gender"), gender_word(person.gender) if person.gender else ""),
            (self.tr("Telephone"), person.phone or ""),
            (self.tr("E-mail"), person.email or ""),
            (self.tr("Address"), address),
            (self.tr("Quarter"), place),
            (self.tr("Organisation"), person.organisation or ""),
            (self.tr("Note"), person.note or ""),
        )
        for line, (title, fact) in enumerate(facts):
            if title == self.tr("Note") and not fact:
                continue
            self._facts.addWidget(label(title, "muted"), line, 0, Qt.AlignmentFlag.AlignTop)
            words = label(fact or self.tr("no data"), "" if fact else "muted", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(words, line, 1)

    def _show_aliases(self, person: ResidentCard) -> None:
        _empty(self.aliases)
        self.known_as.setText(self.tr("ALSO KNOWN AS"))
        self.known_as.setVisible(bool(person.aliases))
        for alias in person.aliases:
            words = self.tr("«{name}» {where}").format(name=alias.value, where=alias_word(alias.kind))
            self.aliases.addWidget(label(words, wrap=True))


def _empty(layout: QGridLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.deleteLater()
            widget.setParent(None)


def _way_tone(visit: Visit) -> Tone:
    return Tone.GOOD if visit.ways[:1] == ("room",) else Tone.ONLINE
