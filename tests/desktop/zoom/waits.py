"""How long the wire would have waited."""

from __future__ import annotations


class Waits(list[float]):
    """How long the wire would have waited, instead of waiting."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)
