"""Goes on with the figures that were put off, when nobody waits: of an older record, a late evening, a long pull."""

from __future__ import annotations

from db.insights.commands import count_on
from desktop.bridge import Bridge
from desktop.when_calm import AfterWriting

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


class Counting(AfterWriting):
    """Counts portion by portion what is due."""

    def __init__(self, bridge: Bridge, *, calm_s: float = CALM_S) -> None:
        super().__init__(bridge, NOUNS, calm_s=calm_s)

    async def _work(self) -> None:
        while self._is_calm and (await self._bridge.do(count_on)).outcome:
            continue
