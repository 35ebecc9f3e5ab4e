"""Builds the page of minutes: view, presenter, and the wires between them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.bridge import AGAIN, IGNORE
from desktop.minutes import signing_page
from desktop.minutes.phrases import load
from desktop.minutes.presenter import NOUNS, MinutesPresenter
from desktop.minutes.view import MinutesView
from desktop.minutes.watch import FolderWatch
from desktop.parts import Parts


def build(parts: Parts) -> QWidget:
    """The page, connected and showing."""
    folder = parts.home.path / load(parts.city.language).say("title", "folder")
    view = MinutesView(parts.shell, parts.city.zone)
    home = parts.home.path
    presenter = MinutesPresenter(view, parts.bridge, city=parts.city, folder=folder, focus=parts.focus, home=home)
    watch = FolderWatch(folder, view)
    parts.bridge.on(view.chosen, presenter.choose, AGAIN)
    parts.bridge.on(view.generate_pressed, presenter.generate, IGNORE)
    parts.bridge.on(view.save_as_pressed, presenter.save_as, IGNORE)
    parts.bridge.on(view.open_pressed, presenter.open, IGNORE)
    parts.bridge.on(view.paper_chosen, presenter.choose_paper, AGAIN)
    parts.bridge.on(view.gather_pressed, presenter.gather, IGNORE)
    parts.bridge.on(view.take_back_pressed, presenter.take_back, IGNORE)
    parts.bridge.on(view.take_pressed, presenter.take_changes, IGNORE)
    parts.bridge.on(watch.changed, presenter.folder_changed, AGAIN)
    parts.bridge.on(view.check_chosen, presenter.put_right, IGNORE)
    parts.bridge.on(parts.shell.shown, presenter.page_shown, AGAIN)
    parts.bridge.follow(NOUNS, presenter.look_again)
    signing_page.build(parts, view)
    parts.bridge.follow(("minutes",), lambda _changes: watch.look())  # the first file makes the folder
    parts.focus.follow(lambda sitting_id: parts.bridge.start(presenter.follow_focus(sitting_id)))
    parts.bridge.start(presenter.look())
    return view
