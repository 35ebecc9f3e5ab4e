"""The words of the door: ways, hours, why somebody was found, what an act came to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, tzinfo

from PySide6.QtCore import QCoreApplication

from db.checkin.line import Line
from db.checkin.queries import AtTheDoor, Stay
from db.folding import words
from db.residents.name_order import Named
from desktop.checkin.cards import Told
from desktop.kit.palette import Tone
from desktop.wording.names import known_name

translate = QCoreApplication.translate


def way_word(way: str) -> str:
    """Where somebody is."""
    named = {
        "room": translate("Door", "Room"),
        "zoom": translate("Door", "Zoom"),
        "phone": translate("Door", "Phone"),
    }
    return named[way]


def way_tone(way: str) -> Tone:
    return Tone.GOOD if way == "room" else Tone.ONLINE


def stay_word(stay: Stay) -> str:
    """Where somebody is; by both ways, that."""
    return translate("Door", "Both") if stay.both else way_word(stay.way)


def stay_tone(stay: Stay) -> Tone:
    return Tone.ACCENT if stay.both else way_tone(stay.way)


def arrival_icon(stay: Stay) -> str:
    """Where somebody is, for where the word has no room."""
    if stay.left_at is not None:
        return "exit-run"
    if stay.both:
        return "account-multiple-check"
    return {"room": "account-check", "zoom": "video", "phone": "phone"}[stay.way]


def arrival_tone(stay: Stay) -> Tone:
    return Tone.MUTED if stay.left_at is not None else stay_tone(stay)


def arrival_name(stay: Stay, *, hidden: bool = False) -> str:
    """Her name, or its initials where nobody is to read it, and how many are with her without one."""
    name = " ".join(f"{word[0]}." for word in stay.name.split()) if hidden else known_name(stay.name)
    return f"{name}  +{stay.companions}" if stay.companions else name


def arrival_note(stay: Stay) -> str:
    """The second pill of an arrival."""
    if stay.left_at is not None:
        return translate("Door", "left")
    if stay.minor:
        return translate("Door", "minor")
    return translate("Door", "new") if stay.new else ""


def note_tone(stay: Stay) -> Tone:
    return Tone.MUTED if stay.left_at is not None else Tone.ONLINE if stay.minor else Tone.ATTENTION


def arrival_tip(stay: Stay, zone: tzinfo, *, hidden: bool = False) -> str:
    """All there is to say of an arrival."""
    left = translate("Door", "Left at {hour}").format(hour=hour(stay.left_at, zone)) if stay.left_at else ""
    return " · ".join(filter(None, (arrival_name(stay, hidden=hidden), stay_word(stay), left, consent_tip(stay))))


def consent_icon(stay: Stay) -> str:
    """A sign on those who were not asked yet."""
    return "" if stay.consented else "file-question-outline"


def consent_tip(stay: Stay) -> str:
    return "" if stay.consented else translate("Door", "Consent not noted yet: F8")


def hour(moment: datetime, zone: tzinfo) -> str:
    """An hour as the clock of the city shows it."""
    return f"{moment.astimezone(zone):%H:%M}"


def document_words(document: str | None) -> str:
    """Enough of a document to tell namesakes apart, and not more: the screen faces the queue."""
    return translate("Door", "DNI …{ending}").format(ending=document[-3:]) if document else ""


def result_note(one: AtTheDoor, typed: str = "") -> str:
    """What tells a person from her namesakes; first of all why she was found, where her name does not tell it."""
    person = one.person
    told = (document_words(person.document), person.neighbourhood, person.organisation)
    why = why_found(one, typed)
    return " · ".join(dict.fromkeys(filter(None, (why, *told))))


def why_found(one: AtTheDoor, typed: str) -> str:
    """The fact by which somebody was found, unless it is her name: telephone, organisation, another name."""
    person = one.person
    names = words(" ".join(filter(None, (person.family_name, person.given_names, person.chosen_name))))
    missing = [told for told in words(typed) if not any(name.startswith(told) for name in names)]
    if not missing:
        return ""
    number = re.sub(r"\D", "", "".join(missing))
    if number and person.document and number in person.document:
        return document_words(person.document)
    if number and person.phone and number[-7:] in person.phone:
        return translate("Door", "tel. …{ending}").format(ending=person.phone[-4:])
    if person.organisation and any(part.startswith(told) for told in missing for part in words(person.organisation)):
        return person.organisation
    if number:
        return ""
    if any(part.startswith(told) for told in missing for part in words(person.neighbourhood or "")):
        return person.neighbourhood or ""
    return translate("Door", "as «{name}»").format(name=one.also) if one.also else ""


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


def understood(line: Line, quarter: str, order: Named | None = None) -> str:
    """How a line about somebody new was read, before Enter writes it down."""
    number = f"{int(line.document):,}".replace(",", ".") if line.document else ""
    parts = (
        order_words(order) if order else line.name,
        translate("Door", "DNI {number}").format(number=number) if number else "",
        translate("Door", "tel. {number}").format(number=line.phone) if line.phone else "",
        quarter,
        translate("Door", "with {number} more").format(number=line.companions) if line.companions else "",
    )
    return " · ".join(filter(None, parts))


def order_words(order: Named) -> str:
    """Which part of a name is the family's, said so that nobody has to think about commas."""
    told = translate("Door", "family name {family}, given name {given}")
    return told.format(family=order.family_name, given=order.given_names)


def told_words(told: Told) -> tuple[str, Tone, str]:
    """What an act came to: the sentence, its tone, its icon; also of somebody whose data was erased since."""
    told = replace(told, name=known_name(told.name))
    if told.kind == "present":
        return _checked(_present(told), told, Tone.GOOD, "check-circle")
    if told.kind == "already":
        here = translate("Door", "{name} is here already.").format(name=told.name)
        return _checked(here, told, Tone.ACCENT, "information-outline")
    if told.kind == "taken_back":
        return _taken_back(told), Tone.ATTENTION, "undo"
    sentences = {
        "namesake": (
            translate("Door", "A {name} is in the room already. Another person of that name?"),
            Tone.ATTENTION, "account-question-outline",
        ),
        "left": (translate("Door", "{name} left."), Tone.MUTED, "exit-run"),
        "back": (translate("Door", "{name} is back."), Tone.GOOD, "check-circle"),
        "unnamed": (translate("Door", "Without a name in the room: {number}"), Tone.GOOD, "account-plus-outline"),
        "companions": (translate("Door", "With {name}, without a name: {number}"), Tone.GOOD, "account-multiple-plus"),
        "consented": (translate("Door", "{name} agreed that her data be kept."), Tone.GOOD, "file-sign"),
        "consented_for": (
            translate("Door", "Whoever answers for {name} agreed that the data be kept."), Tone.GOOD, "file-sign",
        ),
        "consented_before": (translate("Door", "{name} had agreed before."), Tone.ACCENT, "information-outline"),
        "refused_consent": (translate("Door", "{name} took her consent back."), Tone.ATTENTION, "file-sign"),
        "put_right": (translate("Door", "The data of {name} are written down."), Tone.GOOD, "account-edit-outline"),
    }  # fmt: skip
    sentence, tone, icon = sentences[told.kind]
    return sentence.format(name=told.name, number=told.number), tone, icon


def _present(told: Told) -> str:
    sentence = translate("Door", "{name} is present.")
    if told.enrolled:
        sentence = translate("Door", "{name} is present and on the roll.")
    elif told.new:
        sentence = translate("Door", "{name} is present, for the first time.")
    return sentence.format(name=told.name)


def _checked(sentence: str, told: Told, tone: Tone, icon: str) -> tuple[str, Tone, str]:
    """What a card does not bear out goes behind the sentence: whoever is here already may not be whom it belongs to."""
    said = [sentence]
    if told.card_names:
        other = " ".join(reversed(told.card_names))
        said.append(translate("Door", "Check her name: told was {other}, the roll says {name}.").format(
            other=other, name=told.name
        ))  # fmt: skip
    if told.doubtful:
        said.append(translate("Door", "The digits of the CUIL do not go with the document: look at the card."))
    return (" ".join(said), *((Tone.ATTENTION, "alert-circle-outline") if said[1:] else (tone, icon)))


def _taken_back(told: Told) -> str:
    was = {
        "arrived": translate("Door", "Taken back: the arrival of {name} is off."),
        "left": translate("Door", "Taken back: {name} did not leave."),
        "unnamed": translate("Door", "Taken back: the count without a name is as it was."),
        "companions": translate("Door", "Taken back: who came with {name} is as it was."),
        "consented": translate("Door", "Taken back: the consent of {name} is not noted."),
        "put_right": translate("Door", "Taken back: the data of {name} are as they were."),
    }
    return was[told.act].format(name=told.name)
