"""The pane of what Zoom heard: the chat beside the agenda, the words beside the notes, the survey."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from db.folding import fold
from db.issues.from_chat import ChatCard
from desktop.heard.shown import ChatRow, HeardShown, in_rows
from desktop.heard.survey import SurveyPanel
from desktop.heard.words import author_words, clock_of, state_words, words_text
from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.dialogs import ask
from desktop.kit.palette import Tone
from desktop.kit.shelves import Shelf
from desktop.kit.stories import Story, StoryRows
from desktop.kit.surfaces import Card, Row, label
from desktop.wording.issue_words import kind_word

_KINDS = ("proposal", "complaint", "question")
_TONES = {"proposal": Tone.GOOD, "complaint": Tone.BAD, "question": Tone.ACCENT}


class HeardPane(Card):
    """Signals tell what the person did; `filled` says how many messages there are, or -1 when Zoom told nothing."""

    made = Signal(object, str)
    taken_back = Signal(object)
    discard_wanted = Signal()
    filled = Signal(int)
    came_to_front = Signal()

    def __init__(self, zone: tzinfo) -> None:
        super().__init__(self.tr("Written and said on Zoom"))
        self._zone = zone
        self._shown = HeardShown("")
        self.parts = Segmented(list(self._words().items()), self.tr("What to look at"))
        self.parts.setObjectName("heard.parts")
        self.parts.chosen.connect(self._bring)
        self.shelf = Shelf()
        self.survey = SurveyPanel()
        self._pages = {"chat": self._build_chat(), "words": self._build_words(), "survey": self.survey}
        for page in self._pages.values():
            self.shelf.addWidget(page)
        self.body.addWidget(self.parts)
        self.body.addWidget(self.shelf, 1)
        self.setFocusProxy(self.chat)

    def show_heard(self, shown: HeardShown) -> None:
        """All of it; what there is none of has no place."""
        self._shown = shown
        for name, words in self._words().items():
            self.parts.option(name).setVisible(name in shown.parts)
            self.parts.option(name).setText(f"{words}  {len(shown.chat)}" if name == "chat" and shown.chat else words)
        if shown.parts and self.parts.value() not in shown.parts:
            self._bring(shown.parts[0])
        self.chat.show_rows(in_rows(shown.chat))
        for part in self.keys:
            part.setEnabled(shown.state != "signed")
        self.survey.show_survey(shown.survey)
        self._show_words(shown)
        self.filled.emit(len(shown.chat) if shown.parts else -1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_to_front.emit()

    def say_made(self, card: ChatCard) -> None:
        """What the key did."""
        words = self.tr("{kind}: {author}. Delete takes it back.")
        self.last.setText(words.format(kind=kind_word(card.issue_kind), author=author_words(card)))
        self.last.show()

    async def ask_discard(self) -> bool:
        """Whether the words may go: nothing brings them back."""
        return await ask(
            self,
            self.tr("Discard the transcript?"),
            self.tr("Its words are taken out of the record for good. Your notes and the minutes stay as they are."),
            self.tr("Discard"),
            danger=True,
        )

    def _build_chat(self) -> QWidget:
        self._letters = {fold(kind_word(kind))[:1]: kind for kind in _KINDS}
        self.chat: StoryRows[ChatRow] = StoryRows(
            self._story, key=lambda one: one.key, says=self.tr("Chat"), letters="".join(self._letters)
        )
        self.chat.setObjectName("heard.chat")
        self.chat.letter.connect(self._letter)
        self.chat.chosen.connect(lambda _: self._letter(next(iter(self._letters))))
        self.last = label("", "strong", Tone.GOOD, wrap=True)
        self.last.hide()
        self.keys, frame = [], QFrame()
        frame.setProperty("kind", "segments")
        frame.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        acts = theme.space(QHBoxLayout(frame), 2, (3, 3, 3, 3))
        for letter, kind in self._letters.items():
            part = button(kind_word(kind), kind="segment", tip=letter.upper())
            part.setAccessibleName(self.tr("Make it an issue: {kind}").format(kind=kind_word(kind)))
            acts.addWidget(part)
            part.clicked.connect(lambda _checked=False, letter=letter: self._letter(letter))
            self.keys.append(part)
        page = QWidget()
        down = theme.space(QVBoxLayout(page), 8)
        down.addWidget(self.chat, 1)
        down.addWidget(self.last)
        down.addWidget(frame)
        told = ", ".join(letter.upper() for letter in self._letters)
        hint = self.tr("{letters} make the message an issue; Delete takes it back.").format(letters=told)
        down.addWidget(label(hint, "small", wrap=True))
        return page

    def _build_words(self) -> QWidget:
        self.about = label("", "overline", wrap=True)
        self.words = QPlainTextEdit()
        self.words.setObjectName("heard.words")
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.words.setAccessibleName(self.tr("What was said on this item"))
        self.copy = button(self.tr("Copy"), "content-copy")
        self.copy.setToolTip(self.tr("What is marked; without a mark, all of it"))
        self.copy.clicked.connect(self._copy)
        self.discard = button(self.tr("Discard…"), "trash-can-outline", "quiet")
        self.discard.setObjectName("heard.discard")
        self.discard.clicked.connect(self.discard_wanted)
        note = label(
            self.tr("A help for your notes. Nothing of it goes into the minutes by itself."), "small", wrap=True
        )
        page = QWidget()
        down = theme.space(QVBoxLayout(page), 8)
        down.addWidget(self.about)
        down.addWidget(self.words, 1)
        down.addWidget(note)
        down.addWidget(Row(self.copy, None, self.discard, gap=6))
        return page

    def _show_words(self, shown: HeardShown) -> None:
        item = shown.item
        self.about.setText(f"{item.number}. {item.title}" if item else self.tr("No item has begun"))
        text = words_text(shown.words, self._zone)
        if not text and item is not None:
            text = self.tr("Nothing was recorded while this item was on the table.")
        if text != self.words.toPlainText():
            self.words.setPlainText(text)

    def _letter(self, letter: str) -> None:
        row = self.chat.selected()
        if row is None or row.card is None or self._shown.state == "signed":
            return
        if letter == "delete":
            self.last.hide()
            self.taken_back.emit(row.card)
        elif letter in self._letters:
            self.made.emit(row.card, self._letters[letter])

    def _copy(self) -> None:
        chosen = self.words.textCursor().selectedText().replace("\u2029", "\n")
        QApplication.clipboard().setText(chosen or self.words.toPlainText())

    def _bring(self, name: str) -> None:
        self.parts.set_value(name)
        self.shelf.setCurrentWidget(self._pages[name])
        self.setFocusProxy({"chat": self.chat, "words": self.words}.get(name, self.parts.option(name)))

    def _story(self, row: ChatRow) -> Story:
        if row.card is None:
            return Story(row.heading or self.tr("Outside of the agenda"), icon="format-list-numbered", tone=Tone.ACCENT)
        card = row.card
        who = " · ".join(part for part in (clock_of(card, self._zone), author_words(card)) if part)
        return Story(
            head=card.text,
            lines=tuple(part for part in (who, state_words(card)) if part),
            icon="check-circle-outline" if card.issue_id else "message-text-outline",
            tone=Tone.GOOD if card.issue_id else Tone.MUTED,
            pill=kind_word(card.issue_kind),
            pill_tone=_TONES.get(card.issue_kind, Tone.MUTED),
        )

    def _words(self) -> dict[str, str]:
        return {"chat": self.tr("Chat"), "words": self.tr("Said"), "survey": self.tr("Survey")}
