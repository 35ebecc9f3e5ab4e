"""The evening on two desks from the terminal: which server, how far it is, and the table at the end."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import typer
from PySide6.QtCore import QCoreApplication

from db.errors import Refused
from desktop.console import console

translate = QCoreApplication.translate
ADDRESS = "CABILDO_SERVER_URL"


def play_two_desks(ctx: typer.Context, out: Path, url: str) -> None:
    """Plays it on the server of `url`, or of the environment, or else of the one that is asked for; leaves the table in
    `out` too. Raises Refused: rehearsal_needs_server, and as `play_apart`."""
    from desktop.practice.hands import Failed
    from desktop.practice.two_desks import play_apart
    from desktop.practice.two_desks_page import as_lines

    url = url or os.environ.get(ADDRESS, "") or _asked()
    if not url:
        raise Refused("rehearsal_needs_server", variable=ADDRESS)
    page = out / (translate("cli", "two-desks") + ".md")
    with _folder(out):
        try:
            with tempfile.TemporaryDirectory(prefix="cabildo-evening-") as folder:
                outcome = play_apart(Path(folder), url, _tell)
        except Failed as why:
            sys.stderr.write(translate("cli", "The evening stopped: {why}").format(why=why) + "\n")
            raise typer.Exit(1) from None
        lines = as_lines(outcome)
        page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    data = {
        "same": all(one.same for one in (*outcome.facts, *outcome.nouns)),
        "facts": {one.what: [one.door, one.table] for one in outcome.facts},
        "contents": {one.what: [one.door, one.table, one.third] for one in outcome.nouns},
        "conflicts": [one.key.__dict__ for one in outcome.conflicts],
        "page": str(page),
    }
    console(ctx).answer(data, lines)


@contextmanager
def _folder(out: Path) -> Iterator[None]:
    """Makes the folder before the evening, for one that cannot be made is better known then; where the server said no,
    none is left that was not there."""
    fresh = [one for one in (out, *out.parents) if not one.exists()]
    out.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        for one in fresh:
            with suppress(OSError):  # there is something in it
                one.rmdir()


def _asked() -> str:
    if not sys.stdin.isatty():
        return ""
    words = translate(
        "cli", "Address of a PostgreSQL, with its administrator: a database is made there, and goes again"
    )
    return str(typer.prompt(words, default="", show_default=False, hide_input=True, err=True))


def _tell(step: str, place: int, whole: int) -> None:
    sys.stderr.write(f"{place}/{whole} {step}\n")
