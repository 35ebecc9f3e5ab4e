"""The sentences about the file, its keys, and opening them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "record_missing": QT_TRANSLATE_NOOP("wording", "There is no record of Cabildo in {path}."),
    "record_exists": QT_TRANSLATE_NOOP("wording", "There is a record in {path} already; it was left as it is."),
    "record_damaged": QT_TRANSLATE_NOOP(
        "wording",
        "The record cannot be read: the file is damaged, or its key is another one. Restore the last copy.",
    ),
    "record_newer": QT_TRANSLATE_NOOP(
        "wording", "This record was written by a newer version of Cabildo. Install that version to open it."
    ),
    "record_busy": QT_TRANSLATE_NOOP("wording", "Another program is using the record. Close it and try again."),
    "record_unreachable": QT_TRANSLATE_NOOP(
        "wording", "The record cannot be reached on the disk. Nothing was lost; check the disk and try again."
    ),
    "home_empty": QT_TRANSLATE_NOOP(
        "wording", "After --home comes the folder of the data, and there is none. Write it, or leave --home out."
    ),
    "home_unwritable": QT_TRANSLATE_NOOP(
        "wording", "Nothing can be written in {path}. Choose another folder or ask for permission."
    ),
    "disk_full": QT_TRANSLATE_NOOP(
        "wording", "The disk is full: the last thing was not saved. Free some space and do it again."
    ),
    "disk_read_only": QT_TRANSLATE_NOOP(
        "wording", "The disk does not let anything be written: the last thing was not saved."
    ),
    "keys_damaged": QT_TRANSLATE_NOOP(
        "wording", "The file with the keys in {path} is damaged. Restore it from the last copy."
    ),
    "keys_missing": QT_TRANSLATE_NOOP(
        "wording",
        "The file with the keys is not there: {path}. Without it no backup could be opened. A backup of before holds "
        "the keys of its time: restore the last one.",
    ),
    "backup_missing": QT_TRANSLATE_NOOP("wording", "There is no file {file}."),
    "backup_foreign": QT_TRANSLATE_NOOP("wording", "{file} is not a backup of Cabildo."),
    "backup_damaged": QT_TRANSLATE_NOOP(
        "wording", "The backup {file} is damaged or incomplete. Nothing was changed; try an older one."
    ),
    "backup_newer": QT_TRANSLATE_NOOP(
        "wording", "The backup {file} was made by a newer version of Cabildo. Install that version to restore it."
    ),
    "backup_none_after": QT_TRANSLATE_NOOP(
        "wording", "No good backup would be left. Make a new one first, and then delete the older ones."
    ),
    "backup_no_space": QT_TRANSLATE_NOOP(
        "wording", "There is no room for the backup in {path} (needed: {needed}). The older ones are as they were."
    ),
    "backup_folder": QT_TRANSLATE_NOOP(
        "wording", "No backup could be made in {path}: the folder is not there, or nothing can be written in it."
    ),
    "backup_same_folder": QT_TRANSLATE_NOOP(
        "wording", "Every backup is in {path} already. Choose a folder of another disk."
    ),
    "restore_replaces": QT_TRANSLATE_NOOP(
        "wording", "There is a record in {path} already. With --replace it is moved aside, and nothing of it is lost."
    ),
    "window_open": QT_TRANSLATE_NOOP("wording", "Cabildo is open with the record in {path}. Close it first."),
    "new_passphrase_needed": QT_TRANSLATE_NOOP("wording", "The new passphrase is missing."),
    "passphrase_needed": QT_TRANSLATE_NOOP("wording", "The passphrase is needed to open the record."),
    "passphrase_too_short": QT_TRANSLATE_NOOP(
        "wording", "The passphrase is too short: use at least {shortest} characters."
    ),
    "passphrase_wrong": QT_TRANSLATE_NOOP(
        "wording", "That is not the passphrase, nor the recovery code, of this record."
    ),
    "hour_missing": QT_TRANSLATE_NOOP("wording", "{text} has no hour. Write it like {text}T19:00."),
    "time_unreadable": QT_TRANSLATE_NOOP("wording", "“{text}” is not a date and time. Write it like 2026-11-22T19:00."),
}
