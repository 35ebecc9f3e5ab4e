"""What was found in a map, before it is taken in: its shape, its names, and what can be said of it by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from db.places.city_map import CityMap
from db.places.doubts import Doubts
from desktop.kit import theme
from desktop.kit.areas import AreaMap, Patch, Scale
from desktop.kit.dialogs import Sheet, fit
from desktop.kit.fields import Choice, Form
from desktop.kit.surfaces import Columns, label
from desktop.places.presenter import Asked
from desktop.places.words import doubt_lines, found_lines


class PreviewSheet(Sheet):
    """Another field of the file is read at once; what is seen then is what will be taken in."""

    def __init__(self, parent: QWidget, found: CityMap, doubts: Doubts, asked: Asked) -> None:
        take = self.tr("Load it all the same") if doubts.any else self.tr("Load it")
        super().__init__(parent, self.tr("Is this the map of the city?"), "", take, danger=doubts.any)
        self._asked, self._take = asked, False
        drawn = AreaMap(self.tr("The map that was found"))
        drawn.setMinimumSize(theme.px(240), theme.px(200))
        drawn.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        drawn.show_areas(
            [Patch(one.name, one.name, one.outline["coordinates"], 0, tip=one.name) for one in found.areas],
            Scale((self.tr("areas of the map"),)),
            geographic=True,
        )
        told = QWidget()
        form = Form(told)
        nothing = self.tr("(none)")
        self._name = Choice([(one, one) for one in found.fields], self.tr("Field with the names"))
        self._name.set_value(found.name_field)
        self._heads = Choice([("", nothing), *((one, one) for one in found.fields)], self.tr("Field with inhabitants"))
        self._heads.set_value(found.inhabitants_field or "")
        self._name.setObjectName("places.name_field")
        self._heads.setObjectName("places.inhabitants_field")
        form.add("name", self.tr("Field with the names"), self._name)
        form.add("heads", self.tr("Field with inhabitants"), self._heads)
        for choice in (self._name, self._heads):
            choice.activated.connect(self._again)
        lines = label("\n".join(found_lines(found)), "", wrap=True)
        lines.setObjectName("places.found")
        sure = self.tr("{known} of {areas} are quarters of ours by their name; the rest you decide afterwards.").format(
            known=doubts.known, areas=doubts.areas
        )
        if doubts.any:
            warning = label(" ".join(doubt_lines(doubts)), "error", wrap=True)
            warning.setObjectName("places.doubts")
            self.body.addWidget(warning)
        side = _stacked(lines, label(sure, "strong", wrap=True), form)
        fit(self, Columns(drawn, side, narrow=480), 760, 380)
        self.accept_button.setObjectName("places.take")

    def agree(self) -> None:
        self._take = True
        self.accept()

    def answer(self) -> Asked:
        """What was chosen."""
        return Asked(self._name.value(), self._heads.value() or None, self._asked.crs, self._take)

    def _again(self) -> None:
        self.accept()


class CoordinatesSheet(Sheet):
    """Asks for the projection of a map that does not tell it."""

    def __init__(self, parent: QWidget, why: str, asked: Asked) -> None:
        super().__init__(parent, self.tr("Where is this map?"), why, self.tr("Go on"))
        self._asked = asked
        self._field = QLineEdit(asked.crs or "")
        self._field.setPlaceholderText("EPSG:22185")
        self._field.setAccessibleName(self.tr("Code of the projection"))
        self._field.setObjectName("places.crs")
        self.body.addWidget(self._field)
        self._field.setFocus()

    def agree(self) -> None:
        if self._field.text().strip():
            self.accept()

    def answer(self) -> Asked:
        """The projection, and what was chosen before."""
        return Asked(self._asked.name_field, self._asked.inhabitants_field, self._field.text().strip())


def _stacked(*parts: QWidget) -> QWidget:
    made = QWidget()
    column = theme.space(QVBoxLayout(made), 12)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return made
