"""Builds the panel of signatures on the page of minutes: panel, presenter, and the wires between them."""

from __future__ import annotations

from desktop.bridge import AGAIN, IGNORE
from desktop.minutes.presenter_signing import SigningPresenter
from desktop.minutes.signing_panel import SigningPanel
from desktop.minutes.view import MinutesView
from desktop.parts import Parts


def build(parts: Parts, view: MinutesView) -> None:
    """Puts the panel under what is left to look at; it follows the sitting whose draft is in front."""
    panel = SigningPanel(parts.shell, parts.city.zone)
    view.beside.addWidget(panel)
    presenter = SigningPresenter(
        panel, parts.bridge, city=parts.city, home=parts.home, settings=parts.settings, clock=parts.clock
    )
    view.edits_wait.connect(panel.show_waiting)
    parts.bridge.on(view.drafted, presenter.show, AGAIN)
    parts.bridge.on(panel.final_pressed, presenter.finalise, IGNORE)
    parts.bridge.on(panel.signatories_pressed, presenter.choose_signatories, IGNORE)
    parts.bridge.on(panel.draft_pressed, presenter.draft_again, IGNORE)
    parts.bridge.on(panel.sign_pressed, presenter.sign, IGNORE)
    parts.bridge.on(panel.back_pressed, presenter.take_back, IGNORE)
    parts.bridge.on(panel.scan_pressed, presenter.scan, IGNORE)
    parts.bridge.on(panel.verify_pressed, presenter.verify, IGNORE)
    parts.bridge.on(panel.open_pressed, presenter.open, IGNORE)
    parts.bridge.follow(("minutes_paper", "minutes_signature"), presenter.look_again)
