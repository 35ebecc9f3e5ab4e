"""The words for the states and modes of a sitting, on screens and in the terminal."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

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


KINDS = ("neighbourhood", "inter_district", "thematic")


def day_words(day: date) -> str:
    """A day as one says it: mar 8 dic."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "ddd d MMM")


def month_title(day: date) -> str:
    """What a sitting is called when nobody gives it a name."""
    month = QLocale().standaloneMonthName(day.month)
    return QCoreApplication.translate("SittingSheets", "Sitting of {month}").format(month=month)


def clash_words(why: str, council: str) -> str:
    """Why two evenings fall on each other."""
    if why == "place":
        words = QCoreApplication.translate("sittings", "{council} meets in the same place at that hour.")
    else:
        words = QCoreApplication.translate("sittings", "{council} meets at that hour, and the district has one laptop.")
    return words.format(council=council)


def undone_words(verb: str) -> str:
    """What of the plan was taken back, in a sentence."""
    translate = QCoreApplication.translate
    words = {
        "sittings.plan_evenings": translate("sittings", "What was planned is off the calendar again."),
        "sittings.change_evening": translate("sittings", "The plan says again what it said."),
        "sittings.cancel": translate("sittings", "It is held after all."),
        "sittings.hold_after_all": translate("sittings", "It is cancelled again."),
        "sittings.remove_planned": translate("sittings", "It is on the calendar again."),
    }
    return words.get(verb, translate("sittings", "The last change was taken back."))


def kind_word(kind: str) -> str:
    """What kind of council it is."""
    words = {
        "neighbourhood": QCoreApplication.translate("sittings", "of a neighbourhood"),
        "inter_district": QCoreApplication.translate("sittings", "inter-district"),
        "thematic": QCoreApplication.translate("sittings", "thematic"),
    }
    return words.get(kind, kind)
