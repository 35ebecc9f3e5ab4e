"""The card of a person: who she is, what she did, and who changed what of it."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.palette import Tone
from desktop.kit.shelves import Shelf
from desktop.kit.surfaces import Card, EmptyState, Pill, Row, label, rule, scrolled
from desktop.residents.deeds import Deeds
from desktop.residents.facts import FULL_AGE, Facts
from desktop.residents.reading import PersonShown
from desktop.residents.traces import Traces
from desktop.residents.words import erased_words


class PersonCard(Card):
    """One person, or the invitation to choose one; of whoever was erased, that she was and when, and nothing else."""

    correcting = Signal()
    consented = Signal()
    consent_taken_back = Signal()
    alias_forgotten = Signal(str, str)
    merge_undone = Signal(str)
    chosen = Signal(str)
    file_wanted = Signal(str)
    erasure_wanted = Signal(str)
    consent_sheet_wanted = Signal(str)
    guardian_wanted = Signal()

    def __init__(self, zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(self.tr("The person"))
        self._zone, self._shown_id = zone, ""
        self._stack = Shelf()
        self._empty = EmptyState(
            "card-account-details-outline",
            self.tr("Nobody is chosen"),
            self.tr("Choose somebody in the list to see what is known and where she has been."),
        )
        self.erased = EmptyState("account-off-outline", "", "", tone=Tone.MUTED)
        self._whole = self._build()
        for one in (self._empty, self.erased, self._whole):
            self._stack.addWidget(one)
        self.body.addWidget(self._stack)

    def show_person(self, shown: PersonShown | None) -> None:
        """The person chosen, or none."""
        if shown is None:
            self._shown_id = ""
            self._stack.setCurrentWidget(self._empty)
            return
        person = shown.card
        self._shown_id = person.id
        if person.erased_at is not None:
            self._show_erased(person.erased_at)
            return
        self._stack.setCurrentWidget(self._whole)
        self.name.setText(person.name)
        self._show_states(shown)
        self.facts.show_person(shown)
        self.deeds.show_person(shown)
        self.traces.show_person(shown)

    def _show_erased(self, at: datetime) -> None:
        self.erased.show_words(erased_words(at.astimezone(self._zone)))
        self._stack.setCurrentWidget(self.erased)

    def _show_states(self, shown: PersonShown) -> None:
        agreed = any(row.consent_at is not None for row in shown.rows)
        self.consent_state.show_state(
            self.tr("consent given") if agreed else self.tr("consent missing"),
            Tone.GOOD if agreed else Tone.ATTENTION,
        )
        self.consent.setVisible(not agreed)
        self.take_back.setVisible(agreed)
        minor = shown.age is not None and shown.age < FULL_AGE
        self.minor.setVisible(minor)
        if minor:
            self.minor.show_state(self.tr("minor, %n years old", "", shown.age or 0), Tone.ATTENTION)
        self.merged.setVisible(len(shown.rows) > 1)
        self.merged.show_state(self.tr("%n rows, one person", "", len(shown.rows)), Tone.ACCENT)

    def _build(self) -> QWidget:
        self.name = label("", "title", wrap=True)
        self.consent_state, self.minor, self.merged = Pill(), Pill(), Pill()
        self.facts, self.deeds, self.traces = Facts(self._zone), Deeds(self._zone), Traces(self._zone)
        self.facts.alias_forgotten.connect(self.alias_forgotten)
        self.facts.merge_undone.connect(self.merge_undone)
        self.facts.chosen.connect(self.chosen)
        self.facts.guardian_wanted.connect(self.guardian_wanted)
        self.parts = Segmented(
            [("facts", self.tr("Data")), ("deeds", self.tr("Taking part")), ("traces", self.tr("Changes"))],
            self.tr("What to see of her"),
        )
        self.parts.setObjectName("residents.parts")
        pages = Shelf()
        shelf = {"facts": self.facts, "deeds": self.deeds, "traces": self.traces}
        for one in shelf.values():
            pages.addWidget(scrolled(one))
        self.parts.chosen.connect(lambda key: pages.setCurrentIndex(list(shelf).index(key)))
        whole = QWidget()
        lines = theme.space(QVBoxLayout(whole), 10)
        lines.addWidget(self.name)
        lines.addWidget(Row(self.consent_state, self.minor, self.merged, None))
        lines.addWidget(self._acts())
        lines.addWidget(rule())
        lines.addWidget(self.parts)
        lines.addWidget(pages, 1)
        return whole

    def _acts(self) -> QWidget:
        self.correct = button(self.tr("Put right"), "pencil-outline", shortcut="F4")
        self.correct.setObjectName("residents.correct")
        self.correct.clicked.connect(self.correcting)
        self.consent = button(self.tr("Note her consent"), "file-sign", shortcut="F8")
        self.consent.setObjectName("residents.consent")
        self.consent.clicked.connect(self.consented)
        self.take_back = button(self.tr("Takes it back"), "undo", "quiet", tip=self.tr("She takes her consent back"))
        self.take_back.setObjectName("residents.consent.back")
        self.take_back.clicked.connect(self.consent_taken_back)
        self.file = button(
            self.tr("Her file"), "file-account-outline", tip=self.tr("All that is kept of her, to be handed to her")
        )
        self.file.setObjectName("residents.file")
        self.file.clicked.connect(lambda: self.file_wanted.emit(self._shown_id))
        self.paper = button(
            self.tr("Sheet to sign"), "printer-outline", tip=self.tr("Her consent on paper, as PDF or Word")
        )
        self.paper.setObjectName("residents.consent.sheet")
        self.paper.clicked.connect(lambda: self.consent_sheet_wanted.emit(self._shown_id))
        self.erase = button(self.tr("Erase"), "account-remove-outline", "danger", tip=self.tr("At her demand"))
        self.erase.setObjectName("residents.erase")
        self.erase.clicked.connect(lambda: self.erasure_wanted.emit(self._shown_id))
        holder = QWidget()
        two = theme.space(QVBoxLayout(holder), 6)
        two.addWidget(Row(self.correct, self.consent, self.take_back, None, gap=8))
        two.addWidget(Row(self.file, self.paper, self.erase, None, gap=8))
        return holder
