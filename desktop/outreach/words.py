"""The words for results of invitations, on screens, in the terminal and in files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def result_word(code: str) -> str:
    """What came of it."""
    words = {
        "told": translate("outreach", "was told"),
        "will_come": translate("outreach", "will come"),
        "may_come": translate("outreach", "may come"),
        "will_not_come": translate("outreach", "will not come"),
        "no_answer": translate("outreach", "no answer"),
        "wrong_contact": translate("outreach", "wrong number or address"),
    }
    return words.get(code, code)
