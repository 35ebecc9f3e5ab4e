"""A council called after its quarters is theirs, and the acta says so without anybody typing it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from db.sittings.commands import found_council
from db.sittings.rules import quarters_named
from db.sittings.tables import Council
from db.work import Store

QUARTERS = {"e": "Echesortu", "m": "San Martín", "s": "San Martín Sur", "n": "La Ñata"}


@pytest.mark.parametrize(
    ("council", "quarters"),
    [
        ("Consejo Barrial Echesortu", ("e",)),
        ("Consejo Barrial SAN MARTIN SUR", ("s",)),
        ("Consejo Barrial La Ñata y Echesortu", ("n", "e")),
        ("Consejo San Martín y San Martín Sur", ("m", "s")),
        ("Consejo de Ambiente", ()),
        ("Consejo Echesortués", ()),
    ],
)
def test_the_quarters_of_a_council_are_those_its_name_speaks_of(council: str, quarters: tuple[str, ...]) -> None:
    assert quarters_named(council, QUARTERS) == quarters


def test_a_new_council_knows_its_quarter(store: Store) -> None:
    made = store.do(found_council, name="Consejo Barrial El Muelle").outcome
    thematic = store.do(found_council, name="Consejo temático de El Muelle", kind="thematic").outcome
    with Session(store.engine) as session:
        told = {one: session.get_one(Council, one).neighbourhood_ids for one in (made, thematic)}
    assert len(told[made]) == 1
    assert told[thematic] == []
