"""What there is to see of a call, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.sittings.queries import SittingCard
from desktop.zoom.payloads import LiveOne

TICK_S = 30
"""How often the clock is asked whether something is due: a look into the running call, another attempt."""


@dataclass(frozen=True)
class CallShown:
    """How the call of a sitting stands. `live` is None where nobody can tell who is in it; `trouble` the code of why
    something cannot be told now; `next_try` when Zoom is asked again by itself.
    """

    sitting: SittingCard
    live: tuple[LiveOne, ...] | None = None
    live_closed: bool = False
    brought: bool = False
    busy: bool = False
    trouble: str | None = None
    next_try: datetime | None = None
