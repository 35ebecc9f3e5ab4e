"""`cabildo places` from the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.home import Home
from tests.db.places import maps
from tests.desktop.sittings.room import Terminal


@pytest.fixture
def terminal(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    made = Terminal(Home(tmp_path / "desk"), monkeypatch, capsys)
    monkeypatch.setattr("desktop.cli.ROOMS", ("places",))
    return made


@pytest.fixture
def barrios(tmp_path: Path) -> str:
    path = tmp_path / "barrios.zip"
    path.write_bytes(maps.zipped(maps.shapefile_parts("EPSG:22185")))
    return str(path)


def test_a_map_is_looked_at_taken_in_and_its_doubtful_areas_decided(terminal: Terminal, barrios: str) -> None:
    seen = terminal.json("places", "import", barrios, "--preview")
    assert (seen["kind"], seen["areas"], seen["known"], seen["preview"]) == ("shapefile", 5, 3, True)
    assert seen["coordinates"].startswith("POSGAR 94 / Argentina 5")
    assert terminal.json("places", "show")["matches"] == []
    taken = terminal.json("places", "import", barrios)
    assert (taken["drawn"], taken["waiting"], taken["counted"]) == (3, 2, 3)
    decided = terminal.json("places", "match", "MIRADOR y los aromos", "Mirador", "Los Aromos")
    assert decided["quarters"] == ["Mirador", "Los Aromos"]
    assert terminal.json("places", "match", "Campo Municipal")["quarters"] == []
    assert terminal.json("places", "show")["waiting"] == 0
    assert terminal.json("places", "match", "Campo Municipal", "--open")["quarters"] is None
    terminal.call("places", "forget")
    assert terminal.json("places", "show")["drawn"] == 0


def test_a_person_reads_what_was_found_and_what_is_left_to_do(terminal: Terminal, barrios: str) -> None:
    code, out, _ = terminal.call("places", "import", barrios)
    assert code == 0
    assert "Shapefile, 5 áreas" in out
    assert "Su centro está en 32,9600° S, 60,6800° O." in out
    assert "Barrios dibujados: 3 de 5; con habitantes: 3; por decidir: 2." in out
    assert "Mirador y Los Aromos: por decidir (Mirador + Los Aromos;" in out


def test_inhabitants_are_taken_from_a_list(terminal: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "habitantes.csv"
    path.write_text("barrio;habitantes\nMirador;4.100\nLuna;7\nLos Aromos;s/d\n", encoding="utf-8")
    told = terminal.json("places", "inhabitants", str(path))
    assert told == {"counted": 1, "changed": 1, "unknown": ["Luna"], "unreadable": ["Los Aromos"]}
    assert "Ningún barrio con ese nombre: Luna" in terminal.call("places", "inhabitants", str(path))[1]


def test_inhabitants_of_an_area_that_is_two_quarters_are_counted_for_both(
    terminal: Terminal, barrios: str, tmp_path: Path
) -> None:
    """«Ningún barrio con ese nombre» was said of a name that stands on the map."""
    terminal.json("places", "import", barrios)
    terminal.json("places", "match", "MIRADOR y los aromos", "Mirador", "Los Aromos")
    path = tmp_path / "habitantes.csv"
    path.write_text("barrio;habitantes\nMirador y Los Aromos;4.100\n", encoding="utf-8")
    told = terminal.json("places", "inhabitants", str(path))
    assert (told["counted"], told["unknown"]) == (1, [])
    assert told["changed"] > 0
    assert terminal.json("places", "inhabitants", str(path))["changed"] == 0


def test_what_is_wrong_is_said_in_a_sentence_that_says_what_to_do(
    terminal: Terminal, tmp_path: Path, barrios: str
) -> None:
    def file(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        return str(path)

    assert "GeoJSON, GML o un shapefile" in terminal.refused("places", "import", file("foto.geojson", b"\x89PNG"))
    assert "cortado o dañado" in terminal.refused("places", "import", file("cortado.geojson", maps.geojson()[:-40]))
    assert "se puede abrir" in terminal.refused("places", "import", str(tmp_path / "nada.zip"))
    assert "Tiene: NOMBRE, POBLACION" in terminal.refused("places", "import", barrios, "--name-field", "vecinal")
    told = maps.collection()
    for feature in told["features"]:
        feature["geometry"]["coordinates"] = [maps.projected("EPSG:5347")[feature["properties"]["Nombre"]]]
    metres = file("metros.geojson", json.dumps(told).encode())
    assert "no dice en qué proyección" in terminal.refused("places", "import", metres)
    assert terminal.json("places", "import", metres, "--crs", "EPSG:5347")["areas"] == 5
    assert "área con ese nombre" in terminal.refused("places", "match", "Luna")
    assert "no las dos cosas" in terminal.refused("places", "match", "Campo Municipal", "Mirador", "--open")
    assert "no tiene un barrio que se llame Luna" in terminal.refused("places", "match", "Campo Municipal", "Luna")


def test_a_map_of_another_city_is_asked_about_at_the_terminal_too(
    terminal: Terminal, barrios: str, tmp_path: Path
) -> None:
    terminal.json("places", "import", barrios)
    other = tmp_path / "otra.geojson"
    other.write_bytes(maps.geojson({f"Villa {n}": (-64.2 - n, -31.5, -64.1 - n, -31.4) for n in range(9)}))
    code, _, said = terminal.call("places", "import", str(other))
    assert code == 2
    assert "kilómetros" in said
    assert "--anyway" in said
    assert terminal.json("places", "show")["drawn"] == 3
    assert terminal.json("places", "import", str(other), "--anyway")["few_known"] is True
