"""Addresses: encrypted outside of this machine whatever they say, and kept without secrets."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url

from db.errors import Refused
from db.sync.reach import as_desk, host_of, secured, without_secret
from db.sync.rules import Head, meet
from db.sync.trouble import contact_trouble

HOSTS = "postgresql://u:p@base.ciudad.example/cabildo"


@pytest.mark.parametrize("asked", ["", "?sslmode=disable", "?sslmode=require", "?sslmode=prefer"])
def test_outside_of_this_machine_the_certificate_is_always_asked_for(asked: str) -> None:
    query = make_url(secured(HOSTS + asked)).query
    assert query["sslmode"] == "verify-full"
    assert query["sslrootcert"] == "system"


def test_an_authority_of_ones_own_is_kept() -> None:
    assert make_url(secured(HOSTS + "?sslrootcert=/etc/ca.crt")).query["sslrootcert"] == "/etc/ca.crt"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.8.8", ""])
def test_on_this_machine_an_address_means_what_it_says(host: str) -> None:
    assert "sslmode" not in make_url(secured(f"postgresql://u:p@{host}/d")).query


def test_what_is_kept_has_no_secret_and_can_be_used_by_the_desk() -> None:
    kept = without_secret("postgres://root:s3cr3t@base.example:5433/d?sslrootcert=/ca&password=s3cr3t&user=root")
    assert "s3cr3t" not in kept
    assert "root@" not in kept
    used = make_url(as_desk(kept, role="cabildo_x", password="mine"))
    assert (used.username, used.password, used.host, used.port) == ("cabildo_x", "mine", "base.example", 5433)
    assert host_of(kept) == "base.example"


def test_what_is_kept_names_no_key_of_the_administrators() -> None:
    kept = without_secret("postgres://h/d?sslkey=/k&sslcert=/c&sslpassword=s3cr3t&passfile=/p")
    assert make_url(kept).query == {}


@pytest.mark.parametrize("address", ["", "x", "://", "mysql://h/d", "postgresql://h", "postgresql://h:port/d"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="server_url_unreadable"):
        secured(address)


def head(seq: int, letter: str = "a") -> Head:
    return Head(seq, letter * 64)


def test_a_server_that_has_what_we_sent_needs_no_rewinding() -> None:
    assert meet(server=head(5), own=head(9), own_hash_there="a" * 64, confirmed=5) is False
    assert meet(server=head(7), own=head(9), own_hash_there="a" * 64, confirmed=5) is False


def test_a_server_that_has_less_than_it_confirmed_was_restored() -> None:
    assert meet(server=head(3), own=head(9), own_hash_there="a" * 64, confirmed=5) is True


@pytest.mark.parametrize(("server", "there"), [(head(10), None), (head(5, "b"), "a" * 64)])
def test_a_server_that_has_other_entries_under_our_name_means_a_clone(server: Head, there: str | None) -> None:
    with pytest.raises(Refused, match="cloned"):
        meet(server=server, own=head(9), own_hash_there=there, confirmed=5)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('connection to server at "h" failed: FATAL:  password authentication failed', "server_refused_login"),
        ('FATAL:  la autentificación password falló para el usuario «x»', "server_refused_login"),
        ("FATAL:  the database system is starting up", "server_unreachable"),
        ("FATAL:  sorry, too many clients already", "server_busy"),
        ("SSL error: certificate verify failed", "server_certificate"),
        ('server certificate for "a" does not match host name "b"', "server_certificate"),
        ("server does not support SSL, but SSL was required", "server_certificate"),
        ("SSL error: unexpected eof while reading", "server_unreachable"),
        ("Connection refused", "server_unreachable"),
        ("failed to resolve host 'x'", "server_unreachable"),
    ],
)  # fmt: skip
def test_what_the_driver_says_without_a_code_is_understood(said: str, code: str) -> None:
    assert contact_trouble(OSError(said)).code == code
