"""Entries whose values were erased by law: they arrive, they fold, and the server's state is what the laptop's is."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, text

from db.issues.commands import add_issue
from db.minutes.tables import MinutesDraft
from db.registry import nouns
from db.residents.search import search
from db.residents.tables import Resident
from db.rights.commands import erase
from db.rights.compacting import compact
from db.rights.queries import mentions
from db.sync.chain import verify_journal
from db.sync.errand import hand_over_now
from db.work import Store, Work
from tests.db.rights.life import FAMILY, SECRETS, Life, live
from tests.db.sync.evening import change_phone, note_down
from tests.db.sync.shared import rows, state
from tests.record import HandClock

NewDesk = Callable[..., Store]
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
    # Nor in the server's journal, where her older entries had come in the clear; every chain there still holds.
    told = repr(rows(eyes, "SELECT * FROM app.entry"))
    assert not [secret for secret in SECRETS if secret in told]
    entries = "(SELECT array_agg(e ORDER BY e.desk_seq) FROM app.entry e)"
    assert rows(eyes, f"SELECT app.first_broken(repeat('0', 64), {entries})") == [(None,)]


def test_an_erasure_reaches_every_other_desk_at_its_next_contact_before_anything_else(
    new_desk: NewDesk, eyes: Engine
) -> None:
    desk, other = new_desk(), new_desk()
    life = live(desk)
    hand_over_now(desk)
    hand_over_now(other)
    assert other.ask(search, text=FAMILY)
    _erase(desk, life)
    hand_over_now(desk)
    hand_over_now(other)
    hand_over_now(desk)
    _same(desk, eyes)
    _same(other, eyes)
    other.ask(compact)
    with other.engine.connect() as connection:
        told = repr(connection.execute(text("SELECT * FROM entry")).all())
    assert not [secret for secret in SECRETS if secret in told]
    assert other.ask(search, text=FAMILY) == ()
    assert other.ask(verify_journal).ok


def test_an_erasure_lets_go_of_the_drafts_and_the_words_of_every_other_desk(new_desk: NewDesk) -> None:
    desk, other = new_desk(), new_desk()
    life = live(desk)
    hand_over_now(desk)
    hand_over_now(other)

    def drafts(work: Work) -> None:
        for minutes, words in (("hers", f"Expuso {FAMILY.upper()}"), ("others", "Expuso el presidente")):
            work.session.add(
                MinutesDraft(minutes_id=minutes, sitting_id=life.scene.sitting, made=b"", edited=words.encode())
            )

    other.do(drafts)
    other.do(note_down, name="Peña")  # a part of the index of its own
    _erase(desk, life)
    hand_over_now(desk)
    hand_over_now(other)
    with other.engine.connect() as connection:
        assert connection.execute(text("SELECT minutes_id FROM minutes_draft")).scalars().all() == ["others"]
        words = connection.execute(text("SELECT block FROM search_issue_words_data")).scalars()
        assert FAMILY.lower().encode() not in b"\0".join(words)


def test_what_a_clock_of_another_year_wrote_about_her_before_is_erased_as_well(new_desk: NewDesk, eyes: Engine) -> None:
    desk, other = new_desk(), new_desk()
    life = live(desk)
    hand_over_now(desk)
    hand_over_now(other)
    assert isinstance(other.clock, HandClock)
    other.clock.forward(days=26000)
    other.do(add_issue, sitting_id=life.scene.sitting, kind="proposal", text=f"Que hable {FAMILY}, por favor")
    hand_over_now(other)
    hand_over_now(desk)
    _erase(desk, life)
    hand_over_now(desk)
    hand_over_now(other)
    assert "por favor" in repr(state(eyes, "issue"))
    assert FAMILY not in repr(rows(eyes, "SELECT fields FROM app.entry"))
    with other.engine.connect() as connection:
        assert FAMILY not in repr(connection.execute(text("SELECT fields FROM entry")).all())
    _same(other, eyes)


def test_a_neighbour_of_another_district_is_erased_from_what_the_desk_wrote_of_her(
    new_desk: NewDesk, eyes: Engine
) -> None:
    ribera, loma = new_desk(), new_desk(district="loma")
    life = live(ribera)

    def moves(work: Work) -> None:
        work.session.get_one(Resident, life.her).district_id = loma.identity.district_id

    hand_over_now(loma)
    ribera.do(moves)
    ribera.do(change_phone, resident=life.her, phone="+543415550098")
    hand_over_now(ribera)
    hand_over_now(loma)
    _erase(ribera, life)
    hand_over_now(ribera)
    hand_over_now(loma)
    assert "3415550098" not in repr(rows(eyes, "SELECT fields FROM app.entry"))
    with loma.engine.connect() as connection:
        assert "3415550098" not in repr(connection.execute(text("SELECT fields FROM entry")).all())
    assert loma.ask(verify_journal).ok


def test_what_another_desk_writes_about_her_without_knowing_is_erased_on_its_way_in(
    new_desk: NewDesk, eyes: Engine
) -> None:
    desk, other = new_desk(), new_desk()
    life = live(desk)
    hand_over_now(desk)
    hand_over_now(other)
    _erase(desk, life)
    hand_over_now(desk)
    assert isinstance(other.clock, HandClock)
    other.clock.forward(hours=1)
    other.do(change_phone, resident=life.her, phone="+5493415550099")
    hand_over_now(other)
    hand_over_now(desk)
    for store in (desk, other):
        _same(store, eyes)
        with store.engine.connect() as connection:
            assert "3415550099" not in repr(connection.execute(text("SELECT fields FROM entry")).all())
    assert "3415550099" not in repr(rows(eyes, "SELECT * FROM app.entry"))
    assert other.ask(verify_journal).ok
