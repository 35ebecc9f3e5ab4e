"""Rules of the roll: what a name, a document, a date, a telephone may be, and how each is written down."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from db.errors import Refused
from db.folding import fold

LONGEST_NAME = 120
# Nobody older has been documented (122 years), with some room.
OLDEST = 130

BANDS = ("0_15", "16_29", "30_44", "45_59", "60_74", "75_plus")
_BAND_ENDS = (15, 29, 44, 59, 74)
GENDERS = ("woman", "man", "non_binary", "not_said")

_PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "e", "da", "do", "das", "dos", "di", "van", "von", "der"])
_GENDER_WORDS = {
    "f": "woman", "fem": "woman", "femenino": "woman", "mujer": "woman", "woman": "woman", "female": "woman",
    "m": "man", "masc": "man", "masculino": "man", "varon": "man", "hombre": "man", "man": "man", "male": "man",
    "x": "non_binary", "nb": "non_binary", "no binario": "non_binary", "no binarie": "non_binary",
    "no binaria": "non_binary", "non_binary": "non_binary", "non-binary": "non_binary", "otro": "non_binary",
    "not_said": "not_said", "no dice": "not_said", "prefiere no decir": "not_said", "sin especificar": "not_said",
}  # fmt: skip


def clean_name(text: str | None) -> str:
    """A name as it is written down: single spaces, and capitals as in print where it came all in capitals or in none.

    "PEREZ DE LA FUENTE" (as cards print it) becomes "Perez de la Fuente"; "McKenna" stays. Raises Refused:
    name_missing (nothing left), name_unreadable (no letter in it, or a digit), name_too_long.
    """
    name = " ".join((text or "").split()).strip(" ,;.")
    if not name:
        raise Refused("name_missing")
    if any(letter.isdigit() for letter in name) or not any(letter.isalpha() for letter in name):
        raise Refused("name_unreadable", name=name)
    if len(name) > LONGEST_NAME:
        raise Refused("name_too_long", longest=LONGEST_NAME)
    if name.isupper() or name.islower():
        name = _printed(name)
    return name


def _printed(name: str) -> str:
    lower = [word.lower() for word in name.split()]
    return " ".join(word if at and word in _PARTICLES else _capital(word) for at, word in enumerate(lower))


def _capital(word: str) -> str:
    return re.sub(r"(^|[-'’])(\w)", lambda found: found.group(1) + found.group(2).upper(), word)


def part_names(line: str) -> tuple[str, str]:
    """Parts one line into (family name, given names).

    "Peña, Rosa" says it itself; "Rosa María de la Fuente" is read as it is spoken: the last word with the particles
    before it is the family name. Raises Refused: name_missing, name_incomplete (one word alone).
    """
    if "," in line:
        family, _, given = line.partition(",")
        if not family.strip() or not given.strip():
            raise Refused("name_incomplete")
        return clean_name(family), clean_name(given)
    told = line.split()
    if not told:
        raise Refused("name_missing")
    cut = len(told) - 1
    while cut > 1 and told[cut - 1].lower() in _PARTICLES:
        cut -= 1
    if cut < 1:
        raise Refused("name_incomplete")
    return clean_name(" ".join(told[cut:])), clean_name(" ".join(told[:cut]))


def clean_document(text: str | None) -> str | None:
    """The digits of a document number: 6 to 8 of them; dots, spaces, a letter M or F before and zeros are tolerated.

    None for nothing. Raises Refused: document_unreadable.
    """
    bare = re.sub(r"[\s.\-]", "", text or "").upper()
    if not bare:
        return None
    found = re.fullmatch(r"(?:DNI|LE|LC|[MF])?0*([1-9]\d{5,7})", bare)
    if not found:
        raise Refused("document_unreadable")
    return found.group(1)


def clean_date(told: str | date | None, *, today: date | None = None) -> date | None:
    """A date of birth from ISO (1979-08-25) or as it is written by hand (25/08/1979, also with - or .).

    None for nothing. Raises Refused: date_unreadable (no such date), birth_date_unlikely (to come, or over 130 years).
    """
    if not told:
        return None
    if isinstance(told, date):
        born = told
    else:
        born = _read_date(told.strip())
    if (today is not None and not 0 <= today.year - born.year <= OLDEST) or (today is not None and born > today):
        raise Refused("birth_date_unlikely")
    return born


def _read_date(text: str) -> date:
    iso = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text)
    hand = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})", text)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if hand:
            return date(int(hand[3]), int(hand[2]), int(hand[1]))
    except ValueError:
        pass
    raise Refused("date_unreadable")


def clean_gender(text: str | None) -> str | None:
    """woman, man, non_binary or not_said from the usual words and letters; None for nothing.

    Raises Refused: gender_unreadable.
    """
    word = fold(text or "")
    if not word:
        return None
    if word not in _GENDER_WORDS:
        raise Refused("gender_unreadable")
    return _GENDER_WORDS[word]


def clean_phone(text: str | None, *, prefix: str = "") -> str | None:
    """A telephone as E.164 (ITU-T): `+` and 8 to 15 digits; a national number gets the country's `prefix`.

    The zero before the area code is dropped; the mobile "15" of Argentina, which is dialled only inside the country,
    becomes the 9 after +54. None for nothing. Raises Refused: phone_unreadable.
    """
    told = (text or "").strip()
    if not told:
        return None
    digits = re.sub(r"\D", "", told)
    if re.sub(r"[\d\s().\-/+]", "", told) or not digits:
        raise Refused("phone_unreadable")
    if told.startswith("+"):
        whole = digits
    elif digits.startswith("00"):
        whole = digits[2:]
    else:
        whole = _national(digits, re.sub(r"\D", "", prefix))
    if not 8 <= len(whole) <= 15:
        raise Refused("phone_unreadable")
    return "+" + whole


def _national(digits: str, prefix: str) -> str:
    if prefix and digits.startswith(prefix) and len(digits) > 10:
        return digits
    digits = digits.lstrip("0")
    if prefix == "54":
        mobile = re.fullmatch(r"(\d{2,4})15(\d{6,8})", digits)
        if mobile and len(mobile[1]) + len(mobile[2]) == 10:
            digits = "9" + mobile[1] + mobile[2]
    return prefix + digits


def clean_email(text: str | None) -> str | None:
    """An e-mail address, lower case; None for nothing. Raises Refused: email_unreadable."""
    address = (text or "").strip().lower()
    if not address:
        return None
    if not re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>.]+(\.[^\s@,;<>.]+)+", address):
        raise Refused("email_unreadable")
    return address


def clean_text(text: str | None) -> str | None:
    """Free text with its edges trimmed; None for nothing."""
    return " ".join((text or "").split()) or None


def age_band(birth_date: date | None, on: date) -> str | None:
    """The band of the age in full years on a day: 0_15, 16_29, 30_44, 45_59, 60_74, 75_plus; None without a date."""
    if birth_date is None or birth_date > on:
        return None
    age = on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))
    return BANDS[sum(age > end for end in _BAND_ENDS)]


def clean_band(text: str | None) -> str | None:
    """One of BANDS, or None for nothing. Raises Refused: age_band_unknown."""
    if not text:
        return None
    if text not in BANDS:
        raise Refused("age_band_unknown")
    return text


def clean(told: Mapping[str, Any], *, phone_prefix: str = "", today: date | None = None) -> dict[str, Any]:
    """Every field told of a resident, written as the roll keeps it. Unknown names are a bug (TypeError).

    Raises Refused as the cleaners of each field do.
    """
    wash: dict[str, Callable[[Any], Any]] = {
        "family_name": clean_name,
        "given_names": clean_name,
        "chosen_name": lambda text: clean_name(text) if text and text.strip() else None,
        "document": clean_document,
        "birth_date": lambda day: clean_date(day, today=today),
        "age_band": clean_band,
        "gender": clean_gender,
        "phone": lambda text: clean_phone(text, prefix=phone_prefix),
        "email": clean_email,
        **dict.fromkeys(("street", "street_number", "organisation_role", "note"), clean_text),
        **dict.fromkeys(("neighbourhood_id", "district_id", "organisation_id"), lambda row: row or None),
    }
    strange = set(told) - set(wash)
    if strange:
        raise TypeError(f"a resident has no {', '.join(sorted(strange))}")
    return {name: wash[name](value) for name, value in told.items()}
