"""A title that is far too long, as when somebody pastes a whole e-mail: two lines of it, and the window goes on."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics

from desktop.agenda.table import first_lines
from desktop.kit import theme

_FLAGS = 0x1000 | 0x81  # wrapped at words, left, in the middle


class Counted(QFontMetrics):
    """How often a text was measured, and how long it was."""

    measured = 0

    def boundingRect(self, *told: Any) -> QRect:
        self.measured += len(str(told[-1]))
        return super().boundingRect(*told)


@pytest.mark.parametrize("text", ["ñandú 😀 " * 1250, "x" * 10_000, "\u202eשלום " * 1500])
def test_a_pasted_letter_as_a_title_is_cut_to_first_lines_without_measuring_it_letter_by_letter(
    qapp: object, text: str
) -> None:
    metrics = Counted(theme.font(13, 600))
    shown = first_lines(text, metrics, 200)
    assert shown.endswith("…")
    high = QFontMetrics(metrics).boundingRect(QRect(0, 0, 200, 10_000), _FLAGS, shown).height()
    assert metrics.lineSpacing() <= high < 2.5 * metrics.lineSpacing()
    assert metrics.measured < len(text)


def test_a_title_that_fits_says_all_of_itself_and_one_that_does_not_fills_both_lines(qapp: object) -> None:
    metrics = QFontMetrics(theme.font(13, 600))
    assert first_lines("1. Plaza Alfonsina", metrics, 200) == "1. Plaza Alfonsina"
    long = "3. Iluminación de la cortada entre la plaza y el club, con los vecinos de las tres cuadras"
    shown = first_lines(long, metrics, 200)
    assert long.startswith(shown[:-1])
    one_word_more = long[: len(shown) + 8] + "…"
    high = metrics.boundingRect(QRect(0, 0, 200, 10_000), _FLAGS, one_word_more).height()
    assert high > 2.5 * metrics.lineSpacing()
