"""Preferences, put together."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from db.restore import try_out
from desktop import i18n
from desktop.bridge import AGAIN, IGNORE, QUEUE
from desktop.parts import Parts
from desktop.preferences.backup_presenter import BackupPresenter
from desktop.preferences.keeper import NOUN, Keeper
from desktop.preferences.presenter import PreferencesPresenter
from desktop.preferences.view import PreferencesView

translate = QCoreApplication.translate


def build(parts: Parts) -> PreferencesView:
    """The page of preferences."""
    facts = (
        (translate("PreferencesView", "Desk"), parts.desk),
        (translate("PreferencesView", "City"), f"{parts.city.name}, {parts.city.province}".strip(", ")),
        (translate("PreferencesView", "Time zone"), parts.city.timezone),
    )
    view = PreferencesView(
        i18n.LANGUAGES, facts, parts.home.path, lambda: parts.clock.now().astimezone(parts.city.zone)
    )
    presenter = PreferencesPresenter(view, parts.settings)
    parts.bridge.on(view.look_chosen, presenter.choose_look, QUEUE)
    parts.bridge.on(view.size_chosen, presenter.choose_size, QUEUE)
    parts.bridge.on(view.language_chosen, presenter.choose_language, QUEUE)
    parts.bridge.on(view.names_hidden, presenter.hide_names, QUEUE)
    parts.bridge.on(view.arrivals_hidden, presenter.hide_arrivals, QUEUE)
    parts.bridge.on(view.facilitator_named, presenter.name_facilitator, QUEUE)
    parts.bridge.on(view.lock_chosen, presenter.choose_lock, QUEUE)
    view.lock_wanted.connect(parts.shell.lock_wanted)
    view.said.connect(parts.shell.said)
    presenter.look()
    _connect_backups(parts, view)
    return view


def _connect_backups(parts: Parts, view: PreferencesView) -> None:
    keeper = Keeper(parts)
    trying = partial(try_out, like=parts.bridge.store.engine)
    presenter = BackupPresenter(view, parts.bridge, parts.home, parts.settings, keeper.make, trying)
    card = view.backups
    parts.bridge.on(card.make_wanted, presenter.make, IGNORE)
    parts.bridge.on(card.try_wanted, presenter.try_out, IGNORE)
    parts.bridge.on(card.delete_wanted, presenter.delete, IGNORE)
    parts.bridge.on(card.second_wanted, presenter.choose_second, IGNORE)
    parts.bridge.on(card.second_forgotten, presenter.forget_second, IGNORE)
    parts.bridge.on(view.passphrase_wanted, presenter.change_passphrase, IGNORE)
    parts.bridge.on(view.code_wanted, presenter.new_code, IGNORE)
    parts.bridge.follow((NOUN,), presenter.look)
    # A stick is plugged in and out while nobody looks.
    parts.bridge.on(parts.shell.shown, presenter.look_when_shown, AGAIN)
    parts.bridge.start(presenter.look())
