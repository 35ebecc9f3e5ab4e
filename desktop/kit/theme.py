"""The look of everything: Fusion with our own colours, type and spacing, light or dark, from 100 to 200 %."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from desktop.kit.palette import DARK, LIGHT, Palette, Tone
from desktop.kit.sheet import sheet
from desktop.paths import resources

__all__ = ["Look", "Palette", "Tone", "apply", "look", "px", "set_kind", "space"]

FAMILY = "Inter"
LayoutT = TypeVar("LayoutT", bound=QLayout)


@dataclass(frozen=True)
class Look:
    """Which colours, and how large."""

    dark: bool = False
    scale: float = 1.0

    @property
    def palette(self) -> Palette:
        return DARK if self.dark else LIGHT


# The style of a QApplication is one for the whole process, and so is ours: delegates and icons ask while painting.
_look = Look()
_fonts_loaded = False


def look() -> Look:
    """The look in force."""
    return _look


def px(size: float) -> int:
    """A length of the design at 100 %, at the size the person reads."""
    return max(1, round(size * _look.scale)) if size else 0


def color(tone: Tone) -> QColor:
    """The ink of a tone in the look in force."""
    return QColor(_look.palette.ink(tone))


def pale(tone: Tone) -> QColor:
    """The pale ground of a tone in the look in force."""
    return QColor(_look.palette.pale(tone))


def font(size: float = 13, weight: int = 400) -> QFont:
    """Our typeface at a size of the type scale: 11 small, 13 body, 15 card title, 20 page title, 34 counter."""
    face = QFont(FAMILY)
    face.setPixelSize(px(size))
    face.setWeight(QFont.Weight(weight))
    return face


def apply(app: QApplication, *, dark: bool = False, scale: float = 1.0) -> None:
    """Dress the application; may be called again at any time, pages follow without being rebuilt."""
    global _look
    _load_fonts()
    _look = Look(dark, min(max(scale, 1.0), 2.0))
    if not app.property("cabildo_style"):
        app.setStyle("Fusion")
        app.setProperty("cabildo_style", "Fusion")
    # Qt styles every widget five times over when one sheet takes the place of another: first none, then the new one.
    app.setStyleSheet("")
    app.styleHints().setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    app.setPalette(_qpalette(_look.palette))
    app.setFont(font())
    app.setStyleSheet(sheet(_look.palette, px))
    for window in app.topLevelWidgets():
        for layout in window.findChildren(QLayout):
            _respace(layout)


def space(layout: LayoutT, gap: int = 12, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> LayoutT:
    """Gap and margins of a layout in design lengths; they grow with the text when the person asks for larger type."""
    layout.setProperty("kit_gap", gap)
    layout.setProperty("kit_margins", list(margins))
    _respace(layout)
    return layout


def set_kind(widget: QWidget, **marks: str | bool) -> None:
    """Mark a widget for the style sheet (kind="primary", tone="good") and have it redrawn at once."""
    for name, value in marks.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _respace(layout: QLayout) -> None:
    gap = layout.property("kit_gap")
    if gap is None:
        return
    layout.setSpacing(px(gap))
    layout.setContentsMargins(*(px(side) for side in layout.property("kit_margins")))


def _load_fonts() -> None:
    global _fonts_loaded
    if not _fonts_loaded:
        for name in ("Regular", "Medium", "SemiBold", "Bold", "Italic"):
            QFontDatabase.addApplicationFont(str(resources("fonts", f"Inter-{name}.ttf")))
        _fonts_loaded = True


def _qpalette(colours: Palette) -> QPalette:
    """Said in full: setColorScheme alone changes nothing on plain X11 and off screen."""
    role, made = QPalette.ColorRole, QPalette()
    pairs = {
        role.Window: colours.ground,
        role.WindowText: colours.text,
        role.Base: colours.card,
        role.AlternateBase: colours.hover,
        role.ToolTipBase: colours.text,
        role.ToolTipText: colours.card,
        role.PlaceholderText: colours.muted,
        role.Text: colours.text,
        role.Button: colours.card,
        role.ButtonText: colours.text,
        role.BrightText: colours.bad,
        role.Light: colours.card,
        role.Midlight: colours.hover,
        role.Dark: colours.line_strong,
        role.Mid: colours.line,
        role.Shadow: colours.rail_deep,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.online,
        role.Accent: colours.accent,
    }
    for which, value in pairs.items():
        made.setColor(which, QColor(value))
    for which in (role.Text, role.ButtonText, role.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.muted))
    return made
