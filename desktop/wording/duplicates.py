"""The sentences about people who are on the roll twice."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "merge_self": QT_TRANSLATE_NOOP("wording", "It is the same card: choose two."),
    "merge_erased": QT_TRANSLATE_NOOP("wording", "The data of one of them was erased: nobody can tell who it was."),
    "already_one": QT_TRANSLATE_NOOP("wording", "They are one person already."),
    "merge_apart": QT_TRANSLATE_NOOP(
        "wording", "Somebody said that they are two people: take that back first, under «Two people»."
    ),
    "merge_why_unknown": QT_TRANSLATE_NOOP("wording", "«{why}» is no reason to join two cards."),
    "merge_unknown": QT_TRANSLATE_NOOP("wording", "There is no such joining of two cards."),
    "merge_undone": QT_TRANSLATE_NOOP("wording", "That was taken back already."),
    "not_merged": QT_TRANSLATE_NOOP("wording", "That card is joined with no other."),
    "not_apart": QT_TRANSLATE_NOOP("wording", "Nobody said that they are two people."),
    "pair_unknown": QT_TRANSLATE_NOOP("wording", "Choose a pair first."),
    "resident_id_of_several": QT_TRANSLATE_NOOP(
        "wording", "Several people have an identifier that begins with {text}: write more of it."
    ),
}
