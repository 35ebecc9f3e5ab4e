"""Who signs: the same people as the last time, until somebody chooses others while the acta is a draft."""

from __future__ import annotations

import pytest

from db.errors import Refused
from db.minutes.commands import draft, keep_document
from db.minutes.queries import acta
from db.minutes.rules import MOST_SIGNATORIES, SIGNATORIES
from db.minutes.signatories import choose_signatories, signatories
from db.minutes.signing import make_final
from db.places.city import City
from db.sittings.commands import close_sitting, open_sitting
from db.work import Store
from tests.db.sittings.council import opened_sitting, planned
from tests.record import HandClock


@pytest.fixture
def sitting(store: Store) -> str:
    return opened_sitting(store)


def chosen(store: Store, sitting: str, *roles: str) -> str:
    """The code of the refusal, or nothing."""
    try:
        store.do(choose_signatories, sitting_id=sitting, roles=roles)
    except Refused as no:
        return no.code
    return ""


def test_other_roles_in_another_order_stand_in_the_acta(store: Store, city: City, sitting: str) -> None:
    assert chosen(store, sitting, "head") == "minutes_not_written"
    store.do(draft, sitting_id=sitting, city=city)
    assert store.ask(signatories, sitting_id=sitting) == SIGNATORIES
    assert chosen(store, sitting, "head", "secretary", "neighbour") == ""
    facts = store.ask(acta, sitting_id=sitting, city=city)
    assert [one.role for one in facts.signatures] == ["head", "secretary", "neighbour"]


def test_what_cannot_be_is_refused(store: Store, city: City, sitting: str) -> None:
    store.do(draft, sitting_id=sitting, city=city)
    assert chosen(store, sitting) == "signatories_none"
    assert chosen(store, sitting, "alcalde") == "signatory_unknown"
    assert chosen(store, sitting, *["neighbour"] * (MOST_SIGNATORIES + 1)) == "signatories_many"
    assert store.ask(signatories, sitting_id=sitting) == SIGNATORIES


def test_what_is_final_keeps_its_places(store: Store, city: City, sitting: str) -> None:
    begun = store.do(draft, sitting_id=sitting, city=city).outcome
    store.do(keep_document, minutes_id=begun.minutes_id, sha256="a" * 64, name="acta.docx")
    store.do(close_sitting, sitting_id=sitting)
    store.do(
        make_final, minutes_id=begun.minutes_id, sha256="b" * 64, size=1, pages=1, name="a.pdf", source_sha256="a" * 64
    )
    assert chosen(store, sitting, "secretary") == "minutes_final"


def test_the_next_sitting_of_the_council_begins_with_the_same(
    store: Store, city: City, sitting: str, clock: HandClock
) -> None:
    store.do(draft, sitting_id=sitting, city=city)
    chosen(store, sitting, "secretary", "head")
    store.do(draft, sitting_id=sitting, city=city)
    store.do(close_sitting, sitting_id=sitting)
    clock.forward(days=28)
    later = planned(store, title="La siguiente")
    store.do(open_sitting, sitting_id=later)
    assert store.ask(signatories, sitting_id=later) == ("secretary", "head")
    store.do(draft, sitting_id=later, city=city)
    chosen(store, later, "secretary")
    assert store.ask(signatories, sitting_id=sitting) == ("secretary", "head")
