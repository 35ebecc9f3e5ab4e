"""The sentences about councils and sittings."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "sitting_title_missing": QT_TRANSLATE_NOOP("wording", "The sitting needs a title."),
    "sitting_council_missing": QT_TRANSLATE_NOOP("wording", "Say which council meets."),
    "sitting_mode_unknown": QT_TRANSLATE_NOOP(
        "wording", "A sitting is not held like that ({mode}). It can be: {known}."
    ),
    "zoom_number_unreadable": QT_TRANSLATE_NOOP(
        "wording", "«{text}» is not the number of a Zoom meeting: it has 9 to 11 digits, like 912 3456 7890."
    ),
    "council_kind_unknown": QT_TRANSLATE_NOOP(
        "wording", "There is no such kind of council ({kind}). There are: {known}."
    ),
    "council_unknown": QT_TRANSLATE_NOOP("wording", "That council is not in this record."),
    "district_needed": QT_TRANSLATE_NOOP(
        "wording", "This desk belongs to no district: say which one the council is of."
    ),
    "week_ending_unknown": QT_TRANSLATE_NOOP(
        "wording", "{name}: the name has to end in .docx, .pdf, .txt, .html or .ics."
    ),
    "sitting_unknown": QT_TRANSLATE_NOOP("wording", "There is no sitting {text}."),
    "sitting_ambiguous": QT_TRANSLATE_NOOP(
        "wording", "Several sittings begin with {text}: write a few more characters."
    ),
    "sitting_already_open": QT_TRANSLATE_NOOP("wording", "The sitting is open already."),
    "sitting_already_closed": QT_TRANSLATE_NOOP("wording", "The sitting is closed already."),
    "sitting_signed": QT_TRANSLATE_NOOP(
        "wording", "The minutes of this sitting are signed; it cannot be changed any more."
    ),
    "sitting_not_open": QT_TRANSLATE_NOOP("wording", "The sitting is not open yet."),
    "sitting_cancelled": QT_TRANSLATE_NOOP(
        "wording", "This sitting was cancelled. If it is held after all, say so first."
    ),
    "sitting_not_cancelled": QT_TRANSLATE_NOOP("wording", "This sitting was not cancelled."),
    "sitting_already_begun": QT_TRANSLATE_NOOP(
        "wording", "This sitting has begun: it can be neither cancelled nor taken off the plan."
    ),
    "sitting_hour_missing": QT_TRANSLATE_NOOP(
        "wording", "«{council}» has not met yet: say when it starts, with --at 2026-11-22T19:00."
    ),
    "evenings_missing": QT_TRANSLATE_NOOP("wording", "Choose at least one day."),
    "rhythm_unknown": QT_TRANSLATE_NOOP("wording", "A series does not repeat like that ({rhythm}). It can: {known}."),
    "times_out_of_range": QT_TRANSLATE_NOOP("wording", "{times} sittings cannot be planned at once: from 1 to {most}."),
    "length_out_of_range": QT_TRANSLATE_NOOP("wording", "A sitting cannot last {minutes} minutes: from 1 to {most}."),
    "number_out_of_range": QT_TRANSLATE_NOOP("wording", "{number} cannot be: write a number from 0 to {most}."),
    "another_sitting_open": QT_TRANSLATE_NOOP("wording", "«{title}» is still open on this desk. Close it first."),
}
