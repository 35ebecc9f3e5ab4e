"""The page of minutes as it is seen: the draft on its sheet of paper, the sittings, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from db.minutes.facts import Edition
from db.minutes.queries import Line
from db.minutes.rules import LOOK, NOTE, WRONG, Check
from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.dialogs import choose_file, choose_place
from desktop.kit.fields import Choice
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import Card, Chip, EmptyState, Page, label, rule, scrolled
from desktop.minutes.contradictions import Contradiction
from desktop.minutes.editing import Review
from desktop.minutes.edits import Edits
from desktop.minutes.gathering import Gathered
from desktop.minutes.making import Made
from desktop.minutes.papers import FULL, PAPERS
from desktop.minutes.presenter import CONTRADICTS, Draft
from desktop.minutes.words import contradiction_words, paper_word
from desktop.shell.signals import ShellSignals

ICONS = {WRONG: "alert-circle", LOOK: "eye-outline", NOTE: "information-outline"}
MOST_TOLD = 12  # contradictions in one line of the card; all of them stand beside the text
NARROW = 820  # pixels at the usual size
TONES = {WRONG: Tone.BAD, LOOK: Tone.ATTENTION, NOTE: Tone.ACCENT}


class MinutesView(Page):
    """Actas: the draft at the left, sittings and checks at the right, the file by one button."""

    chosen = Signal(str)
    generate_pressed = Signal()
    save_as_pressed = Signal()
    open_pressed = Signal()
    check_chosen = Signal(str)
    drafted = Signal(str)
    paper_chosen = Signal(str)
    take_back_pressed = Signal()
    take_pressed = Signal()
    gather_pressed = Signal()
    edits_wait = Signal(bool)  # whether something edited is to be looked at before anything else

    def __init__(self, shell: ShellSignals, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self._shell, self._zone = shell, zone
        self._writable = self._narrow = False
        self._about = self.tr("The draft as it will be read, and what is left to look at")
        self.generate = button(self.tr("Generate Word"), "file-word-outline", "primary", "Ctrl+G")
        self.save_as = icon_button("content-save-outline", self.tr("Save as…"), "Ctrl+Shift+S")
        self.open_word = button(self.tr("Open in Word"), "open-in-new", "", "Ctrl+Shift+O")
        self.open_word.setAccessibleName(self.tr("Open in Word"))
        self.papers = self._paper_list()
        self.gather = icon_button("folder-multiple-outline", self.tr("All papers in one folder"), "Ctrl+Shift+D")
        self.take_back = icon_button("file-import-outline", self.tr("Take back an edited file…"), "Ctrl+Shift+R")
        tools = (self.papers, self.gather, self.take_back, self.save_as, self.open_word, self.generate)
        for tool in tools:
            self.tools.addWidget(tool)
        self.subtitle.setMinimumWidth(1)  # the longest name of a council must not decide how wide the window is
        self.generate.clicked.connect(self.generate_pressed)
        self.save_as.clicked.connect(self.save_as_pressed)
        self.open_word.clicked.connect(self.open_pressed)
        self.gather.clicked.connect(self.gather_pressed)
        self.take_back.clicked.connect(self.take_back_pressed)
        self.paper = Paper()
        self.edits = Edits()
        self.edits.take_pressed.connect(self.take_pressed)
        self.sittings = self._list()
        self._checks = DraftChecks()
        self._checks.chosen.connect(self.check_chosen)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._desk())
        self._whole.addWidget(
            EmptyState(
                "file-document-outline",
                self.tr("There are no minutes yet"),
                self.tr("They write themselves while a sitting is held: open one and come back."),
            )
        )
        self.body.addWidget(self._whole, 1)
        names = {
            "papers": self.papers,
            "set": self.gather,
            "take_back": self.take_back,
            "make": self.generate,
            "save_as": self.save_as,
            "open": self.open_word,
            "paper": self.paper,
        }
        for name, part in {**names, "list": self.sittings}.items():
            part.setObjectName(f"minutes.{name}")
        self.show_draft(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At twice the size paper and cards stand one under the other, and a tool is its icon alone."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.open_word.setText("" if narrow else self.open_word.accessibleName())
        self.subtitle.setMinimumWidth(theme.px(112) if narrow else 1)
        self.paper.setMinimumHeight(theme.px(260) if narrow else 0)
        ways = QBoxLayout.Direction
        self._beside.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _paper_list(self) -> Choice:
        made = Choice([(paper, paper_word(paper)) for paper in PAPERS], self.tr("Which paper"))
        made.activated.connect(lambda place: self.paper_chosen.emit(made.itemData(place)))
        return made

    def _list(self) -> RowsView[Line]:
        columns = [
            Column[Line](self.tr("Date"), self._day_of, Look.MUTED, width=84),
            Column[Line](self.tr("Council"), lambda line: line.council, Look.STRONG, tip=lambda line: line.title),
            Column[Line](self.tr("State"), self._state_of, Look.PILL, tone=_tone_of, width=116),
        ]
        made = RowsView(columns, key=lambda line: line.sitting_id, says=self.tr("Sittings and their minutes"))
        made.current.connect(self._choose)
        return made

    def _desk(self) -> QWidget:
        desk, side = Desk(), QWidget()
        right = theme.space(QVBoxLayout(side), 14)
        right.addWidget(Card(self.tr("Sittings")).add(self.sittings, stretch=1), 5)
        self._to_look_at = Card(self.tr("To look at")).add(scrolled(self._checks), stretch=1)
        right.addWidget(self._to_look_at, 6)
        self._edited = Card(self.tr("In Word")).add(self.edits, stretch=1)
        self._edited.hide()
        right.addWidget(self._edited, 8)
        self.beside = right
        self._beside = theme.space(QHBoxLayout(desk), 14)
        self._beside.addWidget(self.paper, 17)
        self._beside.addWidget(side, 10)
        return desk

    def show_sittings(self, sittings: Sequence[Line], chosen: str | None) -> None:
        """The list, with the chosen one marked."""
        self._whole.setCurrentIndex(0 if sittings else 1)
        self.sittings.show_rows(sittings)
        if chosen is not None:
            self.sittings.select(chosen)

    def show_draft(self, draft: Draft | None) -> None:
        """The words of the acta; reading goes on where it was when only something in it changed."""
        self.drafted.emit(draft.sitting_id if draft is not None else "")
        # What is final or signed is not written anew; the papers beside it may be, at any time.
        frozen = draft is not None and draft.paper == FULL and draft.edition.state != "draft"
        self._writable = draft is not None and not frozen
        self.papers.setEnabled(draft is not None)
        self.show_busy(False)
        self.take_back.setEnabled(draft is not None and draft.begun and draft.edition.state == "draft")
        self.open_word.setEnabled(draft is not None and draft.file is not None)
        if draft is None:
            self.set_titles(self.tr("Minutes"), self._about)
            self.paper.show_words("", "")
            return
        edition = self._edition(draft.edition, begun=draft.begun)
        self.set_titles(self.tr("Minutes"), f"{draft.council} · {edition}")
        self.paper.show_words(f"{draft.sitting_id} {draft.paper}", draft.html)
        self.paper.setAccessibleName(self.tr("Draft of the minutes of {council}").format(council=draft.council))

    def show_checks(self, found: Sequence[Check], against: Sequence[Contradiction] = ()) -> None:
        """What a person should look at, in words; `against` is what an edited acta says against the record."""
        told = tuple(contradiction_words(one).rstrip(".") for one in against[:MOST_TOLD])
        told = (*told, "…") if len(against) > MOST_TOLD else told
        found = [replace(one, names=told) if one.code == CONTRADICTS else one for one in found]
        self._checks.show_checks([(check, self._say(check)) for check in found])

    def show_busy(self, busy: bool) -> None:
        """While the file is being written."""
        self.generate.setEnabled(self._writable and not busy)
        self.save_as.setEnabled(self._writable and not busy)
        self.gather.setEnabled(self.papers.isEnabled() and not busy)

    def show_made(self, made: Made) -> None:
        """The file is there: where, and the way into it."""
        words = self.tr("Minutes {number}/{year}, version {version}, saved as {name}").format(
            number=made.number, year=made.year, version=made.version, name=made.path.name
        )
        if made.left:
            words = self.tr("{saved}. %n changes of the record were not put over what was edited by hand", "",
                            len(made.left)).format(saved=words)  # fmt: skip
        self._shell.say(words, Tone.GOOD, self.tr("Open in Word"), lambda: self.open_file(made.path))

    def show_paper(self, paper: str, path: Path) -> None:
        """Another paper than the acta was written."""
        words = self.tr("{paper}, saved as {name}").format(paper=paper_word(paper), name=path.name)
        self._shell.say(words, Tone.GOOD, self.tr("Open in Word"), lambda: self.open_file(path))

    def show_set(self, told: Gathered) -> None:
        """All papers are there: in which folder."""
        words = self.tr("%n papers in the folder {name}", "", len(told.names)).format(name=told.path.name)
        self._shell.say(words, Tone.GOOD, self.tr("Open the folder"), lambda: self.open_file(told.path))

    def show_edits(self, seen: Review | None) -> None:
        """What was edited in the file, or what is new since; nothing when there is neither."""
        self._edited.setVisible(seen is not None)
        # What contradicts the record comes first, and the column has no room for both on a small laptop.
        waits = seen is not None and (seen.edited or seen.dressed)
        self._to_look_at.setVisible(not waits)
        self.edits_wait.emit(waits)
        if seen is not None:
            self.edits.show_review(seen)

    def show_taken(self, seen: Review) -> None:
        """The edited file is the version now."""
        words = self.tr("What was edited is version {version} now; it stays when the minutes are generated again")
        self._shell.say(words.format(version=seen.version), Tone.GOOD)

    def open_file(self, path: Path) -> None:
        """Hands the file to whatever opens Word files here; where nothing does, the person is told where it lies."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            sentence = self.tr("No program here opens Word files. The minutes are in {path}")
            self._shell.say(sentence.format(path=path), Tone.ATTENTION)

    def go(self, page: str) -> None:
        """Brings another page to the front."""
        self._shell.go(page)

    async def ask_place(self, name: str, folder: Path) -> Path | None:
        """Where to save; None when the person went back."""
        return await choose_place(self, self.tr("Save the minutes"), name, self.tr("Word (*.docx)"), folder)

    async def ask_file(self, folder: Path) -> Path | None:
        """Which edited file comes back; None when the person went back."""
        return await choose_file(self, self.tr("Take back an edited file"), self.tr("Word (*.docx)"), folder)

    def _choose(self, line: Line | None) -> None:
        if line is not None:
            self.chosen.emit(line.sitting_id)

    def _day_of(self, line: Line) -> str:
        return f"{line.starts_at.astimezone(self._zone):%d/%m/%y}"

    def _state_of(self, line: Line) -> str:
        words = {
            "none": self.tr("to write"),
            "draft": self.tr("draft"),
            "final": self.tr("final"),
            "signed": self.tr("signed"),
        }
        return words.get(line.state, line.state)

    def _edition(self, edition: Edition, *, begun: bool) -> str:
        words = {
            "draft": self.tr("Draft {version} of {number}/{year}"),
            "final": self.tr("Final {version} of {number}/{year}"),
            "signed": self.tr("Signed {version} of {number}/{year}"),
        }
        template = words.get(edition.state, words["draft"]) if begun else self.tr("Not written yet: {number}/{year}")
        told = template.format(version=edition.version, number=edition.number, year=edition.year)
        by_hand = self.tr("edited by hand")  # not inside the braces: there it is not found to be translated
        return f"{told} · {by_hand}" if edition.edited else told

    def _say(self, check: Check) -> str:
        n = check.count
        words = {
            "figures_contradict": self.tr(
                "The figures do not add up with the people named. Look at the matching page."
            ),
            "still_open": self.tr("The sitting is still open: times and figures are not final."),
            "unresolved": self.tr("%n Zoom groups are still to be resolved", "", n),
            "names_missing": self.tr("%n people have an incomplete name", "", n),
            "items_undecided": self.tr("%n items were treated and have no outcome", "", n),
            "items_untreated": self.tr("%n items were not treated nor postponed", "", n),
            "commitments_without_responsible": self.tr("%n commitments have nobody responsible", "", n),
            "commitments_without_date": self.tr("%n commitments have no date", "", n),
            "issues_without_person": self.tr("%n issues do not say who raised them", "", n),
            "issues_without_department": self.tr("%n issues have no department", "", n),
            "corrected": self.tr("%n facts were put right after the closing; this draft has them", "", n),
            "unnamed": self.tr("%n people in the room have no name", "", n),
            "age_missing": self.tr("%n people have no age on the roll", "", n),
            "gender_missing": self.tr("%n people have no gender on the roll", "", n),
            "edited_contradicts": self.tr("What was edited by hand contradicts the record in %n places", "", n),
            "public_names": self.tr("%n family names still stand in what was written down", "", n),
        }
        said = words.get(check.code, check.code)
        return f"{said}: {', '.join(check.names)}" if check.names else said


class Desk(QWidget):
    """Paper and cards side by side. Each of them scrolls by itself, so the page asks for no more height than it must:
    by the hints of its parts it would be taller than a small laptop, and the places to sign out of sight.
    """

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())


class Paper(QTextBrowser):
    """A sheet that is read and not written: white in the dark look too, because paper is."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that comes and goes changes the width, and three hundred people are laid out twice.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._shown = self._html = ""

    def show_words(self, sitting_id: str, html: str) -> None:
        """Another text; the eye stays where it was unless it is the paper of another sitting."""
        font, margin = theme.font(13), theme.px(36)
        document = self.document()
        dressed = document.defaultFont() == font and document.documentMargin() == margin
        if dressed and (sitting_id, html) == (self._shown, self._html):
            return
        bar = self.verticalScrollBar()
        before = bar.value() if sitting_id == self._shown else 0
        self._shown, self._html = sitting_id, html
        if not dressed:
            self.clear()
            document.setDefaultFont(font)
            document.setDocumentMargin(margin)
        self.setHtml(f'<body bgcolor="#FFFFFF">{html}</body>')
        bar.setValue(before)


class DraftChecks(QWidget):
    """What to look at, each with the way to put it right."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._line = theme.space(QVBoxLayout(self), 6, (0, 0, 6, 0))

    def show_checks(self, found: Sequence[tuple[Check, str]]) -> None:
        """One line each; a good word when there is nothing left."""
        while (old := self._line.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, (check, words) in enumerate(found):
            if number:
                self._line.addWidget(rule())
            self._line.addWidget(self._check(check, words))
        if not found:
            self._line.addWidget(self._all_well())
        self._line.addStretch(1)

    def _check(self, check: Check, words: str) -> QWidget:
        made = QWidget()
        line = theme.space(QHBoxLayout(made), 10)
        text = label(words, "", wrap=True)
        middle = Qt.AlignmentFlag.AlignVCenter
        way = button(self.tr("Look"), kind="quiet")
        way.setAccessibleName(self.tr("Look at: {what}").format(what=words))
        way.clicked.connect(lambda: self.chosen.emit(check.code))
        line.addWidget(Chip(ICONS[check.weight], TONES[check.weight], 30), 0, middle)
        line.addWidget(text, 1)
        line.addWidget(way, 0, middle)
        return made

    def _all_well(self) -> QWidget:
        made = QWidget()
        line = theme.space(QHBoxLayout(made), 10)
        line.addWidget(Chip("check-circle-outline", Tone.GOOD, 32))
        line.addWidget(label(self.tr("Nothing is missing in this draft."), wrap=True), 1)
        return made


def _tone_of(line: Line) -> Tone:
    tones = {"none": Tone.ATTENTION, "draft": Tone.ACCENT, "final": Tone.GOOD, "signed": Tone.GOOD}
    return tones.get(line.state, Tone.MUTED)
