"""Pedidos: what was asked for across all sittings, and what was promised, as tabs of one page.

A page of its own on the rail, after the minutes: that is the order of the work (the evening, its people, its minutes,
then what the city has to do about it), and whoever follows it up on a Tuesday morning has no sitting in hand. It is no
part of the roll, which is of people, nor of the charts, from which nothing personal can be reached.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.issues import asked_page, due_page
from desktop.parts import Parts
from desktop.shell.tabs import Tab, TabbedPage


class Pedidos(TabbedPage):
    """Ctrl+1 brings the issues to the front, Ctrl+2 the commitments."""

    def __init__(self, parts: Parts) -> None:
        translate = QCoreApplication.translate
        tabs = (
            Tab("asked", translate("Pedidos", "Requests"), asked_page.build),
            Tab("due", translate("Pedidos", "Commitments"), due_page.build),
        )
        says = translate("Pedidos", "Requests and commitments")
        super().__init__(parts, tabs, "pedidos", translate("Pedidos", "Requests"), says)
        due_page.count_overdue(parts, lambda waiting: self.count("due", waiting))


def build(parts: Parts) -> QWidget:
    """The page of what was asked for and promised."""
    return Pedidos(parts)
