"""The sentences about residents."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "name_missing": QT_TRANSLATE_NOOP("wording", "The name is missing."),
    "name_incomplete": QT_TRANSLATE_NOOP("wording", "Write both the given name and the family name."),
    "name_unreadable": QT_TRANSLATE_NOOP("wording", "A name has letters only: «{name}» does not look like one."),
    "name_too_long": QT_TRANSLATE_NOOP("wording", "The name is too long: {longest} letters at most."),
    "document_unreadable": QT_TRANSLATE_NOOP("wording", "A document number has six to eight digits."),
    "date_unreadable": QT_TRANSLATE_NOOP("wording", "There is no such date: write it as day/month/year."),
    "birth_date_unlikely": QT_TRANSLATE_NOOP("wording", "Nobody was born on that date: check the year."),
    "gender_unreadable": QT_TRANSLATE_NOOP("wording", "The gender was not understood."),
    "age_band_unknown": QT_TRANSLATE_NOOP("wording", "There is no such age band."),
    "phone_unreadable": QT_TRANSLATE_NOOP(
        "wording", "The telephone number is not complete: write it with its area code."
    ),
    "email_unreadable": QT_TRANSLATE_NOOP("wording", "That is not an e-mail address."),
    "resident_unknown": QT_TRANSLATE_NOOP("wording", "That person is not on the roll."),
    "neighbourhood_unknown": QT_TRANSLATE_NOOP("wording", "The quarter is none of the city's: it was left out."),
    "same_document_other_name": QT_TRANSLATE_NOOP(
        "wording", "Somebody of another name has the same document: look at both before adding anybody."
    ),
    "same_name_other_document": QT_TRANSLATE_NOOP(
        "wording", "Somebody of the same name has another document: look whether they are two people."
    ),
    "same_name": QT_TRANSLATE_NOOP(
        "wording", "Somebody of the same name is on the roll: look whether it is the same person."
    ),
    "roll_missing": QT_TRANSLATE_NOOP("wording", "The file {name} cannot be read."),
    "roll_empty": QT_TRANSLATE_NOOP("wording", "The file is empty."),
    "roll_too_large": QT_TRANSLATE_NOOP("wording", "The file is too large to be a roll of neighbours."),
    "roll_encoding": QT_TRANSLATE_NOOP(
        "wording", "The letters of the file cannot be read: save it as «CSV UTF-8» and try again."
    ),
    "roll_unreadable": QT_TRANSLATE_NOOP("wording", "The file is not a CSV."),
    "roll_columns": QT_TRANSLATE_NOOP(
        "wording", "The file has no column {missing}: the first line must name the columns."
    ),
    "roll_column_twice": QT_TRANSLATE_NOOP(
        "wording", "Two columns of the file say the same: {columns}. Leave one of them and try again."
    ),
}
