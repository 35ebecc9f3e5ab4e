"""The Argentine identity card (DNI) as its PDF417 code tells it, also as a keyboard scanner garbles it.

No public specification exists; the layouts are those of cards in use since 2009, as open projects have written them
down. A payload is personal data: it is read here, and neither kept nor put into any message.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.errors import Refused
from db.residents.rules import clean_name

# What "@" becomes on the way: a scanner set to US keys on a Spanish keyboard types a quote, some send tabs or lines.
_SEPARATORS = ("@", '"', "\t", "\n")
# Programs that mean well turn quotes round, each time another way.
_STRAIGHT = str.maketrans({**dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’´`′", "'")})
_GENDERS = {"M": "man", "F": "woman", "X": "non_binary"}
# "/" arrives as "-", and "-" as an apostrophe.
_DATE = re.compile(r"(\d{1,2})[/\-'.&7](\d{1,2})[/\-'.&7](\d{4}|\d{2})")
_DOCUMENT = re.compile(r"[MF]?\s*0*([1-9]\d{5,7})")
# Where Shift was lost, "@" arrives as "2" and "/" of some keyboards as "7": the shape of the whole has to tell the
# separators from the digits.
_DAY = r"\d\d[/\-'7]\d\d[/\-'7]"
_SHIFT_LOST = (
    re.compile(
        rf"(\d{{11}})2([^\d]+)2([^\d]+)2([MFX])2([MF]?\d{{7,8}})\s*2([A-Z])2({_DAY}\d{{4}})2({_DAY}\d{{4}})(?:2(.*))?",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"(\d{{11}})2([^\d]+)2([^\d]+)2([MF]?\d{{7,8}})\s*2([A-Z])2({_DAY}\d\d)2({_DAY}\d\d)(?:2(.*))?",
        re.IGNORECASE | re.DOTALL,
    ),
    re.compile(
        rf"2?()([MF]?\d{{7,8}})\s*2([A-Z])2(\d)2([^\d]+)2([^\d]+)2([^\d]+)2({_DAY}\d{{4}})2([MFX])2({_DAY}\d{{4}})2"
        r"(\d{11})2(.*)",
        re.IGNORECASE | re.DOTALL,
    ),
)
# A name lost in the noise of a scanner is no name: a card has letters there, and hardly anything else.
_NAME = re.compile(r"[^\W\d_][^\d_@\"|<>]*")
# Ñ in other code pages, in UTF-8 read as Latin-1, and on the key where Spanish keyboards have it.
_ENYE = {"Ã'": "Ñ", "Ã±": "ñ", "¥": "Ñ", "Ð": "Ñ", "╤": "Ñ", ":": "Ñ", "±": "ñ", "¤": "ñ", ";": "ñ"}
_LOST_LETTER = re.compile(r"(?<=[^\W\d_])[?#\ufffd](?=[^\W\d_])")
# How a card begins, long before it is whole: nobody's name, document or telephone does.
_BEGUN = re.compile(
    r"!?(?:\d{11}(?:[@\"\t\n]|2[^\W\d_])|[@\"]\s*[MF]?\d{6,8}\s*[@\"]|[MF]?\d{7,8}\s*[@\"\t][A-Z][@\"\t]"
    r"|2?[MF]?\d{7,8}\s*2[A-Z]2\d2[^\W\d_])",
    re.IGNORECASE,
)
_CUIL_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True)
class Card:
    """What a DNI says of its holder.

    `cuil_fits` is None where the card has no CUIL digits; False says that they do not go with the number. That is a
    warning and no more: nobody has published how they are made, and no card is refused for them.
    """

    family_name: str
    given_names: str
    document: str
    gender: str | None
    birth_date: date | None
    cuil_fits: bool | None = None


def begins_like_card(text: str) -> bool:
    """Whether a card has begun in a text, so that nobody searches the roll for it and an Enter in it ends nothing."""
    return _BEGUN.match(text.translate(_STRAIGHT)) is not None


def looks_scanned(text: str) -> bool:
    """Whether a text has the shape of a scanned card, whole or not."""
    straight = text.translate(_STRAIGHT)
    return begins_like_card(text) or (len(text) >= 25 and any(straight.count(mark) >= 5 for mark in _SEPARATORS))


def is_whole_card(text: str, *, today: date) -> bool:
    """Whether a text can be read as a card already."""
    try:
        read_card(text, today=today)
    except Refused:
        return False
    return True


def read_card(payload: str, *, today: date) -> Card:
    """Reads a scanned DNI: the card of 2012 and later, the one of 2009 to 2012, and the one without sex of 2023.

    Fields that are not known are passed over; lines and tabs inside of a payload belong to it, whether they part its
    fields or only broke it. Raises Refused: not_a_dni, without a word of the payload.
    """
    text = payload.translate(_STRAIGHT).strip(" \r\n\t!").replace("\r\n", "\n").replace("\r", "\n")
    # A line that broke the card: between two fields, inside of one, or in place of a mark.
    for told in dict.fromkeys((text, *(re.sub(r"[\t\n]", one, text) for one in ("", " ", "@", '"')))):
        for mark in _SEPARATORS:
            card = _card_of([" ".join(field.split()) for field in told.split(mark)], today)
            if card is not None:
                return card
        for shape in _SHIFT_LOST:
            lost = shape.fullmatch(told)
            # What follows the fields that are read may be lost: the first card had more of it.
            card = _card_of([*((field or "").strip() for field in lost.groups()), *[""] * 4], today) if lost else None
            if card is not None:
                return card
    raise Refused("not_a_dni")


def _card_of(fields: Sequence[str], today: date) -> Card | None:
    return _card_of_2012(fields, today) or _card_of_2009(fields, today) or _card_of_2023(fields, today)


def _card_of_2012(fields: Sequence[str], today: date) -> Card | None:
    """TRAMITE APELLIDO NOMBRE SEXO DNI EJEMPLAR NACIMIENTO EMISION [CUIL ...]"""
    if len(fields) < 8 or fields[3].upper() not in _GENDERS:
        return None
    card = _card(fields[1], fields[2], fields[4], fields[3], (fields[6], fields[7]), today)
    told = fields[8] if len(fields) > 8 else ""
    if card is None or not re.fullmatch(r"\d{3}", told):
        return card
    return replace(card, cuil_fits=cuil_fits(told[:2], card.document, told[2]))


def cuil_fits(kind: str, document: str, check: str) -> bool:
    """Whether the last digit of a CUIL goes with the rest (weights 5432765432, modulo 11)."""
    told = f"{kind}{document:0>8}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(told, _CUIL_WEIGHTS, strict=True)) % 11
    return check == str({11: 0, 10: 9}.get(rest, rest))


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
    family, given = _with_enye(family), _with_enye(given)
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


def _with_enye(name: str) -> str:
    """The letters that the way of a scanner changes: on cards that is Ñ, and Ü between G and E or I."""
    for garbled, letter in _ENYE.items():
        name = name.replace(garbled, letter)
    name = re.sub(r"(?i)(?<=g)[?#\ufffd](?=[ei])", "Ü", name)
    name = _LOST_LETTER.sub("Ñ", name)
    shouted = sum(letter.isupper() for letter in name) > sum(letter.islower() for letter in name)
    return name.upper() if shouted else name.lower()


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
