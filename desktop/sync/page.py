"""Builds the page of sharing: view, presenter, and the wires between them."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.registry import nouns
from desktop.bridge import AGAIN, IGNORE
from desktop.parts import Parts
from desktop.sync.courier import courier_of
from desktop.sync.files import enrol_with_code, enrol_with_file, save_receipt_of
from desktop.sync.presenter import SyncPresenter
from desktop.sync.sticks import carry_on_stick, take_from_stick
from desktop.sync.view import SyncPage

LOCAL = ("sync_enrolment", "sync_standing", "sync_receipt", "sync_aside", "sync_conflict", "sync_carried")


def build(parts: Parts) -> QWidget:
    """The page, connected and showing."""
    view = SyncPage(lambda: parts.clock.now().astimezone(parts.city.zone))
    courier = courier_of(parts.bridge)
    presenter = SyncPresenter(view, parts.bridge, courier.hand_over)
    courier.follow(view.show_progress)
    parts.bridge.on(view.settled, presenter.settle, IGNORE)
    parts.bridge.on(view.receipt_wanted, lambda receipt: save_receipt_of(parts, view, receipt), IGNORE)
    parts.bridge.on(view.enrol_wanted, lambda: enrol_with_file(parts, view, presenter.enrol), IGNORE)
    parts.bridge.on(view.code_wanted, lambda: enrol_with_code(parts, view, presenter.enrol), IGNORE)
    parts.bridge.on(view.send_pressed, presenter.send, IGNORE)
    told = view.show_progress
    parts.bridge.on(view.sticks.carry_wanted, lambda: carry_on_stick(parts, view, courier, told), IGNORE)
    parts.bridge.on(view.sticks.take_wanted, lambda: take_from_stick(parts, view, courier, told), IGNORE)
    parts.bridge.on(view.looked, presenter.look, AGAIN)
    parts.bridge.follow((*nouns(), *LOCAL), presenter.look_again)
    parts.bridge.start(presenter.look())
    return view
