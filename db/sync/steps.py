"""The numbered steps of a contact, one after the other; whoever wants to see it stopped there watches. Nobody does."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum


class Step(IntEnum):
    """Where a contact may be cut. «Written» is inside the transaction, before it is final; «kept» is after."""

    BEGINS = 1
    GREETED = 2
    GREETING_WRITTEN = 3
    GREETING_KEPT = 4
    BATCH_TAKEN = 5
    PUSHED = 6
    ANSWER_WRITTEN = 7
    ANSWER_KEPT = 8
    PULLED = 9
    PAGE_WRITTEN = 10
    PAGE_KEPT = 11
    JOINED = 12
    CHECKED = 13
    LEFT = 14
    RECEIPT_WRITTEN = 15
    RECEIPT_KEPT = 16
    SOME_VEILED = 17


watching: list[Callable[[Step], None]] = []


def reached(step: Step) -> None:
    """A contact is here. Does nothing, unless somebody watches."""
    for watch in watching:
        watch(step)
