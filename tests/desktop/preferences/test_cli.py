"""`cabildo init`: a desk made without a window."""

from __future__ import annotations

import json

import keyring
import pytest
from keyring.backend import KeyringBackend

from db.home import Home, unlock
from desktop import cli
from tests.record import CITY_FILE

PASSPHRASE = "mate amargo a las siete"


class InMemory(KeyringBackend):
    """A keyring that a test can look into."""

    priority = 1  # type: ignore[assignment]

    def __init__(self):
        super().__init__()
        self.kept = {}

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def get_password(self, service, username):
        return self.kept.get((service, username))


@pytest.fixture
def ask(tmp_path, capsys, qapp):
    def run(*words):
        code = cli.run(["--home", str(tmp_path / "home"), *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def passphrase(monkeypatch):
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)


def test_a_desk_is_made_and_the_recovery_code_opens_it(ask, passphrase, tmp_path):
    code, out, _ = ask("init", "--city", "rosario", "--district", "oeste", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["home"] == str(tmp_path / "home")
    assert told["desk"] == "Oeste 1"
    home = Home(tmp_path / "home")
    assert unlock(home, told["recovery_code"]) == unlock(home, PASSPHRASE)


def test_another_city_is_made_from_its_file(ask, passphrase):
    code, out, _ = ask("init", "--city", str(CITY_FILE), "--district", "Ribera")
    assert code == 0
    assert "Ribera 1" in out


def test_a_second_time_is_refused_and_changes_nothing(ask, passphrase, tmp_path):
    ask("init", "--city", "rosario", "--district", "oeste")
    keys = (tmp_path / "home" / "keys.json").read_bytes()
    code, _, err = ask("init", "--city", "rosario", "--district", "sur")
    assert code == 2
    assert "Ya hay un registro" in err
    assert (tmp_path / "home" / "keys.json").read_bytes() == keys


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--city", "atlantis", "--district", "oeste"), "atlantis"),
        (("--city", "rosario", "--district", "luna"), "luna"),
    ],
)
def test_a_city_or_district_that_is_none_leaves_nothing_behind(ask, passphrase, tmp_path, words, sentence):
    code, _, err = ask("init", *words)
    assert code == 2
    assert sentence in err
    assert not Home(tmp_path / "home").exists


def test_a_short_passphrase_is_refused(ask, monkeypatch, tmp_path):
    monkeypatch.setenv("CABILDO_PASSPHRASE", "corta")
    assert ask("init", "--city", "rosario", "--district", "oeste")[0] == 2
    assert not Home(tmp_path / "home").exists


def test_without_a_passphrase_the_keyring_keeps_the_key(ask, tmp_path):
    before, memory = keyring.get_keyring(), InMemory()
    keyring.set_keyring(memory)
    try:
        code, out, _ = ask("init", "--city", "rosario", "--district", "norte", "--json")
        assert code == 0
        home = Home(tmp_path / "home")
        assert bytes.fromhex(memory.kept["cabildo", str(home.path)]) == unlock(home, json.loads(out)["recovery_code"])
        assert ask("figures", "--json")[0] == 0
    finally:
        keyring.set_keyring(before)


def test_without_passphrase_and_without_keyring_nothing_is_left_that_nobody_could_open(ask, tmp_path):
    code, _, err = ask("init", "--city", "rosario", "--district", "norte")
    assert code == 2
    assert "contraseña" in err
    assert not Home(tmp_path / "home").exists
