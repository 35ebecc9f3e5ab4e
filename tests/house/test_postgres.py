"""The server that the tests bring along is what it says: TLS, passwords, checksums, ours."""

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine, make_url, text

from tests.postgres import Cluster


def test_the_server_speaks_tls_and_keeps_checksums(server: str) -> None:
    engine = create_engine(server)
    with engine.connect() as connection:
        assert connection.scalar(text("select version from pg_stat_ssl where pid = pg_backend_pid()"))
        assert connection.scalar(text("show data_checksums")) == "on"
        assert connection.scalar(text("show server_encoding")) == "UTF8"
        assert connection.scalar(text("select count(*) from pg_class where relnamespace = 'public'::regnamespace")) == 0
    engine.dispose()


@pytest.mark.parametrize(
    "change", [{"sslmode": "disable"}, {"password": "wrong"}, {"hostaddr": "127.0.0.1", "host": "cmd"}]
)
def test_the_server_refuses_plain_connections_wrong_passwords_and_other_names(
    server: str, cluster: Cluster, change: dict[str, str]
) -> None:
    url = make_url(server)
    reach = {"host": url.host, "password": url.password, "sslmode": "verify-full", "sslrootcert": str(cluster.ca)}
    reach |= {"port": str(url.port), "user": url.username, "dbname": url.database, "connect_timeout": "3"}
    psycopg.connect(make_conninfo("", **reach)).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(make_conninfo("", **reach | change))


def test_the_server_can_go_and_come_back(server: str, cluster: Cluster) -> None:
    cluster.stop()
    with pytest.raises(psycopg.OperationalError):
        cluster.connect()
    cluster.start()
    with cluster.connect(make_url(server).database or "") as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_roles_of_one_test_are_gone_for_the_next(server: str, cluster: Cluster) -> None:
    with cluster.connect() as admin:
        roles = admin.execute("select count(*) from pg_roles where rolname !~ '^pg_'").fetchone()
        admin.execute("create role left_over")
    assert roles == (1,)


def test_a_second_test_after_roles_were_left(server: str, cluster: Cluster) -> None:
    test_roles_of_one_test_are_gone_for_the_next(server, cluster)
