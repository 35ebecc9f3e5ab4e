"""The words for the states and modes of a sitting, on screens and in the terminal."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

# In the terminal a person may also write as she speaks.
MODES_AS_TYPED = {"presencial": "in_person", "hibrida": "hybrid", "hibrido": "hybrid"}


def mode_word(mode: str) -> str:
    """How a sitting is held, in one word."""
    words = {
        "in_person": QCoreApplication.translate("sittings", "in person"),
        "virtual": QCoreApplication.translate("sittings", "virtual"),
        "hybrid": QCoreApplication.translate("sittings", "hybrid"),
    }
    return words.get(mode, mode)


def state_word(state: str) -> str:
    """Where a sitting stands, in one word."""
    words = {
        "planned": QCoreApplication.translate("sittings", "planned"),
        "open": QCoreApplication.translate("sittings", "open"),
        "closed": QCoreApplication.translate("sittings", "closed"),
        "signed": QCoreApplication.translate("sittings", "signed"),
    }
    return words.get(state, state)


def kind_word(kind: str) -> str:
    """What kind of council it is."""
    words = {
        "neighbourhood": QCoreApplication.translate("sittings", "of a neighbourhood"),
        "inter_district": QCoreApplication.translate("sittings", "inter-district"),
        "thematic": QCoreApplication.translate("sittings", "thematic"),
    }
    return words.get(kind, kind)
