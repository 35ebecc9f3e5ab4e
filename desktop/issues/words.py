"""When something is due in a word, and what one may type for a kind or a state in the terminal."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

# In the terminal a person may also write as she speaks.
KINDS_AS_TYPED = {"propuesta": "proposal", "reclamo": "complaint", "consulta": "question"}
STATES_AS_TYPED = {"abierto": "open", "respondido": "answered", "resuelto": "settled", "desestimado": "dropped",
                   "pendiente": "open", "cumplido": "kept", "incumplido": "broken", "no cumplido": "broken",
                   "sin efecto": "released", "todos": "all"}  # fmt: skip


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
