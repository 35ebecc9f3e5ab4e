"""The panel "Final and signed" of the page of minutes: where the acta stands, who signed, and what may be done now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.dialogs import Sheet, ask, choose_file, shown
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Card, Pill, label, scrolled
from desktop.minutes.presenter_signing import BACK, CHECK, Asked, Place, Shown
from desktop.minutes.signatories_form import SignatoriesSheet
from desktop.minutes.signing_form import SigningSheet
from desktop.minutes.verdict import Verdict
from desktop.minutes.verdict_words import sentences
from desktop.shell.signals import ShellSignals


class SigningPanel(Card):
    """One line on where it stands, one for each place to sign, and the buttons that make sense now."""

    final_pressed = Signal()
    draft_pressed = Signal()
    signatories_pressed = Signal()
    sign_pressed = Signal()
    back_pressed = Signal()
    scan_pressed = Signal()
    verify_pressed = Signal()
    open_pressed = Signal()

    def __init__(self, shell: ShellSignals, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Final and signed"), parent)
        self._shell, self._zone = shell, zone
        self._busy = False
        self._shown: Shown | None = None
        self._waits = False
        self.pill = Pill("", Tone.MUTED)
        self.aside.addWidget(self.pill)
        self.words = label("", "muted", wrap=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.final = button(self.tr("Make final…"), "file-pdf-box", "", "Ctrl+Shift+F")
        self.signatories = button(self.tr("Who signs…"), "account-edit-outline", "", "Ctrl+Shift+W")
        self.sign = button(self.tr("Sign…"), "draw-pen", "", "Ctrl+Shift+G")
        self.back = button(self.tr("Take back signed PDF…"), "file-import-outline", "", "Ctrl+Shift+R")
        self.scan = button(self.tr("Attach scan…"), "scanner", "", "Ctrl+Shift+A")
        self.draft = button(self.tr("Back to draft…"), "undo-variant", "quiet")
        self.open = icon_button("open-in-new", self.tr("Open PDF"), "Ctrl+Shift+P")
        self.verify = icon_button("shield-check-outline", self.tr("Check a file…"), "Ctrl+Shift+V")
        pairs = {
            self.final: self.final_pressed, self.sign: self.sign_pressed, self.back: self.back_pressed,
            self.scan: self.scan_pressed, self.draft: self.draft_pressed, self.open: self.open_pressed,
            self.verify: self.verify_pressed, self.signatories: self.signatories_pressed,
        }  # fmt: skip
        for each, pressed in pairs.items():
            each.setParent(self)  # shown without one it would be a window of its own
            each.clicked.connect(pressed)
        self._buttons = list(pairs)
        self.aside.addWidget(self.open)
        self.aside.addWidget(self.verify)
        self._grid = theme.space(QGridLayout(), 8)
        self.add(self.words)
        self.body.addLayout(self._grid)
        for name in ("final", "signatories", "sign", "back", "scan", "draft", "open", "verify"):
            getattr(self, name).setObjectName(f"minutes.signing.{name}")
        self.show_standing(None)

    def show_standing(self, shown: Shown | None) -> None:
        """Where the acta stands; None when there is no sitting at all."""
        self._shown = shown
        state = shown.state if shown else "none"
        waits = self._waits and state == "draft"
        words, tone = self._state(state)
        self.pill.show_state(words, tone)
        self.words.setText(self._describe(shown) if shown else "")
        offered = {
            "draft": (self.final, self.signatories), "final": (self.sign, self.back, self.scan),
        }.get(state, ())  # fmt: skip
        if shown and state == "final" and not any(one.signer for one in (*shown.places, *shown.others)):
            offered = (*offered, self.draft)
        self._arrange(() if waits else offered)
        self.words.setVisible(not waits)
        self.open.setVisible(bool(shown and shown.paper))
        self.final.setEnabled(bool(shown and shown.closed) and not self._busy)

    def show_waiting(self, waits: bool) -> None:
        """Something edited in Word is to be taken first: nothing can be final yet, and the comparison needs room."""
        self._waits = waits
        self.show_standing(self._shown)

    def show_busy(self, busy: bool) -> None:
        """While a PDF is made or signed."""
        self._busy = busy
        for each in self._buttons:
            each.setEnabled(not busy)
        if busy:
            self.words.setText(self.tr("One moment: the PDF is being worked on…"))
        else:
            self.show_standing(self._shown)

    def show_final(self, path: Path, pages: int) -> None:
        """The PDF is there, to be signed."""
        words = self.tr("The minutes are final: %n pages, saved as {name}. Now they can be signed.", "", pages)
        self._say(words.format(name=path.name), path)

    def show_signed(self, path: Path, kind: str, signer: str, done: bool) -> None:
        """Somebody signed."""
        words = self.tr("The minutes are signed. Nothing of the sitting can be changed any more.")
        if not done:
            by = {"digital": self.tr("Digital signature of {who} added."),
                  "electronic": self.tr("Electronic signature of {who} added.")}  # fmt: skip
            words = by.get(kind, self.tr("The signed PDF was taken back.")).format(who=signer)
        self._say(words, path)

    def show_scanned(self, path: Path) -> None:
        """The scan is kept, and the acta signed."""
        self._say(self.tr("The scan is kept and the minutes are signed."), path)

    def show_draft_again(self) -> None:
        """It can be written anew."""
        self._shell.say(self.tr("The minutes are a draft again. The PDF that was final is not valid any more."))

    def open_file(self, path: Path) -> None:
        """Hands the paper to whatever shows such files here."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            sentence = self.tr("No program here opens PDF files. It is at {path}")
            self._shell.say(sentence.format(path=path), Tone.ATTENTION)

    async def ask_signatories(self, offered: Sequence[tuple[str, str]], now: Sequence[str]) -> Sequence[str] | None:
        """Who signs, in order; None when the person went back."""
        sheet = SignatoriesSheet(self, offered, now)
        answers: list[Sequence[str]] = []
        sheet.accepted.connect(lambda: answers.append(sheet.chosen()))
        return answers[0] if await shown(sheet) and answers else None

    async def ask_final(self) -> bool:
        """Whether it is meant: afterwards nothing is written anew."""
        words = self.tr(
            "The Word file becomes a PDF with its sum and places to sign, and is not written anew any more."
        )
        return await ask(self, self.tr("Make the minutes final?"), words, self.tr("Make final"))

    async def ask_draft_again(self) -> bool:
        """Whether it is meant."""
        words = self.tr("Nobody has signed yet. The PDF that was final will not be valid; a new one can be made.")
        return await ask(self, self.tr("Back to draft?"), words, self.tr("Back to draft"), danger=True)

    async def ask_sign(self, places: Sequence[Place], before: Asked) -> Asked | None:
        """The form; None when the person went back."""
        sheet = SigningSheet(self, places, before)
        answers: list[Asked] = []
        sheet.accepted.connect(lambda: answers.append(sheet.asked()))
        return answers[0] if await shown(sheet) and answers else None

    async def ask_file(self, what: str, folder: Path) -> Path | None:
        """Which file; None when the person went back."""
        if what == BACK:
            return await choose_file(self, self.tr("The PDF that was signed"), self.tr("PDF (*.pdf)"), folder)
        if what == CHECK:
            kinds = self.tr("Minutes (*.pdf *.docx);;All files (*)")
            return await choose_file(self, self.tr("Which file to check"), kinds, folder)
        kinds = self.tr("Scans (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)")
        return await choose_file(self, self.tr("The scan of the signed minutes"), kinds, folder)

    async def ask_last(self, left: int) -> bool:
        """Whether nobody else will sign; not asked when nobody is missing."""
        if left <= 1:
            return False
        words = self.tr(
            "There are %n places to sign. If nobody else will, the minutes are signed with this PDF.", "", left
        )
        return await ask(self, self.tr("Is that the last signature?"), words, self.tr("Nobody else will sign"))

    async def tell_verdict(self, verdict: object) -> None:
        """The verdict in sentences, to be read at leisure."""
        assert isinstance(verdict, Verdict)
        title = self.tr("The file is in order") if verdict.good else self.tr("The file is not in order")
        sheet = Sheet(self, title, verdict.name, self.tr("Close"))
        sheet.setMinimumWidth(theme.px(560))
        told = QWidget()
        lines = theme.space(QVBoxLayout(told), 12)
        for sentence in sentences(verdict, self._zone):
            lines.addWidget(label(sentence, wrap=True))
        # The sum in two halves: a label does not break a line where there is no space.
        lines.addWidget(label(f"SHA-256\n{verdict.sha256[:32]}\n{verdict.sha256[32:]}", "small"))
        lines.addStretch(1)
        # As high as its words, unless many have signed and the screen is small.
        held = scrolled(told)
        wanted, most = lines.totalHeightForWidth(theme.px(500)), self.screen().availableGeometry().height()
        held.setMinimumHeight(min(wanted, most - theme.px(240)))
        sheet.body.addWidget(held)
        sheet.cancel.hide()
        await shown(sheet)

    def _say(self, words: str, path: Path) -> None:
        self._shell.say(words, Tone.GOOD, self.tr("Open PDF"), lambda: self.open_file(path))

    def _arrange(self, offered: Sequence[QPushButton]) -> None:
        for each in (self.final, self.signatories, self.sign, self.back, self.scan, self.draft):
            self._grid.removeWidget(each)
            each.setVisible(each in offered)
        for number, each in enumerate(offered):
            self._grid.addWidget(each, number // 2, number % 2)
        for each in self._buttons:
            each.setEnabled(not self._busy)

    def _state(self, state: str) -> tuple[str, Tone]:
        return {
            "draft": (self.tr("draft"), Tone.ACCENT),
            "final": (self.tr("final"), Tone.GOOD),
            "signed": (self.tr("signed"), Tone.GOOD),
        }.get(state, (self.tr("to write"), Tone.ATTENTION))

    def _describe(self, shown: Shown) -> str:
        if shown.state == "none":
            return self.tr("First write the minutes as a Word file.")
        if shown.state == "draft" and not shown.closed:
            return self.tr("They can be final once the sitting is closed.")
        if shown.state == "draft":
            words = self.tr("When the text is agreed, make it final: it becomes a PDF with places to sign.")
            who = self.tr("Signing: {roles}").format(roles=" · ".join(one.role for one in shown.places))
            return f"{words}\n{who}" if shown.places else words
        if shown.by_hand:
            return self.tr("Signed on paper; the scan is kept.")
        return "\n".join(self._line(one) for one in (*shown.places, *shown.others))

    def _line(self, place: Place) -> str:
        kinds = {"digital": self.tr("digital signature"), "electronic": self.tr("electronic signature")}
        who = f"{place.signer} ({kinds.get(place.kind, place.kind)})" if place.signer else self.tr("not signed yet")
        return f"{place.number}. {place.role}: {who}" if place.number else who
