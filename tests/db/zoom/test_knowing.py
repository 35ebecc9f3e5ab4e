"""What falls on the roll is told apart by what it says: a file of Zoom, or a list of neighbours."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.zoom.files.knowing import is_zooms
from tests.db.zoom import forge

FILES = Path(__file__).parents[2] / "data" / "zoom"
LISTS = (
    "Nombre,Apellido,DNI,Correo electrónico,Teléfono\nRosa,Peña,23456789,rosa@example.org,099123456\n",
    "Apellido;Nombre;E-mail;Estado;Barrio\nPeña;Rosa;rosa@example.org;activa;El Muelle\n",
    "Name\tEmail\tPhone\nRosa Peña\trosa@example.org\t099123456\n",
)


@pytest.mark.parametrize("file", sorted(set(FILES.glob("*.csv")) - {FILES / "not_zoom.csv"}), ids=lambda one: one.name)
def test_every_report_is_known(file: Path) -> None:
    assert is_zooms(file)


@pytest.mark.parametrize("text", [forge.CHAT, forge.POLL_TABLES, forge.TRANSCRIPT, forge.QUESTIONS])
def test_so_is_what_else_zoom_hands_out(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lista.csv"
    file.write_text(text, encoding="utf-8")
    assert is_zooms(file)


@pytest.mark.parametrize("text", [*LISTS, "", "\x00" * 50])
def test_a_list_stays_a_list(tmp_path: Path, text: str) -> None:
    file = tmp_path / "lista.csv"
    file.write_text(text, encoding="utf-8")
    assert not is_zooms(file)


def test_of_a_folder_and_of_what_is_gone_nobody_knows(tmp_path: Path) -> None:
    assert not is_zooms(tmp_path)
    assert not is_zooms(tmp_path / "nada.csv")
