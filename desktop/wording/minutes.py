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
        "wording",
        "{path} was edited after Cabildo wrote it. Take its changes back first, or save under another name to keep "
        "both.",
    ),
    "minutes_file_unwritable": QT_TRANSLATE_NOOP(
        "wording", "{path} cannot be written. If it is open in Word, close it; if not, choose another folder."
    ),
    "minutes_none_yet": QT_TRANSLATE_NOOP("wording", "There is no draft of these minutes yet: generate it first."),
    "minutes_not_the_newest": QT_TRANSLATE_NOOP(
        "wording", "That file comes from an older version, and the newest one was edited as well. Join them in Word."
    ),
    "minutes_edited_elsewhere": QT_TRANSLATE_NOOP(
        "wording",
        "Version {version} was edited by hand and that file is not on this computer. Take it back here, or start anew "
        "from the record.",
    ),
    "minutes_file_missing": QT_TRANSLATE_NOOP("wording", "{path} cannot be found or read."),
    "minutes_file_unreadable": QT_TRANSLATE_NOOP(
        "wording", "That is not a Word file (.docx), or it is damaged. Open it in Word and save it again as .docx."
    ),
    "minutes_file_of_another": QT_TRANSLATE_NOOP(
        "wording", "{path} belongs to another sitting: it is Minutes {number}/{year}."
    ),
    "minutes_paper_not_taken": QT_TRANSLATE_NOOP(
        "wording", "{path} is not the full minutes. Only those are taken back; the other papers are made from them."
    ),
    "minutes_language_unknown": QT_TRANSLATE_NOOP("wording", "There are no minutes in that language: {language}."),
    "minutes_template_unreadable": QT_TRANSLATE_NOOP(
        "wording", "The template {file} is not a Word document (.docx). Save it again from Word as a document."
    ),
    "minutes_template_syntax": QT_TRANSLATE_NOOP(
        "wording", "The template {file} has a field that cannot be understood. Look at its braces here: “{where}”"
    ),
    "minutes_template_field": QT_TRANSLATE_NOOP(
        "wording", "The template {file} asks for “{field}”, which does not exist, here: “{where}”. Perhaps: {near}"
    ),
    "minutes_template_part_not_alone": QT_TRANSLATE_NOOP(
        "wording",
        "In the template {file}, “{field}” has to stand alone in a paragraph of the text, outside of tables, headers "
        "and footers. Now it says: “{where}”",
    ),
}
