"""The Zoom meeting that was made for a sitting: its number and the links with which neighbours come."""

from __future__ import annotations

import pytest

from db.errors import Refused
from db.sittings.commands import change_sitting, keep_invitation
from db.sittings.parts import facts_hash
from db.sittings.queries import sitting_card
from db.sittings.tables import Sitting
from db.work import Store, Work
from tests.db.sittings.council import opened_sitting, planned

LINKS = {"join_link": "https://example.com/j/1", "registration_link": "https://example.com/r/1"}


def test_number_and_links_are_kept(store: Store) -> None:
    sitting = planned(store)
    store.do(keep_invitation, sitting_id=sitting, zoom_number="91234567890", **LINKS)
    card = store.ask(sitting_card, sitting_id=sitting)
    assert (card.zoom_number, card.join_link, card.registration_link) == ("91234567890", *LINKS.values())


def test_a_meeting_that_is_there_is_not_replaced(store: Store) -> None:
    sitting = planned(store, zoom_number="912 3456 7890")
    with pytest.raises(Refused, match="zoom_already_there"):
        store.do(keep_invitation, sitting_id=sitting, zoom_number="98765432109", **LINKS)
    assert store.ask(sitting_card, sitting_id=sitting).registration_link is None


def test_what_is_no_number_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="zoom_number_unreadable"):
        store.do(keep_invitation, sitting_id=planned(store), zoom_number="mañana", **LINKS)


def test_the_invitation_is_no_fact_of_the_evening(store: Store) -> None:
    """Minutes that were signed before there were such links hold against the same hash as ever."""
    sitting = opened_sitting(store)
    before = store.ask(facts_hash, sitting_id=sitting)

    def give_link(work: Work) -> None:
        work.session.get_one(Sitting, sitting).registration_link = LINKS["registration_link"]

    give_link.__module__ = "db.sittings.commands"
    store.do(give_link)
    assert store.ask(sitting_card, sitting_id=sitting).registration_link
    assert store.ask(facts_hash, sitting_id=sitting) == before


def test_another_number_written_by_hand_does_not_keep_the_links_of_the_first(store: Store) -> None:
    sitting = planned(store)
    store.do(keep_invitation, sitting_id=sitting, zoom_number="91234567890", **LINKS)
    store.do(change_sitting, sitting_id=sitting, zoom_number="98765432109")
    card = store.ask(sitting_card, sitting_id=sitting)
    assert (card.zoom_number, card.join_link, card.registration_link) == ("98765432109", None, None)
