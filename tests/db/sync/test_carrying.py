"""Weeks without a network: what is carried to the centre on a stick arrives once, and what comes back is believed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from db.errors import Refused, Unavailable
from db.registry import nouns
from db.sync import centre
from db.sync.administration import restore_check, revoke
from db.sync.bringing import carry_now, take_stick_now
from db.sync.carrying import Brought
from db.sync.centre import TakenIn, take_in
from db.sync.chain import verify_journal
from db.sync.door import Door
from db.sync.errand import hand_over_now
from db.sync.queries import cursor, own, pending, receipts, sync_status
from db.sync.stick import write_stick
from db.work import Store
from tests.db.sync.evening import change_phone, note_down, note_down_many
from tests.db.sync.shared import one, rows, state

NewDesk = Callable[..., Store]


@pytest.fixture
def desk(new_desk: NewDesk) -> Store:
    """A laptop that was enrolled at the centre, and has written since without a network."""
    store = new_desk()
    hand_over_now(store)
    store.do(note_down, name="Peña")
    store.do(note_down_many, count=30)
    return store


def carried(store: Store, folder: Path, name: str = "ida") -> Path:
    path = folder / f"{name}.cabildo-usb"
    carry_now(store, path)
    return path


def at_the_centre(shared: str, path: Path) -> tuple[TakenIn, Path]:
    """Taken in by the administrator; the receipt goes on the same stick."""
    made = take_in(shared, path.read_bytes())
    back = path.with_name(f"{path.stem} vuelta.cabildo-usb")
    write_stick(back, made.receipt)
    return made, back


def why(work: Callable[..., object], *arguments: object) -> str:
    try:
        work(*arguments)
    except (Refused, Unavailable) as no:
        return no.code
    raise AssertionError("nothing was refused")


def same_everywhere(store: Store, eyes: Engine) -> None:
    for noun in nouns():
        assert state(store.engine, noun, schema="") == state(eyes, noun), noun
    assert store.ask(verify_journal).ok


def test_what_is_carried_waits_until_the_receipt_comes_back(
    desk: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    before = desk.ask(pending)
    path = carried(desk, tmp_path)
    waiting = desk.ask(sync_status)
    assert (waiting.pending, waiting.on_stick) == (before, before)
    desk.do(note_down, name="Ledesma")  # after the stick was written
    made, back = at_the_centre(shared, path)
    assert (made.carried, made.stored, made.confirmed, made.trouble) == (before, before, before, None)
    told = take_stick_now(desk, back)
    assert (told.carried, told.confirmed, told.quarantined, told.pending) == (before, before, 0, 1)
    now = desk.ask(sync_status)
    assert (now.pending, now.on_stick, now.offline_since) == (1, 0, None)
    (last, *_) = desk.ask(receipts)
    assert (last.outcome, last.sent, last.confirmed) == ("carried", before, before)
    hand_over_now(desk)
    same_everywhere(desk, eyes)


def test_the_stick_brings_back_what_others_wrote(
    new_desk: NewDesk, desk: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    other = new_desk()
    rosa = other.do(note_down, name="Ñandúbez").outcome
    hand_over_now(other)
    made, back = at_the_centre(shared, carried(desk, tmp_path))
    told = take_stick_now(desk, back)
    assert told.received == made.told > 0
    assert rosa in state(desk.engine, "resident", schema="")
    same_everywhere(desk, eyes)
    # The network goes on where the stick ended.
    assert hand_over_now(desk).received == 0
    assert desk.ask(cursor).pulled == one(eyes, "SELECT max(commit_no) FROM app.server_push")


def test_taken_in_twice_on_either_side_it_does_nothing(desk: Store, shared: str, eyes: Engine, tmp_path: Path) -> None:
    path = carried(desk, tmp_path)
    first, back = at_the_centre(shared, path)
    pushes = rows(eyes, "SELECT * FROM app.server_push")
    second, again = at_the_centre(shared, path)
    assert (first.stored > 0, second.stored, second.confirmed) == (True, 0, first.confirmed)
    assert rows(eyes, "SELECT * FROM app.server_push") == pushes
    assert not take_stick_now(desk, again).known
    assert take_stick_now(desk, back) == Brought("receipt", first.carried, first.confirmed, 0, known=True, pending=0)
    assert take_stick_now(desk, again).known
    assert len([one for one in desk.ask(receipts) if one.outcome == "carried"]) == 1


def test_the_network_came_back_in_between(desk: Store, shared: str, eyes: Engine, tmp_path: Path) -> None:
    path = carried(desk, tmp_path)
    entries = desk.ask(pending)
    hand_over_now(desk)
    assert desk.ask(sync_status).on_stick == 0
    desk.do(note_down, name="Ledesma")
    hand_over_now(desk)
    made, back = at_the_centre(shared, path)
    assert (made.stored, made.confirmed) == (0, entries)
    told = take_stick_now(desk, back)
    assert (told.confirmed, told.pending, told.trouble) == (entries, 0, None)
    assert desk.ask(sync_status).confirmed_seq == desk.ask(own).head.seq
    same_everywhere(desk, eyes)


def test_a_receipt_from_before_the_last_contact_takes_nothing_back(desk: Store, shared: str, tmp_path: Path) -> None:
    _, back = at_the_centre(shared, carried(desk, tmp_path))
    desk.do(note_down, name="Ledesma")
    hand_over_now(desk)
    assert take_stick_now(desk, back).known
    assert (desk.ask(pending), hand_over_now(desk).rewound) == (0, False)


def test_two_files_in_the_wrong_order(desk: Store, shared: str, eyes: Engine, tmp_path: Path) -> None:
    first = carried(desk, tmp_path, "uno")
    desk.do(note_down, name="Ledesma")
    second = carried(desk, tmp_path, "dos")
    made, back = at_the_centre(shared, second)
    late, older = at_the_centre(shared, first)
    assert (made.trouble, late.trouble, late.stored) == (None, None, 0)
    take_stick_now(desk, back)
    assert desk.ask(pending) == 0
    take_stick_now(desk, older)
    assert (desk.ask(pending), desk.ask(sync_status).on_stick) == (0, 0)
    same_everywhere(desk, eyes)


def test_a_server_that_lost_the_part_before_says_so_and_gets_all_of_it(
    desk: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    path = carried(desk, tmp_path)
    with eyes.begin() as connection:  # it came back from a backup of before the enrolment's first contact
        for table in ("entry", "server_push", "server_aside", *nouns()):
            connection.exec_driver_sql(f"TRUNCATE app.{table}")
        connection.exec_driver_sql("UPDATE app.server_desk SET head_seq = 0, head_hash = repeat('0', 64)")
        connection.exec_driver_sql("UPDATE app.server_counter SET commit_no = 0")
    restore_check(shared, restored=True)
    made, back = at_the_centre(shared, path)
    assert (made.trouble, made.stored) == ("carry_out_of_order", 0)
    told = take_stick_now(desk, back)
    assert (told.trouble, told.confirmed, told.pending) == ("carry_out_of_order", 0, desk.ask(own).head.seq)
    made, back = at_the_centre(shared, carried(desk, tmp_path, "todo"))
    assert take_stick_now(desk, back).pending == 0
    same_everywhere(desk, eyes)


def test_a_desk_that_was_revoked_in_between_is_refused_and_nothing_of_it_comes_in(
    desk: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    path, entries = carried(desk, tmp_path), one(eyes, "SELECT count(*) FROM app.entry")
    revoke(shared, "Ribera 1")
    assert why(take_in, shared, path.read_bytes()) == "carry_desk_revoked"
    assert one(eyes, "SELECT count(*) FROM app.entry") == entries


def test_whoever_carries_it_cannot_write_in_the_desks_name(
    new_desk: NewDesk, desk: Store, shared: str, eyes: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    courier = new_desk()
    hand_over_now(courier)
    mine = courier.ask(own).link.seal
    theirs = desk.identity.desk_id
    entries = one(eyes, "SELECT count(*) FROM app.entry")
    # The courier's own program, changed: it signs with its own keys and says that it is the other desk.
    from db.sync import carrying

    closed = carrying.closed_for
    monkeypatch.setattr(
        carrying, "closed_for", lambda to, keys, who, content: closed(to, keys, {**who, "desk": theirs}, content)
    )
    courier.do(note_down, name="Falsa")
    path = carried(courier, tmp_path, "falso")
    assert mine is not None
    assert why(take_in, shared, path.read_bytes()) == "carry_forged"
    assert one(eyes, "SELECT count(*) FROM app.entry") == entries


def test_a_receipt_of_another_desk_or_of_nobody_is_refused(
    new_desk: NewDesk, desk: Store, shared: str, tmp_path: Path
) -> None:
    other = new_desk()
    hand_over_now(other)
    path = carried(desk, tmp_path)
    _, back = at_the_centre(shared, path)
    assert why(take_stick_now, other, back) == "carry_not_for_us"
    assert why(take_stick_now, desk, path) == "carry_not_for_us"
    assert why(take_in, shared, back.read_bytes()) == "carry_not_for_us"


def test_another_city_cannot_open_it(desk: Store, server: str, tmp_path: Path, eyes: Engine) -> None:
    path = carried(desk, tmp_path)
    with eyes.begin() as connection:  # the other city's database has keys of its own
        connection.exec_driver_sql("DELETE FROM app.server_centre")
    from db.sync.server import server_init

    server_init(server)
    assert why(take_in, server, path.read_bytes()) == "carry_not_for_us"


def test_while_a_receipt_is_put_together_others_hand_over(
    desk: Store, new_desk: NewDesk, shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others wrote in all those weeks takes long to read; somebody's evening goes on meanwhile."""
    other, pages, told = new_desk(), centre._pages, []

    def slowly(*facts: Any) -> list[dict[str, Any]]:
        told.append(hand_over_now(other).pending)
        return pages(*facts)

    monkeypatch.setattr(centre, "_pages", slowly)
    made = take_in(shared, carried(desk, tmp_path).read_bytes())
    assert (told, made.trouble, made.confirmed) == ([0], None, made.carried)


def test_a_desk_that_never_met_the_server_is_told_to_do_so_once(new_desk: NewDesk, shared: str, tmp_path: Path) -> None:
    assert why(carried, new_desk(enrolled=False), tmp_path) == "not_enrolled"
    assert why(carried, new_desk(), tmp_path) == "carry_needs_centre"


def test_a_stick_that_was_pulled_out_half_way_is_refused_wherever_it_was_cut(
    desk: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    path = carried(desk, tmp_path)
    _, back = at_the_centre(shared, path)
    whole, entries = path.read_bytes(), one(eyes, "SELECT count(*) FROM app.entry")
    for length in range(0, len(whole), 1024):
        assert why(take_in, shared, whole[:length]) == "carry_unreadable"
    assert one(eyes, "SELECT count(*) FROM app.entry") == entries
    receipt, waiting = back.read_bytes(), desk.ask(pending)
    for length in range(0, len(receipt), 1024):
        back.write_bytes(receipt[:length])
        assert why(take_stick_now, desk, back) == "carry_unreadable"
    assert desk.ask(pending) == waiting
    back.unlink()
    assert why(take_stick_now, desk, back) == why(take_stick_now, desk, back.parent) == "carry_not_there"


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """A real stick of sixteen kilobytes."""
    folder = tmp_path / "stick"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("only root mounts a stick")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_stick_is_said_and_leaves_nothing_half_on_it(desk: Store, small_stick: Path, tmp_path: Path) -> None:
    kept = small_stick / "ida.cabildo-usb"
    kept.write_bytes(b"the file of last week")
    (small_stick / "other").write_bytes(bytes(8 * 1024))
    desk.do(note_down_many, count=200)
    assert why(carry_now, desk, kept) == "carry_full"
    assert sorted(one.name for one in small_stick.iterdir()) == ["ida.cabildo-usb", "other"]
    assert kept.read_bytes() == b"the file of last week"
    assert desk.ask(sync_status).on_stick == 0
    assert why(carry_now, desk, tmp_path / "gone" / "ida.cabildo-usb") == "carry_unwritable"


def test_cut_between_the_receipt_and_its_pages_it_is_taken_in_again(
    new_desk: NewDesk, desk: Store, shared: str, eyes: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_desk()
    other.do(note_down, name="Ñandúbez")
    hand_over_now(other)
    _, back = at_the_centre(shared, carried(desk, tmp_path))
    from db.sync import carrying

    with monkeypatch.context() as cut:

        def power_cut(*_: object, **__: object) -> int:
            raise OSError("power")

        cut.setattr(carrying, "take_page", power_cut)
        with pytest.raises(OSError, match="power"):
            take_stick_now(desk, back)
    told = take_stick_now(desk, back)
    assert (told.known, told.received > 0, told.pending) == (False, True, 0)
    same_everywhere(desk, eyes)


def test_what_the_server_put_aside_is_told_on_the_way_back(
    new_desk: NewDesk, desk: Store, shared: str, tmp_path: Path
) -> None:
    rosa = desk.do(note_down, name="Ledesma").outcome
    hand_over_now(desk)
    stranger = new_desk(district="loma")
    hand_over_now(stranger)
    from db.residents.tables import Resident

    def claim(work: object) -> None:
        work.session.add(Resident(id=rosa, family_name="X", given_names="Y", phone="1"))  # type: ignore[attr-defined]

    stranger.do(claim)
    made, back = at_the_centre(shared, carried(stranger, tmp_path))
    told = take_stick_now(stranger, back)
    assert (made.quarantined, told.quarantined) == (1, 1)
    assert stranger.ask(sync_status).quarantined == 1


def test_no_laptop_may_call_what_the_administrator_calls(desk: Store, shared: str) -> None:
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    door = Door(desk.ask(own).link)
    connection = door._connected()
    for statement in (
        "SELECT app.push_of(NULL, 1, '', '[]')", "SELECT app.pull_of(NULL, 0, NULL, 0, 1)",
        "SELECT signing FROM app.server_centre", "SELECT public FROM app.server_centre",
        "UPDATE app.server_desk SET seal = 'x'",
    ):  # fmt: skip
        with pytest.raises(DBAPIError, match="permission denied"):
            connection.execute(text(statement))
    door.close()


def test_a_change_of_the_same_neighbour_by_wire_and_by_stick_comes_out_the_same(
    new_desk: NewDesk, desk: Store, shared: str, eyes: Engine, tmp_path: Path
) -> None:
    other = new_desk()
    rosa = other.do(note_down, name="Ledesma").outcome
    hand_over_now(other)
    hand_over_now(desk)
    other.clock.forward(minutes=1)  # type: ignore[attr-defined]
    other.do(change_phone, resident=rosa, phone="+543410000001")
    desk.clock.forward(minutes=2)  # type: ignore[attr-defined]
    desk.do(change_phone, resident=rosa, phone="+543410000002")
    hand_over_now(other)
    _, back = at_the_centre(shared, carried(desk, tmp_path))
    take_stick_now(desk, back)
    assert state(eyes, "resident")[rosa]["phone"] == "+543410000002"
    same_everywhere(desk, eyes)
    assert desk.ask(sync_status).conflicts == 1


def test_the_keys_of_a_desk_are_drawn_once_and_another_server_has_to_tell_its_own_first(
    desk: Store, tmp_path: Path
) -> None:
    from db.sync.commands import compare, draw_own_keys, keep_credentials
    from db.sync.queries import own_keys
    from db.sync.reach import Credentials

    before, me = desk.ask(own_keys), desk.ask(own)
    desk.do(draw_own_keys)
    assert desk.ask(own_keys) == before
    assert not desk.do(compare, head=me.head, epoch="of-yesterday").outcome
    elsewhere = Credentials(desk.identity.desk_id, "postgresql+psycopg://127.0.0.1:1/cabildo", "cabildo_x", "y")
    desk.do(keep_credentials, credentials=elsewhere)
    assert why(carried, desk, tmp_path) == "carry_needs_centre"
