"""One country for all tests of a module: they play the first seeds of what `make faults` plays."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.country import Country, found_country, leave_country
from tests.postgres import Cluster


@pytest.fixture(scope="module")
def country(cluster: Cluster, _empty_record: Path) -> Iterator[Country]:
    """The database goes with the module, and its roles with it: other tests want the server for themselves."""
    name = f"faults_{secrets.token_hex(4)}"
    if cluster.process is None or cluster.process.poll() is not None:
        cluster.start()
    with cluster.connect() as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    made = found_country(cluster, name, empty=_empty_record.read_bytes())
    yield made
    leave_country(made)
    with cluster.connect() as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        told = "select rolname from pg_roles where rolname !~ '^pg_' and rolname <> 'postgres'"
        for (role,) in admin.execute(told).fetchall():
            admin.execute(f'DROP ROLE "{role}"'.encode())
