"""Files on sticks: what is cut, flipped, somebody else's or newer is refused with its reason, and nothing is read."""

from __future__ import annotations

import hashlib
import random

import pytest

from db.errors import Refused
from db.sync.sealing import Public, closed_for, closed_with, draw_code, draw_keys, opened_by, opened_with

DESK, CENTRE = draw_keys(), draw_keys()
WHO = {"kind": "batch", "city": "villa", "desk": "ribera-1"}
CONTENT = {"batches": ["Rosa Peña, DNI 30111222 " * 40, random.Random(7).randbytes(2500).hex()]}
SEALED = closed_for(CENTRE.public, DESK, WHO, CONTENT)
CODE = draw_code()
SPOKEN = closed_with(CODE, DESK, WHO, CONTENT)


def why(work: object, *arguments: object) -> str:
    """The code of the refusal."""
    with pytest.raises(Refused) as refused:
        work(*arguments)  # type: ignore[operator]
    return refused.value.code


def test_what_goes_in_comes_out_for_whom_it_was_closed() -> None:
    opened = opened_by(CENTRE, SEALED)
    assert opened.preface == WHO
    assert opened.verified(DESK.public.verifying) == CONTENT
    assert opened_with(CODE.lower().replace("-", " "), SPOKEN).verified(DESK.public.verifying) == CONTENT


def test_nothing_on_the_stick_can_be_read() -> None:
    for raw in (SEALED, SPOKEN):
        assert not [word for word in (b"Rosa", b"30111222", b"villa", b"ribera") if word in raw]


def test_a_file_that_was_cut_anywhere_is_no_file() -> None:
    for raw in (SEALED, SPOKEN):
        for length in {*range(0, len(raw), 1024), *range(0, 300, 7), len(raw) - 1}:
            assert why(opened_by, CENTRE, raw[:length]) in ("carry_unreadable", "carry_needs_code"), length
            assert why(opened_with, CODE, raw[:length]) in ("carry_unreadable", "carry_not_for_us"), length


def test_one_flipped_bit_anywhere_is_noticed() -> None:
    chance = random.Random(20261126)
    for _ in range(300):
        raw = bytearray(SEALED)
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        assert why(opened_by, CENTRE, bytes(raw)) in ("carry_unreadable", "carry_newer")


def test_whoever_repairs_the_checksum_after_a_change_is_noticed_too() -> None:
    chance = random.Random(20261127)
    for _ in range(100):
        raw = bytearray(SEALED[:-32])
        raw[chance.randrange(raw.index(b"\n") + 1, len(raw))] ^= 1 << chance.randrange(8)
        assert why(opened_by, CENTRE, bytes(raw) + hashlib.sha256(raw).digest()) == "carry_unreadable"
    line = SEALED.replace(b'"version":1', b'"version":1,"x":1')[:-32]
    assert why(opened_by, CENTRE, line + hashlib.sha256(line).digest()) == "carry_unreadable"


def test_a_file_for_somebody_else_is_told_from_a_damaged_one() -> None:
    assert why(opened_by, DESK, SEALED) == "carry_not_for_us"
    assert why(opened_by, CENTRE, SPOKEN) == "carry_needs_code"
    assert why(opened_with, CODE, SEALED) == "carry_not_for_us"
    assert why(opened_with, draw_code(), SPOKEN) == "carry_code_wrong"


def test_whoever_did_not_sign_it_is_not_believed() -> None:
    assert why(opened_by(CENTRE, SEALED).verified, draw_keys().public.verifying) == "carry_forged"
    forged = closed_for(CENTRE.public, draw_keys(), WHO, CONTENT)
    assert why(opened_by(CENTRE, forged).verified, DESK.public.verifying) == "carry_forged"


def test_what_was_signed_for_one_cannot_be_closed_again_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    opened, other = opened_by(CENTRE, SEALED), draw_keys()
    inner = opened._signature + opened._signed.split(b"\n", 1)[1]
    monkeypatch.setattr("db.sync.sealing._signed", lambda *_: inner)
    again = closed_for(other.public, other, WHO, CONTENT)
    assert why(opened_by(other, again).verified, DESK.public.verifying) == "carry_forged"


@pytest.mark.parametrize("raw", [b"", b"\n", b"{}\n", b"PK\x03\x04" + bytes(4000), b"[1]\n" + bytes(64), b"x" * 5000])
def test_a_file_of_something_else_is_told_so(raw: bytes) -> None:
    assert why(opened_by, CENTRE, raw) == why(opened_with, CODE, raw) == "carry_unreadable"


def test_a_file_of_a_newer_program_asks_for_it() -> None:
    newer = SEALED.replace(b'"version":1', b'"version":2')
    assert why(opened_by, CENTRE, newer) == why(opened_with, CODE, newer) == "carry_newer"


def test_the_public_halves_survive_being_written_down() -> None:
    assert Public.parse(str(DESK.public)) == DESK.public
    assert len(str(DESK.public)) <= 88
    assert repr(DESK) == "Keys()"
