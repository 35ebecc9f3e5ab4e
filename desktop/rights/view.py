"""The dialogs of the rights: where to save her file, and what an erasure takes, leaves and cannot reach."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QVBoxLayout, QWidget

from db.rights.outcomes import Erased
from db.rights.queries import Mention
from desktop.kit import theme
from desktop.kit.dialogs import Sheet, choose_place, shown
from desktop.kit.palette import Tone
from desktop.kit.surfaces import label, rule, scrolled
from desktop.paper.saving import file_name
from desktop.rights import words
from desktop.rights.presenter import Blotted
from desktop.rights.preview import Preview
from desktop.shell.signals import ShellSignals

translate = QCoreApplication.translate

# A common family name is in hundreds of texts: those that are surely she come first, the rest is for the terminal.
MOST_SHOWN = 60
KINDS = "PDF (*.pdf);;Word (*.docx);;JSON (*.json)"


class ErasureSheet(Sheet):
    """What goes, what stays, what is out of reach, the texts that may name her, and her family name typed."""

    def __init__(self, parent: QWidget, preview: Preview) -> None:
        title = translate("Rights", "Erase the data of {name}").format(name=preview.name)
        warning = translate("Rights", "This cannot be undone, nor can anybody find out afterwards what was erased.")
        super().__init__(parent, title, warning, translate("Rights", "Erase for ever"), danger=True)
        self.setMinimumWidth(theme.px(700))
        self._preview = preview
        self.boxes: dict[tuple[str, str, str], QCheckBox] = {}
        inside = QWidget()
        column = theme.space(QVBoxLayout(inside), 8, (0, 0, 12, 0))
        self._part(column, translate("Rights", "Is erased"), words.goes(preview))
        self._part(column, translate("Rights", "Stays as a count"), words.stays(preview))
        self._part(column, translate("Rights", "Is out of reach from here"), words.beyond(preview))
        if preview.mentions:
            self._texts(column, preview.mentions)
        column.addStretch(1)
        area = scrolled(inside)
        area.setMinimumHeight(theme.px(180))
        self.body.addWidget(area, 1)
        self.typed = QLineEdit()
        self.typed.setObjectName("rights.confirm")
        question = translate("Rights", "To confirm, type the family name: {name}").format(name=preview.confirm)
        self.typed.setAccessibleName(question)
        self.body.addWidget(label(question, "strong", wrap=True))
        self.body.addWidget(self.typed)
        self.typed.textChanged.connect(self._judge)
        self._judge("")
        self.typed.setFocus()
        # As high as the window under it leaves room for: what is decided here is read without scrolling.
        self.resize(theme.px(700), min(parent.window().height() - theme.px(60), theme.px(820)))

    def blotted(self) -> Blotted:
        """The texts that were ticked."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def agree(self) -> None:
        if self._preview.confirmed_by(self.typed.text()):
            self.accept()

    def _judge(self, typed: str) -> None:
        self.accept_button.setEnabled(self._preview.confirmed_by(typed))

    def _part(self, column: QVBoxLayout, title: str, lines: list[str]) -> None:
        column.addWidget(label(title, "card-title"))
        for line in lines:
            column.addWidget(label(f"•  {line}", wrap=True))
        column.addWidget(rule())

    def _texts(self, column: QVBoxLayout, mentions: tuple[Mention, ...]) -> None:
        column.addWidget(label(translate("Rights", "Texts that may name her"), "card-title"))
        hint = translate(
            "Rights", "Tick those in which her name is to be blotted out as […]; the rest of the text stays."
        )
        column.addWidget(label(hint, "muted", wrap=True))
        for mention in mentions[:MOST_SHOWN]:
            place = words.place_of(mention)
            if mention.can_be_blotted:
                box = self.boxes.setdefault(mention.key, QCheckBox(place))
                box.setAccessibleName(f"{place}: {mention.snippet}")
                column.addWidget(box)
            else:
                told = translate("Rights", "{place} (to be changed where it is kept)").format(place=place)
                column.addWidget(label(told, "strong", wrap=True))
            column.addWidget(label(mention.snippet, "small", wrap=True))
        if (left := len(mentions) - MOST_SHOWN) > 0:
            more = translate("Rights", "And {count} more with the same family name, most likely of others.")
            column.addWidget(label(more.format(count=left), "muted", wrap=True))


class RightsDialogs(QObject):
    """Asks and tells, over whichever window is in front."""

    def __init__(self, shell: ShellSignals) -> None:
        super().__init__()
        self._shell = shell

    async def choose_place(self, name: str) -> Path | None:
        title = self.tr("Save the file of {name}")
        wanted = file_name(self.tr("File {name}").format(name=name)) + ".pdf"
        return await choose_place(_front(), title.format(name=name), wanted, KINDS)

    async def confirm_erasure(self, preview: Preview) -> Blotted | None:
        sheet = ErasureSheet(_front(), preview)
        ticked: list[Blotted] = []
        sheet.accepted.connect(lambda: ticked.append(sheet.blotted()))
        return ticked[0] if await shown(sheet) and ticked else None

    def tell_saved(self, name: str, paths: tuple[Path, ...]) -> None:
        told = self.tr("The file of {name} is saved: {files}")
        files = ", ".join(path.name for path in paths)
        self._shell.say(told.format(name=name or self.tr("the person"), files=files), Tone.GOOD)

    def tell_erased(self, done: Erased) -> None:
        told = self.tr("Her data is erased: {values}, in {rows} of the record.")
        values, rows = self.tr("%n values", "", done.values), self.tr("%n rows", "", done.rows)
        sentence = told.format(values=values, rows=rows)
        if done.left:
            sentence += " " + self.tr("Texts that may still name her: {count}.").format(count=len(done.left))
        self._shell.say(sentence, Tone.ATTENTION if any(one.sure for one in done.left) else Tone.GOOD)


def _front() -> QWidget:
    seen = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    found = QApplication.activeWindow() or next(seen, None)
    if found is None:
        raise RuntimeError("a dialog needs a window to stand on")
    return found
