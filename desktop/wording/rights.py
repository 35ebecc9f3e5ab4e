"""The sentences about the rights of the person."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "resident_erased": QT_TRANSLATE_NOOP("wording", "The data of that person was erased already."),
    "file_ending_unknown": QT_TRANSLATE_NOOP("wording", "A file of a person ends in .pdf, .docx or .json."),
    "erasure_unconfirmed": QT_TRANSLATE_NOOP(
        "wording", "Nothing was erased: erasing cannot be undone, and has to be confirmed with --yes."
    ),
}
