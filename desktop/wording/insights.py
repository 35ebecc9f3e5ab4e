"""The sentences about figures."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "period_backwards": QT_TRANSLATE_NOOP("wording", "The period ends before it begins: choose a later last day."),
    "period_needed": QT_TRANSLATE_NOOP("wording", "To compare, say the first and the last day: --from and --to."),
    "figures_in_doubt": QT_TRANSLATE_NOOP(
        "wording",
        "The figures of {count} sittings are not what the record says. Put them right with: cabildo figures rebuild",
    ),
    "figures_being_counted": QT_TRANSLATE_NOOP(
        "wording",
        "The figures are being counted ({percent} %) and show up by themselves in a while. Nothing waits for them.",
    ),
    "figure_unknown": QT_TRANSLATE_NOOP("wording", "There is no figure “{text}”. These are known: {known}."),
    "cut_unknown": QT_TRANSLATE_NOOP("wording", "Figures are not cut by “{text}”. They can be by: {known}."),
    "comparison_unknown": QT_TRANSLATE_NOOP(
        "wording", "Nothing is compared with “{text}”. What can be said is: {known}."
    ),
    "figure_not_cut": QT_TRANSLATE_NOOP("wording", "“{name}” cannot be cut by “{by}”: nobody could say what is whose."),
    "day_unreadable": QT_TRANSLATE_NOOP("wording", "“{text}” is not a day. Write it like 2026-11-22."),
    "district_not_told": QT_TRANSLATE_NOOP(
        "wording",
        "This laptop knows the sittings of its own district alone. Choose that one, or ask somebody who sees the whole "
        "city.",
    ),
    "file_unwritable": QT_TRANSLATE_NOOP(
        "wording", "Nothing could be written to {path}. Choose another folder or close the program that has it open."
    ),
}
