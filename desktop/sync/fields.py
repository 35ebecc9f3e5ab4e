"""The words for fields that two desks may write at once, and for what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")

FIELDS: dict[str, object] = {
    "name": QT_TRANSLATE_NOOP("SyncFields", "name"),
    "chosen_name": QT_TRANSLATE_NOOP("SyncFields", "name she goes by"),
    "document": QT_TRANSLATE_NOOP("SyncFields", "document"),
    "birth_date": QT_TRANSLATE_NOOP("SyncFields", "date of birth"),
    "age_band": QT_TRANSLATE_NOOP("SyncFields", "age"),
    "gender": QT_TRANSLATE_NOOP("SyncFields", "gender"),
    "phone": QT_TRANSLATE_NOOP("SyncFields", "telephone"),
    "email": QT_TRANSLATE_NOOP("SyncFields", "e-mail"),
    "address": QT_TRANSLATE_NOOP("SyncFields", "address"),
    "neighbourhood_id": QT_TRANSLATE_NOOP("SyncFields", "quarter"),
    "district_id": QT_TRANSLATE_NOOP("SyncFields", "district"),
    "belongs": QT_TRANSLATE_NOOP("SyncFields", "organisation"),
    "consent": QT_TRANSLATE_NOOP("SyncFields", "consent"),
    "guardian_id": QT_TRANSLATE_NOOP("SyncFields", "who answers for her"),
    "note": QT_TRANSLATE_NOOP("SyncFields", "note"),
    "removed_at": QT_TRANSLATE_NOOP("SyncFields", "taken out"),
    "kind": QT_TRANSLATE_NOOP("SyncFields", "kind"),
    "contact": QT_TRANSLATE_NOOP("SyncFields", "contact"),
    "title": QT_TRANSLATE_NOOP("SyncFields", "title"),
    "place": QT_TRANSLATE_NOOP("SyncFields", "place"),
    "mode": QT_TRANSLATE_NOOP("SyncFields", "form of the sitting"),
    "starts_at": QT_TRANSLATE_NOOP("SyncFields", "day and hour"),
    "opened_at": QT_TRANSLATE_NOOP("SyncFields", "opened"),
    "closed_at": QT_TRANSLATE_NOOP("SyncFields", "closed"),
    "join_link": QT_TRANSLATE_NOOP("SyncFields", "link of the call"),
    "unnamed_in_room": QT_TRANSLATE_NOOP("SyncFields", "people without a name"),
    "presenter": QT_TRANSLATE_NOOP("SyncFields", "who presents"),
    "notes": QT_TRANSLATE_NOOP("SyncFields", "notes"),
    "outcome": QT_TRANSLATE_NOOP("SyncFields", "outcome"),
    "minutes_planned": QT_TRANSLATE_NOOP("SyncFields", "minutes planned"),
    "started_at": QT_TRANSLATE_NOOP("SyncFields", "beginning"),
    "ended_at": QT_TRANSLATE_NOOP("SyncFields", "end"),
    "resident_id": QT_TRANSLATE_NOOP("SyncFields", "who"),
    "resident_ids": QT_TRANSLATE_NOOP("SyncFields", "who"),
    "item_id": QT_TRANSLATE_NOOP("SyncFields", "item of the agenda"),
    "arrived_at": QT_TRANSLATE_NOOP("SyncFields", "arrival"),
    "left_at": QT_TRANSLATE_NOOP("SyncFields", "leaving"),
    "companions": QT_TRANSLATE_NOOP("SyncFields", "companions"),
    "representing_id": QT_TRANSLATE_NOOP("SyncFields", "whom she represents"),
    "way": QT_TRANSLATE_NOOP("SyncFields", "way of taking part"),
    "verdict": QT_TRANSLATE_NOOP("SyncFields", "verdict"),
    "text": QT_TRANSLATE_NOOP("SyncFields", "text"),
    "topic": QT_TRANSLATE_NOOP("SyncFields", "topic"),
    "raised_by_id": QT_TRANSLATE_NOOP("SyncFields", "who raised it"),
    "department_id": QT_TRANSLATE_NOOP("SyncFields", "department"),
    "state": QT_TRANSLATE_NOOP("SyncFields", "state"),
    "responsible_id": QT_TRANSLATE_NOOP("SyncFields", "who is responsible"),
    "due_on": QT_TRANSLATE_NOOP("SyncFields", "due date"),
    "sent_to": QT_TRANSLATE_NOOP("SyncFields", "to whom it was sent"),
    "facilitator": QT_TRANSLATE_NOOP("SyncFields", "who facilitates"),
    "length_minutes": QT_TRANSLATE_NOOP("SyncFields", "length"),
    "cancelled_at": QT_TRANSLATE_NOOP("SyncFields", "called off"),
    "stream_link": QT_TRANSLATE_NOOP("SyncFields", "link of the stream"),
    "registration_link": QT_TRANSLATE_NOOP("SyncFields", "link to register"),
    "stream_views": QT_TRANSLATE_NOOP("SyncFields", "views of the stream"),
    "zoom_number": QT_TRANSLATE_NOOP("SyncFields", "number of the call"),
    "position": QT_TRANSLATE_NOOP("SyncFields", "order"),
    "point": QT_TRANSLATE_NOOP("SyncFields", "place on the map"),
    "council_id": QT_TRANSLATE_NOOP("SyncFields", "council"),
    "sitting_id": QT_TRANSLATE_NOOP("SyncFields", "sitting"),
    "neighbourhood_ids": QT_TRANSLATE_NOOP("SyncFields", "quarters"),
    "topics": QT_TRANSLATE_NOOP("SyncFields", "topics"),
    "signatories": QT_TRANSLATE_NOOP("SyncFields", "who signs"),
    "undone_at": QT_TRANSLATE_NOOP("SyncFields", "undone"),
    "participant_ids": QT_TRANSLATE_NOOP("SyncFields", "lines of the call"),
    "channel": QT_TRANSLATE_NOOP("SyncFields", "channel"),
    "invited_on": QT_TRANSLATE_NOOP("SyncFields", "day of the invitation"),
    "reached": QT_TRANSLATE_NOOP("SyncFields", "who was reached"),
    "result": QT_TRANSLATE_NOOP("SyncFields", "what came of it"),
    "answers": QT_TRANSLATE_NOOP("SyncFields", "answers"),
    "words": QT_TRANSLATE_NOOP("SyncFields", "in her own words"),
    "answered_on": QT_TRANSLATE_NOOP("SyncFields", "day of the answers"),
    "done": QT_TRANSLATE_NOOP("SyncFields", "what was done"),
    "took": QT_TRANSLATE_NOOP("SyncFields", "what it took"),
    "partners": QT_TRANSLATE_NOOP("SyncFields", "with whom"),
    "happened_on": QT_TRANSLATE_NOOP("SyncFields", "when it was"),
    "photo": QT_TRANSLATE_NOOP("SyncFields", "picture"),
    "photo_shows": QT_TRANSLATE_NOOP("SyncFields", "what the picture shows"),
    "inhabitants": QT_TRANSLATE_NOOP("SyncFields", "inhabitants"),
    "polygon": QT_TRANSLATE_NOOP("SyncFields", "area on the map"),
}


# What a code is called on its own page: the words of that page, so that it is the same one here.
CODES: dict[str, tuple[str, dict[str, str]]] = {
    "outcome": ("agenda", {
        "informed": "informed", "agreed": "agreed", "postponed": "postponed", "referred": "referred",
    }),
    "mode": ("sittings", {"in_person": "in person", "virtual": "virtual", "hybrid": "hybrid"}),
    "way": ("Door", {"room": "Room", "zoom": "Zoom", "phone": "Phone"}),
    "gender": ("DoorSheets", {
        "woman": "Woman", "man": "Man", "non_binary": "Non-binary", "not_said": "Rather not say",
    }),
    "result": ("outreach", {
        "told": "was told", "will_come": "will come", "may_come": "may come", "will_not_come": "will not come",
        "no_answer": "no answer", "wrong_contact": "wrong number or address",
    }),
}  # fmt: skip
# Of several nouns, none of which has a code of another one: kinds and states.
_OF_ALL: tuple[tuple[str, dict[str, str]], ...] = (
    ("issues", {"proposal": "Proposal", "complaint": "Complaint", "question": "Question", "answered": "answered",
                "settled": "settled", "dropped": "dropped", "kept": "kept", "broken": "not kept",
                "released": "released"}),
    ("sittings", {"planned": "planned", "open": "open", "closed": "closed", "signed": "signed",
                  "neighbourhood": "of a neighbourhood", "inter_district": "inter-district", "thematic": "thematic"}),
    ("Organisations", {"vecinal": "Vecinal", "club": "Club", "school": "School", "ngo": "Social organisation",
                       "health_centre": "Health centre", "shop": "Shop", "department": "Municipal department",
                       "other": "Other"}),
)  # fmt: skip
# A picture as letters, or a thousand corners: nobody reads them, and no label bears them.
_NOT_FOR_READING = ("photo", "polygon")


def field_word(register: str) -> str:
    """What a field is called; one that no page shows is another detail."""
    known = FIELDS.get(register)
    if known is None:
        return QCoreApplication.translate("SyncFields", "another detail")
    return QCoreApplication.translate("SyncFields", str(known))


def value_word(field: str, value: str | None, moment: Callable[[datetime], str]) -> str:
    """What stands in a field, as a person would say it."""
    if value is None:
        return QCoreApplication.translate("SyncFields", "(empty)")
    if field in _NOT_FOR_READING:
        return QCoreApplication.translate("SyncFields", "(not shown here)")
    if (told := _code_word(field, value)) is not None:
        return told
    if _MOMENT.fullmatch(value):
        return moment(datetime.fromisoformat(value))
    if day := _DAY.fullmatch(value):
        return f"{day[3]}/{day[2]}/{day[1]}"
    return value


def _code_word(field: str, value: str) -> str | None:
    """The word for a code; None for what was typed by somebody."""
    if field == "outcome" and value == "none":
        return QCoreApplication.translate("SyncFields", "(empty)")
    known = (CODES[field],) if field in CODES else _OF_ALL if field in ("kind", "state") else ()
    for page, words in known:
        if value in words:
            return QCoreApplication.translate(page, words[value])
    return None
