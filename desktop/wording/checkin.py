"""The sentences about presences."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "way_unknown": QT_TRANSLATE_NOOP("wording", "One is present in the room, on Zoom or by telephone."),
    "stay_backwards": QT_TRANSLATE_NOOP("wording", "Nobody leaves before she comes: check the times."),
    "nobody_unnamed": QT_TRANSLATE_NOOP("wording", "There is nobody left without a name to take off."),
    "document_missing": QT_TRANSLATE_NOOP("wording", "The document number is missing."),
    "document_unknown": QT_TRANSLATE_NOOP("wording", "Nobody on the roll has the document {document}."),
    "document_of_several": QT_TRANSLATE_NOOP(
        "wording", "Several people on the roll have the document {document}: choose one by name."
    ),
    "not_a_dni": QT_TRANSLATE_NOOP("wording", "That is not the code of a DNI: scan the card again or type the number."),
    "presence_unknown": QT_TRANSLATE_NOOP("wording", "That arrival was taken back already."),
    "presence_not_here": QT_TRANSLATE_NOOP("wording", "That person is not in the room at this sitting."),
    "left_already": QT_TRANSLATE_NOOP("wording", "That person had left already."),
    "nothing_to_take_back": QT_TRANSLATE_NOOP("wording", "There is nothing to take back."),
    "no_sitting_chosen": QT_TRANSLATE_NOOP(
        "wording", "Open a sitting first: the door counts for the sitting that is open."
    ),
    "no_open_sitting": QT_TRANSLATE_NOOP(
        "wording", "A card was read and no sitting is open: open one in Today and scan the card again."
    ),
    "companions_fewer": QT_TRANSLATE_NOOP("wording", "Nobody else without a name came with that person."),
    "consent_needs_guardian": QT_TRANSLATE_NOOP(
        "wording", "{name} is not of age: first say who answers for {name} and agrees."
    ),
    "guardian_herself": QT_TRANSLATE_NOOP("wording", "Nobody of age is her own guardian: choose somebody else."),
    "guardian_of_no_age": QT_TRANSLATE_NOOP("wording", "Whoever answers for a minor must be of age."),
    "checkin_one_way": QT_TRANSLATE_NOOP(
        "wording",
        "Say one thing: --scan, --document, --resident, --walk-in, --leave, --back, --consent, --unnamed, --undo.",
    ),
}
