"""Which sitting the person works on, and which item of it: Sala, Correspondencias and Actas all look at the same."""

from __future__ import annotations

from collections.abc import Callable


class Focus:
    """The sitting in hand; None when there is none. Plain Python: presenters may hold it."""

    def __init__(self) -> None:
        self._sitting_id: str | None = None
        self._followers: list[Callable[[str | None], object]] = []
        self._item_id: str | None = None
        self._item_followers: list[Callable[[str | None], object]] = []

    @property
    def sitting_id(self) -> str | None:
        return self._sitting_id

    def choose(self, sitting_id: str | None) -> None:
        """Work on this sitting from now on; everybody who follows is told, once."""
        if sitting_id == self._sitting_id:
            return
        self._sitting_id = sitting_id
        self._item_id = None
        for told in list(self._followers):
            told(sitting_id)

    def follow(self, told: Callable[[str | None], object]) -> None:
        """Call `told(sitting_id)` when another sitting is chosen."""
        self._followers.append(told)

    @property
    def item_id(self) -> str | None:
        """The item whose notes are under the hand."""
        return self._item_id

    def look_at_item(self, item_id: str | None) -> None:
        """Another item's notes are under the hand; everybody who follows items is told, once."""
        if item_id == self._item_id:
            return
        self._item_id = item_id
        for told in list(self._item_followers):
            told(item_id)

    def follow_item(self, told: Callable[[str | None], object]) -> None:
        """Call `told(item_id)` when another item is looked at."""
        self._item_followers.append(told)
