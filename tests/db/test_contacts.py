"""A telephone is written down once, however it was said."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.contacts import clean_phone
from db.errors import Refused

ROSARIO = "+54 341"


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("0341 15 4123456", "+5493414123456"),
        ("0341 15-412-3456", "+5493414123456"),
        ("341 15 4123456", "+5493414123456"),
        ("(0341) 154-123456", "+5493414123456"),
        ("+54 9 341 412 3456", "+5493414123456"),
        ("0054 9 341 4123456", "+5493414123456"),
        ("5493414123456", "+5493414123456"),
        ("9 341 4123456", "+5493414123456"),
        ("+54 341 15 412-3456", "+5493414123456"),
        ("15 4123456", "+5493414123456"),
        ("154123456", "+5493414123456"),
        ("341-4123456", "+543414123456"),
        ("4123456", "+543414123456"),
        ("412-3456", "+543414123456"),
        ("011 15 5123 4567", "+5491151234567"),
        ("03476 15 421234", "+5493476421234"),
        ("03476-421234", "+543476421234"),
        ("0800 444 0909", "+548004440909"),
        ("+598 99 123 456", "+59899123456"),
        ("\u202a+54 9 341 412-3456\u202c", "+5493414123456"),
    ],
)
def test_a_number_of_rosario_is_whole(told: str, written: str) -> None:
    assert clean_phone(told, prefix=ROSARIO) == written


@pytest.mark.parametrize("told", ["4123456", "15 4123456"])
def test_without_the_area_of_the_city_half_a_number_is_refused(told: str) -> None:
    with pytest.raises(Refused, match="phone_unreadable"):
        clean_phone(told, prefix="+54")


@pytest.mark.parametrize(
    "told", ["911", "41234567", "341 412345", "341 4123456 / 4223344", "341 41234٠٠", "099 123 456", "+54"]
)
def test_what_no_telephone_has_is_refused(told: str) -> None:
    with pytest.raises(Refused, match="phone_unreadable"):
        clean_phone(told, prefix=ROSARIO)


AREAS = ("11", "341", "351", "221", "223", "342", "3476", "2920", "3402")
SAID = (
    "0{area} 15 {rest}",
    "{area}{rest}",
    "0{area}-{rest}",
    "+54 9 {area} {rest}",
    "+54{area}{rest}",
    "9{area}{rest}",
)


@given(st.sampled_from(AREAS), st.sampled_from(SAID), st.data())
def test_the_quick_way_says_what_the_numbering_plans_say(area: str, said: str, data: st.DataObject) -> None:
    rest = data.draw(st.from_regex(rf"[4-6][0-9]{{{9 - len(area)}}}", fullmatch=True))
    told = said.format(area=area, rest=rest)
    plan = phonenumbers.parse(told, "AR")
    assert clean_phone(told, prefix=ROSARIO) == phonenumbers.format_number(plan, phonenumbers.PhoneNumberFormat.E164)
