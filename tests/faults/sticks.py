"""Sticks on their way between the laptops of a history and the centre: written, lost, late, twice, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from db.base import moment_text
from db.errors import Refused
from db.sync import centre, sealing
from db.sync.bringing import carry_now, take_stick_now
from db.work import Store
from tests.faults.country import Country
from tests.faults.rounds import Round, Stick

# What whoever carries a file may be told by a laptop or by the centre; anything else is a defect.
_SAID = frozenset({"carry_needs_centre", "carry_own", "carry_key_changed", "carry_other_desk", "cloned"})
# Argon2id that guards nothing: sixty-four megabytes for each file would be most of the work.
_QUICK = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}


@contextmanager
def centre_of(country: Country) -> Iterator[None]:
    """As long as this lasts, the centre takes in over a connection that stays, at the time of the round."""

    @contextmanager
    def administering(_url: str) -> Iterator[Connection]:
        with country.eyes.begin() as connection:
            yield connection

    def closed_for(public: Any, keys: Any, preface: dict[str, Any], content: dict[str, Any]) -> bytes:
        if country.line:
            country.line.time.now += timedelta(milliseconds=1)
            content = {**content, "time": moment_text(country.line.time.now)}
        return sealing.closed_for(public, keys, preface, content)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(centre, "administering", administering)
        patch.setattr(centre, "closed_for", closed_for)
        patch.setattr(sealing, "_ARGON2", _QUICK)
        yield


def writes_for_the_centre(it: Round, desk: Store) -> Stick | None:
    """All that the server has not confirmed, on a stick; None where the laptop does not know for whom to close it."""
    return _written(it, desk, "batch")


def writes_for_the_table(it: Round, desk: Store) -> Stick | None:
    """What it wrote of late, for the laptop beside."""
    return _written(it, desk, "beside")


def _written(it: Round, desk: Store, kind: str) -> Stick | None:
    it.before_others(desk)
    path = it.country.folder / "stick"
    try:
        made = carry_now(desk, path, beside=kind == "beside")
    except Refused as no:
        _expected(it, no)
        return None
    it.count("sticks" if kind == "batch" else "sticks beside")
    return Stick(kind, path.read_bytes(), made.code, desk)


def arrives(it: Round, stick: Stick) -> None:
    """Whoever has it in the pocket gives it to whom it is for; a receipt is then on its way back."""
    if stick.kind == "batch":
        it.sticks.append(at_the_centre(it, stick))
    elif stick.kind == "receipt":
        if stick.of is not None and stick.of in it.desks:
            brings_back(it, stick.of, stick)
    else:
        others = [one for one in it.desks if one is not stick.of and _sit_together(one, stick.of)]
        if others:
            takes(it, it.chance.choice(others), stick)


def _sit_together(one: Store, other: Store | None) -> bool:
    """At one table sit laptops of one sitting."""
    return other is not None and one.identity.district_id == other.identity.district_id


def at_the_centre(it: Round, stick: Stick) -> Stick:
    """Taken in by the administrator; answers the receipt."""
    made = centre.take_in(it.country.url, stick.content)
    it.count("at the centre")
    return Stick("receipt", made.receipt, of=stick.of)


def brings_back(it: Round, desk: Store, receipt: Stick) -> bool:
    """Answers False where the laptop has to go by the network: another one writes in its name."""
    it.count("receipts")
    return takes(it, desk, receipt)


def takes(it: Round, desk: Store, stick: Stick) -> bool:
    """A laptop takes a file in, or says why not."""
    it.before_others(desk)
    path = it.country.folder / "stick"
    path.write_bytes(stick.content)
    try:
        take_stick_now(desk, path, code=stick.code)
    except Refused as no:
        _expected(it, no)
        return False
    if stick.kind == "beside":
        it.count("taken beside")
    return True


def trip(it: Round, desk: Store) -> bool:
    """To the centre and back, at one go."""
    stick = writes_for_the_centre(it, desk)
    return stick is not None and brings_back(it, desk, at_the_centre(it, stick))


def _expected(it: Round, no: Refused) -> None:
    if no.code not in _SAID:
        raise no
    it.count("sticks refused")
