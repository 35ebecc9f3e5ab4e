"""Questions that are awaited: opened without a nested loop, answered through a future."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.fields import Form
from desktop.kit.surfaces import label, scrolled


class Sheet(QDialog):
    """A dialog in our dress: title, words, content, and two buttons. Escape is always the way out."""

    def __init__(self, parent: QWidget, title: str, words: str = "", accept: str = "", *, danger: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(theme.px(420))
        whole = theme.space(QVBoxLayout(self), 14, (22, 20, 22, 18))
        whole.addWidget(label(title, "title", wrap=True))
        if words:
            whole.addWidget(label(words, "muted", wrap=True))
        self.body = theme.space(QVBoxLayout(), 12)
        whole.addLayout(self.body)
        self.cancel = button(QCoreApplication.translate("Sheet", "Cancel"))
        self.accept_button = button(
            accept or QCoreApplication.translate("Sheet", "Accept"), kind="danger" if danger else "primary"
        )
        self.accept_button.setDefault(True)
        self.cancel.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self.agree)
        line = theme.space(QHBoxLayout(), 10)
        line.addStretch(1)
        line.addWidget(self.cancel)
        line.addWidget(self.accept_button)
        whole.addLayout(line)

    def agree(self) -> None:
        """What the button does; sheets with a form check it first."""
        self.accept()


def fit(sheet: Sheet, content: QWidget, wide: int, high: int) -> None:
    """Put a large content into a sheet: as large as designed where there is room, scrolled where not."""
    room = (sheet.parentWidget() or sheet).screen().availableGeometry()
    area = scrolled(content)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setMinimumSize(min(theme.px(wide), room.width() * 9 // 10 - 60), min(theme.px(high), room.height() // 2 - 40))
    sheet.body.addWidget(area, 1)
    sheet.setMinimumWidth(area.minimumWidth() + theme.px(44))


class FormSheet(Sheet):
    """A form in a dialog; `check` gives the errors per field, and only a form without any is accepted."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        form: Form,
        accept: str = "",
        check: Callable[[Mapping[str, object]], Mapping[str, str]] | None = None,
        words: str = "",
    ) -> None:
        super().__init__(parent, title, words, accept)
        self.form, self._check = form, check
        # At twice the size on a small screen the buttons would be below its edge.
        room = parent.screen().availableGeometry().height() * 6 // 10
        tall = form.sizeHint().height() > room
        self.body.addWidget(scrolled(form) if tall else form)
        if tall:
            self.setMinimumHeight(room * 4 // 3)
        form.lead_to(self.cancel)
        QWidget.setTabOrder(self.cancel, self.accept_button)

    def agree(self) -> None:
        if self._check is None or self.form.show_errors(self._check(self.form.values())):
            self.accept()


async def shown(dialog: QDialog) -> bool:
    """Open a dialog and wait for its end without stopping anything else; True when it was accepted.

    Never a nested loop: inside a handler that would leave other tasks asleep for ever.
    """
    answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def finish(result: int) -> None:
        if not answered.done():
            answered.set_result(result)

    dialog.finished.connect(finish)
    dialog.open()
    try:
        return await answered == QDialog.DialogCode.Accepted.value
    finally:
        if not answered.done() or answered.cancelled():
            dialog.close()
        dialog.deleteLater()


async def ask(parent: QWidget, title: str, words: str, yes: str, *, danger: bool = False) -> bool:
    """A question that is answered by its verb ("Close the sitting") or by going back."""
    return await shown(Sheet(parent, title, words, yes, danger=danger))


async def ask_form(
    parent: QWidget,
    title: str,
    form: Form,
    accept: str = "",
    check: Callable[[Mapping[str, object]], Mapping[str, str]] | None = None,
    words: str = "",
) -> dict[str, object] | None:
    """Fill in a form; None when the person went back."""
    sheet = FormSheet(parent, title, form, accept, check, words)
    values: dict[str, object] = {}
    sheet.accepted.connect(lambda: values.update(form.values()))
    return values if await shown(sheet) else None


async def choose_file(parent: QWidget, title: str, filters: str, folder: Path | None = None) -> Path | None:
    """A file that is there; None when the person went back."""
    dialog = QFileDialog(parent, title, str(folder or Path.home()), filters)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _file_of(dialog)


async def choose_folder(parent: QWidget, title: str, folder: Path | None = None) -> Path | None:
    """A folder that is there; None when the person went back."""
    dialog = QFileDialog(parent, title, str(folder or Path.home()))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return await _file_of(dialog)


async def choose_place(parent: QWidget, title: str, name: str, filters: str, folder: Path | None = None) -> Path | None:
    """A place to save to; the ending is added when the person leaves it out, and a file that is there asked about."""
    dialog = QFileDialog(parent, title, str(folder or Path.home()), filters)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    # Qt's own question is a nested loop, in which the rest of the evening stands still.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    path = await _file_of(dialog)
    if path is None or not path.exists():
        return path
    question = QCoreApplication.translate("Dialogs", "Replace the file?")
    words = QCoreApplication.translate("Dialogs", "{name} is already there. What it holds would be lost.")
    replace = QCoreApplication.translate("Dialogs", "Replace")
    return path if await ask(parent, question, words.format(name=path.name), replace, danger=True) else None


async def _file_of(dialog: QFileDialog) -> Path | None:
    # Where the system brings no dialog of its own, Qt's words for these are English in every language.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, QCoreApplication.translate("Dialogs", "Folder:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileName, QCoreApplication.translate("Dialogs", "File:"))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, QCoreApplication.translate("Dialogs", "Kind:"))
    chosen: list[str] = []
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.accepted.connect(lambda: chosen.extend(dialog.selectedFiles()))
    accepted = await shown(dialog)
    return Path(chosen[0]) if accepted and chosen else None
