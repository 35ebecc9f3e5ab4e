"""What was edited in Word, as it is seen: contradictions first, then each change with its words, then what is new."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Chip, label
from desktop.minutes.comparison import ADDED, IN, OUT, REMOVED, Change, words_of
from desktop.minutes.editing import Review
from desktop.minutes.words import contradiction_words

MOST = 200  # changes that are written out; whoever rewrote more than that knows it


class Edits(QWidget):
    """The comparison of one file, and the way to take it as the newest version."""

    take_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        whole = theme.space(QVBoxLayout(self), 10)
        head = theme.space(QHBoxLayout(), 10)
        self._chip = Chip("file-document-edit-outline", Tone.ATTENTION, 30)
        self.words = label("", wrap=True)
        self.take = button(self.tr("Take these changes"), "check", "primary")
        self.take.setObjectName("minutes.take_changes")
        self.take.clicked.connect(self.take_pressed)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.words, 1)
        whole.addLayout(head)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("What was edited"))
        self.text.setObjectName("minutes.edits")
        whole.addWidget(self.text, 1)
        foot = theme.space(QHBoxLayout(), 10)
        foot.addStretch(1)
        foot.addWidget(self.take)
        whole.addLayout(foot)

    def show_review(self, seen: Review) -> None:
        """Shows what there is to say about one file."""
        self.take.setVisible(seen.edited or seen.dressed)
        if seen.edited and seen.known:
            told = self.tr("{name} was edited in Word: %n changes.", "", len(seen.changes))
        elif seen.edited:
            told = self.tr("{name} was edited, and what it was before is not on this computer.")
        elif seen.final:
            told = self.tr("Since these minutes became final there are %n new things in the record. As long as nobody "
                           "has signed, they can be a draft again.", "", len(seen.news))  # fmt: skip
        elif seen.dressed:
            told = self.tr("{name} was saved in Word with the same words. Take it, and its looks stay.")
        else:
            told = self.tr("Since version {version} there are %n new things in the record. Generate to bring them in.",
                           "", len(seen.news))  # fmt: skip
        self.words.setText(told.format(name=seen.path.name, version=seen.version))
        html = self._html(seen)
        self.text.setHtml(html)
        self.text.setVisible(bool(html))

    def _html(self, seen: Review) -> str:
        parts = []
        if seen.edited and seen.contradictions:
            parts.append(_title(self.tr("Against the record")))
            parts += [_line(escape(contradiction_words(one)), one.under, "⚠ ") for one in seen.contradictions[:MOST]]
            parts += self._more(len(seen.contradictions))
        if seen.edited and seen.changes:
            parts.append(_title(self.tr("What was edited")))
            parts += [_line(marked(one), one.under) for one in seen.changes[:MOST]]
            parts += self._more(len(seen.changes))
        if seen.news:
            parts.append(_title(self.tr("New in the record since that version")))
            parts += [_line(marked(one), one.under) for one in seen.news[:MOST]]
            parts += self._more(len(seen.news))
        return "".join(parts)

    def _more(self, there: int) -> list[str]:
        more = self.tr("… and %n more.", "", there - MOST)
        return [f"<p>{escape(more)}</p>"] if there > MOST else []


def _title(words: str) -> str:
    return f'<p style="margin:10px 0 4px 0;"><b>{escape(words)}</b></p>'


def _line(html: str, under: str, mark: str = "") -> str:
    place = f'<br><font color="{theme.color(Tone.MUTED).name()}" size="2">{escape(under)}</font>' if under else ""
    return f'<p style="margin:0 0 6px 0;">{mark}{html}{place}</p>'


def marked(change: Change) -> str:
    """The words of a change: what went is struck through, what came is underlined; colour is never the only sign."""
    if change.kind == ADDED:
        return f"<u>{escape(change.after)}</u>"
    if change.kind == REMOVED:
        return f"<s>{escape(change.before)}</s>"
    told = []
    for side, text in words_of(change):
        if side == OUT:
            told.append(f'<font color="{theme.color(Tone.BAD).name()}"><s>{escape(text)}</s></font>')
        elif side == IN:
            told.append(f'<font color="{theme.color(Tone.GOOD).name()}"><u>{escape(text)}</u></font>')
        else:
            told.append(escape(text))
    return "".join(told)
