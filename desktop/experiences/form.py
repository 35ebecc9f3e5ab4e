"""The form of a good practice, and its picture."""

from __future__ import annotations

from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from db.errors import Refused
from db.places.city import City
from desktop import wording
from desktop.experiences.photo import photo_file, scaled
from desktop.experiences.presenter import Choices
from desktop.experiences.words import field_words
from desktop.kit import theme
from desktop.kit.buttons import button
from desktop.kit.fields import Choice, Form
from desktop.kit.surfaces import Row, label

translate = QCoreApplication.translate


class PhotoField(QWidget):
    """`value` is None while nothing was done with the picture, empty when it was taken away."""

    def __init__(self, photo: bytes | None) -> None:
        super().__init__()
        self._told: bytes | None = None
        self.picture, self.wrong = QLabel(), label("", "error", wrap=True)
        self.wrong.hide()
        self.choose = button(translate("Experiences", "Choose a picture"), "image-outline")
        self.choose.clicked.connect(self._choose)
        self.away = button(translate("Experiences", "Without a picture"), "delete-outline", "quiet")
        self.away.clicked.connect(lambda: self.take(b""))
        lines = theme.space(QVBoxLayout(self), 6)
        for part in (self.picture, Row(self.choose, self.away, None), self.wrong):
            lines.addWidget(part)
        self.setFocusProxy(self.choose)
        self._show(photo)

    def value(self) -> bytes | None:
        """The picture as it is kept."""
        return self._told

    def read(self, path: Path) -> None:
        """A picture of whatever size; one that cannot be read is told, and the one before stays."""
        try:
            self.take(scaled(photo_file(path)))
        except Refused as no:
            self.wrong.setText(wording.sentence(no.code, no.facts))
            self.wrong.show()

    def take(self, photo: bytes) -> None:
        """This one, or none."""
        self._told = photo
        self.wrong.hide()
        self._show(photo)

    def _show(self, photo: bytes | None) -> None:
        self.picture.setVisible(bool(photo))
        self.away.setVisible(bool(photo))
        if photo:
            self.picture.setPixmap(thumbnail(photo, 300, 170))

    def _choose(self) -> None:
        pictures = translate("Experiences", "Pictures (*.jpg *.jpeg *.png *.webp *.bmp)")
        dialog = QFileDialog(self, translate("Experiences", "Choose a picture"), str(Path.home()), pictures)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.read(Path(chosen)))
        dialog.open()


def thumbnail(photo: bytes, wide: int, high: int) -> QPixmap:
    """A picture as large as there is room for it."""
    made = QPixmap()
    made.loadFromData(photo)
    mode = Qt.TransformationMode.SmoothTransformation
    return made.scaled(theme.px(wide), theme.px(high), Qt.AspectRatioMode.KeepAspectRatio, mode)


def experience_form(choices: Choices, photo: bytes | None, city: City, zone: tzinfo) -> Form:
    """Only the title and what was done are needed."""
    title, form = field_words(), Form()
    none = ("", translate("Experiences", "No data"))
    sittings = [(one.id, f"{one.starts_at.astimezone(zone):%d/%m/%Y}  {one.title}") for one in choices.sittings]
    form.add("title", title["title"], _line("title"))
    done = QPlainTextEdit()
    done.setObjectName("experiences.done")
    done.setTabChangesFocus(True)
    done.setFixedHeight(theme.px(110))
    form.add("done", title["done"], done)
    form.add("partners", title["partners"], _line("partners"))
    form.add("took", title["took"], _line("took"))
    form.add("topic", title["topic"], Choice([none, *((one.code, one.name) for one in city.topics)]))
    form.add(
        "neighbourhood_id", title["neighbourhood_id"], Choice([none, *((one.id, one.name) for one in choices.quarters)])
    )
    form.add("sitting_id", title["sitting_id"], Choice([none, *sittings]))
    form.add("happened_on", title["happened_on"], _line("happened_on"), translate("Experiences", "As 15/12/2026"))
    form.add("photo", title["photo"], PhotoField(photo))
    form.add(
        "photo_shows", title["photo_shows"], _line("photo_shows"), translate("Experiences", "For whoever cannot see it")
    )
    return form


def _line(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(f"experiences.{name}")
    return made
