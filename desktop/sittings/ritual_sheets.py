"""The sheets of the ritual: the sum that closes with what is missing, and what was corrected after the closing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFormLayout, QSpinBox, QVBoxLayout, QWidget

from db.sittings.corrections import Aftermath
from db.sittings.queries import SittingCard
from db.sittings.rules import MOST
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet, ask, shown
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Chip, Row, label, scrolled
from desktop.parts import Parts
from desktop.sittings.ritual import Agreed, Closing, Missing
from desktop.when import day_and_hour
from desktop.wording.afterwards import line_of

translate = QCoreApplication.translate


class ClosingSheet(Sheet):
    """Everything at a glance; each thing that is missing has a button and a key that go there."""

    def __init__(self, parent: QWidget, closing: Closing) -> None:
        card = closing.card
        super().__init__(
            parent, translate("Ritual", "Close the sitting?"), f"{card.council}: {card.title}",
            translate("Ritual", "Close the sitting"), danger=True,
        )  # fmt: skip
        self.setMinimumWidth(theme.px(600))
        self.chosen: Missing | None = None
        self._closing = closing
        self.accept_button.setObjectName("sittings.close.yes")
        self.cancel.setText(translate("Ritual", "Not yet"))
        inside = QWidget()
        column = theme.space(QVBoxLayout(inside), 12)
        column.addWidget(_sum(closing))
        column.addWidget(label(self._came_to(closing), wrap=True))
        column.addLayout(self._fields())
        column.addWidget(label(translate("Ritual", "What is missing"), "overline"))
        if not closing.missing:
            good = label(translate("Ritual", "Nothing: everything has its outcome."), "strong", Tone.GOOD, wrap=True)
            column.addWidget(good)
        for number, one in enumerate(closing.missing, 1):
            column.addWidget(self._line(number, one))
        note = translate(
            "Ritual",
            "The item on the table and whoever is speaking end now; whoever is still in the room stays until now. A "
            "hash of the facts is kept. Corrections are possible afterwards, and are marked.",
        )
        column.addWidget(label(note, "small", wrap=True))
        _put(self, inside, parent)

    def agreed(self) -> Agreed:
        """What was entered."""
        views = self.views.value()
        return Agreed(self.unnamed.value(), views if views >= 0 else None)

    def _fields(self) -> QFormLayout:
        form = theme.space(QFormLayout(), 8)
        self.unnamed, self.views = QSpinBox(), QSpinBox()
        self.unnamed.setObjectName("sittings.close.unnamed")
        self.unnamed.setRange(self._closing.brought, MOST)
        self.unnamed.setValue(self._closing.figures.unnamed)
        self.views.setObjectName("sittings.close.views")
        self.views.setRange(-1, MOST)
        self.views.setSpecialValueText(translate("Ritual", "not known"))
        known = self._closing.card.stream_views
        self.views.setValue(-1 if known is None else known)
        for words, field in (
            (translate("Ritual", "In the room without a name"), self.unnamed),
            (translate("Ritual", "Saw it on the stream"), self.views),
        ):
            field.setAccessibleName(words)
            form.addRow(label(words), field)
        return form

    def _line(self, number: int, one: Missing) -> QWidget:
        go = button(translate("Ritual", "Go there"), "arrow-right", "quiet", f"Alt+{number}")
        go.setText(translate("Ritual", "Go there  ·  Alt+{number}").format(number=number))
        go.setObjectName(f"sittings.close.go.{one.code}")
        words = self.missing_words(one)
        go.setAccessibleName(f"{go.text()}: {words}")
        go.clicked.connect(partial(self._go, one))
        line = Row(Chip("alert-outline", Tone.ATTENTION, 26), label(words, wrap=True), go)
        line.layout().setStretch(1, 1)  # type: ignore[union-attr,attr-defined]
        return line

    def missing_words(self, one: Missing) -> str:
        """What is missing, in a sentence."""
        n = one.count
        words = {
            "running": self.tr("«{name}» is still on the table; it ends with the sitting."),
            "speaking": self.tr("{name} is still speaking; the turn ends with the sitting."),
            "undecided": self.tr("%n items have no outcome yet, the first is «{name}»", "", n),
            "untouched": self.tr("%n items were not come to, the first is «{name}». They can be postponed.", "", n),
            "promises": self.tr("%n commitments lack who or by when: «{name}»…", "", n),
            "matches": self.tr("%n names of Zoom wait to be resolved; tomorrow is fine as well.", "", n),
        }
        return words[one.code].format(name=one.name)

    def _came_to(self, closing: Closing) -> str:
        figures, hours = closing.figures, divmod(closing.seconds // 60, 60)
        told = (
            self.tr("New {new}, returning {returning}").format(new=figures.new, returning=figures.returning),
            self.tr("it lasted {hours}:{minutes}").format(hours=hours[0], minutes=f"{hours[1]:02d}"),
            self.tr("{done} of {all} items").format(done=closing.done, all=closing.items),
            self.tr("%n issues", "", closing.issues),
            self.tr("%n commitments", "", closing.commitments),
        )
        return "  ·  ".join(told)

    def _go(self, one: Missing) -> None:
        self.chosen = one
        self.reject()


class AftermathSheet(Sheet):
    """Whether the facts are those of the closing, and each correction with who and when."""

    def __init__(self, parent: QWidget, card: SittingCard, told: Aftermath, parts: Parts) -> None:
        super().__init__(
            parent, translate("Ritual", "After the closing"), f"{card.council}: {card.title}",
            translate("Ritual", "Done"),
        )  # fmt: skip
        self.setMinimumWidth(theme.px(620))
        self.again = False
        zone = parts.city.zone
        inside = QWidget()
        column = theme.space(QVBoxLayout(inside), 10)
        if told.closed is not None:
            said = translate("Ritual", "Closed {when} by {who}.")
            column.addWidget(label(said.format(when=day_and_hour(told.closed.at, zone), who=told.closed.by), wrap=True))
        column.addWidget(Row(Chip(*_verdict_sign(told), 30), label(verdict_words(told), "strong", wrap=True)))
        column.itemAt(column.count() - 1).widget().layout().setStretch(1, 1)  # type: ignore[union-attr]
        column.addWidget(_hash(told))
        if told.corrections:
            count = self.tr("%n corrections after the closing", "", len(told.corrections))
            column.addWidget(label(count, "overline"))
        for one in told.corrections:
            column.addWidget(label(line_of(one, zone), wrap=True))
        for deed in told.reopened:
            said = translate("Ritual", "It had been opened again {when} by {who}, and was closed anew.")
            column.addWidget(label(said.format(when=day_and_hour(deed.at, zone), who=deed.by), "small", wrap=True))
        column.addStretch(1)
        _put(self, inside, parent)
        self.cancel.setText(translate("Ritual", "Open it again…"))
        self.cancel.setObjectName("sittings.reopen")
        self.cancel.setVisible(card.state == "closed")
        self.cancel.clicked.disconnect()
        self.cancel.clicked.connect(self._open_again)

    def _open_again(self) -> None:
        self.again = True
        self.accept()


class RitualSheets:
    """Shows and asks over one window."""

    def __init__(self, parent: QWidget, parts: Parts) -> None:
        self._parent, self._parts = parent, parts

    async def ask_closing(self, closing: Closing) -> Agreed | Missing | None:
        """Close it; or go to what is missing; or nothing."""
        sheet = ClosingSheet(self._parent, closing)
        agreed: list[Agreed] = []
        sheet.accepted.connect(lambda: agreed.append(sheet.agreed()))
        if await shown(sheet):
            return agreed[0]
        return sheet.chosen

    def say_closed(self, card: SittingCard, read: Callable[[], None]) -> None:
        """It is on the disk; next are the minutes."""
        at = f"{card.closed_at.astimezone(self._parts.city.zone):%H:%M:%S}" if card.closed_at else ""
        said = translate(
            "Ritual", "The sitting is closed and saved ({time}). Hash of its facts: {hash}. Next: its minutes."
        )
        words = said.format(time=at, hash=short_hash(card.facts_hash or ""))
        self._parts.shell.say(words, Tone.GOOD, translate("Ritual", "To the minutes"), read)

    def say_reopened(self) -> None:
        """It is open again."""
        words = translate("Ritual", "The sitting is open again, with its item and its clocks. The journal says so.")
        self._parts.shell.say(words, Tone.ATTENTION)

    async def show_aftermath(self, card: SittingCard, told: Aftermath) -> bool:
        """What was corrected since; whether she wants to open it again."""
        sheet = AftermathSheet(self._parent, card, told, self._parts)
        await shown(sheet)
        return sheet.again

    async def ask_reopen(self, card: SittingCard) -> bool:
        """Whether she is sure."""
        words = translate(
            "Ritual",
            "Only if it was closed by mistake: «{title}» goes on where it was, and the hash of its closing is given "
            "up. The journal keeps that it was opened again, when and by whom. To set something right it need not be "
            "opened.",
        )
        return await ask(
            self._parent, translate("Ritual", "Open the sitting again?"), words.format(title=card.title),
            translate("Ritual", "Open it again"), danger=True,
        )  # fmt: skip


def verdict_words(told: Aftermath) -> str:
    """How the facts of now stand beside those of the closing."""
    if told.same and told.corrections:
        return translate("Ritual", "The facts are those of the closing: what was corrected was put back.")
    if told.same:
        return translate("Ritual", "The facts are those of the closing: nothing was changed since.")
    if told.explained:
        return translate("Ritual", "The facts are others than at the closing. Each correction is below.")
    return translate(
        "Ritual", "The hash is another one and the journal has no correction: an older Cabildo closed this sitting."
    )


def short_hash(text: str) -> str:
    """The beginning of a hash, as people compare it: ab12 cd34 ef56."""
    return " ".join(text[at : at + 4] for at in range(0, 12, 4)).strip()


def _verdict_sign(told: Aftermath) -> tuple[str, Tone]:
    return ("check-decagram-outline", Tone.GOOD) if told.same else ("pencil-outline", Tone.ATTENTION)


def _hash(told: Aftermath) -> QWidget:
    said = translate("Ritual", "Hash at the closing {kept}, now {now}")
    words = label(said.format(kept=short_hash(told.kept_hash), now=short_hash(told.hash_now)), "small", wrap=True)
    words.setToolTip(f"{told.kept_hash}\n{told.hash_now}")
    return words


def _sum(closing: Closing) -> Row:
    figures = closing.figures
    parts: list[QWidget | None] = []
    for sign, number, caption, tone in (
        ("", figures.in_room, translate("Ritual", "in the room"), Tone.GOOD),
        ("+", figures.online, translate("Ritual", "on Zoom"), Tone.ONLINE),
        ("−", figures.both, translate("Ritual", "both ways"), None),
        ("=", figures.people, translate("Ritual", "people"), Tone.ACCENT),
    ):
        if sign:
            parts.append(label(sign, "figure"))
        parts += [label(str(number), "figure", tone), label(caption, "small")]
    return Row(*parts, None, gap=6)


def _put(sheet: Sheet, inside: QWidget, parent: QWidget) -> None:
    """At twice the size on a small screen the buttons would be below its edge."""
    room = parent.screen().availableGeometry().height() * 6 // 10
    if (layout := inside.layout()) is not None:
        # Wrapped lines claim no height of their own, and would take it from the fields.
        inside.setMinimumHeight(layout.totalHeightForWidth(sheet.minimumWidth() - theme.px(60)))
    tall = inside.sizeHint().height() > room
    sheet.body.addWidget(scrolled(inside) if tall else inside)
    if tall:
        sheet.setMinimumHeight(min(room * 4 // 3, parent.screen().availableGeometry().height() - theme.px(40)))
