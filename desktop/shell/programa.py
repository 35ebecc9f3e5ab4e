"""Programa: what was asked of people, how they were told, and what is worth doing again, as tabs of one page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.experiences import page as experiences
from desktop.outreach import page as outreach
from desktop.parts import Parts
from desktop.shell.tabs import Tab, TabbedPage
from desktop.surveys import page as surveys


class Programa(TabbedPage):
    """Ctrl+1, Ctrl+2, Ctrl+3 bring a tab to the front."""

    def __init__(self, parts: Parts) -> None:
        translate = QCoreApplication.translate
        tabs = (
            Tab("surveys", translate("Programa", "Surveys"), surveys.build),
            Tab("outreach", translate("Programa", "Invitations"), outreach.build),
            Tab("experiences", translate("Programa", "Good practices"), experiences.build),
        )
        says = translate("Programa", "Parts of the programme")
        super().__init__(parts, tabs, "programa", translate("Programa", "Programme"), says)
        parts.shell.tab_wanted.connect(self._bring)

    def _bring(self, page: str, tab: str) -> None:
        if page == "programme":
            self.show_tab(tab)


def build(parts: Parts) -> QWidget:
    """The page of the programme."""
    return Programa(parts)
