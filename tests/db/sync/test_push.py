"""The hand-over: what a laptop wrote arrives, once, and the server's state is what the laptop's is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from db.base import canonical
from db.errors import Refused
from db.residents.tables import Resident
from db.sync.commands import take_greeting
from db.sync.door import Door
from db.sync.errand import hand_over_now
from db.sync.queries import next_batch, own, pending, receipts, set_aside, sync_status
from db.work import Store, Work
from tests.db.sync.evening import change_phone, note_down, note_down_many
from tests.db.sync.shared import Chain, enrol_desk, link_of, one, rows, state
from tests.record import HandClock

NewDesk = Callable[..., Store]


@pytest.fixture
def door(desk: Store) -> Iterator[Door]:
    made = Door(link_of(desk))
    yield made
    made.close()


@pytest.fixture
def chain(desk: Store, door: Door) -> Chain:
    """The same desk, writing by hand."""
    return Chain(door, desk.identity.city_id, desk.identity.desk_id)


def test_everything_that_was_written_arrives_and_nothing_is_pending(desk: Store, eyes: Engine) -> None:
    desk.do(note_down, name="Peña")
    waiting = desk.ask(pending)
    handed = hand_over_now(desk)
    assert (handed.sent, handed.confirmed, handed.pending, handed.quarantined) == (waiting, waiting, 0, 0)
    assert one(eyes, "SELECT count(*) FROM app.entry") == waiting
    for noun in ("resident", "district", "neighbourhood", "organisation"):
        assert state(eyes, noun) == state(desk.engine, noun, schema="")
    assert len(state(eyes, "resident")) == 1


def test_the_journal_arrives_word_for_word(desk: Store, eyes: Engine) -> None:
    desk.do(note_down, name='Peña «la Ñata» 日本 \\ " \t')
    hand_over_now(desk)
    columns = "desk_seq, hlc, CAST(base AS text), verb, actor, district_id, noun, row_id, CAST(fields AS text), "
    columns += "CAST(salts AS text), CAST(sealed AS text), hash"
    with desk.engine.connect() as connection:
        here = connection.execute(text(f"SELECT {columns} FROM entry ORDER BY desk_seq")).all()
    assert rows(eyes, f"SELECT {columns} FROM app.entry ORDER BY desk_seq") == [tuple(row) for row in here]


def test_a_second_contact_sends_only_what_is_new(desk: Store, eyes: Engine, clock: HandClock) -> None:
    first = hand_over_now(desk)
    resident = desk.do(note_down, name="Peña").outcome
    desk.do(change_phone, resident=resident, phone="+543415550002")
    second = hand_over_now(desk)
    third = hand_over_now(desk)
    assert (second.sent, second.confirmed, third.sent) == (2, 2, 0)
    assert one(eyes, "SELECT count(*) FROM app.entry") == first.sent + 2
    assert state(eyes, "resident")[resident]["phone"] == "+543415550002"


def test_a_long_journal_goes_in_batches(desk: Store, eyes: Engine) -> None:
    desk.do(note_down_many, count=4100)
    handed = hand_over_now(desk)
    assert handed.confirmed == handed.sent > 4100
    assert one(eyes, "SELECT count(*) FROM app.organisation") >= 4100
    assert one(eyes, "SELECT max(last_seq - first_seq + 1) FROM app.server_push") == 2000


def test_the_same_batch_twice_is_stored_once_and_answered_the_same(desk: Store, door: Door, eyes: Engine) -> None:
    batch = desk.ask(next_batch)
    assert batch is not None
    first, second = door.push(batch), door.push(batch)
    assert (first.stored, second.stored) == (batch.last_seq, 0)
    assert (first.confirmed, first.aside, first.head) == (second.confirmed, second.aside, second.head)
    assert one(eyes, "SELECT count(*) FROM app.entry") == batch.last_seq
    assert one(eyes, "SELECT count(*) FROM app.server_push") == 1


def test_a_batch_that_overlaps_stores_only_its_new_end(desk: Store, door: Door, eyes: Engine) -> None:
    first = desk.ask(next_batch, limit=4)
    whole = desk.ask(next_batch)
    assert first is not None
    assert whole is not None
    door.push(first)
    assert door.push(whole).stored == whole.last_seq - 4
    assert rows(eyes, "SELECT first_seq, last_seq FROM app.server_push ORDER BY 1") == [(1, 4), (5, whole.last_seq)]


def test_a_batch_that_comes_too_early_is_told_what_is_expected(chain: Chain, eyes: Engine) -> None:
    chain.write("organisation", "o", {"name": "x"}, hlc=chain.clock(1), base={})
    chain.unsent.clear()
    chain.write("organisation", "o", {"name": "y"}, hlc=chain.clock(2), base={"name": "x"})
    answer = chain.send()
    assert (answer.expected, answer.head.seq) == (True, 0)
    assert one(eyes, "SELECT count(*) FROM app.entry") == 0


def test_an_entry_altered_after_it_was_written_is_refused_and_what_is_before_it_goes(desk: Store, eyes: Engine) -> None:
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE entry SET fields = replace(fields, 'a', 'e') WHERE desk_seq = 3"))
    with pytest.raises(Refused) as no:
        hand_over_now(desk)
    assert (no.value.code, no.value.facts) == ("chain_broken", {"number": 3})
    assert one(eyes, "SELECT max(desk_seq) FROM app.entry") == 2
    assert desk.ask(sync_status).confirmed_seq == 2


PARTS: tuple[tuple[str, Any], ...] = (
    ("actor", "Somebody"), ("verb", "x.y"), ("noun", "alias"), ("hlc", "0"), ("row_id", "r"), ("base", {"a": "b"}),
    ("district_id", "d"), ("salts", {}), ("hash", "0" * 64), ("sealed", {"name": "0"}), ("fields", {}),
    ("fields", {"name": "Y", "folded": "x", "kind": "club"}),
)  # fmt: skip


def test_the_server_recomputes_the_hash_over_every_part(chain: Chain, eyes: Engine) -> None:
    for part, value in PARTS:
        altered = Chain(chain.door, chain.city_id, chain.desk_id)
        fields = {"name": "x", "folded": "x", "kind": "club"}
        altered.write("organisation", "o", fields, hlc=altered.clock(1), base={})
        altered.unsent[0][part] = value
        assert altered.send().broken_at == 1, part
    assert one(eyes, "SELECT count(*) FROM app.entry") == 0


def test_a_value_that_was_erased_by_law_still_verifies(chain: Chain, eyes: Engine) -> None:
    from db.journal import commitment

    fields = {"name": "x", "folded": "x", "kind": "club"}
    chain.write("organisation", "o", fields, hlc=chain.clock(1), base={})
    chain.write("organisation", "o", {"contact": "Rosa"}, hlc=chain.clock(2), base={"contact": "x"})
    entry = chain.unsent[1]
    entry["sealed"] = {"contact": commitment(entry["salts"].pop("contact"), "contact", entry["fields"].pop("contact"))}
    answer = chain.send()
    assert (answer.broken_at, answer.stored) == (None, 2)
    assert state(eyes, "organisation")["o"]["contact"] is None


BAD: dict[str, tuple[str, dict[str, Any], str]] = {
    "not a date": ("resident", {"family_name": "x", "given_names": "y", "birth_date": "yesterday"}, "value_unreadable"),
    "too long": ("resident", {"family_name": "x", "given_names": "y", "document": "1" * 13}, "too_long"),
    "nothing": ("resident", {"family_name": "x"}, "incomplete"),
    "a null byte": ("organisation", {"name": "a\0b", "folded": "x", "kind": "club"}, "value_unreadable"),
    "no day of the calendar": (
        "resident",
        {"family_name": "x", "given_names": "y", "birth_date": "2026-02-31"},
        "value_unreadable",
    ),
    "out of range": (
        "item",
        {"sitting_id": "s", "position": "a", "title": "t", "outcome": "none", "minutes_planned": 2**40},
        "value_unreadable",
    ),
    "no number": (
        "item",
        {"sitting_id": "s", "position": "a", "title": "t", "minutes_planned": {}},
        "value_unreadable",
    ),
}


def test_bad_entries_are_put_aside_one_by_one_and_delay_no_other(chain: Chain, eyes: Engine) -> None:
    good = {"family_name": "Peña", "given_names": "Rosa"}
    for number, (noun, fields, _) in enumerate(BAD.values()):
        chain.write("resident", f"good{number}", good, hlc=chain.clock(number), base={})
        chain.write(noun, f"bad{number}", fields, hlc=chain.clock(number, 1), base={})
    chain.write("resident", "last", good, hlc=chain.clock(99), base={})
    answer = chain.send()
    expected = [(2 * n, "quarantined", reason) for n, (_, _, reason) in enumerate(BAD.values(), start=1)]
    assert [(v.seq, v.verdict, v.reason) for v in answer.aside] == expected
    assert answer.stored == 2 * len(BAD) + 1
    assert one(eyes, "SELECT count(*) FROM app.resident") == len(BAD) + 1
    kept = rows(eyes, "SELECT CAST(fields AS text) FROM app.entry WHERE row_id LIKE 'bad%' ORDER BY desk_seq")
    assert [text for (text,) in kept] == [canonical(fields) for _, fields, _ in BAD.values()]


def test_a_backslash_that_somebody_typed_is_no_null_byte(chain: Chain, eyes: Engine) -> None:
    typed = "a\\u0000b"
    chain.write("organisation", "o", {"name": typed, "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    assert chain.send().aside == ()
    assert state(eyes, "organisation")["o"]["name"] == typed


def test_an_edit_that_empties_what_a_row_cannot_be_without_is_put_aside(chain: Chain, eyes: Engine) -> None:
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    chain.write("organisation", "o", {"name": None, "contact": "y"}, hlc=chain.clock(2), base={"name": "x"})
    assert [verdict.reason for verdict in chain.send().aside] == ["incomplete"]
    assert state(eyes, "organisation")["o"]["name"] == "x"


def test_a_name_that_is_no_word_is_put_aside(chain: Chain, eyes: Engine) -> None:
    for number, name in enumerate([5, True, {"a": "b"}, ["x"]]):
        fields = {"name": name, "folded": "x", "kind": "club"}
        chain.write("organisation", f"o{number}", fields, hlc=chain.clock(number), base={})
    assert [verdict.reason for verdict in chain.send().aside] == ["value_unreadable"] * 4
    assert state(eyes, "organisation") == {}


def test_what_the_server_does_not_know_yet_is_kept_and_not_folded(chain: Chain, eyes: Engine) -> None:
    chain.write("pet", "p", {"name": "Tom"}, hlc=chain.clock(1), base={})
    chain.write(
        "organisation", "o", {"name": "x", "folded": "x", "kind": "club", "mascot": "Tom"}, hlc=chain.clock(2), base={}
    )
    answer = chain.send()
    assert [(v.verdict, v.reason) for v in answer.aside] == [("stored", "noun_unknown"), ("stored", "field_unknown")]
    assert state(eyes, "organisation")["o"]["name"] == "x"
    assert "Tom" in one(eyes, "SELECT CAST(fields AS text) FROM app.entry WHERE noun = 'pet'")


def test_a_clock_that_is_not_the_desks_own_never_wins(chain: Chain, eyes: Engine) -> None:
    fields = {"name": "x", "folded": "x", "kind": "club"}
    chain.write("organisation", "o", fields, hlc=chain.clock(1), base={})
    for clock in ("zzzz", "ffffffffffff-00000000-somebody-else", "", "1-2-x"):
        chain.write("organisation", "o", {"contact": "forged"}, hlc=clock, base={"contact": "x"})
    assert [v.reason for v in chain.send().aside] == ["clock_unreadable"] * 4
    assert state(eyes, "organisation")["o"]["contact"] is None


def test_the_quarantine_is_shown_on_the_laptop_and_the_entry_stays_there(desk: Store, eyes: Engine) -> None:
    def too_long(work: Work) -> None:
        work.session.add(Resident(family_name="Peña", given_names="Rosa", document="1234567890123"))

    desk.do(too_long)
    handed = hand_over_now(desk)
    assert (handed.pending, handed.quarantined) == (0, 1)
    (card,) = desk.ask(set_aside)
    assert (card.verdict, card.reason, card.noun) == ("quarantined", "too_long", "resident")
    assert desk.ask(sync_status).quarantined == 1
    assert len(state(desk.engine, "resident", schema="")) == 1


def test_two_desks_write_and_both_are_in_the_state(new_desk: NewDesk, eyes: Engine) -> None:
    first, second = new_desk(), new_desk()
    first.do(note_down, name="Uno")
    second.do(note_down, name="Dos")
    hand_over_now(first)
    hand_over_now(second)
    assert {row["family_name"] for row in state(eyes, "resident").values()} == {"Uno", "Dos"}
    # Both founded the same city: one district is one row.
    assert state(eyes, "district").keys() == state(first.engine, "district", schema="").keys()


def test_commit_numbers_are_whole_and_in_order(new_desk: NewDesk, eyes: Engine) -> None:
    desks = [new_desk(), new_desk()]
    for number in range(3):
        for desk in desks:
            desk.do(note_down, name=f"Q{number}")
            hand_over_now(desk)
    told = rows(eyes, "SELECT commit_no FROM app.server_push ORDER BY stored_at")
    assert [number for (number,) in told] == [1, 2, 3, 4, 5, 6]


def test_pull_answers_what_others_wrote_in_the_order_of_commits(new_desk: NewDesk, eyes: Engine) -> None:
    mine, near, far = new_desk(), new_desk(), new_desk(district="loma")
    for desk in (near, far, mine):
        desk.do(note_down, name="Peña")
        hand_over_now(desk)
    door = Door(link_of(mine))
    page = door._call("SELECT app.pull(:desk, 0, NULL, 0, 1)")
    rest = door._call("SELECT app.pull(:desk, :after, :mark, 0, 1)", after=page["commit_no"], mark=page["mark"])
    door.close()
    assert (page["commit_no"], page["last_commit"], rest["commit_no"]) == (1, 3, 2)
    here, there = ([told[0] for told in one["entries"]] for one in (page, rest))
    assert {entry["desk_id"] for entry in here} == {near.identity.desk_id}
    numbers = [entry["desk_seq"] for entry in here]
    assert numbers == sorted(numbers)
    assert "resident" in {entry["noun"] for entry in here}
    # What belongs to the other district is not for this desk, and its own it knows.
    apart = [entry for entry in there if entry["noun"] not in ("district", "neighbourhood")]
    assert {entry["district_id"] for entry in apart} <= {mine.identity.district_id}
    assert "resident" not in {entry["noun"] for entry in there}


def test_a_receipt_tells_what_was_handed_over(desk: Store) -> None:
    handed = hand_over_now(desk)
    (receipt,) = desk.ask(receipts)
    assert (receipt.outcome, receipt.sent, receipt.confirmed) == ("done", handed.sent, handed.sent)
    assert receipt.head_seq == handed.sent
    status = desk.ask(sync_status)
    assert (status.enrolled, status.pending, status.trouble, status.offline_since) == (True, 0, None, None)
    assert status.met_at is not None


def test_a_desk_that_was_not_enrolled_is_told_so(new_desk: NewDesk) -> None:
    with pytest.raises(Refused, match="not_enrolled"):
        hand_over_now(new_desk(enrolled=False))


def test_enrolling_at_another_server_begins_from_the_first_entry(desk: Store, shared: str) -> None:
    hand_over_now(desk)

    def pretend(work: Work) -> None:
        from db.sync.tables import Enrolment

        work.session.get_one(Enrolment, desk.identity.desk_id).server = "postgresql+psycopg://elsewhere/old"

    desk.do(pretend)
    enrol_desk(shared, desk)
    assert desk.ask(own).confirmed == 0
    handed = hand_over_now(desk)
    assert handed.pending == 0


def test_a_clone_that_pushes_without_greeting_is_refused_by_the_server(chain: Chain, eyes: Engine) -> None:
    chain.write("organisation", "o", {"name": "x", "folded": "x", "kind": "club"}, hlc=chain.clock(1), base={})
    twin = Chain(chain.door, chain.city_id, chain.desk_id)
    twin.write("organisation", "p", {"name": "y", "folded": "y", "kind": "club"}, hlc=chain.clock(2), base={})
    chain.send()
    with pytest.raises(Refused, match="cloned"):
        twin.send()
    assert state(eyes, "organisation").keys() == {"o"}


def restore_to(eyes: Engine, seq: int) -> None:
    """What a restore from yesterday's backup leaves: the entries after `seq` were never there."""
    with eyes.begin() as connection:
        connection.execute(text("DELETE FROM app.entry WHERE desk_seq > :seq"), {"seq": seq})
        connection.execute(text("DELETE FROM app.resident"))
        connection.execute(
            text(
                "UPDATE app.server_desk d SET head_seq = :seq, "
                "head_hash = (SELECT hash FROM app.entry e WHERE e.desk_id = d.desk_id AND desk_seq = :seq)"
            ),
            {"seq": seq},
        )
        connection.execute(text("UPDATE app.server SET epoch = gen_random_uuid()"))  # fmt: skip


def test_a_server_restored_from_a_backup_is_sent_what_it_lost(desk: Store, eyes: Engine) -> None:
    before = hand_over_now(desk).sent
    for name in ("Uno", "Dos"):
        desk.do(note_down, name=name)
    hand_over_now(desk)
    restore_to(eyes, before)
    desk.do(note_down, name="Tres")
    handed = hand_over_now(desk)
    assert (handed.sent, handed.confirmed, handed.pending, handed.rewound) == (3, 3, 0, True)
    assert {row["family_name"] for row in state(eyes, "resident").values()} == {"Uno", "Dos", "Tres"}
    assert desk.ask(receipts)[0].rewound


def test_a_server_restored_in_mid_errand_is_sent_what_it_lost(desk: Store, eyes: Engine, door: Door) -> None:
    before = hand_over_now(desk).sent
    desk.do(note_down, name="Uno")
    hand_over_now(desk)
    greeting = door.hello()
    restore_to(eyes, before)
    assert desk.do(take_greeting, greeting=greeting).outcome is False
    desk.do(note_down, name="Dos")
    batch = desk.ask(next_batch)
    assert batch is not None
    assert door.push(batch).expected
    assert hand_over_now(desk).confirmed == 2
    assert {row["family_name"] for row in state(eyes, "resident").values()} == {"Uno", "Dos"}
