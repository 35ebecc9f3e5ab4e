"""The pages of the window, in the order of the rail: the only file that names every feature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.parts import Parts


@dataclass(frozen=True)
class PageEntry:
    """One page: its name in code, its word on the rail, its icon, and the module that builds it when first shown."""

    name: str
    title: object
    icon: str
    module: str

    def word(self) -> str:
        """Its name in the language of the screens."""
        return QCoreApplication.translate("Rail", str(self.title))

    def build(self, parts: Parts) -> QWidget:
        """Import the feature and build its page: what nobody looks at costs no start-up time."""
        build: Callable[[Parts], QWidget] = import_module(self.module).build
        return build(parts)


# What listens from the start, whichever page is in front: a Zoom file or a map may fall on any of them, a card may be
# scanned.
_LISTENERS = ("desktop.zoom.page", "desktop.checkin.page", "desktop.places.page")


def listen(parts: Parts) -> None:
    """Let the features that wait for something begin to wait."""
    for module in _LISTENERS:
        import_module(module).listen(parts)


PAGES = (
    PageEntry("sittings", QT_TRANSLATE_NOOP("Rail", "Today"), "calendar-today", "desktop.sittings.page"),
    PageEntry("sala", QT_TRANSLATE_NOOP("Rail", "Room"), "human-greeting-variant", "desktop.shell.sala"),
    PageEntry("matching", QT_TRANSLATE_NOOP("Rail", "Matches"), "account-switch-outline", "desktop.matching.page"),
    PageEntry("minutes", QT_TRANSLATE_NOOP("Rail", "Minutes"), "file-document-edit-outline", "desktop.minutes.page"),
    PageEntry("issues", QT_TRANSLATE_NOOP("Rail", "Requests"), "bullhorn-outline", "desktop.shell.pedidos"),
    PageEntry("residents", QT_TRANSLATE_NOOP("Rail", "Neighbours"), "account-group-outline", "desktop.shell.vecinos"),
    PageEntry("insights", QT_TRANSLATE_NOOP("Rail", "Charts"), "chart-bar", "desktop.insights.page"),
    PageEntry("programme", QT_TRANSLATE_NOOP("Rail", "Programme"), "clipboard-text-outline", "desktop.shell.programa"),
    PageEntry("sync", QT_TRANSLATE_NOOP("Rail", "Sharing"), "cloud-sync-outline", "desktop.sync.page"),
    PageEntry("preferences", QT_TRANSLATE_NOOP("Rail", "Preferences"), "cog-outline", "desktop.shell.preferencias"),
)
