"""Wires the rights of the person to the page that shows her."""

from __future__ import annotations

from desktop.bridge import IGNORE, Connectable
from desktop.parts import Parts
from desktop.rights.presenter import RightsPresenter
from desktop.rights.saving import save
from desktop.rights.view import RightsDialogs


def listen(parts: Parts, file_wanted: Connectable, erasure_wanted: Connectable) -> None:
    """Signals with the identifier of a resident: her file, or her erasure, is wanted."""
    view = RightsDialogs(parts.shell)
    presenter = RightsPresenter(view, parts.bridge, parts.city, parts.clock, save)
    parts.bridge.on(file_wanted, presenter.make_file, IGNORE)
    parts.bridge.on(erasure_wanted, presenter.erase, IGNORE)
