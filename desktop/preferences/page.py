"""Preferences, put together."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop import i18n
from desktop.bridge import QUEUE
from desktop.parts import Parts
from desktop.preferences.presenter import PreferencesPresenter
from desktop.preferences.view import PreferencesView

translate = QCoreApplication.translate


def build(parts: Parts) -> QWidget:
    """The page of preferences."""
    facts = (
        (translate("PreferencesView", "Desk"), parts.desk),
        (translate("PreferencesView", "City"), f"{parts.city.name}, {parts.city.province}".strip(", ")),
        (translate("PreferencesView", "Time zone"), parts.city.timezone),
    )
    view = PreferencesView(i18n.LANGUAGES, facts, parts.home.path)
    presenter = PreferencesPresenter(view, parts.settings)
    parts.bridge.on(view.look_chosen, presenter.choose_look, QUEUE)
    parts.bridge.on(view.size_chosen, presenter.choose_size, QUEUE)
    parts.bridge.on(view.language_chosen, presenter.choose_language, QUEUE)
    parts.bridge.on(view.names_hidden, presenter.hide_names, QUEUE)
    parts.bridge.on(view.facilitator_named, presenter.name_facilitator, QUEUE)
    view.said.connect(parts.shell.said)
    presenter.look()
    return view
