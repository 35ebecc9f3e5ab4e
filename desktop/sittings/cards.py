"""One sitting of today as a large card: when, what, where, how many, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from db.agenda.queries import ItemCard
from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.flow import Flow
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Chip, Pill, Row, label, rule
from desktop.sittings.shown import Evening
from desktop.sittings.words import mode_word, state_word

STATE_TONES = {"planned": Tone.ACCENT, "open": Tone.GOOD, "closed": Tone.MUTED, "signed": Tone.ONLINE}


_ITEMS = 8


def _tone(item: ItemCard) -> Tone:
    return {"ended": Tone.GOOD, "running": Tone.ACCENT}.get(item.state, Tone.MUTED)


class EveningCard(QFrame):
    """Signals carry the id of the sitting."""

    open_wanted = Signal(str)
    close_wanted = Signal(str)
    look_back_wanted = Signal(str)
    enter_wanted = Signal(str)
    change_wanted = Signal(str)
    call_off_wanted = Signal(str)
    minutes_wanted = Signal(str)
    sheet_wanted = Signal(str)
    keying_wanted = Signal(str)
    telling_wanted = Signal(str)

    def __init__(self, evening: Evening, *, first: bool) -> None:
        super().__init__()
        self.evening = evening
        card = evening.card
        self.setProperty("kind", "card")
        self.setAccessibleName(f"{card.council}, {card.title}, {evening.at:%H:%M}, {state_word(card.state)}")
        whole = theme.space(QVBoxLayout(self), 12, (22, 18, 22, 16))
        whole.addLayout(self._head(evening))
        if evening.figures is not None:
            whole.addWidget(rule())
            whole.addLayout(self._figures(evening))
        whole.addWidget(label(self._agenda(evening), "muted", wrap=True))
        if evening.agenda and card.state in ("planned", "open"):
            whole.addWidget(self._items(evening))
        whole.addWidget(self._buttons(evening, first=first))

    def _head(self, evening: Evening) -> QHBoxLayout:
        card = evening.card
        head = theme.space(QHBoxLayout(), 20)
        hour = label(f"{evening.at:%H:%M}", "counter")
        head.addWidget(hour, 0, Qt.AlignmentFlag.AlignTop)
        words = theme.space(QVBoxLayout(), 3)
        words.addWidget(label(card.council, "muted", wrap=True))
        words.addWidget(label(card.title, "figure", wrap=True))
        where = [card.place, mode_word(card.mode)]
        if (ends := evening.ends) is not None:
            where.insert(0, self.tr("until {time}").format(time=f"{ends:%H:%M}"))
        if card.mode != "in_person" and card.zoom_number:
            where.append(self.tr("Zoom {number}").format(number=card.zoom_number).replace(" ", "\u00a0"))
        words.addWidget(label("  ·  ".join(part for part in where if part), wrap=True))
        head.addLayout(words, 1)
        head.addWidget(
            Pill(state_word(card.state), STATE_TONES.get(card.state, Tone.MUTED)), 0, Qt.AlignmentFlag.AlignTop
        )
        return head

    def _figures(self, evening: Evening) -> QHBoxLayout:
        figures = evening.figures
        assert figures is not None
        line = theme.space(QHBoxLayout(), 26)
        told = [
            (figures.in_room, self.tr("in the room"), Tone.GOOD),
            (figures.online, self.tr("on Zoom"), Tone.ONLINE),
            (figures.both, self.tr("both ways"), None),
            (figures.people, self.tr("people"), Tone.ACCENT),
            (figures.new, self.tr("new"), None),
        ]
        if figures.unnamed:
            told.append((figures.unnamed, self.tr("unnamed"), None))
        for number, caption, tone in told:
            block = theme.space(QVBoxLayout(), 0)
            block.addWidget(label(str(number), "figure", tone))
            block.addWidget(label(caption, "small"))
            line.addLayout(block)
        line.addStretch(1)
        return line

    def _agenda(self, evening: Evening) -> str:
        if evening.figures is None:
            if not evening.items:
                return self.tr("The agenda is still empty: prepare it in the room.")
            told = [self.tr("%n items on the agenda", "", evening.items)]
            if evening.waiting:
                told.append(self.tr("%n open commitments from before", "", evening.waiting))
            return "  ·  ".join(told)
        told = [self.tr("{done} of {all} items dealt with").format(done=evening.done, all=evening.items)]
        told.append(self.tr("%n issues", "", evening.issues))
        told.append(self.tr("%n commitments", "", evening.commitments))
        if evening.unresolved:
            told.append(self.tr("%n waiting to be matched on Zoom", "", evening.unresolved))
        return "  ·  ".join(told)

    def _items(self, evening: Evening) -> QFrame:
        """The first items, so that one sees what the evening is about without going in."""
        well = QFrame()
        well.setProperty("kind", "well")
        lines = theme.space(QVBoxLayout(well), 6, (14, 10, 14, 10))
        for item in evening.agenda[:_ITEMS]:
            done, running = item.state == "ended", item.state == "running"
            sign = Chip("check" if done else "play" if running else "circle-outline", _tone(item), 22)
            planned = self.tr("{minutes} min").format(minutes=item.minutes_planned) if item.minutes_planned else ""
            title = label(f"{item.number}. {item.title}", "strong" if running else "")
            title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            title.setToolTip(item.title)
            line = Row(sign, title, label(planned, "small"), gap=10)
            line.layout().setStretch(1, 1)  # type: ignore[union-attr,attr-defined]
            lines.addWidget(line)
        if evening.items > _ITEMS:
            lines.addWidget(label(self.tr("and %n more", "", evening.items - _ITEMS), "small"))
        return well

    def _buttons(self, evening: Evening, *, first: bool) -> QWidget:
        key, state = evening.card.id, evening.card.state
        primary = "primary" if first else ""
        if state == "planned":
            opening = button(self.tr("Open the sitting"), "door-open", primary)
            prepare = button(self.tr("Prepare the agenda"), "format-list-numbered")
            change = icon_button("pencil-outline", self.tr("Change"), tone=Tone.ACCENT)
            dropping = icon_button("calendar-remove-outline", self.tr("Call the sitting off"), tone=Tone.ACCENT)
            change.setObjectName("sittings.change")
            dropping.setObjectName("sittings.call_off")
            dropping.clicked.connect(lambda: self.call_off_wanted.emit(key))
            opening.setObjectName("sittings.open")
            opening.clicked.connect(lambda: self.open_wanted.emit(key))
            prepare.clicked.connect(lambda: self.enter_wanted.emit(key))
            change.clicked.connect(lambda: self.change_wanted.emit(key))
            telling = icon_button("bullhorn-outline", self.tr("Who was told of it"), tone=Tone.ACCENT)
            telling.setObjectName("sittings.telling")
            telling.clicked.connect(lambda: self.telling_wanted.emit(key))
            self.next_step = opening
            return Flow(opening, prepare, telling, *self._paper(key), change, dropping)
        if state == "open":
            enter = button(self.tr("Go to the room"), "arrow-right", primary)
            closing = button(self.tr("Close the sitting"), "door-closed", "danger")
            enter.setObjectName("sittings.enter")
            closing.setObjectName("sittings.close")
            enter.clicked.connect(lambda: self.enter_wanted.emit(key))
            closing.clicked.connect(lambda: self.close_wanted.emit(key))
            self.next_step = enter
            return Flow(enter, *self._paper(key), closing)
        minutes = button(self.tr("Its minutes"), "file-document-edit-outline", primary)
        look = button(self.tr("Look at the room"), "eye-outline", "quiet")
        minutes.setObjectName("sittings.minutes")
        minutes.clicked.connect(lambda: self.minutes_wanted.emit(key))
        look.clicked.connect(lambda: self.enter_wanted.emit(key))
        self.next_step = minutes
        return Flow(minutes, look, *self._afterwards(evening))

    def _afterwards(self, evening: Evening) -> list[QPushButton]:
        """What was corrected since the closing; and whoever was forgotten is keyed in as a correction."""
        since = evening.since
        number = len(since.corrections) if since else 0
        words = self.tr("%n corrections after the closing", "", number) if number else self.tr("After the closing")
        back = button(words, "history", "quiet")
        back.setObjectName("sittings.look_back")
        back.clicked.connect(lambda: self.look_back_wanted.emit(evening.card.id))
        return [*self._paper(evening.card.id)[1:], back] if evening.card.state == "closed" else [back]

    def _paper(self, key: str) -> tuple[QPushButton, QPushButton]:
        """An evening on paper: the sheet to print, and to key it in afterwards."""
        printing = icon_button("printer-outline", self.tr("Print the sign-in sheet"), tone=Tone.ACCENT)
        keying = icon_button("keyboard-outline", self.tr("Key in a signed sheet"), tone=Tone.ACCENT)
        printing.setObjectName("sittings.sheet")
        keying.setObjectName("sittings.keying")
        printing.clicked.connect(lambda: self.sheet_wanted.emit(key))
        keying.clicked.connect(lambda: self.keying_wanted.emit(key))
        return printing, keying
