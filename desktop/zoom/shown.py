"""What there is to see of a call, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db.sittings.queries import SittingCard
from desktop.zoom.payloads import LiveOne

TICK_S = 30
"""How often the clock is asked whether something is due: a look into the running call, another attempt."""


@dataclass(frozen=True)
class CallShown:
    """How the call of a sitting stands. `live` is None where nobody can tell who is in it; `trouble` the code of why
    something cannot be told now, with its facts; `next_try` when Zoom is asked again by itself.
    """

    sitting: SittingCard
    live: tuple[LiveOne, ...] | None = None
    live_closed: bool = False
    brought: bool = False
    busy: bool = False
    trouble: str | None = None
    next_try: datetime | None = None
    trouble_facts: Mapping[str, Any] = field(default_factory=dict)
