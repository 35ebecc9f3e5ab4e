"""A server that is brought back as administrators do it: from a copy of its files, from a dump into a new cluster."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url

from db.home import Home
from db.places.city import City
from db.sync.errand import hand_over_now
from db.sync.queries import pending
from db.sync.server import server_init
from db.sync.tables import Enrolment
from db.work import Store, Work
from tests.db.sync.evening import note_down
from tests.db.sync.shared import enrol_desk, state
from tests.faults.country import own_cluster
from tests.postgres import Cluster
from tests.record import CITY_FILE, HandClock, open_store


@pytest.fixture
def alone() -> Iterator[Cluster]:
    """A cluster that no other test stands on."""
    with own_cluster() as made:
        yield made


@pytest.fixture
def pair(alone: Cluster, tmp_path: Path, _empty_record: Path, city: City) -> Iterator[tuple[Store, Store]]:
    """Two laptops that met at it."""
    server_init(address(alone))
    made = []
    for name in ("near", "far"):
        home = Home(tmp_path / name)
        home.path.mkdir()
        home.record.write_bytes(_empty_record.read_bytes())
        home.city_file.write_bytes(CITY_FILE.read_bytes())
        made.append(open_store(home, HandClock(), city))
        enrol_desk(address(alone), made[-1])
    yield made[0], made[1]
    for store in made:
        store.engine.dispose()


def address(cluster: Cluster) -> str:
    return cluster.url().render_as_string(hide_password=False)


def names(engine: Engine, *, schema: str = "app") -> set[str]:
    return {row["family_name"] for row in state(engine, "resident", schema=schema).values()}


def all_have(stores: tuple[Store, Store], cluster: Cluster, expected: set[str]) -> None:
    for store in (*stores, *stores):
        hand_over_now(store)
    eyes = create_engine(address(cluster))
    assert names(eyes) == expected
    for store in stores:
        assert names(store.engine, schema="") == expected
        assert store.ask(pending) == 0
    eyes.dispose()


def an_evening(near: Store, far: Store, between: Callable[[], None]) -> None:
    """Two people are with the server, it is backed up, and two more come."""
    for store, first in ((near, "Uno"), (far, "Dos")):
        store.do(note_down, name=first)
        hand_over_now(store)
    between()
    for store, later in ((near, "Tres"), (far, "Cuatro")):
        store.do(note_down, name=later)
        hand_over_now(store)


def test_a_server_brought_back_from_a_copy_of_its_files_gets_everything_again(
    pair: tuple[Store, Store], alone: Cluster
) -> None:
    data, copy = alone.folder / "data", alone.folder / "copy"

    def back_up() -> None:
        # The server's own tool, from a server that runs.
        with (data / "pg_hba.conf").open("a") as file:
            file.write("hostssl replication postgres 127.0.0.1/32 scram-sha-256\n")
        with alone.connect() as admin:
            admin.execute("SELECT pg_reload_conf()")
        run(alone, "pg_basebackup", "-D", str(copy), "--checkpoint=fast", "--wal-method=stream")

    an_evening(*pair, back_up)
    alone.stop()
    shutil.rmtree(data)
    copy.rename(data)
    give_to(alone, data)
    alone.start()
    all_have(pair, alone, {"Uno", "Dos", "Tres", "Cuatro"})


def test_a_dump_restored_into_a_new_cluster_is_the_same_server_to_every_laptop(
    pair: tuple[Store, Store], alone: Cluster, tmp_path: Path
) -> None:
    dumps: dict[str, str] = {}

    def back_up() -> None:
        dumps["roles"] = run(alone, "pg_dumpall", "--roles-only")
        dumps["city"] = run(alone, "pg_dump", "postgres")

    an_evening(*pair, back_up)
    with own_cluster() as another:
        # The roles come with their passwords, the administrator's among them.
        for what in ("roles", "city"):
            run(
                another,
                "psql",
                "-q",
                "-f",
                "-",
                "postgres",
                told=dumps[what],
                another=alone if what == "city" else None,
            )
        another.password = alone.password
        for store in pair:
            store.do(move_to, server=address(another))
        all_have(pair, another, {"Uno", "Dos", "Tres", "Cuatro"})
        for store in pair:
            store.do(note_down, name="Cinco")
        all_have(pair, another, {"Uno", "Dos", "Tres", "Cuatro", "Cinco"})


def move_to(work: Work, *, server: str) -> None:
    """The administrator tells where the server is now; who one is there stays."""
    url = make_url(server)
    kept = work.session.get_one(Enrolment, work.identity.desk_id)
    kept.server = url._replace(username=None, password=None).render_as_string(hide_password=False)


def run(cluster: Cluster, program: str, *words: str, told: str | None = None, another: Cluster | None = None) -> str:
    """One of the server's own programs, as its administrator."""
    env = {
        **os.environ, "PGHOST": "127.0.0.1", "PGPORT": str(cluster.port), "PGUSER": "postgres",
        "PGPASSWORD": (another or cluster).password, "PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(cluster.ca),
    }  # fmt: skip
    # Where the server is a link, its other programs are beside what it points to.
    command = [str((cluster.binaries / "postgres").resolve().parent / program), *words]
    done = subprocess.run(command, env=env, input=told, capture_output=True, text=True, check=False, cwd=cluster.folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def give_to(cluster: Cluster, folder: Path) -> None:
    """The files belong to whom the server runs as."""
    if cluster.user is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, cluster.user.pw_uid, cluster.user.pw_gid, follow_symlinks=False)
