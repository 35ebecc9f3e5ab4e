"""The terminal's side of a command: which home, how to open it, how to answer, and how to say no."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import typer

from db.base import plain
from db.errors import Refused
from db.home import Home, Opened, open_home, unlock
from db.places.city import City
from db.residents.rules import clean_date
from desktop import paths

# A digit too few or too many in the year is a slip of the finger, and no evening lasts until 9999.
SOONEST, LATEST = 1900, 2200


@dataclass(frozen=True)
class Console:
    """What every command of the command line is handed, as `console(ctx)`."""

    home: Home
    as_json: bool

    @contextmanager
    def opened(self, *, actor: str = "") -> Iterator[Opened]:
        """The home, unlocked and open, closed again afterwards. Raises as `unlock` and `open_home` do."""
        opened = open_home(self.home, self.key(), actor=actor)
        try:
            yield opened
        finally:
            opened.store.close()

    def key(self) -> bytes:
        """The data key: by CABILDO_PASSPHRASE, else from the system's keyring. Raises Refused: passphrase_needed."""
        if not self.home.exists:
            raise Refused("record_missing", path=str(self.home.path))
        passphrase = os.environ.get("CABILDO_PASSPHRASE")
        if passphrase:
            return unlock(self.home, passphrase)
        from desktop import keyrings

        kept = keyrings.recall(self.home)
        if kept is None:
            raise Refused("passphrase_needed")
        return kept

    def answer(self, data: dict[str, Any], lines: Sequence[str]) -> None:
        """Prints one JSON document, or the lines for a person."""
        if self.as_json:
            text = json.dumps(data, ensure_ascii=False, indent=2, default=plain)
        else:
            text = "\n".join(lines)
        sys.stdout.write(text + "\n")


def console(ctx: typer.Context) -> Console:
    found = ctx.find_object(Console)
    assert found is not None
    return found


def take_common(arguments: Sequence[str]) -> tuple[Console, list[str]]:
    """Takes `--json` and `--home DIR` out of the arguments, wherever they stand, and answers what is left.

    Raises Refused: home_empty. An empty folder is a script's variable that was never set: the work would land in the
    desk of whoever runs it.
    """
    left: list[str] = []
    as_json, home = False, os.environ.get("CABILDO_HOME")
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            left.extend([word, *rest])
        elif word == "--json":
            as_json = True
        elif word == "--home" or word.startswith("--home="):
            home = next(rest, "") if word == "--home" else word.removeprefix("--home=")
            if not home.strip():
                raise Refused("home_empty")
        else:
            left.append(word)
    return Console(Home(Path(home) if home else paths.data_folder()), as_json), left


def moment_of(text: str, city: City) -> datetime:
    """An ISO 8601 time; without a zone it is the city's. Raises Refused: time_unreadable, hour_missing."""
    if _is_day(text):
        # No council meets at midnight: a day alone is a thing forgotten.
        raise Refused("hour_missing", text=text.strip())
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("time_unreadable", text=text) from None
    if not SOONEST <= told.year <= LATEST:
        raise Refused("time_unreadable", text=text)
    return told if told.tzinfo else told.replace(tzinfo=city.zone)


def day_of(text: str, opened: Opened, *, to_come: bool = False) -> date:
    """A day as people write it (2026-12-15, 15/12/2026); without one, today in the city. Raises Refused:
    day_unreadable, of a day to come too, unless the end of a period may be one (`to_come`)."""
    today = opened.store.clock.now().astimezone(opened.city.zone).date()
    try:
        told = clean_date(text, today=None if to_come else today) or today
    except Refused:
        raise Refused("day_unreadable", text=text) from None
    if not SOONEST <= told.year <= LATEST:
        raise Refused("day_unreadable", text=text)
    return told


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def group(app: typer.Typer, name: str, words: str) -> typer.Typer:
    """The group of commands of that name, begun by whichever room comes first: several nouns speak of the roll."""
    for known in app.registered_groups:
        if known.name == name and known.typer_instance is not None:
            return known.typer_instance
    made = typer.Typer(no_args_is_help=True, help=words)
    app.add_typer(made, name=name)
    return made
