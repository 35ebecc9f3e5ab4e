"""Neighbours in a chart are told apart by eyes that see no red, no green or no blue, and on grey paper.

Sights are simulated by Machado, Oliveira & Fernandes 2009, "A Physiologically-based Model for Simulation of Color
Vision Deficiency" (severity 1.0, on linear light); distances are those of CIE 1976
L*a*b*, of which 2.3 is just noticeable.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.insights.panels import _HOLLOW, _TONES
from desktop.insights.series import ANSWERS, CHOICES, OUTCOMES
from desktop.kit.bars import Part, fill
from desktop.kit.palette import DARK, LIGHT, Palette, Tone
from desktop.kit.shades import CHANGE, Scale, shades
from desktop.reports.drawing import COLOURS, SHADES

SIGHTS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
    "everybody else": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
STACKS: dict[str, Sequence[str]] = {
    "by way": ("only_room", "both", "only_online", "unnamed"),
    "new": ("returning", "new"),
    "asked": ("proposal", "complaint", "question"),
    "states": ("open", "answered", "settled", "dropped"),
    "felt": ANSWERS,
    "channels": OUTCOMES,
    "would come": CHOICES,
}
FAR = 10.0
"""Four times what is just noticeable: seen at a glance, beside a white line that parts the pieces."""


def seen(colour: str, sight: str) -> NDArray[np.float64]:
    """A colour as L*a*b*, as these eyes have it."""
    srgb = np.array([int(colour.lstrip("#")[at : at + 2], 16) for at in (0, 2, 4)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    linear = np.clip(np.array(SIGHTS[sight]) @ linear, 0, 1)
    xyz = np.array(((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))) @ linear
    ratio = xyz / np.array((0.9505, 1.0, 1.089))
    f = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array((116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])))


def apart(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(seen(one, sight) - seen(other, sight)))


def inks(codes: Sequence[str], palette: Palette) -> list[str]:
    parts = [Part(code, (1,), _TONES.get(code, Tone.MUTED), code in _HOLLOW) for code in codes]
    return [fill(palette, parts, place).name() for place in range(len(parts))]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("stack", STACKS)
def test_pieces_beside_each_other_are_told_apart(stack: str, sight: str, palette: Palette) -> None:
    codes = STACKS[stack]
    colours = inks(codes, palette)
    for place in range(len(codes) - 1):
        # What is hollow is told by its lines.
        if codes[place] not in _HOLLOW and codes[place + 1] not in _HOLLOW:
            assert apart(colours[place], colours[place + 1], sight) > FAR, (codes[place], codes[place + 1])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("kind", ["more", CHANGE])
def test_classes_of_the_map_are_told_from_the_next(kind: str, sight: str, palette: Palette) -> None:
    colours = shades(Scale(("a", "b", "c", "d", "e"), kind), palette)
    for one, other in pairwise(colours):
        assert apart(one, other, sight) > FAR, (one, other)


@pytest.mark.parametrize("sight", SIGHTS)
def test_so_are_those_of_reports_and_of_the_public_page(sight: str) -> None:
    for one, other in pairwise(SHADES):
        assert apart(one, other, sight) > FAR, (one, other)
    # Where nobody is between them the first piece of a bar stands beside the last one.
    for one, other in combinations(COLOURS, 2):
        assert apart(one, other, sight) > FAR, (one, other)
