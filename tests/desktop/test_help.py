"""What `--help` shows whoever sits at the terminal: every word of it in Spanish."""

from __future__ import annotations

import re

import pytest

from desktop.cli import run

ENGLISH = r"\b(Usage|Options|Commands|Arguments|Show this message|default|required|OPTIONS|COMMAND|ARGS)\b"


@pytest.mark.parametrize(
    "words", [["sitting"], ["sitting", "plan"], ["sitting", "show"], ["checkin"], ["zoom", "import"]]
)
def test_the_frames_of_a_help_page_are_spanish(
    qapp: object, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert run([*words, "--help"]) == 0
    page = capsys.readouterr().out
    assert "Uso: " in page
    assert "Muestra esta ayuda." in page
    assert not re.search(ENGLISH, page)


def test_a_help_page_tells_what_is_needed_and_what_holds_by_itself(
    qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["sitting", "plan", "--help"])
    page = capsys.readouterr().out
    assert page.count("[obligatorio]") == 3
    assert "[si no se indica: hybrid]" in page
    assert "Opciones" in page


def test_a_group_without_a_command_shows_its_help(qapp: object, capsys: pytest.CaptureFixture[str]) -> None:
    run(["sitting"])
    told = capsys.readouterr()
    assert "Comandos" in told.out + told.err
