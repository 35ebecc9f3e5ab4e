"""The right side of the matching desk: one group, who it may be, and what can be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from db.matching.queries import GroupCard
from db.matching.rules import Verdict
from db.zoom.handout_queries import RegistrantCard
from db.zoom.rules import Kind
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.fields import SearchField
from desktop.kit.palette import Tone
from desktop.kit.stories import Story, StoryRows
from desktop.kit.surfaces import Card, Chip, Pill, label
from desktop.matching.offers import Offer
from desktop.matching.told import Recognised, document_words, registration_words
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
LETTERS = "nvpsrcz/ 123456789"
_COMINGS = frozenset({"came_here_before", "came_before"})


class Acts(QWidget):
    """Buttons of one width, three side by side where there is room, else two or one."""

    def __init__(self, parts: Sequence[QPushButton]) -> None:
        super().__init__()
        self._parts, self._across = parts, 0
        self._grid = theme.space(QGridLayout(self), 8)
        self._place(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        broad = self.minimumSizeHint().width() + theme.px(8)
        self._place(max(1, min(3, (event.size().width() + theme.px(8)) // broad)))

    def minimumSizeHint(self) -> QSize:
        """One below the other is the narrowest they can be."""
        return QSize(max(part.sizeHint().width() for part in self._parts), super().minimumSizeHint().height())

    def _place(self, across: int) -> None:
        if across == self._across:
            return
        self._across = across
        for place, part in enumerate(self._parts):
            self._grid.addWidget(part, place // across, place % across)
        for column in range(3):
            self._grid.setColumnStretch(column, int(column < across))


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
    entered = Signal(str)
    stood_on = Signal(object)
    taken = Signal(object)
    ticked = Signal(object)
    numbered = Signal(int)

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self._zone = zone
        self._day = date.min
        self._told = Recognised(self)
        self._numbers: dict[str, int] = {}
        self._counted = False
        self._gathered: Sequence[Offer] | None = None
        self.setAccessibleName(self.tr("Who is it?"))
        self.body.addLayout(self._head())
        self.why = label("", "muted", wrap=True)
        self.field = SearchField(self.tr("Look for somebody on the roll (/)"))
        self.field.setObjectName("matching.search")
        self.offers: StoryRows[Offer] = StoryRows(
            self._story, key=lambda one: one.resident_id, says=self.tr("Neighbours it may be"), letters=LETTERS
        )
        self.offers.setObjectName("matching.offers")
        self.offers.setMinimumHeight(theme.px(96))
        self.gathered = label("", "strong", Tone.ACCENT, wrap=True)
        for part in (self.why, self.field):
            self.body.addWidget(part)
        self.body.addWidget(self.offers, 1)
        self.body.addWidget(self.gathered)
        self.body.addWidget(self._buttons())
        self._connect()
        self.show_gathered(None)

    def show_group(
        self, card: GroupCard, offers: Sequence[Offer], *, first: bool, registered: RegistrantCard | None
    ) -> None:
        """One group and its offers; `first` stands on the first of them, so that one key confirms."""
        self.chip.set_icon(ICONS[card.kind], TONES[card.verdict])
        self.name.setText(card.name or self.tr("(no name)"))
        self.state.show_state(verdict_word(card), TONES[card.verdict])
        self.facts.setText(self._facts(card))
        for part, words in (
            (self.others, self._others(card)),
            (self.registered, registration_words(registered)),
            (self.why, self._why(card, offers)),
        ):
            part.setText(words)
            part.setVisible(bool(words))
        self._counted, self._gathered = card.verdict is Verdict.SURE, None
        self.offers.clearSelection()
        self.offers.setCurrentIndex(self.offers.rootIndex())
        self.show_offers(offers, first=first)
        self.again.setVisible(card.decided)
        proposed = bool(offers) and offers[0].score is not None
        self.no.setVisible(not card.decided and (proposed or card.verdict is Verdict.SURE))
        self.confirm.setText(self.tr("It is this person"))

    def show_times(self, card: GroupCard) -> None:
        """The same group a while later, in a call that goes on."""
        self.facts.setText(self._facts(card))

    def show_offers(self, offers: Sequence[Offer], *, first: bool) -> None:
        """Other people in the same place: found on the roll, or gathered."""
        self._numbers = {one.resident_id: place for place, one in enumerate(offers, start=1)}
        self.offers.show_rows(offers)
        self._weigh_confirm()
        if first and offers:
            self.offers.select(offers[0].resident_id)

    def set_day(self, day: date) -> None:
        """The day on which somebody is as old as is said."""
        self._day = day

    def clear_search(self) -> None:
        """Another group: what was typed for the last one goes."""
        self.field.empty()

    def show_gathered(self, gathered: Sequence[Offer] | None) -> None:
        """Those who are gathered round one telephone; None when nobody gathers."""
        self.gathered.setVisible(gathered is not None)
        self.why.setVisible(gathered is None and bool(self.why.text()))  # the room is for the people now
        self.many.setProperty("on", gathered is not None)
        self._gathered = gathered
        self._weigh_confirm()
        if gathered is None:
            self.confirm.setText(self.tr("It is this person"))
            return
        names = ", ".join(one.name for one in gathered)
        hint = self.tr("Space or its number ticks each of them; / looks for more. Enter when all are ticked.")
        self.gathered.setText(self.tr("Together: {names}").format(names=names) if names else hint)
        together = self.tr("They are these %n people", "", len(gathered))
        self.confirm.setText(together if gathered else self.tr("Choose who they are"))

    def _weigh_confirm(self) -> None:
        """It is this person: where nobody is told there is nobody to say it of."""
        told = self._gathered if self._gathered is not None else self.offers.rows.rowCount() or self._counted
        self.confirm.setEnabled(bool(told))

    def _head(self) -> QHBoxLayout:
        self.chip = Chip(ICONS[Kind.PERSON], Tone.MUTED)
        self.name, self.state = label("", "figure", wrap=True), Pill("", Tone.MUTED)
        self.facts, self.others = label("", "small", wrap=True), label("", "small", wrap=True)
        self.registered = label("", "small", Tone.ONLINE, wrap=True)
        words = theme.space(QVBoxLayout(), 2)
        for part in (self.name, self.facts, self.others, self.registered):
            words.addWidget(part)
        across = theme.space(QHBoxLayout(), 12)
        across.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        across.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        return across

    def _buttons(self) -> Acts:
        self.confirm = button(self.tr("It is this person"), "check", "primary", "Ctrl+Return", self.tr("Enter"))
        self.confirm.setObjectName("matching.confirm")
        self.many = _keyed(self.tr("Several people"), "account-multiple-outline", "V")
        self.new = _keyed(self.tr("New person"), "account-plus-outline", "P")
        self.nobody = _keyed(self.tr("Not a neighbour"), "account-off-outline", "N")
        self.unnamed = _keyed(self.tr("Leave unnamed"), "account-question-outline", "S")
        self.no = _keyed(self.tr("Not this person"), "close", "R")
        self.again = button(self.tr("Ask again"), "restore", "quiet")
        named = (("several", self.many), ("new", self.new), ("nobody", self.nobody), ("unnamed", self.unnamed))
        for name, part in (*named, ("reject", self.no), ("again", self.again)):
            part.setObjectName(f"matching.{name}")
        return Acts((self.confirm, self.many, self.new, self.nobody, self.unnamed, self.no, self.again))

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
        self.field.down.connect(self.into_offers)
        self.field.returnPressed.connect(lambda: self.entered.emit(self.field.text()))
        self.offers.current.connect(self.stood_on)
        self.offers.chosen.connect(self.taken)

    def act(self, letter: str) -> None:
        """What a letter does, wherever among the groups and the people one stands."""
        acts = {"n": self.nobody, "v": self.many, "p": self.new, "s": self.unnamed, "r": self.no, "delete": self.no}
        if letter == "/":
            self.field.setFocus()
        elif letter == " ":
            if (offer := self.offers.selected()) is not None:
                self.ticked.emit(offer)
        elif letter.isdigit():
            self.numbered.emit(int(letter))
        elif letter in acts and acts[letter].isVisible():
            acts[letter].click()

    def into_offers(self) -> None:
        """The keyboard goes to the people."""
        if self.offers.rows.rowCount():
            self.offers.setFocus()
            if self.offers.selected() is None:
                self.offers.selectRow(0)

    def _story(self, offer: Offer) -> Story:
        """Everything that tells her from her namesake, and why she is proposed: whole, and to be read at once."""
        known, number = offer.known, self._numbers.get(offer.resident_id, 0)
        told = [self._told.marks(known, self._day), self._told.visits(known, self._zone)] if known else [_marks(offer)]
        # On one line where it has room: of five people more than three are to be seen on a small screen.
        lines = [" · ".join(filter(None, told))]
        # How often she came is told in full above.
        if words := reasons_words(one for one in offer.reasons if not (known and one["code"] in _COMINGS)):
            lines.append(words)
        return Story(
            head=f"{number}   {known_name(offer.name)}" if 0 < number < 10 else known_name(offer.name),
            lines=tuple(line for line in lines if line),
            icon="home-account" if offer.in_room else "account-outline",
            tone=Tone.GOOD if offer.in_room else Tone.MUTED,
            pill=self._how_likely(offer),
            pill_tone=_likely_tone(offer),
            ticked=offer.ticked,
        )

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
            return "" if offer.reasons else self.tr("On the roll")
        return self.tr("Very like") if offer.score >= LIKELY else self.tr("Possible")


def _keyed(words: str, icon: str, key: str) -> QPushButton:
    """A button with the letter that does the same: whoever reads it once needs it no more."""
    made = button(f"{words}  ·  {key}", icon)
    made.setAccessibleName(words)
    return made


def _marks(offer: Offer) -> str:
    return " · ".join(filter(None, (document_words(offer.document), offer.neighbourhood)))


def _likely_tone(offer: Offer) -> Tone:
    if offer.score is None:
        return Tone.ACCENT
    return Tone.ATTENTION if offer.score >= LIKELY else Tone.MUTED
