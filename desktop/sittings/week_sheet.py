"""The question how the agenda of seven days is told to others, and the place for its file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QWidget

from db.places.city import City
from desktop.kit.dialogs import ask_form, choose_place
from desktop.kit.fields import Choice, Form
from desktop.kit.palette import Tone
from desktop.shell.signals import ShellSignals
from desktop.sittings.week_sharing import MESSAGE, Wish

translate = QCoreApplication.translate


class WeekSheet:
    """Asks over a page, and tells on its banner."""

    def __init__(self, page: QWidget, shell: ShellSignals, city: City) -> None:
        self._page, self._shell, self._city = page, shell, city

    async def ask(self) -> Wish | None:
        """Which kind, of which district, for whom; None when the person went back."""
        form = Form()
        kinds = [
            ("pdf", translate("SittingSheets", "Poster to print (PDF)")),
            ("docx", translate("SittingSheets", "Poster to edit (Word)")),
            (MESSAGE, translate("SittingSheets", "Message for WhatsApp (it is copied)")),
            ("html", translate("SittingSheets", "Page for the city's site (HTML)")),
            ("ics", translate("SittingSheets", "Calendar (iCalendar)")),
        ]
        form.add("kind", translate("SittingSheets", "As what"), Choice(kinds))
        every = [("", translate("SittingSheets", "The whole city"))]
        every += [(one.id, one.name) for one in self._city.districts]
        form.add("district", translate("SittingSheets", "District"), Choice(every))
        public = QCheckBox(translate("SittingSheets", "For anybody"))
        public.setChecked(True)
        without = translate("SittingSheets", "Then links and numbers of Zoom are left out.")
        form.add("public", translate("SittingSheets", "For whom"), public, without)
        told = await ask_form(
            self._page, translate("SittingSheets", "Tell the agenda of these days"), form,
            translate("SittingSheets", "Make it"),
        )  # fmt: skip
        if told is None:
            return None
        return Wish(str(told["kind"]), str(told["district"] or "") or None, public=bool(told["public"]))

    async def ask_place(self, name: str) -> Path | None:
        """Where to save it; None when the person went back."""
        ending = Path(name).suffix.lstrip(".")
        title = translate("SittingSheets", "Save the agenda")
        return await choose_place(self._page, title, name, f"{ending.upper()} (*.{ending})")

    def copy(self, text: str) -> None:
        """The message is in the clipboard."""
        QGuiApplication.clipboard().setText(text)
        self._shell.say(translate("SittingSheets", "The message is copied: paste it into the group."), Tone.GOOD)

    def show_saved(self, path: Path) -> None:
        """The file was written."""
        self._shell.say(translate("SittingSheets", "Saved: {path}").format(path=path), Tone.GOOD)
