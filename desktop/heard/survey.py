"""The perception survey as it is seen: each question with its choices, their counts and shares."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from db.matching.survey import Choice, Question, Survey
from desktop.heard.words import SurveyWords
from desktop.kit import theme
from desktop.kit.surfaces import Row, label, scrolled


class SurveyPanel(QWidget):
    """Questions one below the other. The bar of a choice is over those who answered; who did not is said in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Perception survey"))
        self._told: Survey | None = None
        content = QWidget()
        self._lines = theme.space(QVBoxLayout(content), 10)
        self._lines.addStretch(1)
        whole = theme.space(QVBoxLayout(self), 0)
        whole.addWidget(scrolled(content))

    def show_survey(self, told: Survey) -> None:
        """The survey of one sitting."""
        if told == self._told:
            return
        self._told = told
        while self._lines.count() > 1:
            item = self._lines.takeAt(0)
            if item is not None and (part := item.widget()) is not None:
                part.hide()
                part.deleteLater()
        for place, one in enumerate(told.questions):
            self._lines.insertWidget(place, _question(one, told.on_call))


def _question(one: Question, on_call: int) -> QWidget:
    block = QWidget()
    down = theme.space(QVBoxLayout(block), 4)
    down.addWidget(label(one.text, "strong", wrap=True))
    about = SurveyWords().answered(one, on_call)
    down.addWidget(label(about, "small", wrap=True))
    for choice in one.choices:
        words = f"{choice.count} · {_percent(choice)} %"
        name = label(choice.text, wrap=True)
        line = Row(name, label(words, "muted"), gap=8)
        line.layout().setStretch(0, 1)  # type: ignore[union-attr,attr-defined]
        bar = QProgressBar(maximum=1000, textVisible=False)
        bar.setValue(round(choice.share * 1000))
        bar.setAccessibleName(f"{choice.text}: {words}")
        down.addWidget(line)
        down.addWidget(bar)
    block.setAccessibleName(f"{one.text}. {about}")
    return block


def _percent(choice: Choice) -> int:
    return round(choice.share * 100)
