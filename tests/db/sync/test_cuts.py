"""The line is cut for real: before, in mid push, between commit and answer; the server goes away and comes back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text

from db.errors import Unavailable
from db.sync.commands import close_contact
from db.sync.door import Answer, Batch, Door
from db.sync.errand import hand_over_now
from db.sync.queries import next_batch, pending, receipts, sync_status
from db.sync.tables import Enrolment
from db.work import Store, Work
from tests.db.sync.evening import note_down, note_down_many
from tests.db.sync.shared import link_of, one, rows, state
from tests.faults.kills import wait_for
from tests.postgres import Cluster, certificates
from tests.record import HandClock


class Cable:
    """A cable between laptop and server that a test can cut: after so many bytes up, or at the next byte down."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.up_left: int | None = None
        self.cut_answers = self.forgotten = False
        self._ends: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._port))
            self._ends += [near, far]
            for source, target, up in ((near, far, True), (far, near, False)):
                self._threads.append(threading.Thread(target=self._carry, args=(source, target, up), daemon=True))
                self._threads[-1].start()

    def _carry(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        try:
            while data := source.recv(8192):
                if up and self.up_left is not None:
                    self.up_left -= len(data)
                if (up and self.up_left is not None and self.up_left < 0) or (not up and self.cut_answers):
                    break
                if not self.forgotten:
                    target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def mend(self) -> None:
        self.up_left, self.cut_answers, self.forgotten = None, False, False

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in self._ends:
            end.close()
        for thread in self._threads:
            thread.join(5)


@pytest.fixture
def cable(desk: Store, shared: str) -> Iterator[Cable]:
    """The desk's line to the server runs through a cable in the test's hands."""
    url = make_url(shared)
    made = Cable(url.port or 0)
    reroute(desk, port=made.port)
    yield made
    made.close()


def reroute(desk: Store, *, port: int) -> None:
    def change(work: Work) -> None:
        kept = work.session.get_one(Enrolment, work.identity.desk_id)
        kept.server = make_url(kept.server).set(port=port).render_as_string(hide_password=False)

    desk.do(change)


def everything_is_there(desk: Store, eyes: Engine) -> None:
    """Every entry once, and the state the laptop shows."""
    with desk.engine.connect() as connection:
        here = connection.execute(text("SELECT desk_seq, hash FROM entry ORDER BY desk_seq")).all()
    with eyes.connect() as connection:
        there = connection.execute(text("SELECT desk_seq, hash FROM app.entry ORDER BY desk_seq")).all()
    assert [tuple(row) for row in there] == [tuple(row) for row in here]
    for noun in ("resident", "organisation", "district"):
        assert state(eyes, noun) == state(desk.engine, noun, schema="")
    assert desk.ask(pending) == 0


def test_a_cut_in_mid_push_stores_nothing_of_it_and_the_next_contact_everything(
    desk: Store, cable: Cable, eyes: Engine
) -> None:
    desk.do(note_down_many, count=3000)
    waiting = desk.ask(pending)
    cable.up_left = 400_000
    with pytest.raises(Unavailable, match="server_unreachable"):
        hand_over_now(desk)
    assert one(eyes, "SELECT count(*) FROM app.entry") == 0
    assert desk.ask(pending) == waiting
    cable.mend()
    assert hand_over_now(desk).confirmed == waiting
    everything_is_there(desk, eyes)


def test_a_cut_in_the_second_batch_keeps_the_first(desk: Store, cable: Cable, eyes: Engine) -> None:
    desk.do(note_down_many, count=3000)
    waiting = desk.ask(pending)
    batch = desk.ask(next_batch)
    assert batch is not None
    cable.up_left = int(len(batch.told) * 1.2)
    with pytest.raises(Unavailable):
        hand_over_now(desk)
    assert desk.ask(pending) == waiting - 2000
    (receipt,) = desk.ask(receipts)
    assert (receipt.outcome, receipt.confirmed) == ("server_unreachable", 2000)
    cable.mend()
    assert hand_over_now(desk).confirmed == waiting - 2000
    everything_is_there(desk, eyes)


def test_an_answer_lost_after_the_commit_is_asked_for_again(
    desk: Store, cable: Cable, eyes: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(work: Work) -> None:
        from db.residents.tables import Resident

        work.session.add(Resident(family_name="Peña", given_names="Rosa", document="1234567890123"))

    desk.do(too_long)
    waiting = desk.ask(pending)
    push = Door.push

    def cut_then_push(door: Door, batch: Batch) -> Answer:
        cable.cut_answers = True
        return push(door, batch)

    with monkeypatch.context() as patch:
        patch.setattr(Door, "push", cut_then_push)
        with pytest.raises(Unavailable, match="server_unreachable"):
            hand_over_now(desk)
    assert one(eyes, "SELECT count(*) FROM app.entry") == waiting
    assert desk.ask(pending) == waiting
    cable.mend()
    handed = hand_over_now(desk)
    assert (handed.confirmed, handed.pending, handed.quarantined) == (waiting, 0, 1)
    assert one(eyes, "SELECT count(*) FROM app.entry") == waiting
    assert one(eyes, "SELECT count(*) FROM app.server_push") == 1


def test_a_session_that_the_administrator_ends_is_a_cut_like_another(
    desk: Store, eyes: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    push = Door.push

    def terminated(door: Door, batch: Batch) -> Answer:
        assert one(eyes, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename LIKE 'cabildo%'")
        return push(door, batch)

    with monkeypatch.context() as patch:
        patch.setattr(Door, "push", terminated)
        with pytest.raises(Unavailable, match="server_unreachable"):
            hand_over_now(desk)
    hand_over_now(desk)
    everything_is_there(desk, eyes)


def test_a_server_that_restarts_between_two_batches(
    desk: Store, eyes: Engine, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do(note_down_many, count=2500)
    push = Door.push
    restarted: list[bool] = []

    def restart_once(door: Door, batch: Batch) -> Answer:
        if batch.first_seq > 1 and not restarted:
            restarted.append(True)
            cluster.stop()
            cluster.start()
        return push(door, batch)

    monkeypatch.setattr(Door, "push", restart_once)
    with pytest.raises(Unavailable):
        hand_over_now(desk)
    assert restarted
    eyes.dispose()
    hand_over_now(desk)
    everything_is_there(desk, eyes)


def test_a_server_that_restarts_while_it_takes_in_a_push(desk: Store, eyes: Engine, cluster: Cluster) -> None:
    hand_over_now(desk)
    desk.do(note_down, name="Peña")
    before = one(eyes, "SELECT count(*) FROM app.entry")
    ended: list[str] = []

    def contact() -> None:
        try:
            hand_over_now(desk)
        except Unavailable as no:
            ended.append(no.code)

    with eyes.connect() as connection:
        # Its number is the last thing that a push gets.
        connection.execute(text("SELECT FROM app.server_counter FOR UPDATE"))
        meeting = threading.Thread(target=contact)
        meeting.start()
        waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        wait_for(lambda: bool(rows(eyes, waiting)))
        cluster.stop()
        meeting.join(60)
        connection.invalidate()
    assert ended == ["server_unreachable"]
    cluster.start()
    eyes.dispose()
    assert one(eyes, "SELECT count(*) FROM app.entry") == before
    hand_over_now(desk)
    everything_is_there(desk, eyes)


def test_without_a_server_the_evening_goes_on_and_the_state_says_since_when(
    desk: Store, eyes: Engine, cluster: Cluster
) -> None:
    clock = desk.clock
    assert isinstance(clock, HandClock)
    cluster.stop()
    since = clock.forward(minutes=40)
    with pytest.raises(Unavailable, match="server_unreachable"):
        hand_over_now(desk)
    clock.forward(minutes=5)
    desk.do(note_down, name="Peña")
    with pytest.raises(Unavailable):
        hand_over_now(desk)
    status = desk.ask(sync_status)
    assert (status.offline_since, status.trouble) == (since, "server_unreachable")
    assert desk.ask(receipts) == ()
    cluster.start()
    eyes.dispose()
    hand_over_now(desk)
    assert desk.ask(sync_status).offline_since is None
    everything_is_there(desk, eyes)


def answering(words: bytes) -> tuple[int, Callable[[], None]]:
    """A port behind which somebody else lives, such as the portal of a hotel's network."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                guest, _ = listener.accept()
            except OSError:
                return
            with guest:
                guest.recv(100)
                guest.sendall(words)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()

    def close() -> None:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)

    return listener.getsockname()[1], close


@pytest.mark.parametrize("words", [b"HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n", b"", b"S", b"N"])
def test_a_portal_that_answers_instead_of_the_server_is_recognised(desk: Store, words: bytes) -> None:
    port, close = answering(words)
    reroute(desk, port=port)
    with pytest.raises(Unavailable) as no:
        hand_over_now(desk)
    close()
    assert no.value.code in ("server_unreachable", "server_certificate")


def test_a_line_that_swallows_everything_is_given_up(desk: Store) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    reroute(desk, port=listener.getsockname()[1])
    door = Door(link_of(desk), timeout_s=2)
    with pytest.raises(Unavailable, match="server_unreachable"):
        door.hello()
    door.close()
    listener.close()


def test_a_line_that_is_held_open_by_something_that_forgot_it_is_given_up(
    desk: Store, cable: Cable, eyes: Engine
) -> None:
    door = Door(link_of(desk), patience_s=1)
    door.hello()
    cable.forgotten = True
    with pytest.raises(Unavailable, match="server_unreachable"):
        door.hello()
    door.close()
    cable.mend()
    hand_over_now(desk)
    everything_is_there(desk, eyes)


def test_nothing_waits_longer_than_a_minute(desk: Store, eyes: Engine) -> None:
    """On the line the system looks after it, at a call we do, on the server its own settings."""
    door = Door(link_of(desk))
    driver: Any = door._connected().connection.driver_connection
    told = {one.keyword.decode(): (one.val or b"").decode() for one in driver.pgconn.info}
    idle = int(told["keepalives_idle"]) + int(told["keepalives_interval"]) * int(told["keepalives_count"])
    assert idle <= 60
    assert 0 < int(told["tcp_user_timeout"]) <= 60_000
    assert int(told["connect_timeout"]) <= 60
    assert door._patience_s <= 60
    door.close()
    settings = one(eyes, "SELECT array_to_string(rolconfig, ' ') FROM pg_roles WHERE rolname LIKE 'cabildo\\_%-%'")
    assert "statement_timeout=55s" in settings
    assert "idle_in_transaction_session_timeout=60s" in settings


def test_a_server_with_another_certificate_is_not_spoken_to(desk: Store, tmp_path: Path, eyes: Engine) -> None:
    certificates(tmp_path)

    def change(work: Work) -> None:
        kept = work.session.get_one(Enrolment, work.identity.desk_id)
        other = {"sslrootcert": str(tmp_path / "ca.crt")}
        kept.server = make_url(kept.server).update_query_dict(other).render_as_string(hide_password=False)

    desk.do(change)
    with pytest.raises(Unavailable, match="server_certificate"):
        hand_over_now(desk)
    assert one(eyes, "SELECT count(*) FROM app.entry") == 0


def test_a_password_that_is_no_longer_good_is_said_so(desk: Store, eyes: Engine) -> None:
    with eyes.begin() as connection:
        connection.execute(text(f'ALTER ROLE "cabildo_{desk.identity.desk_id}" NOLOGIN'))
    with pytest.raises(Unavailable, match="server_refused_login"):
        hand_over_now(desk)
    assert desk.ask(sync_status).trouble == "server_refused_login"


def test_what_went_before_a_cut_is_in_the_history_though_nobody_asked_for_the_contact(desk: Store) -> None:
    """One cut of the line is no absence of it; but 2,000 entries that went before it were nowhere in the list."""
    said: dict[str, Any] = {
        "outcome": "server_unreachable",
        "offline": True,
        "quarantined": 0,
        "rewound": False,
        "quiet": True,
    }
    desk.do(close_contact, sent=2000, confirmed=2000, patient=True, **said)
    desk.do(close_contact, sent=0, confirmed=0, patient=True, **said)
    assert [(one.sent, one.outcome) for one in desk.ask(receipts)] == [(2000, "server_unreachable")]
    assert (desk.ask(sync_status).offline_since, desk.ask(sync_status).trouble) == (None, None)
