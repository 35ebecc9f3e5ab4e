"""How each question was answered: a bar per option, how many said something of how many, and who said nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from db.surveys.queries import QuestionResult
from db.surveys.rules import NUMBER
from desktop.kit import theme
from desktop.kit.breaking import breakable
from desktop.kit.palette import Tone
from desktop.kit.surfaces import label, rule

translate = QCoreApplication.translate


class ShareBar(QWidget):
    """The words of an option, its bar, and how many chose it. What nobody said stands apart, hollow."""

    def __init__(self, words: str, count: int, whole: int, *, hollow: bool = False) -> None:
        super().__init__()
        self._words, self._count, self._whole, self._hollow = words, count, whole, hollow
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{words}: {self.figure}")
        self.setToolTip(self.accessibleName())

    @property
    def figure(self) -> str:
        """The number, and its share of those who answered; of what is no data no share is told."""
        if self._hollow or not self._whole:
            return str(self._count)
        return f"{self._count} ({round(100 * self._count / self._whole)} %)"

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(13))
        wide, figure = self.width(), self.figure
        beside = painter.fontMetrics().horizontalAdvance(figure) + theme.px(8)
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, wide - beside)
        line = QRectF(0, 0, wide, theme.px(22))
        painter.setPen(theme.color(Tone.MUTED if self._hollow else Tone.PLAIN))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, figure)
        high = theme.px(9)
        ground = QRectF(0.5, theme.px(24), wide - 1, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.pale(Tone.MUTED if self._hollow else Tone.ACCENT))
        painter.drawRoundedRect(ground, high / 2, high / 2)
        if self._count and self._whole:
            ground.setWidth(max(high, ground.width() * min(1.0, self._count / self._whole)))
            painter.setBrush(theme.color(Tone.MUTED if self._hollow else Tone.ACCENT))
            painter.drawRoundedRect(ground, high / 2, high / 2)


class QuestionShown(QWidget):
    """One question with its bars, its sum, or its words."""

    def __init__(self, one: QuestionResult) -> None:
        super().__init__()
        lines = theme.space(QVBoxLayout(self), 4)
        lines.addWidget(label(one.text, "strong", wrap=True))
        answered = translate("Surveys", "{answered} of {replies} sheets answered it")
        lines.addWidget(label(answered.format(answered=one.answered, replies=one.replies), "small"))
        for option in one.options:
            lines.addWidget(ShareBar(option.text, option.count, one.answered))
        if one.kind == NUMBER and one.answered:
            told = translate("Surveys", "{total} in all, {each} each")
            each = f"{(one.total or 0) / one.answered:.1f}".replace(".", ",")
            lines.addWidget(label(told.format(total=one.total, each=each), ""))
        for said in one.words:
            lines.addWidget(label(f"«{breakable(said)}»", "", wrap=True))
        if one.no_data:
            lines.addWidget(ShareBar(translate("Surveys", "No data"), one.no_data, one.replies, hollow=True))
        lines.addWidget(rule())
