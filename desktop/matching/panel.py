"""The right side of the matching desk: one group, who it may be, and what can be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout

from db.matching.queries import GroupCard
from db.matching.rules import Verdict
from db.zoom.rules import Kind
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.fields import SearchField
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, Chip, Pill, label
from desktop.matching.presenter import Offer
from desktop.matching.wording import reasons_words, verdict_word
from desktop.wording.names import known_name

ICONS = {
    Kind.PERSON: "account-outline",
    Kind.DEVICE: "cellphone",
    Kind.PHONE: "phone-outline",
    Kind.ROOM: "projector-screen-outline",
    Kind.HOST: "account-tie-outline",
}
TONES = {
    Verdict.SURE: Tone.GOOD,
    Verdict.CONFIRMED: Tone.GOOD,
    Verdict.PROPOSED: Tone.ATTENTION,
    Verdict.UNKNOWN: Tone.MUTED,
    Verdict.REJECTED: Tone.MUTED,
    Verdict.NOT_A_NEIGHBOUR: Tone.ACCENT,
    Verdict.UNNAMED: Tone.ACCENT,
}
LIKELY = 0.8


class KeyedRows(RowsView):  # type: ignore[type-arg]
    """Rows on which a letter is an act: nobody types here, so one key is enough."""

    letter = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.key() == Qt.Key.Key_Delete:
            self.letter.emit("delete")
        elif plain and event.text() and event.text().casefold() in "nvps/":
            self.letter.emit(event.text().casefold())
        else:
            super().keyPressEvent(event)


class GroupPanel(Card):
    """Who one group is or may be. All it does is show and tell what was pressed."""

    confirm_pressed = Signal()
    several_pressed = Signal()
    reject_pressed = Signal()
    nobody_pressed = Signal()
    unnamed_pressed = Signal()
    new_pressed = Signal()
    take_back_pressed = Signal()
    searched = Signal(str)
    stood_on = Signal(object)
    taken = Signal(object)

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self.setAccessibleName(self.tr("Who is it?"))
        self.body.addLayout(self._head())
        self.why = label("", "muted", wrap=True)
        self.field = SearchField(self.tr("Look for somebody on the roll"))
        self.field.setObjectName("matching.search")
        self.offers = KeyedRows(
            [
                Column(self.tr("MAY BE"), lambda one: one.name, Look.STRONG, icon=_offer_icon, tone=_offer_tone),
                Column(self.tr("DOCUMENT, QUARTER"), _marks, Look.MUTED, tip=_marks),
                Column("", self._how_likely, Look.PILL, tone=_likely_tone, width=118),
            ],
            key=lambda one: one.resident_id,
            says=self.tr("Neighbours it may be"),
            height=40,
        )
        self.offers.setObjectName("matching.offers")
        self.reasons = label("", "small", wrap=True)
        self.gathered = label("", "strong", Tone.ACCENT, wrap=True)
        for part in (self.why, self.field):
            self.body.addWidget(part)
        self.body.addWidget(self.offers, 1)
        for part in (self.reasons, self.gathered):
            self.body.addWidget(part)
        self.body.addLayout(self._buttons())
        self._connect()
        self.show_gathered(None)

    def show_group(self, card: GroupCard, offers: Sequence[Offer], *, first: bool) -> None:
        """One group and its offers; `first` stands on the first of them, so that one key confirms."""
        self.chip.set_icon(ICONS[card.kind], TONES[card.verdict])
        self.name.setText(card.name or self.tr("(no name)"))
        self.state.show_state(verdict_word(card), TONES[card.verdict])
        self.facts.setText(self._facts(card))
        self.others.setText(self._others(card))
        self.others.setVisible(bool(self.others.text()))
        self.why.setText(self._why(card, offers))
        self.why.setVisible(bool(self.why.text()))
        self.offers.clearSelection()
        self.offers.setCurrentIndex(self.offers.rootIndex())
        self.offers.show_rows(offers)
        if first and offers:
            self.offers.select(offers[0].resident_id)
        self._show_reasons(self.offers.selected())
        self.again.setVisible(card.decided)
        proposed = bool(offers) and offers[0].score is not None
        self.no.setVisible(not card.decided and (proposed or card.verdict is Verdict.SURE))
        self.confirm.setText(self.tr("It is this person"))

    def clear_search(self) -> None:
        """Another group: what was typed for the last one goes."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)

    def show_gathered(self, gathered: Sequence[Offer] | None) -> None:
        """Those who are gathered round one telephone; None when nobody gathers."""
        self.gathered.setVisible(gathered is not None)
        self.many.setProperty("on", gathered is not None)
        self.confirm.setEnabled(gathered is None or bool(gathered))
        if gathered is None:
            self.confirm.setText(self.tr("It is this person"))
            return
        names = ", ".join(one.name for one in gathered)
        hint = self.tr("Press Enter on each of them, or look for them; then confirm.")
        self.gathered.setText(self.tr("Together: {names}").format(names=names) if names else hint)
        together = self.tr("They are these %n people", "", len(gathered))
        self.confirm.setText(together if gathered else self.tr("Choose who they are"))

    def _head(self) -> QHBoxLayout:
        self.chip = Chip(ICONS[Kind.PERSON], Tone.MUTED)
        self.name, self.state = label("", "figure", wrap=True), Pill("", Tone.MUTED)
        self.facts, self.others = label("", "small", wrap=True), label("", "small", wrap=True)
        words = theme.space(QVBoxLayout(), 2)
        for part in (self.name, self.facts, self.others):
            words.addWidget(part)
        across = theme.space(QHBoxLayout(), 12)
        across.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        across.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        return across

    def _buttons(self) -> QGridLayout:
        self.confirm = button(self.tr("It is this person"), "check", "primary", "Ctrl+Return", self.tr("Enter"))
        self.confirm.setObjectName("matching.confirm")
        self.many = button(self.tr("Several people"), "account-multiple-outline", tip=self.tr("Key V"))
        self.new = button(self.tr("New person"), "account-plus-outline", tip=self.tr("Key P"))
        self.nobody = button(self.tr("Not a neighbour"), "account-off-outline", tip=self.tr("Key N"))
        self.unnamed = button(self.tr("Leave unnamed"), "account-question-outline", tip=self.tr("Key S"))
        self.no = button(self.tr("Not this person"), "close", "quiet", tip=self.tr("Delete key"))
        self.again = button(self.tr("Ask again"), "restore", "quiet")
        for name, part in (("several", self.many), ("new", self.new), ("nobody", self.nobody)):
            part.setObjectName(f"matching.{name}")
        self.unnamed.setObjectName("matching.unnamed")
        grid = theme.space(QGridLayout(), 8)
        grid.addWidget(self.confirm, 0, 0, 1, 2)
        for place, part in enumerate((self.many, self.new, self.nobody, self.unnamed)):
            grid.addWidget(part, 1 + place // 2, place % 2)
        grid.addWidget(self.no, 3, 0)
        grid.addWidget(self.again, 3, 1)
        return grid

    def _connect(self) -> None:
        pairs = (
            (self.confirm, self.confirm_pressed),
            (self.many, self.several_pressed),
            (self.new, self.new_pressed),
            (self.nobody, self.nobody_pressed),
            (self.unnamed, self.unnamed_pressed),
            (self.no, self.reject_pressed),
            (self.again, self.take_back_pressed),
        )
        for pressed, told in pairs:
            pressed.clicked.connect(told)
        self.field.searched.connect(self.searched)
        self.field.down.connect(self._into_offers)
        self.field.returnPressed.connect(self._into_offers)
        self.offers.current.connect(self.stood_on)
        self.offers.current.connect(self._show_reasons)
        self.offers.chosen.connect(self.taken)

    def _into_offers(self) -> None:
        if self.offers.rows.rowCount():
            self.offers.setFocus()
            if self.offers.selected() is None:
                self.offers.selectRow(0)

    def _show_reasons(self, offer: Offer | None) -> None:
        words = reasons_words(offer.reasons) if offer else ""
        if offer and offer.in_room:
            here = self.tr("She is marked present in the room too.")
            words = f"{words}. {here}" if words else here
        self.reasons.setText(words)
        self.reasons.setVisible(bool(words))

    def _facts(self, card: GroupCard) -> str:
        minutes = self.tr("{minutes} min").format(minutes=card.minutes)
        times = ""
        if card.came_at and card.left_at:
            times = f"{self._clock(card.came_at)}–{self._clock(card.left_at)}"
        lines = self.tr("%n connections", "", card.connections)
        return " · ".join(filter(None, (times, minutes, lines)))

    def _others(self, card: GroupCard) -> str:
        others = " · ".join((*card.names[1:], *card.emails))
        return self.tr("Also: {names}").format(names=others) if others else ""

    def _why(self, card: GroupCard, offers: Sequence[Offer]) -> str:
        if card.residents:
            who = ", ".join(known_name(one.name) for one in card.residents)
            return f"{who}. {reasons_words(card.reasons)}" if card.reasons else who
        if card.waits and offers and offers[0].score is not None:
            notes = [one for one in card.reasons if one not in offers[0].reasons]
            return reasons_words(notes)
        words = reasons_words(card.reasons)
        if card.waits and not offers:
            nobody = self.tr("Nobody on the roll looks like this. Look for her, or write her down as a new person.")
            return f"{words}. {nobody}" if words else nobody
        return words

    def _clock(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%H:%M}"

    def _how_likely(self, offer: Offer) -> str:
        if offer.score is None:
            return self.tr("On the roll")
        return self.tr("Very like") if offer.score >= LIKELY else self.tr("Possible")


def _marks(offer: Offer) -> str:
    """What tells somebody from a namesake."""
    digits = offer.document or ""
    grouped = f"{int(digits):,}".replace(",", ".") if digits.isdigit() else digits
    return " · ".join(filter(None, (grouped, offer.neighbourhood)))


def _offer_icon(offer: Offer) -> str:
    return "home-account" if offer.in_room else "account-outline"


def _offer_tone(offer: Offer) -> Tone:
    return Tone.GOOD if offer.in_room else Tone.PLAIN


def _likely_tone(offer: Offer) -> Tone:
    if offer.score is None:
        return Tone.ACCENT
    return Tone.ATTENTION if offer.score >= LIKELY else Tone.MUTED
