"""The sentences about Zoom files and calls."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "zoom_file_empty": QT_TRANSLATE_NOOP("wording", "The file is empty. Download it from Zoom again."),
    "zoom_file_not_zoom": QT_TRANSLATE_NOOP(
        "wording", "This is no file of Zoom that Cabildo knows. Bring it as Zoom hands it out."
    ),
    "zoom_file_damaged": QT_TRANSLATE_NOOP(
        "wording", "The file is damaged: its columns do not fit together. Download it from Zoom again."
    ),
    "zoom_file_locked": QT_TRANSLATE_NOOP(
        "wording", "The workbook asks for a password. Download the report from Zoom again, as CSV."
    ),
    "zoom_file_no_registrants": QT_TRANSLATE_NOOP(
        "wording", "Nobody can be read in this registration report. Download it from Zoom again."
    ),
    "zoom_file_no_answers": QT_TRANSLATE_NOOP(
        "wording", "No answer can be read in this poll report. Download it from Zoom again."
    ),
    "zoom_file_no_messages": QT_TRANSLATE_NOOP(
        "wording", "No message can be read in this chat. Bring it as Zoom saved it."
    ),
    "zoom_file_no_questions": QT_TRANSLATE_NOOP(
        "wording", "No question can be read in this report of questions. Download it from Zoom again."
    ),
    "zoom_folder_empty": QT_TRANSLATE_NOOP("wording", "There is nothing of Zoom in the folder {file}."),
    "fell_not_known": QT_TRANSLATE_NOOP(
        "wording",
        "Cabildo does not know what to do with {file}. What Zoom hands out can be dropped anywhere, and in Neighbours "
        "a list as a spreadsheet.",
    ),
    "zoom_file_no_words": QT_TRANSLATE_NOOP(
        "wording", "There are no words in this transcript. Bring it as Zoom saved it."
    ),
    "zoom_some_not_read": QT_TRANSLATE_NOOP("wording", "Nothing was taken in. {files}"),
    "zoom_file_no_participants": QT_TRANSLATE_NOOP(
        "wording",
        "The report has no participants in it. Zoom has it ready half an hour after the end: download it again.",
    ),
    "zoom_file_several_meetings": QT_TRANSLATE_NOOP(
        "wording", "The report holds {count} meetings. Download the report of this one alone."
    ),
    "zoom_file_too_large": QT_TRANSLATE_NOOP("wording", "The file is too large to be a report of Zoom."),
    "zoom_dates_contradict": QT_TRANSLATE_NOOP(
        "wording",
        "The dates of the report contradict each other. "
        "Download it from Zoom again, and bring it without opening it in a spreadsheet.",
    ),
    "zoom_dates_unreadable": QT_TRANSLATE_NOOP(
        "wording",
        "A date in line {line} of the report cannot be read. "
        "Download it from Zoom again, and bring it without opening it in a spreadsheet.",
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
    "zoom_needs_a_sitting": QT_TRANSLATE_NOOP("wording", "Choose the sitting first; then bring its Zoom files again."),
    "chat_line_unknown": QT_TRANSLATE_NOOP("wording", "There is no such message in the chat of this sitting."),
    "transcript_missing": QT_TRANSLATE_NOOP("wording", "This sitting has no transcript."),
    "handout_unknown": QT_TRANSLATE_NOOP("wording", "That file has been taken out already."),
    "call_unknown": QT_TRANSLATE_NOOP("wording", "That report has been taken out already."),
}
