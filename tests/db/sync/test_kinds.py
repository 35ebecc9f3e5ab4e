"""The server looks at one entry of each kind: none that is bad hides among good ones that look like it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from db.sync.door import Door
from db.work import Store
from tests.db.sync.shared import Chain, link_of, rows, state


@pytest.fixture
def chain(desk: Store) -> Iterator[Chain]:
    door = Door(link_of(desk))
    yield Chain(door, desk.identity.city_id, desk.identity.desk_id)
    door.close()


GOOD = {"family_name": "Peña", "given_names": "Rosa", "document": "20000000", "birth_date": "1980-04-02"}
LIKE_IT: tuple[tuple[dict[str, Any], str], ...] = (
    ({"document": "2000000000003"}, "too_long"), ({"document": "200000000000 "}, "too_long"),
    ({"birth_date": "198x-04-02"}, "value_unreadable"), ({"birth_date": "1980-04-31"}, "value_unreadable"),
    ({"birth_date": "198\\u0030-04-02"}, "value_unreadable"), ({"document": 20000000}, "value_unreadable"),
    ({"family_name": None}, "incomplete"), ({"mascot": "Tom"}, "field_unknown"),
)  # fmt: skip


def test_one_bad_entry_among_many_of_its_kind_is_found(chain: Chain, eyes: Engine) -> None:
    """Of each kind of entry the server looks at one; what differs in anything that counts is another kind."""
    for number, (wrong, _) in enumerate(LIKE_IT):
        for place, fields in enumerate((GOOD, GOOD | wrong, GOOD)):
            chain.write("resident", f"{number}-{place}", fields, hlc=chain.clock(number, place), base={})
    answer = chain.send()
    assert [(v.seq, v.reason) for v in answer.aside] == [(3 * n + 2, why) for n, (_, why) in enumerate(LIKE_IT)]
    assert len(state(eyes, "resident")) == 2 * len(LIKE_IT) + 1  # what is not known here is left out, the row is there


def test_each_bad_entry_alone_among_good_ones_is_found(chain: Chain) -> None:
    for number, (wrong, why) in enumerate(LIKE_IT):
        for place, fields in enumerate((GOOD, GOOD | wrong)):
            chain.write("resident", f"{number}-{place}", fields, hlc=chain.clock(number, place), base={})
        assert [verdict.reason for verdict in chain.send().aside] == [why], wrong


def test_a_commitment_that_is_none_breaks_the_chain(chain: Chain) -> None:
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    chain.unsent[0]["sealed"] = {"contact": None}
    assert chain.send().broken_at == 1


@pytest.mark.usefixtures("shared")
def test_every_bound_of_a_word_is_its_columns_own(eyes: Engine) -> None:
    """The fold leaves it to the table to find what is too long."""
    other = """SELECT r.noun, r.field FROM app.server_register r JOIN information_schema.columns c
               ON c.table_schema = 'app' AND c.table_name = r.noun AND c.column_name = r.field
               WHERE r.longest IS NOT NULL AND r.longest IS DISTINCT FROM c.character_maximum_length"""
    assert rows(eyes, other) == []
