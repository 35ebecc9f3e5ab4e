"""The sentences about minutes."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "minutes_too_early": QT_TRANSLATE_NOOP(
        "wording", "This sitting has not been opened yet: its minutes can be drafted from then on."
    ),
    "minutes_signed": QT_TRANSLATE_NOOP(
        "wording", "The minutes of this sitting are signed and cannot be drafted again."
    ),
    "minutes_unknown": QT_TRANSLATE_NOOP("wording", "Those minutes are not in the record."),
    "minutes_folder_missing": QT_TRANSLATE_NOOP("wording", "The folder {folder} does not exist."),
    "minutes_file_edited": QT_TRANSLATE_NOOP(
        "wording", "{path} was edited after Cabildo wrote it. Save the minutes under another name to keep both."
    ),
    "minutes_file_unwritable": QT_TRANSLATE_NOOP(
        "wording", "{path} cannot be written. If it is open in Word, close it; if not, choose another folder."
    ),
}
