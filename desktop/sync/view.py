"""The page of sharing as it is seen: the state in words, what waits, what the server said, what it put aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.sync.conflicts import ConflictCard
from db.sync.errand import Progress
from db.sync.queries import AsideCard, ReceiptCard, Status
from desktop import wording
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, Chip, EmptyState, Page, Tile, label, tiles
from desktop.sync.conflicts_view import ConflictsCard
from desktop.sync.stick_view import StickCard
from desktop.sync.words import WELL, noun_word, outcome_sentence, outcome_word, reason_word, short_word, verdict_word

_SIDE_BY_SIDE = 860


class SyncPage(Page):
    """Sincronización: one sentence that can be trusted, one button, and the papers behind it."""

    send_pressed = Signal()
    looked = Signal()
    settled = Signal(object, bool)
    receipt_wanted = Signal(object)
    enrol_wanted = Signal()
    code_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._now = now
        self.set_titles(
            self.tr("Sharing"), self.tr("What was written on this desk, in the shared database of the city")
        )
        self.send = button(self.tr("Send now"), "cloud-upload-outline", "primary", "Ctrl+Shift+E")
        self.send.setObjectName("sync.send")
        self.send.clicked.connect(self.send_pressed)
        self.tools.addWidget(self.send)
        self._status: Status | None = None
        self.paper = button(
            self.tr("Receipt…"), "printer-outline", tip=self.tr("Save the receipt of the chosen contact")
        )
        self.paper.setObjectName("sync.receipt")
        self.paper.clicked.connect(self._want_receipt)
        self.tools.insertWidget(0, self.paper)
        self._chip, self._sentence, self._more = Chip("cloud-outline", Tone.MUTED, 56), label(kind="figure"), label()
        self._sentence.setWordWrap(True)
        self._more.setWordWrap(True)
        self._more.setProperty("kind", "muted")
        self.pending = Tile("tray-arrow-up", self.tr("To send"), Tone.ACCENT)
        self.confirmed = Tile("check-decagram-outline", self.tr("Confirmed"), Tone.GOOD)
        self.quarantined = Tile("alert-octagon-outline", self.tr("In quarantine"), Tone.ATTENTION)
        self.conflicts = ConflictsCard(self._moment)
        self.conflicts.settled.connect(self.settled)
        self.receipts = self._receipt_list()
        self.aside = self._aside_list()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._papers())
        self._stack.addWidget(self._hint())
        self.sticks = StickCard()
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.sticks)

    def show_status(self, status: Status) -> None:
        """Where things stand."""
        self._status = status
        self._stack.setCurrentIndex(0 if status.enrolled else 1)
        if not status.enrolled and self.send.hasFocus():
            self.enrol.setFocus()  # and not to the rail with the button: Enter does what there is to do here
        self.send.setVisible(status.enrolled)
        self.paper.setVisible(status.enrolled)
        self.pending.show_number(status.pending)
        self.confirmed.show_number(status.confirmed_seq)
        self.quarantined.show_number(
            status.quarantined, self.tr("%n waiting to be applied", "", status.waiting) if status.waiting else ""
        )
        self.sticks.show_under_way(status.on_stick)
        icon, tone = _face(status)
        self._chip.set_icon(icon, tone)
        self._sentence.setText(self.sentence(status))
        self._more.setText(self._second_line(status))

    def show_receipts(self, receipts: Sequence[ReceiptCard]) -> None:
        """What each contact came to, newest first."""
        self.receipts.show_rows(receipts)
        self._history.setCurrentIndex(0 if receipts else 1)
        done = [one for one in receipts if one.outcome in WELL]
        # What was handed over is what one looks for here; contacts that only brought something are in the list.
        last = next((one for one in done if one.sent), next(iter(done), None))
        self._last.setText(self._receipt_words(last) if last else "")
        self._last.setVisible(last is not None)
        self.paper.setEnabled(bool(receipts))

    def show_aside(self, entries: Sequence[AsideCard]) -> None:
        """What the server keeps without having taken it into the state."""
        self.aside.show_rows(entries)
        self._aside_stack.setCurrentIndex(0 if entries else 1)

    def show_conflicts(self, cards: Sequence[ConflictCard]) -> None:
        """What two desks wrote without knowing of each other."""
        holder: QWidget | None = self.focusWidget()
        if not cards and holder is not None and self.conflicts.isAncestorOf(holder):
            self.setFocus()  # the last one was settled: the keyboard stays on the page
        self.conflicts.show_conflicts(cards)

    def show_progress(self, progress: Progress | None) -> None:
        """How far a contact is; with None it is over, and the state is told again."""
        if progress is None:
            if self._status is not None:
                self._sentence.setText(self.sentence(self._status))
                self._more.setText(self._second_line(self._status))
            return
        words = [self.tr("%n confirmed", "", progress.confirmed)] if progress.confirmed else []
        if progress.pending:
            words.append(self.tr("%n to send", "", progress.pending))
        if progress.looked < progress.whole:
            told = {"looked": QLocale().toString(progress.looked), "whole": QLocale().toString(progress.whole)}
            words.append(self.tr("{looked} of {whole} entries of others").format(**told))
            self._sentence.setText(self.tr("What others wrote is coming in"))
        elif progress.received:
            words.append(self.tr("%n received", "", progress.received))
        if words:
            self._more.setText(self.tr("Under way: {words}").format(words="  ·  ".join(words)))

    def show_sending(self, running: bool) -> None:
        """While the errand is under way nobody needs to press again."""
        self.send.setEnabled(not running)
        self.send.setText(self.tr("Sending…") if running else self.tr("Send now"))

    def words(self) -> str:
        """What the first card says now."""
        return f"{self._sentence.text()}  ·  {self._more.text()}"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.looked.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At 200 % the two lists stand one below the other: side by side neither could be read."""
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_SIDE_BY_SIDE)
        self._below.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def sentence(self, status: Status) -> str:
        """The state in words."""
        if status.trouble and status.offline_since is None:
            return wording.sentence(status.trouble, {})
        if status.offline_since is not None:
            since = self._moment(status.offline_since)
            if not status.pending:
                return self.tr("Nothing to send, no connection since {time}").format(time=since)
            return self.tr("%n to send, no connection since {time}", "", status.pending).format(time=since)
        if status.pending:
            return self.tr("%n to send", "", status.pending)
        if status.quarantined:
            return self.tr("Everything arrived, but %n do not count there: below it says why", "", status.quarantined)
        return self.tr("Everything is in the shared database")

    def _second_line(self, status: Status) -> str:
        words = [
            self.tr("Desk {name} ({number})").format(name=status.name, number=status.number),
            self.tr("Server: {server}").format(server=status.server or "–"),
        ]
        if status.met_at is not None:
            words.append(self.tr("last contact {time}").format(time=self._moment(status.met_at)))
        if status.offline_since is not None and status.trouble:
            words.append(wording.sentence(status.trouble, {}))
        if status.clock_set_right:
            words.append(
                self.tr("the clock of this laptop was ahead: the server set %n right", "", status.clock_set_right)
            )
        return "  ·  ".join(words)

    def _receipt_words(self, receipt: ReceiptCard) -> str:
        sent = self.tr("%n sent", "", receipt.sent)
        confirmed = self.tr("%n confirmed", "", receipt.confirmed)
        left = self.tr("%n to send", "", self._status.pending if self._status else 0)
        chain = self.tr("up to entry {number}, seal {seal}").format(
            number=receipt.head_seq, seal=" ".join((receipt.head_hash[:4], receipt.head_hash[4:8]))
        )
        return f"{self._moment(receipt.at)}  ·  {sent}, {confirmed}, {left}  ·  {chain}"

    def _moment(self, at: datetime) -> str:
        """The hour today, the date too on another day; in the zone of the clock on the wall."""
        now = self._now()
        local = at.astimezone(now.tzinfo)
        return f"{local:%H:%M}" if local.date() == now.date() else f"{local:%d/%m %H:%M}"

    def _papers(self) -> QWidget:
        whole = QWidget()
        column = theme.space(QVBoxLayout(whole), 14)
        words = theme.space(QVBoxLayout(), 3)
        words.addWidget(self._sentence)
        words.addWidget(self._more)
        state, line = Card(), theme.space(QHBoxLayout(), 16)
        line.addWidget(self._chip)
        line.addLayout(words, 1)
        state.body.addLayout(line)
        column.addWidget(state)
        column.addWidget(tiles([self.pending, self.confirmed, self.quarantined]))
        column.addWidget(self.conflicts)
        self._below = theme.space(QHBoxLayout(), 14)
        self._below.addWidget(self._history_card(), 3)
        self._below.addWidget(self._aside_card(), 2)
        column.addLayout(self._below, 1)
        return whole

    def _history_card(self) -> Card:
        card = Card(self.tr("What was handed over"))
        self._last = label(kind="muted", wrap=True)
        self._history = QStackedWidget()
        self._history.addWidget(self.receipts)
        self._history.addWidget(
            EmptyState(
                "receipt-text-outline",
                self.tr("Nothing was sent yet"),
                self.tr("When there is a connection, “Send now” hands everything over and leaves a receipt here."),
            )
        )
        return card.add(self._last).add(self._history, stretch=1)

    def _aside_card(self) -> Card:
        card = Card(self.tr("Put aside by the server"))
        self._aside_stack = QStackedWidget()
        self._aside_stack.addWidget(self.aside)
        self._aside_stack.addWidget(
            EmptyState("check-circle-outline", self.tr("Nothing in quarantine"), tone=Tone.GOOD)
        )
        self._why = label(kind="muted", wrap=True)
        self._why.hide()
        return card.add(self._aside_stack, stretch=1).add(self._why)

    def _hint(self) -> QWidget:
        hint = EmptyState(
            "laptop",
            self.tr("This desk works on its own"),
            self.tr(
                "Everything is safe on this laptop. To share it with the city, ask the administrator of its database "
                "for an enrolment file, and open it here. It is good for one laptop, once."
            ),
            self.tr("Open the enrolment file…"),
        )
        self.enrol = hint.action
        self.enrol.setObjectName("sync.enrol")
        self.enrol.clicked.connect(self.enrol_wanted)
        code = button(self.tr("Read a code…"), "qrcode-scan", "quiet")
        code.setObjectName("sync.code")
        code.clicked.connect(self.code_wanted)
        hint.add_way(code)
        return hint

    def _receipt_list(self) -> RowsView[ReceiptCard]:
        columns = [
            Column[ReceiptCard](self.tr("When"), lambda one: self._moment(one.at), Look.STRONG, width=120),
            Column[ReceiptCard](self.tr("Sent"), lambda one: str(one.sent), Look.NUMBER, width=90),
            Column[ReceiptCard](self.tr("CONFIRMED"), lambda one: str(one.confirmed), Look.NUMBER, width=110),
            Column[ReceiptCard](self.tr("RECEIVED"), lambda one: str(one.received), Look.NUMBER, width=100),
            Column[ReceiptCard](
                self.tr("Ended"), lambda one: outcome_word(one.outcome, rewound=one.rewound), Look.PILL,
                tone=lambda one: Tone.GOOD if one.outcome in WELL else Tone.ATTENTION,
                tip=lambda one: outcome_sentence(one.outcome),
            ),
        ]  # fmt: skip
        return RowsView(columns, key=lambda one: one.id, says=self.tr("Contacts with the server"))

    def _aside_list(self) -> RowsView[AsideCard]:
        columns = [
            Column[AsideCard](
                self.tr("Entry"), lambda one: str(one.seq), width=96, tone=_tone_of, tip=_whole_reason,
                icon=lambda one: "alert-octagon-outline" if one.verdict == "quarantined" else "clock-outline",
            ),
            Column[AsideCard](self.tr("About"), lambda one: noun_word(one.noun), width=130, tip=_whole_reason),
            Column[AsideCard](
                self.tr("Reason"), lambda one: short_word(one.reason), Look.PILL, tone=_tone_of, tip=_whole_reason
            ),
        ]  # fmt: skip
        says = self.tr("Entries put aside by the server")
        made = RowsView(columns, key=lambda one: (one.desk_id, one.seq), says=says)
        made.current.connect(self._explain)
        return made

    def _want_receipt(self) -> None:
        rows = self.receipts.rows.rows()
        if rows:
            self.receipt_wanted.emit(self.receipts.selected() or rows[0])

    def _explain(self, one: AsideCard | None) -> None:
        self._why.setText("" if one is None else _whole_reason(one))
        self._why.setVisible(one is not None)


def _tone_of(one: AsideCard) -> Tone:
    return Tone.ATTENTION if one.verdict == "quarantined" else Tone.MUTED


def _whole_reason(one: AsideCard) -> str:
    """The verdict and its reason in a whole sentence, for the tip and the line below the list."""
    return f"{verdict_word(one.verdict)}: {reason_word(one.reason)}"


def _face(status: Status) -> tuple[str, Tone]:
    if status.trouble and status.offline_since is None:
        return "cloud-alert", Tone.BAD
    if status.offline_since is not None:
        return "cloud-off-outline", Tone.ATTENTION
    if status.pending:
        return "cloud-upload-outline", Tone.ACCENT
    if status.quarantined:
        return "alert-octagon-outline", Tone.ATTENTION
    return "cloud-check-outline", Tone.GOOD
