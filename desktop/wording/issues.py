"""The sentences about issues and commitments."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "issue_text_missing": QT_TRANSLATE_NOOP("wording", "Write what was asked for."),
    "issue_kind_unknown": QT_TRANSLATE_NOOP("wording", "There is no such kind of issue ({kind}). There are: {known}."),
    "issue_state_unknown": QT_TRANSLATE_NOOP("wording", "An issue cannot be {state}. It can be: {known}."),
    "issue_source_unknown": QT_TRANSLATE_NOOP(
        "wording", "An issue cannot come from there ({source}). It can be: {known}."
    ),
    "issue_unknown": QT_TRANSLATE_NOOP("wording", "That issue is not in the record any more."),
    "commitment_text_missing": QT_TRANSLATE_NOOP("wording", "Write what is promised."),
    "due_before_sitting": QT_TRANSLATE_NOOP("wording", "{due_on} is before the sitting itself: check the date."),
    "responsible_unclear": QT_TRANSLATE_NOOP("wording", "Say who answers for it."),
    "responsible_kind_unknown": QT_TRANSLATE_NOOP(
        "wording", "That cannot answer for a commitment ({kind}). It can be: {known}."
    ),
    "responsible_unknown": QT_TRANSLATE_NOOP("wording", "Whoever answers for it is not in the record."),
    "commitment_unknown": QT_TRANSLATE_NOOP("wording", "That commitment is not in the record any more."),
    "commitment_state_unknown": QT_TRANSLATE_NOOP("wording", "A commitment cannot be {state}. It can be: {known}."),
    "topic_unknown": QT_TRANSLATE_NOOP("wording", "There is no topic {topic}. There are: {known}."),
    "department_unknown": QT_TRANSLATE_NOOP("wording", "There is no department {department}. There are: {known}."),
    "due_unreadable": QT_TRANSLATE_NOOP("wording", "{text} is no date. Write it like 2026-12-15 or 15/12/2026."),
    "point_unreadable": QT_TRANSLATE_NOOP(
        "wording", "{text} is no point. Paste latitude and longitude as the map shows them: -32.9468, -60.6393."
    ),
    "point_nowhere": QT_TRANSLATE_NOOP(
        "wording", "There is no such point on the earth ({text}): first comes the latitude, then the longitude."
    ),
    "due_reason_missing": QT_TRANSLATE_NOOP("wording", "Write why the day changes."),
    "commitment_settled": QT_TRANSLATE_NOOP("wording", "It is settled already: open it again to change its day."),
    "responsible_several": QT_TRANSLATE_NOOP(
        "wording", "One alone answers for it: a department, an organisation or a neighbour."
    ),
    "term_unknown": QT_TRANSLATE_NOOP("wording", "Nothing is due like that ({term}). There are: {known}."),
    "council_unclear": QT_TRANSLATE_NOOP("wording", "Which council is {council}? There are: {known}."),
    "recipient_missing": QT_TRANSLATE_NOOP("wording", "Write to whom it was sent."),
    "dispatch_empty": QT_TRANSLATE_NOOP("wording", "There is nothing on that list."),
    "dispatch_unknown": QT_TRANSLATE_NOOP("wording", "That list is not in the record any more."),
    "list_empty": QT_TRANSLATE_NOOP("wording", "There is nothing to send with what was chosen."),
    "list_too_long": QT_TRANSLATE_NOOP(
        "wording", "That is more than {most} issues, too many for one list: choose a shorter period."
    ),
    "list_needs_folder": QT_TRANSLATE_NOOP(
        "wording", "They are {number} lists: give a folder, or a file that ends in .zip."
    ),
    "list_ending_unknown": QT_TRANSLATE_NOOP(
        "wording", "{name}: the name has to end in .docx, .xlsx or .pdf, or in .zip for several."
    ),
}
