"""The Argentine identity card (DNI) as its PDF417 code tells it, also as a keyboard scanner garbles it.

No public specification exists; the layouts are those of cards in use since 2009, as open projects have written them
down. A payload is personal data: it is read here, and neither kept nor put into any message.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.errors import Refused
from db.residents.rules import clean_name

# What "@" becomes on the way: a scanner set to US keys on a Spanish keyboard types a quote, some send tabs or lines.
_SEPARATORS = ("@", '"', "”", "“", "\t", "\n")
_GENDERS = {"M": "man", "F": "woman", "X": "non_binary"}
# "/" arrives as "-", and "-" as an apostrophe.
_DATE = re.compile(r"(\d{1,2})[/\-'.](\d{1,2})[/\-'.](\d{4}|\d{2})")
_DOCUMENT = re.compile(r"[MF]?\s*0*([1-9]\d{5,7})")
# Where Shift was lost, "@" arrives as "2": the shape of the whole has to tell the separators from the digits.
_SHIFT_LOST = re.compile(
    r"(\d{11})2([^\d]+)2([^\d]+)2([MFX])2([MF]?\d{7,8})\s*2([A-Z])2"
    r"(\d\d[/\-']\d\d[/\-']\d{4})2(\d\d[/\-']\d\d[/\-']\d{4})(?:2.*)?",
    re.IGNORECASE | re.DOTALL,
)
# A name lost in the noise of a scanner is no name: a card has letters there, and hardly anything else.
_NAME = re.compile(r"[^\W\d_][^\d_@\"|<>]*")


@dataclass(frozen=True)
class Card:
    """What a DNI says of its holder."""

    family_name: str
    given_names: str
    document: str
    gender: str | None
    birth_date: date | None


def looks_scanned(text: str) -> bool:
    """Whether a text has the shape of a scanned card, so that nobody searches the roll for it."""
    if len(text) >= 40 and _SHIFT_LOST.fullmatch(text.strip().lstrip("!")):
        return True
    return len(text) >= 25 and any(text.count(mark) >= 5 for mark in _SEPARATORS)


def read_card(payload: str, *, today: date) -> Card:
    """Reads a scanned DNI: the card of 2012 and later, the one of 2009 to 2012, and the one without sex of 2023.

    Fields that are not known are passed over. Raises Refused: not_a_dni, without a word of the payload.
    """
    text = payload.strip(" \r\n!").replace("\r\n", "\n").replace("\r", "\n")
    for mark in _SEPARATORS:
        fields = [" ".join(field.split()) for field in text.split(mark)]
        card = _card_of_2012(fields, today) or _card_of_2009(fields, today) or _card_of_2023(fields, today)
        if card is not None:
            return card
    lost = _SHIFT_LOST.fullmatch(text)
    card = _card_of_2012([field.strip() for field in lost.groups()], today) if lost else None
    if card is None:
        raise Refused("not_a_dni")
    return card


def _card_of_2012(fields: Sequence[str], today: date) -> Card | None:
    """TRAMITE APELLIDO NOMBRE SEXO DNI EJEMPLAR NACIMIENTO EMISION [CUIL ...]"""
    if len(fields) < 8 or fields[3].upper() not in _GENDERS:
        return None
    return _card(fields[1], fields[2], fields[4], fields[3], (fields[6], fields[7]), today)


def _card_of_2009(fields: Sequence[str], today: date) -> Card | None:
    """(nothing) DNI EJEMPLAR _ APELLIDO NOMBRE NACIONALIDAD NACIMIENTO SEXO EMISION TRAMITE _ VENCIMIENTO ..."""
    if fields and fields[0]:
        fields = ["", *fields]
    if len(fields) < 15 or fields[8].upper() not in _GENDERS:
        return None
    return _card(fields[4], fields[5], fields[1], fields[8], (fields[7], fields[9]), today)


def _card_of_2023(fields: Sequence[str], today: date) -> Card | None:
    """TRAMITE APELLIDO NOMBRE DNI EJEMPLAR NACIMIENTO EMISION TOKEN: no sex, years of two digits."""
    if len(fields) < 7 or not fields[0].isdigit() or len(fields[4]) != 1:
        return None
    return _card(fields[1], fields[2], fields[3], "", (fields[5], fields[6]), today)


def _card(family: str, given: str, document: str, sex: str, dates: tuple[str, str], today: date) -> Card | None:
    number = _DOCUMENT.fullmatch(document.upper())
    born, issued = (_date(text, today) for text in dates)
    if not number or not born or not issued or not _NAME.fullmatch(family) or not _NAME.fullmatch(given):
        return None
    return Card(
        family_name=clean_name(family),
        given_names=clean_name(given),
        document=number.group(1),
        gender=_GENDERS.get(sex.upper()),
        # Some cards have the two dates the other way round: nobody is given a card before being born.
        birth_date=min(born, issued),
    )


def _date(text: str, today: date) -> date | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    day, month, year = (int(part) for part in found.groups())
    if len(found.group(3)) == 2:
        year += 2000 if 2000 + year <= today.year else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None
