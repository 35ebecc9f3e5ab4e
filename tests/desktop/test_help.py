"""What `--help` shows whoever sits at the terminal: every word of it in Spanish."""

from __future__ import annotations

import re
from typing import Any

import pytest
import typer

from desktop.cli import build, run

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
    run(["issue", "add", "--help"])
    assert capsys.readouterr().out.count("[obligatorio]") == 3
    run(["minutes", "write", "--help"])
    page = capsys.readouterr().out
    assert "[si no se indica: full]" in page
    assert "Opciones" in page


def test_a_group_without_a_command_shows_its_help(qapp: object, capsys: pytest.CaptureFixture[str]) -> None:
    run(["sitting"])
    told = capsys.readouterr()
    assert "Comandos" in told.out + told.err


def every_command(command: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    under = getattr(command, "commands", {})
    return [path, *(one for name, sub in under.items() for one in every_command(sub, (*path, name)))]


def test_every_option_and_argument_of_every_command_says_in_spanish_what_goes_in(
    qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = {}
    for path in every_command(typer.main.get_command(build())):
        assert run([*path, "--help"]) == 0
        pages[" ".join(path)] = capsys.readouterr().out
    assert len(pages) > 40
    english = re.compile(r"<\w+|\b(?:TEXT|INTEGER|PATH|FILE|DIR|TITLE|TIME|OID|RID)\b|\w+_ids?\b")
    assert not [(path, found) for path, page in pages.items() if (found := english.findall(page))]
    assert "--birth-date" in pages["residents correct"]
    assert re.search(r"--birth-date +FECHA", pages["residents correct"])
    assert re.search(r"--undo +Deshace", pages["checkin"])
    assert "{SESIÓN}" in pages["checkin"]
