"""The sentences about matching."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "match_ambiguous": QT_TRANSLATE_NOOP(
        "wording", "Several groups of this sitting begin with {text}: write a few more characters."
    ),
    "match_unknown": QT_TRANSLATE_NOOP("wording", "There is no such group in this sitting."),
    "match_needs_a_resident": QT_TRANSLATE_NOOP("wording", "Choose who it is first."),
    "match_needs_several": QT_TRANSLATE_NOOP(
        "wording", "Say the ids of two neighbours or more; for one it is «confirm»."
    ),
    "match_document_known": QT_TRANSLATE_NOOP(
        "wording", "{name} is on the roll with that document: confirm that it is she instead of writing her down again."
    ),
    "list_out_of_date": QT_TRANSLATE_NOOP(
        "wording", "Something was written since the list was shown. Look at it once more; nothing was confirmed."
    ),
    "nothing_to_undo": QT_TRANSLATE_NOOP("wording", "There is nothing to undo."),
}
