"""The words of the figures: ways, ages, genders, days and shares, as charts, tables and files say them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from desktop.insights.series import BY_AGE, BY_NEWNESS, BY_WAY

CONTEXT = "Insights"
WITHHELD = "<5"

PARTS: dict[str, object] = {
    "only_room": QT_TRANSLATE_NOOP("Insights", "Only in the room"),
    "only_online": QT_TRANSLATE_NOOP("Insights", "Only on Zoom"),
    "both": QT_TRANSLATE_NOOP("Insights", "Both ways"),
    "unnamed": QT_TRANSLATE_NOOP("Insights", "Unnamed (apart)"),
    "returning": QT_TRANSLATE_NOOP("Insights", "Had come before"),
    "new": QT_TRANSLATE_NOOP("Insights", "New"),
    "woman": QT_TRANSLATE_NOOP("Insights", "Women"),
    "man": QT_TRANSLATE_NOOP("Insights", "Men"),
    "others": QT_TRANSLATE_NOOP("Insights", "Other or not said"),
    "no_data": QT_TRANSLATE_NOOP("Insights", "No data"),
}
AGES: dict[str, object] = {
    "0_15": QT_TRANSLATE_NOOP("Insights", "Up to 15"),
    "16_29": QT_TRANSLATE_NOOP("Insights", "16 to 29"),
    "30_44": QT_TRANSLATE_NOOP("Insights", "30 to 44"),
    "45_59": QT_TRANSLATE_NOOP("Insights", "45 to 59"),
    "60_74": QT_TRANSLATE_NOOP("Insights", "60 to 74"),
    "75_plus": QT_TRANSLATE_NOOP("Insights", "75 and over"),
    "no_data": QT_TRANSLATE_NOOP("Insights", "No data"),
}
TITLES: dict[str, object] = {
    BY_WAY: QT_TRANSLATE_NOOP("Insights", "People per sitting, by way"),
    BY_NEWNESS: QT_TRANSLATE_NOOP("Insights", "New and returning people per sitting"),
    BY_AGE: QT_TRANSLATE_NOOP("Insights", "People by age and gender"),
}
FILE_NAMES: dict[str, object] = {
    BY_WAY: QT_TRANSLATE_NOOP("Insights", "people-per-sitting"),
    BY_NEWNESS: QT_TRANSLATE_NOOP("Insights", "new-and-returning"),
    BY_AGE: QT_TRANSLATE_NOOP("Insights", "age-and-gender"),
}


def word(of: dict[str, object], code: str) -> str:
    """The words of a code in the language of the screens; a code nobody knows stays itself."""
    source = of.get(code)
    return code if source is None else QCoreApplication.translate(CONTEXT, str(source))


def short_day(day: date) -> str:
    """`12 nov`, for the foot of a bar."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM").replace(".", "")


def long_day(day: date) -> str:
    """`12 nov 2026`."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy").replace(".", "")


def number(value: int) -> str:
    """Digits grouped as the language does."""
    return QLocale().toString(value)


def percent(value: float | None) -> str:
    """`43 %`; a dash where there is nothing to be a part of."""
    return "–" if value is None else f"{round(value * 100)} %"


def cell(value: int | None) -> str:
    """A count; `<5` for one that could point at somebody."""
    return WITHHELD if value is None else number(value)
