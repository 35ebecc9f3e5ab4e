"""The sentences about residents."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "name_missing": QT_TRANSLATE_NOOP("wording", "The name is missing."),
    "name_incomplete": QT_TRANSLATE_NOOP("wording", "Write both the given name and the family name."),
    "name_order_unclear": QT_TRANSLATE_NOOP(
        "wording", "Which is the family name of «{name}»? Write it with a comma: «{written}» or «{turned}»."
    ),
    "name_unreadable": QT_TRANSLATE_NOOP("wording", "A name has letters only: «{name}» does not look like one."),
    "name_too_long": QT_TRANSLATE_NOOP("wording", "The name is too long: {longest} letters at most."),
    "document_unreadable": QT_TRANSLATE_NOOP("wording", "A document number has six to eight digits."),
    "cuil_unreadable": QT_TRANSLATE_NOOP("wording", "The CUIL is not right: check its eleven digits."),
    "document_and_cuil_differ": QT_TRANSLATE_NOOP("wording", "The document is not the one that the CUIL holds."),
    "date_unreadable": QT_TRANSLATE_NOOP(
        "wording", "There is no such date: write it as day/month/year, the year with four digits."
    ),
    "birth_date_unlikely": QT_TRANSLATE_NOOP("wording", "Nobody was born on that date: check the year."),
    "gender_unreadable": QT_TRANSLATE_NOOP("wording", "The gender was not understood."),
    "age_band_unknown": QT_TRANSLATE_NOOP("wording", "There is no such age band."),
    "phone_unreadable": QT_TRANSLATE_NOOP(
        "wording", "The telephone number is not complete: write it with its area code."
    ),
    "email_unreadable": QT_TRANSLATE_NOOP("wording", "That is not an e-mail address."),
    "resident_unknown": QT_TRANSLATE_NOOP("wording", "That person is not on the roll."),
    "neighbourhood_unknown": QT_TRANSLATE_NOOP("wording", "The quarter is none of the city's: it was left out."),
    "district_unknown_left_out": QT_TRANSLATE_NOOP("wording", "The district is none of the city's: it was left out."),
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
    "roll_busy": QT_TRANSLATE_NOOP("wording", "Another list is being taken in: wait for it, or stop it."),
    "roll_empty": QT_TRANSLATE_NOOP("wording", "The file is empty."),
    "roll_too_large": QT_TRANSLATE_NOOP("wording", "The file is too large to be a roll of neighbours."),
    "roll_encoding": QT_TRANSLATE_NOOP(
        "wording", "The letters of the file cannot be read: save it as «CSV UTF-8» and try again."
    ),
    "roll_unreadable": QT_TRANSLATE_NOOP("wording", "The file is not a CSV."),
    "roll_damaged": QT_TRANSLATE_NOOP(
        "wording", "The file is damaged or only half of it came: open it in Excel, save it again and try once more."
    ),
    "roll_locked": QT_TRANSLATE_NOOP(
        "wording", "The file has a password: open it in Excel, save it without one and try again."
    ),
    "roll_swollen": QT_TRANSLATE_NOOP(
        "wording", "The file is far larger inside than it looks, and was not opened: it is no roll of neighbours."
    ),
    "roll_is_pdf": QT_TRANSLATE_NOOP("wording", "That is a PDF: ask for the roll as a spreadsheet (Excel or CSV)."),
    "roll_is_word": QT_TRANSLATE_NOOP(
        "wording", "That is a text document: copy its table into a spreadsheet, save it and choose that file."
    ),
    "roll_is_picture": QT_TRANSLATE_NOOP(
        "wording", "That is a picture: the roll has to be a spreadsheet (Excel, LibreOffice or CSV)."
    ),
    "roll_is_archive": QT_TRANSLATE_NOOP(
        "wording", "That is a compressed folder: open it and choose the spreadsheet inside."
    ),
    "roll_is_page": QT_TRANSLATE_NOOP(
        "wording", "That is a web page under a spreadsheet's name: open it in Excel and save it as an Excel workbook."
    ),
    "roll_is_zoom": QT_TRANSLATE_NOOP(
        "wording", "That is a report of Zoom: take it in on the page Matching, where its people are recognised."
    ),
    "roll_sheet_unknown": QT_TRANSLATE_NOOP("wording", "The workbook has no sheet {sheet}: it has {known}."),
    "roll_no_sheets": QT_TRANSLATE_NOOP("wording", "A CSV has no sheets to choose from: leave --sheet out."),
    "roll_map_unknown": QT_TRANSLATE_NOOP("wording", "The file has no column {column}."),
    "roll_field_unknown": QT_TRANSLATE_NOOP("wording", "No column can be taken as {field}. What it can be: {known}."),
    "roll_cut": QT_TRANSLATE_NOOP(
        "wording", "{why} Taken in and kept so far: {people}. Take the same file in again to go on from there."
    ),
    "roll_columns": QT_TRANSLATE_NOOP(
        "wording", "The file has no column {missing}: the first line must name the columns."
    ),
    "roll_column_twice": QT_TRANSLATE_NOOP(
        "wording", "Two columns of the file say the same: {columns}. Leave one of them and try again."
    ),
    "export_kind": QT_TRANSLATE_NOOP("wording", "The name of the file has to end in .csv or .xlsx: {name} does not."),
    "export_too_long": QT_TRANSLATE_NOOP(
        "wording", "A sheet of Excel holds {most} people at most: export a quarter, or everybody as CSV."
    ),
    "export_failed": QT_TRANSLATE_NOOP(
        "wording", "{name} could not be written: look whether it is open elsewhere, and whether the disk has room."
    ),
    "roll_map_unreadable": QT_TRANSLATE_NOOP("wording", "Say it as Column=field: {text} is not written like that."),
    "doubtful_unknown": QT_TRANSLATE_NOOP("wording", "Doubtful lines are «new» or «skip»."),
    "nothing_to_correct": QT_TRANSLATE_NOOP("wording", "Say what has to be corrected."),
}
