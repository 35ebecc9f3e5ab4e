"""Secrets for services of others, where the system has no keyring."""

from __future__ import annotations

from sqlalchemy import func, select

from db.home import Home
from db.journal import Entry
from db.secrets import keep_secret, secret_of
from db.work import Store


def test_a_secret_is_kept_changed_and_forgotten(store: Store) -> None:
    assert store.ask(secret_of, name="zoom") is None
    store.do(keep_secret, name="zoom", secret="una clave")
    store.do(keep_secret, name="zoom", secret="otra clave")
    assert store.ask(secret_of, name="zoom") == "otra clave"
    store.do(keep_secret, name="zoom", secret="")
    assert store.ask(secret_of, name="zoom") is None
    store.do(keep_secret, name="zoom", secret="")


def test_a_secret_is_in_no_entry_and_in_no_file_in_clear(store: Store, home: Home) -> None:
    """What is journalled is sent to the city, and the folder goes home in a rucksack."""
    before = store.ask(lambda session: session.scalar(select(func.count()).select_from(Entry)))
    store.do(keep_secret, name="zoom", secret="clave-inconfundible")
    assert store.ask(lambda session: session.scalar(select(func.count()).select_from(Entry))) == before
    found = [path for path in home.path.rglob("*") if path.is_file() and b"clave-inconfundible" in path.read_bytes()]
    assert found == []
