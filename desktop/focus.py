"""Which sitting the person works on: Sala, Correspondencias and Actas all look at the same one."""

from __future__ import annotations

from collections.abc import Callable


class Focus:
    """The sitting in hand; None when there is none. Plain Python: presenters may hold it."""

    def __init__(self) -> None:
        self._sitting_id: str | None = None
        self._followers: list[Callable[[str | None], object]] = []

    @property
    def sitting_id(self) -> str | None:
        return self._sitting_id

    def choose(self, sitting_id: str | None) -> None:
        """Work on this sitting from now on; everybody who follows is told, once."""
        if sitting_id == self._sitting_id:
            return
        self._sitting_id = sitting_id
        for told in list(self._followers):
            told(sitting_id)

    def follow(self, told: Callable[[str | None], object]) -> None:
        """Call `told(sitting_id)` when another sitting is chosen."""
        self._followers.append(told)
