"""A point of the city in a form: typed or pasted as numbers, or clicked on the map where the city has loaded one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from db.errors import Refused
from db.issues.rules import point_of
from db.issues.search import Asked
from db.places.drawing import Shape
from desktop.issues.became_form import point_words, wrong_point
from desktop.issues.shown import Righted
from desktop.kit import theme
from desktop.kit.areas import AreaMap, Patch, Scale
from desktop.kit.buttons import button
from desktop.kit.dialogs import Sheet, ask_form
from desktop.kit.fields import Form
from desktop.kit.surfaces import label

translate = QCoreApplication.translate


class PointField(QWidget):
    """`value` is what stands in the field, words as they were typed."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        super().__init__()
        self._shapes = shapes
        self.field = QLineEdit()
        self.field.setPlaceholderText("-32.9468, -60.6393")
        self.on_map = button(translate("IssueSheets", "On the map…"), "map-marker-outline")
        self.on_map.setObjectName("issues.point.map")
        # Without a map of the city there is nothing to click on.
        self.on_map.setVisible(bool(shapes))
        self.on_map.clicked.connect(self._choose)
        line = theme.space(QHBoxLayout(self), 8)
        line.addWidget(self.field, 1)
        line.addWidget(self.on_map)
        self.setFocusProxy(self.field)

    def value(self) -> str:
        """What was typed, or the point that was clicked on."""
        return self.field.text().strip()

    def set_value(self, text: object) -> None:
        """Another point, as it is typed."""
        self.field.setText(str(text or ""))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)

    def _choose(self) -> None:
        sheet = PointSheet(self.window(), self._shapes, self.value())
        sheet.accepted.connect(lambda: self.set_value(sheet.told))
        sheet.open()


class PointSheet(Sheet):
    """The city's quarters; a click is the point, which is marked and said below."""

    def __init__(self, parent: QWidget, shapes: Sequence[Shape], told: str) -> None:
        super().__init__(
            parent,
            translate("IssueSheets", "Where it is"),
            translate("IssueSheets", "Click on the place. Inside a quarter any point will do."),
            translate("IssueSheets", "Take this point"),
        )
        self.told = ""
        self.map = AreaMap(translate("IssueSheets", "Map of the city"))
        self.map.setObjectName("issues.point.areas")
        quarters = Scale((translate("IssueSheets", "quarters of the city"),))
        patches = [Patch(one.key, one.name, one.polygons, 0, tip=one.name) for one in shapes]
        self.map.show_areas(patches, quarters, geographic=True)
        self._names = {one.key: one.name for one in shapes}
        self.map.setMinimumSize(theme.px(620), theme.px(440))
        self._said = label("", "strong")
        self.body.addWidget(self.map, 1)
        self.body.addWidget(self._said)
        self.map.pointed.connect(self._point)
        self.accept_button.setEnabled(False)
        try:
            point = point_of(told)
        except Refused:
            point = None
        if point:
            self._point(point["lon"], point["lat"])

    def _point(self, lon: float, lat: float) -> None:
        self.told = point_words({"lat": round(lat, 5), "lon": round(lon, 5)})
        self.map.mark(lon, lat)
        self._said.setText(" · ".join(one for one in (self._names.get(self.map.at()), self.told) if one))
        self.accept_button.setEnabled(True)


async def right_sheet(parent: QWidget, one: Asked, shapes: Sequence[Shape]) -> Righted | None:
    """The words of an issue, and where it is; None when the person went back."""
    form = Form()
    form.add("text", translate("IssueSheets", "What was asked for"), QLineEdit())
    form.add("place", translate("IssueSheets", "Place"), QLineEdit())
    form.add("point", translate("IssueSheets", "Point on the map"), PointField(shapes))
    form.set_values({"text": one.text, "place": one.place or "", "point": point_words(one.point)})
    missing = translate("IssueSheets", "Write what was asked for.")

    def check(told: Mapping[str, object]) -> Mapping[str, str]:
        return ({} if told["text"] else {"text": missing}) | wrong_point(told)

    values = await ask_form(parent, translate("IssueSheets", "Edit"), form, translate("IssueSheets", "Save"), check)
    return Righted(*(str(values[name] or "") for name in ("text", "place", "point"))) if values else None
