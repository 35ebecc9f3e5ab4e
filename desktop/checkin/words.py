"""The words of the door: ways, hours, what an act came to."""

from __future__ import annotations

from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from db.checkin.queries import AtTheDoor, Stay
from desktop.checkin.presenter import Told
from desktop.kit.palette import Tone

translate = QCoreApplication.translate


def way_word(way: str) -> str:
    """Where somebody is."""
    words = {
        "room": translate("Door", "Room"),
        "zoom": translate("Door", "Zoom"),
        "phone": translate("Door", "Phone"),
    }
    return words[way]


def way_tone(way: str) -> Tone:
    return Tone.GOOD if way == "room" else Tone.ONLINE


def way_icon(stay: Stay) -> str:
    """Where somebody is, for where the word has no room."""
    if stay.left_at is not None:
        return "exit-run"
    return {"room": "account-check", "zoom": "video", "phone": "phone"}[stay.way]


def arrival_tone(stay: Stay) -> Tone:
    return Tone.MUTED if stay.left_at is not None else way_tone(stay.way)


def hour(moment: datetime, zone: tzinfo) -> str:
    """An hour as the clock of the city shows it."""
    return f"{moment.astimezone(zone):%H:%M}"


def document_words(document: str | None) -> str:
    """Enough of a document to tell namesakes apart, and not more: the screen faces the queue."""
    return translate("Door", "DNI …{ending}").format(ending=document[-3:]) if document else ""


def result_note(one: AtTheDoor) -> str:
    """What tells a person from her namesakes: quarter, organisation, the end of her document."""
    person = one.person
    return " · ".join(filter(None, (document_words(person.document), person.neighbourhood, person.organisation)))


def result_state(one: AtTheDoor) -> str:
    """The pill of a result."""
    if "room" in one.here:
        return translate("Door", "here already")
    if one.here:
        return way_word(one.here[0])
    if one.was_here:
        return translate("Door", "left")
    return translate("Door", "of this council") if one.person.tier == "council" else ""


def result_icon(one: AtTheDoor) -> str:
    """The state of a result, for where the word has no room."""
    if "room" in one.here:
        return "account-check"
    if one.here:
        return "video"
    return "account-group-outline" if one.person.tier == "council" else "account-outline"


def result_tip(one: AtTheDoor) -> str:
    """All there is to tell a person from her namesakes."""
    return " · ".join(filter(None, (one.person.name, result_note(one), result_state(one))))


def result_tone(one: AtTheDoor) -> Tone:
    if "room" in one.here:
        return Tone.GOOD
    return Tone.ONLINE if one.here else Tone.MUTED if one.was_here else Tone.ACCENT


def arrival_note(stay: Stay) -> str:
    """The second pill of an arrival."""
    if stay.left_at is not None:
        return translate("Door", "left")
    return translate("Door", "new") if stay.new else ""


def told_words(told: Told) -> tuple[str, Tone, str]:
    """What an act came to: the sentence, its tone, its icon."""
    if told.kind == "present":
        sentence = translate("Door", "{name} is present.")
        if told.enrolled:
            sentence = translate("Door", "{name} is present and on the roll.")
        elif told.new:
            sentence = translate("Door", "{name} is present, for the first time.")
        return sentence.format(name=told.name), Tone.GOOD, "check-circle"
    told_so = {
        "already": (translate("Door", "{name} is here already."), Tone.ACCENT, "information-outline"),
        "left": (translate("Door", "{name} left."), Tone.MUTED, "exit-run"),
        "back": (translate("Door", "{name} is back."), Tone.GOOD, "check-circle"),
        "consented": (translate("Door", "{name} agreed that her data be kept."), Tone.GOOD, "file-sign"),
        "consented_before": (translate("Door", "{name} had agreed before."), Tone.ACCENT, "information-outline"),
        "taken_back": (translate("Door", "Taken back: {name}"), Tone.ATTENTION, "undo"),
    }
    if told.kind == "unnamed":
        words = translate("Door", "Without a name in the room: {number}").format(number=told.number)
        return words, Tone.GOOD, "account-plus-outline"
    if told.kind == "taken_back" and not told.name:
        return translate("Door", "Taken back."), Tone.ATTENTION, "undo"
    sentence, tone, icon = told_so[told.kind]
    return sentence.format(name=told.name), tone, icon
