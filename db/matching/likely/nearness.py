"""Who is likely to come at all: by having come before, by quarter and district, and how much each of it counts tonight.

Pure. How much it counts differs from council to council, so only a first guess is stated here; the call itself then
says (expectation-maximisation over its groups, as Winkler 1988 does for the rates of agreement).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Near(IntEnum):
    """How near somebody is to a sitting, from far to near. `CAME`: to other councils."""

    ELSEWHERE = 0
    ELSEWHERE_CAME = 1
    DISTRICT = 2
    DISTRICT_CAME = 3
    QUARTER = 4
    QUARTER_CAME = 5
    CAME_HERE = 6
    REGISTERED = 7


STRANGER = len(Near)
"""Behind the classes: whoever is not on the roll."""

GUESS = (0.04, 0.03, 0.10, 0.05, 0.13, 0.08, 0.27, 0.05, 0.25)
"""Before the call says anything: of a hundred participants so many are of each class, and twenty-five of no roll."""
GUESSED = 20.0
"""The first guess counts as much as so many participants."""


@dataclass(frozen=True)
class Nearness:
    """How near each row of the book is (a number of `Near`), and how often she came, or 1."""

    classes: NDArray[Any]
    weights: NDArray[Any]

    def shares(self) -> NDArray[Any]:
        """The sum of the weights in each class; a class without anybody has 0."""
        # Nearly everybody weighs 1: a million are counted, and the others added.
        counted = np.array([np.count_nonzero(self.classes == near) for near in range(STRANGER)], float)
        often = np.flatnonzero(self.weights != 1)
        more = np.bincount(self.classes.take(often), self.weights.take(often) - 1, minlength=STRANGER)
        return counted + more


def tonight(likelihoods: NDArray[Any], totals: NDArray[Any]) -> NDArray[Any]:
    """Which share of the participants each class makes up tonight, the strangers last; sums to 1.

    `likelihoods`: a row a group, a column a class: how many times likelier the group tells what it tells if it is
    somebody of this class than if it is a stranger (whose column is 1). `totals`: of `Nearness.shares`.
    """
    guess = np.array(GUESS)
    guess[:STRANGER][totals <= 0] = 0
    guess /= guess.sum()
    shares = guess
    for _ in range(25):
        belongs = likelihoods * shares
        belongs /= belongs.sum(axis=1, keepdims=True)
        counted = belongs.sum(axis=0) + GUESSED * guess
        shares = counted / counted.sum()
    return shares
