"""A place to draw where there is no screen: the command line begins without one, and letters need it."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase, QGuiApplication

from desktop import i18n
from desktop.paths import resources

FAMILY = "Inter"
FACES = ("Regular", "SemiBold", "Bold")


def make_ready() -> None:
    """Afterwards letters can be laid out and drawn, and our typeface is there.

    Where only a QCoreApplication exists (a command in the terminal, which shows nothing), it ends and a drawing one
    takes its place: Qt has one application in a process, and a plain one knows no typefaces.
    """
    there = QCoreApplication.instance()
    if not isinstance(there, QGuiApplication):
        if there is not None:
            there.shutdown()
        # Servers have no display, and a terminal's own one would make a window manager wait for a window.
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _kept.append(QGuiApplication([]))
        i18n.install(_kept[-1])
    if not QFontDatabase.hasFamily(FAMILY):
        for face in FACES:
            QFontDatabase.addApplicationFont(str(resources("fonts", f"Inter-{face}.ttf")))


_kept: list[QGuiApplication] = []
