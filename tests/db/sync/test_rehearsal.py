"""The database of its own for a rehearsal, where the server lets the administrator into the city's alone."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from db.errors import Refused
from db.sync.rehearsal import rehearsal_database
from tests.postgres import Cluster


@pytest.fixture
def city_alone(cluster: Cluster, server: str) -> Iterator[str]:
    """The administrator's address, on a server whose `pg_hba.conf` is the one of the README."""
    told = cluster.folder / "data" / "pg_hba.conf"
    before = told.read_text()
    told.write_text(before.replace("hostssl all", f"hostssl {make_url(server).database}"))
    _read_again(cluster, lets_in=False)
    yield server
    told.write_text(before)
    _read_again(cluster, lets_in=True)


def _read_again(cluster: Cluster, *, lets_in: bool) -> None:
    assert cluster.process is not None
    cluster.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 60
    while _lets_in(cluster) is not lets_in:
        assert time.monotonic() < deadline, cluster.log()


def _lets_in(cluster: Cluster) -> bool:
    try:
        cluster.connect().close()
    except psycopg.OperationalError:
        return False
    return True


def test_who_is_let_into_the_citys_database_alone_is_told_what_a_rehearsal_takes(
    city_alone: str, cluster: Cluster
) -> None:
    with pytest.raises(Refused, match="rehearsal_not_let_in"), rehearsal_database(city_alone):
        pass
    with psycopg.connect(make_url(city_alone).set(drivername="postgresql").render_as_string(False)) as connection:
        left = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'cabildo_practica_%'").fetchall()
    assert left == []
