"""The fold in PostgreSQL and the fold in Python are one rule: any histories, sent in any pieces, by several desks."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from db.base import moment_text
from db.sync.door import Door, Link
from db.sync.fold import Folded, Written, fold
from db.sync.server import DeskCard, enrol
from tests.db.sync.entries import DESKS, REGISTERS, histories
from tests.db.sync.shared import Chain, one, rows, state

CITY = "villa_ejemplo"
_numbers = itertools.count()


@pytest.fixture
def chains(shared: str) -> Iterator[dict[str, Chain]]:
    """Three desks whose entries are written by hand, each with its line to the server."""
    made = {}
    for desk in DESKS:
        card = DeskCard(CITY, desk, None, desk)
        kept = enrol(shared, card)
        made[desk] = Chain(Door(Link(desk, kept.server, kept.role, kept.password)), CITY, desk)
    yield made
    for chain in made.values():
        chain.door.close()


def as_kept(folded: Folded) -> dict[str, Any]:
    """A folded row in the words of the table; what was not written is None there too."""
    fields = dict(folded.fields)
    if fields.get("removed_at"):
        fields["removed_at"] = moment_text(datetime.fromisoformat(fields["removed_at"]))
    return {**fields, "clocks": folded.clocks}


def send_in_pieces(chains: dict[str, Chain], history: list[Written], chance: random.Random) -> None:
    for entry in history:
        chain = chains[entry.hlc.split("-", 2)[2]]
        chain.write(entry.noun, entry.row_id, dict(entry.fields), hlc=entry.hlc, base=dict(entry.base))
        if chance.random() < 0.4:
            chain.send()
    for chain in chance.sample(list(chains.values()), len(chains)):
        if chain.unsent:
            chain.send()


# Not made smaller when it fails: that would take minutes at a server, and the history is short as it is.
@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories(), chance=st.randoms(use_true_random=False))
def test_both_folds_come_to_the_same_state(
    chains: dict[str, Chain], eyes: Engine, history: list[Written], chance: random.Random
) -> None:
    number = next(_numbers)
    mine = [Written(e.noun, f"{number}-{e.row_id}", e.hlc, e.base, e.fields) for e in history]
    chance.shuffle(mine)
    send_in_pieces(chains, mine, chance)
    folded = fold(mine, REGISTERS)
    ids = {entry.row_id for entry in mine}
    for noun in REGISTERS:
        expected = {row: as_kept(found) for (kind, row), found in folded.items() if kind == noun}
        assert state(eyes, noun, ids) == expected
    # What no row was created for waits, and nothing else does.
    waiting = {(noun, row) for noun, row in rows(eyes, "SELECT noun, row_id FROM app.server_aside "
                                                  "WHERE reason = 'row_unknown'") if row in ids}  # fmt: skip
    assert waiting == {(e.noun, e.row_id) for e in mine} - set(folded)


def test_a_tie_of_time_and_counter_is_broken_by_the_desk(chains: dict[str, Chain], eyes: Engine) -> None:
    for number, order in enumerate(itertools.permutations(DESKS)):
        row = f"o{number}"
        first = chains["desk-a"]
        first.write("organisation", row, {"name": "x", "folded": "x", "kind": "club"}, hlc=first.clock(1), base={})
        first.send()
        for desk in order:
            chain = chains[desk]
            chain.write("organisation", row, {"contact": desk}, hlc=chain.clock(7), base={"contact": "x"})
            chain.send()
        assert state(eyes, "organisation")[row]["contact"] == "desk-c", order


def test_ten_thousand_later_than_nine_thousand_and_not_as_words_go(chains: dict[str, Chain], eyes: Engine) -> None:
    chain = chains["desk-a"]
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    chain.write("organisation", "o", {"contact": "late"}, hlc=chain.clock(10_000), base={"contact": "x"})
    chain.write("organisation", "o", {"contact": "early"}, hlc=chain.clock(9_000), base={"contact": "x"})
    chain.send()
    assert state(eyes, "organisation")["o"]["contact"] == "late"


def test_an_edit_that_came_before_its_row_is_folded_when_the_row_comes(chains: dict[str, Chain], eyes: Engine) -> None:
    early, late = chains["desk-a"], chains["desk-b"]
    early.write("organisation", "o", {"contact": "Rosa"}, hlc=early.clock(5), base={"contact": "x"})
    (verdict,) = early.send().aside
    assert (verdict.seq, verdict.verdict, verdict.reason) == (1, "stored", "row_unknown")
    late.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=late.clock(1), base={})
    assert late.send().aside == ()
    assert state(eyes, "organisation")["o"]["contact"] == "Rosa"
    assert one(eyes, "SELECT count(*) FROM app.server_aside") == 0
