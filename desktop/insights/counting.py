"""Goes on with the figures that were put off, when nobody waits: of an older record, a late evening, a long pull."""

from __future__ import annotations

from db.changes import Changes
from db.insights.commands import count_on
from desktop.bridge import Bridge
from desktop.when_calm import WhenCalm

# Not between the portions of a pull, and not while somebody is being typed in.
CALM_S = 1.5
NOUNS = (
    "presence",
    "sitting",
    "turn",
    "issue",
    "commitment",
    "minutes",
    "resident",
    "merge",
    "reply",
    "invitation",
    "questionnaire",
)


class Counting(WhenCalm):
    """Counts portion by portion what is due."""

    def __init__(self, bridge: Bridge, *, calm_s: float = CALM_S) -> None:
        super().__init__(bridge, calm_s=calm_s)

    def begin(self) -> None:
        """At the start, and after whatever changes figures, once there was peace for a while."""
        self._bridge.follow(NOUNS, self.look)
        self.look()

    def look(self, _changes: Changes | None = None) -> None:
        """Something was written: what is due is counted a moment after the last of it."""
        self._put_off()

    async def _work(self) -> None:
        while self._is_calm and (await self._bridge.do(count_on)).outcome:
            continue
