"""The words for the channels by which people are told of a sitting, on screens, in the terminal and in files."""

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
        "several": translate("outreach", "Several ways"),
    }
    return words.get(code, code)
