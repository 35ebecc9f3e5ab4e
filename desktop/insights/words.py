"""The words of the figures: ways, ages, genders, days and shares, as charts, tables and files say them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from db.insights.tally import NO_DATA
from desktop.channels import channel_word
from desktop.insights.series import (
    BY_AGE,
    BY_NEWNESS,
    BY_WAY,
    CHANNELS,
    COMMITMENTS,
    DEPARTMENTS,
    FELT,
    REST,
    RETENTION,
    TOPICS,
    WHEN,
    WHERE_ASKED,
    WOULD_COME,
    Board,
    Chart,
)

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
    "others": QT_TRANSLATE_NOOP("Insights", "Other genders"),
    "no_data": QT_TRANSLATE_NOOP("Insights", "No data"),
    "proposal": QT_TRANSLATE_NOOP("Insights", "Proposals"),
    "complaint": QT_TRANSLATE_NOOP("Insights", "Complaints"),
    "question": QT_TRANSLATE_NOOP("Insights", "Questions"),
}
STATES: dict[str, object] = {
    "open": QT_TRANSLATE_NOOP("Insights", "Waiting"),
    "answered": QT_TRANSLATE_NOOP("Insights", "Answered"),
    "settled": QT_TRANSLATE_NOOP("Insights", "Solved"),
    "dropped": QT_TRANSLATE_NOOP("Insights", "Dropped"),
}
PROMISES: dict[str, object] = {
    "kept": QT_TRANSLATE_NOOP("Insights", "Kept"),
    "open": QT_TRANSLATE_NOOP("Insights", "Open, in time"),
    "overdue": QT_TRANSLATE_NOOP("Insights", "Open, past their day"),
    "broken": QT_TRANSLATE_NOOP("Insights", "Not kept"),
    "released": QT_TRANSLATE_NOOP("Insights", "Let go by agreement"),
}
AGES: dict[str, object] = {
    "0_15": QT_TRANSLATE_NOOP("Insights", "Up to 15"),
    "16_29": QT_TRANSLATE_NOOP("Insights", "16 to 29"),
    "30_44": QT_TRANSLATE_NOOP("Insights", "30 to 44"),
    "45_59": QT_TRANSLATE_NOOP("Insights", "45 to 59"),
    "60_74": QT_TRANSLATE_NOOP("Insights", "60 to 74"),
    "75_plus": QT_TRANSLATE_NOOP("Insights", "75 and over"),
    "others": QT_TRANSLATE_NOOP("Insights", "Other genders"),
    "no_data": QT_TRANSLATE_NOOP("Insights", "No data"),
}
TITLES: dict[str, object] = {
    BY_WAY: QT_TRANSLATE_NOOP("Insights", "People per sitting, by way"),
    BY_NEWNESS: QT_TRANSLATE_NOOP("Insights", "New and returning people per sitting"),
    BY_AGE: QT_TRANSLATE_NOOP("Insights", "People by age and gender"),
    WHEN: QT_TRANSLATE_NOOP("Insights", "Attendances by weekday and hour"),
    TOPICS: QT_TRANSLATE_NOOP("Insights", "What is asked for, by topic"),
    COMMITMENTS: QT_TRANSLATE_NOOP("Insights", "What was promised, and what became of it"),
    RETENTION: QT_TRANSLATE_NOOP("Insights", "Who came back"),
    DEPARTMENTS: QT_TRANSLATE_NOOP("Insights", "Who has to answer, and what became of it"),
    FELT: QT_TRANSLATE_NOOP("Insights", "How people felt about the sittings"),
    CHANNELS: QT_TRANSLATE_NOOP("Insights", "Whom the invitations brought, by channel"),
    WOULD_COME: QT_TRANSLATE_NOOP("Insights", "How households would take part, by quarter"),
}
BY_STEP: dict[str, object] = {
    f"{BY_WAY}.month": QT_TRANSLATE_NOOP("Insights", "People per month, by way"),
    f"{BY_WAY}.year": QT_TRANSLATE_NOOP("Insights", "People per year, by way"),
    f"{BY_NEWNESS}.month": QT_TRANSLATE_NOOP("Insights", "New and returning people per month"),
    f"{BY_NEWNESS}.year": QT_TRANSLATE_NOOP("Insights", "New and returning people per year"),
}
FILE_NAMES: dict[str, object] = {
    BY_WAY: QT_TRANSLATE_NOOP("Insights", "people-per-sitting"),
    BY_NEWNESS: QT_TRANSLATE_NOOP("Insights", "new-and-returning"),
    BY_AGE: QT_TRANSLATE_NOOP("Insights", "age-and-gender"),
    WHEN: QT_TRANSLATE_NOOP("Insights", "weekday-and-hour"),
    TOPICS: QT_TRANSLATE_NOOP("Insights", "topics"),
    COMMITMENTS: QT_TRANSLATE_NOOP("Insights", "commitments"),
    RETENTION: QT_TRANSLATE_NOOP("Insights", "who-came-back"),
    DEPARTMENTS: QT_TRANSLATE_NOOP("Insights", "departments"),
    FELT: QT_TRANSLATE_NOOP("Insights", "perception"),
    CHANNELS: QT_TRANSLATE_NOOP("Insights", "channels"),
    WOULD_COME: QT_TRANSLATE_NOOP("Insights", "how-they-would-come"),
}
AXES: dict[str, object] = {
    "sitting": QT_TRANSLATE_NOOP("Insights", "Sitting"),
    "council": QT_TRANSLATE_NOOP("Insights", "Council"),
    "month": QT_TRANSLATE_NOOP("Insights", "Month"),
    "year": QT_TRANSLATE_NOOP("Insights", "Year"),
    "age": QT_TRANSLATE_NOOP("Insights", "Age"),
    "weekday": QT_TRANSLATE_NOOP("Insights", "Weekday"),
    "topic": QT_TRANSLATE_NOOP("Insights", "Topic"),
    "commitment": QT_TRANSLATE_NOOP("Insights", "Commitments"),
    "department": QT_TRANSLATE_NOOP("Insights", "Department"),
    "question": QT_TRANSLATE_NOOP("Insights", "Question"),
    "channel": QT_TRANSLATE_NOOP("Insights", "Channel"),
    "quarter": QT_TRANSLATE_NOOP("Insights", "Quarter"),
}
QUESTIONS: dict[str, object] = {
    "listened": QT_TRANSLATE_NOOP("Insights", "They felt listened to"),
    "clear": QT_TRANSLATE_NOOP("Insights", "It was understood"),
    "useful": QT_TRANSLATE_NOOP("Insights", "It will be of use"),
}
SAID: dict[str, object] = {
    "yes": QT_TRANSLATE_NOOP("Insights", "Yes"),
    "in_part": QT_TRANSLATE_NOOP("Insights", "In part"),
    "no": QT_TRANSLATE_NOOP("Insights", "No"),
    "in_person": QT_TRANSLATE_NOOP("Insights", "In person"),
    "either": QT_TRANSLATE_NOOP("Insights", "Either way"),
    "online": QT_TRANSLATE_NOOP("Insights", "By internet"),
    "would_not": QT_TRANSLATE_NOOP("Insights", "Would not"),
    "new": QT_TRANSLATE_NOOP("Insights", "Came for the first time"),
    "returning": QT_TRANSLATE_NOOP("Insights", "Came, as before"),
    "absent": QT_TRANSLATE_NOOP("Insights", "Did not come"),
    "no_data": QT_TRANSLATE_NOOP("Insights", "No data"),
}


def word(of: dict[str, object], code: str) -> str:
    """The words of a code in the language of the screens; a code nobody knows stays itself."""
    source = of.get(code)
    return code if source is None else QCoreApplication.translate(CONTEXT, str(source))


def title(chart: Chart) -> str:
    """The title of a chart, by what its bars are of."""
    step = f"{chart.code}.{chart.axis}"
    return word(BY_STEP, step) if step in BY_STEP else word(TITLES, chart.code)


def category(chart: Chart, key: str, board: Board) -> str:
    """The words of a category of a chart."""
    if chart.axis == "sitting":
        return short_day(board.day(board.lines()[key]))
    if chart.axis == "month":
        return month(key, with_year=len({one[:4] for one in chart.keys}) > 1)
    if chart.axis == "age":
        return word(AGES, key)
    if chart.axis == "weekday":
        return QLocale().standaloneDayName(int(key) + 1, QLocale.FormatType.LongFormat)
    if chart.axis == "commitment":
        return word(PROMISES, key)
    if chart.axis == "question":
        return word(QUESTIONS, key)
    if chart.axis == "channel":
        return channel_word(key)
    if key == NO_DATA:
        return word(PARTS, key)
    if key == REST:
        return QCoreApplication.translate("Insights", "All others")
    if chart.axis == "topic":
        return board.topics.get(key, key)
    if chart.axis in ("department", "quarter"):
        return board.labels.of(chart.axis, key) or QCoreApplication.translate("Insights", "Not known here")
    return key


def part(chart: Chart, code: str) -> str:
    """The words of a part of a chart."""
    if chart.code == WHEN:
        return QCoreApplication.translate("Insights", "{hour} h").format(hour=code)
    if chart.code == RETENTION:
        if code == "1":
            return word(PARTS, "new")
        text = QCoreApplication.translate("Insights", "{times} or more")
        return text.format(times=code)
    if chart.code == DEPARTMENTS:
        return word(STATES, code)
    if chart.code in WHERE_ASKED:
        return word(SAID, code)
    return word(PROMISES if chart.code == COMMITMENTS else PARTS, code)


def month(key: str, *, with_year: bool) -> str:
    """`nov`, or `nov 2026`, of `2026-11`."""
    said = QLocale().toString(QDate(int(key[:4]), int(key[5:]), 1), "MMM yyyy" if with_year else "MMM")
    return said.replace(".", "")


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
    return "–" if value is None else f"{number(round(value * 100))} %"


def change(now: float, before: float) -> str:
    """`▲ 12 %`, `▼ 5 %`, `=`; nothing where there was nothing to grow from. Of ten times as many the arrow says enough:
    from 4 to 346 is no «8550 %»."""
    if now == before:
        return "="
    if not before:
        return ""
    sign = "▲" if now > before else "▼"
    return sign if now > 10 * before else f"{sign} {percent(abs(now - before) / before)}"


def cell(value: int | None) -> str:
    """A count; `<5` for one that could point at somebody."""
    return WITHHELD if value is None else number(value)


def a_year_before() -> str:
    """What the marks over the bars are, and the column of them."""
    return QCoreApplication.translate("Insights", "A year before")


def total(chart: Chart) -> str:
    """The column in which the parts come together."""
    people = chart.code in (BY_WAY, BY_NEWNESS, BY_AGE)
    return (
        QCoreApplication.translate("Insights", "People") if people else QCoreApplication.translate("Insights", "Total")
    )
