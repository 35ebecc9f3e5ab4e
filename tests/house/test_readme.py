"""The README is true: its commands are typed here as they stand there, and its files exist."""

import json
import re
import shlex
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop import cli
from tests.db.places.maps import geojson
from tests.house.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COLUMNS = "apellido,nombres,documento,fecha_nacimiento,genero,telefono,correo,calle,altura,barrio,organizacion"
ROLL = f"""{COLUMNS}
Pereyrola,Rosa,30111222,1980-04-02,mujer,,rosa@example.org,Mendoza,4500,Echesortu,Vecinal Echesortu
Ñandubay,Omar,28999111,05/03/1975,varón,341 555 0101,,San Juan,3900,,
"""


class Reader:
    """Types what stands in the README, with the words in capitals filled in."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._known = {"RID": ""}

    def types(self, line: str) -> None:
        """Type one line, expect it to be done, and remember the identifiers that it answered."""
        words = [self._known.get(word, word) for word in shlex.split(line, comments=True)[1:]]
        code = cli.run([*words, "--json"])
        told = self._capsys.readouterr()
        assert code == 0, f"{line}\n{told.err}"
        answer = json.loads(told.out)
        if line.startswith("cabildo sitting plan"):
            self._known["ID"] = answer["id"]
        elif line.startswith("cabildo residents search"):
            self._known["RID"] = answer["residents"][0]["id"]
        elif line.startswith("cabildo matching show"):
            self._known["GROUP"] = next(group["id"] for group in answer["groups"] if not group["residents"])
        elif line.startswith("cabildo journal verify"):
            assert answer["ok"] is True


@pytest.fixture
def in_a_new_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a new user would stand: the roll and the map of the city, a report of Zoom, and no record yet."""
    (tmp_path / "vecinos.csv").write_text(ROLL, encoding="utf-8")
    squares = {"Echesortu": (-60.70, -32.95, -60.68, -32.93), "La Cerámica y Cuyo": (-60.70, -32.93, -60.68, -32.91)}
    (tmp_path / "barrios.geojson").write_bytes(geojson(squares))
    (tmp_path / "habitantes.csv").write_text("barrio;habitantes\nEchesortu;9000\n", encoding="utf-8")
    report = ROOT / "tests" / "data" / "zoom" / "es_rows_2026.csv"
    (tmp_path / "participants.csv").write_bytes(report.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CABILDO_HOME", str(tmp_path / "cabildo"))
    monkeypatch.setenv("CABILDO_PASSPHRASE", "four words of your own")
    return tmp_path


@pytest.mark.usefixtures("qapp")
def test_the_commands_of_the_readme_do_what_it_says(
    in_a_new_folder: Path, server: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CABILDO_SERVER_URL", server)
    lines = re.findall(r"^    (cabildo .+?)\s*$", README, re.MULTILINE)
    assert len(lines) > 15
    reader = Reader(capsys)
    for line in lines:
        reader.types(line)
    assert (in_a_new_folder / "acta.docx").stat().st_size > 10_000


def test_every_command_of_the_terminal_stands_in_the_readme(qapp: QApplication) -> None:
    from typer.main import get_command

    commands = getattr(get_command(cli.build()), "commands", {})
    commands = getattr(get_command(cli.build()), "commands", {})
    assert len(commands) > 10
    assert not [name for name, one in commands.items() if not one.hidden and f"cabildo {name}" not in README]


def test_the_files_of_the_readme_are_there() -> None:
    linked = re.findall(r"\]\(([^)#:]+)\)", README)
    assert linked
    assert not [link for link in linked if not (ROOT / link).exists()]


def test_the_two_commands_are_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(
        re.findall(r"make ([a-z]+)", README + (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    )
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert not named - targets


def test_the_columns_of_the_roll_are_those_of_the_readme() -> None:
    assert COLUMNS in README
