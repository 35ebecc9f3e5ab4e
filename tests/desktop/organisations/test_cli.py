"""`cabildo organisations` from the terminal."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest

from db.home import Home
from tests.desktop.sittings.room import Terminal


@pytest.fixture
def terminal(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    made = Terminal(Home(tmp_path / "desk"), monkeypatch, capsys)
    monkeypatch.setattr("desktop.cli.ROOMS", ("residents", "organisations"))
    return made


def said(terminal: Terminal, *words: str) -> str:
    """What a person reads."""
    code, out, err = terminal.call(*words)
    assert (code, err) == (0, "")
    return out


def test_an_organisation_is_written_down_changed_shown_and_taken_off(terminal: Terminal) -> None:
    made = terminal.json(
        "organisations", "add", "Club El Ancla", "--neighbourhood", "El Muelle", "--phone", "099123456"
    )
    assert (made["kind"], made["neighbourhood"], made["people"]) == ("club", "El Muelle", 0)
    changed = terminal.json("organisations", "change", made["id"], "--name", "El Ancla", "--phone", "", "--kind", "ngo")
    assert (changed["name"], changed["phone"], changed["kind"]) == ("El Ancla", None, "ngo")
    assert [one["id"] for one in terminal.json("organisations", "list", "--kind", "ngo")["organisations"]] == [
        made["id"]
    ]
    shown = terminal.json("organisations", "show", made["id"][:-4].upper())
    assert terminal.refused("organisations", "show", made["id"][:5]) == "Esa organización no está en la lista."
    assert (shown["members"], shown["came"]) == ([], [])
    assert "El Ancla" in said(terminal, "organisations", "list")
    assert "ya está" in terminal.refused("organisations", "add", "EL ANCLA")
    assert "corregir" in terminal.refused("organisations", "change", made["id"])
    terminal.json("organisations", "remove", made["id"])
    assert terminal.json("organisations", "list")["organisations"] == []


def test_a_list_is_looked_through_and_taken_in(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "instituciones.csv"
    path.write_text("Institución;Tipo;Sede\nClub El Ancla;club;El Muelle\nEl Puente;barco;\n", encoding="utf-8")
    told = terminal.json("organisations", "import", str(path), "--preview", "--map", "Sede=neighbourhood")
    assert [(one["line"], one["kind"], one["reason"]) for one in told["lines"]] == [
        (2, "new", None), (3, "error", "organisation_kind_unknown"),
    ]  # fmt: skip
    assert terminal.json("organisations", "list")["organisations"] == []
    assert "Línea 3" in said(terminal, "organisations", "import", str(path))
    (one,) = terminal.json("organisations", "list")["organisations"]
    assert (one["name"], one["neighbourhood"]) == ("Club El Ancla", None)


def test_of_two_organisations_that_begin_alike_more_characters_are_asked_for(terminal: Terminal) -> None:
    ids = [terminal.json("organisations", "add", name)["id"] for name in ("Club El Ancla", "Club El Faro")]
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*ids, strict=True)))
    common = ids[0][:alike]
    assert "más caracteres" in terminal.refused("organisations", "show", common)
    assert terminal.json("organisations", "show", common + ids[1][alike])["name"] == "Club El Faro"
