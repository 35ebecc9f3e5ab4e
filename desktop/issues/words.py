"""The words for issues and commitments, on screens and in the terminal."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

# In the terminal a person may also write as she speaks.
KINDS_AS_TYPED = {"propuesta": "proposal", "reclamo": "complaint", "consulta": "question"}
STATES_AS_TYPED = {"abierto": "open", "respondido": "answered", "resuelto": "settled", "desestimado": "dropped",
                   "pendiente": "open", "cumplido": "kept", "no cumplido": "broken", "sin efecto": "released",
                   "todos": "all"}  # fmt: skip


def kind_word(kind: str) -> str:
    """What kind of issue it is."""
    words = {
        "proposal": QCoreApplication.translate("issues", "Proposal"),
        "complaint": QCoreApplication.translate("issues", "Complaint"),
        "question": QCoreApplication.translate("issues", "Question"),
    }
    return words.get(kind, kind)


def state_word(state: str) -> str:
    """What became of a commitment or an issue."""
    words = {
        "open": QCoreApplication.translate("issues", "open"),
        "answered": QCoreApplication.translate("issues", "answered"),
        "settled": QCoreApplication.translate("issues", "settled"),
        "dropped": QCoreApplication.translate("issues", "dropped"),
        "kept": QCoreApplication.translate("issues", "kept"),
        "broken": QCoreApplication.translate("issues", "not kept"),
        "released": QCoreApplication.translate("issues", "released"),
    }
    return words.get(state, state)


def term_word(term: str) -> str:
    """When something is due."""
    words = {
        "overdue": QCoreApplication.translate("issues", "overdue"),
        "week": QCoreApplication.translate("issues", "this week"),
        "month": QCoreApplication.translate("issues", "this month"),
        "later": QCoreApplication.translate("issues", "later"),
        "undated": QCoreApplication.translate("issues", "without a date"),
    }
    return words.get(term, term)
