"""The look: readable in light and dark, from 100 to 200 percent, without rebuilding a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QFontInfo
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.kit import icons, theme
from desktop.kit.fields import day_field
from desktop.kit.palette import DARK, LIGHT, Tone
from desktop.kit.surfaces import Card, Tile, label

TONES = (Tone.ACCENT, Tone.GOOD, Tone.ATTENTION, Tone.ONLINE, Tone.BAD)


@pytest.fixture(autouse=True)
def look_of_before(qapp):
    yield
    theme.apply(qapp)


def brightness(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    told = QColor(colour)
    return 0.2126 * linear(told.redF()) + 0.7152 * linear(told.greenF()) + 0.0722 * linear(told.blueF())


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_word_stands_out_from_its_ground(palette):
    pairs = {f"{tone} on card": (palette.ink(tone), palette.card) for tone in (*TONES, Tone.PLAIN, Tone.MUTED)}
    pairs |= {f"{tone} on its pill": (palette.ink(tone), palette.pale(tone)) for tone in TONES}
    pairs |= {
        "text on ground": (palette.text, palette.ground),
        "muted on ground": (palette.muted, palette.ground),
        "muted in a field": (palette.muted, palette.field),
        "button": (palette.on_accent, palette.accent),
        "rail": (palette.rail_text, palette.rail),
    }
    weak = {name: round(contrast(*pair), 2) for name, pair in pairs.items() if contrast(*pair) < 4.5}
    assert not weak


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ring_of_the_focus_is_seen(palette):
    assert contrast(palette.accent, palette.card) >= 3
    assert contrast(palette.accent, palette.line) >= 3


def test_every_colour_is_a_colour():
    assert all(QColor(getattr(palette, one.name)).isValid() for palette in (LIGHT, DARK) for one in fields(palette))


def test_our_typeface_comes_along_in_all_its_weights(qapp):
    theme.apply(qapp)
    told = [(QFontInfo(theme.font(13, weight)).family(), QFontInfo(theme.font(13, weight)).weight())
            for weight in (400, 500, 600, 700)]  # fmt: skip
    assert told == [("Inter", 400), ("Inter", 500), ("Inter", 600), ("Inter", 700)]


def test_a_page_that_is_already_there_grows_with_the_text(qapp, qtbot):
    theme.apply(qapp)
    page = QWidget()
    qtbot.addWidget(page)
    column = theme.space(QVBoxLayout(page), 10, (20, 20, 20, 20))
    words = label("Personas")
    column.addWidget(words)
    page.show()
    height = words.sizeHint().height()
    theme.apply(qapp, scale=2.0)
    assert (column.spacing(), column.contentsMargins().left()) == (20, 40)
    assert words.sizeHint().height() >= height * 1.8


def test_the_size_stays_between_100_and_200_percent(qapp):
    theme.apply(qapp, scale=9)
    assert theme.look().scale == 2.0
    theme.apply(qapp, scale=0.1)
    assert theme.look().scale == 1.0


def test_an_icon_follows_from_light_to_dark_without_being_made_again(qapp):
    theme.apply(qapp)
    made = icons.icon("account-check", Tone.GOOD)

    def inks():
        picture = made.pixmap(48, 48).toImage()
        return {QColor(picture.pixelColor(x, y)).name() for x in range(48) for y in range(48)
                if picture.pixelColor(x, y).alpha() == 255}  # fmt: skip

    assert LIGHT.good.lower() in inks()
    theme.apply(qapp, dark=True)
    assert DARK.good.lower() in inks()


def test_an_icon_that_does_not_exist_is_a_mistake_told_at_once(qapp):
    with pytest.raises(KeyError):
        icons.icon("no-such-icon")


def test_a_tile_says_its_number_to_a_screen_reader(qtbot):
    tile = Tile("account-group", "In the room")
    qtbot.addWidget(tile)
    tile.show_number(23, "3 without a name")
    assert tile.accessibleName() == "In the room: 23"
    assert tile.accessibleDescription() == "3 without a name"


def test_a_card_is_known_by_its_title(qtbot):
    card = Card("The door")
    qtbot.addWidget(card)
    assert card.accessibleName() == "The door"


def test_names_are_words_and_never_markup(qtbot):
    words = label("<b>Rosa</b>")
    qtbot.addWidget(words)
    plain = label("Rosa")
    qtbot.addWidget(plain)
    assert words.sizeHint().width() > plain.sizeHint().width()


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_month_that_drops_from_a_day_field_is_read_on_a_card(qapp, qtbot, palette):
    theme.apply(qapp, dark=palette is DARK)
    field = day_field("From")
    qtbot.addWidget(field)
    field.show()
    days = field.calendarWidget()
    days.resize(days.sizeHint())
    seen = days.grab().toImage()
    grounds = Counter(
        seen.pixelColor(x, y).name().upper()
        for x in range(2, seen.width() - 2)
        for y in range(seen.height() // 2, seen.height() - 2)
    )
    assert grounds.most_common(1)[0][0] == palette.card
