"""The sentences about files that are carried on a stick."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "carry_unreadable": QT_TRANSLATE_NOOP(
        "wording",
        "That file is damaged, cut short, or none of Cabildo's: perhaps the stick was pulled out too early. "
        "Nothing was taken in. Write it again where it comes from.",
    ),
    "carry_not_there": QT_TRANSLATE_NOOP(
        "wording", "There is no file {path}. Look at its name, and whether the stick is in."
    ),
    "carry_newer": QT_TRANSLATE_NOOP(
        "wording", "That file is of a newer version of Cabildo. Update this program and take it in then."
    ),
    "carry_not_for_us": QT_TRANSLATE_NOOP(
        "wording",
        "That file is closed for somebody else: what goes to the centre is taken in there, and what comes back from it "
        "only by the laptop that sent something.",
    ),
    "carry_for_desk": QT_TRANSLATE_NOOP(
        "wording", "That file is for a laptop, not for the shared database. Take it in on that laptop."
    ),
    "carry_for_beside": QT_TRANSLATE_NOOP(
        "wording",
        "That file is for the laptop beside, not for the centre. Write another one on the laptop that it comes from: "
        "to the centre, without a code.",
    ),
    "carry_needs_code": QT_TRANSLATE_NOOP(
        "wording", "That file comes from another laptop. It takes the code that is shown on the screen of that one."
    ),
    "carry_code_wrong": QT_TRANSLATE_NOOP(
        "wording", "That is not the code of this file. Have it said again, letter by letter."
    ),
    "carry_forged": QT_TRANSLATE_NOOP(
        "wording",
        "That file was not signed by the laptop it claims to come from. Nothing was taken in; tell the administrator "
        "of the shared database.",
    ),
    "carry_altered": QT_TRANSLATE_NOOP(
        "wording",
        "On the laptop that wrote this file entry {number} was altered from outside. Nothing was taken in here.",
    ),
    "carry_other_city": QT_TRANSLATE_NOOP("wording", "That file is of another city. Nothing was taken in."),
    "carry_other_desk": QT_TRANSLATE_NOOP(
        "wording",
        "That file answers this laptop as it was before it became a desk of its own. Write a new one for the centre.",
    ),
    "carry_own": QT_TRANSLATE_NOOP(
        "wording", "That file was written on this very laptop. Take it in on the other one."
    ),
    "carry_key_changed": QT_TRANSLATE_NOOP(
        "wording",
        "That file says it comes from “{name}”, but it is not signed as the last one of that laptop was. "
        "Nothing was taken in.",
    ),
    "carry_not_for_heads": QT_TRANSLATE_NOOP(
        "wording", "This laptop gets figures without names: the file of another laptop cannot be taken in here."
    ),
    "carry_needs_centre": QT_TRANSLATE_NOOP(
        "wording",
        "Before its first stick this laptop has to reach the shared database once: there it learns for whom to close "
        "the file.",
    ),
    "carry_desk_revoked": QT_TRANSLATE_NOOP(
        "wording", "“{name}” was shut out of the shared database. What is in this file was not taken in."
    ),
    "carry_desk_unknown": QT_TRANSLATE_NOOP(
        "wording",
        "The shared database does not know the laptop that wrote this file. Let it connect once by the network; if it "
        "is refused there too, give it a new enrolment file. Nothing is lost: all of it is still on that laptop.",
    ),
    "carry_desk_unproven": QT_TRANSLATE_NOOP(
        "wording",
        "“{name}” has not left its key here yet, so nobody can tell whether this file is its own. "
        "It has to reach the shared database once, with this version of Cabildo.",
    ),
    "carry_out_of_order": QT_TRANSLATE_NOOP(
        "wording",
        "What this laptop had sent before is missing at the centre. Nothing is lost: write a new file, which will "
        "hold all of it.",
    ),
    "carry_full": QT_TRANSLATE_NOOP(
        "wording", "There is no room for the file on the stick. Nothing was written: make room, or use another one."
    ),
    "carry_unwritable": QT_TRANSLATE_NOOP(
        "wording", "The file cannot be written to {path}. Look whether the stick is in, and not locked."
    ),
}
