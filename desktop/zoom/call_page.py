"""Wires the line of the call under the strip of Zoom, and the card of the account in Preferences."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.changes import Changes
from desktop.bridge import IGNORE
from desktop.kit import theme
from desktop.parts import Parts
from desktop.zoom.account import Account, client_of
from desktop.zoom.account_presenter import AccountPresenter
from desktop.zoom.account_view import AccountCard
from desktop.zoom.call_presenter import CallPresenter
from desktop.zoom.call_view import CallStrip
from desktop.zoom.credentials import Safe
from desktop.zoom.service_words import questions

# What follows the credentials, as `bridge.follow` knows it: a keyring is no table.
ACCOUNT = "zoom_account"


def with_the_call(parts: Parts, strip: QWidget) -> QWidget:
    """The strip of Zoom and, below it, the line of the call itself."""
    front = ""

    def shown(page: str) -> None:
        nonlocal front
        front = page

    view = CallStrip(parts.shell, parts.city.zone, lambda: front)
    account = Account(Safe(parts.bridge, parts.home), partial(client_of, now=parts.clock.now, zone=parts.city.zone))
    presenter = CallPresenter(
        view, parts.bridge, parts.focus, account, city=parts.city, now=parts.clock.now, questions=questions
    )
    parts.shell.shown.connect(shown)
    parts.bridge.on(view.bring_pressed, presenter.bring, IGNORE, topic=ACCOUNT)
    parts.bridge.on(view.create_pressed, presenter.create, IGNORE, topic=ACCOUNT)
    parts.bridge.on(view.people_pressed, presenter.show_people, IGNORE)
    parts.bridge.on(view.ticked, presenter.tick, IGNORE)
    parts.bridge.follow(("sitting",), presenter.look_again)
    parts.bridge.follow((ACCOUNT,), presenter.set_up_anew)
    parts.focus.follow(lambda _: parts.bridge.start(presenter.look()))
    parts.bridge.start(presenter.look())
    both = QWidget()
    down = theme.space(QVBoxLayout(both), 10)
    down.addWidget(strip)
    down.addWidget(view)
    return both


def build_account(parts: Parts) -> QWidget:
    """The card of the account, connected and showing."""
    view = AccountCard()
    safe = Safe(parts.bridge, parts.home)
    changed = partial(parts.bridge.tell, Changes({ACCOUNT: frozenset()}))
    connect = partial(client_of, now=parts.clock.now, zone=parts.city.zone)
    presenter = AccountPresenter(view, parts.bridge, safe, connect, changed)
    parts.bridge.on(view.keep_pressed, presenter.keep, IGNORE, topic=ACCOUNT)
    parts.bridge.on(view.try_pressed, presenter.try_out, IGNORE, topic=ACCOUNT)
    parts.bridge.on(view.forget_pressed, presenter.forget, IGNORE)
    view.said.connect(parts.shell.said)
    parts.bridge.start(presenter.look())
    return view
