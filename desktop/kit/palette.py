"""The colours, light and dark, and the tones that pages choose from by meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a colour says; it is never the only sign, a word or an icon stands beside it."""

    PLAIN = "plain"
    MUTED = "muted"
    ACCENT = "accent"
    GOOD = "good"
    ATTENTION = "attention"
    ONLINE = "online"
    BAD = "bad"
    INVERSE = "inverse"
    RAIL = "rail"
    WHITE = "white"


@dataclass(frozen=True)
class Palette:
    """One set of colours; every pair of ink and ground that carries text keeps a contrast of 4.5 or more."""

    ground: str
    card: str
    field: str
    line: str
    line_strong: str
    text: str
    muted: str
    hover: str
    accent: str
    accent_strong: str
    accent_pale: str
    on_accent: str
    good: str
    good_pale: str
    attention: str
    attention_pale: str
    online: str
    online_pale: str
    bad: str
    bad_pale: str
    rail: str
    rail_deep: str
    rail_text: str
    rail_chosen: str

    def ink(self, tone: Tone) -> str:
        """The colour in which words and icons of this tone are drawn."""
        inks = {
            Tone.PLAIN: self.text,
            Tone.MUTED: self.muted,
            Tone.INVERSE: self.on_accent,
            Tone.RAIL: self.rail_text,
            Tone.WHITE: "#FFFFFF",
        }
        return inks.get(tone) or str(getattr(self, tone.value))

    def pale(self, tone: Tone) -> str:
        """The pale ground of a pill, a chip or a banner of this tone."""
        if tone in (Tone.PLAIN, Tone.MUTED, Tone.INVERSE, Tone.RAIL, Tone.WHITE):
            return self.hover
        return str(getattr(self, f"{tone.value}_pale"))


LIGHT = Palette(
    ground="#F4F6F9",
    card="#FFFFFF",
    field="#F8FAFC",
    line="#E2E7EE",
    line_strong="#C3CCD9",
    text="#172033",
    muted="#5B677E",
    hover="#EEF2F7",
    accent="#1F5EAB",
    accent_strong="#174A88",
    accent_pale="#E3EEFA",
    on_accent="#FFFFFF",
    good="#12734F",
    good_pale="#DFF3EA",
    attention="#955800",
    attention_pale="#FDF0DA",
    online="#6A3FB5",
    online_pale="#EEE7FA",
    bad="#B3332C",
    bad_pale="#FBE6E4",
    rail="#12233D",
    rail_deep="#0D1A2F",
    rail_text="#C4CFDF",
    rail_chosen="#26395A",
)

DARK = Palette(
    ground="#11161F",
    card="#1A212D",
    field="#141A24",
    line="#2B3443",
    line_strong="#46536A",
    text="#E8EDF5",
    muted="#98A5BA",
    hover="#232C3B",
    accent="#5A9BEA",
    accent_strong="#7DB1F0",
    accent_pale="#19304D",
    on_accent="#0B1626",
    good="#4CC38F",
    good_pale="#16382C",
    attention="#E7B155",
    attention_pale="#3B2D14",
    online="#B394F2",
    online_pale="#2F2450",
    bad="#F08078",
    bad_pale="#432321",
    rail="#0B0F16",
    rail_deep="#070A0F",
    rail_text="#A9B5C7",
    rail_chosen="#222B3A",
)
