"""The sentences about surveys, invitations and good practices."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "survey_unknown": QT_TRANSLATE_NOOP("wording", "There is no such questionnaire."),
    "survey_unnamed": QT_TRANSLATE_NOOP("wording", "A questionnaire needs a name and a code."),
    "survey_subject_unknown": QT_TRANSLATE_NOOP(
        "wording", "A questionnaire cannot be about that ({subject}). It can be: {known}."
    ),
    "survey_without_questions": QT_TRANSLATE_NOOP("wording", "The questionnaire has no questions."),
    "survey_too_long": QT_TRANSLATE_NOOP("wording", "Nobody answers more than {most} questions: make it shorter."),
    "survey_question_unreadable": QT_TRANSLATE_NOOP(
        "wording", "Question {number} is not understood: it needs a key, a text, and from 2 to 30 options."
    ),
    "survey_key_twice": QT_TRANSLATE_NOOP("wording", "{key} is there twice: each question and option has its own key."),
    "survey_question_unknown": QT_TRANSLATE_NOOP("wording", "The questionnaire has no question {question}."),
    "survey_option_unknown": QT_TRANSLATE_NOOP("wording", "{answer} is no answer to: {question}"),
    "survey_number_unreadable": QT_TRANSLATE_NOOP("wording", "{answer} is no number, in: {question}"),
    "survey_one_answer": QT_TRANSLATE_NOOP("wording", "Only one answer can be chosen, in: {question}"),
    "survey_empty": QT_TRANSLATE_NOOP("wording", "Nothing was answered: choose at least one answer."),
    "survey_way_unknown": QT_TRANSLATE_NOOP("wording", "It cannot be answered like that ({way}). It can be: {known}."),
    "survey_needs_sitting": QT_TRANSLATE_NOOP("wording", "Say which sitting was answered about."),
    "survey_columns": QT_TRANSLATE_NOOP(
        "wording", "No column of the file is a question of the questionnaire: its titles are the keys or the questions."
    ),
    "survey_poll_counted": QT_TRANSLATE_NOOP(
        "wording",
        "The poll of that sitting is counted already: typed as of Zoom it would count twice. If it is not of the poll, "
        "choose how it was answered.",
    ),
    "reply_ambiguous": QT_TRANSLATE_NOOP("wording", "Several could be {text}: write some more of it."),
    "photo_missing": QT_TRANSLATE_NOOP("wording", "The picture {name} cannot be read."),
    "photo_too_large": QT_TRANSLATE_NOOP("wording", "The picture is too large: choose one of up to {most} megabytes."),
    "reply_unknown": QT_TRANSLATE_NOOP("wording", "Those answers are not in the record any more."),
    "outreach_channel_unknown": QT_TRANSLATE_NOOP("wording", "Nobody is invited like that: {channel}."),
    "outreach_result_unknown": QT_TRANSLATE_NOOP("wording", "{result} is no result of an invitation."),
    "outreach_nobody": QT_TRANSLATE_NOOP("wording", "Say who was invited: a neighbour, or the name of a group."),
    "outreach_reached_unreadable": QT_TRANSLATE_NOOP("wording", "How many the group has is a number from 1 to {most}."),
    "outreach_columns": QT_TRANSLATE_NOOP(
        "wording", "The list has no column that tells who was invited: name, document, telephone, e-mail or group."
    ),
    "outreach_person_unknown": QT_TRANSLATE_NOOP("wording", "Nobody on the roll is {told}."),
    "outreach_person_unclear": QT_TRANSLATE_NOOP(
        "wording", "Several on the roll could be {told}: write the document too."
    ),
    "outreach_day_unreadable": QT_TRANSLATE_NOOP("wording", "{told} is no date. Write it like 15/12/2026."),
    "invitation_unknown": QT_TRANSLATE_NOOP("wording", "That invitation is not in the record any more."),
    "invitation_ambiguous": QT_TRANSLATE_NOOP("wording", "Several could be {text}: write some more of it."),
    "survey_file_unreadable": QT_TRANSLATE_NOOP("wording", "{name} is no questionnaire: it has to be a TOML file."),
    "experience_unknown": QT_TRANSLATE_NOOP("wording", "That good practice is not in the bank any more."),
    "experience_ambiguous": QT_TRANSLATE_NOOP("wording", "Several could be {text}: write some more of it."),
    "experience_untitled": QT_TRANSLATE_NOOP("wording", "A good practice needs a title."),
    "experience_untold": QT_TRANSLATE_NOOP("wording", "Write what was done."),
    "experience_too_long": QT_TRANSLATE_NOOP("wording", "{field} is too long: {most} letters at most."),
    "photo_not_jpeg": QT_TRANSLATE_NOOP("wording", "The picture is not a JPEG."),
    "outreach_needs_sitting": QT_TRANSLATE_NOOP(
        "wording", "Plan the sitting first: people are told of one that is on the calendar."
    ),
    "photo_unreadable": QT_TRANSLATE_NOOP("wording", "That picture cannot be read: choose a JPEG or a PNG."),
    "photo_too_big": QT_TRANSLATE_NOOP("wording", "The picture is too big: {most} bytes at most."),
}
