"""The shared database and the journal from the command line: what is printed, and with which exit code."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import create_engine, make_url, text

from db.engine import open_file
from db.home import Home, create, unlock
from desktop.cli import run
from tests.postgres import Cluster
from tests.record import CITY_FILE

PASSPHRASE = "correct horse battery"
NOWHERE = "postgresql://nobody:nothing@127.0.0.1:1/nowhere"
Cabildo = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def desk_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A new desk, as `cabildo init` leaves it."""
    home = Home(tmp_path / "desk")
    create(home, city_file=CITY_FILE, district="ribera", passphrase=PASSPHRASE)
    monkeypatch.setenv("CABILDO_PASSPHRASE", PASSPHRASE)
    return home


@pytest.fixture
def cabildo(desk_home: Home, capsys: pytest.CaptureFixture[str]) -> Cabildo:
    """Runs a command on that desk: exit code, the JSON document if one was printed, what was said on the other side."""

    def called(*words: str) -> tuple[int, Any, str]:
        code = run(["--home", str(desk_home.path), "--json", *words])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return called


def test_from_an_empty_server_to_everything_sent(cabildo: Cabildo, server: str) -> None:
    assert cabildo("server", "init", "--url", server)[0] == 0
    assert cabildo("server", "enrol", "--url", server)[0] == 0
    entries = cabildo("journal", "verify")[1]["entries"]
    code, said, _ = cabildo("sync")
    assert code == 0
    nothing = {"pending": 0, "quarantined": 0, "received": 0, "anew": False, "names_gone": False, "receipt": None}
    assert said == {"sent": entries, "confirmed": entries, **nothing}
    assert cabildo("sync")[1] == {"sent": 0, "confirmed": 0, **nothing}


def test_the_administrators_password_need_not_stand_in_the_list_of_processes(
    cabildo: Cabildo, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CABILDO_SERVER_URL", server)
    for words in (("init",), ("enrol",), ("status",), ("restore-check",), ("upgrade",)):
        assert cabildo("server", *words)[0] == 0, words


def test_preparing_and_enrolling_twice_is_the_same_as_once(cabildo: Cabildo, server: str) -> None:
    first = cabildo("server", "init", "--url", server)[1]
    again = cabildo("server", "init", "--url", server)[1]
    assert (first["fresh"], again["fresh"]) == (True, False)
    assert first["epoch"] == again["epoch"]
    assert [cabildo("server", "enrol", "--url", server)[0] for _ in range(2)] == [0, 0]
    assert cabildo("sync")[0] == 0
    assert cabildo("server", "init", "--url", server)[0] == 0
    assert cabildo("sync")[0] == 0


def test_the_administrator_sees_who_holds_up_the_others_and_what_stands_open(
    cabildo: Cabildo, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (("init",), ("enrol",)):
        assert cabildo("server", *words, "--url", server)[0] == 0
    assert cabildo("sync")[0] == 0
    said = cabildo("server", "status", "--url", server, "--end")[1]
    assert (said["ended"], said["held_up"]) == (0, [])
    (open_there,) = [one for one in said["ajar"] if one["what"] == "other_database"]
    assert open_there["where"] == "postgres"
    assert open_there["closed_by"] in _status_lines(server, capsys)
    (desk,) = said["desks"]
    code, moved, _ = cabildo("server", "change", desk["name"], "--role", "secretary", "--url", server)
    assert (code, moved["role"], moved["district"]) == (0, "secretary", None)
    (desk,) = cabildo("server", "status", "--url", server)[1]["desks"]
    assert (desk["capacity"], desk["district"]) == ("secretary", None)
    assert cabildo("sync")[0] == 0


def _status_lines(server: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What `server status` prints for a person."""
    assert run(["server", "status", "--url", server]) == 0
    return capsys.readouterr().out


def test_one_number_stands_for_a_desk_in_every_list_and_on_its_receipt(
    cabildo: Cabildo, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = ("--city", str(CITY_FILE), "--district", "ribera", "--name", "Ribera 2", "--url", server)
    assert cabildo("server", "init", "--url", server)[0] == 0
    assert cabildo("server", "enrol", "--out", str(tmp_path / "alta.cabildo"), *facts)[0] == 0
    assert cabildo("enrol", str(tmp_path / "alta.cabildo"))[0] == 0
    assert "0 apartados; ya se conectó, todavía no envió nada" in _status_lines(server, capsys)
    assert cabildo("sync", "--receipt", str(tmp_path / "constancia.docx"))[0] == 0
    found = re.search(r"^(\w{8})  Ribera 2", _status_lines(server, capsys), re.MULTILINE)
    assert found is not None
    with ZipFile(tmp_path / "constancia.docx") as paper:
        assert f"Ribera 2 ({found[1]})" in paper.read("word/document.xml").decode()
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text("UPDATE app.server_desk SET head_seq = head_seq - 1 WHERE head_seq > 0"))
    engine.dispose()
    assert run(["server", "restore-check", "--url", server]) == 2
    assert f"«Ribera 2» ({found[1]})" in capsys.readouterr().err
    assert cabildo("server", "revoke", found[1], "--url", server)[0] == 0


def test_what_was_put_aside_is_told_with_its_reason(
    cabildo: Cabildo, desk_home: Home, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (("init",), ("enrol", "--role", "head")):
        assert cabildo("server", *words, "--url", server)[0] == 0
    council = ("--council", "Consejo de prueba", "--title", "Prueba", "--at", "2026-12-01T19:00", "--mode", "hybrid")
    assert cabildo("sitting", "plan", *council)[0] == 0
    assert run(["--home", str(desk_home.path), "sync"]) == 0
    said = capsys.readouterr().out
    assert "En cuarentena: 2." in said
    for noun in ("Consejo", "Sesión"):
        assert f"1 asiento en cuarentena, {noun}: un puesto con esta función puede mirar, no escribir" in said


def test_who_mistypes_a_file_is_told_where_to_look(cabildo: Cabildo, tmp_path: Path) -> None:
    """And not to ask the administrator for another file."""
    for path in (tmp_path / "alta.cabildo", tmp_path / "alta.png", tmp_path):
        code, _, told = cabildo("enrol", str(path))
        assert (code, told) == (2, f"No hay ningún archivo {path}. Fijate el nombre y la carpeta.\n")


def test_until_when_a_file_is_good_is_told_by_one_clock(
    server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server's own clock is UTC as a rule: what was good until noon was good until three there."""
    assert run(["server", "init", "--url", server]) == 0
    capsys.readouterr()
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "UTC")
        time.tzset()
        assert run(["server", "enrol", "--out", str(tmp_path / "alta.cabildo"), "--url", server]) == 0
        until = re.search(r"hasta el (\S+ \S+)\.", capsys.readouterr().out)
        told = _status_lines(server, capsys)
    time.tzset()
    assert until is not None
    assert f"sirve hasta el {until[1]}" in told


def test_what_a_laptop_in_strange_hands_invents_does_not_bury_what_was_lost(
    cabildo: Cabildo, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (("init",), ("enrol",)):
        assert cabildo("server", *words, "--url", server)[0] == 0
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO app.server_held (city_id, desk_id, holder, last_seq, hash) SELECT d.city_id, "
                "gen_random_uuid()::text, d.login, 9, repeat('a', 64) FROM app.server_desk d, generate_series(1, 60)"
            )
        )
    engine.dispose()
    assert run(["server", "restore-check", "--url", server]) == 0
    said = capsys.readouterr().out
    assert said.count("acá falta") == 20
    assert "Otros puestos: 40." in said


def test_the_administrator_sees_until_when_a_file_is_good_and_hands_it_over_on_paper(
    cabildo: Cabildo, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cabildo("server", "init", "--url", server)[0] == 0
    page = tmp_path / "hoja.pdf"
    facts = ("--city", str(CITY_FILE), "--district", "ribera", "--name", "Ribera 2", "--url", server)
    code, said, _ = cabildo("server", "enrol", "--sheet", str(page), *facts)
    assert (code, said["file"], said["sheet"]) == (0, None, str(page))
    assert page.read_bytes().startswith(b"%PDF")
    assert cabildo("server", "enrol", "--sheet", str(page), *facts)[0] == 2, "nothing is written over"
    (desk,) = cabildo("server", "status", "--url", server)[1]["desks"]
    assert (desk["used"], desk["expires_at"][:10]) == (False, said["expires_at"][:10])
    assert run(["server", "status", "--url", server]) == 0
    out = capsys.readouterr().out
    assert "0 asientos, 1 puesto." in out
    assert "archivo sin usar, sirve hasta el" in out


def test_a_desk_that_was_never_enrolled_is_told_so(cabildo: Cabildo) -> None:
    code, said, sentence = cabildo("sync")
    assert (code, said) == (2, None)
    assert "todavía no está inscripto" in sentence


def test_enrolling_at_a_database_that_nobody_prepared_is_refused(cabildo: Cabildo, server: str) -> None:
    code, _, sentence = cabildo("server", "enrol", "--url", server)
    assert code == 2
    assert "server init" in sentence


@pytest.mark.parametrize("words", [("server", "init", "--url", NOWHERE), ("server", "enrol", "--url", NOWHERE)])
def test_a_server_that_is_not_there_is_said_in_a_sentence(cabildo: Cabildo, words: tuple[str, ...]) -> None:
    code, _, sentence = cabildo(*words)
    assert code == 2
    assert sentence.startswith("En esa dirección no contesta nadie. Revisá el nombre del servidor y el puerto")
    assert "nothing" not in sentence  # the password


def test_a_wrong_password_or_name_of_the_database_is_said_to_the_administrator(cabildo: Cabildo, server: str) -> None:
    url = make_url(server)
    for wrong in (url.set(password="szlaborak"), url.set(database="szlaborak")):
        for job in ("init", "enrol"):
            code, _, sentence = cabildo("server", job, "--url", wrong.render_as_string(hide_password=False))
            assert code == 2
            assert "revisá el usuario, la contraseña y el nombre de la base" in sentence
            assert "szlaborak" not in sentence


@pytest.mark.parametrize("words", [("--home", ""), ("--home=",), ("--home",)])
def test_an_empty_folder_is_refused_and_no_other_desk_is_used(
    words: tuple[str, ...], desk_home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CABILDO_HOME", str(desk_home.path))
    assert run(["journal", "verify", *words]) == 2
    said = capsys.readouterr()
    assert (said.out, "Después de --home va la carpeta" in said.err) == ("", True)


def test_a_city_file_that_is_lost_or_damaged_is_said_with_what_to_do(cabildo: Cabildo, desk_home: Home) -> None:
    desk_home.city_file.write_bytes('id = "x"\nname = "Cañada"'.encode("latin-1"))
    code, _, sentence = cabildo("journal", "verify")
    assert code == 2
    assert "no se puede leer desde la línea 2. Reponelo" in sentence
    desk_home.city_file.unlink()
    code, _, sentence = cabildo("journal", "verify")
    assert code == 2
    assert "Falta el archivo de la ciudad" in sentence
    assert str(desk_home.city_file) in sentence


@pytest.mark.parametrize("address", ["", "rosario", "mysql://u:p@h/d", "postgresql://u:p@h", "http://ciudad.example"])
def test_an_address_that_is_none_is_refused(cabildo: Cabildo, address: str) -> None:
    code, _, sentence = cabildo("server", "init", "--url", address)
    assert code == 2
    assert "Esa no es la dirección" in sentence


def test_an_unreachable_server_loses_nothing(cabildo: Cabildo, server: str, cluster: Cluster) -> None:
    cabildo("server", "init", "--url", server)
    cabildo("server", "enrol", "--url", server)
    cluster.stop()
    code, _, sentence = cabildo("sync")
    assert code == 2
    assert "No se perdió nada" in sentence
    cluster.start()
    code, said, _ = cabildo("sync")
    assert (code, said["pending"]) == (0, 0)
    assert said["confirmed"] > 0


def test_an_altered_entry_is_found_and_named(cabildo: Cabildo, desk_home: Home) -> None:
    engine = open_file(desk_home.record, unlock(desk_home, PASSPHRASE))
    with engine.begin() as connection:
        connection.execute(text("UPDATE entry SET fields = replace(fields, 'Ribera', 'Rivera') WHERE desk_seq = 1"))
    engine.dispose()
    code, said, sentence = cabildo("journal", "verify")
    assert (code, said["ok"]) == (2, False)
    assert "asiento 1" in sentence


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        ("DELETE FROM entry", "faltan el asiento 1 y lo que vino después"),
        ("UPDATE neighbourhood SET name = 'Otro' WHERE name = 'El Muelle'", "Barrio (con cambios ajenos: 1)"),
        ("DELETE FROM neighbourhood WHERE name = 'El Muelle'", "Barrio (de menos: 1)"),
        ("DELETE FROM entry WHERE desk_seq = (SELECT max(desk_seq) FROM entry)", "(sin asiento: 1)"),
    ],
)
def test_what_was_done_to_the_file_from_outside_is_said_without_a_name(
    cabildo: Cabildo, desk_home: Home, edit: str, sentence: str
) -> None:
    entries = cabildo("journal", "verify")[1]["entries"]
    engine = open_file(desk_home.record, unlock(desk_home, PASSPHRASE))
    with engine.begin() as connection:
        connection.execute(text(edit))
    engine.dispose()
    code, said, told = cabildo("journal", "verify")
    assert (code, said["ok"]) == (2, False)
    assert said["entries"] == entries - (entries if edit == "DELETE FROM entry" else "DELETE FROM entry" in edit)
    assert sentence in told
    assert "Muelle" not in told


def test_the_password_of_a_desk_is_nowhere_in_clear(cabildo: Cabildo, desk_home: Home, server: str) -> None:
    cabildo("server", "init", "--url", server)
    cabildo("server", "enrol", "--url", server)
    engine = open_file(desk_home.record, unlock(desk_home, PASSPHRASE))
    with engine.connect() as connection:
        role, password, address = connection.execute(text("SELECT role, password, server FROM sync_enrolment")).one()
    engine.dispose()
    assert len(password) > 30
    assert "@" not in address
    for path in desk_home.path.iterdir():
        assert password.encode() not in path.read_bytes(), path.name
    admin = create_engine(server)
    with admin.connect() as connection:
        kept = connection.scalar(text("SELECT rolpassword FROM pg_authid WHERE rolname = :role"), {"role": role})
    admin.dispose()
    assert str(kept).startswith("SCRAM-SHA-256$")
