"""Rules of the roll: what a name, a document, a date, a telephone may be, and how each is written down."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from db.contacts import clean_email, clean_phone, clean_text
from db.errors import Refused
from db.folding import fold, seen

__all__ = [
    "BANDS", "GENDERS", "OF_AGE", "PARTICLES", "age", "age_band", "clean", "clean_band", "clean_date", "clean_document",
    "clean_email", "clean_gender", "clean_name", "clean_phone", "clean_text", "document_of_cuil", "is_minor",
    "part_names",
]  # fmt: skip

LONGEST_NAME = 120
# Nobody older has been documented (122 years), with some room.
OLDEST = 130

# Until the day she is eighteen somebody else consents for her (Civil and Commercial Code, article 25).
OF_AGE = 18
BANDS = ("0_15", "16_29", "30_44", "45_59", "60_74", "75_plus")
_BAND_ENDS = (15, 29, 44, 59, 74)
GENDERS = ("woman", "man", "non_binary", "not_said")

PARTICLES = frozenset(["de", "del", "la", "las", "los", "y", "e", "da", "do", "das", "dos", "di", "van", "von", "der"])
_GENDER_WORDS = {
    **dict.fromkeys(("f", "fem", "femenino", "femenina", "mujer", "mujer cis", "mujer trans", "woman", "female",
                     "feminino"), "woman"),
    **dict.fromkeys(("m", "masc", "masculino", "varon", "varon cis", "varon trans", "hombre", "h", "man", "male",
                     "v"), "man"),
    **dict.fromkeys(("x", "nb", "no binario", "no binarie", "no binaria", "no binarix", "non_binary", "non-binary",
                     "non binary", "otro", "otra", "otre", "travesti", "genero fluido"), "non_binary"),
    **dict.fromkeys(("not_said", "no dice", "prefiere no decir", "prefiere no decirlo", "prefiero no decir",
                     "sin especificar", "no especifica", "no responde", "ns/nc", "no contesta"), "not_said"),
}  # fmt: skip
_DOCUMENT = re.compile(r"(?:DNI|LE|LC|[MF])?:?0*([1-9][0-9]{5,7})")
# A CUIL begins so; what begins with 30 or more is a company's.
_OF_PEOPLE = ("20", "23", "24", "25", "26", "27")


def clean_name(text: str | None) -> str:
    """A name as it is written down: single spaces, and capitals as in print where it came all in capitals or in none.

    "PEREZ DE LA FUENTE" (as cards print it) becomes "Perez de la Fuente"; "McKenna" stays. Raises Refused:
    name_missing (nothing left), name_unreadable (no letter in it, a digit, or a sign that no name has), name_too_long.
    """
    if not text:
        raise Refused("name_missing")
    return _clean_name(text)


# The path of a file or an address, typed into the wrong field, is nobody's name.
_NO_NAME = re.compile(r"[\d/\\@#<>{}=|*_%$&\[\]]|[²³¹]")


@lru_cache(16_384)
def _clean_name(text: str) -> str:
    # Kept in mind: on a roll of fifty thousand the same few thousand names come again and again.
    name = " ".join(seen(text).split()).strip(" ,;.")
    if not name:
        raise Refused("name_missing")
    if not name.isalpha() and (_NO_NAME.search(name) or not any(map(str.isalpha, name))):
        raise Refused("name_unreadable", name=name)
    if len(name) > LONGEST_NAME:
        raise Refused("name_too_long", longest=LONGEST_NAME)
    return _printed(name) if name.isupper() or name.islower() else name


def _printed(name: str) -> str:
    lower = [word.lower() for word in name.split()]
    return " ".join(word if at and word in PARTICLES else _capital(word) for at, word in enumerate(lower))


def _capital(word: str) -> str:
    return re.sub(r"(^|[-'’])(\w)", lambda found: found.group(1) + found.group(2).upper(), word)


def part_names(line: str, *, family_first: bool = False) -> tuple[str, str]:
    """Parts one line into (family name, given names).

    "Peña, Rosa" says it itself; "Rosa María de la Fuente" is read as it is spoken: the last word with the particles
    before it is the family name. With `family_first` ("Apellido y nombre" over a column of lists) "DE LA FUENTE ROSA
    MARÍA" is the same person. Raises Refused: name_missing, name_incomplete (one word alone).
    """
    if "," in line:
        family, _, given = line.partition(",")
        if not family.strip() or not given.strip():
            raise Refused("name_incomplete")
        return clean_name(family), clean_name(given)
    told = line.split()
    if not told:
        raise Refused("name_missing")
    if family_first:
        cut = 1
        while cut < len(told) and told[cut - 1].lower() in PARTICLES:
            cut += 1
        names = told[:cut], told[cut:]
    else:
        cut = len(told) - 1
        while cut > 1 and told[cut - 1].lower() in PARTICLES:
            cut -= 1
        names = told[max(cut, 0) :], told[: max(cut, 0)]
    if not all(names):
        raise Refused("name_incomplete")
    return clean_name(" ".join(names[0])), clean_name(" ".join(names[1]))


def clean_document(text: str | None) -> str | None:
    """The digits of a document number: 6 to 8 of them (old enrolment books have six and seven); dots, spaces, a letter
    M or F before and zeros are tolerated. A CUIL holds it in its middle. None for nothing.

    Raises Refused: document_unreadable.
    """
    bare = seen(text or "").strip()
    if not bare.isdecimal():
        bare = re.sub(r"[\s.\-]", "", bare).upper()
    if not bare:
        return None
    found = _DOCUMENT.fullmatch(bare)
    if found:
        return found.group(1)
    if _is_cuil(bare):
        return bare[2:10].lstrip("0")
    raise Refused("document_unreadable")


def document_of_cuil(text: str | None) -> str | None:
    """The document number in the middle of a CUIL (resolution ANSES 76/2012), whose last digit has to be right.

    None for nothing. Raises Refused: cuil_unreadable, also for a company's.
    """
    bare = re.sub(r"[\s.\-/]", "", text or "")
    if not bare:
        return None
    if not _is_cuil(bare):
        raise Refused("cuil_unreadable")
    return bare[2:10].lstrip("0")


def _is_cuil(digits: str) -> bool:
    if len(digits) != 11 or not digits.isascii() or not digits.startswith(_OF_PEOPLE):
        return False
    from stdnum.ar import cuit  # it brings the tables of all banks along: a twentieth of a second at every start

    return bool(cuit.is_valid(digits))


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


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_BY_HAND = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?: 0?0:00(?::00)?)?")


def _read_date(text: str) -> date:
    iso, hand = _ISO.fullmatch(text), _BY_HAND.fullmatch(text)
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
    if not text:
        return None
    word = fold(text)
    found = _GENDER_WORDS.get(word)
    if word and found is None:
        raise Refused("gender_unreadable")
    return found


def age(birth_date: date | None, on: date) -> int | None:
    """The age in full years on a day; None without a date, or before it."""
    if birth_date is None or birth_date > on:
        return None
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def age_band(birth_date: date | None, on: date) -> str | None:
    """The band of the age in full years on a day: 0_15, 16_29, 30_44, 45_59, 60_74, 75_plus; None without a date."""
    years = age(birth_date, on)
    return None if years is None else BANDS[bisect_left(_BAND_ENDS, years)]


def is_minor(birth_date: date | None, on: date) -> bool:
    """Whether somebody is under eighteen on a day. Who gave no date of birth is not asked for a guardian."""
    years = age(birth_date, on)
    return years is not None and years < OF_AGE


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
    strange = told.keys() - _WASH.keys()
    if strange:
        raise TypeError(f"a resident has no {', '.join(sorted(strange))}")
    washed: dict[str, Any] = {}
    for name, value in told.items():
        if name == "phone":
            washed[name] = clean_phone(value, prefix=phone_prefix)
        elif name == "birth_date":
            washed[name] = clean_date(value, today=today)
        else:
            washed[name] = _WASH[name](value)
    return washed


def _row_or_none(row_id: str | None) -> str | None:
    return row_id or None


_WASH: dict[str, Callable[[Any], Any]] = {
    "family_name": clean_name,
    "given_names": clean_name,
    "chosen_name": lambda text: clean_name(text) if text and text.strip() else None,
    "document": clean_document,
    "birth_date": clean_date,
    "age_band": clean_band,
    "gender": clean_gender,
    "phone": clean_phone,
    "email": clean_email,
    **dict.fromkeys(("street", "street_number", "organisation_role", "note"), clean_text),
    **dict.fromkeys(("neighbourhood_id", "district_id", "organisation_id"), _row_or_none),
}
