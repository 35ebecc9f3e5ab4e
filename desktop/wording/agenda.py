"""The sentences about the agenda and turns to speak."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "item_title_missing": QT_TRANSLATE_NOOP("wording", "Write what the item is about."),
    "minutes_out_of_range": QT_TRANSLATE_NOOP("wording", "{minutes} minutes cannot be planned: from 1 to {most}."),
    "outcome_unknown": QT_TRANSLATE_NOOP("wording", "An item cannot end like that ({outcome}). It can: {known}."),
    "agenda_empty": QT_TRANSLATE_NOOP("wording", "The agenda is empty: write down its first item."),
    "agenda_finished": QT_TRANSLATE_NOOP("wording", "All items have been dealt with."),
    "item_already_running": QT_TRANSLATE_NOOP("wording", "That item is on the table already."),
    "item_already_ended": QT_TRANSLATE_NOOP("wording", "That item has been dealt with already."),
    "item_already_begun": QT_TRANSLATE_NOOP("wording", "What has been spoken about stays in the agenda."),
    "item_unknown": QT_TRANSLATE_NOOP("wording", "That item is not in the agenda any more."),
    "no_item_running": QT_TRANSLATE_NOOP("wording", "Begin an item first (F4); then give the floor."),
    "not_present": QT_TRANSLATE_NOOP("wording", "That person is not marked present."),
    "item_into_itself": QT_TRANSLATE_NOOP("wording", "An item cannot be joined with itself: choose another one."),
    "items_of_two_sittings": QT_TRANSLATE_NOOP("wording", "Only two items of the same sitting can be joined."),
    "nobody_asked": QT_TRANSLATE_NOOP("wording", "Nobody is waiting to speak."),
}
