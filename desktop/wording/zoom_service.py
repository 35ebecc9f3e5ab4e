"""The sentences about Zoom's own service: credentials, permissions, limits, and lists that are not ready yet."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "zoom_not_set_up": QT_TRANSLATE_NOOP(
        "wording", "This desk has no access to Zoom yet. It is set up in Preferences, or with “cabildo zoom account”."
    ),
    "zoom_credentials_missing": QT_TRANSLATE_NOOP(
        "wording", "Three values are needed: the account, the client and its secret."
    ),
    "zoom_credentials_wrong": QT_TRANSLATE_NOOP(
        "wording",
        "Zoom does not accept these credentials. Copy the three values again, and ask the account's administrator "
        "whether the app is active.",
    ),
    "zoom_scope_missing": QT_TRANSLATE_NOOP(
        "wording", "A permission is missing. Ask the administrator of the Zoom account to add it to the app: {scopes}."
    ),
    "zoom_plan_missing": QT_TRANSLATE_NOOP(
        "wording", "The plan of the Zoom account does not include this. The report can still be brought as a file."
    ),
    "zoom_not_enough": QT_TRANSLATE_NOOP("wording", "Zoom lets this desk in, but something is missing."),
    "zoom_host_unknown": QT_TRANSLATE_NOOP(
        "wording", "That host is not a user of the Zoom account. Check the e-mail, or leave it empty."
    ),
    "zoom_not_there": QT_TRANSLATE_NOOP("wording", "Zoom knows of no such meeting in this account."),
    "zoom_not_ready": QT_TRANSLATE_NOOP(
        "wording", "Zoom has no list of this call yet. It takes minutes after the call ends, sometimes half an hour."
    ),
    "zoom_too_old": QT_TRANSLATE_NOOP(
        "wording", "The meeting is more than a year old; Zoom does not tell of it any more."
    ),
    "zoom_number_missing": QT_TRANSLATE_NOOP(
        "wording", "The sitting has no Zoom meeting. Write its number, or create it."
    ),
    "zoom_already_there": QT_TRANSLATE_NOOP("wording", "The sitting has its Zoom meeting already: {number}."),
    "zoom_no_registration": QT_TRANSLATE_NOOP(
        "wording", "The host has no licence, so that neighbours cannot register; the meeting was made without that."
    ),
    "zoom_no_questions": QT_TRANSLATE_NOOP(
        "wording", "The meeting was made, but the form to register does not ask for document and neighbourhood."
    ),
    "zoom_unreachable": QT_TRANSLATE_NOOP(
        "wording", "Zoom cannot be reached. The evening goes on; it can be brought later, or as a file."
    ),
    "zoom_busy": QT_TRANSLATE_NOOP("wording", "Zoom is busy. Try again in a minute."),
    "zoom_quota": QT_TRANSLATE_NOOP("wording", "Zoom's limit for today is used up; it answers again from {until} on."),
    "zoom_trouble": QT_TRANSLATE_NOOP(
        "wording", "Zoom answered something that cannot be used ({status}). Try again later."
    ),
    "zoom_pages_endless": QT_TRANSLATE_NOOP(
        "wording", "Zoom's list does not end. Nothing was taken in; try again later, or bring the report as a file."
    ),
    "zoom_page_expired": QT_TRANSLATE_NOOP("wording", "Zoom cut the list off in the middle. Try again."),
}
