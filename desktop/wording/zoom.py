"""The sentences about Zoom files and calls."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "zoom_file_empty": QT_TRANSLATE_NOOP(
        "wording", "The file is empty. Download the participant report from Zoom again."
    ),
    "zoom_file_not_zoom": QT_TRANSLATE_NOOP(
        "wording", "This is not a participant report of Zoom. Nothing was taken in."
    ),
    "zoom_file_is_workbook": QT_TRANSLATE_NOOP(
        "wording", "This is an Excel workbook. Download the report from Zoom as CSV and try again."
    ),
    "zoom_file_no_participants": QT_TRANSLATE_NOOP(
        "wording", "The report has no participants in it. Nothing was taken in."
    ),
    "zoom_file_several_meetings": QT_TRANSLATE_NOOP(
        "wording", "The report holds {count} meetings. Download the report of this one alone."
    ),
    "zoom_file_too_large": QT_TRANSLATE_NOOP("wording", "The file is too large to be a participant report of Zoom."),
    "zoom_dates_contradict": QT_TRANSLATE_NOOP(
        "wording", "The dates of the report contradict each other. Nothing was taken in."
    ),
    "zoom_dates_unreadable": QT_TRANSLATE_NOOP(
        "wording", "A date in line {line} of the report cannot be read. Nothing was taken in."
    ),
    "zoom_file_missing": QT_TRANSLATE_NOOP("wording", "There is no such file: {file}."),
    "zoom_file_unreadable": QT_TRANSLATE_NOOP(
        "wording", "The file {file} cannot be read. Is it open in another program, or on a disk that was taken out?"
    ),
    "zoom_dates_undecided": QT_TRANSLATE_NOOP(
        "wording",
        "{written} can be {day_first} or {month_first}, and nothing in the report tells. Say it with --dates day-first "
        "or --dates month-first.",
    ),
    "zoom_needs_a_sitting": QT_TRANSLATE_NOOP("wording", "Choose the sitting first; then bring its Zoom report again."),
    "handout_unknown": QT_TRANSLATE_NOOP("wording", "That file has been taken out already."),
    "call_unknown": QT_TRANSLATE_NOOP("wording", "That report has been taken out already."),
}
