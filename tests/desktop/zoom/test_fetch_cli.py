"""Zoom's own service from the terminal: keep the credentials, check, create the meeting, bring the evening."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.null import Keyring as SwitchedOff

from db.clock import Clock
from desktop.zoom import wire
from tests.desktop.zoom.stub import ACCOUNT, CLIENT, EVERY_SCOPE, HOST, SECRET, Zoom
from tests.desktop.zoom.stub_evening import an_evening
from tests.desktop.zoom.terminal import Terminal, terminal_in


class KeyringOfTheTest(KeyringBackend):
    """A keyring that takes what it is given."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("nothing there")


@pytest.fixture
def terminal(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    zoom: Zoom,
) -> Terminal:
    """A terminal on a desk with an open sitting, where Zoom is the one of the tests."""
    zoom.now = Clock().now
    monkeypatch.setattr(wire, "ZOOM", zoom.addresses)
    monkeypatch.setenv("CABILDO_ZOOM_SECRET", SECRET)
    return terminal_in(tmp_path, tmp_path_factory, monkeypatch, capsys)


@pytest.fixture
def let_in(terminal: Terminal) -> Terminal:
    """The same, with credentials kept."""
    assert terminal.json("zoom", "account", "--account", ACCOUNT, "--client", f" {CLIENT}\n") == {"kept": "record"}
    return terminal


def test_without_a_keyring_the_credentials_are_in_the_encrypted_record_alone(let_in: Terminal, tmp_path: Path) -> None:
    assert let_in.json("zoom", "check")["ready"]
    written = [path for path in tmp_path.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert written == []


def test_a_keyring_that_is_switched_off_keeps_nothing_and_the_record_does(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", SwitchedOff())
    assert terminal.json("zoom", "account", "--account", ACCOUNT, "--client", CLIENT) == {"kept": "record"}
    assert terminal.json("zoom", "check")["ready"]


def test_with_a_keyring_they_are_there_and_not_in_the_record(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = KeyringOfTheTest()
    monkeypatch.setattr(keyring.core, "_keyring_backend", taken)
    words = ("zoom", "account", "--account", ACCOUNT, "--client", CLIENT)
    assert terminal.json(*words) == {"kept": "keyring"}
    assert [service for service, _ in taken.kept] == ["cabildo zoom"]
    assert terminal.json("zoom", "check")["ready"]
    terminal.json("zoom", "account", "--forget")
    assert taken.kept == {}
    assert terminal.call("zoom", "check")[0] == 2


def test_credentials_kept_before_there_was_a_keyring_move_into_it(
    let_in: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = KeyringOfTheTest()
    monkeypatch.setattr(keyring.core, "_keyring_backend", taken)
    let_in.json("zoom", "account", "--account", ACCOUNT, "--client", CLIENT)
    taken.kept.clear()
    assert let_in.call("zoom", "check")[0] == 2


def test_a_check_names_every_permission_that_is_missing(let_in: Terminal, zoom: Zoom) -> None:
    zoom.scopes = tuple(one for one in EVERY_SCOPE if not one.startswith(("report:", "meeting:read:list_past_p")))
    code, out, err = let_in.call("--json", "zoom", "check")
    assert code == 2
    missing = {one["scope"] for one in json.loads(out)["capabilities"] if one["missing"] == "scope"}
    assert missing == {
        "report:read:list_meeting_participants:admin", "meeting:read:list_past_participants:admin",
    }  # fmt: skip
    assert "falta" in err


def test_what_a_larger_plan_would_give_is_told_and_refuses_nothing(let_in: Terminal, zoom: Zoom) -> None:
    zoom.plan = "pro"
    told = let_in.json("zoom", "check")
    missing = {one["code"]: one["missing"] for one in told["capabilities"] if one["missing"]}
    assert (told["ready"], told["host"], missing) == (True, HOST, {"live": "plan"})


def test_a_host_without_a_licence_can_register_nobody(let_in: Terminal, zoom: Zoom) -> None:
    zoom.host_type = 1
    code, out, _ = let_in.call("--json", "zoom", "check")
    assert code == 2
    assert out.count('"missing": "plan"') == 2


def test_wrong_credentials_are_said(terminal: Terminal) -> None:
    terminal.json("zoom", "account", "--account", ACCOUNT, "--client", "otro")
    code, out, err = terminal.call("zoom", "check")
    assert (code, out) == (2, "")
    assert "Zoom" in err


@pytest.mark.parametrize("words", [("check",), ("create", "ID"), ("fetch", "ID")])
def test_a_desk_that_is_not_set_up_says_how(terminal: Terminal, words: tuple[str, ...]) -> None:
    told = [terminal.sitting if word == "ID" else word for word in words]
    code, out, err = terminal.call("zoom", *told)
    assert (code, out) == (2, "")
    assert "cabildo zoom account" in err


def test_credentials_without_a_secret_are_not_kept(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CABILDO_ZOOM_SECRET")
    assert terminal.call("zoom", "account", "--account", ACCOUNT, "--client", CLIENT)[0] == 2


def test_a_meeting_is_created_once_and_its_links_are_kept(let_in: Terminal, zoom: Zoom) -> None:
    told = let_in.json("zoom", "create", let_in.sitting)
    assert told["registration_link"] == f"https://example.com/meeting/register/{told['number']}"
    assert zoom.created[0]["topic"] == "Consejo Barrial Astilleros: Sesión"
    titles = [one["title"] for one in zoom.questions[int(told["number"])]["custom_questions"]]
    assert titles == ["Número de documento", "Barrio"]
    code, _, err = let_in.call("zoom", "create", let_in.sitting)
    assert code == 2
    assert told["number"] in err
    assert len(zoom.created) == 1


def test_what_lets_anybody_host_is_written_nowhere(
    let_in: Terminal, zoom: Zoom, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not on the screen, not in a log, and no column takes it."""
    with caplog.at_level(logging.DEBUG):
        told = let_in.call("--json", "zoom", "create", let_in.sitting)
    assert told[0] == 0
    assert "VERYSECRET" not in "".join([*told[1:], caplog.text])
    assert SECRET not in caplog.text
    assert "token-" not in caplog.text


def test_an_evening_is_brought(let_in: Terminal, zoom: Zoom) -> None:
    evening = an_evening(began=Clock().now(), ended=Clock().now())
    made = let_in.json("zoom", "create", let_in.sitting)
    evening.number = int(made["number"])
    zoom.meetings = [evening]
    told = let_in.json("zoom", "fetch", let_in.sitting)
    assert told["calls"][0]["rows"] == 11
    assert let_in.json("zoom", "fetch", let_in.sitting)["repeated"]


def test_what_is_not_ready_yet_is_said(let_in: Terminal) -> None:
    let_in.json("zoom", "create", let_in.sitting)
    code, out, err = let_in.call("zoom", "fetch", let_in.sitting)
    assert (code, out) == (2, "")
    assert "Zoom" in err


def test_an_account_that_is_not_paid_is_told_that_it_has_no_polls_either(let_in: Terminal, zoom: Zoom) -> None:
    zoom.plan = "basic"
    code, out, _ = let_in.call("--json", "zoom", "check")
    missing = {one["code"]: one["missing"] for one in json.loads(out)["capabilities"] if one["missing"]}
    assert (code, set(missing)) == (2, {"past", "report", "polls", "live", "recordings"})
