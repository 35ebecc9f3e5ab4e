"""The sentences about sheets of paper."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "paper_folder_missing": QT_TRANSLATE_NOOP("wording", "The folder {folder} does not exist."),
    "paper_ending_unknown": QT_TRANSLATE_NOOP("wording", "{name}: the name has to end in .pdf or in .docx."),
    "paper_file_exists": QT_TRANSLATE_NOOP("wording", "{path} is already there. Choose another name."),
    "paper_file_unwritable": QT_TRANSLATE_NOOP(
        "wording", "{path} cannot be written. If it is open, close it; if not, choose another folder."
    ),
}
