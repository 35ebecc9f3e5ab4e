"""Entries whose values were erased by law: they arrive, they fold, and the server's state is what the laptop's is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from db.registry import nouns
from db.rights.commands import erase
from db.rights.queries import mentions
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.work import Store
from tests.db.rights.life import SECRETS, Life, live
from tests.db.sync.shared import rows, state

ZONE = ZoneInfo("America/Montevideo")


def _erase(desk: Store, life: Life) -> None:
    seen = desk.ask(mentions, resident_id=life.her)
    desk.do(erase, resident_id=life.her, zone=ZONE, blot_out=[one.key for one in seen])


def _same(desk: Store, eyes: Engine) -> None:
    for noun in nouns():
        assert state(eyes, noun) == state(desk.engine, noun, schema=""), noun


def test_somebody_erased_before_the_first_contact_arrives_without_her_data(desk: Store, eyes: Engine) -> None:
    life = live(desk)
    _erase(desk, life)
    handed = hand_over_now(desk)
    assert (handed.pending, handed.quarantined) == (0, 0)
    _same(desk, eyes)
    told = repr(rows(eyes, "SELECT * FROM app.entry"))
    assert not [secret for secret in SECRETS if secret in told]
    assert desk.ask(verify_journal).ok


def test_somebody_erased_after_a_contact_is_emptied_in_the_state_of_the_server(desk: Store, eyes: Engine) -> None:
    life = live(desk)
    hand_over_now(desk)
    _erase(desk, life)
    handed = hand_over_now(desk)
    assert (handed.pending, handed.quarantined) == (0, 0)
    _same(desk, eyes)
    told = repr([rows(eyes, f"SELECT * FROM app.{noun}") for noun in nouns()])
    assert not [secret for secret in SECRETS if secret in told]
