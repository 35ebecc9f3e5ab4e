"""The words for what was corrected after the closing, on every screen that marks it and in the terminal."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import QCoreApplication

from db.sittings.corrections import Correction
from desktop.when import day_and_hour

translate = QCoreApplication.translate


def mark_word() -> str:
    """The mark itself."""
    return translate("afterwards", "after the closing")


def mark_of(one: Correction | None, zone: tzinfo | None) -> str:
    """The mark with when and by whom; nothing for what stands as it did at the closing."""
    if one is None:
        return ""
    said = translate("afterwards", "after the closing: {what}, {when}, {who}")
    return said.format(what=deed_word(one.kind), when=day_and_hour(one.at, zone), who=one.by)


def deed_word(kind: str) -> str:
    """What was done."""
    words = {
        "added": translate("afterwards", "added"),
        "changed": translate("afterwards", "changed"),
        "removed": translate("afterwards", "taken back"),
    }
    return words.get(kind, kind)


def noun_word(noun: str) -> str:
    """To what it was done."""
    words = {
        "sitting": translate("afterwards", "Sitting"),
        "item": translate("afterwards", "Item"),
        "turn": translate("afterwards", "Turn to speak"),
        "presence": translate("afterwards", "Presence"),
        "issue": translate("afterwards", "What was asked for"),
        "commitment": translate("afterwards", "Commitment"),
    }
    return words.get(noun, noun)


def field_words(one: Correction) -> str:
    """Which facts were changed; nothing for what is new or gone as a whole."""
    if one.kind != "changed":
        return ""
    return ", ".join(dict.fromkeys(word for name in one.fields if (word := _FIELDS.get(name, lambda: "")())))


def line_of(one: Correction, zone: tzinfo | None) -> str:
    """One correction on one line."""
    what = translate("afterwards", "{noun} {deed}: {about}").format(
        noun=noun_word(one.noun), deed=deed_word(one.kind), about=one.about or translate("afterwards", "without a name")
    )
    fields = field_words(one)
    parts = (day_and_hour(one.at, zone), one.by, f"{what} ({fields})" if fields else what)
    return "  ·  ".join(parts)


_FIELDS = {
    "title": lambda: translate("afterwards", "title"),
    "starts_at": lambda: translate("afterwards", "hour"),
    "place": lambda: translate("afterwards", "place"),
    "mode": lambda: translate("afterwards", "mode"),
    "unnamed_in_room": lambda: translate("afterwards", "without a name"),
    "position": lambda: translate("afterwards", "order"),
    "presenter": lambda: translate("afterwards", "who presents"),
    "minutes_planned": lambda: translate("afterwards", "planned minutes"),
    "started_at": lambda: translate("afterwards", "hour"),
    "ended_at": lambda: translate("afterwards", "hour"),
    "arrived_at": lambda: translate("afterwards", "hour"),
    "left_at": lambda: translate("afterwards", "hour"),
    "notes": lambda: translate("afterwards", "notes"),
    "outcome": lambda: translate("afterwards", "outcome"),
    "resident_id": lambda: translate("afterwards", "who"),
    "way": lambda: translate("afterwards", "way"),
    "companions": lambda: translate("afterwards", "who came with her"),
    "kind": lambda: translate("afterwards", "kind"),
    "topic": lambda: translate("afterwards", "topic"),
    "text": lambda: translate("afterwards", "text"),
    "raised_by_id": lambda: translate("afterwards", "who asked"),
    "point": lambda: translate("afterwards", "place"),
    "department_id": lambda: translate("afterwards", "department"),
    "responsible_kind": lambda: translate("afterwards", "who is responsible"),
    "responsible_id": lambda: translate("afterwards", "who is responsible"),
    "due_on": lambda: translate("afterwards", "date"),
}
