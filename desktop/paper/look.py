"""Measures and colours that both writers of sheets share. Millimetres; colours as RRGGBB."""

from __future__ import annotations

INK, MUTED, ACCENT, NAVY, PALE, LINE, BAD = "172033", "5B6780", "1F5EAB", "12233D", "EEF3FA", "D5DEEA", "B3332C"
PAGE = {False: 210.0, True: 297.0}  # the width of A4, upright and lying
MARGIN_SIDE, MARGIN_TOP, MARGIN_FOOT = 18.0, 17.0, 18.0
