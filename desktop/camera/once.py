"""A card held before the camera is seen in many pictures, and counts once."""

from __future__ import annotations

from datetime import datetime, timedelta

AGAIN_AFTER = timedelta(seconds=6)


class Once:
    """Remembers what was read last. The same card counts again when it was out of sight for some seconds."""

    def __init__(self, after: timedelta = AGAIN_AFTER) -> None:
        self._after = after
        self._seen: dict[str, datetime] = {}

    def is_new(self, payload: str, now: datetime) -> bool:
        """Whether this reading is a new arrival and not the same card still lying there."""
        before = self._seen.get(payload)
        # Whoever leaves the card lying there does not arrive every six seconds: each sight of it begins the time anew.
        self._seen = {one: at for one, at in self._seen.items() if now - at < self._after}
        self._seen[payload] = now
        return before is None or now - before >= self._after
