"""Wires the page of good practices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from db.experiences.queries import ExperienceCard
from desktop.bridge import AGAIN, IGNORE
from desktop.experiences.booklet import booklet, file_words
from desktop.experiences.presenter import NOUNS, ExperiencesPresenter
from desktop.experiences.view import ExperiencesPage
from desktop.in_front import look_in_front
from desktop.paper.saving import produce
from desktop.parts import Parts


def build(parts: Parts) -> ExperiencesPage:
    """The bank of good practices."""
    view = ExperiencesPage(parts.city)

    def written(cards: Sequence[ExperienceCard], photos: Mapping[str, bytes], path: Path) -> None:
        # Whether a file that is there may go was asked where the place was chosen.
        produce(booklet(cards, photos.get, parts.city), path, name=file_words(), force=True)

    presenter = ExperiencesPresenter(view, parts.bridge, city=parts.city, clock=parts.clock, booklet=written)
    on = parts.bridge.on
    on(view.searched, presenter.search, AGAIN)
    on(view.chosen, presenter.choose, AGAIN)
    on(view.adding, presenter.add, IGNORE)
    on(view.correcting, presenter.put_right, IGNORE)
    on(view.removing, presenter.remove, IGNORE)
    on(view.exporting, presenter.export, IGNORE)
    view.said.connect(parts.shell.say)
    look_in_front(parts.bridge, NOUNS, view, presenter)
    parts.bridge.start(presenter.look())
    return view
