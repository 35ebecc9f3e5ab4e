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
}


def field_word(register: str) -> str:
    """What a field is called."""
    known = FIELDS.get(register)
    return QCoreApplication.translate("SyncFields", str(known)) if known is not None else register


def value_word(field: str, value: str | None, moment: Callable[[datetime], str]) -> str:
    """What stands in a field, as a person would say it."""
    if value is None:
        return QCoreApplication.translate("SyncFields", "(empty)")
    if _MOMENT.fullmatch(value):
        return moment(datetime.fromisoformat(value))
    if day := _DAY.fullmatch(value):
        return f"{day[3]}/{day[2]}/{day[1]}"
    return value
