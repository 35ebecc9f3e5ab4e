"""Telephones and addresses as the record writes them down, from the ways in which people tell them."""

from __future__ import annotations

import re
from functools import cache

from db.errors import Refused
from db.folding import seen

_STRANGE = re.compile(r"[^0-9\s().\-/+]")
_NOT_DIGITS = re.compile(r"[^0-9]")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>.]+(\.[^\s@,;<>.]+)+")
# Argentina's numbers have ten digits; the first of an area code is 1, 2 or 3 (national numbering plan, resolution
# SC 46/97). Mobiles are told with a 15 after the area at home, and with a 9 before it from abroad.
_ARGENTINA = "54"
_PLAIN = re.compile(r"(9?)([123][0-9]{9})")
_FIFTEEN = re.compile(r"(?=[0-9]{12}$)([0-9]{2,4})15([0-9]{6,8})")


def clean_phone(text: str | None, *, prefix: str = "") -> str | None:
    """A telephone as E.164 (ITU-T): `+` and 8 to 15 digits. None for nothing.

    `prefix` is the country's, and after a space the city's own area: with "+54 341", «4123456» and «15 412-3456» are
    whole numbers. The zero before an area is dropped; the mobile "15" of Argentina becomes the 9 after +54. How long a
    number may be, the country tells (phonenumbers); whether it was ever given out is not asked, for the tables of it
    are always older than the numbers. Raises Refused: phone_unreadable.
    """
    told = seen(text or "").strip()
    if not told:
        return None
    digits = _NOT_DIGITS.sub("", told)
    if not digits or _STRANGE.search(told):
        raise Refused("phone_unreadable")
    country, area = _parts(prefix)
    foreign = told.startswith("+") or digits.startswith("00")
    whole = digits.removeprefix("00") if foreign else digits
    found = _plainly(whole, area, country=country, foreign=foreign) or _asked(whole, country, area, foreign=foreign)
    if found is None:
        raise Refused("phone_unreadable")
    return found


def clean_email(text: str | None) -> str | None:
    """An e-mail address, lower case; None for nothing. Raises Refused: email_unreadable."""
    address = seen(text or "").strip().lower()
    if not address:
        return None
    if not _EMAIL.fullmatch(address):
        raise Refused("email_unreadable")
    return address


def clean_text(text: str | None) -> str | None:
    """Free text with its edges trimmed; None for nothing."""
    return " ".join(seen(text or "").split()) or None


@cache
def _parts(prefix: str) -> tuple[str, str]:
    country, _, area = prefix.strip().partition(" ")
    return _NOT_DIGITS.sub("", country), _NOT_DIGITS.sub("", area)


def _plainly(digits: str, area: str, *, country: str, foreign: bool) -> str | None:
    """The usual forms of an Argentine number; None for any other, which is then looked up (25 times slower)."""
    if country != _ARGENTINA and not (foreign and digits.startswith(_ARGENTINA)):
        return None
    if foreign or (digits.startswith(_ARGENTINA) and len(digits) > 11):
        if not digits.startswith(_ARGENTINA):
            return None
        digits = digits[2:]
    digits = digits.lstrip("0")
    if plain := _PLAIN.fullmatch(digits):
        return f"+{_ARGENTINA}{plain[1]}{plain[2]}"
    if fifteen := _FIFTEEN.fullmatch(digits):
        return f"+{_ARGENTINA}9{fifteen[1]}{fifteen[2]}" if _PLAIN.fullmatch(fifteen[1] + fifteen[2]) else None
    if area and not foreign:
        own = 10 - len(area)
        if len(digits) == own:
            return f"+{_ARGENTINA}{area}{digits}"
        if len(digits) == own + 2 and digits.startswith("15"):
            return f"+{_ARGENTINA}9{area}{digits[2:]}"
    return None


def _asked(digits: str, country: str, area: str, *, foreign: bool) -> str | None:
    """The number as the numbering plans of the world read it."""
    if not foreign and not country:
        return f"+{digits.lstrip('0')}" if 8 <= len(digits.lstrip("0")) <= 15 else None
    # Loaded here: its tables take a tenth of a second, and most numbers do without.
    import phonenumbers as plans

    region = None if foreign else plans.region_code_for_country_code(int(country))
    tries = [f"+{digits}"] if foreign else [digits, area + digits] if area else [digits]
    if not foreign and digits.startswith(country):
        tries.append(f"+{digits}")
    for told in tries:
        try:
            read = plans.parse(told, region)
        except plans.NumberParseException:
            continue
        if not foreign and read.country_code != int(country):
            continue
        if str(read.country_code) == _ARGENTINA and not plans.is_valid_number(read):
            continue  # the usual ones are not asked: what comes here is an 0800, or has a digit too few or too many
        if plans.is_possible_number_with_reason(read) == plans.ValidationResult.IS_POSSIBLE:
            return plans.format_number(read, plans.PhoneNumberFormat.E164)
    return None
