"""Which template a paper is written on: the one a secretary put into the home, or the one of the program."""

from __future__ import annotations

import shutil
from pathlib import Path

from db.errors import Unavailable
from desktop.minutes.papers import PAPERS
from desktop.minutes.phrases import Phrases


def folder_of(home: Path, phrases: Phrases) -> Path:
    """Where a secretary puts templates of her own: the folder "Plantillas" of the home, by its name in the language.

    One folder per language only where it is not that of the city: most places never see a second one.
    """
    return home / str(phrases.section("templates")["folder"])


def template_for(paper: str, phrases: Phrases, home: Path | None = None) -> Path:
    """The template of a paper: her own where there is one by that name."""
    if home is not None:
        own = folder_of(home, phrases) / phrases.template_name(paper)
        if own.is_file():
            return own
    return phrases.template(paper)


def lay_out(home: Path, phrases: Phrases) -> tuple[Path, ...]:
    """Puts the templates that come with the program into the home, to be edited; what is there already is left alone.

    Answers those that were put. Raises Unavailable: minutes_file_unwritable.
    """
    folder = folder_of(home, phrases)
    put = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for paper in PAPERS:
            there = folder / phrases.template_name(paper)
            if not there.exists():
                shutil.copyfile(phrases.template(paper), there)
                put.append(there)
    except OSError as error:
        raise Unavailable("minutes_file_unwritable", path=str(folder)) from error
    return tuple(put)
