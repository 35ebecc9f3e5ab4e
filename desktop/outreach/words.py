"""The words for channels and results of invitations, on screens, in the terminal and in files."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def channel_word(code: str) -> str:
    """By what somebody was told."""
    words = {
        "whatsapp_group": translate("outreach", "WhatsApp group"),
        "whatsapp": translate("outreach", "WhatsApp"),
        "mail": translate("outreach", "E-mail"),
        "call": translate("outreach", "Telephone call"),
        "visit": translate("outreach", "Visit at home"),
        "organisation": translate("outreach", "An organisation of the quarter"),
        "social_media": translate("outreach", "Social media"),
        "poster": translate("outreach", "Poster"),
        "other": translate("outreach", "Another way"),
    }
    return words.get(code, code)


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
